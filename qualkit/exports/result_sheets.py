"""A result as the sheets of a workbook: one a table, then everything, then the notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from qualkit.exports.charts import chart_of
from qualkit.exports.render.xlsx import Sheet, notes_sheet
from qualkit.model.chart import ChartLook
from qualkit.model.result import Result

_LONGEST = 31
"""Characters of a sheet's name in Excel."""
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f']")


def result_sheets(result: Result, look: ChartLook | None = None) -> tuple[Sheet, ...]:
    """The sheets, each with a name of its own that Excel takes; with charts if so asked."""
    names = sheet_names([table.title for table in result.tables])
    notes = dict.fromkeys(note for table in result.tables for note in table.notes)
    return (
        *(
            Sheet(name, table, chart_of(table, look) if look else None)
            for name, table in zip(names, result.tables, strict=True)
        ),
        Sheet("Data", result.data),
        notes_sheet(list(notes), result.data.provenance),
    )


def sheet_names(
    titles: Sequence[str], taken: Iterable[str] = ("data", "notes", "history", "chart data")
) -> list[str]:
    """Names for sheets made of titles: short, without the signs that Excel refuses, each only once.

    >>> sheet_names(["How safe?", "How safe?", "Notes"])
    ['How safe', 'How safe 2', 'Notes 2']
    """
    known = {name.casefold() for name in taken}
    found = []
    for title in titles:
        plain = " ".join(_FORBIDDEN.sub(" ", title).split()) or "Table"
        name, number = plain[:_LONGEST].strip(), 2
        while name.casefold() in known:
            name = f"{plain[: _LONGEST - len(str(number)) - 1].strip()} {number}"
            number += 1
        known.add(name.casefold())
        found.append(name)
    return found
