"""Counting from the coding as a person goes about it: what can be counted, the counts, the words behind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from qualkit.actions.counting_units import CountBy, Counting, CountingUnits, counting_units
from qualkit.actions.passages import PassageMaker
from qualkit.actions.prevalence import counted_in, table_of, told_notes
from qualkit.actions.redacting import redactor
from qualkit.actions.selection import People
from qualkit.actions.texts import load_texts
from qualkit.analysis.prevalence import ANY, Noun, Prevalence, PrevalenceRow, UnitState
from qualkit.errors import Refused
from qualkit.model.codebook import Codebook
from qualkit.model.source import Source, SourceKind
from qualkit.model.table import Table
from qualkit.store import codebooks, codings, counts, datasets, sources
from qualkit.study import Study

_MOST_VALUES = 200
"""An attribute with more values than this tells people apart rather than groups."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountChoices:
    """What the sentence can be filled in with."""

    books: tuple[Codebook, ...]
    sources: tuple[Source, ...]
    titles: dict[str, str]
    """Data file → its title."""
    attributes: Mapping[str, tuple[str, ...]]
    """Attribute or closed question → its values."""
    bases: Mapping[str, str]
    """Base of study.toml → what it says."""
    coders: tuple[str, ...]
    worked_on: Mapping[str, tuple[str, ...]]
    """Codebook → stems of the sources that somebody has read or coded for it."""

    def first_stem(self, book: str) -> str:
        """The file to begin with, where several were read whose counts have different bases; else empty."""
        stems = self.worked_on.get(book, ())
        of_rows = {one.stem for one in self.sources if one.kind in (SourceKind.ANSWERS, SourceKind.RECORDS)}
        rows = [stem for stem in stems if stem in of_rows]
        return rows[0] if rows and len(stems) > 1 else ""


def count_choices(study: Study) -> CountChoices:
    """The codebooks, sources, attributes, bases and coders of the study."""
    with study.database.reading() as connection:
        people = People.load(connection)
        stored = [one.source for one in sources.sources(connection)]
        books = tuple(book for book in codebooks.codebooks(connection) if book.codes)
        known = codings.coders(connection)
        files = [one.questionnaire for one in datasets.datasets(connection)]
        touched = {book.name: counts.sources_worked_on(connection, book.name) for book in books}
        ids = {one.id: one.source.stem for one in sources.sources(connection)}
    values: dict[str, dict[str, None]] = {}
    for said in (*(case.attributes for case in people.cases.values()), *people.answers.values()):
        for name, value in said.items():
            if value:
                values.setdefault(name, {})[value] = None
    return CountChoices(
        books=books,
        sources=tuple(stored),
        titles={book.name: book.title or book.name for book in files},
        attributes={
            name: tuple(sorted(found, key=str.casefold))
            for name, found in values.items()
            if len(found) <= _MOST_VALUES
        },
        bases={
            name: "; ".join(f"{key} is {value.replace('|', ' or ')}" for key, value in base.items())
            for name, base in study.manifest.bases.items()
        },
        coders=tuple(known),
        worked_on={
            book: tuple(dict.fromkeys(stem for id_, stem in ids.items() if id_ in found))
            for book, found in touched.items()
        },
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CountWish:
    """The sentence filled in. Empty fields leave it to what fits."""

    codebook: str = ""
    code_id: str = ""
    """Only this code and what stands below it."""
    counting: Counting


@dataclass(frozen=True, slots=True, kw_only=True)
class CountView:
    """The counts, and what they were made of."""

    wish: CountWish
    noun: Noun
    unit: CountBy
    base: int
    groups: Mapping[str, int]
    rows: tuple[PrevalenceRow, ...]
    notes: tuple[str, ...]
    units: CountingUnits
    few: int
    """Smaller numbers than this want a thought before they leave the study."""


def count_view(study: Study, wish: CountWish) -> CountView:
    """How many units each code was found in. Refused where the study does not count, or nothing may be."""
    _refuse_not_counting(study)
    units = counting_units(study, wish.codebook, wish.counting)
    found = counted_in(study, units, wish.counting)
    return CountView(
        wish=wish,
        noun=found.noun,
        unit=units.unit,
        base=found.base,
        groups=found.groups,
        rows=_rows(found, units.book, wish.code_id),
        notes=(*found.table.notes, *told_notes(units)),
        units=units,
        few=study.manifest.reporting.threshold,
    )


def _refuse_not_counting(study: Study) -> None:
    if not study.manifest.counts_codes:
        raise Refused(
            f"This study does not count: its approach is {study.manifest.approach}.",
            hint='To count all the same, write approach = "codebook" in study.toml and open the study again.',
        )


def _rows(found: Prevalence, book: Codebook, code_id: str) -> tuple[PrevalenceRow, ...]:
    if not code_id:
        return found.rows
    below = book.under(code_id)
    rows = [row for row in found.rows if row.code is not None and row.code.id in below]
    top = min((row.depth for row in rows), default=0)
    return tuple(replace(row, depth=row.depth - top) for row in rows)


def count_table(study: Study, wish: CountWish) -> Table:
    """The counts as a table to hand over, with where they come from."""
    _refuse_not_counting(study)
    units = counting_units(study, wish.codebook, wish.counting)
    table = table_of(study, units, wish.counting)
    if not wish.code_id:
        return table
    paths = {units.book.path(id_) for id_ in units.book.under(wish.code_id)}
    return replace(table, rows=tuple(row for row in table.rows if row["code"] in paths))


# ---- the words behind a number


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageBehind:
    """A coded passage that a number counts."""

    source: str
    key: str
    words: str
    person: str
    title: str
    """Of the source."""
    spot: str
    """`turn 17`."""
    code: str
    """The path of its code."""


def passages_behind(
    study: Study, view: CountView, row: PrevalenceRow, group: str = ""
) -> tuple[PassageBehind, ...]:
    """The passages in the units that a row counts (in one group), in the order of their sources."""
    book = view.units.book
    any_ids = frozenset(code.id for code in book.codes if code.counts_in_any)
    wanted = any_ids if row.path == ANY else book.under(row.code.id) if row.code else frozenset()
    states = {UnitState.READ, *([UnitState.PARTLY] if view.wish.counting.takes_partial else [])}
    ids = [
        coding
        for unit in view.units.units
        if unit.state in states and (not group or group in unit.groups)
        for code in unit.codes & wanted
        for coding in view.units.passages.get((unit.key, code), ())
    ]
    return _passages(study, book, ids)


def _passages(study: Study, book: Codebook, ids: list[str]) -> tuple[PassageBehind, ...]:
    with study.database.reading() as connection:
        chosen = set(ids)
        among = {one.id: one for one in codings.codings(connection) if one.id in chosen}
        names = {one.source for one in among.values()}
        stored = [one for one in sources.sources(connection) if one.source.name in names]
        texts = load_texts(connection, stored)
        maker = PassageMaker(
            manifest=study.manifest,
            everybody=People.load(connection),
            texts=texts,
            redact=redactor(connection),
        )
        passages = [maker.passage(one) for one in among.values() if maker.holds(one)]
    return tuple(
        PassageBehind(
            source=one.source,
            key=one.segment,
            words=" ".join(part.text for part in one.parts),
            person=", ".join(dict.fromkeys(part.speaker for part in one.parts if part.speaker)) or one.credit,
            title=one.source_title,
            spot=f"{texts[one.source].stored.source.kind.segment_noun} {one.record or one.ordinal}",
            code=book.path(one.code),
        )
        for one in passages
    )
