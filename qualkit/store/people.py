"""Cases and their attributes."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, and_, select

from qualkit.model.people import Case, Consent
from qualkit.store import schema
from qualkit.store.rows import mapping
from qualkit.store.writer import Writer


def ensure_cases(writer: Writer, names: Iterable[str]) -> dict[str, int]:
    """The ids of cases by name; those that are new to the study are made."""
    wanted = list(dict.fromkeys(names))
    known = case_ids(writer.connection)
    fresh = {name: writer.next_id(schema.case) for name in wanted if name not in known}
    writer.insert(schema.case, [{"id": id_, "name": name} for name, id_ in fresh.items()])
    known |= fresh
    return {name: known[name] for name in wanted}


def case_ids(connection: Connection) -> dict[str, int]:
    """Every case's id by its name."""
    return mapping(connection, select(schema.case.c.name, schema.case.c.id))


def cases(connection: Connection) -> dict[str, Case]:
    """Every case by name, with its attributes and consent."""
    return {case.name: case for _, case in stored_cases(connection)}


def stored_cases(connection: Connection) -> list[tuple[int, Case]]:
    """(id, case) of every case, in the order in which they came."""
    attributes: dict[int, dict[str, str]] = {}
    for case_id, name, value in connection.execute(select(schema.case_attribute)):
        attributes.setdefault(case_id, {})[name] = value
    return [
        (
            row.id,
            Case(
                name=row.name,
                pseudonym=row.pseudonym,
                attributes=attributes.get(row.id, {}),
                analysis=Consent(row.analysis),
                quotation=Consent(row.quotation),
                archive=Consent(row.archive),
            ),
        )
        for row in connection.execute(select(schema.case).order_by(schema.case.c.id))
    ]


def speakers(connection: Connection) -> list[tuple[str, str, str, str | None]]:
    """(source's name, name in it, part in the talk, person) of every speaker."""
    speaker, source = schema.speaker, schema.source
    query = (
        select(source.c.name, speaker.c.name, speaker.c.role, schema.case.c.name)
        .join(source, source.c.id == speaker.c.source_id)
        .outerjoin(schema.case, schema.case.c.id == speaker.c.case_id)
        .order_by(source.c.position, speaker.c.id)
    )
    return [(row[0], row[1], row[2], row[3]) for row in connection.execute(query)]


def describe_case(writer: Writer, case_id: int, case: Case) -> None:
    """Make a case's pseudonym, consents and attributes those of `case`."""
    values = {"pseudonym": case.pseudonym}
    values |= {name: getattr(case, name).value for name in ("analysis", "quotation", "archive")}
    writer.update(schema.case, (case_id,), values)
    table = schema.case_attribute
    known = mapping(writer.connection, select(table.c.name, table.c.value).where(table.c.case_id == case_id))
    gone = [name for name in known if name not in case.attributes]
    if gone:
        writer.delete(table, and_(table.c.case_id == case_id, table.c.name.in_(gone)))
    fresh = {name: value for name, value in case.attributes.items() if name not in known}
    writer.insert(table, [{"case_id": case_id, "name": n, "value": v} for n, v in fresh.items()])
    for name, value in case.attributes.items():
        if name in known:
            writer.update(table, (case_id, name), {"value": value})
