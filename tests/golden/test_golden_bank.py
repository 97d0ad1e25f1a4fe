"""Every export of one nasty bank, against the files in expected/."""

import io
import re
import zipfile

import pytest
from lxml import etree
from openpyxl import load_workbook

from qualkit.exports.bank_layout import bank_document, bank_table
from qualkit.exports.render import render_table, write_bank


@pytest.mark.parametrize("suffix", ["csv", "json", "md", "html"])
def test_a_text_export_of_a_nasty_bank_stays_as_it_is(
    tmp_path, check_golden, nasty_bank, nasty_coding, origin, suffix
):
    path = tmp_path / f"bank.{suffix}"
    write_bank(nasty_bank, path, provenance=origin, coding=nasty_coding)
    check_golden(f"bank.{suffix}", without_page_furniture(path.read_bytes().decode()))


def without_page_furniture(text):
    """A page without its style sheet and script, which are files of their own."""
    return re.sub(r"<(style|script)>\n.*?</\1>", r"<\1>…</\1>", text, flags=re.DOTALL)


def test_the_body_of_a_word_file_stays_as_it_is(tmp_path, check_golden, nasty_bank, origin):
    path = tmp_path / "bank.docx"
    write_bank(nasty_bank, path, provenance=origin)
    with zipfile.ZipFile(path) as package:
        document = etree.fromstring(package.read("word/document.xml"))
    check_golden("bank.docx.xml", "\n".join(map(outline, document[0])) + "\n")


def outline(element):
    """A paragraph as one line, without the namespace."""
    return re.sub(r' xmlns:?\w*="[^"]*"', "", etree.tostring(element, encoding="unicode")).replace("\n", "")


def test_the_sheets_of_a_workbook_stay_as_they_are(tmp_path, check_golden, nasty_bank, nasty_coding, origin):
    path = tmp_path / "bank.xlsx"
    write_bank(nasty_bank, path, provenance=origin, coding=nasty_coding)
    workbook = load_workbook(io.BytesIO(path.read_bytes()))
    lines = []
    for sheet in workbook:
        lines.append(f"## {sheet.title}")
        lines += [
            f"{cell.coordinate} {cell.data_type} {cell.value!r}"
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None
        ]
    check_golden("bank.xlsx.txt", "\n".join(lines) + "\n")


def test_the_bank_on_a_terminal_stays_as_it_is(check_golden, nasty_bank):
    shown = render_table(bank_table(nasty_bank), "table", width=100)
    check_golden("bank.txt", re.sub(r"(?m)(^.*and so.*\n)+", "…\n", shown))


def test_every_quote_of_the_bank_stands_in_its_document_once(nasty_bank, origin):
    blocks = bank_document(nasty_bank, origin).blocks
    assert (
        sum(type(block).__name__ == "QuoteBlock" for block in blocks) == len(bank_table(nasty_bank).rows) == 9
    )
