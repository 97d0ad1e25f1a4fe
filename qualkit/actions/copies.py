"""Second versions of text files that a sync service made: joined row by row, and set aside."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from qualkit.actions import versions
from qualkit.actions.load import FileNews, Loaded, take_news
from qualkit.actions.received import (
    PARTICIPANTS_FILE,
    SOURCES_FILE,
    parse_recipes,
    recipes_text,
    text_of,
)
from qualkit.actions.save import all_texts, coder_of, save_files
from qualkit.errors import QualkitError
from qualkit.files import replace_file
from qualkit.model.coding import Decision
from qualkit.model.copy_name import is_copy_of
from qualkit.model.join import join_rows
from qualkit.model.versions import join_all, joined_edits
from qualkit.store import forgotten, text_files, work_rows
from qualkit.study import Study

SET_ASIDE = "set-aside"
"""Where copies go whose rows were joined."""
_JOINED_AS_FILES = (forgotten.FORGOTTEN, versions.VERSIONS, SOURCES_FILE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A second version of a text file."""

    path: str
    """In the study folder."""
    of: str
    """The path of the file that it is a version of."""


def copies(study: Study) -> tuple[Copy, ...]:
    """Every second version of a text file that lies in the study folder."""
    return tuple(_copies(study.folder))


def _copies(folder: Path) -> Iterator[Copy]:
    shared = [*versions.COMPARED, forgotten.FORGOTTEN, versions.VERSIONS]
    yield from _beside(folder, "coding", [path.rsplit("/", 1)[1] for path in shared])
    for coder in sorted(path for path in (folder / "coding").glob("*") if path.is_dir()):
        yield from _beside(folder, f"coding/{coder.name}", [*work_rows.FIELDS, work_rows.LOG])
    names = [path.rsplit("/", 1)[1] for path in (SOURCES_FILE, PARTICIPANTS_FILE)]
    yield from _beside(folder, "transcripts", names)
    for part, suffix in (("survey", "toml"), ("codebooks", "yaml")):
        named = [path.name for path in sorted((folder / part).glob(f"*.{suffix}"))]
        for one in _beside(folder, part, named):
            if _is_version(folder / one.path, folder / one.of, part):
                yield one


def _beside(folder: Path, inside: str, originals: Sequence[str]) -> Iterator[Copy]:
    for path in sorted((folder / inside).glob("*")):
        for name in originals:
            if path.is_file() and path.name not in originals and is_copy_of(path.name, name):
                yield Copy(path=f"{inside}/{path.name}", of=f"{inside}/{name}")
                break


def _is_version(path: Path, original: Path, part: str) -> bool:
    """Whether two codebooks share codes, so that they are no two books with like names."""
    if part != "codebooks":
        return not path.with_suffix(".csv").exists()
    try:
        rows = [versions.rows_of(f"codebooks/{one.name}", text_of(one)) for one in (path, original)]
    except QualkitError:
        return False
    return bool(rows[0].keys() & rows[1].keys())


def join_files(study: Study, found: Sequence[Copy]) -> None:
    """Join marks, and how received files are read; done before anything is taken in."""
    for one in found:
        if one.of not in _JOINED_AS_FILES:
            continue
        ours, theirs = (text_of(study.path(path)) for path in (one.of, one.path))
        joined = _joined_text(one.of, ours, theirs)
        if joined != ours:
            replace_file(study.path(one.of), joined.encode(), make_folders=True)


def _joined_text(path: str, ours: str, theirs: str) -> str:
    if path == forgotten.FORGOTTEN:
        return forgotten.text_of(forgotten.joined(forgotten.parse(ours), forgotten.parse(theirs)))
    if path == versions.VERSIONS:
        return versions.text_of_versions(joined_edits(versions.parse(ours), versions.parse(theirs)))
    mine, yours = parse_recipes(ours), parse_recipes(theirs)
    if {*yours.transcripts, *yours.data} <= {*mine.transcripts, *mine.data}:
        return ours
    return recipes_text(yours.joined(mine))


