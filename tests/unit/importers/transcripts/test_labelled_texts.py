import pytest

from qualkit.errors import FileRefused
from qualkit.model.finding import Severity
from qualkit.model.source import SpeakerRole

GROUP = """Question 1. How did you hear of it?

P1: From a friend.
P2: Same here.
P2:Yeah.

Question 2. What was it like?
P1: One thing: it never changed.
One thing: it was cold.
Note: nobody rang.
P2: [laughs] Fine.
INT: Thanks.
"""


def test_an_unlabelled_question_is_the_moderator_s_own_turn(read, said):
    assert said(read(GROUP)) == [
        ("INT", "Question 1. How did you hear of it?"),
        ("P1", "From a friend."),
        ("P2", "Same here."),
        ("P2", "Yeah."),
        ("INT", "Question 2. What was it like?"),
        ("P1", "One thing: it never changed.\nOne thing: it was cold.\nNote: nobody rang."),
        ("P2", "[laughs] Fine."),
        ("INT", "Thanks."),
    ]


def test_a_question_is_the_section_of_what_is_said_under_it(read):
    sections = [turn.section for turn in read(GROUP).turns if turn.speaker == "P2"]
    assert sections == ["Question 1. How did you hear of it?"] * 2 + ["Question 2. What was it like?"]


def test_without_a_known_moderator_one_is_made_for_the_questions(read, said):
    transcript = read("P1: Hi.\nP2: Hi.\nP1: Yes.\nQ3) Why?\nP2: Because.\n")
    assert ("Moderator", "Q3) Why?") in said(transcript)
    assert {s.label: s.role for s in transcript.speakers}["Moderator"] is SpeakerRole.MODERATOR


def test_a_moderator_settled_by_hand_asks_the_questions(read, said):
    text = "Dan: Hi.\n\nP1: Hi.\n\nQuestion 2. Why?\n\nP1: Because.\n\nDan: I see.\n"
    transcript = read(text, roles={"Dan": SpeakerRole.MODERATOR})
    assert ("Dan", "Question 2. Why?") in said(transcript)


def test_a_moderator_s_labelled_question_opens_a_section(read):
    turns = read("INT: Question 4: And now?\nP1: Now this.\nINT: I see.\nP1: Yes.\n").turns
    assert turns[1].section == "Question 4: And now?"


def test_spellings_of_a_label_are_one_speaker(read):
    text = "P1: a\n\nINT: b\n\np1: c\n\nP\u00a01: d\n\nSpeaker  2: e\n\nSpeaker 2: f\n\n**P1:** g\n\nP1 : h\n"
    speakers = {speaker.label: speaker for speaker in read(text).speakers}
    assert set(speakers) == {"P1", "INT", "Speaker 2"}
    assert speakers["P1"].turns == 5
    assert set(speakers["P1"].variants) == {"p1", "P\u00a01"}
    assert speakers["Speaker 2"].variants == ("Speaker  2",)


def test_a_name_with_its_initials_is_the_speaker_of_both(read, said):
    text = "Michael Folk (MF): Hi.\n\nAnn Ray (AR): Hello.\n\nMF: So.\n\nAR: Yes.\n\nMF: Well.\n"
    transcript = read(text)
    assert [speaker.label for speaker in transcript.speakers] == ["Michael Folk", "Ann Ray"]
    assert set(transcript.speakers[0].variants) == {"Michael Folk (MF)", "MF"}
    assert said(transcript)[2] == ("Michael Folk", "So.")


def test_neighbouring_labelled_paragraphs_stay_separate_turns(read, said):
    assert said(read("Ann: One.\n\nAnn: Two.\n\nBob: Three.\n")) == [
        ("Ann", "One."),
        ("Ann", "Two."),
        ("Bob", "Three."),
    ]


def test_a_label_on_its_own_line_speaks_what_follows(read, said):
    text = "Ann Lee:\n\nFirst line.\nSecond line.\n\nBob Ray:\n\nYes.\n\nAnn Lee:\n\nGood.\n"
    assert said(read(text))[0] == ("Ann Lee", "First line.\nSecond line.")


