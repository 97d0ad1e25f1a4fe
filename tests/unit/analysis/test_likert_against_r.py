"""The R package likert 2.0.1, psych and base R on the same answers; the files are not part of the project."""

import csv
from pathlib import Path

import numpy as np
import pytest

from qualkit.analysis.closed import ClosedAnswers, groups, item
from qualkit.analysis.likert import likert
from qualkit.analysis.likert_rows import LikertOptions
from qualkit.analysis.reliability import alpha
from qualkit.analysis.stats import wilson
from qualkit.model.questionnaire import Level, Question, QuestionType, Use

SHARED = Path(__file__).parents[4] / "shared"
REFERENCE, SURVEYS = SHARED / "reference" / "likert", SHARED / "data" / "surveys"
pytestmark = pytest.mark.skipif(not REFERENCE.exists(), reason="needs ../shared/reference/likert")
AGREEMENT = ("Strongly Disagree", "Disagree", "Neutral", "Agree", "Strongly Agree")
CLOSE = 1e-9


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def column(name, cells, levels):
    labels = tuple(dict.fromkeys(cell for cell in cells if cell))
    question = Question(
        column=name,
        wording=name,
        use=Use.CLOSED,
        type=QuestionType.LIKERT,
        levels=tuple(Level(label=label) for label in levels),
        is_confirmed=True,
    )
    codes = np.array([labels.index(cell) if cell else -1 for cell in cells])
    return ClosedAnswers(question=question, codes=codes, labels=labels)


def columns_of(file, levels, names=None):
    rows = [{k: "" if v == "NA" else v for k, v in row.items()} for row in read(SURVEYS / file)]
    return {name: column(name, [row[name] for row in rows], levels) for name in names or rows[0]}


def expanded(row, levels):
    """People who answered as the counts of R's file say."""
    cells = [level for level in levels for _ in range(int(row[level]))] + [""] * int(row["missing"])
    return column(row["Item"], cells, levels)


def mass():
    answers = columns_of("rlikert_mass.csv", AGREEMENT)
    gender = answers.pop("Gender")
    return answers, column("Gender", [gender.labels[code] for code in gender.codes], ("Female", "Male"))


def same_as_r(row, expected):
    assert row.bottom.share * 100 == pytest.approx(float(expected["low"]), abs=CLOSE)
    assert (row.middle.share if row.middle else 0.0) * 100 == pytest.approx(
        float(expected["neutral"]), abs=CLOSE
    )
    assert row.top.share * 100 == pytest.approx(float(expected["high"]), abs=CLOSE)
    assert row.mean == pytest.approx(float(expected["mean"]), abs=CLOSE)
    assert row.sd == pytest.approx(float(expected["sd"]), abs=CLOSE)


@pytest.mark.parametrize(
    ("file", "centre"), [("mass_summary", None), ("mass_summary", 3), ("mass_summary_center2.5", 2.5)]
)
def test_mass_has_the_boxes_mean_and_sd_of_r(file, centre):
    answers, _ = mass()
    found = {row.item: row for row in likert(list(answers.values()), LikertOptions(centre=centre)).rows}
    expected = read(REFERENCE / f"{file}.csv")
    assert {row["Item"] for row in expected} == set(found)
    for row in expected:
        same_as_r(found[row["Item"]], row)


def test_mass_has_the_shares_counts_and_median_of_r():
    answers, _ = mass()
    found = {row.item: row for row in likert(list(answers.values())).rows}
    for row in read(REFERENCE / "mass_results.csv"):
        given = [share * 100 for share in found[row["Item"]].shares]
        assert given == pytest.approx([float(row[level]) for level in AGREEMENT], abs=CLOSE)
    for row in read(REFERENCE / "mass_counts.csv"):
        assert found[row["Item"]].counts == tuple(int(row[level]) for level in AGREEMENT)
        assert (found[row["Item"]].n, found[row["Item"]].median) == (int(row["n"]), float(row["median"]))


def test_mass_by_gender_has_r_s_shares_and_each_gender_s_own_n():
    answers, gender = mass()
    result = likert(list(answers.values()), groups=groups(gender))
    found = {(row.group, row.item): row for row in result.rows}
    for row in read(REFERENCE / "mass_by_gender_summary.csv"):
        same_as_r(found[row["Group"], row["Item"]], row)
    assert {(row.group, row.n) for row in result.rows} == {("Female", 14), ("Male", 6)}


@pytest.mark.parametrize(("name", "suffix"), [("Satisfaction", ""), ("Importance", " - Importance")])
def test_gap_on_seven_levels_has_the_boxes_of_r_around_the_fourth(name, suffix):
    expected = read(REFERENCE / f"gap_summary_{name}.csv")
    names = [row["Item"] + suffix for row in expected]
    answers = columns_of("rlikert_gap.csv", "1234567", names)
    found = {row.item: row for row in likert(list(answers.values()), LikertOptions(centre=4)).rows}
    for row in expected:
        same_as_r(found[row["Item"] + suffix], row)


def test_gap_sorts_as_r_does():
    expected = [row["Item"] for row in read(REFERENCE / "gap_summary_Satisfaction.csv")]
    answers = columns_of("rlikert_gap.csv", "1234567", sorted(expected))
    rows = likert(list(answers.values()), LikertOptions(centre=4, sort=True)).rows
    assert [row.item for row in rows] == expected


def test_pisa_has_the_shares_boxes_median_and_missing_of_r():
    counts = read(REFERENCE / "pisa_ST24_counts.csv")
    levels = tuple(counts[0])[1:5]
    found = {row.item: row for row in likert([expanded(row, levels) for row in counts]).rows}
    for row in counts:
        mine = found[row["Item"]]
        assert (mine.n, mine.median) == (int(row["n"]), float(row["median"]))
        assert sum(mine.apart.values()) == int(row["missing"])
    for row in read(REFERENCE / "pisa_ST24_results.csv"):
        given = [share * 100 for share in found[row["Item"]].shares]
        assert given == pytest.approx([float(row[level]) for level in levels], abs=CLOSE)
    for row in read(REFERENCE / "pisa_ST24_summary.csv"):
        same_as_r(found[row["Item"]], row)


def test_alpha_of_mass_is_psych_s_without_turning_any_item_round():
    answers, _ = mass()
    expected = float(read(REFERENCE / "mass_alpha_psych.csv")[0]["raw_alpha"])
    assert alpha([item(column) for column in answers.values()]).value == pytest.approx(expected, abs=CLOSE)


def test_wilson_is_base_r_s():
    for row in read(REFERENCE / "wilson_intervals_base_R.csv"):
        low, high = wilson(int(row["x"]), int(row["n"]))
        assert low == pytest.approx(float(row["wilson_lo"]), abs=CLOSE)
        assert high == pytest.approx(float(row["wilson_hi"]), abs=CLOSE)
