"""Files that are handed over: written whole or not at all, and never over another one by chance."""

from __future__ import annotations

import contextlib
import os
import uuid
from collections.abc import Sequence
from pathlib import Path

from qualkit.errors import Refused, Where

_PROGRAMS = {".docx": "Word", ".xlsx": "Excel"}


def suffix_of(path: Path, known: Sequence[str], *, template: Path | None = None, force: bool = False) -> str:
    """The file's ending in lower case, `.htm` as `.html`.

    Raises Refused when it is not among `known`, when the file exists and `force` is not given, or when a
    Word template is given for another kind of file.
    """
    suffix = {".htm": ".html", ".markdown": ".md"}.get(path.suffix.lower(), path.suffix.lower())
    if suffix not in known:
        ending = f'the ending "{path.suffix}"' if path.suffix else "a name without an ending"
        raise Refused(
            f"This can't be written to a file with {ending}.",
            Where(file=path.name),
            f"Choose one of {', '.join(known)}.",
        )
    if template and suffix != ".docx":
        raise Refused("A template is for Word files only.", Where(file=path.name), "Name the file ….docx.")
    if path.is_dir():
        raise Refused("This is a folder.", Where(file=str(path)), "Give the name of a file.")
    if path.exists() and not force:
        raise Refused("The file is there already.", Where(file=path.name), "Use --force to replace it.")
    return suffix


def replace_file(path: Path, content: bytes) -> None:
    """Writes the whole file, or leaves things as they were.

    Its folder is made if only that is missing. Raises Refused when the file can't be written, for example
    because it is open in Word.
    """
    draft = path.with_name(f".{path.name[:80]}.{uuid.uuid4().hex[:8]}.part")
    try:
        path.parent.mkdir(exist_ok=True)
        with draft.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise _refusal(path, error) from error


def _refusal(path: Path, error: OSError) -> Refused:
    where = Where(file=path.name)
    if isinstance(error, PermissionError):
        program = _PROGRAMS.get(path.suffix.lower(), "another program")
        return Refused(
            f"The file can't be written: it may be open in {program}, or the folder may be read-only.",
            where,
            f"Close it in {program} and try again, or choose another name.",
        )
    if isinstance(error, FileNotFoundError | NotADirectoryError | FileExistsError):
        return Refused(f'There is no folder "{path.parent}".', where, "Make the folder first.")
    return Refused(f"The file can't be written: {error.strerror or 'writing failed'}.", where)
