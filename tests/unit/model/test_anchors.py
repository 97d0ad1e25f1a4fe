"""Passages follow their words through corrections."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from qualkit.model.anchors import Alignment, match_turns
from qualkit.model.coding import Anchor

WORDS = st.sampled_from(
    [
        "the",
        "a",
        "scared",
        "was",
        "I",
        "of",
        "school",
        "mum",
        "it",
        ",",
        ".",
        "👩🏽\u200d⚕️",
        "é",
        "so",
        "very",
        "not",
    ]
)
edits = st.lists(
    st.tuples(WORDS, st.sampled_from(["keep", "keep", "keep", "drop", "change", "insert"])), max_size=30
)


def edited(script):
    """(old text, new text, [(start, end) of kept words in the old text])."""
    old, new, kept = [], [], []
    at = 0
    for number, (word, what) in enumerate(script):
        if what != "insert":
            if what == "keep":
                kept.append((at, at + len(word)))
            old.append(word)
            at += len(word) + 1
        if what != "drop":
            new.append({"keep": word, "change": f"new{number}", "insert": f"more{number}"}[what])
    return " ".join(old), " ".join(new), kept


@given(edits)
def test_a_passage_that_keeps_its_place_keeps_its_exact_words(script):
    old, new, kept = edited(script)
    alignment = Alignment(old, new)
    for start, end in kept:
        moved = alignment.move(start, end)
        assert 0 <= moved.start <= moved.end <= len(new)
        if moved.anchor in (Anchor.KEPT, Anchor.MOVED):
            assert new[moved.start : moved.end] == old[start:end]


unique_edits = st.lists(st.sampled_from(["keep", "keep", "drop", "change", "insert"]), max_size=30)


@given(unique_edits)
def test_untouched_words_keep_their_exact_quote_whatever_is_edited_around_them(script):
    words = [f"word{number}" + ("." if number % 7 == 6 else "") for number in range(len(script))]
    old, new, kept = edited(list(zip(words, script, strict=True)))
    alignment = Alignment(old, new)
    for start, end in kept:
        end -= old[start:end].endswith(".")
        moved = alignment.move(start, end)
        assert moved.anchor in (Anchor.KEPT, Anchor.MOVED)
        assert new[moved.start : moved.end] == old[start:end]


@given(st.text(max_size=40), st.text(max_size=40), st.data())
def test_no_edit_gives_a_place_outside_the_text(old, new, data):
    start = data.draw(st.integers(0, len(old)))
    end = data.draw(st.integers(start, len(old)))
    moved = Alignment(old, new).move(start, end)
    assert 0 <= moved.start <= moved.end <= len(new)
    assert moved.anchor is Anchor.LOST or moved.start < moved.end or start == end


def test_nothing_changed_is_kept():
    assert Alignment("I was scared", "I was scared").move(6, 12).anchor is Anchor.KEPT


def test_words_before_move_a_passage():
    moved = Alignment("I was scared", "Well, I was scared").move(6, 12)
    assert (moved.start, moved.end, moved.anchor) == (12, 18, Anchor.MOVED)


def test_a_corrected_word_inside_changes_a_passage():
    new = "I was very scared of him"
    moved = Alignment("I was so scared of him", new).move(6, 15)
    assert (new[moved.start : moved.end], moved.anchor) == ("very scared", Anchor.CHANGED)


def test_a_word_put_into_a_passage_changes_it():
    new = "I was so very scared"
    moved = Alignment("I was so scared", new).move(6, 15)
    assert (new[moved.start : moved.end], moved.anchor) == ("so very scared", Anchor.CHANGED)


def test_a_passage_whose_words_are_all_gone_is_lost():
    assert Alignment("I was scared. Yes.", "Yes.").move(0, 12).anchor is Anchor.LOST


def test_a_long_turn_with_one_correction_is_aligned_in_a_moment(slowness):
    old = "and then the man said that I was scared of the school. " * 730  # 40,000 characters
    middle = len(old) // 2
    new = old[:middle] + "XX " + old[middle:]
    began = time.process_time()
    assert Alignment(old, new).move(0, 20).anchor is Anchor.KEPT
    assert time.process_time() - began < slowness


def test_a_long_turn_corrected_all_over_is_aligned_in_seconds(slowness):
    old = "and then the man said that I was scared of the school. " * 730
    began = time.process_time()
    Alignment(old, old.replace("scared", "afraid"))
    assert time.process_time() - began < 3 * slowness


# ---- turns


def test_a_turn_put_in_the_middle_leaves_the_others_what_they_were():
    old = [("A", "one"), ("B", "two"), ("A", "three")]
    assert match_turns(old, [*old[:1], ("B", "new words"), *old[1:]]) == [0, None, 1, 2]


def test_a_turn_with_a_corrected_word_is_the_same_turn():
    old = [("A", "one"), ("B", "I was so scared of him then"), ("A", "three")]
    assert match_turns(old, [("A", "one"), ("B", "I was so scared of them then"), ("A", "three")]) == [
        0,
        1,
        2,
    ]


def test_a_turn_that_was_taken_out_is_nobody():
    old = [("A", "one"), ("B", "two words"), ("A", "three")]
    assert match_turns(old, [old[0], old[2]]) == [0, 2]


def test_a_speaker_who_was_misheard_is_still_the_same_turn():
    old = [("A", "I was so scared of him then")]
    assert match_turns(old, [("B", "I was so scared of him then")]) == [0]


@given(st.lists(st.text("ab ", max_size=4), max_size=8), st.lists(st.text("ab ", max_size=4), max_size=8))
def test_turns_are_matched_in_order_and_each_once(old, new):
    found = [
        index
        for index in match_turns([(None, o) for o in old], [(None, n) for n in new])
        if index is not None
    ]
    assert found == sorted(set(found))


def test_a_transcript_corrected_in_every_turn_is_matched_in_seconds(slowness):
    old = [
        ("A", f"turn {n} and then the man said that I was scared of the school, {n * 7}") for n in range(400)
    ]
    new = [(who, text.replace("school", "schools")) for who, text in old]
    began = time.process_time()
    assert match_turns(old, new) == list(range(400))
    assert time.process_time() - began < 3 * slowness


def test_a_word_whose_slip_was_corrected_is_changed_and_one_replaced_is_lost():
    moved = Alignment("We wated there.", "We waited there.").move(3, 8)
    assert (moved.start, moved.end, moved.anchor) == (3, 9, Anchor.CHANGED)
    assert Alignment("We waited there.", "We laughed there.").move(3, 9).anchor is Anchor.LOST


def test_a_full_stop_that_is_the_same_holds_no_passage():
    assert Alignment("I felt ashamed.", "Yes.").move(0, 15).anchor is Anchor.LOST
