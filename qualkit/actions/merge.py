"""Joining a colleague's copy of the study, or just its coding folder, by the ids of the work."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qualkit.actions import versions
from qualkit.actions.catch_up import catch_up
from qualkit.actions.copies import NEWER
from qualkit.actions.load import FileNews, take_news
from qualkit.actions.received import PARTICIPANTS_FILE
from qualkit.actions.save import all_texts, coder_of, save
from qualkit.actions.their_copy import (
    TheirCopy,
    TheirWork,
    bring_received,
    laid_on_ours,
    their_copy,
    work_of,
)
from qualkit.files import replace_file
from qualkit.model.join import Clash, Joined, Rows
from qualkit.model.versions import join_all, join_versions, joined_edits, joined_order
from qualkit.store import edit_rows, text_files, work_rows
from qualkit.study import Study


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What a colleague's copy brought."""

    rows: Mapping[str, int]
    """Text file → how many of its rows are new or other now."""
    files: tuple[str, ...]
    """Received files that came along."""
    differing: tuple[str, ...]
    """Sources that have another text there: the work on them was left where it is."""
    left: int
    """How many of their rows that is."""
    clashes: tuple[tuple[str, Clash], ...]
    waiting: int
    notes: tuple[str, ...]
    """Sentences on what was not joined."""


def merge(study: Study, folder: Path) -> Merged:
    """Join a colleague's copy. What is here is saved first, and the joined study after.

    Two people's work is kept apart by their folders; a row of a shared file that both changed waits for a
    person, as `load --keep` settles it. Raises Refused for another study, Conflict where some wait already.
    """
    copy = their_copy(study, folder)
    save(study)
    files = bring_received(study, copy)
    files += _bring_codebooks(study, copy)
    problems = catch_up(study).problems
    save(study)
    with laid_on_ours(study, copy) as theirs:
        edits, work = work_of(study, theirs, versions.COMPARED[edit_rows.EDITS])
        take_news(study, [edits])
        news, left = _news(study, copy, work)
        their_versions = versions.read(theirs)
    ours = versions.read(study)
    loaded = take_news(study, news)
    versions.put(study, joined_edits(ours, their_versions))
    if not loaded.clashes:
        save(study, taken=frozenset((one.path, id_) for one in (edits, *news) for id_ in one.take))
    with study.database.reading() as connection:
        waiting = len(text_files.waiting(connection))
    return Merged(
        rows={one.path: len(one.take) for one in (edits, *news) if one.take},
        files=files,
        differing=tuple(sorted(copy.differing)),
        left=left,
        clashes=loaded.clashes,
        waiting=waiting,
        notes=(*_notes(study, copy), *map(str, problems)),
    )


def _bring_codebooks(study: Study, copy: TheirCopy) -> tuple[str, ...]:
    brought = []
    gone = {path for path, _ in versions.read(study)}
    for path in sorted((copy.folder / "codebooks").glob("*.yaml")):
        inside = f"codebooks/{path.name}"
        if not study.path(inside).exists() and inside not in gone:
            replace_file(study.path(inside), path.read_bytes(), make_folders=True)
            brought.append(inside)
    return tuple(brought)


def _notes(study: Study, copy: TheirCopy) -> list[str]:
    """Files that a person has to compare."""
    if not copy.is_whole:
        return []
    questionnaires = [f"survey/{path.name}" for path in sorted((study.folder / "survey").glob("*.toml"))]
    return [
        f"{path} says something else there; yours was kept."
        for path in (PARTICIPANTS_FILE, *questionnaires)
        if copy.text(path) and study.path(path).is_file() and copy.text(path) != _text(study, path)
    ]


def _text(study: Study, path: str) -> str:
    from qualkit.actions.received import text_of

    return text_of(study.path(path))


# ---- what each file brings


