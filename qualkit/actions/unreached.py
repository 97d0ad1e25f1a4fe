"""What holds somebody's words and can't be reached by forgetting: exports, files of others, git, copies."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from qualkit.model.forgetting import OwnWords
from qualkit.study import Study

_MOST_IN_ZIP = 200_000_000
"""Bytes of a packed file that are looked through."""


def files_holding(study: Study, own: OwnWords) -> tuple[str, ...]:
    """Files of the study's folder, but the database and git, that hold their words as far as can be read."""
    return tuple(
        path.relative_to(study.folder).as_posix()
        for path in _files(study.folder)
        if not path.name.startswith("study.db") and _holds(path, own)
    )


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name == ".git" or path.is_symlink():
            continue
        if path.is_dir():
            yield from _files(path)
        elif path.is_file():
            yield path


def _holds(path: Path, own: OwnWords) -> bool:
    try:
        return any(own.bytes_in(data) for data in _contents(path))
    except OSError:
        return False


def _contents(path: Path) -> Iterator[bytes]:
    yield path.read_bytes()
    if path.suffix.lower() not in (".zip", ".docx", ".xlsx", ".odt", ".pptx"):
        return
    try:
        with ZipFile(path) as packed:
            for member in packed.infolist():
                if member.file_size < _MOST_IN_ZIP:
                    yield packed.read(member)
    except (BadZipFile, NotImplementedError, RuntimeError):
        return


def limits(study: Study, holding: tuple[str, ...], named: int) -> tuple[str, ...]:
    """Sentences on what was not reached."""
    said = [f"{path} still holds their words; it is not changed: look at it." for path in holding]
    exports = sum(path.is_file() for path in (study.folder / "exports").rglob("*"))
    if exports:
        said.append(f"exports/ holds {exports} files that were handed over; pictures and PDFs can't be read.")
    if named:
        said.append(f"{named} passages of others name the person; qualkit redact hides a name.")
    if any((folder / ".git").exists() for folder in (study.folder, *study.folder.parents)):
        said.append("The folder is in git: its history, and copies of it, keep what was there before.")
    said.append(
        "Copies outside this folder: e-mails, colleagues' own copies, the recording, backups of disks."
    )
    return tuple(said)
