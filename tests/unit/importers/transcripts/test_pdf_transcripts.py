import zlib

import pytest

from qualkit.errors import FileRefused


def test_wrapped_lines_are_one_turn_and_a_label_begins_the_next(pdf, said):
    page = pdf.printed(
        "INT: How long did", "you wait?", "P1: Nine weeks, and then they said", "it was ten.", "INT: Oh."
    )
    assert said(pdf(page)) == [
        ("INT", "How long did you wait?"),
        ("P1", "Nine weeks, and then they said it was ten."),
        ("INT", "Oh."),
    ]


def test_what_lies_off_the_page_is_not_read(pdf, said):
    page = [
        *pdf.printed("INT: Hello?", "P1: Hi.", "INT: Good."),
        ("P1: never printed", 72, -300),
        ("77", -40, 500),
    ]
    assert said(pdf(page)) == [("INT", "Hello?"), ("P1", "Hi."), ("INT", "Good.")]


def test_numbers_in_the_margin_are_not_text_but_a_number_that_is_said_is(pdf, said):
    rows = pdf.printed("INT: How old are you?", "P1:", "14", "INT: And now?", "P1: Now 15.")
    margin = [(str(number), 30, 800 - 14 * number) for number in range(1, 5)]
    assert said(pdf([*rows, *margin])) == [
        ("INT", "How old are you?"), ("P1", "14"), ("INT", "And now?"), ("P1", "Now 15."),
    ]  # fmt: skip


def test_a_number_said_at_the_end_of_a_page_is_no_page_number(pdf, said):
    rows = pdf.printed("INT: How old are you?", "P1:", "14")
    assert said(pdf(rows, pdf.printed("INT: And now?", "P1: Now 15.")))[1] == ("P1", "14")
    numbered = [[*rows, ("7", 280, 20)], [*pdf.printed("INT: And now?", "P1: Now 15."), ("8", 280, 20)]]
    assert said(pdf(*numbered)) == [
        ("INT", "How old are you?"), ("P1", "14"), ("INT", "And now?"), ("P1", "Now 15."),
    ]  # fmt: skip


def test_page_numbers_and_running_heads_are_dropped_and_listed(pdf, said):
    pages = [
        [
            ("Interview 4 with a nurse", 72, 820),
            *pdf.printed(f"INT: Question {n} then?", f"P1: Answer {n}."),
            (f"Page {n} of 3", 280, 20),
        ]
        for n in (1, 2, 3)
    ]
    transcript = pdf(*pages)
    assert said(transcript) == [
        turn for n in (1, 2, 3) for turn in (("INT", f"Question {n} then?"), ("P1", f"Answer {n}."))
    ]
    (finding,) = transcript.findings
    assert finding.rule == "page-furniture"
    assert "Interview 4 with a nurse" in finding.message


def test_a_colon_near_the_beginning_of_a_full_line_makes_no_speaker(pdf, said):
    page = pdf.printed(
        "INT: Hello there?",
        "P1: I saw what they had written on",
        "Warning: it was cold.",
        "INT: Oh.",
        "P1: Yes.",
    )
    assert ("P1", "I saw what they had written on Warning: it was cold.") in said(pdf(page))
    page = pdf.printed(
        "INT: Hello there?", "P1: I saw it all at home with", "Maria: she was cold.", "INT: Oh.", "P1: Yes."
    )
    assert ("P1", "I saw it all at home with Maria: she was cold.") in said(pdf(page))


def test_a_turn_goes_on_over_a_page_break(pdf, said):
    pages = (
        pdf.printed("INT: Why?", "P1: Because it was so cold that"),
        pdf.printed("I went home.", "INT: I see."),
    )
    assert ("P1", "Because it was so cold that I went home.") in said(pdf(*pages))


def test_a_line_that_the_next_page_s_edge_cuts_off_is_read_once(pdf, said):
    cut = "it went on and on for weeks and"
    pages = (
        pdf.printed("INT: Why?", "P1: Because", cut),
        [(cut, 72, 835), *pdf.printed("nobody rang.", "INT: I see.", top=810)],
    )
    transcript = pdf(*pages)
    assert said(transcript)[1] == ("P1", f"Because {cut} nobody rang.")
    assert [finding.rule for finding in transcript.findings] == ["repeated-lines"]


