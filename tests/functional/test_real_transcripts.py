from collections import Counter
from pathlib import Path

import pytest

from qualkit.errors import FileRefused
from qualkit.importers.transcripts import read_transcript
from qualkit.model.transcript import TranscriptRecipe

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
SHARED, INTERVIEWS = DATA / "transcripts", DATA / "interviews"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/data is absent")

LAYOUTS = {
    "SYN_descript.txt": "labels",
    "SYN_gmeet.docx": "meet-docx",
    "SYN_human.odt": "labels",
    "SYN_human_bold_tab.docx": "labels",
    "SYN_human_heading.docx": "docx-headings",
    "SYN_human_lineno.txt": "labels",
    "SYN_human_table3.docx": "docx-table",
    "SYN_otranscribe.otr": "labels",
    "SYN_otter.docx": "otter",
    "SYN_otter.txt": "otter",
    "SYN_rev.docx": "rev",
    "SYN_sonix.txt": "sonix",
    "SYN_teams_new.docx": "teams-docx",
    "SYN_trint.txt": "sonix",
}


def turns_by_speaker(name):
    return Counter(turn.speaker for turn in read_transcript(SHARED / name).turns)


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_layout_gives_six_turns_of_three_speakers(name):
    transcript = read_transcript(SHARED / name)
    assert transcript.format == LAYOUTS[name]
    assert len(transcript.turns) == 6
    assert len(transcript.speakers) == 3
    assert transcript.turns[2].text == "Nine weeks. And how did that feel?"
    assert not any(
        "transcription" in turn.text.lower() or "Rev.com" in turn.text for turn in transcript.turns
    )


def test_teams_captions_begin_with_the_same_six_turns():
    transcript = read_transcript(SHARED / "SYN_teams.vtt")
    assert len(transcript.speakers) == 3
    texts = [turn.text for turn in transcript.turns]
    assert texts[5:] == [
        "– exactly, nobody. 👩🏽‍⚕️ The nurse was lovely, though.",
        "Two lines & an <aside>. unclosed and with a class",
        "Over",
        "lap",
        "no speaker tag here",
    ]


def test_tracked_changes_read_as_accepted():
    transcript = read_transcript(SHARED / "SYN_tracked.docx")
    assert len(transcript.turns) == 3
    assert transcript.turns[0].text.startswith("I waited nine weeks")
    assert {finding.rule for finding in transcript.findings} == {"tracked-changes", "comments"}


def test_panels_have_their_speakers_and_turns():
    assert turns_by_speaker("livera-dorsey-stark.md") == {
        "Jack Dorsey": 33, "Stephan Livera": 32, "Elizabeth Stark": 34,
    }  # fmt: skip
    assert len(turns_by_speaker("libsec-panel.md")) == 6
    assert turns_by_speaker("what-is-miniscript.md") == {"Sjors Provoost": 81, "Aaron van Wirdum": 76}
    lightning = turns_by_speaker("2022-03-01-lightning-panel.md")
    assert lightning["Christian Decker"] == 34
    assert "CD" not in lightning


def test_every_cue_of_the_zoom_call_is_somebody_s():
    transcript = read_transcript(SHARED / "zoom_cloud.vtt")
    assert transcript.format == "zoom-vtt"
    assert len(transcript.speakers) == 15
    assert all(turn.speaker for turn in transcript.turns)
    assert sum(len(turn.times) + 1 for turn in transcript.turns) == 348


def test_the_zoom_chat_gives_what_people_wrote_and_not_what_they_quote_or_react_to():
    transcript = read_transcript(SHARED / "zoom_chat.txt")
    assert transcript.format == "zoom-chat"
    assert len(transcript.turns) == 123 + 105
    assert "306 messages: 123 plain, 105 replies" in transcript.findings[0].message
    assert "78 reactions" in transcript.findings[0].message
    assert not any(turn.text.startswith(("Replying to", "Reacted to")) for turn in transcript.turns)
    assert transcript.memo.count("Reacted to") == 78


@pytest.mark.parametrize("name", ["SYN_whisper.json", "SYN_whisper.srt", "SYN_whisper.tsv"])
def test_whisper_names_nobody_and_keeps_the_times(name):
    transcript = read_transcript(SHARED / name)
    assert transcript.speakers == ()
    assert [turn.start_ms for turn in transcript.turns] == [4000, 19_000, 27_000, 31_000, 36_000, 38_000]
    assert transcript.turns[-1].overlaps


@pytest.mark.parametrize("name", ["SYN_whisperx.json", "SYN_whisperx.srt"])
def test_whisperx_names_its_voices(name):
    transcript = read_transcript(SHARED / name)
    assert (len(transcript.turns), len(transcript.speakers)) == (6, 3)
    assert transcript.turns[0].speaker == "SPEAKER_00"


def test_the_rich_text_file_has_its_two_turns_and_its_letters():
    transcript = read_transcript(SHARED / "SYN_human.rtf")
    assert [(turn.speaker, turn.text) for turn in transcript.turns] == [
        ("INT", "Let’s start – how was it?"),
        ("P1", "It was étrange, nine weeks… (laughs)\n\U0001f4a7 done"),
    ]


def test_hyphens_at_line_ends_of_a_pdf_are_joined_and_its_margin_is_not_text():
    transcript = read_transcript(SHARED / "SYN_softhyphen_linenos.pdf")
    assert [turn.text for turn in transcript.turns] == ["P1: This is a very interesting question, nb sp."]
    assert transcript.speakers == ()


@pytest.mark.parametrize(("name", "turns"), [("P1", 94), ("P2", 165), ("P3", 122), ("P4", 111)])
def test_printed_interviews_have_their_turns_and_each_word_once(name, turns):
    transcript = read_transcript(INTERVIEWS / f"{name}.pdf")
    assert len(transcript.turns) == turns
    assert {speaker.label for speaker in transcript.speakers} == {"Dan", "Participant"}
    sentences = [each for turn in transcript.turns for each in turn.text.split(". ") if len(each) > 60]
    assert len(sentences) >= 100
    assert len(sentences) == len(set(sentences))


def test_an_old_encoding_is_refused_until_it_is_named():
    with pytest.raises(FileRefused, match="--encoding"):
        read_transcript(SHARED / "gb2312.srt")
    transcript = read_transcript(SHARED / "gb2312.srt", TranscriptRecipe(encoding="gb18030"))
    assert len(transcript.turns) == 3
    assert all("\u4e00" <= turn.text[0] <= "\u9fff" for turn in transcript.turns)


def test_names_in_brackets_are_two_speakers():
    assert set(turns_by_speaker("SYN_paren_dash.vtt")) == {"Dana F", "Dee B"}


def test_a_byte_order_mark_leaves_the_captions_intact():
    transcript = read_transcript(SHARED / "captions_with_bom.vtt")
    assert [turn.text for turn in transcript.turns] == [f"Caption text #{number}" for number in (1, 2, 3, 4)]


def test_old_teams_documents_name_their_speakers():
    assert turns_by_speaker("teams_old.docx") == {"Some Body": 1, "James Bond": 1}
