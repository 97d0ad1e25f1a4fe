"""What is speech in a turn, and what is only written down about it ([laughs], [inaudible 00:12:03])."""

from __future__ import annotations

import re

_KINDS = (
    "inaudible|indistinct|unintelligible|unclear|crosstalk|cross-talk|overlapping|overtalk|laugh(?:s|ing|ter)?|"
    "chuckl(?:e|es|ing)|giggl(?:e|es|ing)|sigh(?:s|ing)?|cough(?:s|ing)?|sniff(?:s|ing)?|cr(?:y|ies|ying)|"
    "pause[sd]?|silence|music|applause|clap(?:s|ping)?|phonetic|sic|foreign language|background noise|"
    "nods?|nodding|shakes head|redacted|h|\\."
)
EVENT = re.compile(
    rf"[\[(<](?:\s*(?:long |short |brief |all |both |group )?(?:{_KINDS})(?![\w/:])[^\])>\n]{{0,40}}[\])>]"
    r"|(?<=\()\.{1,3}\)|(?<=\[)\d{1,2}:\d{2}(?::\d{2})?\])",
    re.IGNORECASE,
)
"""An event in brackets, or a time alone in square ones. Links and placeholders such as [name] are not."""

_WORD = re.compile(r"[^\W_]\S*")


def words_in(text: str) -> int:
    """How many words were said. Events are not counted; a dash alone is no word.

    A word is what stands between blanks, so text in a script without them counts low.

    >>> words_in("Nine weeks – [laughs] it's awful")
    4
    """
    if any(bracket in text for bracket in "[(<"):
        text = EVENT.sub(" ", text)
    return len(_WORD.findall(text))


def events_in(text: str) -> tuple[tuple[int, int], ...]:
    """The places (start, end) of the events in a text, in order."""
    return tuple(found.span() for found in EVENT.finditer(text))
