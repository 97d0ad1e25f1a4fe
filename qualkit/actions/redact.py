"""Redacting: what is shown instead of words that tell who somebody is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypedDict, Unpack

from qualkit.actions.provenance import provenance
from qualkit.errors import NotFound, Refused
from qualkit.model.plural import counted
from qualkit.model.redaction import Redaction, Redactor
from qualkit.model.table import Column, Table, Unit, Value
from qualkit.model.text import fold_line
from qualkit.store import redactions, sources
from qualkit.store.database import Connection
from qualkit.study import Study


@dataclass(frozen=True, slots=True, kw_only=True)
class Redacted:
    """What was decided, and in how many places the words stand."""

    decisions: tuple[Redaction, ...]
    places: int
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person decided about a candidate; an empty replacement means to leave the words as they are."""

    words: str
    replacement: str = ""
    sort: str = ""
    source: str = ""
    segment: str = ""
    match_case: bool = False


class Where(TypedDict, total=False):
    """Where a decision holds; without a source, everywhere."""

    source: str
    segment: str
    sort: str
    match_case: bool


def redact(study: Study, words: str, replacement: str = "", **where: Unpack[Where]) -> Redacted:
    """Show something else instead of words, everywhere or (`source`, `segment`) here only.

    Without a replacement, the one that the same words have already, or a number of its own.
    """
    return decide(study, [Decision(words=words, replacement=replacement or _OWN, **where)])


def leave(study: Study, words: str, **where: Unpack[Where]) -> Redacted:
    """Leave words as they are: they are no longer redacted, nor proposed."""
    return decide(study, [Decision(words=words, **where)])


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
    """What to show instead of words: as for the same person already, else the sort and a number."""
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
    """Every decision with how often its words stand. This list shows the words, and stays in the study."""
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
