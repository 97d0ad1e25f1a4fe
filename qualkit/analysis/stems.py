"""Stems of English words."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any


@cache
def _stemmer() -> Any:
    from nltk.stem.snowball import EnglishStemmer

    return EnglishStemmer()


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The stem of a folded English word, by Snowball (Porter 2): scared, scares and scaring have scare.

    It never changes how a word begins, but for a few (dying, lying, tying, skies).
    """
    return str(_stemmer().stem(word)) if word.isascii() else word
