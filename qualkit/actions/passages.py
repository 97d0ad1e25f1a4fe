"""Coded passages as the bank says them: who speaks, by whom it prints, with whose leave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from qualkit.actions.quoting import (
    attributed,
    attributes_of,
    consent_to_quote,
    is_heard,
    spoken_part,
    time_at,
)
from qualkit.actions.redacting import shown_parts
from qualkit.actions.selection import People
from qualkit.actions.texts import SourceText
from qualkit.manifest import Manifest
from qualkit.model.bank import Part, Passage
from qualkit.model.coding import Coding
from qualkit.model.people import Consent
from qualkit.model.redaction import Redactor
from qualkit.model.source import Segment


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageMaker:
    """Makes passages of codings."""

    manifest: Manifest
    everybody: People
    texts: Mapping[str, SourceText]
    flagged: frozenset[tuple[str, str]] = frozenset()
    """(source's name, segment's key) of passages with a flag that is not cleared."""
    redact: Redactor
    context: int = 0
    """Turns before and after, and the rest of the passage's own turn; answers give the rest of the answer."""

    def holds(self, coding: Coding) -> bool:
        """Whether the text has the place of a coding."""
        text = self.texts.get(coding.source)
        return text is not None and text.holds(coding.place)

    def passage(self, coding: Coding, *, is_read: bool = True) -> Passage:
        """The passage of a coding."""
        text = self.texts[coding.source]
        source, parts = text.stored.source, shown_parts(self.redact, text, coding.place)
        first, heard = parts[0][0], [segment for segment, _ in parts if is_heard(segment)]
        attributes = attributes_of(self.everybody, heard)
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
            quotation=consent_to_quote(self.everybody, heard),
            attribution=self.redact.text(attributed(self.manifest, source, attributes)),
            start_ms=time_at(first, coding.place.start),
            before=before,
            after=after,
            coders=(coding.coder,),
            memo=self.redact.text(coding.memo),
            record=first.record,
            coding_ids=(coding.id,),
            is_read=is_read,
            is_flagged=any((source.name, segment.key) in self.flagged for segment, _ in parts),
        )

    def _context(self, text: SourceText, coding: Coding) -> tuple[str, str]:
        first, last = text.index[coding.place.segment], text.index[coding.place.end_segment]
        head, tail = text.segments[first], text.segments[last]
        starts = (coding.place.start, coding.place.start + 1)
        start, _ = self.redact.widened(head.text, starts, head.source, head.key)
        _, end = self.redact.widened(
            tail.text, (coding.place.end - 1, coding.place.end), tail.source, tail.key
        )
        before = self._words(head, 0, start).strip()
        after = self._words(tail, end, len(tail.text)).strip()
        if not text.is_continuous:
            return before, after
        turns = self.context
        ahead = [self._turn(segment) for segment in text.segments[max(first - turns, 0) : first]]
        behind = [self._turn(segment) for segment in text.segments[last + 1 : last + 1 + turns]]
        return "\n".join(filter(None, [*ahead, before])), "\n".join(filter(None, [after, *behind]))

    def _turn(self, segment: Segment) -> str:
        case = self.everybody.cases.get(segment.case or "")
        is_flagged = (segment.source, segment.key) in self.flagged
        if is_flagged or (case and Consent.NO in (case.quotation, case.analysis)):
            return "[turn left out]"
        words = self._words(segment, 0, len(segment.text))
        who = self._part(segment, "").speaker
        return f"{who}: {words}" if who else words

    def _words(self, segment: Segment, start: int, end: int) -> str:
        return self.redact.part(segment.text, (start, end), segment.source, segment.key)

    def _part(self, segment: Segment, words: str) -> Part:
        part = spoken_part(self.everybody, segment, words)
        return replace(part, speaker=self.redact.text(part.speaker, segment.source)) if part.speaker else part
