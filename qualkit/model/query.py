"""A search as values: what has to stand in a passage for it to be found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Words that follow each other, folded."""

    words: tuple[str, ...]
    is_prefix: bool = False
    """Whether the last of them is only how a word begins."""
    is_quoted: bool = False
    """Whether exactly these words are meant, and not their other forms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """All of these, with at most so many words between the end of each and the beginning of the last."""

    parts: tuple[Words, ...]
    within: int


@dataclass(frozen=True, slots=True, kw_only=True)
class All:
    """All of these, and none of those."""

    parts: tuple[Query, ...]
    without: tuple[Query, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Either:
    """At least one of these."""

    parts: tuple[Query, ...]


Query = Words | Near | All | Either
