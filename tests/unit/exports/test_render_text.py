import csv
import io
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from qualkit.errors import Refused
from qualkit.exports.document import Document, Heading, Paragraph, QuoteBlock, Run, RunStyle, plain
from qualkit.exports.render import render_table
from qualkit.exports.render.format import clock, on_paper, percent
from qualkit.exports.render.markdown import escaped, render_markdown
from qualkit.exports.render.text import columns_wide, render_text
from qualkit.model.display import display_safe
from qualkit.model.guard import unguard
from qualkit.model.table import Column, Table, Unit

NASTY = "\x1b[31mred\x07 \x9b2J \u202eesrever\u202c [I mean] it [/b] <b>*x*</b>"


def one_column(*texts, title="Words"):
    return Table(
        id="t", title="", columns=(Column(key="w", title=title),), rows=tuple({"w": text} for text in texts)
    )


@pytest.mark.parametrize(
    ("share", "places", "expected"),
    [
        (0.5, 1, "50.0%"),
        (289 / 2000, 1, "14.5%"),
        (0.0625, 1, "6.3%"),
        (0.625, 0, "63%"),
        (0, 1, "0.0%"),
        (1, 1, "100.0%"),
    ],
)
def test_percentages_are_rounded_half_up(share, places, expected):
    assert percent(share, places) == expected


def test_values_are_written_by_their_unit():
    assert on_paper(1082, Unit.COUNT) == "1,082"
    assert on_paper(2.5, Unit.COUNT) == "3"
    assert on_paper(3.455, Unit.NUMBER) == "3.46"
    assert on_paper(461_900, Unit.TIME) == "00:07:41"
    assert on_paper(True, Unit.FLAG) == "yes"
    assert on_paper(["a", "b"], Unit.LIST) == "a; b"
    assert on_paper(None, Unit.SHARE) == ""
    assert clock(100 * 3_600_000) == "100:00:00"


def test_an_unknown_format_is_refused_with_the_known_ones(table):
    with pytest.raises(Refused, match='no format "yaml"') as refusal:
        render_table(table, "yaml")
    assert "table, csv, json, md" in refusal.value.hint


def test_json_holds_every_column_with_shares_as_they_are_and_times_as_a_clock(table):
    content = json.loads(render_table(table, "json"))
    assert set(content) == {"title", "columns", "rows", "notes", "provenance"}
    assert content["rows"][0] == {
        "item": "A friend", "n": 1082, "share": 0.1445, "mean": 3.455, "at": "00:07:41", "who": ["P1", "P2"],
    }  # fmt: skip
    assert content["rows"][1]["mean"] is None
    assert content["provenance"] == {"study": "Telling", "command": "qualkit tabulate", "date": "2026-11-22"}


@given(st.text())
def test_json_loses_nothing_and_holds_no_raw_control_character(text):
    written = render_table(one_column(text), "json")
    assert json.loads(written)["rows"] == [{"w": text}]
    assert display_safe(written) == written


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0")), min_size=1))
def test_csv_gives_every_text_back_once_the_guard_is_off(texts):
    rows = list(csv.reader(io.StringIO(render_table(one_column(*texts), "csv"))))
    assert [unguard(row[0]) if row else "" for row in rows[1:]] == texts


def test_csv_guards_formulas_but_not_numbers(table):
    rows = list(csv.DictReader(io.StringIO(render_table(table, "csv"))))
    assert rows[1]["item"] == "'=1+1"
    assert rows[0]["who"] == "P1; P2"
    negative = Table(
        id="t", title="", columns=(Column(key="n", title="n", unit=Unit.NUMBER),), rows=({"n": -1.5},)
    )
    assert render_table(negative, "csv") == "n\n-1.5\n"


def test_the_terminal_table_aligns_and_leaves_out_what_is_not_shown(table):
    lines = render_text(table, 60).splitlines()
    assert lines[1] == "Item      People  Share  Mean  At"
    assert lines[3] == "A friend   1,082  14.5%  3.46  00:07:41"
    assert "P1" not in "".join(lines)
    assert lines[-1] == "· % of 2,000 people."


def test_nothing_in_the_data_can_steer_the_terminal():
    shown = render_text(one_column(NASTY, title=NASTY), 200)
    assert display_safe(shown) == shown
    assert "[I mean] it [/b]" in shown


@given(st.lists(st.text(max_size=200), min_size=1, max_size=4), st.integers(30, 120))
def test_the_terminal_table_is_never_wider_than_asked(texts, width):
    assert all(columns_wide(line) <= width for line in render_text(one_column(*texts), width).split("\n"))


