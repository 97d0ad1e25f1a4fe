import pytest

from qualkit.errors import FileRefused


def test_a_teams_document_has_a_turn_a_paragraph_and_no_closing_line(word, said):
    p = word.paragraph
    transcript = word(
        p("Focus group-Meeting Recording"),
        p("3 November 2026"),
        p("Ann Lee hat die Transkription gestartet"),
        p("Ann Lee   0:04\nHello all.\nWelcome."),
        p("\nBob   1:02:03\nHi."),
        p("Ann Lee   1:02:10\nBye."),
        p("Ann Lee Transkription beendet"),
    )
    assert transcript.format == "teams-docx"
    assert said(transcript) == [("Ann Lee", "Hello all.\nWelcome."), ("Bob", "Hi."), ("Ann Lee", "Bye.")]
    assert [turn.start_ms for turn in transcript.turns] == [4000, 3_723_000, 3_730_000]
    assert transcript.title == "Focus group-Meeting Recording"
    assert [finding.rule for finding in transcript.findings] == ["footer"]


def test_an_old_teams_document_has_a_timing_a_name_and_a_text(word, said):
    p = word.paragraph
    transcript = word(
        p("0:0:0.0 --> 0:0:1.510\nAnn Lee\nOK. Yeah."),
        p("0:0:2.0 --> 0:0:3.0\nAnn Lee\nSo."),
        p("0:0:3.270 --> 0:0:4.250\nBob\nUmm."),
        word.table([["saved-by", "Somebody"]]),
    )
    assert transcript.format == "teams-docx-old"
    assert said(transcript) == [("Ann Lee", "OK. Yeah. So."), ("Bob", "Umm.")]
    assert transcript.turns[1].start_ms == 3270
    assert transcript.memo == "saved-by | Somebody"


def test_typed_labels_with_tabs_and_continuations(word, said):
    p = word.paragraph
    transcript = word(
        p("Focus group 2", "Heading1"), p("Date: 3 Nov"), p("Location: Leeds"),
        p("INT:\tHow long?"), p("P1:\tNine weeks."), p("It went on. One thing: it never changed."),
        p("INT:\tAnd you?"), p("P2:\tSame\nhere."),
    )  # fmt: skip
    assert said(transcript) == [
        ("INT", "How long?"),
        ("P1", "Nine weeks.\nIt went on. One thing: it never changed."),
        ("INT", "And you?"),
        ("P2", "Same\nhere."),
    ]
    assert transcript.title == "Focus group 2"
    assert transcript.memo == "Date: 3 Nov\nLocation: Leeds"


def test_a_heading_for_each_speaker(word, said):
    p = word.paragraph
    names = ["Ann Lee", "P1 – Dana", "Ann Lee", "P1 – Dana"]
    transcript = word(
        *(block for name in names for block in (p(name, "Heading2"), p("Yes."), p("More: here.")))
    )
    assert transcript.format == "docx-headings"
    assert said(transcript) == [(name, "Yes.\nMore: here.") for name in names]


def test_a_heading_style_is_known_in_every_language(word, said):
    styles = (
        '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:style w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style></w:styles>'
    )
    p = word.paragraph
    blocks = [b for name in ("Ann", "Bob", "Ann", "Bob") for b in (p(name, "berschrift2"), p("Ja."))]
    assert word(*blocks, parts={"word/styles.xml": styles}).format == "docx-headings"


@pytest.mark.parametrize("header", [[], [["Time", "Speaker", "Text"]]])
def test_a_table_with_time_speaker_and_text(word, said, header):
    rows = [
        ["00:00:04", "Ann Lee", "How long was it, then?"],
        ["00:00:19", "P1", "Nine weeks, it was awful."],
        ["", "", "And cold."],
        ["00:00:27", "Ann Lee", "Oh, I am sorry to hear."],
    ]
    transcript = word(word.paragraph("Group 3"), word.table(header + rows))
    assert transcript.format == "docx-table"
    assert said(transcript) == [
        ("Ann Lee", "How long was it, then?"),
        ("P1", "Nine weeks, it was awful.\nAnd cold."),
        ("Ann Lee", "Oh, I am sorry to hear."),
    ]
    assert [turn.start_ms for turn in transcript.turns] == [4000, 19_000, 27_000]


def test_a_small_table_in_a_typed_transcript_is_a_memo_with_a_note(word, said):
    p = word.paragraph
    transcript = word(word.table([["Age", "34"]]), p("INT: Hello there?"), p("P1: Hi."), p("INT: Good."))
    assert len(transcript.turns) == 3
    assert transcript.memo == "Age | 34"
    assert [finding.rule for finding in transcript.findings] == ["table"]


