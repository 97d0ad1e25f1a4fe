"""Redacting: what is shown instead of words that tell who somebody is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from qualkit.actions.provenance import provenance
from qualkit.actions.selection import find_sources
from qualkit.errors import FileRefused, NotFound, Refused
from qualkit.model.guard import unguard
from qualkit.model.plural import counted
from qualkit.model.redaction import Redaction, Redactor
from qualkit.model.source import Segment, SpeakerRole
from qualkit.model.table import Column, Table, Unit, Value
from qualkit.model.text import fold_line
from qualkit.store import people, redactions, sources
from qualkit.store.database import Connection
from qualkit.study import Study


@dataclass(frozen=True, slots=True, kw_only=True)
class Redacted:
    """What was decided, and in how many places the words stand."""

    decisions: tuple[Redaction, ...]
    places: int
    sources: tuple[str, ...]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person decided about a candidate; an empty replacement means to leave the words as they are."""

    words: str
    replacement: str = ""
    sort: str = ""
    source: str = ""
    segment: str = ""
    match_case: bool = False


def redact(study: Study, words: str, replacement: str = "", **where: object) -> Redacted:
    """Show something else instead of words, everywhere or (`source`, `segment`) here only.

    Without a replacement, the one that the same words have already, or a number of its own.
    """
    return decide(study, [Decision(words=words, replacement=replacement or _OWN, **where)])  # type: ignore[arg-type]


def leave(study: Study, words: str, **where: object) -> Redacted:
    """Leave words as they are: they are no longer redacted, nor proposed."""
    return decide(study, [Decision(words=words, **where)])  # type: ignore[arg-type]


_OWN = "\N{FULL BLOCK}"
"""Asks for a replacement of its own."""


def decide(study: Study, decisions: Sequence[Decision]) -> Redacted:
    """Take decisions about words, as one step of undo. They hold for what is added later, too."""
    with study.step("redact") as writer:
        connection = writer.connection
        known = redactions.redactions(connection)
        wanted: list[Redaction] = []
        for decision in decisions:
            _refuse_impossible(connection, decision)
            wanted.append(_redaction(decision, [*known, *wanted]))
        count = redactions.put(writer, wanted)
        places, where = _places(connection, wanted)
        hidden = sum(one.is_hidden for one in wanted)
        parts = [f"redacted {counted(hidden, 'word or name', 'words or names')}"] if hidden else []
        parts += [f"left {len(wanted) - hidden} as they are"] if hidden < len(wanted) else []
        writer.summary = ", ".join(parts)
        writer.detail = {"decisions": count, "places": places, "sources": list(where)}
    return Redacted(decisions=tuple(wanted), places=places, sources=where)


def _refuse_impossible(connection: Connection, decision: Decision) -> None:
    if len(re.findall(r"\w", decision.words)) < 2:
        raise Refused("These are too few letters to be redacted.", hint="Give the whole word or name.")
    if decision.source:
        names = {one.source.name for one in sources.sources(connection)}
        if decision.source not in names | {name.split(":", 1)[0] for name in names}:
            raise NotFound(f'There is no source called "{decision.source}".')
    if decision.replacement != _OWN and Redactor(
        [Redaction(words=_bare(decision.words), replacement="[…]")]
    ).spots(decision.replacement):
        raise Refused("The replacement holds the words that it is to replace.", hint="Say it in other words.")


def _redaction(decision: Decision, known: Sequence[Redaction]) -> Redaction:
    words = _bare(decision.words)
    given = decision.replacement.strip()
    if given == _OWN:
        given = proposed(words, decision.sort, known)
    return Redaction(
        words=words,
        replacement=_bracketed(given),
        source=decision.source,
        segment=decision.segment if decision.source else "",
        sort=decision.sort,
        match_case=decision.match_case,
        is_hidden=bool(given),
    )


def _bare(words: str) -> str:
    return re.sub(r"['’]s$", "", " ".join(words.split()))


