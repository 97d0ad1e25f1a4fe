"""Charts as pictures, in workbooks, in Word files, in pages and in the terminal."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import docx
import pytest
from openpyxl import load_workbook
from PIL import Image

from qualkit.errors import Refused
from qualkit.exports.charts import charts_of
from qualkit.exports.render import write_table
from qualkit.exports.render.chart_file import pdf, png, svg, write_charts
from qualkit.exports.render.chart_layout import bars_of
from qualkit.exports.render.chart_office import office_cells
from qualkit.exports.render.chart_picture import WIDTH
from qualkit.exports.render.chart_ruler import broken, inches
from qualkit.exports.render.chart_text import render_chart
from qualkit.exports.render.text import columns_wide
from qualkit.model.chart import Chart, ChartKind, ChartLook, ChartRow, Neutral, Series
from qualkit.model.table import Column, Table, Unit

SVG = "{http://www.w3.org/2000/svg}"
LEVELS = ("Never", "Rarely", "Sometimes", "Often", "Always")
NASTY = "<b>$x_1$ & \x1b[31m“5 to $10” 你好</b>"


@pytest.fixture
def chart():
    shares = ((0.1, 0.05), (0.2, 0.0), (0.3, 0.05), (0.25, 0.5), (0.15, None))
    return Chart(
        id="likert:a", title="How often?", subtitle="% of people who rated, n = 100",
        kind=ChartKind.DIVERGING, low=2, middle=2, alt="Bars: How often? At home: Never 10%.",
        rows=(ChartRow(label="At home", n=100), ChartRow(label=NASTY, n=100)),
        series=tuple(Series(name=name, shares=pair) for name, pair in zip(LEVELS, shares, strict=True)),
        totals=((0.3, 0.4), (0.05, None)),
    )  # fmt: skip


@pytest.fixture
def table():
    columns = (
        Column(key="name", title="Code"),
        Column(key="count", title="People", unit=Unit.COUNT),
        Column(key="share", title="% of 27 people", unit=Unit.SHARE),
    )
    rows = (
        {"name": "Fear", "count": 6, "share": 6 / 27},
        {"name": "  Of school", "count": None, "share": None},
    )
    return Table(id="prevalence", title="What they felt", columns=columns, rows=rows)


def texts_of(picture):
    return ["".join(element.itertext()) for element in ElementTree.fromstring(picture).iter(f"{SVG}text")]


def test_the_same_data_give_the_same_bytes(chart):
    assert svg(chart) == svg(chart)
    assert png(chart) == png(chart)
    assert pdf([chart]) == pdf([chart])


def test_an_svg_has_title_words_and_texts_that_can_be_searched(chart):
    root = ElementTree.fromstring(svg(chart))
    assert root.get("role") == "img"
    assert [root.find(f"{SVG}{name}").text for name in ("title", "desc")] == [chart.title, chart.alt]
    texts = texts_of(svg(chart))
    assert {"How often?", "At home", "30%", "25%", "100"} <= set(texts)


def test_an_svg_tells_nothing_of_when_and_with_what_it_was_made(chart):
    assert not re.search(r"20\d\d-|matplotlib v", svg(chart).lower())


def test_nothing_in_the_data_is_markup_or_mathematics(chart):
    shown = " ".join(texts_of(svg(chart)))
    assert "$x_1$" in shown and "<b>" in shown and "$10" in shown
    assert "\x1b" not in svg(chart)


def test_a_png_keeps_title_and_words_in_its_metadata(chart):
    with Image.open(io.BytesIO(png(chart))) as picture:
        assert picture.info["Title"] == chart.title
        assert picture.info["Description"] == chart.alt
        assert "Software" not in picture.info
        assert picture.width == WIDTH * 200


def test_more_rows_make_a_higher_picture_of_the_same_width(chart):
    rows = tuple(ChartRow(label=f"Row {n}", n=5) for n in range(40))
    series = tuple(Series(name=one.name, shares=(0.2,) * 40) for one in chart.series)
    long = Chart(id="l", title="t", subtitle="", kind=ChartKind.STACKED, rows=rows, series=series)
    with Image.open(io.BytesIO(png(long))) as high, Image.open(io.BytesIO(png(chart))) as low:
        assert high.width == low.width
        assert high.height > 3 * low.height


def test_lines_are_never_wider_than_asked():
    text = (
        "However often they were asked, Donaudampfschifffahrtsgesellschaftskapitänsmütze was what they said"
    )
    lines = broken(text, 1.5, 9)
    assert all(inches(line, 9) <= 1.5 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_several_charts_are_numbered_files_or_pages(chart, tmp_path):
    assert [path.name for path in write_charts([chart, chart], tmp_path / "c.svg")] == ["c-1.svg", "c-2.svg"]
    assert [path.name for path in write_charts([chart, chart], tmp_path / "c.pdf")] == ["c.pdf"]
    with pytest.raises(Refused, match="there already"):
        write_charts([chart, chart], tmp_path / "c.svg")
    with pytest.raises(Refused, match="ending"):
        write_charts([chart], tmp_path / "c.gif")


def test_a_workbook_draws_the_chart_from_cells_that_can_be_edited(table, tmp_path):
    write_table(table, tmp_path / "t.xlsx", look=ChartLook())
    (chart,) = charts_of([table])
    workbook = load_workbook(tmp_path / "t.xlsx")
    figures = [list(row) for row in workbook["Chart data"].iter_rows(values_only=True)]
    assert figures[:3] == [["What they felt", "%"], ["Fear (n = 6)", 0.222], ["Of school", None]]
    (drawn,) = workbook["Table"]._charts
    assert drawn.series[0].val.numRef.f == "'Chart data'!$B$2:$B$3"
    with zipfile.ZipFile(tmp_path / "t.xlsx") as package:
        drawing = ElementTree.fromstring(package.read("xl/drawings/drawing1.xml"))
        labels = package.read("xl/charts/chart1.xml").decode()
    told = [element.get("descr") for element in drawing.iter() if element.tag.endswith("cNvPr")]
    assert chart.alt in told
    assert 'sourceLinked="0"' in labels


def test_office_labels_a_share_that_is_not_0_as_under_1_percent(table, tmp_path):
    write_table(table, tmp_path / "t.xlsx", look=ChartLook())
    with zipfile.ZipFile(tmp_path / "t.xlsx") as package:
        drawn = ElementTree.fromstring(package.read("xl/charts/chart1.xml"))
    (labels,) = (one for one in drawn.iter() if one.tag.endswith("dLbls"))
    assert '[=0]0%;[<0.005]"<1%";0%' in [one.get("formatCode") for one in labels.iter()]


def test_without_a_look_a_workbook_has_no_chart(table, tmp_path):
    write_table(table, tmp_path / "t.xlsx")
    assert load_workbook(tmp_path / "t.xlsx").sheetnames == ["Table", "Notes"]


def test_a_word_file_holds_the_chart_with_its_own_workbook(table, tmp_path):
    write_table(table, tmp_path / "t.docx", look=ChartLook())
    word = docx.Document(tmp_path / "t.docx")
    (chart,) = (part for part in word.part.package.iter_parts() if "/charts/" in part.partname)
    (book,) = (relation.target_part for relation in chart.rels.values())
    figures = [list(row) for row in load_workbook(io.BytesIO(book.blob)).active.iter_rows(values_only=True)]
    assert figures[1] == ["Fear (n = 6)", 0.222]
    drawn = ElementTree.fromstring(chart.blob)
    values = [element.text for element in drawn.iter() if element.tag.endswith("}v")]
    assert "0.222" in values and "Fear (n = 6)" in values
    assert [name for name in drawn.iter() if name.tag.endswith("externalData")]
    told = [item.get("descr") for item in word.element.body.iter() if item.tag.endswith("docPr")]
    assert told == [charts_of([table])[0].alt]


def test_a_page_shows_the_chart_with_its_words(table, tmp_path):
    write_table(table, tmp_path / "t.html", look=ChartLook())
    page = (tmp_path / "t.html").read_text("utf-8")
    assert 'src="data:image/svg+xml;base64,' in page
    assert 'alt="Bars: What they felt (% of 27 people). Fear: 22%.' in page


def test_a_centred_chart_in_office_keeps_every_share_as_it_is(chart):
    """It stands on a filler, so that labels are shares and not parts of them."""
    header, first, _ = office_cells(chart)
    assert header[1:] == [" ", *LEVELS]
    assert first[2:] == [0.1, 0.2, 0.3, 0.25, 0.15]
    filler = first[1]
    assert filler + 0.1 + 0.2 + 0.3 / 2 == pytest.approx(office_cells(chart)[2][1] + 0.05 + 0.0 + 0.05 / 2)


@pytest.mark.parametrize("neutral", list(Neutral))
@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_terminal_shows_every_row_within_its_width(chart, neutral, width):
    drawn = render_chart(replace(chart, neutral=neutral), width)
    assert all(columns_wide(line) <= width for line in drawn.splitlines())
    assert "At home" in drawn and "How often?" in drawn and "\x1b" not in drawn
    assert ("Sometimes" in drawn) is (neutral is not Neutral.OUT)


def test_a_terminal_draws_bars_in_proportion(table):
    lines = render_chart(
        Chart(
            id="b", title="t", subtitle="", kind=ChartKind.BARS,
            rows=(ChartRow(label="a"), ChartRow(label="b")), series=(Series(name="", shares=(0.5, 0.25)),),
        )
    ).splitlines()  # fmt: skip
    long, short = (line.count("█") for line in lines[-2:])
    assert long == pytest.approx(2 * short, abs=1)


def test_labels_of_a_terminal_are_those_of_the_picture(chart):
    labels = {bar.label for bar in bars_of(chart, 0) if bar.label}
    assert labels <= set(re.findall(r"\d+%", render_chart(chart, 120)))


def test_five_levels_without_sides_have_five_signs_in_a_terminal(chart):
    stacked = replace(chart, kind=ChartKind.STACKED, low=0, middle=None, totals=())
    legend = render_chart(stacked, 120).splitlines()[2]
    assert legend == "[ ] Never   ░░ Rarely   ▒▒ Sometimes   ▓▓ Often   ██ Always"