def test_a_stamp_after_a_bold_label_is_its_time(read, said):
    transcript = read(
        "# Panel\n\n**Ann Lee:** 00:00:10\n\nHello.\n\n**Bob:** 00:01:20 Hi.\n\n**Ann Lee:** [2:05] Bye.\n",
        "p.md",
    )
    assert said(transcript) == [("Ann Lee", "Hello."), ("Bob", "Hi."), ("Ann Lee", "Bye.")]
    assert [turn.start_ms for turn in transcript.turns] == [10_000, 80_000, 125_000]
    assert transcript.title == "Panel"


def test_a_time_that_is_said_stays_in_the_text(read, said):
    text = "INT: When?\nP1: 10:30 was when I left.\nINT: And back?\nP1: 11:45\n"
    assert [words for speaker, words in said(read(text)) if speaker == "P1"] == [
        "10:30 was when I left.",
        "11:45",
    ]


def test_a_stamp_on_its_own_line_is_a_time_inside_the_turn(read):
    turn = read("P1: Before.\n[00:12:03]\nAfter.\nINT: Yes.\nP1: No.\n").turns[0]
    ((offset, ms),) = turn.times
    assert turn.text[offset:] == "After."
    assert ms == 723_000


def test_a_stamp_before_a_label_is_the_turn_s_time(read):
    turns = read("[00:00:04] Ann – A: Hi.\n\n[00:00:09] Bob: Yes.\n\n0:12 Ann – A: Good.\n").turns
    assert [(turn.speaker, turn.start_ms) for turn in turns] == [
        ("Ann – A", 4000),
        ("Bob", 9000),
        ("Ann – A", 12000),
    ]


def test_a_full_width_colon_ends_a_label(read, said):
    assert said(read("主持人：你好\n\n小明：我很好\n\n主持人：再见\n\n小明：好\n"))[1] == ("小明", "我很好")


def test_typed_line_numbers_are_not_text(read, said):
    text = (
        "1  INT: Let us start\n2   with you.\n3  P1: Nine weeks –\n4   it was awful.\n"
        "5  INT: Oh.\n6\n7  P1: Yes.\n"
    )
    assert said(read(text)) == [
        ("INT", "Let us start with you."),
        ("P1", "Nine weeks – it was awful."),
        ("INT", "Oh."),
        ("P1", "Yes."),
    ]


def test_front_matter_is_a_memo_and_names_the_speakers(read, said):
    transcript = read(
        "---\ntitle: 'A talk'\nspeakers:\n  - Ann Lee\n  - Bob\n---\nAnn Lee: Hi.\n\nBob: Yo.\n", "t.md"
    )
    assert said(transcript) == [("Ann Lee", "Hi."), ("Bob", "Yo.")]
    assert transcript.title == "A talk"
    assert "speakers:" in transcript.memo


def test_date_and_location_are_a_memo_and_nobody(read, said):
    text = (
        "Interviewer: Jane Smith\nDate: 3 May\nParticipant: P1\n\n"
        "Interviewer: Hello?\nParticipant: Hi.\nInterviewer: Bye.\n"
    )
    transcript = read(text)
    assert said(transcript)[0] == ("Interviewer", "Hello?")
    assert len(transcript.turns) == 3
    assert transcript.memo == "Interviewer: Jane Smith\nDate: 3 May\nParticipant: P1"


def test_lines_above_the_first_speaker_are_a_memo_with_a_note(read):
    transcript = read("Recorded in the library.\n\nP1: Hi.\n\nINT: Hi.\n\nP1: Bye.\n")
    assert transcript.memo == "Recorded in the library."
    assert [(f.rule, f.severity) for f in transcript.findings] == [("above-the-talk", Severity.NOTE)]


def test_headings_are_sections_and_end_a_turn(read, said):
    transcript = read(
        "## Start ##\n\nAnn: Hi.\n\nBob: Yo.\n\n## Demo\n\nSee the slides.\n\nAnn: Well.\n", "t.md"
    )
    assert said(transcript)[2] == (None, "See the slides.")
    assert [turn.section for turn in transcript.turns] == ["Start", "Start", "Demo", "Demo"]


