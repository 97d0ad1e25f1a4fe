"""Cases and their attributes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, select

from qualkit.model.people import Case, Consent
from qualkit.store import schema
from qualkit.store.rows import mapping
from qualkit.store.writer import Writer


def ensure_cases(writer: Writer, names: Iterable[str]) -> dict[str, int]:
    """The ids of cases by name; those that are new to the study are made."""
    wanted = list(dict.fromkeys(names))
    known = case_ids(writer.connection)
    rows = [{"id": writer.next_id(schema.case), "name": name} for name in wanted if name not in known]
    writer.insert(schema.case, rows)
    known.update({str(row["name"]): int(row["id"]) for row in rows})  # type: ignore[call-overload]
    return {name: known[name] for name in wanted}


def case_ids(connection: Connection) -> dict[str, int]:
    """Every case's id by its name."""
    return mapping(connection, select(schema.case.c.name, schema.case.c.id))


def cases(connection: Connection) -> dict[str, Case]:
    """Every case by name, with its attributes and consent."""
    attributes: dict[int, dict[str, str]] = {}
    for case_id, name, value in connection.execute(select(schema.case_attribute)):
        attributes.setdefault(case_id, {})[name] = value
    return {
        row.name: Case(
            name=row.name,
            pseudonym=row.pseudonym,
            attributes=attributes.get(row.id, {}),
            analysis=Consent(row.analysis),
            quotation=Consent(row.quotation),
            archive=Consent(row.archive),
        )
        for row in connection.execute(select(schema.case).order_by(schema.case.c.id))
    }


def describe_case(
    writer: Writer, case_id: int, values: Mapping[str, str], attributes: Mapping[str, str]
) -> bool:
    """Set a case's pseudonym and consents, and its attributes; gives whether anything changed."""
    changed = writer.update(schema.case, (case_id,), values)
    known = {
        name: value
        for _, name, value in writer.connection.execute(
            select(schema.case_attribute).where(schema.case_attribute.c.case_id == case_id)
        )
    }
    for name, value in attributes.items():
        if name not in known:
            writer.insert(schema.case_attribute, [{"case_id": case_id, "name": name, "value": value}])
        elif known[name] != value:
            writer.update(schema.case_attribute, (case_id, name), {"value": value})
        changed = changed or known.get(name) != value
    return changed
