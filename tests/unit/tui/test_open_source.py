"""What a coder is told of a source: not more than the team, or the coder, wishes to know."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qualkit.tui.layout import Spot
from qualkit.tui.open_source import OpenSource

Open = Callable[..., Any]


@pytest.mark.parametrize("approach", ["reflexive", "framework"])
def test_a_team_that_does_not_count_sees_no_counts_not_even_after_coding(
    filled: Path, opened: Open, approach: str
) -> None:
    manifest = filled / "study.toml"
    manifest.write_text(f'approach = "{approach}"\n' + manifest.read_text(encoding="utf-8"), encoding="utf-8")
    with opened(filled, "ana") as study:
        source = OpenSource(study, "fg1")
        source.apply(Spot(1, 0), Spot(1, 6), [next(iter(source.codes))])
        assert source.counts == {}
        source.remove(list(source.coded.codings))
        assert source.counts == {}


def test_blind_only_ones_own_codings_are_there_and_counted(coded: Path, opened: Open) -> None:
    with opened(coded, "Zoë / ben") as study:
        everything, own = OpenSource(study, "fg1"), OpenSource(study, "fg1", is_blind=True)
        mine = {id_ for id_, one in everything.coded.codings.items() if one.is_mine}
        assert set(own.coded.codings) == mine < set(everything.coded.codings)
        assert sum(own.counts.values()) < sum(everything.counts.values())
        before = dict(own.counts)
        own.apply(Spot(1, 0), Spot(1, 6), [next(iter(own.codes))])
        assert sum(own.counts.values()) == sum(before.values()) + 1
        own.take(*own.fetch())
        assert all(one.is_mine for one in own.coded.codings.values())


def test_a_memo_on_a_turn_is_written_changed_and_taken_away(filled: Path, opened: Open) -> None:
    with opened(filled, "ana") as study:
        source = OpenSource(study, "fg1")
        for text in ("first", "second", ""):
            source.write_note(1, text)
            assert [one.text for one in source.notes_on(1)] == ([text] if text else [])
        assert source.notes_on(None) == []
