"""What redacting words would do, before it is done: what is shown instead, where and how often."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qualkit.actions.redact import proposed
from qualkit.analysis.sentences import sentence_places
from qualkit.model.redaction import Redaction, Redactor
from qualkit.store import redactions, sources
from qualkit.study import Study

_AROUND_A_NAME = " \t\n.,;:!?…–—-'\"‘’“”()[]"
"""What does not belong to a name that is marked in a text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RedactionPlan:
    """Words to be redacted: the replacement proposed, and in how many places they stand."""

    words: str
    replacement: str
    """As it would be shown; that of the same person where there is one already."""
    everywhere: int
    sources: int
    """How many sources they stand in."""
    in_source: int
    in_segment: int
    decided: tuple[Redaction, ...]
    """What was decided before about these words, where they are marked."""


def plan_redaction(study: Study, words: str, source: str, segment: str) -> RedactionPlan:
    """What redacting words that are marked in a passage would do."""
    words = " ".join(words.strip(_AROUND_A_NAME).split())
    looked_for = Redactor([Redaction(words=words, replacement="[…]")])
    everywhere, where, in_source, in_segment = 0, 0, 0, 0
    with study.database.reading() as connection:
        known = redactions.redactions(connection)
        for stored in sources.sources(connection):
            name, here = stored.source.name, 0
            for one in sources.segments(connection, stored.id):
                count = len(looked_for.spots(one.text, name, one.key))
                here += count
                in_segment += count if (name, one.key) == (source, segment) else 0
            everywhere, where = everywhere + here, where + (here > 0)
            in_source += here if name == source else 0
    return RedactionPlan(
        words=words,
        replacement=proposed(words, "", known),
        everywhere=everywhere,
        sources=where,
        in_source=in_source,
        in_segment=in_segment,
        decided=tuple(one for one in known if one.is_hidden and _is_about(one, words, source, segment)),
    )


def _is_about(decision: Redaction, words: str, source: str, segment: str) -> bool:
    return bool(Redactor([decision]).spots(words, source, segment))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stands:
    """A place where words stand, with the sentence around them."""

    source: str
    segment: str
    speaker: str
    before: str
    words: str
    after: str


def where_words_stand(study: Study, words: str, names: Sequence[str], *, most: int = 3) -> tuple[Stands, ...]:
    """The first places of words in some sources, each with its sentence, in the words as they are."""
    looked_for = Redactor([Redaction(words=words, replacement="[…]")])
    found: list[Stands] = []
    with study.database.reading() as connection:
        for stored in sources.sources(connection):
            if stored.source.name not in names:
                continue
            for one in sources.segments(connection, stored.id):
                for spot in looked_for.spots(one.text, one.source, one.key):
                    start, end = _sentence(one.text, spot.start, spot.end)
                    found.append(
                        Stands(
                            source=one.source,
                            segment=one.key,
                            speaker=one.speaker or "",
                            before=one.text[start : spot.start],
                            words=one.text[spot.start : spot.end],
                            after=one.text[spot.end : end],
                        )
                    )
                    if len(found) == most:
                        return tuple(found)
    return tuple(found)


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    places = sentence_places(text)
    first = max((one[0] for one in places if one[0] <= start), default=0)
    last = min((one[1] for one in places if one[1] >= end), default=len(text))
    return first, last
