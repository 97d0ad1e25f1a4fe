"""Counting words: how often, by how many, what goes together, and how groups differ (`qualkit words`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from qualkit.actions.provenance import provenance
from qualkit.actions.redacting import redactor
from qualkit.actions.search_limits import Limits
from qualkit.actions.selection import People
from qualkit.analysis.collocations import WINDOW, Measure, collocations
from qualkit.analysis.keyness import keyness
from qualkit.analysis.stop_words import stop_list
from qualkit.analysis.word_counts import Said, WordOptions, frequencies
from qualkit.analysis.word_tables import collocation_table, frequency_table, keyness_table
from qualkit.errors import NotFound, Refused
from qualkit.model.plural import counted
from qualkit.model.redaction import Redactor
from qualkit.model.source import Voice
from qualkit.model.table import Table
from qualkit.store import search, sources
from qualkit.store.database import Connection
from qualkit.store.search import FoundRow
from qualkit.study import Study

REST = "everybody else"
Grouping = Callable[[FoundRow], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class WordCount:
    """What is asked for: which words, of whom, and what of them."""

    limits: Limits = field(default_factory=lambda: Limits(heard_only=True))
    size: int = 1
    """Words in a row."""
    by_stems: bool = False
    with_stop_words: bool = False
    least: int = 0
    """Said so often in all; 0: 1 for words, 2 for words in a row, 3 for pairs, 5 between groups."""
    most: int = 50
    """Rows; 0: all."""

    def options(self, study: Study, least: int) -> WordOptions:
        """The same with this study's stop list."""
        rules = study.manifest.words
        stop = frozenset() if self.with_stop_words else stop_list(stop=rules.stop, keep=rules.keep)
        return WordOptions(
            size=self.size,
            stop=stop,
            by_stems=self.by_stems,
            least=self.least or least,
            most=self.most,
        )


def word_table(study: Study, wanted: WordCount | None = None) -> Table:
    """How often words (or so many in a row) are said, and by how many people."""
    wanted = wanted or WordCount()
    gathered = _gather(study, wanted)
    title = "Words" if wanted.size == 1 else f"{wanted.size} words in a row"
    found = frequencies(gathered.said, wanted.options(study, 1 if wanted.size == 1 else 2))
    return gathered.told(study, frequency_table(found, title), wanted)


def collocation_words(
    study: Study,
    wanted: WordCount | None = None,
    *,
    measure: Measure = "log-likelihood",
    window: int = WINDOW,
) -> Table:
    """Pairs of words that stand near each other more often than by chance."""
    wanted = wanted or WordCount()
    gathered = _gather(study, wanted)
    found = collocations(gathered.said, wanted.options(study, 3), measure=measure, window=window)
    return gathered.told(study, collocation_table(found, measure), wanted)


def keyness_words(
    study: Study, wanted: WordCount | None = None, *, attribute: str = "", key: str = ""
) -> Table:
    """Words that tell two groups apart: the two values of an attribute, or `KEY=VALUE` and everybody else.

    Raises NotFound for an unknown attribute or value, Refused where there are not two groups that speak.
    """
    wanted = wanted or WordCount()
    gathered = _gather(study, wanted, attribute=attribute, key=key)
    groups = _two(gathered.groups, attribute)
    found = keyness(gathered.said, groups, wanted.options(study, 5))
    return gathered.told(study, keyness_table(found), wanted)


# ---- what was said


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gathered:
    """Passages with their words as they are shown, and what is to be said of them."""

    said: Sequence[Said]
    notes: tuple[str, ...]
    groups: tuple[str, ...]
    """The groups that say something, in the order in which they come."""

    def told(self, study: Study, table: Table, wanted: WordCount) -> Table:
        """The table with its notes and where it comes from."""
        left_out = "Counted with stop words." if wanted.with_stop_words else "Without stop words."
        if wanted.size > 1 and not wanted.with_stop_words:
            left_out = "Without what is all stop words."
        return replace(
            table,
            notes=(*table.notes, left_out, *self.notes),
            provenance=provenance(study, "words", filter=str(wanted.limits), coder=wanted.limits.coder),
        )


def _gather(study: Study, wanted: WordCount, *, attribute: str = "", key: str = "") -> _Gathered:
    limits = wanted.limits
    with study.database.reading() as connection:
        scope = limits.scope(study, connection)
        rows = search.rows(connection, scope)
        meets = limits.condition(connection)
        if meets is not None:
            rows = [row for row in rows if meets(row.source, row.record, row.case, row.section)]
        redact = redactor(connection)
        group_of = _grouping(connection, redact, attribute, key) if attribute or key else None
        voices = {one.source.name: one.source.voice for one in sources.sources(connection)}
    if not rows:
        raise Refused("There is nothing in scope to count words of.", hint="Widen --source and --where.")
    said = [_said(row, redact, group_of) for row in rows]
    notes_sources = {row.source for row in rows if voices[row.source] is Voice.WORKERS_NOTES}
    notes = tuple(_notes(scope.heard_only, len(notes_sources), has_redactions=not redact.is_idle))
    groups = dict.fromkeys(one.group for one in said if one.group and any(text.strip() for text in one.texts))
    return _Gathered(said=said, notes=notes, groups=tuple(groups))


def _notes(heard_only: bool, workers: int, *, has_redactions: bool) -> Iterator[str]:
    if heard_only:
        yield "Without what moderators and observers said; --speaker-role chooses."
    if workers:
        yield f"{counted(workers, 'source')} of these hold worker's notes: the words are the workers'."
    if has_redactions:
        yield "What is redacted is not counted, nor what stands in its place."


def _said(row: FoundRow, redact: Redactor, group_of: Grouping | None) -> Said:
    pieces, at = [], 0
    for spot in redact.spots(row.text, row.source, row.key):
        pieces.append(row.text[at : spot.start])
        at = spot.end
    return Said(
        source=row.source,
        person=row.case,
        texts=(*pieces, row.text[at:]),
        group=group_of(row) if group_of else "",
    )


# ---- groups


def _grouping(connection: Connection, redact: Redactor, attribute: str, key: str) -> Grouping:
    people = People.load(connection)
    if key:
        meets, group = people.attribute_condition([key]), redact.text(key.partition("=")[2].strip())
        return lambda row: group if meets(_attributes(people, row)) else REST
    name = people.named(attribute)
    return lambda row: redact.text(_attributes(people, row).get(name, "")).strip()


def _attributes(people: People, row: FoundRow) -> dict[str, str]:
    return people.record_attributes(row.source.split(":", 1)[0], row.record, row.case)


def _two(groups: Sequence[str], attribute: str) -> tuple[str, str]:
    if len(groups) == 2:
        first, second = groups if groups[0] != REST else (groups[1], groups[0])
        return first, second
    if len(groups) > 2:
        raise NotFound(
            f"{attribute} has {len(groups)} groups here; two are compared at a time.",
            hint=f'Set one against everybody else: --key "{attribute}={groups[0]}". '
            f"There are: {', '.join(groups[:8])}.",
        )
    raise Refused(
        "Two groups are needed to compare words, and only one says anything here."
        if groups
        else f"Nobody who speaks here has a {attribute or 'value'}.",
        hint="Widen --source and --where, or name another attribute.",
    )
