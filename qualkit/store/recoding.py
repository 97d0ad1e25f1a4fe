"""Everything that hangs on one code, moved to another."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, and_, func, select

from qualkit.store import bank, schema
from qualkit.store.writer import Writer

_PLACE = ("segment_id", "start", "end_segment_id", "end")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recoded:
    """What moved with a code."""

    codings: int
    """Codings that now have the other code."""
    joined: int
    """Codings that were on the same passage by the same coder, and became one."""


def is_referred_to(connection: Connection, code_id: str) -> bool:
    """Whether codings, proposals, memos or codes below refer to a code."""
    memo = and_(schema.memo.c.about == "code", schema.memo.c.target == code_id)
    wheres = (
        (schema.coding, schema.coding.c.code_id == code_id),
        (schema.proposal, schema.proposal.c.code_id == code_id),
        (schema.memo, memo),
        (schema.code, schema.code.c.parent_id == code_id),
    )
    return any(
        connection.scalar(select(func.count()).select_from(table).where(where)) for table, where in wheres
    )


def recode(writer: Writer, from_id: str, into_id: str) -> Recoded:
    """Give everybody's codings, the proposals and the memos of one code to another.

    Where a coder has both on the same passage, one coding stays, with both memos.
    """
    moved, joined = _codings(writer, from_id, into_id)
    _proposals(writer, from_id, into_id)
    _retarget(writer, "code", from_id, into_id)
    return Recoded(codings=moved, joined=joined)


def _codings(writer: Writer, from_id: str, into_id: str) -> tuple[int, int]:
    there = {(row["coder_id"], *_place(row)): row for row in _rows(writer, schema.coding, into_id)}
    moved = joined = 0
    for row in _rows(writer, schema.coding, from_id):
        kept = there.get((row["coder_id"], *_place(row)))
        if kept is None:
            writer.update(schema.coding, (row["id"],), {"code_id": into_id})
            moved += 1
            continue
        _join(writer, row, kept)
        joined += 1
    return moved, joined


def _join(writer: Writer, row: Mapping[str, Any], kept: Mapping[str, Any]) -> None:
    """Let a coding become one with another on the same passage: what was noted on either stays."""
    memo = select(schema.coding.c.memo).where(schema.coding.c.id == kept["id"])
    before = writer.connection.scalar(memo) or ""
    noted = before if row["memo"] in before else f"{before}\n{row['memo']}".strip("\n")
    writer.update(schema.coding, (kept["id"],), {"memo": noted})
    _retarget(writer, "coding", row["id"], kept["id"])
    bank.pass_on(writer, row["id"], kept["id"])
    writer.delete(schema.coding, schema.coding.c.id == row["id"])


def recode_one(writer: Writer, coding_id: str, code_ids: Sequence[str], among: Collection[str] = ()) -> str:
    """Give one coding's passage these codes of its coder instead; gives the id of the coding that stays.

    The coding keeps its id, coder, memo and time; further codes get codings like it. Where its coder has a
    code there already, the two become one. Codes of `among` that are not wanted are taken off the passage.
    """
    coding = schema.coding.c
    row = dict(
        writer.connection.execute(select(schema.coding).where(coding.id == coding_id)).mappings().one()
    )
    same = and_(coding.coder_id == row["coder_id"], *(coding[name] == row[name] for name in _PLACE))
    query = select(schema.coding).where(same)
    there = {one["code_id"]: dict(one) for one in writer.connection.execute(query).mappings()}
    wanted = list(dict.fromkeys(code_ids))
    kept = row
    if row["code_id"] not in wanted:
        fresh = next((code_id for code_id in wanted if code_id not in there), None)
        if fresh is None:
            kept = there[wanted[0]]
            _join(writer, row, kept)
        else:
            writer.update(schema.coding, (coding_id,), {"code_id": fresh})
            there[fresh] = row
        del there[row["code_id"]]
    added = [code_id for code_id in wanted if code_id not in there]
    writer.insert(schema.coding, [kept | {"id": str(uuid4()), "code_id": code_id} for code_id in added])
    for code_id in set(among) & set(there) - set(wanted):
        _join(writer, there[code_id], kept)
    return str(kept["id"])


def _proposals(writer: Writer, from_id: str, into_id: str) -> None:
    there = {(row["coder_id"], *_place(row)) for row in _rows(writer, schema.proposal, into_id)}
    for row in _rows(writer, schema.proposal, from_id):
        if (row["coder_id"], *_place(row)) in there:
            writer.delete(schema.proposal, schema.proposal.c.id == row["id"])
        else:
            writer.update(schema.proposal, (row["id"],), {"code_id": into_id})


def _retarget(writer: Writer, about: str, target: str, to: str) -> None:
    query = select(schema.memo.c.id).where(schema.memo.c.about == about, schema.memo.c.target == target)
    for memo_id in list(writer.connection.scalars(query)):
        writer.update(schema.memo, (memo_id,), {"target": to})


def _rows(writer: Writer, table: Any, code_id: str) -> list[Mapping[str, Any]]:
    query = select(table).where(table.c.code_id == code_id).order_by(table.c.id)
    return [dict(row) for row in writer.connection.execute(query).mappings()]


def _place(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in _PLACE)
