"""The official returns of the sample: pooled as the published report has them."""

from __future__ import annotations

import csv
import shutil
import sys
import tomllib
from pathlib import Path
from random import Random

import pytest

import qualkit
from qualkit.analysis.returns import CellKind, read_cell

ROOT = Path(__file__).parents[3]
SCRIPTS = ROOT / "scripts"
POOLED = {
    "local_authorities": {
        "Total harm": (29, 25803, 1723),
        "Physical harm": (19, 12864, 295),
        "Sexual harm": (19, 12246, 140),
        "Self-harm": (16, 8714, 232),
        "Suicide harm": (16, 8714, 16),
        "Emotional / psychological harm": (18, 10613, 236),
    },
    "police": {
        "Total harm": (15, 49054, 3173),
        "Physical harm": (15, 49054, 763),
        "Sexual harm": (15, 49054, 325),
        "Self-harm": (15, 49054, 777),
        "Suicide harm": (10, 26768, 0),
        "Emotional / psychological harm": (13, 40896, 160),
        "Accidental harm": (10, 39592, 254),
    },
}


@pytest.fixture(scope="module")
def returns():
    sys.path.insert(0, str(SCRIPTS))
    try:
        from sample import returns
    finally:
        sys.path.remove(str(SCRIPTS))
    return returns


@pytest.fixture(scope="module")
def tables(returns):
    return returns.make(Random(9))


@pytest.fixture(scope="module")
def study(tables, tmp_path_factory):
    folder = tmp_path_factory.mktemp("returns")
    (folder / "survey").mkdir()
    (folder / "study.toml").write_text('title = "Returns"\nteam = ["ana"]\n', encoding="utf-8")
    for stem, rows in tables.items():
        shutil.copyfile(ROOT / "survey" / f"{stem}.toml", folder / "survey" / f"{stem}.toml")
        with (folder / "survey" / f"{stem}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)
    with qualkit.open(folder, coder="ana") as opened:
        yield opened


def figures(row):
    return [(name, read_cell(text)) for name, text in row.items() if name != "organisation"]


@pytest.fixture(scope="module", params=sorted(POOLED))
def stem(request):
    return request.param


@pytest.fixture
def rows(tables, stem):
    header, *rows = tables[stem]
    return [dict(zip(header, row, strict=True)) for row in rows]


@pytest.mark.parametrize("of", ["", "Missing incidents"])
def test_every_row_pools_to_the_published_organisations_incidents_and_harm(study, stem, of):
    pooled = study.returns(stem, of=of)
    found = {row.title: (row.organisations, row.base, row.low) for row in pooled.rows}
    assert found == POOLED[stem]
    assert all(row.low == row.high for row in pooled.rows)
    assert pooled.findings == ()


def test_more_organisations_were_asked_than_answered(rows, stem):
    answered, _, _ = POOLED[stem]["Total harm"]
    silent = [row for row in rows if not any(cell.is_given for _, cell in figures(row))]
    assert len(rows) - len(silent) == answered and len(silent) >= 3
    kinds = {cell.kind for row in silent for _, cell in figures(row)}
    assert {CellKind.REFUSED, CellKind.BLANK, CellKind.EXEMPT} <= kinds


def test_every_cell_is_a_figure_or_a_reason_that_is_understood(rows):
    kinds = {cell.kind for row in rows for _, cell in figures(row)}
    assert not kinds & {CellKind.UNKNOWN, CellKind.FEWER, CellKind.HIDDEN}
    assert CellKind.NOT_HELD in kinds


def test_the_total_is_never_less_than_a_kind_of_harm_nor_more_than_the_incidents(rows):
    for row in rows:
        cells = {name: cell.low for name, cell in figures(row) if cell.is_given}
        if cells:
            kinds = [many for name, many in cells.items() if name not in ("Missing incidents", "Total harm")]
            assert max([0, *kinds]) <= cells["Total harm"] <= cells["Missing incidents"], row


def test_organisations_differ_in_size_and_none_is_most_of_the_whole(rows, stem):
    sizes = [read_cell(row["Missing incidents"]).low for row in rows]
    given = sorted(size for size in sizes if size)
    assert given[-1] > 4 * given[0] and given[-1] < sum(given) / 3
    assert given[0] >= {"local_authorities": 140, "police": 600}[stem]


def test_an_organisation_writes_figures_in_one_way(rows):
    for row in rows:
        large = [text for name, text in row.items() if read_cell(text).low >= 1000 and name != "organisation"]
        assert len({"," in text for text in large}) <= 1
    assert any("," in row["Missing incidents"] for row in rows)


def test_the_questionnaire_names_every_column(tables, stem):
    asked = tomllib.loads((ROOT / "survey" / f"{stem}.toml").read_text(encoding="utf-8"))["question"]
    assert [question["column"] for question in asked] == tables[stem][0]
    assert {question.get("type") for question in asked[1:]} == {"count"}


def test_the_same_seed_gives_the_same_returns(returns, tables):
    assert returns.make(Random(9)) == tables
