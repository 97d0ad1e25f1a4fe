import pytest

from qualkit.errors import FileRefused, NotFound
from qualkit.model.source import SpeakerRole

TALK = "Dan: Hello.\n\nSpeaker 1: Hi.\n\nDan: How long?\n\nSpeaker 2: Nine weeks.\n\nspeaker  1: Ten.\n"


def test_two_labels_of_one_name_are_one_speaker(read, said):
    transcript = read(TALK, renames={"SPEAKER 1": "Dana", "Speaker 2": "Dana"})
    assert [who for who, _ in said(transcript)] == ["Dan", "Dana", "Dan", "Dana", "Dana"]
    dana = transcript.speakers[1]
    assert (dana.label, dana.turns) == ("Dana", 3)
    assert set(dana.variants) == {"Speaker 1", "speaker  1", "Speaker 2"}


def test_roles_override_guesses_under_the_old_or_the_new_name(read):
    for name in ("Dan", "Jo"):
        speakers = read(TALK, renames={"Dan": "Jo"}, roles={name: SpeakerRole.MODERATOR}).speakers
        assert (speakers[0].label, speakers[0].role) == ("Jo", SpeakerRole.MODERATOR)


def test_a_renamed_interviewer_is_still_the_moderator(read):
    transcript = read("INT: a?\nP1: b\nINT: c?\nP1: d\n", renames={"INT": "Dan"})
    assert (transcript.speakers[0].label, transcript.speakers[0].role) == ("Dan", SpeakerRole.MODERATOR)


def test_merged_speakers_merge_their_cues(read, said, cues):
    text = cues("<v Ann>a</v>", "<v Ann Lee>b</v>", "<v Bob>c</v>")
    assert said(read(text, "t.vtt", renames={"Ann": "Ann Lee"})) == [("Ann Lee", "a b"), ("Bob", "c")]


@pytest.mark.parametrize("recipe", [{"renames": {"Dam": "X"}}, {"roles": {"Dam": SpeakerRole.MODERATOR}}])
def test_a_speaker_that_is_not_there_is_refused_with_the_nearest(read, recipe):
    with pytest.raises(NotFound, match='called "Dam"') as refusal:
        read(TALK, **recipe)
    assert refusal.value.candidates == ("Dan",)


def test_naming_somebody_in_a_talk_without_speakers_says_so(read):
    with pytest.raises(NotFound, match="names no speakers"):
        read("Only prose here.\n\nAnd here.\n", roles={"Dan": SpeakerRole.MODERATOR})


def test_a_label_that_the_recipe_knows_is_a_speaker_even_once(read, said):
    text = "Note: I start.\n\nP1: Yes.\n\nP1: No.\n"
    assert said(read(text, renames={"Note": "Norbert"}))[0] == ("Norbert", "I start.")


def test_the_format_of_the_recipe_is_used(read, said):
    assert said(read("P1: Hi.\n\nINT: Hi.\n", format="text"))[0] == (None, "P1: Hi.")


def test_an_unknown_format_is_refused_with_the_nearest(read):
    with pytest.raises(NotFound) as refusal:
        read("P1: Hi.\n", format="label")
    assert "labels" in refusal.value.candidates


def test_the_encoding_of_the_recipe_is_used(read, said):
    data = "P1: Привет.\nINT: Да.\nP1: Нет.\n".encode("cp1251")
    with pytest.raises(FileRefused, match="--encoding"):
        read(data)
    assert said(read(data, encoding="cp1251"))[0] == ("P1", "Привет.")


def test_a_suffix_that_no_transcript_has_is_refused_with_those_that_can_be(read):
    with pytest.raises(FileRefused, match=r"\.docx, .*\.pdf, .*\.vtt"):
        read("x", "talk.mp3")


def test_a_missing_file_or_a_folder_is_refused(tmp_path):
    from qualkit.importers.transcripts import read_transcript

    (tmp_path / "folder.txt").mkdir()
    for name in ("none.txt", "folder.txt", "none.docx"):
        with pytest.raises(FileRefused, match="can't be opened"):
            read_transcript(tmp_path / name)


def test_the_same_file_and_recipe_give_the_same_turns(read):
    assert read(TALK, renames={"Dan": "Jo"}) == read(TALK, renames={"Dan": "Jo"})
