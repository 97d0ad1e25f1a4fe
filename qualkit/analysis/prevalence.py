"""How many units (records, people, passages, sources) each code of a codebook was found in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from qualkit.analysis.phrases import in_words, phrase
from qualkit.analysis.told_codes import prevalence_figures
from qualkit.model.codebook import Code, Codebook, CodeStatus
from qualkit.model.plural import counted, with_article
from qualkit.model.table import Column, NumberNote, Table, Unit, Value

if TYPE_CHECKING:
    import pandas

Noun = tuple[str, str]
"""One and several: ("contact", "contacts")."""
ANY = "any"


class UnitState(StrEnum):
    """Whether a unit may be counted."""

    READ = "read"
    PARTLY = "partly read"
    UNREAD = "not read"
    AWAITING = "awaiting agreement"


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedUnit:
    """One thing that is counted: a record, a person, a passage, a source."""

    key: str
    codes: frozenset[str]
    """Ids of the codes put on it directly, in the coding of record."""
    state: UnitState = UnitState.READ
    groups: tuple[str, ...] = ()
    """Its values of the attribute that the table is split by; several only where any of them counts."""
    read_before: frozenset[str] = frozenset()
    """Ids of codes that were made after it was read, and so were not looked for in it."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many of how many. `share` is 0..1, None where the base is empty."""

    count: int
    base: int

    @property
    def share(self) -> float | None:
        """Count over base."""
        return self.count / self.base if self.base else None


@dataclass(frozen=True, slots=True, kw_only=True)
class PrevalenceRow:
    """One code, with all below it; `code` is None for the row of any code."""

    code: Code | None
    path: str
    depth: int
    found: Count
    direct: int
    """Units with this very code, whatever stands below it."""
    of_any: Count
    by: Mapping[str, Count] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prevalence:
    """How many units each code was found in. A unit can have several codes, so rows do not add up."""

    title: str
    noun: Noun
    rows: tuple[PrevalenceRow, ...]
    base: int
    left_out: Mapping[UnitState, int]
    groups: Mapping[str, int] = field(default_factory=dict)
    """Group → its units in the base, in the order of the groups."""
    ungrouped: int = 0
    """Units in the base that belong to no group."""
    late: Mapping[str, int] = field(default_factory=dict)
    """Path of a code → units in the base that were read before it was made, and do not have it."""

    @property
    def table(self) -> Table:
        """As a table: one row a code, the row of any code first."""
        return Table(
            id="prevalence",
            title=self.title,
            columns=tuple(self._columns()),
            rows=tuple(self._row(row) for row in self.rows),
            notes=tuple(self._notes()),
            figures=prevalence_figures,
        )

    def to_frame(self) -> pandas.DataFrame:
        """As a data frame: one row a code, in long form where it is split (a row a code and group)."""
        import pandas

        if not self.groups:
            return pandas.DataFrame([self._plain(row) for row in self.rows])
        return pandas.DataFrame(
            [
                {"code": row.path, "group": group, "count": c.count, "base": c.base, "share": c.share}
                for row in self.rows
                for group, c in row.by.items()
            ]
        )

    @property
    def _found_in_any(self) -> int:
        return self.rows[0].found.count

    def _columns(self) -> Iterator[Column]:
        one, several = self.noun
        is_whole = not self.groups
        yield Column(key="code", title="Code", shown=False)
        yield Column(key="name", title="Code")
        yield Column(key="count", title=several.capitalize(), unit=Unit.COUNT)
        yield Column(key="base", title="Base", unit=Unit.COUNT, shown=False)
        yield Column(key="share", title=f"% of {counted(self.base, one, several)}", unit=Unit.SHARE)
        with_any = counted(self._found_in_any, one, several)
        yield Column(
            key="share_of_any", title=f"% of the {with_any} with any", unit=Unit.SHARE, shown=is_whole
        )
        for number, (group, base) in enumerate(self.groups.items()):
            title = f"{group} (n = {base:,})"
            yield Column(key=f"count_{number}", title=f"{title}: {several}", unit=Unit.COUNT, shown=False)
            yield Column(key=f"share_{number}", title=title, unit=Unit.SHARE)
        yield Column(
            key="direct", title="Coded directly", unit=Unit.COUNT, shown=is_whole and self._has_parents
        )
        yield Column(key="phrase", title="As a phrase", shown=False)
        yield Column(key="in_words", title="In words", shown=is_whole)
        distance = "In words: distance from the exact share"
        yield Column(key="in_words_distance", title=distance, unit=Unit.NUMBER, shown=False)
        if not is_whole:
            yield Column(key="groups", title="Groups", shown=False)

    @property
    def _has_parents(self) -> bool:
        return any(row.depth for row in self.rows)

    def _row(self, row: PrevalenceRow) -> dict[str, Value]:
        split: dict[str, Value] = {}
        for number, group in enumerate(self.groups):
            split[f"count_{number}"] = row.by[group].count
            split[f"share_{number}"] = row.by[group].share
        groups = {name: {"count": c.count, "base": c.base, "share": c.share} for name, c in row.by.items()}
        return self._plain(row) | split | ({"groups": groups} if self.groups else {})

    def _plain(self, row: PrevalenceRow) -> dict[str, Value]:
        indent = "  " * row.depth
        words = in_words(row.found.count, row.found.base)
        return {
            "code": row.path,
            "name": indent + (row.code.name if row.code else "Any of these"),
            "count": row.found.count,
            "base": row.found.base,
            "share": row.found.share,
            "share_of_any": row.of_any.share,
            "direct": row.direct,
            "phrase": phrase(row.found.count, row.found.base),
            "in_words": str(words),
            "in_words_distance": words.distance,
        }

    def _notes(self) -> Iterator[str]:
        one, several = self.noun
        yield f"{with_article(one).capitalize()} can have several codes: rows do not add up."
        for state, number in self.left_out.items():
            if number:
                yield NumberNote(
                    f"Left out of count and base: {counted(number, one, several)} {_LEFT_OUT[state]}."
                )
        if self.ungrouped:
            yield f"{counted(self.ungrouped, one, several)} belong to no group; the first columns hold them."
        for path, number in self.late.items():
            had_been = counted(number, one, several)
            yield f'"{path}" was made after {had_been} had been read: not looked for there.'


