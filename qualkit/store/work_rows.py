"""A coder's work as rows of text files, and rows of text files as a coder's work."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, and_, delete, insert, select

from qualkit.errors import FileRefused, Where
from qualkit.model.codebook import Codebook
from qualkit.model.coding import Anchor, Coding, Decision, Event, Origin, Reading
from qualkit.model.flag import FlagKind
from qualkit.store import (
    bank_rows,
    codings,
    edit_rows,
    flags,
    journal,
    readings,
    schema,
    screening_rows,
    topic_rows,
)
from qualkit.store.codings import Places
from qualkit.store.rows import batches, mapping
from qualkit.store.writer import coder_id, insert_rows, now

Row = dict[str, str]
WorkRows = dict[str, Row]

_PLACED = ("id", "source", "segment", "start", "end_segment", "end", "code_id", "code", "quote")

FIELDS: Mapping[str, tuple[str, ...]] = {
    "codings.csv": (*_PLACED, "memo", "origin", "created", "anchor"),
    "readings.csv": ("source", "segment", "codebook", "at", "proposals_shown"),
    "memos.csv": ("id", "about", "target", "text", "created"),
    "proposals.csv": (*_PLACED, "made_by", "because", "score", "status", "created"),
    "flags.csv": flags.FIELDS,
}
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    **FIELDS,
    "bank.csv": bank_rows.FIELDS,
    "edits.csv": edit_rows.FIELDS,
    **screening_rows.FIELDS,
    "topics.csv": topic_rows.FIELDS,
}
_KEYS: Mapping[str, tuple[str, ...]] = {
    "readings.csv": ("source", "segment", "codebook"),
    **screening_rows.KEYS,
}
LOG = "log.jsonl"
_LONGEST = 2**31 - 1
"""Characters in a field; csv's own limit of 131,072 is less than a long document may hold."""


# ---- from the store


def work_rows(connection: Connection, books: Iterable[Codebook]) -> dict[str, dict[str, list[Row]]]:
    """coder → file name → rows in file order, for every coder who has any."""
    paths = {code.id: f"{book.name}:{book.path(code.id)}" for book in books for code in book.codes}
    work: dict[str, dict[str, list[Row]]] = {}

    def put(coder: str, file: str, row: Row) -> None:
        work.setdefault(coder, {}).setdefault(file, []).append(row)

    for coding in codings.codings(connection):
        put(coding.coder, "codings.csv", _coding_row(coding, paths))
    for reading in readings.readings(connection):
        put(reading.coder, "readings.csv", _reading_row(reading))
    for memo in journal.memos(connection):
        put(memo.coder, "memos.csv", {name: getattr(memo, name) for name in FIELDS["memos.csv"]})
    for flag in flags.rows(connection):
        put(flag["coder"], "flags.csv", {name: flag[name] for name in FIELDS["flags.csv"]})
    for proposal in codings.proposals(connection):
        put(proposal.coder, "proposals.csv", _proposal_row(proposal, paths))
    return work


def _coding_row(coding: Coding, paths: Mapping[str, str]) -> Row:
    more = {"memo": coding.memo, "origin": coding.origin.value, "created": coding.created}
    more["anchor"] = coding.anchor.value if coding.anchor is not Anchor.KEPT else ""
    return _placed(coding, paths) | more


def _reading_row(reading: Reading) -> Row:
    return {
        "source": reading.source,
        "segment": reading.segment,
        "codebook": reading.codebook,
        "at": reading.at,
        "proposals_shown": "yes" if reading.proposals_shown else "",
    }


def _proposal_row(proposal: codings.Proposal, paths: Mapping[str, str]) -> Row:
    return _placed(proposal, paths) | {
        "made_by": proposal.made_by,
        "because": proposal.because,
        "status": proposal.status,
        "score": "" if proposal.score is None else repr(proposal.score),
        "created": proposal.created,
    }


def _placed(thing: Any, paths: Mapping[str, str]) -> Row:
    place = thing.place
    return {
        "id": thing.id,
        "source": thing.source,
        "segment": place.segment,
        "start": str(place.start),
        "end_segment": place.end_segment,
        "end": str(place.end),
        "code_id": thing.code,
        "code": paths[thing.code],
        "quote": thing.quote,
    }


def log_lines(connection: Connection) -> dict[str, list[str]]:
    """coder → the coder's part of the log as JSON lines, oldest first."""
    lines: dict[str, list[str]] = {}
    for logged in journal.events(connection):
        event = logged.event
        plain = {"id": logged.uid, "at": event.at, "verb": event.verb, "summary": event.summary}
        if event.detail:
            plain["detail"] = dict(event.detail)  # type: ignore[assignment]
        lines.setdefault(event.coder, []).append(json.dumps(plain, ensure_ascii=False))
    return lines


