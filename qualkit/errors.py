"""The one tree of exceptions: what happened, where, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """A place in a file, as a person would look it up. Rows and lines count from 1."""

    file: str = ""
    row: int | None = None
    line: int | None = None
    column: str = ""

    def __str__(self) -> str:
        parts = [self.file] if self.file else []
        parts += [f"row {self.row}"] if self.row is not None else []
        parts += [f"line {self.line}"] if self.line is not None else []
        parts += [f"column {self.column!r}"] if self.column else []
        return ", ".join(parts)


class QualkitError(Exception):
    """Something a researcher can act on: `message` says what, `where` says where, `hint` what to do."""

    exit_code = 1

    def __init__(self, message: str, where: Where | str = "", hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.where = str(where)
        self.hint = hint

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{place}{self.message}" + (f"\n  {self.hint}" if self.hint else "")


class FileRefused(QualkitError):
    """A file that can't be read; nothing of it was brought in."""


class Refused(QualkitError):
    """A request that the study's state, or a rule of the study, does not allow."""


class NotFound(QualkitError):
    """A name that the study does not know; `candidates` are the nearest ones."""

    def __init__(
        self, message: str, where: Where | str = "", hint: str = "", candidates: Sequence[str] = ()
    ) -> None:
        super().__init__(message, where, hint or _did_you_mean(candidates))
        self.candidates = tuple(candidates)


class Ambiguous(NotFound):
    """A name that fits several things; `candidates` are all of them."""


class StudyBusy(QualkitError):
    """Another process is writing to the study and did not finish in time."""


class StoreTooNew(QualkitError):
    """The study was written by a newer qualkit."""


class Stopped(QualkitError):
    """A long piece of work that the person stopped; nothing of it is half done."""


class Conflict(QualkitError):
    """Two versions of the same work that only a person can settle."""


def _did_you_mean(candidates: Sequence[str]) -> str:
    if not candidates:
        return ""
    quoted = [f'"{name}"' for name in candidates]
    return f"Did you mean {' or '.join([', '.join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)}?"
