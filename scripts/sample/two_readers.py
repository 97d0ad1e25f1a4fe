"""Who reads which note, and how two people who read the same one come to differ."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from sample.records import Found, RecordFile
from sample.work import AGREED, CODERS

BOTH = 1 / 5
"""The part of the included notes that both coders read."""
DIFFERING = 0.18
"""The part of those in which one of them sees it otherwise than what was agreed on in the end."""
BATCH = 20
"""Notes are shared out in batches, in turn."""
NEIGHBOURS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "helpline": (
        ("Suicide", "Mental health issues"),
        ("Suicide", "Self-harm"),
        ("Self-harm", "Mental health issues"),
        ("Exploitation, sexual", "Exploitation, undefined"),
        ("Exploitation, criminal", "Exploitation, undefined"),
        ("Exploitation, undefined", "Risks, exploitation and harm"),
        ("Harmful behaviour", "Risks, exploitation and harm"),
        ("Suicide attempt / intentions", "Self-harm"),
        ("Sexual harm", "Harm linked to exploitation"),
    ),
    "return_interviews": (
        ("Family conflict", "Relationship breakdown / difficulties, family or carer"),
        ("Relationship breakdown / difficulties, family or carer", "Family conflict"),
        ("Unhappy with care arrangements", "Relationship breakdown / difficulties, family or carer"),
        ("Exploitation, sexual", "Exploitation, not specified"),
        ("Exploitation, criminal", "Exploitation, not specified"),
        ("Previous criminal activity", "Exploitation, criminal"),
        ("Sexual harm", "Harm linked to exploitation"),
    ),
}
"""By data file: a code that a note has, and the one beside it that is easily taken for it."""
_CUT = re.compile(r"(?<=[,;:]) | (?=(?:and|but|because) )")
_SENTENCE = re.compile(r"[^.!?]+[.!?]+[”\"')]*")
_LEAST = 0.5
"""The part of a passage that is kept where somebody takes less of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """How the notes of a file were shared out."""

    both: tuple[str, ...]
    """Read by both, in the order of the file."""
    readers: Mapping[str, tuple[str, ...]]
    """Included record → its coders; `agreed` is the last of those that two have read."""


def share_out(file: RecordFile, seed: int) -> Shared:
    """Halves for the two coders, and a random part for both: drawn as `qualkit screen --sample` draws."""
    included = [row[0] for row in file.rows if row[0] not in file.left_out]
    drawn = set(Random(seed).sample(range(len(included)), round(len(included) * BOTH)))
    readers = {
        record: (*CODERS, AGREED) if number in drawn else (CODERS[number // BATCH % 2],)
        for number, record in enumerate(included)
    }
    return Shared(both=tuple(included[number] for number in sorted(drawn)), readers=readers)


Differing = Mapping[tuple[str, str], tuple[Found, ...]]
"""(coder, record) → what that coder found there instead of what is there."""


def differences(file: RecordFile, both: Sequence[str], random: Random) -> Differing:
    """What one of the coders found otherwise, in some of the notes that both have read."""
    notes = {row[0]: row[file.header.index("note")] for row in file.rows}
    with_codes = [record for record in both if file.found.get(record)]
    chosen = random.sample(with_codes, min(len(with_codes), round(len(both) * DIFFERING)))
    differing: dict[tuple[str, str], tuple[Found, ...]] = {}
    for record in sorted(chosen, key=list(both).index):
        coder = random.choices(CODERS, (1, 2))[0]
        ways = random.sample(_WAYS, len(_WAYS))
        found = file.found[record]
        seen = next(
            changed
            for way in ways
            if (changed := way(found, notes[record], NEIGHBOURS[file.stem], random)) != found
        )
        differing[coder, record] = seen
    return differing


Pairs = Sequence[tuple[str, str]]


def _missed(found: tuple[Found, ...], note: str, pairs: Pairs, random: Random) -> tuple[Found, ...]:
    """One code was not seen at all."""
    gone = random.choice(found)
    return tuple(one for one in found if (one.book, one.code) != (gone.book, gone.code))


def _neighbour(found: tuple[Found, ...], note: str, pairs: Pairs, random: Random) -> tuple[Found, ...]:
    """The code beside it was given instead; nothing changes where there is none, or it is there, too."""
    known = {one.code for one in found}
    could = [(one, b) for one in found for a, b in pairs if a == one.code and b not in known]
    if not could:
        return found
    was, code = random.choice(could)
    return tuple(replace(one, code=code) if one == was else one for one in found)


def _cut_otherwise(found: tuple[Found, ...], note: str, pairs: Pairs, random: Random) -> tuple[Found, ...]:
    """The same code on fewer words, or on the whole sentence."""
    was = random.choice(found)
    places = list(_other_places(note, was.start, was.end))
    if not places:
        return found
    start, end = random.choice(places)
    return tuple(replace(one, start=start, end=end) if one == was else one for one in found)


_WAYS = (_missed, _neighbour, _cut_otherwise)


def _other_places(note: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    words = note[start:end]
    for gap in _CUT.finditer(words):
        kept = words[: gap.start()].rstrip(",;:")
        if len(kept) >= _LEAST * len(words) and kept.count("“") == kept.count("”"):
            yield start, start + len(kept)
    for sentence in _SENTENCE.finditer(note):
        begin = sentence.end() - len(sentence[0].lstrip())
        if begin <= start and end <= sentence.end() and (begin, sentence.end()) != (start, end):
            yield begin, sentence.end()
