"""What a coder does with a passage, before it has a time and a place in a file."""

from __future__ import annotations

from dataclasses import dataclass

from qualkit.model.place import Place

CODERS = ("ana", "ben")
AGREED = "agreed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """A code on a place, with the exact words there."""

    place: Place
    code: str
    """Its id."""
    quote: str
    memo: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One coder with one passage: read for these codebooks, and coded so."""

    coder: str
    source: str
    segment: str
    books: tuple[str, ...]
    codings: tuple[Coded, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A part of the work: first the two coders read, then they agree on what both have read."""

    begins: str
    """The day before the first on which it could be done, ISO 8601 in UTC."""
    visits: tuple[Visit, ...]
    """Each coder's in the order in which they read."""