_LEFT_OUT = {
    UnitState.UNREAD: "that nobody has read for this codebook",
    UnitState.PARTLY: "read only in part (--partial takes them in)",
    UnitState.AWAITING: "that two or more people coded differently (awaiting agreement)",
}


def prevalence(
    units: Sequence[CountedUnit],
    book: Codebook,
    *,
    title: str,
    noun: Noun,
    takes_partial: bool = False,
    order: Sequence[str] = (),
) -> Prevalence:
    """How many units each code was found in, a parent counting what stands below it.

    The base are units read for the codebook; those read in part join it with `takes_partial`. Units are split
    by their `groups` where any has one: those of `order` first, then as they come. The row of any code counts
    units with at least one code that `counts_in_any`.
    """
    counted_in = {UnitState.READ, *([UnitState.PARTLY] if takes_partial else [])}
    base = [unit for unit in units if unit.state in counted_in]
    states = Counter(unit.state for unit in units)
    sizes = Counter(group for unit in base for group in unit.groups)
    groups = {group: sizes[group] for group in dict.fromkeys((*order, *sizes)) if group in sizes}
    rows = tuple(_rows(base, book, tuple(groups)))
    return Prevalence(
        title=title,
        noun=noun,
        rows=rows,
        base=len(base),
        left_out={state: states[state] for state in _LEFT_OUT if state not in counted_in},
        groups=groups,
        ungrouped=sum(not unit.groups for unit in base) if groups else 0,
        late=dict(_late(base, book)),
    )


def _rows(base: Sequence[CountedUnit], book: Codebook, groups: Sequence[str]) -> Iterator[PrevalenceRow]:
    sizes = Counter(group for unit in base for group in unit.groups)
    in_any = frozenset(code.id for code in book.codes if code.counts_in_any)
    with_any = [unit for unit in base if not unit.codes.isdisjoint(in_any)]
    wanted: list[tuple[Code | None, int, frozenset[str]]] = [(None, 0, in_any)]
    wanted += [(code, depth, book.under(code.id)) for depth, code in book.walk()]
    for code, depth, ids in wanted:
        having = [unit for unit in base if not unit.codes.isdisjoint(ids)]
        if code is not None and code.status is CodeStatus.RETIRED and not having:
            continue
        of_any = sum(not unit.codes.isdisjoint(in_any) for unit in having)
        in_group = Counter(group for unit in having for group in unit.groups)
        yield PrevalenceRow(
            code=code,
            path=book.path(code.id) if code else ANY,
            depth=depth,
            found=Count(len(having), len(base)),
            direct=sum(code.id in unit.codes for unit in base) if code else len(having),
            of_any=Count(of_any, len(with_any) if not ids.isdisjoint(in_any) else 0),
            by={group: Count(in_group[group], sizes[group]) for group in groups},
        )


def _late(base: Sequence[CountedUnit], book: Codebook) -> Iterator[tuple[str, int]]:
    missed = Counter(id_ for unit in base for id_ in unit.read_before - unit.codes)
    for code in book.codes:
        if missed[code.id]:
            yield book.path(code.id), missed[code.id]
