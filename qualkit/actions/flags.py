"""Flagging a passage, saying who was told, and clearing it (`qualkit flag`)."""

from __future__ import annotations

from datetime import date

from qualkit.actions.provenance import provenance
from qualkit.actions.selection import find_sources
from qualkit.errors import Ambiguous, NotFound, QualkitError, Refused
from qualkit.model.flag import Flag, FlagKind
from qualkit.model.table import Column, Table
from qualkit.store import flags as store
from qualkit.store import sources
from qualkit.store.database import Connection
from qualkit.store.writer import Writer
from qualkit.study import Study

_SHORT = 8
"""Characters of an id that lists show; so many, or more, name a flag."""


def flag(
    study: Study, passage: str, kind: FlagKind, text: str = "", *, told: str = "", when: date | None = None
) -> str:
    """Flag a passage (`SOURCE#17`); gives the flag's id. It stays out of the bank until the flag is cleared.

    `told` is who was told, on the day `when` (today). Raises NotFound for a passage that is not there.
    """
    with study.step("flag") as writer:
        place = passage_named(writer.connection, passage)
        id_ = store.add(writer, place, kind.value, text=_plain(text), **_told(told, when))
        _tell(writer, "flagged", place)
    return id_


def tell(study: Study, flag_id: str, told: str, when: date | None = None) -> Flag:
    """Note who was told of a flag, and on which day (today)."""
    if not told.strip():
        raise Refused("Say who was told.", hint="Such as --told 'safeguarding lead' --when 2026-11-02.")
    with study.step("flag") as writer:
        found = _named(writer.connection, flag_id)
        place = (found.source, found.segment)
        store.add(writer, place, store.TOLD, about=found.id, **_told(told, when))
        _tell(writer, "told somebody of the flag on", place)
    return found


def clear(study: Study, flag_id: str, reason: str) -> Flag:
    """Settle a flag, anybody's, for a reason. The passage may then be in the bank again."""
    if not reason.strip():
        raise Refused("Say why the flag is cleared.", hint='Such as --reason "listened again: it is right".')
    with study.step("flag") as writer:
        found = _named(writer.connection, flag_id)
        if found.cleared:
            raise Refused(f"{found.cleared.by} has cleared this flag already: {found.cleared.reason}")
        place = (found.source, found.segment)
        store.add(writer, place, store.CLEARED, about=found.id, text=_plain(reason))
        _tell(writer, "cleared the flag on", place)
    return found


def flags(study: Study, *, with_cleared: bool = False) -> list[Flag]:
    """Flags that are not cleared, safeguarding first; with the cleared ones after them, if so asked."""
    with study.database.reading() as connection:
        return [one for one in store.flags(connection) if with_cleared or one.cleared is None]


def flags_table(study: Study, *, with_cleared: bool = False) -> Table:
    """The flags as a table: for the team's own eyes."""
    found = flags(study, with_cleared=with_cleared)
    columns = (
        Column(key="id", title="Id", shown=False),
        Column(key="short", title="Id"),
        Column(key="kind", title="Flag"),
        Column(key="passage", title="Passage"),
        Column(key="text", title="What"),
        Column(key="coder", title="Who"),
        Column(key="created", title="When"),
        Column(key="told", title="Told"),
        Column(key="cleared", title="Cleared", shown=with_cleared),
    )
    rows = tuple(
        {
            "id": one.id,
            "short": one.id[:_SHORT],
            "kind": one.kind.shown,
            "passage": one.passage,
            "text": one.text,
            "coder": one.coder,
            "created": one.created,
            "told": "; ".join(f"{told.who} on {told.on}" for told in one.told) or _untold(one.kind),
            "cleared": f"{one.cleared.reason} ({one.cleared.by}, {one.cleared.at})" if one.cleared else "",
        }
        for one in found
    )
    return Table(
        id="flags",
        title=f"Flags in {study.title}",
        columns=columns,
        rows=rows,
        provenance=provenance(study, "flag", coder="any"),
    )


def passage_named(connection: Connection, target: str) -> tuple[str, str]:
    """(source's name, key) of a passage given as `SOURCE#17`."""
    name, mark, key = target.rpartition("#")
    if not mark:
        raise QualkitError(
            f'"{target}" does not name a passage.', hint="Write SOURCE#NUMBER, such as FG1#17."
        )
    found = find_sources(sources.sources(connection), [name])
    for stored in found:
        if sources.segment_ids(connection, stored.id, [key]):
            return stored.source.name, key
    raise NotFound(f'"{found[0].source.name}" has no passage {key}.')


def _untold(kind: FlagKind) -> str:
    return "nobody yet" if kind is FlagKind.SAFEGUARDING else ""


def _told(told: str, when: date | None) -> dict[str, str]:
    who = " ".join(told.split())
    if when and not who:
        raise Refused("Say who was told on that day.", hint="--told WHO --when DATE")
    return {"told": who, "told_on": (when or date.today()).isoformat()} if who else {}


def _plain(text: str) -> str:
    return text.strip().replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace").decode()


def _named(connection: Connection, given: str) -> Flag:
    hits = [one for one in store.flags(connection) if given and one.id.startswith(given.strip().casefold())]
    if len(hits) > 1:
        raise Ambiguous(f'"{given}" begins several ids.', candidates=[one.id for one in hits])
    if not hits:
        raise NotFound(f'There is no flag "{given}".', hint='"qualkit flag" lists them.')
    return hits[0]


def _tell(writer: Writer, did: str, place: tuple[str, str]) -> None:
    """The log, which may be handed over, says where a flag is, never what it is about."""
    writer.summary = f"{did} {place[0]}#{place[1]}"
    writer.detail = {"source": place[0], "segment": place[1]}