def _bracketed(replacement: str) -> str:
    if not replacement:
        return ""
    return f"[{replacement.strip().strip('[]').strip()}]"


def proposed(words: str, sort: str, known: Sequence[Redaction]) -> str:
    """What to show instead of words: as it is shown for the same person already, else the sort and a number."""
    folded = fold_line(words)
    hidden = [one for one in known if one.is_hidden]
    for one in hidden:
        if fold_line(one.words) == folded:
            return one.replacement
    for one in hidden:
        if sort in ("", "name") and set(folded.split()) & set(fold_line(one.words).split()):
            return one.replacement
    noun = {"": "name", "body": "organisation"}.get(sort, sort)
    taken = {one.replacement for one in hidden}
    number = next(n for n in range(1, len(taken) + 2) if f"[{noun} {n}]" not in taken)
    return f"[{noun} {number}]"


def _places(connection: Connection, decisions: Iterable[Redaction]) -> tuple[int, tuple[str, ...]]:
    """In how many places words stand, and in which sources."""
    show = Redactor([replace(one, is_hidden=True, replacement=one.replacement or "[…]") for one in decisions])
    count, where = 0, []
    for stored in sources.sources(connection):
        name = stored.source.name
        here = sum(
            len(show.spots(one.text, name, one.key)) for one in sources.segments(connection, stored.id)
        )
        count += here
        where += [name] if here else []
    return count, tuple(where)


def undecide(study: Study, ids: Sequence[str]) -> int:
    """Take decisions back, by their ids, as one step; gives how many there were."""
    with study.step("redact") as writer:
        count = redactions.drop(writer, ids)
        writer.summary = f"took back {counted(count, 'decision')} about redacting"
        writer.detail = {"decisions": count}
    return count


def decisions(study: Study) -> tuple[Redaction, ...]:
    """Every decision about words, oldest first. It holds the words themselves."""
    with study.database.reading() as connection:
        return tuple(redactions.redactions(connection))


def redactions_table(study: Study) -> Table:
    """Every decision with how often its words stand. The one list that shows the words: it stays in the study."""
    with study.database.reading() as connection:
        known = redactions.redactions(connection)
        rows: tuple[Mapping[str, Value], ...] = tuple(
            {
                "id": one.id,
                "words": one.words,
                "shown": one.replacement if one.is_hidden else "as they are",
                "where": " ".join(filter(None, (one.source, one.segment))) or "everywhere",
                "sort": one.sort,
                "places": _places(connection, [one])[0],
                "coder": one.decided_by,
            }
            for one in known
        )
    return Table(
        id="redactions",
        title=f"Redacted in {study.title}",
        columns=(
            Column(key="id", title="Id", shown=False),
            Column(key="words", title="Words"),
            Column(key="shown", title="Shown"),
            Column(key="where", title="Where"),
            Column(key="sort", title="What"),
            Column(key="places", title="Places", unit=Unit.COUNT),
            Column(key="coder", title="Who"),
        ),
        rows=rows,
        notes=("This list holds what is redacted elsewhere: do not hand it over.",),
        provenance=provenance(study, "redact --list", coder="any"),
    )


# ---- candidates


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
    candidates = [_candidate(places, known) for places in found.values()]
    return tuple(sorted(candidates, key=lambda one: (order.get(one.sort, -1), -one.times, one.words)))


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


def _candidate(places: Sequence[tuple[Segment, int, int, str]], known: Sequence[Redaction]) -> Candidate:
    segment, start, end, _ = places[0]
    sort = Counter(sort for *_, sort in places).most_common(1)[0][0]
    words = segment.text[start:end]
    around = segment.text[max(0, start - 30) : end + 30]
    return Candidate(
        words=words,
        sort=sort,
        replacement=proposed(words, sort, known),
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
_LABELS_TEXT = "moderator interviewer interviewee participant respondent facilitator researcher observer speaker all unknown"
_LABELS = frozenset(_LABELS_TEXT.split())
