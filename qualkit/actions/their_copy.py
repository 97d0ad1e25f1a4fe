"""A colleague's copy of the study, laid on our texts: their work, row by row, on what we have."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from qualkit.actions import versions
from qualkit.actions.drift import text_paths
from qualkit.actions.load import FileNews, Loaded, take_in, take_news
from qualkit.actions.received import SOURCES_FILE, Recipes, parse_recipes, recipes_text, text_of
from qualkit.actions.save import all_texts
from qualkit.errors import NotFound, Refused
from qualkit.files import replace_file
from qualkit.manifest import NAME, read_manifest
from qualkit.model.forgetting import file_mark
from qualkit.model.versions import Said, join_versions
from qualkit.store import edit_rows, forgotten, work_rows
from qualkit.study import Study, attach


@dataclass(frozen=True, slots=True, kw_only=True)
class TheirCopy:
    """A colleague's folder, and how its received files stand to ours."""

    folder: Path
    """Of the study; where only a coding folder was given, the folder above it."""
    coding: Path
    recipes: Recipes = field(default_factory=Recipes)
    new: tuple[str, ...] = ()
    """Received files that only they have."""
    newer: tuple[str, ...] = ()
    """Received files of which they have forgotten something."""
    differing: frozenset[str] = frozenset()
    """Stems of sources whose text is another than ours."""

    def text(self, path: str) -> str:
        """What one of their text files says; empty where they have none."""
        if path.startswith("coding/"):
            return text_of(self.coding / path.removeprefix("coding/"))
        return text_of(self.folder / path)

    @property
    def marks(self) -> dict[str, str]:
        """What they have forgotten."""
        return forgotten.parse(self.text(forgotten.FORGOTTEN))

    @property
    def is_whole(self) -> bool:
        """Whether it is a study, and not a coding folder alone."""
        return (self.folder / NAME).is_file()


def their_copy(study: Study, given: Path) -> TheirCopy:
    """A colleague's study folder or coding folder; refused where it is another study."""
    folder = given.resolve()
    if folder == study.folder or folder == study.folder / "coding":
        raise Refused("This is the study itself.", str(given), "Name the folder of a colleague's copy.")
    if not folder.is_dir():
        raise NotFound(f"There is no folder {given}.")
    if not (folder / NAME).is_file():
        if not _is_coding(folder):
            raise NotFound(
                f"There is no work in {given}.", hint="Name a copy of the study, or its coding folder."
            )
        return TheirCopy(folder=folder / ".qualkit-none", coding=folder)
    theirs = read_manifest(folder / NAME)
    if theirs.id and study.manifest.id and theirs.id != study.manifest.id:
        raise Refused(
            f'This is another study ("{theirs.title}").',
            str(given),
            "A copy has the same id in study.toml; copy the folder, and do not make a new study.",
        )
    return _compared(study, folder)


def _is_coding(folder: Path) -> bool:
    known = {*work_rows.FIELDS, work_rows.LOG}
    shared = {path.rsplit("/", 1)[1] for path in versions.COMPARED}
    return any(path.name in known for path in folder.glob("*/*")) or any(
        (folder / name).is_file() for name in shared
    )


def _compared(study: Study, folder: Path) -> TheirCopy:
    ours = parse_recipes(text_of(study.path(SOURCES_FILE)))
    theirs = parse_recipes(text_of(folder / SOURCES_FILE))
    here = {_stem(file, entry): entry for file, entry in {**ours.transcripts, **ours.data}.items()}
    marks = forgotten.parse(text_of(study.path(forgotten.FORGOTTEN)))
    their_marks = forgotten.parse(text_of(folder / forgotten.FORGOTTEN))
    new, newer, differing = [], [], set()
    for file, entry in {**theirs.transcripts, **theirs.data}.items():
        stem, has = _stem(file, entry), str(entry.get("sha256", ""))
        if stem not in here:
            is_gone = file_mark(stem, has) in marks
            if not is_gone and (folder / file).is_file():
                new.append(file)
        elif has != (had := str(here[stem].get("sha256", ""))):
            if file_mark(stem, had) in their_marks and file_mark(stem, has) not in marks:
                newer.append(file)
            elif file_mark(stem, has) not in marks:
                differing.add(stem)
    return TheirCopy(
        folder=folder,
        coding=folder / "coding",
        recipes=theirs,
        new=tuple(new),
        newer=tuple(newer),
        differing=frozenset(differing),
    )