# ---- to text and back


def rows_text(file: str, rows: Iterable[Mapping[str, str]]) -> str:
    """Rows as the text of a csv file with its header, LF line ends."""
    lines = _Lines()
    writer = csv.writer(lines, lineterminator="\r\n")  # so that a lone CR or LF in a field is quoted
    writer.writerow(_COLUMNS[file])
    writer.writerows([row.get(name, "") for name in _COLUMNS[file]] for row in rows)
    return "".join(lines)


class _Lines(list[str]):
    """Takes the rows of a csv writer, each with LF at its end."""

    def write(self, line: str) -> None:
        """Keep one row."""
        self.append(line.removesuffix("\r\n") + "\n")


def parse_rows(file: str, text: str, path: str) -> WorkRows:
    """The rows of a work file by id; raises FileRefused where it is not one."""
    if not text.strip():
        return {}
    limit = csv.field_size_limit(_LONGEST)
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        missing = [name for name in _KEYS.get(file, ("id",)) if name not in (reader.fieldnames or ())]
        if missing:
            raise FileRefused(
                f"The column {missing[0]} is missing.",
                Where(file=path, line=1),
                "Take the file back from a colleague's copy or a backup; columns must keep their names.",
            )
        rows = [{name: row.get(name) or "" for name in _COLUMNS[file]} for row in reader]
    except csv.Error as error:
        raise FileRefused(
            f"This is not a readable csv file ({error}).",
            Where(file=path, line=max(reader.line_num, 1)),
            "Take the file back from a colleague's copy or a backup.",
        ) from error
    finally:
        csv.field_size_limit(limit)
    return {row_id(file, row): row for row in rows}


def row_id(file: str, row: Mapping[str, str | None]) -> str:
    """What identifies a row of a work file: its id, or for a reading what was read."""
    return "\x1f".join(row[name] or "" for name in _KEYS.get(file, ("id",)))


def parse_log(text: str, coder: str, path: str) -> list[tuple[str, Event]]:
    """(uid, event) of each line of a log."""
    logged = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            plain = json.loads(line)
            event = Event(
                at=str(plain["at"]),
                coder=coder,
                verb=str(plain["verb"]),
                summary=str(plain["summary"]),
                detail=dict(plain.get("detail", {})),
            )
            logged.append((str(plain["id"]), event))
        except (ValueError, KeyError, TypeError) as error:
            raise FileRefused("This line of the log can't be read.", Where(file=path, line=number)) from error
    return logged


# ---- into the store


