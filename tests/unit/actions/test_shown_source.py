"""Texts as a coder sees them: places there and back."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualkit.actions.opening import open_study
from qualkit.actions.redact import decisions, redact
from qualkit.actions.redact_plan import plan_redaction, where_words_stand
from qualkit.actions.shown_source import Showing, ShownSource
from qualkit.actions.workspace import open_source
from qualkit.model.redaction import Redaction, Redactor
from qualkit.model.source import Segment

RULES = [
    Redaction(words="Sarah", replacement="[my older sister]"),
    Redaction(words="Leeds", replacement="[x]"),
]


def shown_of(text: str) -> ShownSource:
    segment = Segment(source="s", key="1", ordinal=1, text=text)
    found = Redactor(RULES).shown(text, "s", "1")
    shown = Segment(source="s", key="1", ordinal=1, text=found.text)
    return (
        ShownSource((shown,), {0: found} if found.spots else {}) if found.spots else ShownSource((segment,))
    )


WORDS = st.lists(st.sampled_from(["Sarah", "Leeds", "and", "went", "é"]), min_size=1, max_size=8)


@given(words=WORDS, ends=st.tuples(st.integers(0, 60), st.integers(0, 60)))
def test_a_place_goes_to_the_shown_text_and_back_with_redactions_whole(
    words: list[str], ends: tuple[int, int]
) -> None:
    text = " ".join(words)
    start, end = sorted(min(one, len(text)) for one in ends)
    if start == end:
        return
    shown = shown_of(text)
    _, first, _, last = shown.shown_place((0, start, 0, end))
    back = shown.start_of(0, first), shown.end_of(0, last)
    spots = Redactor(RULES).spots(text)
    wide = (
        min([start, *(one.start for one in spots if one.start <= start < one.end)]),
        max([end, *(one.end for one in spots if one.start < end <= one.end)]),
    )
    assert back == wide
    piece = shown.segments[0].text[first:last]
    assert piece == Redactor(RULES).part(text, wide, "s", "1")


@pytest.mark.parametrize("words", ["Lee", "café", "LEE", "the café’s"])
def test_everything_that_is_redacted_is_hidden_however_it_is_written(filled: Path, words: str) -> None:
    with open_study(filled, "ana").study as study:
        before = open_source(study, "fg1").segments
        redact(study, words, "[gone]")
        after = Showing(study).source(before).segments
        as_they_are = Showing(study, is_open=True).source(before).segments
        rule = Redactor(decisions(study))
    assert [one.text for one in after] == [rule.text(one.text) for one in before]
    assert any("[gone]" in one.text for one in after)
    assert as_they_are == before


def test_a_plan_counts_here_in_the_source_and_everywhere(filled: Path) -> None:
    with open_study(filled, "ana").study as study:
        key = open_source(study, "fg1").segments[1].key
        plan = plan_redaction(study, " scared,", "fg1", key)
        assert (plan.words, plan.in_segment, plan.in_source) == ("scared", 1, 1)
        assert plan.everywhere > plan.in_source
        assert plan.decided == ()
        redact(study, "scared", source="fg1")
        assert [one.words for one in plan_redaction(study, "scared", "fg1", key).decided] == ["scared"]
        assert plan_redaction(study, "scared", "panel:why", "1").decided == ()


def test_words_are_found_with_the_sentence_around_them(filled: Path) -> None:
    with open_study(filled, "ana").study as study:
        found = where_words_stand(study, "afraid", ["fg1"])
    assert [(one.speaker, one.before, one.words, one.after) for one in found] == [
        ("Tom", "I was ", "afraid", " of him.")
    ]
