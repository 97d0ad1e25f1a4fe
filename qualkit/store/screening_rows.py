"""Screening and samples as rows of the team's shared text files, and rows of the files as decisions."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, delete, select, true

from qualkit.model.people import Screening
from qualkit.store import schema, screening
from qualkit.store.rows import batches
from qualkit.store.writer import coder_id, insert_rows, now

SCREENING = "coding/screening.csv"
SAMPLES = "coding/samples.csv"
PATHS = (SCREENING, SAMPLES)
KEYS: Mapping[str, tuple[str, ...]] = {
    "screening.csv": ("file", "record"),
    "samples.csv": ("sample", "file", "record"),
}
"""What identifies a row: a record is decided on once, and is in a sample once."""
FIELDS: Mapping[str, tuple[str, ...]] = {
    "screening.csv": (*KEYS["screening.csv"], "screening", "reason", "by", "at"),
    "samples.csv": (*KEYS["samples.csv"], "method", "by", "at"),
}


def shared_rows(connection: Connection) -> dict[str, list[dict[str, str]]]:
    """path → rows, of screening and of samples; none for what there is nothing of."""
    return {
        path: rows
        for path, rows in ((SCREENING, _decisions(connection)), (SAMPLES, _samples(connection)))
        if rows
    }


def _decisions(connection: Connection) -> list[dict[str, str]]:
    return [
        {
            "file": file,
            "record": one.key,
            "screening": one.screening.value,
            "reason": one.reason,
            "by": one.by,
            "at": one.at,
        }
        for file in connection.scalars(select(schema.dataset.c.name).order_by(schema.dataset.c.id))
        for one in screening.records(connection, file)
        if one.screening is not Screening.UNDECIDED
    ]


def _samples(connection: Connection) -> list[dict[str, str]]:
    return [
        {
            "sample": one.sample,
            "file": one.dataset,
            "record": one.record,
            "method": one.method,
            "by": one.by,
            "at": one.at,
        }
        for one in screening.sampled(connection)
    ]


def said(row: Mapping[str, Any]) -> dict[str, Any]:
    """What two versions of a row are compared by: the same decision made twice is no conflict."""
    return {name: row.get(name, "") for name in ("screening", "reason", "method")}


class SharedTaker:
    """Puts rows of one of the files into the store. A row whose record is not in the study (yet) waits."""

    def __init__(self, connection: Connection, coder: str) -> None:
        self._connection = connection
        self._coder = coder
        self._coders: dict[str, int] = {}
        query = select(schema.dataset.c.name, schema.record.c.key, schema.record.c.id).join(
            schema.dataset, schema.dataset.c.id == schema.record.c.dataset_id
        )
        self._records = {(row[0], row[1]): row[2] for row in connection.execute(query)}
        self.waiting: list[tuple[str, str, str, str]] = []
        """(path, row id, row as JSON, reason)."""

    def take(self, path: str, changes: Mapping[str, Mapping[str, Any] | None]) -> None:
        """Make the store agree with changed rows: None removes a row."""
        file = path.rsplit("/", 1)[-1]
        table = schema.sample_record if path == SAMPLES else schema.screening
        known: dict[str, list[int]] = {}
        fresh: list[dict[str, Any]] = []
        for row_id, row in changes.items():
            keys = dict(zip(KEYS[file], row_id.split("\x1f"), strict=True))
            record_id = self._records.get((keys["file"], keys["record"]))
            if record_id is not None:
                known.setdefault(keys.get("sample", ""), []).append(record_id)
            if row is not None:
                fresh += self._values(path, row_id, row, record_id)
        for sample, record_ids in known.items():
            self._drop(table, sample, record_ids)
        if fresh:
            insert_rows(self._connection, table, fresh)

    def _drop(self, table: Table, sample: str, record_ids: Sequence[int]) -> None:
        in_sample = table.c.sample == sample if "sample" in table.c else true()
        for some in batches(record_ids):
            self._connection.execute(delete(table).where(table.c.record_id.in_(some), in_sample))

    def _values(
        self, path: str, row_id: str, row: Mapping[str, Any], record_id: int | None
    ) -> list[dict[str, Any]]:
        """The row as the table has it; none where it waits."""
        if record_id is None:
            reason = f'"{row["file"]}" has no record "{row["record"]}"'
            self.waiting.append((path, row_id, _json(row), reason))
            return []
        by = row["by"] or self._coder
        if by not in self._coders:
            self._coders[by] = coder_id(self._connection, by)
        values = {"record_id": record_id, "coder_id": self._coders[by], "at": row["at"] or now()}
        if path == SAMPLES:
            return [values | {"sample": row["sample"], "method": row["method"]}]
        if row["screening"] not in (Screening.INCLUDED, Screening.LEFT_OUT):
            reason = f'"{row["screening"]}" is neither "{Screening.INCLUDED}" nor "{Screening.LEFT_OUT}"'
            self.waiting.append((path, row_id, _json(row), reason))
            return []
        return [values | {"screening": row["screening"], "reason": row["reason"]}]


def _json(row: Mapping[str, Any]) -> str:
    return json.dumps(dict(row), ensure_ascii=False)
