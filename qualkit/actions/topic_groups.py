"""By whom, or of whom, passages are: to see whether topics follow the people who wrote them down."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qualkit.actions.passages_in_scope import InScope, ScopedPassage
from qualkit.errors import NotFound
from qualkit.model.text import fold_line
from qualkit.store import codings, readings
from qualkit.store.database import Connection

NOT_GIVEN = "not given"
_AUTHOR = "author"
_AUTHORS = frozenset(
    {
        *("author", "writer", "written by", "recorded by", "note taker", "notetaker", "taken by", "worker"),
        *("adviser", "advisor", "counsellor", "practitioner", "interviewer", "staff", "staff member"),
        *("officer", "operator"),
    }
)
"""What a column may be called that says who wrote a record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """The group of each passage."""

    key: str
    """What they are split by."""
    of: tuple[str, ...]
    """One a passage."""

    @property
    def are_authors(self) -> bool:
        """Whether they are of who wrote the passages down, or coded them."""
        return self.key == "coder" or _is_author(self.key)

    @property
    def names(self) -> tuple[str, ...]:
        """The groups, the largest first; those that nothing is known of last."""
        sizes = {name: self.of.count(name) for name in dict.fromkeys(self.of)}
        return tuple(sorted(sizes, key=lambda name: (name == NOT_GIVEN, -sizes[name], name)))


def groups_of(connection: Connection, inside: InScope, key: str) -> Groups:
    """The groups of passages by an attribute, a closed answer, `author`, `coder`, `person` or `source`.

    `author` is whoever wrote a record, by the column that says it; `coder` whoever coded or read the passage.
    """
    name, look = _look(connection, inside, key)
    given = (look(passage) for passage in inside.passages)
    return Groups(key=name, of=tuple(inside.redact.text(one) if one else NOT_GIVEN for one in given))


def _look(connection: Connection, inside: InScope, key: str) -> tuple[str, Callable[[ScopedPassage], str]]:
    said, everybody = fold_line(key), inside.people
    known = {fold_line(name): name for name in everybody.names()}
    if said not in known:
        if said == "source":
            return "source", lambda passage: passage.segment.source
        if said == "person":
            return "person", lambda passage: passage.segment.case or passage.segment.speaker or ""
        if said == "coder":
            return "coder", _coders(connection, inside.passages)
        if said == _AUTHOR:
            return _attribute(inside, _author_column(list(known.values())))
    return _attribute(inside, everybody.named(key))


def _attribute(inside: InScope, name: str) -> tuple[str, Callable[[ScopedPassage], str]]:
    return name, lambda passage: inside.people.attributes(passage.segment).get(name, "")


def _is_author(column: str) -> bool:
    return fold_line(column).replace("_", " ") in _AUTHORS


def _author_column(names: Sequence[str]) -> str:
    found = [name for name in names if _is_author(name)]
    if not found:
        raise NotFound(
            "No column says who wrote the records.",
            hint="Name the one that does: --by COLUMN. Who coded or read them is --by coder.",
        )
    return found[0]


def _coders(connection: Connection, passages: Sequence[ScopedPassage]) -> Callable[[ScopedPassage], str]:
    who: dict[tuple[str, str], set[str]] = {}
    for coding in codings.codings(connection):
        who.setdefault((coding.source, coding.place.segment), set()).add(coding.coder)
    for reading in readings.readings(connection):
        who.setdefault((reading.source, reading.segment), set()).add(reading.coder)
    return lambda passage: " and ".join(sorted(who.get((passage.segment.source, passage.segment.key), ())))
