"""Reading in a process of its own, for libraries in C that a damaged file can crash or keep busy for ever."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Callable
from typing import Any, TypeVar

from qualkit.errors import QualkitError

T = TypeVar("T")
_CHILD = "from qualkit.importers.apart import answer; answer()"
_MEMORY = 4 << 30
"""Bytes of address space; most of it libraries reserve and never use."""
_LEAST_SECONDS = 20
_BYTES_A_SECOND = 100_000


class ReadingEndedError(Exception):
    """The process that read crashed, took too long, or raised what is not for people."""


def read_apart(read: Callable[..., T], *arguments: object, size: int) -> T:
    """What a function of a module gives, called in another process.

    `size`, the bytes to be read, says how long it may take. Raises the QualkitError that the function raises,
    and ReadingEndedError where it comes to no end of its own.
    """
    try:
        ran = subprocess.run(
            [sys.executable, "-P", "-c", _CHILD],
            input=pickle.dumps((read, arguments)),
            capture_output=True,
            timeout=_LEAST_SECONDS + size / _BYTES_A_SECOND,
            check=True,
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise ReadingEndedError from error
    found: T | QualkitError = pickle.loads(ran.stdout)
    if isinstance(found, QualkitError):
        raise found
    return found


def answer() -> None:
    """The other process: call what stdin says, and write what it gives, or a QualkitError, to stdout."""
    _bound_memory()
    read, arguments = pickle.load(sys.stdin.buffer)
    found: Any
    try:
        found = read(*arguments)
    except QualkitError as error:
        found = error
    sys.stdout.buffer.write(pickle.dumps(found))


def _bound_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    least = _MEMORY if most == resource.RLIM_INFINITY else min(_MEMORY, most)
    resource.setrlimit(resource.RLIMIT_AS, (least, most))
