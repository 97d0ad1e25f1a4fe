"""The words of a text that can tell what it is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from qualkit.analysis.stop_words import stop_list

_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_APOSTROPHES = str.maketrans("’‘ʼ‐‑", "'''--")
_SUFFIX = re.compile(r"'s?$")
_MORE = tuple(
    _WORD.findall(
        "ask asked enough etc gave give given giving keep kept look looking made make makes making need "
        "needed needs put take taken takes taking tell told took tried try trying use used using way ways"
    )
)
"""Verbs and the like that no topic is about."""
_TELLING = ("nobody", "nothing", "never", "none")
"""Stop words that are a whole answer: what could be better? Nothing."""


def stop_words(*, stop: Iterable[str] = (), keep: Iterable[str] = ()) -> frozenset[str]:
    """Words that stand in every text and name no topic, with a study's own, less those that it keeps."""
    return stop_list(stop=(*_MORE, *stop), keep=(*_TELLING, *keep))


def content_words(text: str, stop: frozenset[str]) -> list[str]:
    """The words of a text in lower case, less stop words, single letters and redactions, in order.

    >>> content_words("The GP’s waiting-room was full, [name] said.", frozenset(["the", "was", "said"]))
    ['gp', 'waiting-room', 'full']
    """
    plain = re.sub(r"\[[^\]]*\]", " ", text).translate(_APOSTROPHES).lower()
    words = (_SUFFIX.sub("", found) for found in _WORD.findall(plain) if found not in stop)
    return [word for word in words if len(word) > 1 and word not in stop]


class Forms:
    """Words by their stem, shown in the form that people use most: waiting, wait and waits are one."""

    def __init__(self, texts: Iterable[Sequence[str]]) -> None:
        used: dict[str, Counter[str]] = {}
        for words in texts:
            for word in words:
                used.setdefault(_stem(word), Counter())[word] += 1
        self._shown = {
            stem: min(forms, key=lambda form: (-forms[form], form)) for stem, forms in used.items()
        }

    def of(self, words: Iterable[str]) -> list[str]:
        """Each word of a text once, in the form that is shown, in order."""
        return list(dict.fromkeys(self._shown[_stem(word)] for word in words))


@cache
def _stem(word: str) -> str:
    stem: str = _stemmer().stem(word)
    return stem


@cache
def _stemmer() -> Any:
    from nltk.stem.snowball import EnglishStemmer

    return EnglishStemmer()
