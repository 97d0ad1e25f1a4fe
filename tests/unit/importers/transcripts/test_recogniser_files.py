import json

import pytest

from qualkit.errors import FileRefused
from qualkit.importers.registry import Kind, kind_of

PIECES = [{"start": 0.5, "end": 2.0, "text": " We waited."}, {"start": 2.0, "end": 4, "text": " Nine weeks."}]
SPOKEN = [
    {**PIECES[0], "speaker": "SPEAKER_00"},
    {**PIECES[1], "speaker": "SPEAKER_00"},
    {"start": 3.5, "end": 5, "text": "Oh.", "speaker": "SPEAKER_01"},
]


def test_whisper_s_segments_are_turns_of_nobody(read, said):
    transcript = read(json.dumps({"text": "…", "segments": PIECES, "language": "en"}), "t.json")
    assert transcript.format == "whisper-json"
    assert said(transcript) == [(None, "We waited."), (None, "Nine weeks.")]
    assert [(turn.start_ms, turn.end_ms) for turn in transcript.turns] == [(500, 2000), (2000, 4000)]


def test_whisperx_s_segments_of_one_voice_are_one_turn_with_their_times(read, said):
    transcript = read(json.dumps({"segments": SPOKEN}), "t.json")
    assert said(transcript) == [("SPEAKER_00", "We waited. Nine weeks."), ("SPEAKER_01", "Oh.")]
    assert transcript.turns[0].times == ((11, 2000),)
    assert [turn.overlaps for turn in transcript.turns] == [True, True]


@pytest.mark.parametrize(
    "content",
    [
        {
            "transcription": [
                {"timestamps": {"from": "00:00:00,500", "to": "00:00:02,000"}, "text": " We waited."}
            ]
        },
        {"chunks": [{"timestamp": [0.5, 2.0], "text": " We waited."}]},
        [PIECES[0]],
    ],
)
def test_the_relatives_of_whisper_are_read_too(read, content):
    (turn,) = read(json.dumps(content), "t.json").turns
    assert (turn.text, turn.start_ms, turn.end_ms) == ("We waited.", 500, 2000)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "null",
        "[1, 2]",
        '{"a": 1}',
        '{"segments": []}',
        '{"segments": [{"text": " ", "start": 1}]}',
        "[" * 100_000,
    ],
)
def test_json_without_speech_is_refused(read, text):
    with pytest.raises(FileRefused):
        read(text, "t.json")


@pytest.mark.parametrize("start", [None, "x", True, -1, 1e300, "nan", [1]])
def test_pieces_without_one_readable_time_are_refused(read, start):
    with pytest.raises(FileRefused, match="time"):
        read(json.dumps({"segments": [{"text": "Hi.", "start": start}]}), "t.json")


def test_whisper_s_table_is_in_milliseconds(read, said):
    transcript = read("start\tend\ttext\n500\t2000\tWe waited.\n2000\t4000\tNine weeks.\n", "t.tsv")
    assert said(transcript) == [(None, "We waited."), (None, "Nine weeks.")]
    assert transcript.turns[1].start_ms == 2000


def test_a_row_whose_time_can_t_be_read_is_kept_and_listed(read):
    transcript = read("start\tend\ttext\n500\t900\tOne.\nsoon\t\tTwo.\n", "t.tsv")
    assert [(turn.text, turn.start_ms) for turn in transcript.turns] == [("One.", 500), ("Two.", None)]
    assert [finding.where.line for finding in transcript.findings] == [3]


@pytest.mark.parametrize(
    "text", ["start\tend\ttext\n", "start\tend\ttext\nx\ty\tOne.\n", "id\twhy\n1\tbecause\n"]
)
def test_a_table_without_speech_or_times_is_refused_as_a_transcript(read, text):
    with pytest.raises(FileRefused):
        read(text, "t.tsv")


def test_a_tsv_is_a_transcript_only_where_whisper_wrote_it(tmp_path):
    for name, text, kind in (
        ("a.tsv", "start\tend\ttext\n0\t1\tHi\n", Kind.TRANSCRIPT),
        ("b.tsv", "id\twhy\n1\tx\n", Kind.DATA),
    ):
        (tmp_path / name).write_text(text)
        assert kind_of(tmp_path / name) is kind


def test_subtitles_lose_their_marks_and_keep_their_words(read, said):
    text = (
        '1\n00:00:01,000 --> 00:00:02,000\n{\\an8}<font color="#ff0000">Hello</font> there.\n\n'
        "2\n00:00:03,000 --> 00:00:04,000\n- Where to?\n- Home.\n"
    )
    transcript = read(text, "t.srt")
    assert said(transcript) == [(None, "Hello there."), (None, "Where to?"), (None, "Home.")]
    assert [turn.start_ms for turn in transcript.turns] == [1000, 3000, 3000]


def test_labels_in_subtitles_are_speakers(read, said):
    text = "".join(
        f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n[SPEAKER_0{n % 2}]: said {n}\n\n" for n in range(1, 5)
    )
    assert said(read(text, "t.srt")) == [(f"SPEAKER_0{n % 2}", f"said {n}") for n in range(1, 5)]


@pytest.mark.parametrize("text", ["1\n00:00:0", "1\n", "just words\n"])
def test_subtitles_cut_off_before_the_first_are_refused(read, text):
    with pytest.raises(FileRefused, match="not one caption"):
        read(text, "t.srt")


def test_a_question_in_captions_is_the_section_of_what_follows(read, cues):
    payloads = (
        "Mod: Thanks.",
        "Mod: Question 2. What next? Anybody?",
        "P1: No idea.",
        "P2: Nor I.",
        "Mod: Fine.",
    )
    turns = read(cues(*payloads), "t.vtt").turns
    assert [turn.section for turn in turns] == ["Question 2. What next?"] * 4
    assert turns[0].text == "Thanks. Question 2. What next? Anybody?"
