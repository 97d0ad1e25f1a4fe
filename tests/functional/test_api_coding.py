"""The Python API's verbs for coding by hand and for working on a codebook, by paths."""

from __future__ import annotations

import pytest

import qualkit
from qualkit.errors import NotFound
from qualkit.model.place import Place


@pytest.fixture
def study(filled):
    with qualkit.open(filled, coder="ana") as study:
        yield study


def test_codes_are_applied_noted_and_taken_off_by_path(study):
    place = Place(segment="2", start=0, end_segment="2", end=6)
    applied = study.apply(["Fear/Of school", "Shame"], "fg1", [place])
    assert (applied.added, applied.quotes) == (2, ("It was",))
    assert study.note(applied.codings[0].id, "Hm.")
    rows = study.codings().rows
    assert {(row["code"], row["memo"]) for row in rows} == {("Fear/Of school", "Hm."), ("Shame", "")}
    assert study.remove_codings([one.id for one in applied.codings]) == 2
    assert study.codings().rows == ()


def test_turns_are_marked_read_and_unread(study):
    assert study.mark_read("fg1", ["1", "2"], ["feelings"]) == 2
    assert study.mark_unread("fg1", ["1"], ["feelings"]) == 1


def test_a_codebook_is_worked_on_by_paths(study):
    study.make_code("Joy", codebook="feelings", under="Help")
    study.rename_code("Help/Joy", "Relief")
    assert study.describe_code("Relief", definition="Being relieved.").version == 2
    study.move_code("Relief", under="Fear")
    study.move_code("Relief", before="Of school")
    study.move_code("Help", before="Fear")
    study.retire_code("Shame")
    paths = [row["code"] for row in study.codebook().rows]
    assert paths == ["Help", "Fear", "Fear/Relief", "Fear/Of school", "Shame"]
    assert study.reactivate_code("Shame").status == "active"
    assert study.merge_codes("Relief", "Shame").was_removed
    study.remove_code("Of school")
    assert [row["code"] for row in study.codebook().rows] == ["Help", "Fear", "Shame"]
    assert study.not_looked_for("Shame") == []
    with pytest.raises(NotFound, match="Relief"):
        study.rename_code("Relief", "Joy")
    assert study.make_codebook("moods", title="Moods").name == "moods"
