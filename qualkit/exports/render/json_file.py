"""A table as json, whole: `title`, `columns`, `rows`, `notes`, `provenance`."""

from __future__ import annotations

import json

from qualkit.exports.render.format import as_data
from qualkit.model.display import UNSAFE
from qualkit.model.table import Table


def render_json(table: Table) -> str:
    """The table, every column of it. Control and bidirectional characters are escaped, so nothing is lost."""
    content = {
        "title": table.title,
        "columns": [{"key": item.key, "title": item.title, "unit": str(item.unit)} for item in table.columns],
        "rows": [
            {column.key: as_data(row.get(column.key), column.unit) for column in table.columns}
            for row in table.rows
        ],
        "notes": list(table.notes),
        "provenance": dict(table.provenance.items()),
    }
    text = json.dumps(content, ensure_ascii=False, indent=2, default=dict)
    return UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"
