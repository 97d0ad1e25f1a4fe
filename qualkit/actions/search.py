"""Finding passages by their words as they are shown, and coding what was found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, Protocol

from qualkit.actions.provenance import provenance
from qualkit.actions.search_limits import Limits
from qualkit.analysis.patterns import Pattern
from qualkit.analysis.query import parse
from qualkit.analysis.query_match import is_met, places, widened
from qualkit.model.place import Place
from qualkit.model.plural import counted
from qualkit.model.query import Either, Query, Words
from qualkit.model.redaction import Redaction, Redactor
from qualkit.model.table import Column, Table, Unit
from qualkit.model.text import snap
from qualkit.model.words import tokens
from qualkit.store import redactions
from qualkit.store import search as index
from qualkit.store.database import Connection
from qualkit.store.search import FoundRow, Scope, Totals, Wanted
from qualkit.study import Study

By = Literal["words", "stems", "pattern"]
PAGE = 50
ALL = (0, None)
"""The page that holds every hit."""
_AROUND = 120
"""Characters of a passage shown on each side of the first hit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A passage that was found."""

    id: int
    source: str
    segment: str
    """Its key."""
    ordinal: int
    person: str
    """Who says it, as it is shown: the person, else the speaker, else the record."""
    section: str
    text: str
    """As it is shown."""
    marks: tuple[tuple[int, int], ...]
    """Where in `text` the words found stand."""
    places: tuple[Place, ...]
    """Where they stand in the passage's own text; what touches a redaction is the whole of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """What a search found: a page of hits, and how many there are in all."""

    query: str
    hits: tuple[Hit, ...]
    first: int
    """How many hits stand before this page."""
    passages: int
    sources: int
    people: int

    @property
    def told(self) -> str:
        """How much was found, in words."""
        if not self.passages:
            return "Nothing was found."
        people = f" by {counted(self.people, 'person', 'people')}" if self.people else ""
        return f"{counted(self.passages, 'passage')} in {counted(self.sources, 'source')}{people}."


class _Sought(Protocol):
    """What is looked for: where it stands in a text."""

    def places(self, text: str) -> list[tuple[int, int]]: ...


@dataclass(frozen=True, slots=True)
class _Words:
    """A search by words."""

    query: Query

    def places(self, text: str) -> list[tuple[int, int]]:
        """Where its words stand in a text; none where the text does not meet it."""
        return places(self.query, text) or []


def search(
    study: Study,
    query: str,
    limits: Limits | None = None,
    *,
    by: By = "words",
    page: tuple[int, int | None] = (0, PAGE),
) -> SearchResult:
    """The passages that meet a search, in the order of sources and passages: `page` is (first, how many).

    Looks at texts as they are shown: what is redacted is not found, what stands there instead is. By `stems`,
    words that are not in quotation marks are found in every form of theirs. A `pattern` is a regular
    expression, and looks through every text.

    Raises QualkitError for a search that can't be read, with its place.
    """
    limits = limits or Limits()
    with study.database.reading() as connection:
        overlay = _Overlay.load(connection)
        scope = limits.scope(study, connection)
        sought, wanted = _wanted(connection, query, by=by, overlay=overlay, scope=scope)
        wanted = limits.met_by(connection, wanted)
        first, most = page
        found, rows = index.find(connection, wanted, first=first, most=most)
    hits = tuple(_hit(row, overlay.redact, sought) for row in rows)
    return _result(query, hits, first, found)


def _result(query: str, hits: tuple[Hit, ...], first: int, found: Totals) -> SearchResult:
    return SearchResult(
        query=query,
        hits=hits,
        first=first,
        passages=found.passages,
        sources=found.sources,
        people=found.people,
    )


def _wanted(
    connection: Connection, query: str, *, by: By, overlay: _Overlay, scope: Scope
) -> tuple[_Sought, Wanted]:
    if by == "pattern":
        pattern = Pattern(query)
        shown = {id_: seen.text for id_, seen in overlay.passages(connection)}
        ids = [id_ for id_, text in index.texts(connection, scope) if pattern.is_met(shown.get(id_, text))]
        return pattern, Wanted(scope=scope, plus=tuple(ids))
    meant = parse(query)
    hidden = overlay.passages(connection)
    if by == "stems":
        meant = widened(meant, _forms(connection, {form for _, shown in hidden for form in shown.forms}))
    less = tuple(id_ for id_, _ in hidden)
    plus = tuple(id_ for id_, shown in hidden if is_met(meant, shown.forms))
    asked = index.expression(meant)
    return _Words(meant), Wanted(scope=scope, expression=asked, less=less, plus=plus)


# ---- what is redacted


@lru_cache(maxsize=4)
def _redactor(decisions: tuple[Redaction, ...]) -> Redactor:
    return Redactor(decisions)


@dataclass(frozen=True, slots=True)
class _Shown:
    """A text as it is shown, and its words."""

    text: str
    forms: tuple[str, ...]


