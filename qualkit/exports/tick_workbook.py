"""Coding as a workbook to be filled in: a row a passage, a column a code, the codebook on a second sheet."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from qualkit.model.ticks import BEFORE, BOOK, PASSAGE, SHEET, TICK, TickSheet

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_LEADING = (PASSAGE, "Who", "Text", "Read")
_BOOK_TITLES = ("Code", "In brief", "Definition", "When to use", "When not to use", "Id")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LONGEST = 32_000
"""Characters that Excel takes in a cell, less some."""


def tick_workbook(sheet: TickSheet) -> bytes:
    """The workbook: ticks are chosen from a list or typed; what was ticked is on a hidden sheet."""
    from openpyxl import Workbook

    workbook = Workbook()
    coding = workbook.active
    assert coding is not None  # a new workbook has a sheet
    coding.title = SHEET
    _write(coding, _coding_rows(sheet), widths=(18, 18, 70, 7, *[14] * len(sheet.columns)))
    coding.freeze_panes = "E2"
    _offer_ticks(coding, len(sheet.rows), len(sheet.columns))
    book = workbook.create_sheet(BOOK)
    _write(book, _book_rows(sheet), widths=(30, 40, 60, 40, 40, 38))
    book.freeze_panes = "B2"
    before = workbook.create_sheet(BEFORE)
    before.sheet_state = "hidden"
    _write(before, _before_rows(sheet), widths=(18, 38))
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def _coding_rows(sheet: TickSheet) -> Iterable[Sequence[str]]:
    yield [*_LEADING, *(column.title for column in sheet.columns)]
    for row in sheet.rows:
        keys = ["read", *(column.code_id for column in sheet.columns)]
        yield [row.passage, row.who, row.text, *(TICK if key in row.ticks else "" for key in keys)]


def _book_rows(sheet: TickSheet) -> Iterable[Sequence[str]]:
    yield _BOOK_TITLES
    for one in sheet.columns:
        yield [one.title, one.brief, one.definition, one.use_when, one.use_when_not, one.code_id]


def _before_rows(sheet: TickSheet) -> Iterable[Sequence[str]]:
    yield ["books", *sheet.books]
    for passage, ticks in sheet.before.items():
        yield [passage, *sorted(ticks)]


def _write(worksheet: Worksheet, rows: Iterable[Sequence[str]], *, widths: Sequence[int]) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    wrapped, bold = Alignment(wrap_text=True, vertical="top"), Font(bold=True)
    for number, row in enumerate(rows, start=1):
        for place, text in enumerate(row, start=1):
            if text or number == 1:
                _put(worksheet.cell(number, place), text)
                worksheet.cell(number, place).alignment = wrapped
        if number == 1:
            for cell in worksheet[1]:
                cell.font = bold
    for place, width in enumerate(widths, start=1):
        worksheet.column_dimensions[get_column_letter(place)].width = width


def _put(cell: Any, text: str) -> None:
    """A text cell, whatever it begins with: nothing that somebody said is a formula."""
    cell.value = _CONTROL.sub("\ufffd", text)[:_LONGEST]
    cell.data_type = "s"


def _offer_ticks(worksheet: Worksheet, rows: int, codes: int) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    offer = DataValidation(type="list", formula1=f'"{TICK}"', allow_blank=True, showErrorMessage=True)
    offer.error, offer.errorTitle = f"Write {TICK}, or leave it empty.", "Tick"
    last = get_column_letter(len(_LEADING) + codes)
    if rows:
        offer.add(f"{get_column_letter(len(_LEADING))}2:{last}{rows + 1}")
        worksheet.add_data_validation(offer)
        worksheet.auto_filter.ref = f"A1:{last}{rows + 1}"
