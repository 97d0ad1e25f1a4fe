"""Regular expressions on texts, stopped where one would run for ever."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from importlib import import_module
from time import monotonic
from typing import Any

from qualkit.errors import QualkitError, Refused
from qualkit.model.text import fold

SECONDS = 10.0
"""How long a search by a pattern may take in all."""
LONGEST = 500
_NOT_PLAIN = re.compile(r"[^\x00-\x7f]+")


class Pattern:
    """A regular expression that finds folded text and gives places of the original.

    Case is ignored; typographic quotes and dashes meet plain ones; accents are told apart. `regex` reads it,
    which, other than `re`, can be stopped: a pattern such as (a+)+b takes for ever on a long row of a.
    """

    def __init__(self, text: str, *, seconds: float = SECONDS) -> None:
        self._text = text
        self._end = monotonic() + seconds
        self._search = _compiled(text)

    def places(self, text: str) -> list[tuple[int, int]]:
        """The half-open places that meet the pattern, empty matches left out.

        Raises Refused where the time is over.
        """
        folded = fold(text)
        return [folded.original(*span) for span in self._spans(folded.text) if span[1] > span[0]]

    def is_met(self, text: str) -> bool:
        """Whether a text meets the pattern."""
        return any(end > start for start, end in self._spans(fold(text).text))

    def _spans(self, text: str) -> Iterator[tuple[int, int]]:
        left = self._end - monotonic()
        try:
            if left <= 0:
                raise TimeoutError
            for match in self._search.finditer(text, timeout=left):
                yield match.span()
        except TimeoutError as error:
            raise Refused(
                f'The pattern "{self._text}" takes too long on these texts, and was stopped.',
                hint="Repeats inside repeats, such as (a+)+, do that. Words are always quick.",
            ) from error


def _compiled(text: str) -> Any:
    if not text.strip():
        raise QualkitError("There is nothing to look for.", hint="Give a pattern, such as scar(ed|y).")
    if len(text) > LONGEST:
        raise QualkitError(f"This pattern is too long: {len(text):,} characters, {LONGEST:,} at most.")
    regex = import_module("regex")
    composed = unicodedata.normalize("NFC", text)
    plain = _NOT_PLAIN.sub(lambda found: re.escape(fold(found[0]).text), composed)
    try:
        return regex.compile(plain, regex.IGNORECASE | regex.VERSION0)
    except (regex.error, OverflowError, RecursionError, MemoryError, ValueError) as error:
        raise QualkitError(
            f'The pattern "{text}" can\'t be read: {error}.',
            hint="Signs such as ( ) [ ] * + ? have a meaning in patterns; write \\( for a bracket itself.",
        ) from error
