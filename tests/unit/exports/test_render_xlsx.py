import io

import pytest
from openpyxl import load_workbook

from qualkit.exports.bank_sheets import bank_sheets
from qualkit.exports.render.xlsx import CUT_MARK, LONGEST_TEXT, Sheet, cell_text, render_xlsx
from qualkit.model.table import Column, Provenance, Table, Unit

ORIGIN = Provenance(study="Telling", command="qualkit quotes")


def opened(sheets):
    return load_workbook(io.BytesIO(render_xlsx(sheets, "What they said", ORIGIN)))


@pytest.fixture
def coding():
    columns = (Column(key="segment", title="Segment"), Column(key="c", title="Shame", unit=Unit.COUNT))
    return Table(
        id="coding",
        title="Coding",
        columns=columns,
        rows=({"segment": "1", "c": 1}, {"segment": "2", "c": 0}),
    )


@pytest.fixture
def workbook(bank_of, passage, coding):
    bank = bank_of(
        [
            passage("themes-adults", "=1+1", attributes={"age": "16"}, memo="@note", start_ms=61_000),
            passage("themes-shame", "#N/A", turn=2, coders=("ann", "ben")),
        ]
    )
    return opened(bank_sheets(bank, coding, ORIGIN))


def rows_of(sheet):
    titles, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(titles, row, strict=True)) for row in rows]


def test_the_workbook_has_quotes_coding_codebook_and_notes(workbook):
    assert workbook.sheetnames == ["Quotes", "Coding", "Codebook", "Notes"]


def test_a_row_a_quote_holds_path_attribution_attributes_and_where_it_is_from(workbook):
    first, second = rows_of(workbook["Quotes"])
    assert (first["Code"], first["Quote"], first["Attribution"], first["age"]) == (
        "Trust/Adults",
        "=1+1",
        "young person",
        "16",
    )
    assert (first["Source"], first["Turn"], first["Time"], first["Coder"], first["Memo"]) == (
        "FG1", 1, "00:01:01", "ann", "@note"
    )  # fmt: skip
    assert second["Coder"] == "ann, ben"


def test_texts_are_never_formulas_or_errors(workbook):
    cells = [
        cell for sheet in workbook for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)
    ]
    assert {"=1+1", "#N/A", "@note"} <= {cell.value for cell in cells}
    assert {cell.data_type for cell in cells} == {"s"}


def test_headers_are_frozen_filtered_and_texts_wrapped(workbook):
    for sheet in workbook:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref.startswith("A1:")
        assert sheet["A1"].font.bold
    quotes = workbook["Quotes"]
    assert quotes.auto_filter.ref == quotes.dimensions
    assert quotes["C2"].alignment.wrap_text
    assert 8 <= quotes.column_dimensions["C"].width <= 70


def test_the_coding_sheet_holds_numbers(workbook):
    assert rows_of(workbook["Coding"]) == [{"Segment": "1", "Shame": 1}, {"Segment": "2", "Shame": 0}]


def test_the_codebook_lists_every_code_even_the_unused(workbook):
    book = rows_of(workbook["Codebook"])
    assert [row["Code"] for row in book][-2:] == ["Shame", "Unused"]
    assert book[0]["Definition"] == "Whom one can rely on."


def test_notes_and_provenance_share_a_sheet(workbook):
    notes = rows_of(workbook["Notes"])
    assert {"What": "Study", "Text": "Telling"} in notes
    assert any(row["Text"].startswith("Consent to quotation is not recorded") for row in notes)


def test_the_author_is_the_study(workbook):
    assert (workbook.properties.creator, workbook.properties.title) == ("Telling", "What they said")


def test_workers_notes_are_on_a_sheet_that_says_so(bank_of, passage):
    bank = bank_of([passage("themes-shame")], is_for_quotation=False)
    book = opened(bank_sheets(bank, None, ORIGIN))
    assert book.sheetnames == ["Not for quotation", "Codebook", "Notes"]
    assert rows_of(book["Notes"])[0]["Text"].startswith("Not for quotation.")


def test_shares_and_counts_are_numbers_with_a_format(table):
    sheet = opened((Sheet("Table", table),))["Table"]
    assert (sheet["B2"].value, sheet["B2"].number_format) == (1082, "#,##0")
    assert (sheet["C2"].value, sheet["C2"].number_format) == (0.1445, "0.0%")
    assert sheet["E2"].value == "00:07:41"
    assert sheet["D3"].value is None


def test_long_texts_make_a_row_higher(table):
    from dataclasses import replace

    sheet = opened((Sheet("Table", replace(table, rows=({"item": "word " * 60},))),))["Table"]
    assert sheet.row_dimensions[2].height >= 5 * 15


@pytest.mark.parametrize("text", ["x" * 40_000, "👩" * 20_000])
def test_a_text_too_long_for_a_cell_is_cut_and_says_so(text):
    cut = cell_text(text)
    assert len(cut.encode("utf-16-le")) // 2 <= LONGEST_TEXT
    assert cut.endswith(CUT_MARK)
    assert text.startswith(cut.removesuffix(CUT_MARK))


def test_a_text_that_just_fits_is_whole():
    assert cell_text("x" * LONGEST_TEXT) == "x" * LONGEST_TEXT


def test_control_characters_are_replaced():
    assert cell_text("a\x00b\x1b[31m") == "a\ufffdb\ufffd[31m"


def test_the_title_of_numbers_stands_over_them(table):
    sheet = opened((Sheet("Table", table),))["Table"]
    sides = (sheet["A1"].alignment.horizontal, sheet["B1"].alignment.horizontal)
    assert sides == (None, "right")
