import io
import zipfile

import docx
import pytest
from docx.shared import Pt, RGBColor

from qualkit.errors import FileRefused
from qualkit.exports.bank_layout import bank_document
from qualkit.exports.document import (
    Document,
    Heading,
    PageBreak,
    Paragraph,
    QuoteBlock,
    Run,
    RunStyle,
    TableBlock,
    plain,
    table_document,
)
from qualkit.exports.render.docx import render_docx
from qualkit.model.table import Column, Provenance, Table, Unit

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def opened(document, template=None):
    return docx.Document(io.BytesIO(render_docx(document, template)))


@pytest.fixture
def bank(bank_of, passage):
    return bank_of(
        [
            passage("themes-trust", "She said “no”."),
            passage("themes-adults", "Two\nlines\tand \x1b[31m", turn=2),
            passage("themes-teachers", turn=3),
            passage("themes-shame", turn=4, before="What then?", after="Laughter."),
        ]
    )


@pytest.fixture
def word(bank):
    return opened(bank_document(bank, Provenance(study="Telling", date="2026-11-22")))


def by_style(word, name):
    return [paragraph.text for paragraph in word.paragraphs if paragraph.style.name == name]


def test_titles_headings_and_quotes_are_in_words_own_styles(word):
    assert by_style(word, "Title") == ["What they said"]
    assert by_style(word, "Heading 1") == ["Trust", "Shame", "Notes"]
    assert by_style(word, "Heading 2") == ["Adults", "About this file"]
    assert by_style(word, "Heading 3") == ["Teachers"]
    assert by_style(word, "Quote")[:2] == [
        "“She said “no”.” – young person",
        "“Two\nlines\tand \ufffd[31m” – young person",
    ]
    assert by_style(word, "Quote Context") == ["… What then?", "Laughter. …"]


def test_the_attribution_has_a_style_of_its_own_and_stands_upright(word):
    quote = next(paragraph for paragraph in word.paragraphs if paragraph.style.name == "Quote")
    assert (quote.runs[-1].text, quote.runs[-1].style.name, quote.runs[-1].italic) == (
        " – young person", "Quote Attribution", False
    )  # fmt: skip
    assert quote.style.font.italic


def test_chapters_start_on_a_new_page(word):
    assert [p.text for p in word.paragraphs if p.paragraph_format.page_break_before] == [
        "Contents",
        "Trust",
        "Shame",
        "Notes",
    ]


def test_the_contents_are_a_field_filled_with_links_to_the_headings(word):
    body = word.element.body
    instructions = [element.text for element in body.iter(f"{WORD}instrText")]
    assert instructions == [r' TOC \o "1-3" \h \z \u ']
    links = [element.get(f"{WORD}anchor") for element in body.iter(f"{WORD}hyperlink")]
    marks = [element.get(f"{WORD}name") for element in body.iter(f"{WORD}bookmarkStart")]
    assert links == marks
    assert len(links) == 6
    kinds = [element.get(f"{WORD}fldCharType") for element in body.iter(f"{WORD}fldChar")]
    assert kinds == ["begin", "separate", "end"]


def test_the_files_properties_name_the_study_and_no_person(word):
    properties = word.core_properties
    assert (properties.title, properties.author, properties.last_modified_by) == (
        "What they said",
        "Telling",
        "",
    )


def test_the_page_is_a4_with_numbers_except_on_the_cover(word):
    (section,) = word.sections
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert section.different_first_page_header_footer
    assert section.footer.paragraphs[0].text.startswith("What they said\t")


def test_a_house_template_restyles_and_keeps_its_footer(tmp_path, bank):
    house = docx.Document()
    house.styles["Heading 1"].font.color.rgb = RGBColor(200, 0, 0)
    house.styles["Quote"].font.size = Pt(15)
    house.sections[0].footer.paragraphs[0].text = "House of Research"
    house.add_paragraph("Delete this instruction")
    house.save(tmp_path / "house.docx")
    word = opened(bank_document(bank, Provenance()), tmp_path / "house.docx")
    assert word.styles["Heading 1"].font.color.rgb == RGBColor(200, 0, 0)
    assert word.styles["Quote"].font.size == Pt(15)
    assert word.sections[0].footer.paragraphs[0].text == "House of Research"
    assert "Delete this instruction" not in [paragraph.text for paragraph in word.paragraphs]
    assert by_style(word, "Heading 1") == ["Trust", "Shame", "Notes"]
    assert by_style(word, "Quote Reference")[0] == "FG1, turn 1"


