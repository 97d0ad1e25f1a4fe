"""A survey whose publisher printed every percentage, counted in a real study: weighted, routed, by groups."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from qualkit.actions import add, confirm_scales
from qualkit.actions.closed_questions import Asked
from qualkit.actions.closed_tables import likert_of, multi_of, tabulate_of
from qualkit.actions.make import new_study
from qualkit.actions.opening import open_study
from qualkit.analysis.likert_rows import LikertOptions
from qualkit.analysis.tabulate_rows import TabulateOptions
from qualkit.model.questionnaire import LevelKind

SHARED = Path(__file__).parents[3] / "shared"
PUBLISHED = SHARED / "reference" / "likert" / "masculinity_published_vs_recomputed.csv"
RAW = SHARED / "data" / "surveys" / "masculinity-responses.csv"
pytestmark = pytest.mark.skipif(not (PUBLISHED.exists() and RAW.exists()), reason="../shared is absent")

SEGMENTS = {
    "": ("",),
    "age3": ("18 - 34", "35 - 64", "65 and up"),
    "race2": ("White", "Non-white"),
    "kids": ("Has children", "No children"),
    "orientation": ("Straight", "Gay/Bisexual"),
}
"""What the survey is split by, in the order of the published columns; first everybody."""


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    folder = new_study(tmp_path_factory.mktemp("published") / "study")
    with open_study(folder, "ana").study as opened:
        add.accept(opened, add.plan_add(opened, [RAW]))
        confirm_scales.confirm_scales(opened, RAW.stem, ())
        yield opened


def published():
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["published"]]


def plain(text):
    """The publisher and the raw file differ in how they write an apostrophe."""
    return text.replace("?", "’").replace("'", "’")


def scales(study, by):
    """(column, group, level) → (base, share); who gave no answer is what is left of those who were asked."""
    for part in likert_of(study, Asked(by=by, is_weighted=True), LikertOptions(share_of="asked")):
        for row in part.rows:
            yield from (
                ((row.column, row.group, plain(name)), (row.base, share))
                for name, share in zip(row.levels, row.shares, strict=True)
            )
            assert sum(row.apart.values()) - row.apart[LevelKind.NOT_ASKED] == row.apart[LevelKind.MISSING]
            assert not row.unknown
            yield (row.column, row.group, "No answer"), (row.base, 1 - sum(row.shares))


def choices(study, by):
    """The same; what nobody in a group left unanswered has no row for it there."""
    for part in tabulate_of(study, Asked(by=by, is_weighted=True), TabulateOptions(share_of="asked")):
        yield from (((row.column, row.group, "No answer"), (row.base, 0.0)) for row in part.rows if row.base)
        for row in part.rows:
            name = "No answer" if row.kind == LevelKind.MISSING else row.value
            yield (row.column, row.group, plain(name)), (row.base, row.share)


def ticks(study, by):
    for part in multi_of(study, Asked(by=by, is_weighted=True)):
        for row in part.rows:
            yield (row.question, row.group, plain(row.option)), (row.base, row.share)


def test_every_published_percentage_is_recomputed_from_the_study(study):
    found = {}
    for by in SEGMENTS:
        for kind in (scales, choices, ticks):
            found |= {(by, *key): value for key, value in kind(study, by)}
    segments = [(by, group) for by, groups in SEGMENTS.items() for group in groups]
    rows = published()
    for row in rows:
        by, group = segments[int(float(row["segment"]))]
        base, share = found[by, row["raw"], group, plain(row["option"])]
        assert share * 100 == pytest.approx(float(row["recomputed"]), abs=1e-9), row
        assert abs(share * 100 - float(row["published"])) <= 0.5, row
        assert base == int(float(row["n"])), row
    assert len(rows) == 1790
