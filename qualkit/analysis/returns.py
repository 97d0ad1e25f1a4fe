"""Pooled official returns: one row an organisation, and for each question only those that answered it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from qualkit.analysis.told_codes import returns_figures
from qualkit.model.finding import Finding, Severity
from qualkit.model.table import Column, NumberNote, Table, Unit, Value

if TYPE_CHECKING:
    import pandas


class CellKind(StrEnum):
    """What an organisation wrote: seven different things."""

    NUMBER = "number"
    ZERO = "zero"
    FEWER = "fewer than"
    """`<5`: a count between 1 and one less than the number."""
    HIDDEN = "hidden"
    """`*`: there is a count, and it is not told."""
    NOT_HELD = "not held"
    REFUSED = "refused"
    EXEMPT = "exempt"
    BLANK = "blank"
    UNKNOWN = "not understood"


GIVEN = frozenset({CellKind.NUMBER, CellKind.ZERO, CellKind.FEWER})
"""What can be counted."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One organisation's answer: what kind, and the least and the most that it can stand for."""

    kind: CellKind
    low: int = 0
    high: int = 0

    @property
    def is_given(self) -> bool:
        """Whether it is a count."""
        return self.kind in GIVEN


_NUMBER = re.compile(r"(\d{1,3}(?:[, \u00a0\u202f]\d{3})+|\d+)(?:\.0+)?")
_FEWER = re.compile(r"(?:<|less than|fewer than|under)\s*(\d+)", re.IGNORECASE)
_ASKED_FOR = re.compile(r"(?:this |the )?(?:information|data)(?: is| was)? (?=not |exempt|withheld|refused)")
"""How replies to requests for information begin: `Information not held`."""
_WORDS: Mapping[CellKind, tuple[str, ...]] = {
    CellKind.HIDDEN: ("*", "**", "x", "[c]", "c", "suppressed", "hidden"),
    CellKind.NOT_HELD: ("not held", "not recorded", "not available", "n/a", "na", "no data", "..", ":"),
    CellKind.REFUSED: ("refused", "declined", "not provided", "no response", "did not answer"),
    CellKind.EXEMPT: ("exempt", "exemption", "withheld", "section 12", "s12", "section 40", "s40"),
}
_KIND_OF = {word: kind for kind, words in _WORDS.items() for word in words}


