"""Texts as a coder sees them: redacted, with what is coded where it then stands, and the way back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from qualkit.actions.answers import Answer, AnswerRow
from qualkit.actions.redact import decisions
from qualkit.actions.workspace import CodingView
from qualkit.model.redaction import Redaction, Redactor, Shown
from qualkit.model.source import Segment
from qualkit.model.text import fold_line
from qualkit.study import Study


@dataclass(frozen=True, slots=True)
class ShownSource:
    """Passages as they are shown. Numbers of passages are the same; places in redacted ones are not."""

    segments: tuple[Segment, ...]
    redacted: Mapping[int, Shown] = field(default_factory=dict)
    """Number of a passage in which something is redacted → its text with the way back."""

    def codings(self, views: Iterable[CodingView]) -> list[CodingView]:
        """Codings where they stand in the passages as shown; one that cuts into a redaction has it whole."""
        if not self.redacted:
            return list(views)
        return [
            replace(
                view,
                start=self._start(view.first, view.start),
                end=self._end(view.last, view.end),
            )
            for view in views
        ]

    def start_of(self, passage: int, offset: int) -> int:
        """The offset in a passage as it is, for one in it as shown; before redacted words, not inside."""
        shown = self.redacted.get(passage)
        return offset if shown is None else shown.original(offset, offset + 1)[0]

    def end_of(self, passage: int, offset: int) -> int:
        """The same for the end of a place; behind redacted words, not inside."""
        shown = self.redacted.get(passage)
        return offset if shown is None or not offset else shown.original(offset - 1, offset)[1]

    def _start(self, passage: int, offset: int) -> int:
        """The offset in a passage as shown, for one in it as it is."""
        shift = 0
        for spot in self.redacted[passage].spots if passage in self.redacted else ():
            if offset < spot.end:
                return min(offset, spot.start) + shift
            shift += len(spot.replacement) - (spot.end - spot.start)
        return offset + shift

    def _end(self, passage: int, offset: int) -> int:
        shift = 0
        for spot in self.redacted[passage].spots if passage in self.redacted else ():
            if offset <= spot.start:
                break
            shift += len(spot.replacement) - (spot.end - spot.start)
            if offset <= spot.end:
                return spot.end + shift
        return offset + shift

    def shown_place(self, place: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
        """A place (passage, offset, passage, offset) as shown, for one in the passages as they are."""
        first, start, last, end = place
        return first, self._start(first, start), last, self._end(last, end)


_TYPOGRAPHIC = str.maketrans("’‘“”–—…", "''\"\"--.")
"""Signs that do not keep a text from being compared as plain ASCII."""


def _longest_run(words: str) -> str:
    """The longest run of plain letters or digits: a plain text that lacks it can't hold the words."""
    return max(re.findall(r"[a-z0-9]+", fold_line(words)), key=len, default="")


class Showing:
    """What is redacted when a coder sees texts; with `is_open`, nothing: the words as they are."""

    def __init__(self, study: Study, *, is_open: bool = False) -> None:
        self._known: tuple[Redaction, ...] = () if is_open else decisions(study)
        self._redact = Redactor(self._known)
        self._runs = [_longest_run(one.words) for one in self._known if one.is_hidden]

    def is_like(self, other: Showing) -> bool:
        """Whether both show texts alike."""
        return self._known == other._known

    def source(self, segments: Sequence[Segment]) -> ShownSource:
        """The passages of one source as they are shown."""
        if self._redact.is_idle:
            return ShownSource(tuple(segments))
        shown, redacted = [], {}
        label = cache(self._redact.text)
        for number, one in enumerate(segments):
            found = Shown(one.text, ())
            if self._may_hold(one.text):
                found = self._redact.shown(one.text, one.source, one.key)
            if found.spots:
                redacted[number] = found
            said = label(one.speaker, one.source) if one.speaker else one.speaker
            section = label(one.section, one.source) if one.section else one.section
            is_same = (found.text, said, section) == (one.text, one.speaker, one.section)
            shown.append(one if is_same else replace(one, text=found.text, speaker=said, section=section))
        return ShownSource(tuple(shown), redacted)

    def _may_hold(self, text: str) -> bool:
        """Whether words that are redacted may stand in a text: looking for them takes fifty times as long."""
        plain = text.translate(_TYPOGRAPHIC)
        if not plain.isascii():
            return True
        lower = plain.lower()
        return any(run in lower for run in self._runs)

    def rows(self, source: str, rows: Sequence[AnswerRow]) -> list[AnswerRow]:
        """Rows of a list as they are shown."""
        if self._redact.is_idle:
            return list(rows)
        return [
            replace(
                one, beginning=self._redact.text(one.beginning, source, one.key), facts=self._facts(one.facts)
            )
            for one in rows
        ]

    def answer(self, answer: Answer) -> tuple[Answer, ShownSource]:
        """An answer as it is shown, and the way back from places in it."""
        shown = self.source([answer.segment])
        if self._redact.is_idle:
            return answer, shown
        segment = replace(
            shown.segments[0], case=answer.segment.case and self._redact.text(answer.segment.case)
        )
        codings = tuple(shown.codings(answer.codings))
        return replace(answer, segment=segment, facts=self._facts(answer.facts), codings=codings), shown

    def _facts(self, facts: Mapping[str, str]) -> Mapping[str, str]:
        return {name: self._redact.text(value) for name, value in facts.items()}
