import pytest

from qualkit.errors import FileRefused
from qualkit.model.source import SpeakerRole


def test_teams_voices_are_speakers_and_their_cues_one_turn(read, said, cues):
    transcript = read(
        cues("<v Ann Lee>We waited.</v>", "<v Ann Lee>Nine weeks.</v>", "<v Bob>Oh.</v>"), "t.vtt"
    )
    assert transcript.format == "teams-vtt"
    assert said(transcript) == [("Ann Lee", "We waited. Nine weeks."), ("Bob", "Oh.")]


def test_a_merged_turn_keeps_the_start_of_each_cue(read, cues):
    turn = read(cues("<v Ann>We waited.</v>", "<v Ann>Nine weeks.</v>"), "t.vtt").turns[0]
    ((offset, ms),) = turn.times
    assert turn.text[offset:] == "Nine weeks."
    assert (turn.start_ms, ms, turn.end_ms) == (0, 2000, 4000)


def test_unclosed_classed_and_wrapped_voices_are_read_with_their_entities(read, said, cues):
    transcript = read(cues("<v.loud Ann &amp; Co>a &lt;b&gt;\nc &amp; d", "<v Bob><i>e</i> f</v>"), "t.vtt")
    assert said(transcript) == [("Ann & Co", "a <b> c & d"), ("Bob", "e f")]


def test_two_voices_in_one_cue_are_two_turns_that_overlap(read, said, cues):
    transcript = read(cues("<v Ann>Over</v> <v Bob>lap</v>", "<v Ann>Yes.</v>"), "t.vtt")
    assert said(transcript) == [("Ann", "Over"), ("Bob", "lap"), ("Ann", "Yes.")]
    assert [turn.overlaps for turn in transcript.turns] == [True, True, False]
    assert [turn.start_ms for turn in transcript.turns[:2]] == [0, 0]


def test_a_teams_cue_without_a_voice_is_nobody_s(read, said, cues):
    transcript = read(cues("<v Ann>Hello.</v>", "no voice here", "nor here"), "t.vtt")
    assert said(transcript) == [("Ann", "Hello."), (None, "no voice here"), (None, "nor here")]


def test_cues_are_put_in_the_order_of_time(read, said):
    text = (
        "WEBVTT\n\n00:00:09.000 --> 00:00:10.000\n<v Ann>last</v>\n\n"
        "00:00:01.000 --> 00:00:02.000\n<v Bob>first</v>\n"
    )
    assert said(read(text, "t.vtt")) == [("Bob", "first"), ("Ann", "last")]


def test_zoom_labels_are_speakers_and_an_unlabelled_cue_goes_on(read, said, cues):
    transcript = read(
        cues(
            "Ann Lee | NHS: Hi.",
            "Note: the prototype",
            "Bob: Yes.",
            "Ann Lee | NHS: Go on.",
            "Bob: Right\nthen.",
        ),
        "t.vtt",
    )
    assert said(transcript) == [
        ("Ann Lee | NHS", "Hi. Note: the prototype"),
        ("Bob", "Yes."),
        ("Ann Lee | NHS", "Go on."),
        ("Bob", "Right then."),
    ]


def test_audio_shared_in_zoom_is_not_speech(read, cues):
    transcript = read(
        cues("Ann: Hi.", "Audio shared by Ann: la", "Ann: Bye.", "Bob: Bye.", "Bob: Now."), "t.vtt"
    )
    roles = {speaker.label: speaker.role for speaker in transcript.speakers}
    assert roles["Audio shared by Ann"] is SpeakerRole.NON_SPEECH
    assert roles["Ann"] is SpeakerRole.PARTICIPANT


def test_a_colon_alone_makes_no_speaker_in_captions(read, said, cues):
    transcript = read(
        cues("Note: the prototype works", "Honestly: I was scared", "and so on", "to the end"), "t.vtt"
    )
    assert transcript.speakers == ()
    assert len(transcript.turns) == 4


