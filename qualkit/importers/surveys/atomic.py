"""Files that are there whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qualkit.errors import Refused, Where


@contextmanager
def written_at_once(target: Path) -> Iterator[Path]:
    """A temporary file beside `target` that takes its place when the block ends, and goes if it fails.

    Raises:
        Refused: the folder or the file can't be written.
    """
    try:
        descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    except OSError as error:
        raise _not_writable(target) from error
    os.close(descriptor)
    temporary = Path(name)
    try:
        yield temporary
        temporary.chmod(0o644)  # mkstemp lets only its owner read
        temporary.replace(target)
    except OSError as error:
        raise _not_writable(target) from error
    finally:
        temporary.unlink(missing_ok=True)


def _not_writable(target: Path) -> Refused:
    return Refused(
        "The file can't be written.",
        Where(file=str(target)),
        "Check that its folder is there and may be written to, and that no other program holds it open.",
    )
