"""The moderator's prompts that carry no label: `Question 3. How did you hear of it?`"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from qualkit.model.transcript import Turn

_QUESTION = re.compile(r"\s*(?:Question|Q|Topic|Section)\s?\d{1,2}[a-z]?\s*[.:)\-–]\s*\S", re.IGNORECASE)

_LONGEST = 200
"""Letters of a question that has no question mark."""


def is_question(text: str) -> bool:
    """Whether a text begins as a numbered question of a topic guide.

    >>> is_question("Q2) What happened then?"), is_question("Questions remain: why?")
    (True, False)
    """
    return text.lstrip()[:1] in "QqTtSs" and _QUESTION.match(text) is not None


def with_sections(turns: Sequence[Turn], moderators: Collection[str]) -> list[Turn]:
    """Turns made of cues, each under the last question that a moderator asked in it or above it."""
    if not moderators:
        return list(turns)
    section: str | None = None
    placed: list[Turn] = []
    for turn in turns:
        if turn.speaker in moderators:
            section = _last_question(turn) or section
        placed.append(replace(turn, section=section) if section else turn)
    return placed


def _last_question(turn: Turn) -> str | None:
    """The numbered question that a cue of a turn begins with, to the end of its sentence or line."""
    starts = [0, *(offset for offset, _ in turn.times)]
    asked = next((at for at in reversed(starts) if is_question(turn.text[at : at + 60])), None)
    if asked is None:
        return None
    line = turn.text[asked:].split("\n", 1)[0]
    ends = line.find("?")
    return line[: ends + 1] if ends >= 0 else line[:_LONGEST].rstrip()
