import time
import zipfile
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualkit.errors import QualkitError
from qualkit.importers.transcripts import read_transcript
from qualkit.importers.transcripts.cues import merge_cues
from qualkit.importers.transcripts.labels import key_of, split_label
from qualkit.importers.transcripts.talk import Utterance

MANY = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=50,
    deadline=None,
)
PIECES = st.sampled_from(
    [
        "WEBVTT",
        "\n",
        "\n\n",
        "\r\n",
        "00:00:01.000 --> 00:00:02.000",
        "1:2 --> x",
        "-->",
        "<v Ann>",
        "</v>",
        "<v.x B>",
        "Ann: ",
        "P1:",
        "P2:Yeah.",
        "**Bob:** 00:00:10",
        "Question 3. Why?",
        "[00:01:02]",
        "(Dana F)",
        "0:04",
        "  ",
        "Ann Lee  0:04",
        "Rev (00:00:04):",
        "# Head",
        "---",
        "- x",
        "title: [",
        "INT\u00a0:",
        "：",
        "&amp;",
        "&#x0;",
        "[laughs]",
        "1 ",
        "2 ",
        "\u202e",
        "\x1b[31m",
        "👩🏽‍⚕️",
        "Q - why",
        "Audio shared by X: la",
        "speakers:",
        "\t",
        "\ufeff",
    ]
)
SCRAPS = st.lists(PIECES | st.text(max_size=12), max_size=40).map("".join)


@pytest.mark.parametrize("name", ["any.vtt", "any.txt", "any.md"])
@MANY
@given(text=SCRAPS)
def test_any_text_is_read_or_refused(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8", errors="replace", newline="")
    try:
        transcript = read_transcript(path)
    except QualkitError as error:
        assert name in str(error)
        return
    assert transcript.turns
    names = {speaker.label for speaker in transcript.speakers}
    for turn in transcript.turns:
        assert turn.text == turn.text.strip() != ""
        assert turn.speaker is None or turn.speaker in names
        assert all(0 < offset <= len(turn.text) for offset, _ in turn.times)
    assert sum(speaker.turns for speaker in transcript.speakers) == sum(
        turn.speaker is not None for turn in transcript.turns
    )


@MANY
@given(st.data())
def test_a_mutated_document_is_read_or_refused(tmp_path, data):
    body = "".join(f"<w:p><w:r><w:t>P{n}: said {n}</w:t></w:r></w:p>" for n in range(4))
    xml = bytearray(f'<w:document xmlns:w="urn:w"><w:body>{body}</w:body></w:document>'.encode())
    for _ in range(data.draw(st.integers(1, 5))):
        xml[data.draw(st.integers(0, len(xml) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / "mutated.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", bytes(xml))
    try:
        assert read_transcript(path).turns
    except QualkitError as error:
        assert error.message


@given(st.text(max_size=200))
def test_any_line_can_be_asked_for_its_label(line):
    label = split_label(line)
    assert label is None or label.name in line
    assert key_of(line) == key_of(key_of(line)) or "\n" in line or not line.isascii()


CUES = st.lists(
    st.builds(
        Utterance,
        st.text(alphabet="abc é", min_size=1, max_size=6).map(lambda text: text.strip() or "x"),
        st.sampled_from([None, "A", "B"]),
        st.none() | st.integers(0, 20),
        st.none() | st.integers(0, 30),
    ),
    max_size=25,
)


@given(CUES)
def test_merging_loses_no_word_and_no_speaker(cues):
    turns = merge_cues(cues, {None: None, "A": "A", "B": "B"})
    for speaker in (None, "A", "B"):
        before = sorted(word for cue in cues if cue.label == speaker for word in cue.text.split())
        after = sorted(word for turn in turns if turn.speaker == speaker for word in turn.text.split())
        assert before == after
    assert all(one.speaker != two.speaker or one.speaker is None for one, two in pairwise(turns))


@given(CUES)
def test_every_time_inside_a_turn_stands_at_the_beginning_of_a_cue(cues):
    for turn in merge_cues(cues, {None: None, "A": "A", "B": "B"}):
        for offset, ms in turn.times:
            assert turn.text[offset - 1] == " "
            assert any(cue.start_ms == ms and turn.text.startswith(cue.text, offset) for cue in cues)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 9)), min_size=1, max_size=12))
def test_turns_overlap_exactly_when_their_times_do(spans):
    cues = [Utterance("x", None, start, start + length) for start, length in spans]
    turns = merge_cues(cues, {None: None})
    for place, turn in enumerate(turns):
        begins_early = any(turn.start_ms < other.end_ms for other in turns[:place])
        if begins_early:
            assert turn.overlaps
        if turn.overlaps and not begins_early:
            assert any(other.start_ms < turn.end_ms for other in turns[place + 1 :])


@pytest.mark.parametrize(
    "payload",
    [
        "<v " * 20_000,
        "<v A>hi" + "<v.a.b" * 20_000,
        "<v" + " " * 50_000 + "<v A>x",
        "((" * 20_000,
        "x: " * 20_000,
    ],
)
def test_a_hostile_caption_is_read_in_no_time(tmp_path, payload):
    path = tmp_path / "hostile.vtt"
    path.write_text(f"WEBVTT\n\n00:00.000 --> 00:01.000\n{payload}\n", encoding="utf-8")
    start = time.process_time()
    assert read_transcript(path).turns
    assert time.process_time() - start < 2
