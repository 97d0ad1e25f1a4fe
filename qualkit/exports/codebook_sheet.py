"""A codebook as a table, one row a code: csv and Excel."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from qualkit.importers.codebooks.fields import TITLES
from qualkit.model.codebook import Code, Codebook
from qualkit.model.guard import guard

_BEFORE = ("name", "parent", "brief", "definition", "when", "when_not")
_AFTER = ("colour", "summary", "status", "counts_in_any", "version", "created", "id")
_WIDTHS = {
    "name": 28, "parent": 24, "colour": 10, "status": 10, "counts_in_any": 10, "version": 9, "created": 22,
    "id": 38,
}  # fmt: skip
_TEXT_WIDTH = 48
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def codebook_csv(codebook: Codebook) -> bytes:
    """The codes as UTF-8 csv with a mark for Excel; what looks like a formula gets an apostrophe."""
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerows([guard(cell) for cell in row] for row in _table(codebook))
    return lines.getvalue().encode("utf-8-sig")


def codebook_xlsx(codebook: Codebook) -> bytes:
    """The codes as a workbook: frozen header, filters, wrapped texts, and every cell a text."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None  # a new workbook has a sheet
    sheet.title = "Codebook"
    for number, row in enumerate(_table(codebook), start=1):
        for column, text in enumerate(row, start=1):
            cell = sheet.cell(number, column)
            if text:
                cell.value = _CONTROL.sub("\ufffd", text)
                cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=number == 1)
    for column, field in enumerate(_fields(codebook), start=1):
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS.get(field, _TEXT_WIDTH)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def _fields(codebook: Codebook) -> tuple[str, ...]:
    examples = max((len(code.examples) for code in codebook.codes), default=0)
    return (*_BEFORE, *["examples"] * max(examples, 1), *_AFTER)


def _table(codebook: Codebook) -> Iterator[list[str]]:
    fields = _fields(codebook)
    many = fields.count("examples")
    numbers = iter(range(1, many + 1))
    yield [_example_title(next(numbers)) if field == "examples" else TITLES[field] for field in fields]
    for _, code in codebook.walk():
        cells = [_cell(code, field, codebook) for field in (*_BEFORE, *_AFTER)]
        examples = [*code.examples, *[""] * (many - len(code.examples))]
        yield [*cells[: len(_BEFORE)], *examples, *cells[len(_BEFORE) :]]


def _example_title(number: int) -> str:
    return "example" if number == 1 else f"example {number}"


def _cell(code: Code, field: str, codebook: Codebook) -> str:
    if field == "parent":
        return codebook.path(code.parent) if code.parent else ""
    if field == "counts_in_any":
        return "yes" if code.counts_in_any else "no"
    return str(getattr(code, field))
