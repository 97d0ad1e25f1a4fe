"""What people said is what the turns hold: in every layout, no word is lost and none comes in."""

import json
from itertools import groupby

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

MANY = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=7,
    deadline=None,
)
WORDS = [
    "waited", "nine", "weeks", "café", "it’s", "10:30", "one:", "Note:", "–", "(laughs)", "[inaudible", "well-known",
    "e.g.", "1", "42.", "Ann", "A", "https://example.org", "I", "“so”", "P1,", "#3",
]  # fmt: skip
SPEAKERS = ["Ann Lee", "P1 – Dana", "INT"]
SAID = st.lists(st.sampled_from(WORDS), max_size=14).map(lambda words: " ".join(["We", *words, "then."]))
TALKS = st.lists(st.tuples(st.sampled_from(SPEAKERS), SAID), min_size=4, max_size=14)


def clock(number):
    return f"00:{number // 6:02}:{number % 6 * 10:02}"


def captions(talk, line, comma="."):
    return "".join(
        f"{n}\n{clock(n)}{comma}000 --> {clock(n)}{comma}900\n{line.format(who, text)}\n\n"
        for n, (who, text) in enumerate(talk, start=1)
    )


def headed(talk, header):
    return "".join(f"{header.format(who, clock(n))}\n{text}\n\n" for n, (who, text) in enumerate(talk))


def rich(text):
    return "".join(letter if letter.isascii() else f"\\u{ord(letter)}?" for letter in text)


TEXTS = {
    "teams.vtt": lambda talk: "WEBVTT\n\n" + captions(talk, "<v {}>{}</v>"),
    "zoom.vtt": lambda talk: "WEBVTT\n\n" + captions(talk, "{}: {}"),
    "whisperx.srt": lambda talk: captions(talk, "[{}]: {}", ","),
    "typed.txt": lambda talk: "".join(f"{who}: {text}\n" for who, text in talk),
    "bold.md": lambda talk: "".join(f"**{who}:** {text}\n\n" for who, text in talk),
    "descript.txt": lambda talk: "".join(f"[{clock(n)}] {who}: {text}\n\n" for n, (who, text) in enumerate(talk)),
    "otter.txt": lambda talk: headed(talk, "{}  {}  "),
    "rev.txt": lambda talk: headed(talk, "{} ({}):"),
    "sonix.txt": lambda talk: headed(talk, "[{1}] {0}"),
    "trint.txt": lambda talk: headed(talk, "{1} {0}"),
    "chat.txt": lambda talk: "".join(f"{clock(n)}\t{who}:\t{text}\r\n" for n, (who, text) in enumerate(talk)),
    "typed.rtf": lambda talk: "{\\rtf1\\ansi " + "".join(f"{{\\b {rich(who)}:}}\\tab {rich(text)}\\par\n" for who, text in talk) + "}",
    "page.otr": lambda talk: json.dumps({"text": "".join(f"<p>{who}: {text}</p>" for who, text in talk)}),
    "whisperx.json": lambda talk: json.dumps(
        {"segments": [{"start": n, "end": n + 0.5, "text": f" {text}", "speaker": who} for n, (who, text) in enumerate(talk)]}
    ),
    "elan.eaf": lambda talk: elan(talk),  # noqa: PLW0108
}  # fmt: skip


def elan(talk):
    slots = "".join(f'<TIME_SLOT TIME_SLOT_ID="t{n}" TIME_VALUE="{n * 1000}"/>' for n in range(len(talk) + 1))
    tiers = "".join(
        f'<TIER TIER_ID="{who}">'
        + "".join(
            f'<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a{n}" TIME_SLOT_REF1="t{n}" TIME_SLOT_REF2="t{n + 1}">'
            f"<ANNOTATION_VALUE>{text}</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>"
            for n, (speaker, text) in enumerate(talk)
            if speaker == who
        )
        + "</TIER>"
        for who in SPEAKERS
    )
    return f"<ANNOTATION_DOCUMENT><TIME_ORDER>{slots}</TIME_ORDER>{tiers}</ANNOTATION_DOCUMENT>"


def runs(pairs):
    """(speaker, all words of a run of turns), so that it does not matter where one run is cut."""
    return [
        (who, " ".join(text for _, text in run).split())
        for who, run in groupby(pairs, key=lambda pair: pair[0])
    ]


def comes_back(talk):
    return len({who for who, _ in talk}) < len(talk) and len({who for who, _ in talk}) > 1


@pytest.mark.parametrize("name", TEXTS)
@MANY
@given(talk=TALKS)
def test_the_words_of_a_text_are_those_of_its_turns(read, said, name, talk):
    assume(comes_back(talk))
    assert runs(said(read(TEXTS[name](talk), name))) == runs(talk)


@MANY
@given(talk=TALKS)
def test_the_words_of_a_word_document_are_those_of_its_turns(word, said, talk):
    assume(comes_back(talk))
    assert runs(said(word(*(word.paragraph(f"{who}:\t{text}") for who, text in talk)))) == runs(talk)


@MANY
@given(talk=TALKS)
def test_the_words_of_an_open_document_are_those_of_its_turns(odt, said, talk):
    assume(comes_back(talk))
    body = "".join(f"<text:p>{who}:<text:tab/>{text}</text:p>" for who, text in talk)
    assert runs(said(odt(body))) == runs(talk)


@MANY
@given(talk=TALKS, width=st.integers(24, 70), rows=st.integers(6, 12))
def test_the_words_of_a_print_are_those_of_its_turns(pdf, said, talk, width, rows):
    assume(comes_back(talk))
    talk = [
        (who, f"{without_colons(text)} {'abcdefghijklmnop'[n] * 3}.") for n, (who, text) in enumerate(talk)
    ]
    lines = [line for who, text in talk for line in wrapped(f"{who}: {text}", width)]
    pages = [lines[at : at + rows] for at in range(0, len(lines), rows)]
    numbered = [
        [*pdf.printed(*page), (f"{number}/{len(pages)}", 540, 20)]
        for number, page in enumerate(pages, start=1)
    ]
    assert runs(said(pdf(*numbered))) == runs(talk)


def without_colons(text):
    """In print, `Ann Note:` at the beginning of a line may well be a label: nobody can tell."""
    return " ".join(word.removesuffix(":") for word in text.split())


def wrapped(text, width):
    """Lines of about `width` letters, none of which begins with a number or a sign."""
    lines, line = [], ""
    for word in text.split():
        if len(f"{line} {word}") > width and line and word[0].isalpha():
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [*lines, line]
