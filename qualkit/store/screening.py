"""Which records are in the study, which are left out and why, and which were drawn at random."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from qualkit.model.forgetting import GONE
from qualkit.model.people import Screening
from qualkit.store import schema
from qualkit.store.writer import Writer

_FEW = 400  # SQLite allows 999 variables a statement on old systems
_LEFT_OUT = select(schema.screening.c.record_id).where(
    schema.screening.c.screening == Screening.LEFT_OUT.value
)
IS_IN: ColumnElement[bool] = and_(
    or_(schema.segment.c.record_id.is_(None), schema.segment.c.record_id.not_in(_LEFT_OUT)),
    schema.segment.c.text != GONE,
)
"""Whether a segment is of no record that was left out, and not forgotten: a condition for queries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenedRecord:
    """A record of a data file with what was decided of it; undecided where nobody has."""

    id: int
    key: str
    case: str
    """Empty where the file names none."""
    screening: Screening
    reason: str = ""
    by: str = ""
    at: str = ""


def records(connection: Connection, dataset: str) -> list[ScreenedRecord]:
    """Every record of a data file, in its order."""
    record, said = schema.record, schema.screening
    query = (
        select(
            record.c.id,
            record.c.key,
            schema.case.c.name.label("case"),
            said.c.screening,
            said.c.reason,
            said.c.at,
            schema.coder.c.name.label("by"),
        )
        .join(schema.dataset, schema.dataset.c.id == record.c.dataset_id)
        .outerjoin(said, said.c.record_id == record.c.id)
        .outerjoin(schema.coder, schema.coder.c.id == said.c.coder_id)
        .outerjoin(schema.case, schema.case.c.id == record.c.case_id)
        .where(schema.dataset.c.name == dataset)
        .order_by(record.c.position)
    )
    return [
        ScreenedRecord(
            id=row.id,
            key=row.key,
            case=row.case or "",
            screening=Screening(row.screening or Screening.UNDECIDED),
            reason=row.reason or "",
            by=row.by or "",
            at=row.at or "",
        )
        for row in connection.execute(query)
    ]


def records_screened(connection: Connection, as_: Screening) -> frozenset[tuple[str, str]]:
    """(data file's name, record) of the records that were screened so."""
    record, said = schema.record, schema.screening
    query = (
        select(schema.dataset.c.name, record.c.key)
        .join(record, record.c.dataset_id == schema.dataset.c.id)
        .outerjoin(said, said.c.record_id == record.c.id)
        .where(func.coalesce(said.c.screening, Screening.UNDECIDED.value) == as_.value)
    )
    return frozenset((name, key) for name, key in connection.execute(query))


def undecided(connection: Connection) -> frozenset[tuple[str, str]]:
    """(data file's name, record) that nobody has decided on, in files whose screening has begun."""
    begun = (
        select(schema.dataset.c.name)
        .join(schema.record, schema.record.c.dataset_id == schema.dataset.c.id)
        .join(schema.screening, schema.screening.c.record_id == schema.record.c.id)
    )
    files = set(connection.scalars(begun.distinct()))
    if not files:
        return frozenset()
    undecided = records_screened(connection, Screening.UNDECIDED)
    return frozenset((file, key) for file, key in undecided if file in files)


def left_out_segments(connection: Connection, source_id: int | None = None) -> frozenset[tuple[str, str]]:
    """(source's name, segment's key) of the answers and notes of records that were left out."""
    segment = schema.segment.c
    query = (
        select(schema.source.c.name, segment.key)
        .join(schema.source, schema.source.c.id == segment.source_id)
        .where(segment.record_id.in_(_LEFT_OUT), segment.is_gone.is_(False))
    )
    if source_id is not None:
        query = query.where(segment.source_id == source_id)
    return frozenset((name, key) for name, key in connection.execute(query))


def left_out_ids(connection: Connection, source_id: int) -> set[int]:
    """Ids of the segments of a source whose records were left out."""
    segment = schema.segment.c
    query = select(segment.id).where(segment.source_id == source_id, segment.record_id.in_(_LEFT_OUT))
    return set(connection.scalars(query))


def decide(writer: Writer, wanted: Sequence[ScreenedRecord], as_: Screening, reason: str = "") -> int:
    """Say of records that they are included, left out or undecided again; gives of how many that was news."""
    news = [one for one in wanted if (one.screening, one.reason) != (as_, reason)]
    table = schema.screening
    for start in range(0, len(news), _FEW):
        writer.delete(table, table.c.record_id.in_([one.id for one in news[start : start + _FEW]]))
    if as_ is not Screening.UNDECIDED:
        row = {"screening": as_.value, "reason": reason, "coder_id": writer.coder_id, "at": writer.at}
        writer.insert(table, [{"record_id": one.id, **row} for one in news])
    return len(news)


# ---- samples


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampled:
    """A record that was drawn."""

    sample: str
    dataset: str
    record: str
    method: str
    by: str
    at: str


def sampled(connection: Connection) -> list[Sampled]:
    """Every record that was drawn: by sample, data file and its order."""
    drawn, record = schema.sample_record, schema.record
    query = (
        select(
            drawn.c.sample,
            schema.dataset.c.name.label("dataset"),
            record.c.key.label("record"),
            drawn.c.method,
            schema.coder.c.name.label("by"),
            drawn.c.at,
        )
        .join(record, record.c.id == drawn.c.record_id)
        .join(schema.dataset, schema.dataset.c.id == record.c.dataset_id)
        .join(schema.coder, schema.coder.c.id == drawn.c.coder_id)
        .order_by(drawn.c.sample, schema.dataset.c.id, record.c.position)
    )
    return [Sampled(**row._mapping) for row in connection.execute(query)]


def samples_of_records(connection: Connection) -> dict[tuple[str, str], list[str]]:
    """(data file's name, record) → names of the samples that it was drawn into."""
    found: dict[tuple[str, str], list[str]] = {}
    for one in sampled(connection):
        found.setdefault((one.dataset, one.record), []).append(one.sample)
    return found


def add_sample(writer: Writer, sample: str, record_ids: Collection[int], method: str) -> None:
    """Note which records were drawn, and how."""
    row = {"sample": sample, "method": method, "coder_id": writer.coder_id, "at": writer.at}
    writer.insert(schema.sample_record, [{**row, "record_id": id_} for id_ in record_ids])


def drop_sample(writer: Writer, sample: str) -> int:
    """Forget a sample; gives how many records were in it."""
    return writer.delete(schema.sample_record, schema.sample_record.c.sample == sample)


def let_go(writer: Writer, record_id: int) -> None:
    """A record leaves the study with what was said of it."""
    for table in (schema.screening, schema.sample_record):
        writer.delete(table, table.c.record_id == record_id)
