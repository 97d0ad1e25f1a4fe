"""Which codes come together in the same record, person, passage or source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from qualkit.analysis.prevalence import CountedUnit, Noun, UnitState
from qualkit.analysis.told_codes import cooccur_figures
from qualkit.model.codebook import Codebook
from qualkit.model.table import Column, NumberNote, Table, Unit, Value

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two codes, neither below the other, and how many units have the one, the other, and both."""

    first: str
    second: str
    """Paths of the codes."""
    with_first: int
    with_second: int
    both: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cooccurrence:
    """Pairs of codes that come together in at least one unit, the commonest first."""

    title: str
    noun: Noun
    base: int
    pairs: tuple[Pair, ...]

    @property
    def table(self) -> Table:
        """As a table: one row a pair, with the share both ways."""
        several = self.noun[1]
        return Table(
            id="cooccur",
            title=self.title,
            columns=(
                Column(key="code", title="Code"),
                Column(key="also", title="Also"),
                Column(key="both", title=f"{several.capitalize()} with both", unit=Unit.COUNT),
                Column(key="with_code", title="With the first", unit=Unit.COUNT),
                Column(key="share_of_code", title="% of these also had the second", unit=Unit.SHARE),
                Column(key="with_also", title="With the second", unit=Unit.COUNT),
                Column(key="share_of_also", title="% of these also had the first", unit=Unit.SHARE),
                Column(key="base", title="Base", unit=Unit.COUNT, shown=False),
                Column(key="sentence", title="As a sentence", shown=False),
            ),
            rows=tuple(self._row(pair) for pair in self.pairs),
            notes=(NumberNote(f"Of {self.base:,} {several} read."),),
            figures=cooccur_figures,
        )

    def to_frame(self) -> pandas.DataFrame:
        """As a data frame: one row a pair."""
        import pandas

        return pandas.DataFrame([self._row(pair) for pair in self.pairs])

    def _row(self, pair: Pair) -> dict[str, Value]:
        return {
            "code": pair.first,
            "also": pair.second,
            "both": pair.both,
            "with_code": pair.with_first,
            "share_of_code": pair.both / pair.with_first,
            "with_also": pair.with_second,
            "share_of_also": pair.both / pair.with_second,
            "base": self.base,
            "sentence": f"{_of(pair.with_first, pair.first, pair.both, pair.second)} "
            f"{_of(pair.with_second, pair.second, pair.both, pair.first)}",
        }


def _of(number: int, code: str, both: int, other: str) -> str:
    return f"Of the {number:,} with {code}, {both:,} also had {other}."


def cooccurrence(units: Sequence[CountedUnit], book: Codebook, *, title: str, noun: Noun) -> Cooccurrence:
    """Pairs of codes in units that are read; a code counts what stands below it.

    A code and one below it are no pair. Pairs in the order of how many units have both, then of the book.
    """
    base = [unit for unit in units if unit.state is UnitState.READ]
    having = {
        code.id: frozenset(unit.key for unit in base if not unit.codes.isdisjoint(book.under(code.id)))
        for _, code in book.walk()
    }
    pairs = sorted(_pairs(book, having), key=lambda pair: -pair.both)
    return Cooccurrence(title=title, noun=noun, base=len(base), pairs=tuple(pairs))


def _pairs(book: Codebook, having: dict[str, frozenset[str]]) -> Iterator[Pair]:
    for one, other in combinations(having, 2):
        if one in book.under(other) or other in book.under(one):
            continue
        if both := len(having[one] & having[other]):
            yield Pair(
                first=book.path(one),
                second=book.path(other),
                with_first=len(having[one]),
                with_second=len(having[other]),
                both=both,
            )