def _stem(file: str, entry: Mapping[str, object]) -> str:
    return str(entry.get("name") or Path(file).stem)


@dataclass(frozen=True, slots=True, kw_only=True)
class TheirWork:
    """Their text files as they would be on our texts."""

    texts: Mapping[str, str]
    logs: Mapping[str, Sequence[str]]
    """Coder → lines of their log."""
    problems: tuple[object, ...]


@contextmanager
def laid_on_ours(study: Study, copy: TheirCopy) -> Iterator[Study]:
    """Their work in a study of its own, for a moment: our received files, their corrections and codes."""
    with TemporaryDirectory(prefix="qualkit-merge-") as name:
        folder = Path(name) / "study"
        folder.mkdir()
        shutil.copy2(study.path(NAME), folder / NAME)
        for part in ("transcripts", "survey", "codebooks"):
            if study.path(part).is_dir():
                shutil.copytree(study.path(part), folder / part)
        shutil.copytree(copy.coding, folder / "coding", ignore=shutil.ignore_patterns("forgotten*.csv"))
        for path in sorted((copy.folder / "codebooks").glob("*.yaml")):
            shutil.copy2(path, folder / "codebooks" / path.name)
        if study.path(forgotten.FORGOTTEN).is_file():
            shutil.copy2(study.path(forgotten.FORGOTTEN), folder / forgotten.FORGOTTEN)
        with attach(folder, study.coder) as theirs:
            yield theirs


def work_of(study: Study, theirs: Study, said: Said) -> tuple[FileNews, TheirWork]:
    """(corrections and redactions that ours must take, their work once both have the same corrections)."""
    loaded: Loaded = take_in(theirs, text_paths(theirs))
    edits = _edits(study, theirs, said)
    back = _edits(theirs, study, said)
    undecided = {one.id for one in edits.clashes}
    take = {id_: row for id_, row in back.take.items() if id_ not in undecided}
    if take:
        take_news(theirs, [FileNews(path=edit_rows.EDITS, take=take)])
    with theirs.database.reading() as connection:
        texts = all_texts(theirs, connection)
        logs = work_rows.log_lines(connection)
    return edits, TheirWork(texts=texts, logs=logs, problems=tuple(loaded.problems))


def _edits(ours: Study, theirs: Study, said: Said) -> FileNews:
    path = edit_rows.EDITS
    rows = [versions.rows_of(path, text_of(one.path(path))) for one in (ours, theirs)]
    marks = [versions.of_file(versions.read(one), path) for one in (ours, theirs)]
    joined = join_versions(rows[0], rows[1], marks[0], marks[1], said=said)
    return FileNews(path=path, take=joined.take, clashes=joined.clashes)


def bring_received(study: Study, copy: TheirCopy) -> tuple[str, ...]:
    """Copy received files that only they have, or of which they forgot something; gives their paths."""
    files = (*copy.new, *copy.newer)
    if not files and not copy.marks.keys() - _marks(study).keys():
        return ()
    ours = parse_recipes(text_of(study.path(SOURCES_FILE)))
    theirs = {**copy.recipes.transcripts, **copy.recipes.data}
    names = {_stem(file, theirs[file]) for file in files}
    gone = copy.marks
    entries = {
        file: entry
        for file, entry in {**ours.transcripts, **ours.data}.items()
        if _stem(file, entry) not in names
        and file_mark(_stem(file, entry), str(entry.get("sha256", ""))) not in gone
    }
    left = {*ours.transcripts, *ours.data} - {*entries, *files}
    for file in left:
        study.path(file).unlink(missing_ok=True)
    for file in files:
        _copy(copy.folder / file, study.path(file))
        entries[file] = theirs[file]
        questionnaire = f"survey/{_stem(file, theirs[file])}.toml"
        if file in copy.recipes.data and (copy.folder / questionnaire).is_file():
            _copy(copy.folder / questionnaire, study.path(questionnaire))
    replace_file(study.path(SOURCES_FILE), recipes_text(Recipes.of(entries)).encode(), make_folders=True)
    if joined := forgotten.joined(_marks(study), copy.marks):
        text = forgotten.text_of(joined)
        replace_file(study.path(forgotten.FORGOTTEN), text.encode(), make_folders=True)
    return files


def _marks(study: Study) -> dict[str, str]:
    return forgotten.parse(text_of(study.path(forgotten.FORGOTTEN)))


def _copy(origin: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(origin, target)
