"""A Word document in which a heading names the speaker of what stands under it."""

from __future__ import annotations

from collections import Counter

from qualkit.importers.transcripts.labels import is_candidate, key_of
from qualkit.importers.transcripts.material import Material
from qualkit.importers.transcripts.talk import Talk, Utterance

_FEWEST, _MOST_DISTINCT = 4, 0.7


def fits(material: Material) -> bool:
    """Whether one level has at least four headings of which at most 70 % differ: names come back."""
    return _speaker_level(material) > 0


def read(material: Material) -> Talk:
    """The turns under the headings of that level; headings of other levels are sections."""
    level = _speaker_level(material)
    utterances: list[Utterance] = []
    above: list[str] = []
    title, section, label = "", None, None
    rows: list[str] = []
    for line in material.lines:
        if not line.heading:
            (rows if label else above).append(line.text.strip())
            continue
        utterances += _closed(rows, label, section)
        rows = []
        if line.heading == level and is_candidate(line.text):
            label = line.text
        else:
            title, section = (title or line.text, section) if not utterances else (title, line.text)
            label = None
    utterances += _closed(rows, label, section)
    return Talk(utterances=utterances, title=title, memo="\n".join(above))


def _closed(rows: list[str], label: str | None, section: str | None) -> list[Utterance]:
    return [Utterance("\n".join(rows), label, section=section)] if rows and label else []


def _speaker_level(material: Material) -> int:
    """The level of the headings that name speakers; 0 where none does."""
    by_level: dict[int, Counter[str]] = {}
    for paragraph in material.paragraphs:
        if paragraph.heading and is_candidate(paragraph.text):
            by_level.setdefault(paragraph.heading, Counter())[key_of(paragraph.text)] += 1
    for level, names in sorted(by_level.items(), key=lambda item: -item[1].total()):
        if names.total() >= _FEWEST and len(names) <= _MOST_DISTINCT * names.total():
            return level
    return 0
