"""What stands beside a source's codings: memos on its passages, and what is chosen for the bank."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from qualkit.actions.flag_views import open_flags_of
from qualkit.model.flag import Flag
from qualkit.store import bank, journal
from qualkit.store.database import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageNote:
    """A memo on a passage of a source, or on the source itself."""

    id: str
    key: str
    """Of the passage; empty for the source."""
    text: str
    coder: str
    is_mine: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Memos and chosen quotes of one source."""

    notes: tuple[PassageNote, ...] = ()
    """Oldest first."""
    chosen: frozenset[str] = frozenset()
    """Ids of codings that are chosen for the bank, in the whole study."""
    flags: Mapping[str, tuple[Flag, ...]] = field(default_factory=dict)
    """Key of a passage → the flags on it that are not cleared."""


def beside(connection: Connection, source: str, me: str) -> Beside:
    """The memos on a source and its passages, and what is chosen."""
    return Beside(
        notes=tuple(_notes(connection, source, me)),
        chosen=frozenset(quote.coding for quote in bank.quotes(connection)),
        flags=open_flags_of(connection, source),
    )


def _notes(connection: Connection, source: str, me: str) -> Iterator[PassageNote]:
    for memo in journal.memos(connection):
        name, _, key = memo.target.rpartition("#") if memo.about == "passage" else (memo.target, "", "")
        if memo.about in ("source", "passage") and name == source:
            yield PassageNote(id=memo.id, key=key, text=memo.text, coder=memo.coder, is_mine=memo.coder == me)
