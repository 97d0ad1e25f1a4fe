import pytest

from qualkit.errors import Refused
from qualkit.importers.transcripts import SpeakerRange, between, suggestions, with_late_speakers
from qualkit.model.source import SpeakerRole


def talk(*labels):
    return "".join(f"{label}: said {n}\n\n" for n, label in enumerate(labels))


@pytest.mark.parametrize(
    ("labels", "label", "same_as"),
    [
        (["Dana", "Jo", "Dana", "Dnaa", "Jo"], "Dnaa", "Dana"),
        (["Marianne", "Jo", "Marianne", "Mariane", "Jo"], "Mariane", "Marianne"),
        (["Ali Taylor-Cipolla", "Jo", "ATC", "ATC", "Ali Taylor-Cipolla", "Jo"], "ATC", "Ali Taylor-Cipolla"),
        (["Ann Lee", "Jo", "Ann", "Ann Lee", "Jo", "Ann"], "Ann", "Ann Lee"),
        (["Dr Ann Lee", "Jo", "AL", "Dr Ann Lee", "AL", "Jo"], "AL", "Dr Ann Lee"),
    ],
)
def test_labels_that_may_be_one_speaker_are_proposed_and_not_joined(read, labels, label, same_as):
    transcript = read(talk(*labels))
    (found,) = suggestions(transcript.speakers)
    assert (found.label, found.same_as) == (label, same_as)
    assert {label, same_as} <= {speaker.label for speaker in transcript.speakers}
    (finding,) = [finding for finding in transcript.findings if finding.rule == "speaker-variant"]
    assert f'--merge "{label}={same_as}"' in finding.hint


def test_the_proposed_rename_joins_them(read):
    text = talk("Dana", "Jo", "Dana", "Dnaa", "Jo")
    (found,) = suggestions(read(text).speakers)
    transcript = read(text, renames={found.label: found.same_as})
    assert [speaker.label for speaker in transcript.speakers] == ["Dana", "Jo"]
    assert suggestions(transcript.speakers) == ()


@pytest.mark.parametrize(
    "labels",
    [
        ["P1", "P2", "P1", "P2", "P3"],
        ["Speaker 1", "Speaker 2", "Speaker 1", "Speaker 2", "Speaker 3"],
        ["Ian", "Dan", "Ian", "Dan", "Dan"],
        ["Ann Lee", "Ann Ray", "Ann", "Ann Lee", "Ann Ray", "Ann"],
        ["Male 1", "Male 2", "Male 1", "Male 2"],
        ["Zoe", "Jo", "Zoe", "Jo"],
    ],
)
def test_people_who_are_plainly_several_are_not_proposed(read, labels):
    assert suggestions(read(talk(*labels)).speakers) == ()


def test_a_name_read_with_its_initials_is_said_to_be(read):
    transcript = read("Michael Folk (MF): Hi.\n\nAnn Ray: Hello.\n\nMF: So.\n\nAnn Ray: Yes.\n\nMF: Well.\n")
    assert [finding.message for finding in transcript.findings] == [
        "“MF” and “Michael Folk” were read as one speaker."
    ]


def test_a_label_given_another_name_is_no_joining(read):
    talk_ = "P3 (guest): Hi.\n\nAnn Ray: Hello.\n\nP3 (guest): So.\n\nAnn Ray: Yes.\n\nP3 (guest): Well.\n"
    assert read(talk_, renames={"P3 (guest)": "P3"}).findings == ()
    joined = read(talk_ + "\nP3: No.\n", renames={"P3 (guest)": "P3"}).findings
    assert [finding.message for finding in joined] == ["“P3 (guest)” and “P3” were read as one speaker."]


def test_speakers_are_given_to_ranges_afterwards(read, cues):
    transcript = read(cues("So?", "Nine weeks.", "It was awful.", "Oh.", "(music)"), "t.vtt")
    later = with_late_speakers(
        transcript,
        [
            SpeakerRange(speaker="INT", first=1, last=1),
            SpeakerRange(speaker="Dana", first=2, last=3),
            SpeakerRange(speaker=" int:", first=4, last=4),
        ],
        {"dana": SpeakerRole.PARTICIPANT},
    )
    assert [turn.speaker for turn in later.turns] == ["INT", "Dana", "Dana", "INT", None]
    assert [turn.text for turn in later.turns] == [turn.text for turn in transcript.turns]
    assert [(each.label, each.role, each.turns, each.words) for each in later.speakers] == [
        ("INT", SpeakerRole.MODERATOR, 2, 2), ("Dana", SpeakerRole.PARTICIPANT, 2, 5),
    ]  # fmt: skip


def test_a_range_can_be_a_stretch_of_time(read, cues):
    turns = read(cues("a", "b", "c", "d"), "t.vtt").turns
    assert between(turns, "Dana", 2000, 6000) == SpeakerRange(speaker="Dana", first=2, last=3)
    assert between(turns, "Dana", 60_000, 90_000) is None


@pytest.mark.parametrize(
    "ranges", [[("A", 0, 1)], [("A", 2, 1)], [("A", 1, 9)], [("A", 1, 2), ("B", 2, 3)], [(" : ", 1, 1)]]
)
def test_ranges_that_are_not_there_or_contradict_are_refused(read, cues, ranges):
    transcript = read(cues("a", "b", "c"), "t.vtt")
    with pytest.raises(Refused):
        with_late_speakers(transcript, [SpeakerRange(speaker=who, first=a, last=b) for who, a, b in ranges])
