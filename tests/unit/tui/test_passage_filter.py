"""What is listed stays true while coding and reading go on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qualkit.tui.layout import Spot
from qualkit.tui.open_source import OpenSource
from qualkit.tui.passage_filter import ListedPassages, PassageFilter, described, speakers_of, values_of

Open = Callable[..., Any]


@pytest.mark.parametrize("field", ["is_uncoded", "is_unread", "with_codes", "without_codes"])
def test_asking_again_where_something_changed_is_as_good_as_asking_everywhere(
    filled: Path, opened: Open, field: str
) -> None:
    with opened(filled, "ana") as study:
        source = OpenSource(study, "fg1")
        fear, below, *_ = source.current_book[0].codes
        value: Any = (fear.id,) if field.endswith("codes") else True
        listed = ListedPassages(source, PassageFilter(**{field: value}))
        before = list(listed.numbers)

        def changed(passage: int) -> list[int]:
            assert listed.look_again([passage])
            assert listed.numbers == ListedPassages(source, listed.wanted).numbers
            return listed.numbers

        source.apply(Spot(2, 0), Spot(2, 9), [below.id])
        source.mark_read([2])
        assert (2 in before) is not (2 in changed(2))
        source.remove(list(source.coded.codings))
        source.mark_unread([2])
        assert changed(2) == before


def test_words_are_found_whatever_their_case_and_quotes(filled: Path, opened: Open) -> None:
    with opened(filled, "ana") as study:
        source = OpenSource(study, "fg1")
        wanted = PassageFilter(words="  CAFÉ's ")
        assert ListedPassages(source, wanted).numbers == [1]
        assert described(wanted, source) == "“CAFÉ's”"


def test_people_come_by_name_and_who_only_asks_comes_last(filled: Path, opened: Open) -> None:
    with opened(filled, "ana") as study:
        assert speakers_of(OpenSource(study, "fg1").segments) == ["Mia", "Tom", "Moderator"]


def test_attributes_that_tell_nobody_apart_are_not_offered() -> None:
    known = [{"role": "Police", "country": "UK"}, {"role": "Teacher", "country": "UK"}, {}]
    assert values_of(known) == {"role": ["Police", "Teacher"]}
