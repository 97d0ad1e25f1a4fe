"""One renderer a file type, chosen by the file's ending. Each is imported only when it is used."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qualkit.errors import Refused
from qualkit.exports.render.output import suffix_of
from qualkit.files import replace_file
from qualkit.model.bank import Bank
from qualkit.model.result import Result
from qualkit.model.table import Provenance, Table

if TYPE_CHECKING:
    from qualkit.exports.document import Document
    from qualkit.model.chart import ChartLook

TABLE_FORMATS = ("table", "csv", "json", "md")
TABLE_SUFFIXES = (".csv", ".json", ".md", ".xlsx", ".html", ".docx")
DOCUMENT_SUFFIXES = (".docx", ".html", ".md")
BANK_SUFFIXES = (".docx", ".xlsx", ".html", ".md", ".csv", ".json")


def render_table(table: Table, format: str, *, width: int = 80) -> str:
    """The table as text for standard output: `table`, `csv`, `json` or `md`. `width` is the terminal's."""
    match format:
        case "table":
            from qualkit.exports.render.text import render_text

            return render_text(table, width)
        case "csv":
            from qualkit.exports.render.csv_file import render_csv

            return render_csv(table)
        case "json":
            from qualkit.exports.render.json_file import render_json

            return render_json(table)
        case "md":
            from qualkit.exports.render.markdown import render_markdown_table

            return render_markdown_table(table)
    raise Refused(f'There is no format "{format}".', hint=f"The formats are {', '.join(TABLE_FORMATS)}.")


def write_table(
    table: Table,
    path: Path,
    *,
    look: ChartLook | None = None,
    template: Path | None = None,
    force: bool = False,
) -> None:
    """Writes the table as the file's ending says; with its chart in .xlsx, .docx and .html if so asked.

    Refused for an unknown ending or an existing file.
    """
    suffix = suffix_of(path, TABLE_SUFFIXES, template=template, force=force)
    replace_file(path, _table_bytes(table, suffix, template, look))


def render_result(result: Result, format: str, *, width: int = 80) -> str:
    """A result as text: its tables one below the other, or for csv and json everything in one."""
    if format in ("csv", "json"):
        return render_table(result.data, format)
    return "\n".join(render_table(table, format, width=width) for table in result.tables)


def write_result(
    result: Result,
    path: Path,
    *,
    look: ChartLook | None = None,
    template: Path | None = None,
    force: bool = False,
) -> None:
    """Writes a result as the file's ending says; with charts in .xlsx, .docx and .html if so asked.

    Refused for an unknown ending or an existing file.
    """
    suffix = suffix_of(path, TABLE_SUFFIXES, template=template, force=force)
    if suffix in DOCUMENT_SUFFIXES:
        from qualkit.exports.document import result_document

        content = _document_bytes(result_document(result, look), suffix, template)
    elif suffix == ".xlsx":
        from qualkit.exports.render.xlsx import render_xlsx
        from qualkit.exports.result_sheets import result_sheets

        content = render_xlsx(result_sheets(result, look), result.title, result.data.provenance)
    else:
        content = _table_bytes(result.data, suffix, None)
    replace_file(path, content)


def write_document(
    document: Document, path: Path, *, template: Path | None = None, force: bool = False
) -> None:
    """Writes the document as the file's ending says. Refused for an unknown ending or an existing file."""
    suffix = suffix_of(path, DOCUMENT_SUFFIXES, template=template, force=force)
    replace_file(path, _document_bytes(document, suffix, template))


def write_bank(
    bank: Bank,
    path: Path,
    *,
    provenance: Provenance,
    coding: Table | None = None,
    template: Path | None = None,
    force: bool = False,
) -> None:
    """Writes the quote bank as the file's ending says; `coding` is the 0/1 sheet of a workbook.

    Refused for an unknown ending or an existing file.
    """
    from qualkit.exports.bank_layout import bank_document, bank_table

    suffix = suffix_of(path, BANK_SUFFIXES, template=template, force=force)
    if suffix in DOCUMENT_SUFFIXES:
        content = _document_bytes(bank_document(bank, provenance), suffix, template)
    elif suffix == ".xlsx":
        from qualkit.exports.bank_sheets import bank_sheets
        from qualkit.exports.render.xlsx import render_xlsx

        content = render_xlsx(bank_sheets(bank, coding, provenance), bank.title, provenance)
    else:
        content = _table_bytes(bank_table(bank, provenance), suffix, None)
    replace_file(path, content)


def _document_bytes(document: Document, suffix: str, template: Path | None) -> bytes:
    match suffix:
        case ".docx":
            from qualkit.exports.render.docx import render_docx

            return render_docx(document, template)
        case ".html":
            from qualkit.exports.render.html import render_html

            return _encoded(render_html(document))
        case _:
            from qualkit.exports.render.markdown import render_markdown

            return _encoded(render_markdown(document))


def _table_bytes(table: Table, suffix: str, template: Path | None, look: ChartLook | None = None) -> bytes:
    if suffix in DOCUMENT_SUFFIXES:
        from qualkit.exports.document import table_document

        return _document_bytes(table_document(table, look), suffix, template)
    if suffix == ".xlsx":
        from qualkit.exports.charts import chart_of
        from qualkit.exports.render.xlsx import Sheet, notes_sheet, render_xlsx

        chart = chart_of(table, look) if look else None
        sheets = (Sheet("Table", table, chart), notes_sheet(table.notes, table.provenance))
        return render_xlsx(sheets, table.title, table.provenance)
    return _encoded(render_table(table, suffix.removeprefix(".")))


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")
