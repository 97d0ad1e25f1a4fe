"""Settling one passage that its readers coded differently: one's codes, everybody's, or others."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from qualkit.actions.agree import ReadTwice, waiting
from qualkit.actions.redacting import redactor, shown_text
from qualkit.actions.selection import Selection
from qualkit.errors import NotFound, Refused
from qualkit.model.coding import Coding
from qualkit.model.place import Place
from qualkit.model.redaction import Redactor
from qualkit.model.source import Segment
from qualkit.store import agreed, codebooks, sources
from qualkit.store.database import Connection
from qualkit.store.writer import Writer
from qualkit.study import Study


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDecide:
    """A passage that waits for the team, with its words."""

    waiting: ReadTwice
    segment: Segment
    title: str
    """Of its source."""
    noun: str
    """Turn, answer, record or paragraph."""
    words: str
    """The passage as it is shown."""
    quotes: Mapping[str, str]
    """Id of a coding → its words as they are shown; empty where it is on the whole passage."""

    @property
    def coders(self) -> tuple[str, ...]:
        """Who read it, the first to read first."""
        return tuple(self.waiting.readings)

    @property
    def which(self) -> str:
        """`turn 17`."""
        return f"{self.noun} {self.segment.ordinal:,}"


def to_decide(study: Study, source: str = "") -> list[ToDecide]:
    """What waits for the team's decision, in the order of sources, of all or of one."""
    with study.database.reading() as connection:
        if not codebooks.codebooks(connection):
            return []
    found = waiting(study, Selection(sources=(source,) if source else ()))
    names = dict.fromkeys(one.source for one in found)
    with study.database.reading() as connection:
        stored = {name: sources.source(connection, name) for name in names}
        texts = {
            (name, segment.key): segment
            for name in names
            for segment in sources.segments(connection, stored[name].id)
        }
        redact = redactor(connection)
    order = list(stored)
    shown = [
        ToDecide(
            waiting=one,
            segment=texts[one.source, one.segment],
            title=stored[one.source].source.title or one.source,
            noun=stored[one.source].source.kind.segment_noun,
            words=shown_text(redact, texts[one.source, one.segment]),
            quotes=_quotes(redact, one, texts[one.source, one.segment]),
        )
        for one in found
    ]
    return sorted(shown, key=lambda one: (order.index(one.waiting.source), one.segment.ordinal))


def _quotes(redact: Redactor, one: ReadTwice, segment: Segment) -> dict[str, str]:
    found = {}
    for coding in (coding for codings in one.codings.values() for coding in codings):
        place, length = coding.place, len(segment.text)
        end = place.end if place.end_segment == segment.key else length
        part = redact.part(segment.text, (place.start, end), segment.source, segment.key)
        runs_on = " …" if place.end_segment != segment.key else ""
        found[coding.id] = "" if (place.start, end, runs_on) == (0, length, "") else part + runs_on
    return found


def agree_on(study: Study, one: ToDecide, coders: Collection[str]) -> int:
    """Make what these people coded the agreed coding of a passage; gives how many codings that is."""
    taken = [coding for name in one.coders if name in coders for coding in one.waiting.codings[name]]
    return _decide(study, one, taken, f"what {' and '.join(coders)} coded")


def agree_on_codes(study: Study, one: ToDecide, code_ids: Sequence[str]) -> int:
    """Make these codes, or none, the agreed ones of a passage; gives how many codings that is.

    Where somebody has used a code of them here, its words are theirs; else it is on the whole passage.
    """
    made = [coding for name in one.coders for coding in one.waiting.codings[name]]
    if code_ids and not one.segment.text.strip():
        raise Refused("There are no words here that could be coded.")
    with study.database.reading() as connection:
        _check(connection, one, code_ids)
    taken = [coding for coding in made if coding.code in code_ids]
    used = {coding.code for coding in taken}
    taken += [_whole(one, code_id) for code_id in code_ids if code_id not in used]
    return _decide(study, one, taken, "codes of its own" if code_ids else "no code")


def _check(connection: Connection, one: ToDecide, code_ids: Sequence[str]) -> None:
    known = {code.id: book.name for book in codebooks.codebooks(connection) for code in book.codes}
    if any(code_id not in known for code_id in code_ids):
        raise NotFound("This code is no longer in the codebook.")
    if any(known[code_id] != one.waiting.codebook for code_id in code_ids):
        raise Refused(f'What waits here is the coding with the codebook "{one.waiting.codebook}".')


def _whole(one: ToDecide, code_id: str) -> Coding:
    """A coding of the whole passage; two people who decide the same apart make the very same."""
    key = one.segment.key
    return Coding(
        id=f"{one.waiting.source}\x1f{key}\x1f{code_id}",
        source=one.waiting.source,
        place=Place(segment=key, start=0, end_segment=key, end=len(one.segment.text)),
        code=code_id,
        coder="",
        quote=one.segment.text,
    )


def _decide(study: Study, one: ToDecide, taken: Sequence[Coding], what: str) -> int:
    if not study.manifest.consensus:
        raise Refused(
            "The study has no consensus coder.", hint='Write in study.toml: consensus = ["agreed"].'
        )
    spot = one.waiting
    with study.step("agree") as writer:
        still = waiting(study, Selection(sources=(spot.source,)), spot.codebook)
        if not any(other.segment == spot.segment for other in still):
            raise Refused("The team has decided on this passage already.")
        count = _write(writer, study.manifest.consensus[0], one, list(_once_each(taken, writer.at)))
        writer.summary = f"agreed on {what} in {spot.source}#{spot.segment}"
        writer.detail = {"source": spot.source, "segment": spot.segment, "codings": count}
    return count


def _write(writer: Writer, team: str, one: ToDecide, taken: Sequence[Coding]) -> int:
    first = next(iter(one.waiting.readings.values()))
    return agreed.adopt(writer, team, taken, [first])


def _once_each(codings: Sequence[Coding], now: str) -> Iterator[Coding]:
    """Each code once at each place, with a time."""
    seen: set[tuple[str, Place]] = set()
    for coding in codings:
        if (coding.code, coding.place) not in seen:
            seen.add((coding.code, coding.place))
            yield coding if coding.created else replace(coding, created=now)