def _news(study: Study, copy: TheirCopy, work: TheirWork) -> tuple[list[FileNews], int]:
    with study.database.reading() as connection:
        ours = all_texts(study, connection)
        logs = work_rows.log_lines(connection)
    our_versions = versions.read(study)
    their_versions = versions.parse(copy.text(versions.VERSIONS))
    news, left = [], 0
    for path, text in sorted(work.texts.items(), key=_codebooks_first):
        if path == edit_rows.EDITS or path.endswith(work_rows.LOG) or not _is_joined(path):
            continue
        mine, yours = versions.rows_of(path, ours.get(path, "")), versions.rows_of(path, text)
        here = {id_: row for id_, row in yours.items() if _stem(row) not in copy.differing}
        left += len(yours) - len(here)
        kept = {id_: row for id_, row in mine.items() if _stem(row) not in copy.differing}
        if versions.is_shared(path):
            marks = (versions.of_file(one, path) for one in (our_versions, their_versions))
            joined = join_versions(kept, here, *marks, said=versions.COMPARED.get(path, dict))
        else:
            coder = coder_of(path)
            had, has = (_uids(some.get(coder, ())) for some in (logs, work.logs))
            joined = _of_coder(path, kept, here, (had, has))
        order = _order(mine, yours, joined) if path.startswith("codebooks/") else ()
        if joined.take or joined.clashes or (order and list(order) != list(mine)):
            news.append(FileNews(path=path, take=joined.take, clashes=joined.clashes, order=order))
    return [*news, *_logs(logs, work)], left


def _codebooks_first(entry: tuple[str, str]) -> tuple[bool, bool, str]:
    path = entry[0]
    return not path.startswith("codebooks/"), path.count("/") == 1, path


def _is_joined(path: str) -> bool:
    if path.startswith("coding/") and path.count("/") == 2:
        return path.rsplit("/", 1)[1] in work_rows.FIELDS
    return versions.is_shared(path)


def _stem(row: Mapping[str, Any]) -> str:
    about, target = str(row.get("about", "")), str(row.get("target", ""))
    if about in ("source", "passage"):
        return target.rpartition("#")[0].split(":", 1)[0] if about == "passage" else target.split(":", 1)[0]
    return str(row.get("source", "")).split(":", 1)[0] or str(row.get("file", ""))


def _uids(lines: Sequence[str]) -> frozenset[str]:
    return frozenset(str(json.loads(line)["id"]) for line in lines)


def _of_coder(path: str, ours: Rows, theirs: Rows, logs: tuple[frozenset[str], frozenset[str]]) -> Joined:
    """One coder's rows: the copy in which more of the coder's log is has the later state."""
    had, has = logs
    mine, yours = ({id_: _said(row) for id_, row in rows.items()} for rows in (ours, theirs))
    if has < had:
        return Joined(take={}, clashes=())
    if had < has:
        changed = {id_: theirs[id_] for id_ in yours if yours[id_] != mine.get(id_)}
        gone = dict.fromkeys(id_ for id_ in mine if id_ not in yours)
        return Joined(take={**changed, **gone}, clashes=())
    joined = join_all(mine, yours, newer=NEWER.get(path.rsplit("/", 1)[1]))
    clashes = tuple(Clash(id=one.id, ours=ours[one.id], theirs=theirs[one.id]) for one in joined.clashes)
    return Joined(take={id_: theirs[id_] for id_ in joined.take}, clashes=clashes)


def _said(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row less what only repeats what its code is called."""
    return {name: value for name, value in row.items() if name != "code"}


def _order(ours: Rows, theirs: Rows, joined: Joined) -> tuple[str, ...]:
    """The codes of a joined book, each behind those that it stands behind in either; else the older first."""
    left = {**ours, **{id_: row for id_, row in joined.take.items() if row is not None}}
    left = {id_: row for id_, row in left.items() if joined.take.get(id_, row) is not None}
    return joined_order(ours, theirs, {id_: str(row["created"]) for id_, row in left.items()})


def _logs(logs: Mapping[str, Sequence[str]], work: TheirWork) -> list[FileNews]:
    news = []
    for coder, lines in work.logs.items():
        known = _uids(logs.get(coder, ()))
        fresh = [line for line in lines if json.loads(line)["id"] not in known]
        if fresh:
            logged = work_rows.parse_log("\n".join(fresh), coder, work_rows.LOG)
            news.append(FileNews(path=f"coding/{coder}/{work_rows.LOG}", logged=logged))
    return news
