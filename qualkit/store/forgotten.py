"""What has been forgotten, as marks that tell nobody what it was: rows that would bring it back stay out."""

from __future__ import annotations

import csv
import io
from collections.abc import Container, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, select

from qualkit.model.forgetting import passage_mark, person_mark, record_mark, row_mark, source_mark
from qualkit.store import schema, text_files

FORGOTTEN = "coding/forgotten.csv"
_FIELDS = ("mark", "at")
Marks = Mapping[str, str]
"""Mark → when it was made."""


def marks(connection: Connection) -> dict[str, str]:
    """Everything that this database knows to be forgotten."""
    return parse(text_files.content_of(connection, FORGOTTEN).decode())


def parse(text: str) -> dict[str, str]:
    """The marks in the text of the file; what is no mark is passed over."""
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    return {row["mark"]: row.get("at") or "" for row in rows if row.get("mark")}


def text_of(known: Marks) -> str:
    """The text of the file: marks in their own order, so that two copies with the same are the same."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_FIELDS)
    writer.writerows(sorted(known.items()))
    return out.getvalue()


def joined(*some: Marks) -> dict[str, str]:
    """The marks of several; each has its earliest time."""
    found: dict[str, str] = {}
    for one in some:
        for mark, at in one.items():
            found[mark] = min(found.get(mark, at), at)
    return found


def is_forgotten(known: Marks, row: Mapping[str, Any], present: Container[str] = ()) -> bool:
    """Whether a row speaks of something that was forgotten; `present`: sources that there are now."""
    return any(mark in known for mark in _marks_of(row, present))


def _marks_of(row: Mapping[str, Any], present: Container[str]) -> Iterable[str]:
    source = str(row.get("source") or "")
    yield from _marks_of_source(source, present)
    for key in {row.get("segment"), row.get("end_segment")} - {None, ""}:
        yield passage_mark(source, str(key))
    for id_ in {row.get("id"), row.get("coding_id")} - {None, ""}:
        yield row_mark(str(id_))
    if row.get("file") and row.get("record"):
        yield record_mark(str(row["file"]), str(row["record"]))
    yield from _marks_of_target(str(row.get("about") or ""), str(row.get("target") or ""), present)


def _marks_of_source(source: str, present: Container[str]) -> Iterable[str]:
    if source and source not in present:  # else one of the same name has been brought in since
        yield source_mark(source)
        yield source_mark(source.split(":", 1)[0])


def _marks_of_target(about: str, target: str, present: Container[str]) -> Iterable[str]:
    if about:
        yield row_mark(about)  # what is said of a flag names the flag
    match about:
        case "person":
            yield person_mark(target)
        case "source":
            yield from _marks_of_source(target, present)
        case "coding":
            yield row_mark(target)
        case "passage":
            source, _, key = target.rpartition("#")
            yield passage_mark(source, key)
            yield from _marks_of_source(source, present)


def without_forgotten(
    connection: Connection, changes: Mapping[str, Mapping[str, Any] | None]
) -> Mapping[str, Mapping[str, Any] | None]:
    """Changes of rows with those taken out that would bring back what was forgotten."""
    known = marks(connection)
    if not known:
        return changes
    present = set(connection.scalars(select(schema.source.c.name)))
    return {key: None if row and is_forgotten(known, row, present) else row for key, row in changes.items()}
