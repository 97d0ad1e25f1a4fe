"""Sentences of spoken and typed English, by Punkt with our own abbreviations; nothing is downloaded."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

ABBREVIATIONS = frozenset(
    [
        "dr",
        "mr",
        "mrs",
        "ms",
        "prof",
        "rev",
        "st",
        "sr",
        "jr",
        "hon",
        "sgt",
        "insp",
        "supt",
        "det",
        "gov",
        "e.g",
        "i.e",
        "eg",
        "ie",
        "etc",
        "vs",
        "no",
        "nos",
        "approx",
        "dept",
        "est",
        "fig",
        "ref",
        "p",
        "pp",
        "vol",
        "ed",
        "eds",
        "al",
        "a.m",
        "p.m",
        "am",
        "pm",
        "mon",
        "tue",
        "tues",
        "wed",
        "thu",
        "thur",
        "thurs",
        "fri",
        "sat",
        "sun",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "u.k",
        "n.h.s",
    ]
)
_RUN_ON = re.compile(r"(?<=[!?])[!?]*\s+(?=\S)|(?<=\.{3})\s+(?=[A-Z])|\n+")
"""Where speech is split although no capital follows: `good!!! but`, and at every line end."""


@cache
def _tokenizer() -> Any:
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

    parameters = PunktParameters()
    parameters.abbrev_types = set(ABBREVIATIONS)
    return PunktSentenceTokenizer(parameters)


def sentence_places(text: str) -> list[tuple[int, int]]:
    """The half-open places of the sentences of `text`, in order, without the white space around them."""
    places = []
    for start, end in _tokenizer().span_tokenize(text):
        at = start
        for match in _RUN_ON.finditer(text, start, end):
            places.append((at, match.start() + len(match[0].rstrip())))
            at = match.end()
        places.append((at, end))
    return [_trimmed(text, start, end) for start, end in places if text[start:end].strip()]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    inner = text[start:end]
    return start + len(inner) - len(inner.lstrip()), end - len(inner) + len(inner.rstrip())
