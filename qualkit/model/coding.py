"""What coders do: codings, readings, memos, and the events that record them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from qualkit.model.place import Place


class Origin(StrEnum):
    """How a coding came about."""

    BY_HAND = "by hand"
    RULE = "rule"
    PROPOSAL = "proposal"
    IMPORTED = "imported"


class Decision(StrEnum):
    """What somebody has decided of a proposal."""

    OPEN = "open"
    SEEN = "seen"
    """Still open, and shown before the passage was marked as not read after all."""
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    """It comes back only if a later model is a good deal surer of it."""
    NEVER = "never here"
    """This code is never proposed for this passage again."""


class Anchor(StrEnum):
    """What became of a coding's place when its text was corrected."""

    KEPT = "kept"
    MOVED = "moved"
    CHANGED = "changed"
    LOST = "lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """A place × a code × a coder, with the exact quote. `id` is a uuid."""

    id: str
    source: str
    place: Place
    code: str
    """The code's id."""
    coder: str
    quote: str
    memo: str = ""
    origin: Origin = Origin.BY_HAND
    created: str = ""
    anchor: Anchor = Anchor.KEPT


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A coder has read a segment for a codebook. A segment read with no code is data."""

    coder: str
    source: str
    segment: str
    codebook: str
    at: str
    proposals_shown: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Memo:
    """A note on anything: `about` is its kind (study, source, passage, person, code, coding)."""

    id: str
    about: str
    target: str
    text: str
    coder: str
    created: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Who did what, when. `detail` holds counts and names, never a participant's words."""

    at: str
    coder: str
    verb: str
    summary: str
    detail: Mapping[str, object] = field(default_factory=dict)