def test_insertions_are_kept_and_deletions_dropped_and_both_are_counted(word, said):
    transcript = word(
        "<w:p><w:r><w:t xml:space='preserve'>P1: I waited </w:t></w:r>"
        "<w:del><w:r><w:delText>six</w:delText></w:r></w:del><w:ins><w:r><w:t>nine</w:t></w:r></w:ins>"
        "<w:r><w:t xml:space='preserve'> weeks</w:t></w:r></w:p>",
        word.paragraph("INT: Oh."),
        word.paragraph("P1: Yes."),
    )
    assert said(transcript)[0] == ("P1", "I waited nine weeks")
    assert "1 insertion kept, 1 deletion dropped" in transcript.findings[0].message


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next(word, said):
    p = word.paragraph
    transcript = word(p("P1: one ", extra="<w:rPr><w:del/></w:rPr>"), p("two"), p("INT: Oh."), p("P1: Yes."))
    assert said(transcript)[0] == ("P1", "one two")


def test_controls_links_and_special_letters_are_read(word, said):
    transcript = word(
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>P1: a</w:t><w:noBreakHyphen/><w:t>b</w:t><w:softHyphen/><w:tab/>"
        "<w:t>so\u00adft</w:t></w:r><w:hyperlink><w:r><w:t> link</w:t></w:r></w:hyperlink>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r></w:p></w:sdtContent></w:sdt>",
        word.paragraph("INT: Oh."),
        word.paragraph("P1: Yes."),
    )
    assert said(transcript)[0] == ("P1", "a\u2011b\tsoft link")


def test_the_fallback_of_a_picture_is_not_read_twice_and_a_text_box_is_noted(word, said):
    box = "<w:drawing><w:txbxContent><w:p><w:r><w:t>boxed</w:t></w:r></w:p></w:txbxContent></w:drawing>"
    transcript = word(
        f"<w:p><w:r><w:t>P1: a</w:t><mc:AlternateContent><mc:Choice>{box}</mc:Choice>"
        "<mc:Fallback><w:t>twice</w:t></mc:Fallback></mc:AlternateContent><w:footnoteReference/></w:r></w:p>",
        word.paragraph("INT: Oh."),
        word.paragraph("P1: Yes."),
    )
    assert said(transcript)[0] == ("P1", "a")
    assert {finding.rule for finding in transcript.findings} == {"text-boxes", "footnotes"}


def test_comments_are_counted(word):
    comments = '<w:comments xmlns:w="urn:w"><w:comment/><w:comment/></w:comments>'
    p = word.paragraph
    transcript = word(p("P1: a"), p("INT: b"), p("P1: c"), parts={"word/comments.xml": comments})
    assert "2 comments were left out" in transcript.findings[0].message


def test_numbers_that_word_makes_are_not_mistaken_for_labels(word):
    p = word.paragraph
    transcript = word(*(p(f"said {n}", extra="<w:numPr/>") for n in range(4)))
    assert transcript.speakers == ()
    assert [finding.rule for finding in transcript.findings] == ["automatic-numbers"]


def test_the_notes_of_google_meet_are_never_testimony(word, said):
    p = word.paragraph
    transcript = word(
        p("Notizen"), p("Invited p@example.org"), p("Summary"), p("Dana: said that waiting is awful."),
        p("Transkript"), p("00:00:04"), p("Ann Lee: Hello."), p("P1 – Dana: Hi."), p("00:05:00"),
        p("Ann Lee: Bye."), p("Transkription beendet nach 00:05:41"), p("Dieses Transkript wurde erzeugt."),
    )  # fmt: skip
    assert said(transcript) == [("Ann Lee", "Hello."), ("P1 – Dana", "Hi."), ("Ann Lee", "Bye.")]
    assert [turn.start_ms for turn in transcript.turns] == [4000, None, 300_000]
    assert "awful" in transcript.memo


def test_an_otter_document_is_read_below_its_summary(word, said):
    p = word.paragraph
    transcript = word(
        p("Group 1"), p("SUMMARY KEYWORDS"), p("waiting"), p("Ann  00:04"), p("Hi."), p("Bob  00:19"),
        p("Yes."), p("Ann  00:27"), p("Bye."), p("Transcribed by https://otter.ai"),
    )  # fmt: skip
    assert said(transcript) == [("Ann", "Hi."), ("Bob", "Yes."), ("Ann", "Bye.")]
    assert "waiting" in transcript.memo


def test_a_spreadsheet_named_docx_is_refused_as_what_it_is(tmp_path, read):
    import zipfile

    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    with pytest.raises(FileRefused, match="an Excel workbook"):
        read(path.read_bytes(), "talk.docx")


@pytest.mark.parametrize(
    "data", [b"", b"plain text", b"PK\x03\x04cut", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99)]
)
def test_what_is_no_word_document_is_refused(read, data):
    with pytest.raises(FileRefused):
        read(data, "talk.docx")


def test_a_document_without_text_is_refused(word):
    with pytest.raises(FileRefused, match="Nobody says anything"):
        word(word.paragraph(" "))


def test_a_document_nested_beyond_reason_is_refused(word):
    with pytest.raises(FileRefused):
        word("<w:sdt>" * 3000 + "</w:sdt>" * 3000)
