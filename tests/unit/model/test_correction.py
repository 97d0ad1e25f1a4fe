"""What differs from a received text, applied to it and taken off again; and edited texts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualkit.errors import Refused
from qualkit.model.anchors import merged_text
from qualkit.model.correction import as_received, corrected, corrections_between
from qualkit.model.edit_text import edit_text, parse_edit_text
from qualkit.model.source import Segment, SourceKind

LETTERS = st.text(st.sampled_from("ab \n.[]\\1é👩"), max_size=30)


def turn(key, text, speaker="Mia", ordinal=0):
    return Segment(source="fg1", key=key, ordinal=ordinal, text=text, speaker=speaker)


def talk(*texts):
    return [turn(str(number), text, ordinal=number) for number, text in enumerate(texts, start=1)]


@st.composite
def revised(draw):
    """A received text, and one that somebody made of it: turns changed, taken out, put in."""
    received = talk(*draw(st.lists(LETTERS, min_size=1, max_size=6)))
    now = []
    for segment in received:
        match draw(st.sampled_from(["keep", "change", "speaker", "out", "split"])):
            case "keep":
                now.append(segment)
            case "change":
                now.append(replace(segment, text=draw(LETTERS)))
            case "speaker":
                now.append(replace(segment, speaker="Tom"))
            case "split":
                now += [segment, turn(f"{segment.key}.1", draw(LETTERS)), turn(f"{segment.key}.2", "x")]
    return received, [replace(one, ordinal=number) for number, one in enumerate(now, start=1)]


@given(revised())
def test_corrections_make_the_received_text_what_it_was_corrected_to_and_the_way_back(pair):
    received, now = pair
    changes = corrections_between(received, now)
    found = corrected(received, changes)
    assert list(found.segments) == now
    assert found.unfit == ()
    assert list(as_received(now, found.corrections)) == received


@given(st.lists(LETTERS, min_size=1, max_size=6))
def test_a_text_handed_out_and_taken_in_again_is_the_same(texts):
    segments = talk(*texts)
    blocks = parse_edit_text(edit_text(segments, SourceKind.TRANSCRIPT), segments)
    assert [(block.key, block.text, block.speaker) for block in blocks] == [
        (segment.key, segment.text, "Mia") for segment in segments
    ]


def test_blanks_that_an_editor_strips_change_nothing():
    segments = talk("One.  \nTwo.\n", "Three.")
    text = "\r\n".join(
        line.rstrip() for line in edit_text(segments, SourceKind.TRANSCRIPT).rstrip().split("\n")
    )
    assert [block.text for block in parse_edit_text(text, segments)] == ["One.  \nTwo.\n", "Three."]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[1] Mia\nOne\n\n[9] Mia\nNine\n", "line 4: There is no [9]"),
        ("[1] Mia\nOne\n\n[1] Mia\nTwo\n", "line 4: [1] stands here and in line 1"),
        ("Hello\n[1] Mia\nOne\n", "line 1: These words belong to no turn"),
        ("[1] Mia\n\n[2] Mia\nTwo\n", "line 1: [1] has no words left"),
    ],
)
def test_an_edited_text_that_can_not_be_meant_is_refused_with_its_line(text, said):
    with pytest.raises(Refused) as refused:
        parse_edit_text(text, talk("One", "Two"))
    assert said in str(refused.value)


def test_a_new_file_with_another_correction_in_the_same_turn_keeps_both():
    received = talk("We wated nine weeks. Nobody rang us att all.")
    changes = corrections_between(
        received, [replace(received[0], text="We waited nine weeks. Nobody rang us att all.")]
    )
    again = corrected(talk("We wated nine weeks. Nobody rang us at all."), changes)
    assert again.segments[0].text == "We waited nine weeks. Nobody rang us at all."


def test_a_new_file_with_other_words_in_the_same_place_holds_and_the_correction_waits():
    received = talk("We wated nine weeks.")
    changes = corrections_between(received, [replace(received[0], text="We waited nine weeks.")])
    again = corrected(talk("We wanted nine weeks."), changes)
    assert again.segments[0].text == "We wanted nine weeks."
    assert [one.segment for one in again.unfit] == ["1"]


@given(LETTERS, LETTERS)
def test_joining_with_a_side_that_changed_nothing_gives_the_other_side(base, changed):
    assert merged_text(base, base, changed) == changed
    assert merged_text(base, changed, base) == changed
    assert merged_text(base, changed, changed) == changed
