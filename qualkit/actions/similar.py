"""More like this: the passages nearest in meaning to a sentence, a passage, or a code's passages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from qualkit.actions.passages_in_scope import PassageScope, ScopedPassage, passages_in_scope
from qualkit.actions.provenance import provenance
from qualkit.actions.texts import load_texts
from qualkit.actions.topics import TopicWatch
from qualkit.actions.vectors import vectors_of
from qualkit.analysis.embedding import WORDS_ALONE, find_embedder, word_vectors
from qualkit.analysis.nearest import nearest, nearness
from qualkit.errors import NotFound, Refused
from qualkit.model.codepath import find_code
from qualkit.model.coding import Anchor, Coding
from qualkit.model.place import Place
from qualkit.model.plural import counted
from qualkit.model.redaction import Redactor
from qualkit.model.table import Column, Table, Unit, Value
from qualkit.store import codebooks, codings, sources
from qualkit.store.database import Connection
from qualkit.study import Study

MOST = 20
_COLUMNS = (
    Column(key="source", title="Source"),
    Column(key="segment", title="Passage"),
    Column(key="person", title="Who"),
    Column(key="nearness", title="Nearness", unit=Unit.NUMBER),
    Column(key="start", title="From", unit=Unit.COUNT, shown=False),
    Column(key="end", title="To", unit=Unit.COUNT, shown=False),
    Column(key="text", title="Words"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Like:
    """What passages are to be like: a text, a code or a passage; or a text that stands in a passage."""

    text: str = ""
    """With a passage: words of it, which is not listed itself then."""
    code: str = ""
    """A code's path: passages like those that it has."""
    passage: str = ""
    """`SOURCE:KEY` or `SOURCE#KEY`, such as `focus-group-1:17`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarOptions:
    """Among which passages to look, and how many are wanted."""

    scope: PassageScope = field(default_factory=PassageScope)
    is_uncoded: bool = False
    """Whether to leave out what has the code already, whoever coded it; for a text or passage, any code."""
    most: int = MOST


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarPassage:
    """A passage with how near it is."""

    passage: ScopedPassage
    nearness: float
    """Mean cosine to the three nearest of what was asked for: 1 says the same, near 0 nothing alike."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Similar:
    """The passages that are nearest, the nearest first."""

    title: str
    found: tuple[SimilarPassage, ...]
    among: int
    """How many passages were looked at."""
    model: str
    table: Table


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What was asked for, in words, and which passages it is itself."""

    title: str
    texts: tuple[str, ...]
    own: tuple[tuple[str, Place], ...] = ()
    codes: frozenset[str] = frozenset()


def similar(
    study: Study, like: Like, options: SimilarOptions | None = None, *, watch: TopicWatch | None = None
) -> Similar:
    """Passages nearest in meaning, less those that were asked for themselves.

    Raises NotFound for a code or passage that is not there, Refused where there is nothing to compare with.
    """
    options, watch = options or SimilarOptions(), watch or TopicWatch()
    with study.database.reading() as connection:
        inside = passages_in_scope(connection, options.scope)
        standing = [one for one in codings.codings(connection) if one.anchor is not Anchor.LOST]
        wanted = _wanted(connection, like, standing, inside.redact)
    passed = set(wanted.own)
    if options.is_uncoded:
        passed |= {
            (one.source, one.place) for one in standing if not wanted.codes or one.code in wanted.codes
        }
    passages = _without(inside.passages, passed)
    near, model = _compared(study, passages, wanted.texts, watch)
    found = tuple(
        SimilarPassage(passage=passages[number], nearness=near[number])
        for number in nearest(near, options.most)
        if near[number] > 0
    )
    notes = (
        f"Looked at {counted(len(passages), 'passage')}, with {model}.",
        "Nearness is a cosine: 1 says the same. It orders passages and decides nothing.",
        *inside.notes,
    )
    table = Table(
        id="similar",
        title=f"Passages {wanted.title}",
        columns=_COLUMNS,
        rows=tuple(_row(one, inside.redact) for one in found),
        notes=notes,
        provenance=provenance(study, "similar", filter=str(options.scope), coder="any"),
    )
    return Similar(title=wanted.title, found=found, among=len(passages), model=model, table=table)


def _row(one: SimilarPassage, redact: Redactor) -> dict[str, Value]:
    segment = one.passage.segment
    return {
        "source": segment.source,
        "segment": segment.key,
        "person": redact.text(segment.case or segment.speaker or ""),
        "nearness": round(one.nearness, 3),
        "start": one.passage.start,
        "end": one.passage.end,
        "text": one.passage.text,
    }


def _wanted(connection: Connection, like: Like, standing: Sequence[Coding], redact: Redactor) -> _Wanted:
    if like.code:
        return _code(connection, like.code, standing, redact)
    if like.passage:
        found = _passage(connection, like.passage, redact)
        return replace(found, title=_said(like), texts=(like.text,)) if like.text.strip() else found
    if not like.text.strip():
        raise Refused(
            "There is nothing to compare with.", hint="Type a sentence, or name a code or a passage."
        )
    return _Wanted(_said(like), (like.text,))


def _said(like: Like) -> str:
    return f"like “{' '.join(like.text.split())}”"


def _code(connection: Connection, path: str, standing: Sequence[Coding], redact: Redactor) -> _Wanted:
    book, code = find_code(path, codebooks.codebooks(connection))
    under = frozenset(book.under(code.id))
    theirs = [one for one in standing if one.code in under]
    said = [redact.text(one.quote, one.source, one.place.segment) for one in theirs]
    told = [text for text in (code.definition, code.brief, *code.examples) if text.strip()]
    if not said and not told:
        raise Refused(
            f'The code "{book.path(code.id)}" has no passages, no definition and no example yet.',
            hint="Code a passage with it, or describe it: then there is something to compare with.",
        )
    own = tuple((one.source, one.place) for one in theirs)
    # what a code is said to mean speaks for it while it has few passages
    texts = said if len(said) >= 3 else [*said, *map(redact.text, told)]
    return _Wanted(f"like those of {book.path(code.id)}", tuple(dict.fromkeys(texts)), own, under)


def _passage(connection: Connection, name: str, redact: Redactor) -> _Wanted:
    source, _, key = name.rpartition("#" if "#" in name else ":")
    stored = next((one for one in sources.sources(connection) if one.source.name == source), None)
    text = load_texts(connection, [stored])[source] if stored else None
    if text is None or key not in text.index:
        raise NotFound(
            f'There is no passage "{name}".', hint="Write SOURCE:NUMBER, such as focus-group-1:17."
        )
    segment = text.segments[text.index[key]]
    place = Place(segment=key, start=0, end_segment=key, end=len(segment.text))
    return _Wanted(f"like {name}", (redact.text(segment.text, source, key),), ((source, place),))


def _without(passages: Sequence[ScopedPassage], passed: set[tuple[str, Place]]) -> list[ScopedPassage]:
    """The passages that none of these places touches."""
    by_end: dict[tuple[str, str], list[Place]] = {}
    for source, place in passed:
        for key in {place.segment, place.end_segment}:
            by_end.setdefault((source, key), []).append(place)
    return [
        one for one in passages if not _touches(one, by_end.get((one.segment.source, one.segment.key), ()))
    ]


def _touches(one: ScopedPassage, places: Sequence[Place]) -> bool:
    key = one.segment.key
    return any(
        (
            place.segment == key
            and place.start < one.end
            and (place.end_segment != key or place.end > one.start)
        )
        or (place.end_segment == key and place.segment != key and place.end > one.start)
        for place in places
    )


def _compared(
    study: Study, passages: Sequence[ScopedPassage], wanted: Sequence[str], watch: TopicWatch
) -> tuple[list[float], str]:
    """How near each passage is to what is wanted, and what they were compared by."""
    if not passages:
        return [], WORDS_ALONE
    texts, embedder = [one.text for one in passages], find_embedder()
    if embedder is None:
        rows = word_vectors([*texts, *wanted])
        return nearness(rows[: len(texts)], rows[len(texts) :]), WORDS_ALONE
    reading = watch.phase("Reading what the passages mean")
    rows = vectors_of(
        study,
        texts,
        within=[one.within for one in passages],
        progress=reading.progress,
        is_stopped=reading.is_stopped,
    )
    return nearness(rows, embedder.embed(list(wanted))), embedder.name
