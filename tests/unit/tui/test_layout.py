"""Wrapping texts into rows, and the way between rows and places."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from qualkit.model.text import is_boundary
from qualkit.tui.layout import RowKind, Spot, TextLayout, clusters
from qualkit.tui.moves import Moves

LETTERS = "ab ’é\t\n-.שл你e\u0301\u200d👩🏽‍⚕️🇬🇧\u202e\x1b\ud800\u200b"
TEXTS = st.lists(st.text(st.sampled_from(LETTERS), max_size=120), min_size=1, max_size=5)
WIDTHS = st.integers(8, 40)


@settings(deadline=None)
@given(texts=TEXTS, width=WIDTHS)
def test_every_character_is_in_exactly_one_row(texts: list[str], width: int) -> None:
    layout = TextLayout(texts, width)
    rows = [layout.row(y) for y in range(layout.row_count)]
    for passage, text in enumerate(texts):
        parts = [row for row in rows if row.passage == passage and row.kind is RowKind.TEXT]
        assert [parts[0].start, parts[-1].end] == [0, len(text)]
        assert all(one.end == other.start for one, other in pairwise(parts))
        assert [row.is_last for row in parts] == [False] * (len(parts) - 1) + [True]


@settings(deadline=None)
@given(texts=TEXTS, width=WIDTHS)
def test_a_spot_is_found_again_by_its_row_and_cell(texts: list[str], width: int) -> None:
    layout = TextLayout(texts, width)
    for passage, text in enumerate(texts):
        for start, _, cells in clusters(layout.texts[passage], 0, len(text)):
            spot = Spot(passage, start)
            y, column = layout.row_of(spot), layout.column_of(spot)
            row = layout.row(y)
            assert row.start <= start <= row.end
            if cells and start < layout.last_spot(row).offset:
                assert layout.spot_at(y, column) == spot


@settings(deadline=None)
@given(texts=TEXTS, width=WIDTHS)
def test_no_row_is_wider_than_the_screen_but_for_blanks_at_its_end(texts: list[str], width: int) -> None:
    layout = TextLayout(texts, width)
    for y in range(layout.row_count):
        row = layout.row(y)
        text = layout.texts[row.passage]
        seen = len(text[row.start : row.end].rstrip(" \t\n"))
        if len(list(clusters(text, row.start, row.start + seen))) > 1:
            assert layout.width_of(row.passage, row.start, row.start + seen) <= width


@settings(deadline=None)
@given(texts=TEXTS, width=WIDTHS)
def test_rows_begin_between_letters_and_hold_nothing_that_steers_a_terminal(
    texts: list[str], width: int
) -> None:
    layout = TextLayout(texts, width)
    for y in range(layout.row_count):
        row = layout.row(y)
        assert is_boundary(layout.texts[row.passage], row.start)
        assert not set(layout.shown(row.passage, row.start, row.end)) & set("\x1b\u202e\ud800\n\t")


def test_words_are_kept_whole_and_long_ones_broken() -> None:
    layout = TextLayout(["one two three", "x" * 25], 10)
    rows = [layout.row(y) for y in range(layout.row_count)]
    shown = [layout.shown(row.passage, row.start, row.end) for row in rows if row.kind is RowKind.TEXT]
    assert shown == ["one two ", "three", "x" * 10, "x" * 10, "x" * 5]


def test_rows_of_wide_letters_count_cells() -> None:
    layout = TextLayout(["你好你好你好 👩🏽‍⚕️👩🏽‍⚕️"], 8)
    rows = [layout.row(y) for y in layout.text_rows_of(0)]
    assert [layout.shown(0, row.start, row.end) for row in rows] == ["你好你好", "你好 ", "👩🏽‍⚕️👩🏽‍⚕️"]
    assert layout.column_of(Spot(0, 3)) == 6


def test_a_row_above_or_below_the_text_leads_to_its_nearest_edge() -> None:
    layout = TextLayout(["first", "second one"], 40)
    assert layout.spot_at(0, 3) == Spot(0, 0)
    assert layout.spot_at(2, 3) == Spot(0, 5)
    assert layout.spot_at(99, 3) == Spot(1, 10)
    assert layout.spot_at(1, 30) == Spot(0, 5)


def test_an_empty_text_and_no_text_at_all_have_a_place_for_the_cursor() -> None:
    assert TextLayout([""], 40).spot_at(1, 5) == Spot(0, 0)
    assert TextLayout([], 40).row_count == 0


@pytest.mark.parametrize("piece", ["x", " ", "word ", "\n", "\t", "שלום ", "👩🏽‍⚕️", "🇬🇧", "e\u0301"])
def test_a_turn_of_40_000_characters_is_laid_out_at_once(piece: str, slowness: float) -> None:
    text = (piece * 40_000)[:40_000]
    began = time.process_time()
    layout = TextLayout([text], 60)
    assert time.process_time() - began < 2 * slowness
    assert sum(layout.row(y).end - layout.row(y).start for y in layout.text_rows_of(0)) == 40_000


def test_ten_thousand_turns_are_laid_out_in_well_under_half_a_second(slowness: float) -> None:
    texts = ["I’d not tell them anything, to be honest. Like my friend told a teacher once " * 4] * 10_000
    began = time.process_time()
    TextLayout(texts, 70)
    assert time.process_time() - began < 0.5 * slowness


TALK = ["I don't know. Really! [laughs]\nNo well-being here", "", "שלום e\u0301a 👩🏽‍⚕️ end"]


@settings(max_examples=60, deadline=None)
@given(texts=TEXTS, width=WIDTHS, unit=st.sampled_from(["letter", "word", "sentence", "turn"]))
def test_every_way_leads_to_the_end_and_back(texts: list[str], width: int, unit: str) -> None:
    layout = TextLayout(texts, width)
    moves = Moves(texts, layout)
    for direction, goal in ((1, layout.end), (-1, Spot(0, 0))):
        spot = Spot(0, 0) if direction > 0 else layout.end
        for _ in range(sum(map(len, texts)) + len(texts) + 1):
            spot = moves.by(unit, spot, direction)
            assert is_boundary(layout.texts[spot.passage], spot.offset) or unit != "letter"
        assert spot == goal


def test_words_with_apostrophes_and_hyphens_are_one_step() -> None:
    moves = Moves(TALK, TextLayout(TALK, 20))
    assert moves.by("word", Spot(0, 2), 1) == Spot(0, 8)
    assert moves.by("word", Spot(0, 5), 1) == Spot(0, 8)
    assert moves.word_at(Spot(0, 5)) == (2, 7)
    assert moves.word_at(Spot(0, 37)) == (34, 44)


def test_sentences_are_those_that_are_coded_from_the_command_line() -> None:
    text = "It was good!!! but Dr. Lee left. I cried."
    moves = Moves([text], TextLayout([text], 60))
    assert [text[start:end] for start, end in moves.sentences(0)] == [
        "It was good!!!",
        "but Dr. Lee left.",
        "I cried.",
    ]
    assert moves.sentence_at(Spot(0, 16)) == (15, 32)
    assert moves.by("sentence", Spot(0, 16), 1) == Spot(0, 33)


def test_moving_by_rows_passes_over_headers_and_keeps_the_column() -> None:
    texts = ["a longer first text", "second"]
    moves = Moves(texts, TextLayout(texts, 40))
    assert moves.rows(Spot(0, 4), 1, 4) == Spot(1, 4)
    assert moves.rows(Spot(1, 4), -1, 12) == Spot(0, 12)
    assert moves.rows(Spot(1, 4), 1, 4) == Spot(1, 6)


def test_plain_text_takes_as_many_cells_as_characters() -> None:
    layout = TextLayout(["‘Naïve’ café – “quoted” … €5"], 60)
    assert layout.width_of(0, 0, 28) == cell_len(layout.texts[0]) == 28