@lru_cache(maxsize=20_000)
def _shown(redact: Redactor, source: str, key: str, text: str) -> _Shown:
    """Kept between the keys of somebody who types: redactions are slow to lay over thousands of texts."""
    shown = redact.text(text, source, key)
    return _Shown(shown, tuple(one.form for one in tokens(shown)))


@dataclass(frozen=True, slots=True)
class _Overlay:
    """What is redacted: the index has these words, and a search must neither find them nor tell them."""

    redact: Redactor
    hidden: tuple[str, ...]

    @classmethod
    def load(cls, connection: Connection) -> _Overlay:
        decisions = tuple(redactions.redactions(connection))
        hidden = (one.words for one in decisions if one.is_hidden and one.words.strip())
        return cls(_redactor(decisions), tuple(hidden))

    def passages(self, connection: Connection) -> list[tuple[int, _Shown]]:
        """(id, text as it is shown) of the passages that the index has otherwise than they are shown."""
        if not self.hidden:
            return []
        rows = index.texts_with(connection, _holding(self.hidden))
        shown = ((id_, text, _shown(self.redact, source, key, text)) for id_, source, key, text in rows)
        return [(id_, seen) for id_, text, seen in shown if seen.text != text]


def _holding(hidden: Sequence[str]) -> Query | None:
    """A search that every text meets in which one of these words begins a word; None: look at all texts."""
    said = [tuple(one.form for one in tokens(words)) for words in hidden]
    if not all(said):
        return None
    return Either(parts=tuple(Words(words=words, is_prefix=True) for words in dict.fromkeys(said)))


# ---- forms of words


def _forms(connection: Connection, in_overlay: set[str]) -> Callable[[str], list[str]]:
    """Gives every word of the texts, and of what is shown in their place, with the same stem as a word."""
    from qualkit.analysis.stems import stem

    def forms(word: str) -> list[str]:
        wanted, beginning = stem(word), word[:1]
        known = {*index.vocabulary(connection, beginning), *in_overlay, word}
        return sorted(one for one in known if one[:1] == beginning and stem(one) == wanted)

    return forms


# ---- hits


def _hit(row: FoundRow, redact: Redactor, sought: _Sought) -> Hit:
    shown = redact.shown(row.text, row.source, row.key)
    marks = tuple(snap(shown.text, *span) for span in sought.places(shown.text))
    stretches = dict.fromkeys(snap(row.text, *shown.original(*mark)) for mark in marks)
    return Hit(
        id=row.id,
        source=row.source,
        segment=row.key,
        ordinal=row.ordinal,
        person=redact.text(row.case or row.speaker or row.record or "", row.source),
        section=redact.text(row.section or "", row.source),
        text=shown.text,
        marks=marks,
        places=tuple(
            Place(segment=row.key, start=start, end_segment=row.key, end=end) for start, end in stretches
        ),
    )


_COLUMNS = (
    Column(key="source", title="Source"),
    Column(key="segment", title="Passage"),
    Column(key="person", title="Who"),
    Column(key="words", title="Words"),
    Column(key="found", title="Found", unit=Unit.LIST, shown=False),
    Column(key="text", title="Text", shown=False),
    Column(key="section", title="Question", shown=False),
)


def search_table(study: Study, result: SearchResult, limits: Limits | None = None) -> Table:
    """The hits of a result as a table; « » stand around what was found."""
    notes = [result.told]
    if len(result.hits) < result.passages:
        before = f"from number {result.first + 1:,} on" if result.first else "the first"
        notes.append(f"Listed here: {before}, {len(result.hits):,}.")
    if result.hits:
        notes.append("« » stand around what was found.")
    return Table(
        id="search",
        title=f"Passages with {result.query}",
        columns=_COLUMNS,
        rows=tuple(
            {
                "source": hit.source,
                "segment": hit.segment,
                "person": hit.person,
                "words": excerpt(hit),
                "found": [hit.text[start:end] for start, end in hit.marks],
                "text": hit.text,
                "section": hit.section,
            }
            for hit in result.hits
        ),
        notes=tuple(notes),
        provenance=provenance(study, "search", filter=str(limits or ""), coder=(limits or Limits()).coder),
    )


def excerpt(hit: Hit, around: int = _AROUND) -> str:
    """The passage around its first hit in one line, with « » around every hit; cut between words."""
    if not hit.marks:
        return " ".join(hit.text[: 2 * around].split())
    start, end = max(hit.marks[0][0] - around, 0), min(hit.marks[0][1] + around, len(hit.text))
    while 0 < start < hit.marks[0][0] and not hit.text[start - 1].isspace():
        start += 1
    while len(hit.text) > end > hit.marks[0][1] and not hit.text[end].isspace():
        end -= 1
    pieces, at = ["…" if start else ""], start
    for first, last in hit.marks:
        if last > end:
            break
        pieces += [hit.text[at:first], "«", hit.text[first:last], "»"]
        at = last
    pieces += [hit.text[at:end], " …" if end < len(hit.text) else ""]
    return " ".join("".join(pieces).split())