def test_words_said_twice_over_a_page_break_stay_twice(pdf, said):
    pages = pdf.printed("INT: Sure?", "P1: Yes, yes."), pdf.printed("P1: Yes, yes.", "INT: I see.")
    assert said(pdf(*pages)) == [
        ("INT", "Sure?"),
        ("P1", "Yes, yes."),
        ("P1", "Yes, yes."),
        ("INT", "I see."),
    ]


def test_a_hyphen_that_a_line_s_end_put_in_goes_and_one_that_was_typed_stays(pdf, said):
    page = pdf.printed(
        "INT: An inter-",
        "esting point.",
        "P1: A well known, no, a well-",
        "known one.",
        "INT: So well-known?",
        "P1: Yes.",
    )
    transcript = pdf(page)
    assert said(transcript)[:2] == [
        ("INT", "An interesting point."),
        ("P1", "A well known, no, a well-known one."),
    ]
    (finding,) = [finding for finding in transcript.findings if finding.rule == "hyphens"]
    assert "interesting" in finding.message and "well-known" in finding.message


def test_printed_text_without_labels_is_a_turn_a_paragraph(pdf, said):
    page = pdf.printed(
        "It was a long and cold winter that year, and we had", "nobody to ask.",
        "Then spring came and with it the letter from the school", "office.",
    )  # fmt: skip
    assert said(pdf(page)) == [
        (None, "It was a long and cold winter that year, and we had nobody to ask."),
        (None, "Then spring came and with it the letter from the school office."),
    ]


def test_headers_of_services_are_known_in_print(pdf, said):
    transcript = pdf(
        pdf.printed(
            "Ann (00:00:04):",
            "Hi there and",
            "welcome.",
            "Bob (00:00:09):",
            "Yes.",
            "Ann (00:00:12):",
            "Bye.",
        )
    )
    assert transcript.format == "rev"
    assert said(transcript)[0] == ("Ann", "Hi there and welcome.")


def test_a_scan_is_refused_with_what_to_do(pdf):
    with pytest.raises(FileRefused, match="OCR"):
        pdf([])


@pytest.mark.parametrize("cut", [20, 200, 0.5])
def test_a_truncated_pdf_is_refused_or_read_in_part_never_a_traceback(read, pdf, cut):
    data = pdf.bytes(pdf.printed("INT: Hello?", "P1: Hi."))
    end = int(len(data) * cut) if isinstance(cut, float) else cut
    with pytest.raises(FileRefused):
        read(data[:end], "talk.pdf")


def test_a_protected_pdf_is_refused_as_protected(read, pdf):
    lock = f"/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<{'41' * 32}>/U<{'42' * 32}>>>"
    with pytest.raises(FileRefused, match="password"):
        read(pdf.bytes(pdf.printed("P1: Hi."), trailer=lock), "talk.pdf")


def test_a_text_named_pdf_is_refused(read):
    with pytest.raises(FileRefused, match=r"not really a \.pdf"):
        read("P1: Hi.", "talk.pdf")


def test_packed_pages_are_read_and_a_bomb_is_refused(read, pdf, said):
    page = pdf.printed("INT: Hello?", "P1: Hi.", "INT: Good.")
    assert len(read(pdf.bytes(page, packed=True), "talk.pdf").turns) == 3
    zeros = zlib.compressobj()
    bomb = b"".join(zeros.compress(bytes(1 << 20)) for _ in range(300)) + zeros.flush()
    data = pdf.bytes(page) + b"9 0 obj\n<</Filter/FlateDecode>>stream\n" + bomb + b"\nendstream\nendobj\n"
    with pytest.raises(FileRefused, match="harmful"):
        read(data, "talk.pdf")


@pytest.mark.parametrize(("depth", "is_bomb"), [(3, False), (9, True)])
def test_forms_that_draw_one_another_to_no_end_are_refused(read, pdf, depth, is_bomb):
    forms = b"".join(
        b"%d 0 obj\n<</Subtype/#46orm/Resources<</XObject<</X%d %d 0 R>>>>>>stream\n%s\nendstream\nendobj\n"
        % (n, n + 1, n + 1, b"/X%d Do " % (n + 1) * 10)
        for n in range(20, 20 + depth)
    )
    data = pdf.bytes(pdf.printed("INT: Hello?", "P1: Hi.", "INT: Good.")) + forms
    if is_bomb:
        with pytest.raises(FileRefused, match="harmful"):
            read(data, "talk.pdf")
    else:
        assert len(read(data, "talk.pdf").turns) == 3