def test_a_template_with_other_style_ids_is_used_by_the_styles_names(tmp_path, bank):
    house = docx.Document()
    heading = house.styles["Heading 1"]
    heading.element.set(f"{WORD}styleId", "berschrift1")
    house.styles["Quote"].element.getparent().remove(house.styles["Quote"].element)
    house.styles["Normal"].element.set(f"{WORD}styleId", "Standard")
    house.save(tmp_path / "haus.docx")
    word = opened(bank_document(bank, Provenance()), tmp_path / "haus.docx")
    assert by_style(word, "Heading 1") == ["Trust", "Shame", "Notes"]
    assert word.styles["Quote"].base_style.name == "Normal"


def test_a_dotx_template_works_like_a_docx(tmp_path, bank):
    content = io.BytesIO()
    house = docx.Document()
    house.styles["Quote"].font.size = Pt(15)
    house.save(content)
    with zipfile.ZipFile(content) as old, zipfile.ZipFile(tmp_path / "house.dotx", "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, part.replace(b"document.main+xml", b"template.main+xml"))
    assert opened(bank_document(bank, Provenance()), tmp_path / "house.dotx").styles["Quote"].font.size == Pt(
        15
    )


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04 cut off"])
def test_a_template_that_is_no_word_file_is_refused(tmp_path, bank, content):
    (tmp_path / "bad.docx").write_bytes(content)
    with pytest.raises(FileRefused, match=r"bad\.docx"):
        render_docx(bank_document(bank, Provenance()), tmp_path / "bad.docx")


def test_a_template_that_is_a_workbook_is_refused(tmp_path, bank):
    from openpyxl import Workbook

    Workbook().save(tmp_path / "sheet.docx")
    with pytest.raises(FileRefused, match="can't be used as a Word template"):
        render_docx(bank_document(bank, Provenance()), tmp_path / "sheet.docx")


def test_a_missing_template_is_refused(tmp_path, bank):
    with pytest.raises(FileRefused, match=r"nowhere\.docx"):
        render_docx(bank_document(bank, Provenance()), tmp_path / "nowhere.docx")


def test_a_table_repeats_its_header_and_sets_numbers_flush_right(table):
    word = opened(table_document(table))
    (shown,) = word.tables
    assert [cell.text for cell in shown.rows[1].cells] == ["A friend", "1,082", "14.5%", "3.46", "00:07:41"]
    assert shown.rows[0]._tr.trPr.find(f"{WORD}tblHeader") is not None
    assert shown.rows[1].cells[1].paragraphs[0].alignment == 2
    assert "% of 2,000 people." in [paragraph.text for paragraph in word.paragraphs]


def test_runs_keep_their_emphasis_and_a_page_break_waits_for_a_paragraph():
    runs = (*plain("a "), Run("b", RunStyle.STRONG), Run("c", RunStyle.EMPHASIS))
    word = opened(Document(title="t", blocks=(PageBreak(), Paragraph(runs), QuoteBlock(runs=plain("q")))))
    first = word.paragraphs[0]
    assert [(run.text, run.bold, run.italic) for run in first.runs] == [
        ("a ", None, None),
        ("b", True, None),
        ("c", None, True),
    ]
    assert first.paragraph_format.page_break_before
    assert word.paragraphs[1].text == "“q”"


def test_a_table_too_wide_for_the_page_stands_on_a_page_on_its_side_with_its_heading():
    columns = tuple(Column(key=f"c{n}", title="percentages", unit=Unit.SHARE) for n in range(14))
    wide = Table(id="t", title="", columns=columns, rows=({column.key: 0.5 for column in columns},))
    small = Table(id="s", title="", columns=columns[:2], rows=({"c0": 0.5, "c1": 0.5},))
    document = Document(
        title="Counts",
        blocks=(
            Heading(1, "Counts"),
            TableBlock(small),
            Heading(2, "Wide"),
            TableBlock(wide),
            Heading(2, "After"),
            TableBlock(small),
        ),
    )
    word = docx.Document(io.BytesIO(render_docx(document)))
    turned = [section.page_width > section.page_height for section in word.sections]
    assert turned == [False, True, False]
    assert [section.footer.is_linked_to_previous for section in word.sections] == [False] * 3
    assert [section.different_first_page_header_footer for section in word.sections] == [True, False, False]
    kinds = ["turn" if one.xpath(".//w:sectPr") else one.tag.rsplit("}", 1)[1] for one in word.element.body]
    assert kinds[:6] == ["p", "tbl", "turn", "p", "tbl", "turn"]
