"""Files that are there whole or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
import uuid
from pathlib import Path

from qualkit.errors import Refused, Where

_PROGRAMS = {".docx": "Word", ".xlsx": "Excel"}


def replace_file(path: Path, content: bytes, *, make_folders: bool = False) -> None:
    """Write the whole file in one move, or leave things as they were: a reader never sees a part.

    Its folder is made if only that is missing; all above it too with `make_folders`. Raises Refused where
    the file can't be written: open in Word, read-only, the disk full, the name too long.
    """
    draft = path.with_name(f".{path.name[:80]}.{uuid.uuid4().hex[:8]}.part")
    try:
        path.parent.mkdir(exist_ok=True, parents=make_folders)
        with draft.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if path.exists():
            shutil.copymode(path, draft)
        draft.replace(path)
    except OSError as error:
        raise _refusal(path, error) from error
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)


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
    return Refused(
        f"The file can't be written: {error.strerror or 'writing failed'}.",
        where,
        "See whether the disk is full, or the name too long.",
    )
