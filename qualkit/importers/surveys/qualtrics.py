"""The three header rows of a Qualtrics export: names, wordings, and a row of `{"ImportId": …}`."""

from __future__ import annotations

from qualkit.importers.surveys.layout import Header, Rows


def header(rows: Rows) -> Header | None:
    """The header, if the third row is Qualtrics' own; else None."""
    if len(rows) < 3:
        return None
    said = [cell for cell in rows[2] if cell.strip()]
    if not said or not all(cell.startswith('{"ImportId":') for cell in said):
        return None
    return Header(names=rows[0], wordings=rows[1], rows=3, rows_kept_under_names=2, platform="Qualtrics")
