import json

import pytest

from qualkit.errors import FileRefused
from qualkit.model.transcript import TranscriptRecipe


def rtf(body):
    return (
        r"{\rtf1\ansi\ansicpg1252\uc1{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial Cyr;}}"
        + body
        + "}"
    )


def test_rich_text_is_read_a_line_a_paragraph(read, said):
    body = r"\b INT:\b0\tab How was it?\par P1: It was \'e9trange \u8211? nine\~weeks\line and more.\par INT: Oh.\par"
    assert said(read(rtf(body), "t.rtf")) == [
        ("INT", "How was it?"), ("P1", "It was étrange – nine\u00a0weeks\nand more."), ("INT", "Oh."),
    ]  # fmt: skip


def test_rich_text_keeps_neither_deletions_nor_notes_nor_addresses(read, said):
    body = (
        r"P1: I waited {\deleted six }nine weeks{\footnote in all}{\*\bkmkstart x}. "
        r'{\field{\*\fldinst HYPERLINK "https://example.org"}{\fldrslt here}}\par INT: Oh.\par P1: Yes.\par'
    )
    assert said(read(rtf(body), "t.rtf"))[0] == ("P1", "I waited nine weeks. here")


def test_rich_text_joins_letters_of_two_halves_and_other_alphabets(read, said):
    body = (
        r"P1: \u-10179?\u-9049? {\f1 \'cf\'f0\'e8\'e2\'e5\'f2} \{x\}\par INT: Oh.\par P1: \u-10179? alone\par"
    )
    turns = said(read(rtf(body), "t.rtf"))
    assert turns[0] == ("P1", "💧 Привет {x}")
    assert turns[2] == ("P1", "\ufffd alone")


def test_hidden_text_of_rich_text_ends_where_it_ends_and_pictures_are_skipped(read, said):
    data = (
        rtf(r"P1: I {\v not\v0 did} {\pict\bin7 BYTES}go.\par INT: Oh.\par P1: Yes.\par")
        .encode()
        .replace(b"BYTES", b"{{\\\xff}{")
    )
    assert said(read(data.replace(b"bin7", b"bin6"), "t.rtf"))[0] == ("P1", "I did go.")


@pytest.mark.parametrize("data", [r"{\rtf1 P1: cut", "no rich text", "{\\rtf1}", ""])
def test_rich_text_that_is_none_or_is_cut_off_is_refused(read, data):
    with pytest.raises(FileRefused):
        read(data, "t.rtf")


def test_an_open_document_is_read_in_order(odt, said):
    transcript = odt(
        '<text:h text:outline-level="1">Group 2</text:h><text:p>INT:<text:tab/>How<text:s text:c="2"/>long?</text:p>'
        "<text:p><text:span>P1:</text:span> Nine\nweeks<text:note>a note</text:note>,<text:line-break/>it was.</text:p>"
        "<text:list><text:list-item><text:p>INT: Oh.</text:p></text:list-item></text:list>"
    )
    assert said(transcript) == [("INT", "How  long?"), ("P1", "Nine weeks,\nit was."), ("INT", "Oh.")]
    assert transcript.title == "Group 2"
    assert [finding.rule for finding in transcript.findings] == ["footnotes"]


def test_deleted_text_of_an_open_document_is_not_read(odt, said):
    transcript = odt(
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>six</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes><text:p>P1: nine weeks</text:p><text:p>INT: Oh.</text:p>"
    )
    assert said(transcript) == [("P1", "nine weeks"), ("INT", "Oh.")]
    assert [finding.rule for finding in transcript.findings] == ["tracked-changes"]


def test_a_table_of_an_open_document_is_read_as_in_word(odt, said):
    rows = [
        ("00:00:04", "Ann", "How long was it?"),
        ("00:00:09", "Bob", "Nine weeks."),
        ("00:00:12", "Ann", "Oh, I see."),
    ]
    cells = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{c}</text:p></table:table-cell>" for c in row)
        + "</table:table-row>"
        for row in rows
    )
    transcript = odt(f"<table:table>{cells}</table:table>")
    assert said(transcript) == [(who, text) for _, who, text in rows]


