"""A table as csv: one header row of keys, one row a row."""

from __future__ import annotations

import csv
import io

from qualkit.exports.render.format import NUMERIC, as_cell
from qualkit.model.guard import guard
from qualkit.model.table import Column, Table, Value


def render_csv(table: Table) -> str:
    """The table, every column of it. Texts that a spreadsheet would take for a formula get an apostrophe."""
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow([guard(column.key) for column in table.columns])
    writer.writerows([_cell(row.get(column.key), column) for column in table.columns] for row in table.rows)
    return lines.getvalue()


def _cell(value: Value, column: Column) -> str:
    text = as_cell(value, column.unit)
    is_number = column.unit in NUMERIC and isinstance(value, int | float)
    return text if is_number else guard(text)