def test_roles_are_guessed_from_the_usual_labels(read):
    labels = {
        "INT": SpeakerRole.MODERATOR, "Interviewer": SpeakerRole.MODERATOR, "Mod": SpeakerRole.MODERATOR,
        "Facilitator": SpeakerRole.MODERATOR, "I": SpeakerRole.MODERATOR, "Q": SpeakerRole.MODERATOR,
        "All": SpeakerRole.GROUP, "Several": SpeakerRole.GROUP, "Group": SpeakerRole.GROUP,
        "Unknown": SpeakerRole.UNKNOWN, "Unknown Speaker": SpeakerRole.UNKNOWN,
        "P1": SpeakerRole.PARTICIPANT, "Dana": SpeakerRole.PARTICIPANT,
    }  # fmt: skip
    text = "".join(f"{label}: Yes.\n{label}: No.\n" for label in labels)
    assert {speaker.label: speaker.role for speaker in read(text).speakers} == labels


def test_a_name_seen_once_is_a_guess(read):
    transcript = read("Ann: a\n\nBob: b\n\nAnn: c\n\nBob: d\n\nCarol: e\n")
    assert {speaker.label: speaker.is_certain for speaker in transcript.speakers} == {
        "Ann": True, "Bob": True, "Carol": False,
    }  # fmt: skip


def test_events_stay_in_the_text_and_are_not_words(read, said):
    transcript = read("P1: [inaudible 00:12:03] Yes (laughs) no.\nINT: Oh.\nP1: Hm.\n")
    assert said(transcript)[0] == ("P1", "[inaudible 00:12:03] Yes (laughs) no.")
    assert transcript.speakers[0].words == 3


def test_speakers_come_with_counts_and_first_words(read):
    text = "Ann: one two three four five six seven eight nine ten\n\nBob: yes\n\nAnn: eleven\n"
    ann = read(text).speakers[0]
    assert (ann.label, ann.turns, ann.words) == ("Ann", 2, 11)
    assert ann.first_words == "one two three four five six seven eight…"


def test_prose_with_colons_is_text_without_speakers(read, said):
    text = "One thing: it never changed.\n\nNote: this is prose.\nIt goes on.\n\nhttps://example.org is it.\n"
    assert said(read(text)) == [
        (None, "One thing: it never changed."),
        (None, "Note: this is prose.\nIt goes on."),
        (None, "https://example.org is it."),
    ]


def test_text_without_blank_lines_is_a_turn_a_line(read, said):
    assert said(read("one here\ntwo here\n")) == [(None, "one here"), (None, "two here")]


def test_the_exact_text_is_kept(read, said):
    words = "e\u0301 👩🏽‍⚕️ \u00ad“x” – a\u00a0b  c\t[/b] \x1b[31m שלום"
    assert said(read(f"P1: {words}\r\nINT: Oh.\r\nP1: Yes.\r\n"))[0] == ("P1", words)


@pytest.mark.parametrize(
    ("name", "header"),
    [("otter", "{}  {}  "), ("rev", "{} ({}):"), ("sonix", "[{1}] {0}"), ("sonix", "{1} {0}")],
)
def test_headers_of_services_are_speaker_and_time(read, said, name, header):
    turns = [("Ann Lee", "0:04", "Hi: all."), ("P1 – Bob", "0:19", "Yes."), ("Ann Lee", "1:02:03", "Bye.")]
    text = "\n".join(f"{header.format(who, when)}\n{words}\n" for who, when, words in turns)
    transcript = read(text + "\nTranscribed by https://otter.ai\n")
    assert transcript.format == name
    assert said(transcript) == [(who, words) for who, _, words in turns]
    assert [turn.start_ms for turn in transcript.turns] == [4000, 19_000, 3_723_000]
    assert [finding.rule for finding in transcript.findings] == ["footer"]


@pytest.mark.parametrize("content", ["", "\n \n", "\ufeff"])
def test_an_empty_text_is_refused(read, content):
    with pytest.raises(FileRefused):
        read(content)


def test_front_matter_alone_is_refused(read):
    with pytest.raises(FileRefused, match="Nobody says anything"):
        read("---\ntitle: x\n---\n", "t.md")
