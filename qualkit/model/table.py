"""A frozen result: columns, rows, notes and where it came from. One renderer a format shows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from qualkit.model.figures import Figures

MARKS = "marks"
"""Key of a row under which stands, by column, what is set behind a value on paper, or in its place."""
SMALL_MARK = "·"
"""Stands by a small number."""
Value = str | int | float | bool | None | list[str] | Mapping[str, object]


class Unit(StrEnum):
    """What a column holds; renderers format by it. A share is 0..1; percent exists only on paper."""

    TEXT = "text"
    COUNT = "count"
    NUMBER = "number"
    SHARE = "share"
    P = "p"
    """The p of a test: three places on paper, and never 0."""
    TIME = "time"
    FLAG = "flag"
    LIST = "list"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """`key` names it in json and csv; `title` on paper. A column not `shown` is in json and csv only."""

    key: str
    title: str
    unit: Unit = Unit.TEXT
    shown: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What every export carries: which study, command, when, which version, filter and coder."""

    study: str = ""
    command: str = ""
    date: str = ""
    version: str = ""
    filter: str = ""
    coder: str = ""

    def items(self) -> tuple[tuple[str, str], ...]:
        """(name, value) of the fields that are set, in order."""
        pairs = ((name, str(getattr(self, name))) for name in self.__slots__)
        return tuple((name, value) for name, value in pairs if value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows by column key. `id` is stable for the same command on the same study."""

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Mapping[str, Value], ...]
    notes: tuple[str, ...] = ()
    provenance: Provenance = field(default_factory=Provenance)
    figures: Callable[[Table], Figures] | None = None
    """Gives the numbers of people that it tells; None where it counts none, such as a list of quotes."""


class NumberNote(str):
    """A note that tells numbers of people: whole ones, behind its last colon where it has one."""

    __slots__ = ()
