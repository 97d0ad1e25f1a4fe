from collections import Counter
from pathlib import Path

import pytest

from qualkit.errors import FileRefused
from qualkit.importers.transcripts import read_transcript

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "transcripts"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/data is absent")

LAYOUTS = {
    "SYN_descript.txt": "labels",
    "SYN_gmeet.docx": "meet-docx",
    "SYN_human_bold_tab.docx": "labels",
    "SYN_human_heading.docx": "docx-headings",
    "SYN_human_lineno.txt": "labels",
    "SYN_human_table3.docx": "docx-table",
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


def test_the_zoom_chat_is_not_taken_for_speech():
    with pytest.raises(FileRefused, match="chat"):
        read_transcript(SHARED / "zoom_chat.txt")


def test_names_in_brackets_are_two_speakers():
    assert set(turns_by_speaker("SYN_paren_dash.vtt")) == {"Dana F", "Dee B"}


def test_a_byte_order_mark_leaves_the_captions_intact():
    transcript = read_transcript(SHARED / "captions_with_bom.vtt")
    assert [turn.text for turn in transcript.turns] == [f"Caption text #{number}" for number in (1, 2, 3, 4)]


def test_old_teams_documents_name_their_speakers():
    assert turns_by_speaker("teams_old.docx") == {"Some Body": 1, "James Bond": 1}
