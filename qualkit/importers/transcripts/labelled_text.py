"""Text with a label before each turn: `Name: text`, `**Name:** 00:00:10`, or `Name:` on its own line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from qualkit.errors import Where
from qualkit.importers.transcripts.front_matter import header_lines
from qualkit.importers.transcripts.labels import Accepted, Label, accept, key_of, split_known, split_label
from qualkit.importers.transcripts.lines import Line
from qualkit.importers.transcripts.material import Material
from qualkit.importers.transcripts.questions import is_question
from qualkit.importers.transcripts.shares import is_family
from qualkit.importers.transcripts.stamps import ALONE, closing_stamp, leading_stamp, milliseconds
from qualkit.importers.transcripts.talk import Talk, Utterance
from qualkit.model.finding import Finding, Severity

_FULL = 0.7
_ENDS = frozenset('.?!…)]–—-"”’»')
_FEWEST_PRINTED = 2
"""A printed line begins wherever the one above it was full, so that a single label may be chance."""


def fits(material: Material) -> bool:
    """Whether enough lines begin with a label that comes back or names a part."""
    lines = _talk_lines(material)
    counts = _labels_of(lines)
    accepted = _accepted(lines, counts, material)
    if material.is_printed and accepted.lines < _FEWEST_PRINTED:
        return False
    return is_family(accepted, counts, _units(lines))


def read(material: Material) -> Talk:
    """The labelled turns, their stamps and headings; what stands above the first one is a memo."""
    header = header_lines(material.lines, material.known)
    return read_lines(material.lines[header:], material, material.lines[:header])


def read_lines(lines: Sequence[Line], material: Material, above: Sequence[Line]) -> Talk:
    """The labelled turns of some lines of a file; the lines above them go to the memo."""
    accepted = _accepted(lines, _labels_of(lines), material)
    reading = _Reading(keys=accepted.keys, is_wrapped=material.is_wrapped)
    for line in lines:
        reading.take(line)
    reading.close()
    return Talk(
        utterances=reading.utterances,
        title=reading.title,
        memo="\n".join([*(line.text.strip() for line in above), *reading.above]),
        findings=_finding_above(reading.above, material.file),
        uncertain=accepted.uncertain,
    )


@dataclass(slots=True)
class _Reading:
    """One pass over the lines: the turn that is open, and those that are closed."""

    keys: frozenset[str]
    is_wrapped: bool
    utterances: list[Utterance] = field(default_factory=list)
    above: list[str] = field(default_factory=list)
    title: str = ""
    section: str | None = None
    label: str | None = None
    rows: list[str] = field(default_factory=list)
    """The text of the open turn, with what stands between its lines."""
    length: int = 0
    times: list[tuple[int, int]] = field(default_factory=list)
    start_ms: int | None = None
    end_ms: int | None = None
    stamp: str = ""
    """A stamp that stood where the text of the open turn should begin."""
    pending_ms: int | None = None
    """A stamp on a line of its own: of the next turn, or of what comes next in this one."""
    is_open: bool = False
    is_asked: bool = False

    def take(self, line: Line) -> None:
        text = line.text.strip()
        stamp = ALONE.match(text)
        label = split_known(text, self.keys)
        if line.heading:
            self._head(text, line.heading)
        elif label is not None:
            self._open(label)
        elif is_question(text):
            self._open(Label("", text))
            self.is_asked = True
        elif stamp and not (self.is_open and not self.rows and not self.stamp):
            self.pending_ms = milliseconds(stamp["time"])
        elif self.is_open:
            self._go_on(text, line.opens)
        else:
            self._without_label(text)

    def close(self) -> None:
        text = "".join(self.rows) or self.stamp
        if self.is_open and text:
            start = self.start_ms if self.rows else None
            self.utterances.append(
                Utterance(
                    text,
                    self.label,
                    start,
                    self.end_ms,
                    tuple(self.times),
                    self.section,
                    self.is_asked,
                )
            )
        self.is_open = self.is_asked = False
        self.rows, self.times, self.stamp = [], [], ""
        self.length, self.end_ms = 0, None

    def _open(self, label: Label) -> None:
        self.close()
        self.is_open = True
        self.label = label.name or None
        self.start_ms = milliseconds(label.time) if label.time else self.pending_ms
        self.pending_ms = None
        self._begin(label.text)

    def _begin(self, text: str) -> None:
        """The first text of a turn, which may be a stamp, or begin with one."""
        alone = ALONE.match(text)
        if alone:
            self.start_ms, self.stamp = milliseconds(alone["time"]), text.strip()
            return
        stamp, rest = leading_stamp(text)
        if stamp is not None and rest.strip():
            self.start_ms, text = stamp, rest
        self._add("", text.strip())

    def _go_on(self, text: str, opens: bool) -> None:
        if not self.rows:
            self._begin(text)
            return
        if self.pending_ms is not None:
            self.times.append((self.length + 1, self.pending_ms))
            self.pending_ms = None
        self._add(" " if self.is_wrapped and not opens else "\n", text)

    def _add(self, between: str, text: str) -> None:
        text, ends = closing_stamp(text)
        self.end_ms = self.end_ms if ends is None else ends
        if text:
            self.rows.append(between + text)
            self.length += len(between) + len(text)

    def _head(self, text: str, level: int) -> None:
        self.close()
        if level == 1 and not self.utterances and not self.title and not self.section:
            self.title = text
        else:
            self.section = text

    def _without_label(self, text: str) -> None:
        if self.utterances or self.section:
            self._open(Label("", text))
            self.close()
        else:
            self.above.append(text)


def _talk_lines(material: Material) -> Sequence[Line]:
    return material.lines[header_lines(material.lines, material.known) :]


def _labels_of(lines: Sequence[Line]) -> Counter[str]:
    found = (split_label(line.text) for line in lines if not line.heading and not is_question(line.text))
    return Counter(label.name for label in found if label is not None)


def _accepted(lines: Sequence[Line], counts: Counter[str], material: Material) -> Accepted:
    accepted = accept(counts, _units(lines), material.known)
    if not material.is_printed or not accepted.uncertain:
        return accepted
    by_chance = accepted.uncertain - _where_a_turn_may_begin(lines)
    return replace(accepted, keys=accepted.keys - by_chance, uncertain=accepted.uncertain - by_chance)


def _where_a_turn_may_begin(lines: Sequence[Line]) -> set[str]:
    """The keys of labels on the first printed line, or under one that was not full or ends as a turn may."""
    full = _FULL * max(len(line.text) for line in lines)
    return {
        key_of(label.name)
        for above, line in pairwise([Line("", 0), *lines])
        if (len(above.text) < full or above.text.rstrip()[-1:] in _ENDS) and (label := split_label(line.text))
    }


def _units(lines: Sequence[Line]) -> int:
    """How many places a label could stand: paragraphs, or lines in a file that has no empty ones."""
    opening = sum(line.opens for line in lines if not line.heading)
    return opening if opening >= 0.1 * len(lines) else len(lines)


def _finding_above(above: Sequence[str], file: str) -> tuple[Finding, ...]:
    if not above:
        return ()
    lines = "line above the first speaker was" if len(above) == 1 else "lines above the first speaker were"
    return (
        Finding(
            rule="above-the-talk",
            severity=Severity.NOTE,
            message=f"{len(above):,} {lines} kept as a memo, not as speech.",
            where=Where(file=file),
        ),
    )
