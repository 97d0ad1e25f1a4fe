"""Coded passages as the bank says them: who speaks, by whom it prints, with whose leave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qualkit.actions.selection import People
from qualkit.actions.texts import SourceText
from qualkit.exports.attribution import attribution, fields_of
from qualkit.model.bank import Part, Passage
from qualkit.model.coding import Coding
from qualkit.model.people import Case, Consent
from qualkit.model.source import Segment, Source, SourceKind

_FALLBACKS = {
    SourceKind.TRANSCRIPT: "participant",
    SourceKind.ANSWERS: "respondent",
    SourceKind.RECORDS: "case record",
    SourceKind.DOCUMENT: "document",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageMaker:
    """Makes passages of codings."""

    templates: Mapping[str, str]
    """Source, its stem or `default` → how its people are named, from the manifest."""
    everybody: People
    texts: Mapping[str, SourceText]
    context: int = 0
    """Turns before and after, and the rest of the passage's own turn; answers give the rest of the answer."""

    def holds(self, coding: Coding) -> bool:
        """Whether the text has the place of a coding."""
        text = self.texts.get(coding.source)
        return text is not None and text.holds(coding.place)

    def passage(self, coding: Coding, *, is_read: bool = True) -> Passage:
        """The passage of a coding."""
        text = self.texts[coding.source]
        source, parts = text.stored.source, text.parts(coding.place)
        heard = _heard(text, coding)
        same_person = len({segment.case for segment in heard}) == 1
        attributes = self.everybody.attributes(heard[0]) if heard and same_person else {}
        first = parts[0][0]
        before, after = self._context(text, coding) if self.context else ("", "")
        return Passage(
            code=coding.code,
            source=source.name,
            source_title=source.title,
            kind=source.kind.value,
            voice=source.voice,
            segment=first.key,
            ordinal=first.ordinal,
            start=coding.place.start,
            end_segment=coding.place.end_segment,
            end=coding.place.end,
            parts=tuple(self._part(segment, words) for segment, words in parts),
            group=source.stem,
            attributes=attributes,
            quotation=self._consent(heard),
            attribution=self.attribution(source, attributes),
            start_ms=_time_at(first, coding.place.start),
            before=before,
            after=after,
            coders=(coding.coder,),
            memo=coding.memo,
            record=first.record,
            coding_ids=(coding.id,),
            is_read=is_read,
        )

    def attribution(self, source: Source, attributes: Mapping[str, str]) -> str:
        """How somebody with these attributes is named in a source."""
        templates, fallback = self.templates, _FALLBACKS[source.kind]
        template = (
            templates.get(source.name) or templates.get(source.stem) or templates.get("default") or fallback
        )
        plain = template if not fields_of(template) else fallback
        return attribution(template, attributes, plain)

    def refusers(self, coding: Coding) -> tuple[str, ...]:
        """Who of those in a passage said no to being quoted, as shown."""
        people = (self.everybody.cases.get(one.case or "") for one in _heard(self.texts[coding.source], coding))
        refused = (person for person in people if person and _refused(person))
        return tuple(dict.fromkeys(person.pseudonym or person.name for person in refused))

    def _part(self, segment: Segment, words: str) -> Part:
        case = self.everybody.cases.get(segment.case or "")
        shown = (case.pseudonym if case and case.pseudonym else segment.speaker) if segment.speaker else None
        return Part(speaker=shown, role=segment.speaker_role, case=segment.case, text=words)

    def _consent(self, heard: Sequence[Segment]) -> Consent:
        found = (self.everybody.cases.get(segment.case or "") for segment in heard)
        people = [person for person in found if person is not None]
        if any(_refused(person) for person in people):
            return Consent.NO
        said = {person.quotation for person in people}
        return Consent.YES if said == {Consent.YES} else Consent.NOT_RECORDED

    def _context(self, text: SourceText, coding: Coding) -> tuple[str, str]:
        first, last = text.index[coding.place.segment], text.index[coding.place.end_segment]
        before = text.segments[first].text[: coding.place.start].strip()
        after = text.segments[last].text[coding.place.end :].strip()
        if not text.is_continuous:
            return before, after
        turns = self.context
        ahead = [self._turn(segment) for segment in text.segments[max(first - turns, 0) : first]]
        behind = [self._turn(segment) for segment in text.segments[last + 1 : last + 1 + turns]]
        return "\n".join(filter(None, [*ahead, before])), "\n".join(filter(None, [after, *behind]))

    def _turn(self, segment: Segment) -> str:
        case = self.everybody.cases.get(segment.case or "")
        if case and _refused(case):
            return "[turn left out]"
        who = self._part(segment, "").speaker
        return f"{who}: {segment.text}" if who else segment.text


def _heard(text: SourceText, coding: Coding) -> list[Segment]:
    touched = text.within(coding.place)
    return [one for one in touched if one.speaker_role is None or one.speaker_role.is_heard]


def _refused(person: Case) -> bool:
    return Consent.NO in (person.quotation, person.analysis)


def _time_at(segment: Segment, offset: int) -> int | None:
    """The time of the nearest stamp at or before an offset in a segment."""
    time = segment.start_ms
    for at, ms in segment.times:
        if at <= offset:
            time = ms
    return time
