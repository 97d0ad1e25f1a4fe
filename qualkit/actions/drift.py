"""How the text files and the database of a study have come apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qualkit.actions.received import PARTICIPANTS_FILE, SOURCES_FILE
from qualkit.manifest import NAME
from qualkit.store import (
    bank_rows,
    edit_rows,
    forgotten,
    journal,
    screening_rows,
    text_files,
    topic_rows,
    work_rows,
)
from qualkit.store.text_files import KnownFile, sha256_of
from qualkit.study import Study


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """What the text files and the database have not in common."""

    changed: tuple[str, ...]
    """Text files that are new or say something else than at the last save or load."""
    missing: tuple[str, ...]
    unsaved: int
    """Steps of work that the text files do not have."""


def drift(study: Study) -> Drift:
    """Compare the text files with what they were at the last save or load."""
    with study.database.reading() as connection:
        known = text_files.known_files(connection)
        unsaved = journal.unsaved_steps(connection)
    paths = text_paths(study)
    changed = tuple(path for path in paths if is_changed(study, path, known))
    return Drift(changed=changed, missing=tuple(sorted(set(known) - {*paths, NAME})), unsaved=unsaved)


def is_changed(study: Study, path: str, known: Mapping[str, KnownFile]) -> bool:
    """Whether a text file says something else than at the last save or load."""
    seen, stat = known.get(path), study.path(path).stat()
    if seen is not None and (seen.size, seen.modified_ns) == (stat.st_size, stat.st_mtime_ns):
        return False
    return seen is None or seen.sha256 != sha256_of(study.path(path).read_bytes())


def text_paths(study: Study) -> list[str]:
    """The text files of the study, by their paths in its folder, in the order in which they are taken in."""
    folder = study.folder
    first = (
        forgotten.FORGOTTEN,
        edit_rows.EDITS,
        SOURCES_FILE,
        PARTICIPANTS_FILE,
    )  # texts are corrected as read
    found = [path for name in first if (path := folder / name).is_file()]
    found += sorted((folder / "survey").glob("*.toml"))
    found += sorted((folder / "codebooks").glob("*.yaml"))
    for coder in sorted(path for path in (folder / "coding").glob("*") if path.is_dir()):
        found += [coder / file for file in (*work_rows.FIELDS, work_rows.LOG) if (coder / file).is_file()]
    found += [
        path
        for path in (folder / name for name in (*screening_rows.PATHS, topic_rows.TOPICS))
        if path.is_file()
    ]
    found += [path for path in [folder / bank_rows.BANK] if path.is_file()]  # last: it speaks of codings
    return [path.relative_to(folder).as_posix() for path in found]
