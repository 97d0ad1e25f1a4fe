"""Words and tables for the clipboard."""

from __future__ import annotations

import csv
import io
import re

import pytest

from qualkit.actions.add import accept, plan_add
from qualkit.actions.copying import QuoteRow, quote_line, quotes_at, quotes_table, table_to_copy
from qualkit.errors import NotFound
from qualkit.model.people import Consent
from qualkit.model.place import Place
from qualkit.model.source import Voice
from qualkit.model.table import Column, Table, Unit


def at(key, start, end, end_key=None):
    return Place(segment=key, start=start, end_segment=end_key or key, end=end)


@pytest.fixture
def ana(filled, opened):
    with opened(filled, "ana") as study:
        yield study


@pytest.mark.parametrize(
    ("wording", "line"),
    [
        ("I was scared.", "“I was scared.” – young person"),
        ('She said "no" twice.', "“She said ‘no’ twice.” – young person"),
        ('"No." ("never")', "“‘No.’ (‘never’)” – young person"),
        ("He said “so”.", "“He said ‘so’.” – young person"),
        ("Mia: Yes\nTom: No", "“Mia: Yes\nTom: No” – young person"),
    ],
)
def test_a_quote_has_curly_marks_and_single_ones_inside(wording, line):
    assert quote_line(wording, "young person") == line


def test_words_come_with_who_said_them_and_where(ana):
    (row,) = quotes_at(ana, "fg1", [at("2", 0, 15)], ["Fear"])
    assert (row.quote.strip(), row.attribution) == ("It was good!!!", "participant")
    assert (row.place, row.code) == ("fg1, turn 2", "Fear")
    assert row.line == "“It was good!!!” – participant"


def test_several_speakers_have_a_line_each_and_a_moderator_is_not_quoted(ana):
    (row,) = quotes_at(ana, "fg1", [at("2", 0, 6, "5")])
    lines = row.quote.splitlines()
    assert [line.split(" ")[0] for line in lines] == ["Mia:", "Tom:", "[moderator]", "Mia:"]
    (asked,) = quotes_at(ana, "fg1", [at("1", 0, 15)])
    assert asked.line == "“How was school?” – moderator"


def test_an_answer_is_named_by_its_record_and_the_time_by_the_turn(ana, files):
    (row,) = quotes_at(ana, "panel:why", [at("1", 0, 12)])
    assert row.place.endswith(", answer 1")
    (files / "call.vtt").write_text(
        "WEBVTT\n\n00:07:41.900 --> 00:07:44.000\n<v Kim>I ran.</v>\n", encoding="utf-8"
    )
    accept(ana, plan_add(ana, [files / "call.vtt"]))
    (timed,) = quotes_at(ana, "call", [at("1", 0, 6)])
    assert timed.place == "call, turn 1, 00:07:41"


def test_who_does_not_want_to_be_quoted_is_said(ana, files):
    (files / "participants.csv").write_text(
        "source,speaker,quotation\nfg1,Mia,no\nfg1,Tom,yes\n", encoding="utf-8"
    )
    accept(ana, plan_add(ana, [files / "participants.csv"]))
    both = quotes_at(ana, "fg1", [at("2", 0, 6), at("3", 0, 6), at("2", 0, 6, "3")])
    assert [row.consent for row in both] == [Consent.NO, Consent.YES, Consent.NO]


def test_a_place_that_is_gone_is_refused(ana):
    with pytest.raises(NotFound):
        quotes_at(ana, "fg1", [at("2", 0, 10_000)])


# ---- tables


def rows_of(text):
    return list(csv.reader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE))


def cells_of(html):
    return re.findall(r"<td[^>]*>(.*?)</td>", html)


def test_a_table_of_quotes_has_a_row_each_whatever_is_in_them():
    nasty = QuoteRow(quote="a\tb\nc <b>\x1b[31m", attribution="=1+1", place="@here", code="-x")
    text, html = quotes_table([nasty])
    assert rows_of(text) == [
        ["Quote", "By", "Place", "Code"],
        ["“a b c <b>\ufffd[31m”", "'=1+1", "'@here", "'-x"],
    ]
    quote, by, *_ = cells_of(html)
    assert quote == '“a\tb<br style="mso-data-placement:same-cell">c &lt;b&gt;\ufffd[31m”'
    assert by == "&#x27;=1+1"


def test_workers_notes_get_no_quotation_marks():
    note = QuoteRow(quote="She ran.", attribution="record", place="r1", voice=Voice.WORKERS_NOTES)
    text, _ = quotes_table([note])
    assert rows_of(text)[1][0] == "She ran."
    assert note.line == "She ran. – record"


def test_numbers_are_copied_as_files_show_them():
    table = Table(
        id="t",
        title="T",
        columns=(
            Column(key="code", title="Code"),
            Column(key="n", title="How many", unit=Unit.COUNT),
            Column(key="share", title="%", unit=Unit.SHARE),
            Column(key="id", title="Id", shown=False),
        ),
        rows=({"code": "=Fear", "n": 1200, "share": 0.625, "id": "x"}, {"code": "B", "n": -3, "share": None}),
    )
    text, html = table_to_copy(table)
    assert rows_of(text) == [["Code", "How many", "%"], ["'=Fear", "1,200", "62.5%"], ["B", "-3", ""]]
    assert cells_of(html) == ["&#x27;=Fear", "1,200", "62.5%", "B", "-3", ""]
    assert "text-align:right" in html
