"""Whose coding counts, passage by passage and codebook by codebook."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from qualkit.model.coding import Anchor, Coding, Reading

Spot = tuple[str, str, str]
"""(source, segment key, codebook)."""


class Standing(StrEnum):
    """What is known of a passage for a codebook."""

    READ = "read"
    CODED_UNREAD = "coded, not read"
    AWAITING = "awaiting agreement"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordOfCoding:
    """The codings that count, and how each passage stands. What nobody read or coded is in neither."""

    codings: tuple[Coding, ...]
    standing: Mapping[Spot, Standing] = field(default_factory=dict)
    awaiting: int = 0
    """Passages that several have read and coded differently: out of count and base."""


def coding_of_record(
    codings: Sequence[Coding],
    readings: Iterable[Reading],
    *,
    book_of: Mapping[str, str],
    consensus: Collection[str] = ("agreed",),
    coder: str = "",
) -> RecordOfCoding:
    """Choose, for each passage and codebook, whose codings count.

    The consensus coder's where it has read the passage; else the readers', if there is one or all gave it
    the same set of codes (then the passages of the first to read); with no reader, its only coder's — and
    where several coded it and nobody has read it, all of them, as coded but not read. `coder` overrides:
    a name counts only that person's, `any` counts everybody's. A coding belongs to the passage where it
    starts; `book_of` maps a code's id to its codebook.
    """
    placed = [coding for coding in codings if coding.anchor is not Anchor.LOST]
    readers = _readers(readings)
    if coder:
        chosen = [coding for coding in placed if coder in ("any", coding.coder)]
        return RecordOfCoding(codings=tuple(chosen), standing=_standing_for(chosen, readers, book_of, coder))
    by_spot: dict[Spot, list[Coding]] = {spot: [] for spot in readers}
    for coding in placed:
        by_spot.setdefault(_spot(coding, book_of), []).append(coding)
    chosen = []
    standing: dict[Spot, Standing] = {}
    for spot, here in by_spot.items():
        standing[spot], counting = _decide(here, list(readers.get(spot, {})), set(consensus))
        chosen += counting
    order = {coding.id: number for number, coding in enumerate(placed)}
    chosen.sort(key=lambda coding: order[coding.id])
    awaiting = sum(state is Standing.AWAITING for state in standing.values())
    return RecordOfCoding(codings=tuple(chosen), standing=standing, awaiting=awaiting)


def _spot(coding: Coding, book_of: Mapping[str, str]) -> Spot:
    return (coding.source, coding.place.segment, book_of[coding.code])


def _readers(readings: Iterable[Reading]) -> dict[Spot, dict[str, str]]:
    """Spot → reader → when, the first to read first."""
    found: dict[Spot, dict[str, str]] = {}
    for reading in sorted(readings, key=lambda reading: (reading.at, reading.coder)):
        found.setdefault((reading.source, reading.segment, reading.codebook), {})[reading.coder] = reading.at
    return found


def _decide(here: list[Coding], readers: list[str], consensus: set[str]) -> tuple[Standing, list[Coding]]:
    if not readers:
        return Standing.CODED_UNREAD, here
    agreed = next((reader for reader in readers if reader in consensus), None)
    sets = {reader: frozenset(coding.code for coding in here if coding.coder == reader) for reader in readers}
    if agreed is None and len(set(sets.values())) > 1:
        return Standing.AWAITING, []
    counts = agreed or readers[0]
    return Standing.READ, [coding for coding in here if coding.coder == counts]


def _standing_for(
    codings: Sequence[Coding],
    readers: Mapping[Spot, Mapping[str, str]],
    book_of: Mapping[str, str],
    coder: str,
) -> dict[Spot, Standing]:
    standing = {_spot(coding, book_of): Standing.CODED_UNREAD for coding in codings}
    for spot, names in readers.items():
        if coder == "any" or coder in names:
            standing[spot] = Standing.READ
    return standing
