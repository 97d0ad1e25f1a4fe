"""A talk as a layout finds it: utterances under labels, before anybody's name or part is settled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from qualkit.model.finding import Finding


class Utterance(NamedTuple):
    """A stretch of text under one label, as found. Light, because a long call has 60,000 of them."""

    text: str
    label: str | None = None
    start_ms: int | None = None
    end_ms: int | None = None
    times: tuple[tuple[int, int], ...] = ()
    section: str | None = None
    """The heading above it."""
    is_question: bool = False
    """An unlabelled `Question 3. …`: nobody but the moderator says that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """What a layout reads out of a file."""

    utterances: Sequence[Utterance]
    title: str = ""
    memo: str = ""
    findings: tuple[Finding, ...] = ()
    uncertain: frozenset[str] = field(default_factory=frozenset)
    """Keys of labels that are only a guess."""
    spellings: Mapping[str, str] = field(default_factory=dict)
    """Label → another label of the same voice, where the layout knows of one."""
    table: int | None = None
    """The number of the Word table that the talk stood in."""
    are_cues: bool = False
    """Whether they are caption cues: those of one speaker are joined to turns, in the order of time."""