def test_a_protected_open_document_is_refused_as_protected(odt):
    with pytest.raises(FileRefused, match="password"):
        odt("<text:p>x</text:p>", manifest="<m><file-entry><encryption-data/></file-entry></m>")


def test_otranscribe_stamps_are_times(read, said):
    page = (
        '<p><span class="timestamp" data-timestamp="4.2">00:04</span>&nbsp;<b>Ann:</b> Hi &amp; hello.<br /></p>'
        '<p><span class="timestamp" data-timestamp="19">00:19</span> Bob: Yes.</p><p>Ann: Bye '
        '<span class="timestamp" data-timestamp="31">00:31</span> then.</p>'
    )
    transcript = read(json.dumps({"text": page, "media": "a.mp3"}), "t.otr")
    assert said(transcript) == [("Ann", "Hi & hello."), ("Bob", "Yes."), ("Ann", "Bye [00:31] then.")]
    assert [turn.start_ms for turn in transcript.turns] == [4000, 19_000, None]
    assert transcript.turns[2].times == ((4, 31_000),)


@pytest.mark.parametrize("text", ["{", "[]", '{"text": 3}', "[" * 100_000, '{"media": "x"}'])
def test_json_that_is_no_otranscribe_file_is_refused(read, text):
    with pytest.raises(FileRefused):
        read(text, "t.otr")


@pytest.mark.parametrize("suffix", ["txt", "md", "rtf"])
def test_a_file_of_a_header_alone_is_refused(read, suffix):
    text = "Date: 3 May 2026\nLocation: Leeds\nInterviewer: Jo Field\n"
    data = rtf(text.replace("\n", r"\par ")) if suffix == "rtf" else text
    with pytest.raises(FileRefused, match="Nobody says anything"):
        read(data, f"t.{suffix}")


def test_notes_by_a_machine_are_refused_as_what_they_are(word):
    p = word.paragraph
    with pytest.raises(FileRefused, match="Gemini"):
        word(
            p("Focus group – Notes by Gemini"), p("Invited ann@example.org"), p("Summary"), p("Ann said that waiting was awful."),
            p("Review Gemini's notes to make sure that they are accurate."),
        )  # fmt: skip


def test_notes_above_a_late_first_time_are_no_testimony_either(word, said):
    p = word.paragraph
    transcript = word(
        p("Notes"), p("Summary: waiting is awful."), p("00:05:00"), p("Ann Lee: Hello."), p("Bob: Hi."), p("Ann Lee: Bye.")
    )  # fmt: skip
    assert transcript.format == "meet-docx"
    assert said(transcript) == [("Ann Lee", "Hello."), ("Bob", "Hi."), ("Ann Lee", "Bye.")]


def test_typed_bare_times_do_not_make_a_talk_google_s(word, said):
    p = word.paragraph
    transcript = word(
        p("INT: Hello?"), p("P1: Hi."), p("INT: So?"), p("00:05:00"), p("P1: Well."), p("INT: Yes.")
    )
    assert said(transcript)[:2] == [("INT", "Hello?"), ("P1", "Hi.")]
    assert transcript.turns[3].start_ms == 300_000


def test_the_stamps_of_f4_are_the_ends_of_turns(read):
    turns = read("I: How was it? #00:00:04-5#\nP: Nine weeks. #00:01:02-0#\nI: Oh.\n").turns
    assert [(turn.text, turn.end_ms) for turn in turns] == [
        ("How was it?", 4500), ("Nine weeks.", 62_000), ("Oh.", None),
    ]  # fmt: skip


def test_a_time_in_an_event_is_a_time_inside_the_turn(read):
    turn = read("[00:12:00] P1: I [inaudible 00:12:03] went.\nINT: Oh.\nP1: Yes.\n").turns[0]
    ((offset, ms),) = turn.times
    assert turn.text[offset:] == "[inaudible 00:12:03] went."
    assert (turn.start_ms, ms) == (720_000, 723_000)


def test_what_was_read_is_said_by_name_of_layout_not_of_container(read, tmp_path):
    assert (
        read(
            rtf(r"Ann (00:04):\par Hi.\par Bob (00:09):\par Yes.\par Ann (00:12):\par Bye.\par"), "t.rtf"
        ).format
        == "rev"
    )
    assert TranscriptRecipe().format == ""