def test_an_unlabelled_question_in_captions_is_the_moderator_s(read, said, cues):
    transcript = read(
        cues("Mod: Hello.", "P1: Hi.", "Question 2. What next?", "and why?", "P1: No idea.", "Mod: Thanks."),
        "t.vtt",
    )
    assert ("Mod", "Question 2. What next? and why?") in said(transcript)
    assert ("P1", "Hi.") in said(transcript)


def test_names_in_brackets_on_their_own_lines_are_speakers(read, said):
    text = (
        "WEBVTT\n\n00:00:08.000 --> 00:00:12.000\n(Dana F)\nLet us start\n\n"
        "00:00:16.000 --> 00:00:20.000\n(Dana F)\nhere?\n-\n \n(Dee B)\n(laughs)\nAnywhere.\n"
    )
    transcript = read(text, "t.vtt")
    assert said(transcript) == [("Dana F", "Let us start here?"), ("Dee B", "(laughs) Anywhere.")]


def test_captions_without_speakers_stay_a_turn_a_cue(read, said, cues):
    transcript = read("\ufeff" + cues("one", "two\nlines", "three").replace("\n", "\r\n"), "t.vtt")
    assert said(transcript) == [(None, "one"), (None, "two lines"), (None, "three")]


def test_captions_are_known_in_a_txt_too(read, cues):
    assert read(cues("<v Ann>Hi.</v>"), "t.txt").format == "teams-vtt"


def test_ids_notes_and_styles_are_not_speech(read, said):
    text = (
        "WEBVTT - title\n\nSTYLE\n::cue { color: red }\n\nab12-f/3-0\n"
        "00:00:01.000 --> 00:00:02.000 align:start\n"
        "<v Ann>Yes</v>\n\nNOTE said\nquietly\n\nab12-f/4-0\n00:00:03.000 --> 00:00:04.000\n<v Ann>No</v>\n"
    )
    assert said(read(text, "t.vtt")) == [("Ann", "Yes No")]


def test_without_blank_lines_a_word_is_not_taken_for_an_id(read, said):
    text = (
        "WEBVTT\n1\n00:01.000 --> 00:02.000\nYes\n00:03.000 --> 00:05.000\nA --> B\n"
        "7\n0:0:6.0 --> 0:0:7.510\nend\n"
    )
    assert said(read(text, "t.vtt")) == [(None, "Yes"), (None, "A --> B"), (None, "end")]


def test_words_under_an_empty_line_are_kept_and_noted(read, said):
    text = (
        "WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\nfirst\n\nsecond\n\n"
        "2\n00:00:03.000 --> 00:00:04.000\nthird\n"
    )
    transcript = read(text, "t.vtt")
    assert said(transcript) == [(None, "first second"), (None, "third")]
    assert [finding.rule for finding in transcript.findings] == ["caption-text"]


def test_all_unreadable_times_are_listed_and_their_words_kept(read, said):
    text = (
        "WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\na\n\n2\n00:00:zz --> 00:00:05.000\nb\n\n"
        "3\n00:00:07.000 --> soon\nc\n"
    )
    transcript = read(text, "t.vtt")
    assert said(transcript) == [(None, "a"), (None, "b"), (None, "c")]
    assert [finding.where.line for finding in transcript.findings] == [8, 12]


@pytest.mark.parametrize(
    "text",
    ["", " \n\n", "WEBVTT", "WEBVTT\n\n", "WEBVTT\n\n1\n00:00:0", "WEBVTT\n\nNOTE nothing\n"],
)
def test_a_file_without_one_caption_is_refused(read, text):
    with pytest.raises(FileRefused):
        read(text, "t.vtt")


def test_captions_whose_times_are_all_unreadable_are_refused_with_every_line(read):
    with pytest.raises(FileRefused, match="lines 3, 6"):
        read("WEBVTT\n\nx:y --> 1:z\na\n\nq:1 --> 2:w\nb\n", "t.vtt")


def test_captions_without_a_word_are_refused(read, cues):
    with pytest.raises(FileRefused, match="Nobody says anything"):
        read(cues("<v Ann></v>", "<v Bob> </v>"), "t.vtt")