def read_cell(text: str) -> Cell:
    """What a cell of a return says.

    >>> read_cell("1,204").low, read_cell("<5").high, read_cell("Not held").kind.value
    (1204, 4, 'not held')
    """
    said = " ".join(text.split()).casefold().rstrip(".")
    if not said and not text.strip(" ."):
        return Cell(CellKind.BLANK if "." not in text else CellKind.NOT_HELD)
    if number := _NUMBER.fullmatch(said):
        value = int(re.sub(r"\D", "", number[1]))
        return Cell(CellKind.NUMBER if value else CellKind.ZERO, value, value)
    if (fewer := _FEWER.fullmatch(said)) and int(fewer[1]) > 1:
        return Cell(CellKind.FEWER, 1, int(fewer[1]) - 1)
    if said in ("-", "–", "nil", "none"):
        return Cell(CellKind.ZERO) if said in ("nil", "none") else Cell(CellKind.BLANK)
    said = _ASKED_FOR.sub("", said)
    kind = _KIND_OF.get(said) or next(
        (kind for word, kind in _KIND_OF.items() if len(word) > 3 and said.startswith(word)), None
    )
    return Cell(kind or CellKind.UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnsColumn:
    """One thing that organisations were asked to count."""

    key: str
    title: str
    cells: tuple[str, ...]
    """One an organisation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnsRow:
    """One thing counted, over the organisations that gave both it and the base."""

    title: str
    organisations: int
    low: int
    high: int
    base: int
    kinds: Mapping[CellKind, int]
    """How many organisations wrote what."""
    largest: str
    """The organisation with the greatest count; empty where there is none."""
    largest_part: float | None
    """Its part of the count, 0..1."""

    @property
    def share(self) -> float | None:
        """The least that the count can be, over the base."""
        return self.low / self.base if self.base else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Returns:
    """Counts pooled over organisations. Each row has its own organisations and base."""

    title: str
    base_title: str
    rows: tuple[ReturnsRow, ...]
    findings: tuple[Finding, ...] = field(default=())

    @property
    def table(self) -> Table:
        """As a table: one row a thing counted."""
        return Table(
            id="returns",
            title=self.title,
            columns=tuple(self._columns()),
            rows=tuple(_row(row) for row in self.rows),
            notes=tuple(self._notes()),
            figures=returns_figures,
        )

    def to_frame(self) -> pandas.DataFrame:
        """As a data frame: one row a thing counted."""
        import pandas

        return pandas.DataFrame([_row(row) for row in self.rows])

    def _columns(self) -> Iterator[Column]:
        has_range = any(row.low != row.high for row in self.rows)
        yield Column(key="row", title="")
        yield Column(key="organisations", title="Organisations", unit=Unit.COUNT)
        yield Column(key="base", title=self.base_title, unit=Unit.COUNT)
        yield Column(key="count", title="Count, at least" if has_range else "Count", unit=Unit.COUNT)
        yield Column(
            key="share", title="Share, at least" if has_range else "Share of its base", unit=Unit.SHARE
        )
        yield Column(key="low", title="At least", unit=Unit.COUNT, shown=False)
        yield Column(key="high", title="At most", unit=Unit.COUNT, shown=has_range)
        yield Column(key="largest_part", title="Part of the largest", unit=Unit.SHARE)
        for kind in _NOT_GIVEN:
            has_any = any(row.kinds.get(kind) for row in self.rows)
            yield Column(key=_key(kind), title=kind.value.capitalize(), unit=Unit.COUNT, shown=has_any)

    def _notes(self) -> Iterator[str]:
        yield f"Each row has its own base: {self.base_title} of the organisations that gave that count."
        if any(row.kinds.get(CellKind.FEWER) for row in self.rows):
            yield "A count such as <5 is taken as at least 1 and at most one less than the number."
        yield from (NumberNote(finding.message) for finding in self.findings)


_NOT_GIVEN = (
    CellKind.HIDDEN,
    CellKind.NOT_HELD,
    CellKind.REFUSED,
    CellKind.EXEMPT,
    CellKind.BLANK,
    CellKind.UNKNOWN,
)


def _key(kind: CellKind) -> str:
    return kind.value.replace(" ", "_")


def _row(row: ReturnsRow) -> dict[str, Value]:
    return {
        "row": row.title,
        "organisations": row.organisations,
        "count": row.low,
        "base": row.base,
        "share": row.share,
        "low": row.low,
        "high": row.high,
        "largest_part": row.largest_part,
        **{_key(kind): row.kinds.get(kind, 0) for kind in _NOT_GIVEN},
    }


def returns(
    organisations: Sequence[str], base: ReturnsColumn, columns: Sequence[ReturnsColumn], *, title: str
) -> Returns:
    """Pool counts over organisations; `cells` of each column are as written, one an organisation.

    An organisation is in a row where it gave that count and the base as exact numbers or `<N`; a base
    written `<N` counts as its least. No intervals: these are all the organisations that answered, no sample.
    """
    bases = [read_cell(text) for text in base.cells]
    rows, findings = [], []
    for column in columns:
        cells = [read_cell(text) for text in column.cells]
        rows.append(_pooled(organisations, bases, cells, column.title))
        findings += list(_faults(organisations, bases, cells, column))
    return Returns(title=title, base_title=base.title, rows=tuple(rows), findings=tuple(findings))


def _pooled(
    organisations: Sequence[str], bases: Sequence[Cell], cells: Sequence[Cell], title: str
) -> ReturnsRow:
    given = [
        (name, base, cell)
        for name, base, cell in zip(organisations, bases, cells, strict=True)
        if base.is_given and cell.is_given
    ]
    low = sum(cell.low for _, _, cell in given)
    name, _, largest = max(given, key=lambda one: one[2].low, default=("", Cell(CellKind.BLANK), None))
    part = largest.low / low if largest is not None and low else None
    return ReturnsRow(
        title=title,
        organisations=len(given),
        low=low,
        high=sum(cell.high for _, _, cell in given),
        base=sum(base.low for _, base, _ in given),
        kinds=Counter(cell.kind for cell in cells),
        largest=name if part else "",
        largest_part=part,
    )


def _faults(
    organisations: Sequence[str], bases: Sequence[Cell], cells: Sequence[Cell], column: ReturnsColumn
) -> Iterator[Finding]:
    for name, base, cell, text in zip(organisations, bases, cells, column.cells, strict=True):
        if cell.kind is CellKind.UNKNOWN:
            said = f'{name}: "{text.strip()}" under "{column.title}" is not understood and not counted.'
            yield Finding(rule="returns-cell", severity=Severity.WARNING, message=said)
        elif cell.is_given and base.is_given and cell.low > base.high:
            said = f'{name}: {cell.low:,} under "{column.title}" is more than its base of {base.high:,}.'
            yield Finding(rule="returns-above-base", severity=Severity.WARNING, message=said)
        elif cell.is_given and not base.is_given:
            said = f'{name} gave "{column.title}" without a base: left out of that row.'
            yield Finding(rule="returns-no-base", severity=Severity.NOTE, message=said)
