"""Problems in data are values with a place, so that one bad row never loses the others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from qualkit.errors import Where

T = TypeVar("T")


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One problem, or one thing worth knowing: which rule, how bad, where, what, and what to do."""

    rule: str
    severity: Severity
    message: str
    where: Where = Where()
    hint: str = ""

    def __str__(self) -> str:
        place = f"{self.where}: " if str(self.where) else ""
        return f"{place}{self.message}" + (f" {self.hint}" if self.hint else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported(Generic[T]):
    """What a file gave, and what was wrong with the rest of it."""

    items: tuple[T, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that cost an item."""
        return errors_in(self.findings)


def errors_in(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings of severity error, in order."""
    return tuple(finding for finding in findings if finding.severity is Severity.ERROR)