def test_long_texts_are_wrapped_under_their_column():
    wide = Table(
        id="t",
        title="",
        columns=(Column(key="a", title="Code"), Column(key="b", title="Quote")),
        rows=({"a": "Trust", "b": "one two three four five six seven eight nine ten"},),
    )
    assert render_text(wide, 30).splitlines()[2:] == [
        "Trust  one two three four five", "       six seven eight nine", "       ten"
    ]  # fmt: skip


def test_wide_letters_take_two_columns_and_marks_none():
    assert columns_wide("日本") == 4
    assert columns_wide("e\u0301") == 1
    assert columns_wide("👩🏽\u200d⚕️") == 2


def test_a_table_without_rows_says_so():
    assert "(none)" in render_text(one_column(), 80)


@given(st.text(max_size=80))
def test_markdown_shows_every_text_as_it_is(text):
    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    shown = "".join(
        child.content if child.type == "text" else " "
        for token in reader.parse("“" + escaped(text) + "”")
        for child in token.children or [token]
    )
    blank = re.compile(r"\s+")
    assert blank.sub("", shown) == "“" + blank.sub("", display_safe(text)) + "”"


@pytest.mark.parametrize(
    "text", ["# no heading", "1. no list", "- no list", "+ x", "    no code", "===", "> no quote", "| a |"]
)
def test_markdown_takes_no_paragraph_for_anything_else(text):
    document = Document(title="", blocks=(Paragraph(plain(text)), Paragraph(plain("next"))))
    kinds = {
        token.type for token in MarkdownIt("commonmark").enable("table").parse(render_markdown(document))
    }
    assert kinds <= {"paragraph_open", "inline", "paragraph_close"}


def test_a_quote_in_markdown_is_as_reports_print_it():
    block = QuoteBlock(
        runs=(Run("P1: ", RunStyle.ASIDE), Run("Not *me*.\nNo.")),
        attribution="young person",
        reference="FG1, turn 2",
    )
    written = render_markdown(Document(title="x", blocks=(Heading(1, "Trust"), block)))
    assert written == "## Trust\n\n> “P1: Not \\*me\\*.\\\n> No.” – young person\n>\n> (FG1, turn 2)\n"


def test_a_pipe_does_not_break_a_markdown_table():
    written = render_table(one_column("a|b\nc"), "md")
    assert written.splitlines()[-1] == "| a\\|b c |"


def test_a_p_has_three_places_and_is_never_nought():
    table = Table(
        id="t",
        title="",
        columns=(Column(key="p", title="p", unit=Unit.P),),
        rows=({"p": 0.04987}, {"p": 0.0000301}, {"p": 0.5}),
    )
    assert [line.strip() for line in render_text(table).splitlines()[2:]] == ["0.050", "< 0.001", "0.500"]


def test_words_stay_whole_beside_many_numbers():
    numbers = (
        Column(key=f"n{number}", title="Not at all frequently", unit=Unit.COUNT) for number in range(5)
    )
    columns = (Column(key="q", title="Question"), Column(key="w", title="Item"), *numbers)
    row = {"q": "How often, of those you work with", "w": "Psychological harm"} | {
        f"n{n}": 1 for n in range(5)
    }
    lines = render_text(Table(id="t", title="", columns=columns, rows=(row,)), width=76)
    assert "Psychological " in lines
    assert "frequently" in lines


def test_numbers_that_do_not_fit_stand_below_beside_the_first_texts_again():
    numbers = [Column(key=f"n{number}", title=f"Number {number}", unit=Unit.COUNT) for number in range(9)]
    columns = (Column(key="code", title="Code"), *numbers)
    row = {"code": "Fear"} | {f"n{number}": 100 + number for number in range(9)}
    lines = render_text(Table(id="t", title="", columns=columns, rows=(row,)), width=40).splitlines()
    assert max(map(columns_wide, lines)) <= 40
    told = [line.split() for line in lines if line.startswith("Fear")]
    assert len(told) > 1
    assert [number for _, *given in told for number in given] == [str(100 + number) for number in range(9)]


@pytest.mark.parametrize("width", [1, 12, 30])
def test_each_number_stands_alone_where_no_two_fit(width):
    numbers = [Column(key=f"n{number}", title="Organisations", unit=Unit.COUNT) for number in range(3)]
    table = Table(
        id="t", title="", columns=(Column(key="code", title="Code"), *numbers), rows=({"code": "A"},)
    )
    assert render_text(table, width).count("Organisations") == 3


def test_a_long_name_is_broken_where_its_words_meet():
    wide = Table(
        id="t",
        title="",
        columns=(Column(key="a", title="Column"), Column(key="b", title="Question")),
        rows=({"a": "perceived_safety_at_night", "b": "How safe is it there, would you say, " * 3},),
    )
    lines = [line.split()[0] for line in render_text(wide, 36).splitlines()[2:]]
    assert lines[:2] == ["perceived_", "safety_at_"] or lines[:2] == ["perceived_safety_", "at_night"]