class WorkTaker:
    """Puts rows of one coder's files into the store. A row that has no place yet waits, with the reason."""

    def __init__(self, connection: Connection, coder: str) -> None:
        self._connection = connection
        self._coder = coder_id(connection, coder)
        self._places = Places(connection)
        self._codes = set(connection.scalars(select(schema.code.c.id)))
        self._books = mapping(connection, select(schema.codebook.c.name, schema.codebook.c.id))
        self.waiting: list[tuple[str, str, str, str]] = []
        """(path, row id, row as JSON, reason)."""

    def take(self, file: str, path: str, changes: Mapping[str, Mapping[str, Any] | None]) -> None:
        """Make the store agree with changed rows of one file: None removes a row."""
        table = _TABLES[file]
        self._drop(file, list(changes))
        wanted = {key: row for key, row in changes.items() if row is not None}
        for key in self._with_others(table, list(wanted)):
            self._wait(path, key, wanted.pop(key), f"another coder has the row {key}")
        rows = [self._store_row(file, path, key, row) for key, row in wanted.items()]
        placed = [row for row in rows if row is not None]
        if placed:  # the same coder may have coded the same words on two computers: that is one coding
            insert_rows(self._connection, table, placed, pass_over_known=True)

    def _drop(self, file: str, ids: list[str]) -> None:
        table = _TABLES[file]
        if file != "readings.csv":
            for some in batches(ids):
                mine = and_(table.c.coder_id == self._coder, table.c.id.in_(some))
                self._connection.execute(delete(table).where(mine))
            return
        by_book: dict[int, list[int]] = {}
        for key in ids:
            source, segment, book = key.split("\x1f")
            if (segment_id := self._places.id_of(source, segment)) and book in self._books:
                by_book.setdefault(self._books[book], []).append(segment_id)
        for book_id, segment_ids in by_book.items():
            mine = and_(table.c.coder_id == self._coder, table.c.codebook_id == book_id)
            for these in batches(segment_ids):
                self._connection.execute(delete(table).where(mine, table.c.segment_id.in_(these)))

    def _with_others(self, table: Any, ids: list[str]) -> list[str]:
        if "id" not in table.c:
            return []
        others = select(table.c.id).where(table.c.coder_id != self._coder)
        return [
            id_
            for some in batches(ids)
            for id_ in self._connection.scalars(others.where(table.c.id.in_(some)))
        ]

    def _wait(self, path: str, key: str, row: Mapping[str, Any], reason: str) -> None:
        self.waiting.append((path, key, json.dumps(dict(row), ensure_ascii=False), reason))

    def _store_row(self, file: str, path: str, key: str, row: Mapping[str, Any]) -> dict[str, Any] | None:
        try:
            return _ROWS[file](self, row)
        except _NoPlaceError as missing:
            self._wait(path, key, row, str(missing))
        except ValueError as error:
            self._wait(path, key, row, f"the row {key} can't be read ({error})")
        return None

    def _segment(self, source: str, key: str, quote: str) -> int:
        found = self._places.id_of(source, key)
        if found is not None:
            return found
        source_id = self._connection.scalar(select(schema.source.c.id).where(schema.source.c.name == source))
        if source_id is None:
            raise _NoPlaceError(f'the source "{source}" is not in the study')
        if not quote:
            raise _NoPlaceError(f'"{source}" has no passage "{key}"')
        values = {
            "source_id": source_id,
            "key": key,
            "ordinal": 0,
            "text": quote,
            "length": len(quote),
            "is_gone": True,
        }
        self._connection.execute(insert(schema.segment).values(values))
        self._places = Places(self._connection)
        return int(self._places.id_of(source, key) or 0)

    def _placed(self, row: Mapping[str, Any]) -> dict[str, Any]:
        if row["code_id"] not in self._codes:
            raise _NoPlaceError(f'the code "{row["code"]}" is in no codebook of the study')
        return {
            "id": row["id"],
            "segment_id": self._segment(row["source"], row["segment"], row["quote"]),
            "start": _offset(row["start"]),
            "end_segment_id": self._segment(row["source"], row["end_segment"], row["quote"]),
            "end": _offset(row["end"]),
            "code_id": row["code_id"],
            "coder_id": self._coder,
            "quote": row["quote"],
            "created": row["created"] or now(),
        }

    def coding(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """A row of the table of codings."""
        return self._placed(row) | {
            "memo": row["memo"],
            "origin": Origin(row["origin"] or Origin.IMPORTED).value,
            "anchor": Anchor(row["anchor"] or Anchor.KEPT).value,
        }

    def proposal(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """A row of the table of proposals."""
        return self._placed(row) | {
            "made_by": row["made_by"],
            "because": row["because"],
            "score": float(row["score"]) if row["score"] else None,
            "status": Decision(row["status"] or Decision.OPEN).value,
        }

    def reading(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """A row of the table of readings."""
        if row["codebook"] not in self._books:
            raise _NoPlaceError(f'the codebook "{row["codebook"]}" is not in the study')
        return {
            "coder_id": self._coder,
            "codebook_id": self._books[row["codebook"]],
            "segment_id": self._segment(row["source"], row["segment"], ""),
            "at": row["at"],
            "proposals_shown": row["proposals_shown"] == "yes",
        }

    def memo(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """A row of the table of memos."""
        fields = {name: row[name] for name in FIELDS["memos.csv"]}
        return fields | {"id": row["id"] or str(uuid4()), "coder_id": self._coder}

    def flag(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """A row of the table of flags; its passage may be gone."""
        if row["kind"] not in (*FlagKind, flags.TOLD, flags.CLEARED):
            raise ValueError(f"{row['kind']!r} is no flag")
        fields = {name: row[name] for name in FIELDS["flags.csv"]}
        return fields | {"id": row["id"] or str(uuid4()), "coder_id": self._coder}


def _offset(given: str) -> int:
    offset = int(given)
    if not 0 <= offset < 2**31:
        raise ValueError(f"{given} is no place in a text")
    return offset


class _NoPlaceError(Exception):
    """A row speaks of something that the study does not have (yet)."""


_TABLES = {
    "codings.csv": schema.coding,
    "readings.csv": schema.reading,
    "memos.csv": schema.memo,
    "proposals.csv": schema.proposal,
    "flags.csv": schema.flag,
}
_ROWS = {
    "codings.csv": WorkTaker.coding,
    "readings.csv": WorkTaker.reading,
    "memos.csv": WorkTaker.memo,
    "proposals.csv": WorkTaker.proposal,
    "flags.csv": WorkTaker.flag,
}