def join_copies(study: Study, found: Sequence[Copy]) -> Loaded:
    """Take in the rows of second versions, write what they are part of, and set them aside.

    What is in one version only stays; what was changed in both waits for a person. A copy that can't be read
    stays where it is, and is told as a problem.
    """
    news: list[FileNews] = []
    aside: list[Copy] = []
    problems: list[QualkitError] = []
    for one in found:
        try:
            if one.of not in _JOINED_AS_FILES:
                news.append(_news(study, one))
            aside.append(one)
        except QualkitError as error:
            problems.append(error)
    loaded = take_news(study, news) if news else Loaded()
    loaded.problems += problems
    if not loaded.clashes:
        taken = frozenset((one.path, id_) for one in news for id_ in one.take)
        save_files(study, {one.of for one in aside}, taken=taken)
    for one in aside:
        _set_aside(study, one)
    loaded.files = tuple(one.path for one in aside)
    return loaded


def _news(study: Study, copy: Copy) -> FileNews:
    text = text_of(study.path(copy.path))
    if copy.of.endswith(work_rows.LOG):
        logged = work_rows.parse_log(text, coder_of(copy.of), copy.path)
        return FileNews(path=copy.of, logged=logged)
    if not copy.of.startswith(("coding/", "codebooks/")):
        raise QualkitError(
            "There are two versions of this file, and only a person can join them.",
            copy.path,
            "Put what is right into the one with the plain name, then take this one away.",
        )
    with study.database.reading() as connection:
        now = all_texts(study, connection).get(copy.of, "")
        base = text_files.content_of(connection, copy.of).decode("utf-8", "surrogateescape")
    theirs, ours, had = (versions.rows_of(copy.of, each) for each in (text, now, base))
    said = versions.COMPARED.get(copy.of, _plain)
    joined = join_rows(
        {id_: said(row) for id_, row in had.items() if id_ in theirs and id_ in ours},
        {id_: said(row) for id_, row in ours.items() if id_ in theirs},
        {id_: said(row) for id_, row in theirs.items()},
    )
    take: Mapping[str, Any] = {id_: theirs[id_] for id_ in joined.take if id_ in theirs}
    clashes = [one for one in joined.clashes if one.theirs is not None]
    if newer := NEWER.get(copy.of.rsplit("/", 1)[1]):
        again = join_all(ours, {one.id: theirs[one.id] for one in clashes}, newer=newer)
        take, clashes = {**take, **again.take}, []
    return FileNews(path=copy.of, take=take, clashes=clashes, order=(*ours, *theirs))


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row less what only repeats what its code is called."""
    return {name: value for name, value in row.items() if name != "code"}


def later(one: Mapping[str, Any], other: Mapping[str, Any]) -> Mapping[str, Any]:
    """The later of two readings of the same passage."""
    return max(one, other, key=lambda row: (row["at"], row["proposals_shown"]))


def decided(one: Mapping[str, Any], other: Mapping[str, Any]) -> Mapping[str, Any]:
    """Of two versions of a proposal the one on which more was decided; of two alike the later."""
    return max(one, other, key=lambda row: (_DECISIONS.get(row["status"], 0), row["created"]))


_DECISIONS = {decision.value: number for number, decision in enumerate(Decision)}
NEWER: Mapping[str, Callable[[Mapping[str, Any], Mapping[str, Any]], Mapping[str, Any]]] = {
    "readings.csv": later,
    "proposals.csv": decided,
}
"""Work file → which of two versions of a row counts; of the others a person decides."""


def _set_aside(study: Study, copy: Copy) -> None:
    target = study.path(f"{SET_ASIDE}/{date.today():%Y-%m-%d}/{copy.path}")
    target.parent.mkdir(parents=True, exist_ok=True)
    number = 1
    free = target
    while free.exists():
        number += 1
        free = target.with_stem(f"{target.stem}, {number}")
    clean = _without_forgotten(study, copy)
    if clean is not None:
        replace_file(study.path(copy.path), clean.encode("utf-8", "surrogateescape"))
    study.path(copy.path).rename(free)


def _without_forgotten(study: Study, copy: Copy) -> str | None:
    """What a copy says without rows on what was forgotten; None where it has none."""
    if not copy.of.startswith("coding/") or copy.of in _JOINED_AS_FILES or copy.of.endswith(work_rows.LOG):
        return None
    rows = versions.rows_of(copy.of, text_of(study.path(copy.path)))
    with study.database.reading() as connection:
        kept = forgotten.without_forgotten(connection, rows)
    left = [row for row in kept.values() if row is not None]
    return work_rows.rows_text(copy.of.rsplit("/", 1)[1], left) if len(left) < len(rows) else None
