"""Words that may tell who somebody is, proposed for a person to decide about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from qualkit.actions.provenance import provenance
from qualkit.actions.redact import Decision, Redacted, decide, proposed
from qualkit.actions.selection import find_sources
from qualkit.errors import FileRefused
from qualkit.model.guard import unguard
from qualkit.model.redaction import Redaction, Redactor
from qualkit.model.source import Segment, SpeakerRole
from qualkit.model.table import Column, Table, Unit, Value
from qualkit.model.text import fold_line
from qualkit.store import people, redactions, sources
from qualkit.store.database import Connection
from qualkit.study import Study


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Words that may tell who somebody is, for a person to decide."""

    words: str
    sort: str
    """name, place, body, postcode, …"""
    replacement: str
    """Proposed: the one already given for a part of these words, or the sort with a number."""
    times: int
    sources: tuple[str, ...]
    context: str
    """The first place that they stand in, with some words around."""


def suggest(study: Study, source: Sequence[str] = ()) -> tuple[Candidate, ...]:
    """Words that may tell who somebody is and that nobody has decided about, most certain first.

    What was decided before is not proposed again, in whatever file it stands.
    """
    from qualkit.analysis.names import common_words, tell_tales

    with study.database.reading() as connection:
        everything = {one.source.name: one for one in sources.sources(connection)}
        segments = [s for one in everything.values() for s in sources.segments(connection, one.id)]
        wanted = {one.source.name for one in find_sources(list(everything.values()), source)}
        known = redactions.redactions(connection)
        register = _register(connection, segments)
    common = common_words(segment.text for segment in segments)
    done = Redactor([replace(one, is_hidden=True, replacement="[…]") for one in known])
    found: dict[str, list[tuple[Segment, int, int, str]]] = {}
    for segment in segments:
        if segment.source not in wanted:
            continue
        decided = done.spots(segment.text, segment.source, segment.key)
        for one in tell_tales(segment.text, common=common, known=register):
            if not any(one.start < spot.end and one.end > spot.start for spot in decided):
                words = segment.text[one.start : one.end]
                found.setdefault(fold_line(words), []).append((segment, one.start, one.end, one.sort))
    order = {sort: number for number, sort in enumerate(_CERTAIN)}
    candidates = [_candidate(places) for places in found.values()]
    candidates.sort(key=lambda one: (order.get(one.sort, -1), -one.times, one.words))
    return tuple(_with_replacements(candidates, known))


def _with_replacements(candidates: Iterable[Candidate], known: Sequence[Redaction]) -> Iterator[Candidate]:
    """The candidates, each with a replacement of its own, or that of the person it seems to be."""
    given = list(known)
    for one in candidates:
        replacement = proposed(one.words, one.sort, given)
        given.append(Redaction(words=one.words, replacement=replacement, sort=one.sort))
        yield replace(one, replacement=replacement)


_CERTAIN = ("name", "place", "body")
"""Numbers and addresses come before these."""


def candidates_table(study: Study, source: Sequence[str] = ()) -> Table:
    """The candidates as a list to decide on: its column replacement may be changed, or emptied to leave."""
    rows: tuple[Mapping[str, Value], ...] = tuple(
        {
            "words": one.words,
            "replacement": one.replacement,
            "sort": one.sort,
            "times": one.times,
            "sources": list(one.sources),
            "context": one.context,
        }
        for one in suggest(study, source)
    )
    return Table(
        id="candidates",
        title=f"What may tell who somebody is in {study.title}",
        columns=(
            Column(key="words", title="Words"),
            Column(key="replacement", title="Replacement"),
            Column(key="sort", title="What"),
            Column(key="times", title="Times", unit=Unit.COUNT),
            Column(key="sources", title="Sources", unit=Unit.LIST, shown=False),
            Column(key="context", title="Where"),
        ),
        rows=rows,
        notes=("This list holds the words themselves: do not hand it over.",),
        provenance=provenance(study, "redact --suggest", coder="any"),
    )


def decide_from_file(study: Study, path: Path) -> Redacted:
    """Take decisions from a list of candidates that a person went through."""
    from qualkit.importers.cells import read_cells

    cells = read_cells(path)
    header = [name.strip().casefold() for name in cells.rows[0]] if cells.rows else []
    if not {"words", "replacement"} <= set(header):
        raise FileRefused("The columns words and replacement are missing.", path.name)
    rows = [dict(zip(header, map(unguard, row), strict=False)) for row in cells.rows[1:]]
    decided = [
        Decision(
            words=row["words"],
            replacement=row.get("replacement", ""),
            sort=row.get("sort", row.get("what", "")),
        )
        for row in rows
        if row.get("words", "").strip()
    ]
    return decide(study, decided)


def _candidate(places: Sequence[tuple[Segment, int, int, str]]) -> Candidate:
    segment, start, end, _ = places[0]
    sort = Counter(sort for *_, sort in places).most_common(1)[0][0]
    words = segment.text[start:end]
    around = segment.text[max(0, start - 30) : end + 30]
    return Candidate(
        words=words,
        sort=sort,
        replacement="",
        times=len(places),
        sources=tuple(dict.fromkeys(one.source for one, *_ in places)),
        context=" ".join(around.split()),
    )


def _register(connection: Connection, segments: Iterable[Segment]) -> set[str]:
    """Names that the study knows: its people and speakers, less labels such as P1 and Moderator."""
    names = {case.name.rsplit(":", 1)[-1] for case in people.cases(connection).values()}
    names |= {one.speaker for one in segments if one.speaker and one.speaker_role is not SpeakerRole.GROUP}
    return {name for name in names if _IS_NAME.fullmatch(name) and name.casefold() not in _LABELS}


_IS_NAME = re.compile(r"[^\W\d_]{2,}(?:[\s.'’-]+[^\W\d_]+)*")
_LABELS_TEXT = (
    "moderator interviewer interviewee participant respondent facilitator researcher observer speaker "
    "all unknown"
)
_LABELS = frozenset(_LABELS_TEXT.split())
