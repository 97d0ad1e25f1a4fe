"""Every count and base of a published report, counted from the sample study's raw material and coding."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

from qualkit.actions.closed_questions import Asked
from qualkit.actions.closed_tables import likert_of, multi_of, tabulate_of
from qualkit.actions.compare import comparison
from qualkit.actions.counting_units import CountBy, Counting
from qualkit.actions.make import copy_sample
from qualkit.actions.opening import open_study
from qualkit.actions.people import everybody
from qualkit.actions.pooled_returns import pooled_returns
from qualkit.actions.prevalence import prevalence_of
from qualkit.actions.screening import flow_table
from qualkit.actions.selection import Selection
from qualkit.actions.status import status

PUBLISHED = Path(__file__).parents[3] / "shared" / "reference" / "report_figures.toml"
pytestmark = pytest.mark.skipif(not PUBLISHED.exists(), reason="../shared is absent")
REPORT = tomllib.loads(PUBLISHED.read_text(encoding="utf-8")) if PUBLISHED.exists() else {}
SHAPES = {"3 in 4": 3 / 4, "3 in 5": 3 / 5, "about half": 1 / 2, "1 in 5": 1 / 5}
NEAR = 0.05
"""How far a share may be from the fraction that the report names: about one of some 25 people who rated."""


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    with open_study(copy_sample(tmp_path_factory.mktemp("report") / "study"), "ana").study as opened:
        yield opened


@pytest.fixture(scope="module")
def counted(study):
    """Table → row → (count, base), each table counted when it is first asked for."""
    known = {}

    def of(table):
        if table not in known:
            known[table] = TABLES[table](study)
        return known[table]

    return of


# ---- how each table of the report is counted


def of_codes(book, source, *, base="", unit=None):
    def count(study):
        wanted = Counting(selection=Selection(sources=(source,)), base=base, unit=unit)
        rows = prevalence_of(study, book, wanted).rows
        return {row.code.name if row.code else "any": (row.found.count, row.found.base) for row in rows}

    return count


def of_any(book, source, *, base=""):
    """The same, of the records with any code of the book."""

    def count(study):
        wanted = Counting(selection=Selection(sources=(source,)), base=base)
        rows = prevalence_of(study, book, wanted).rows
        return {row.code.name: (row.of_any.count, row.of_any.base) for row in rows if row.code}

    return count


def of_choice(question, file):
    def count(study):
        (part,) = tabulate_of(study, Asked(questions=(question,), selection=Selection(sources=(file,))))
        return {row.value: (row.count, row.base) for row in part.rows if row.kind == "answer"}

    return count


def of_returns(file):
    def count(study):
        rows = pooled_returns(study, file).rows
        assert all(row.low == row.high for row in rows)
        return {row.title: (row.organisations, row.base, row.low) for row in rows}

    return count


def ticked(study):
    (part,) = multi_of(study, Asked(questions=("would_disclose_to",)))
    return {row.option: (row.count, row.base) for row in part.rows}


def of_scale(grid):
    """Row of a grid → (how many chose its top, how many rated it)."""

    def count(study):
        (part,) = likert_of(study, Asked(selection=Selection(sources=("professionals",))))
        return {row.item: (row.top.count, row.base) for row in part.rows if row.column.startswith(grid)}

    return count


def levels(study, column):
    """Level → how many chose it, from low to high."""
    (part,) = likert_of(study, Asked(questions=(column,)))
    (row,) = part.rows
    return dict(zip(row.levels, row.counts, strict=True)), row.base


TABLES = {
    "helpline.stage": of_choice("stage", "helpline"),
    "helpline.harm": of_codes("harm", "helpline", base="away"),
    "helpline.harm of any": of_any("harm", "helpline", base="away"),
    "helpline.risk": of_codes("risk", "helpline"),
    "helpline.exploitation": of_codes("risk", "helpline"),
    "return_interviews.harm": of_codes("harm", "return_interviews"),
    "return_interviews.harm of any": of_any("harm", "return_interviews"),
    "return_interviews.risk": of_codes("risk", "return_interviews", unit=CountBy.CASE),
    "local_authorities.harm": of_returns("local_authorities"),
    "police.harm": of_returns("police"),
    "professionals.role": of_choice("role", "professionals"),
    "professionals.would_disclose_to": ticked,
    "professionals.factor_common": of_scale("factor_common"),
    "professionals.harm_frequency": of_scale("harm_frequency"),
}


# ---- what the report says


def said(table):
    """The rows of a table of the report, less what is said of the table itself."""
    section, _, name = table.partition(".")
    return {row: value for row, value in REPORT.get(section, {}).get(name, {}).items() if row != "base"}


def base_of(table):
    """What the report's shares in a table are of."""
    section, _, name = table.partition(".")
    own = REPORT[section]
    if "base" in own.get(name, {}):
        return own[name]["base"]
    if table == "return_interviews.risk":
        return own["people"]
    return own[{"helpline": "records_included", "return_interviews": "records"}.get(section, "respondents")]


def counts(*tables):
    """(table, row, count) of every exact count of the report."""
    return [
        pytest.param(table, row, value, id=f"{table}: {row}")
        for table in tables
        for row, value in said(table).items()
        if isinstance(value, int)
    ]


def percentages(*tables):
    return [
        pytest.param(table, row, value["percent"], id=f"{table}: {row}")
        for table in tables
        for row, value in said(table).items()
        if isinstance(value, dict)
    ]


CODED = (
    "helpline.harm",
    "helpline.risk",
    "helpline.exploitation",
    "return_interviews.harm",
    "return_interviews.risk",
)
CLOSED = (
    "helpline.stage",
    "professionals.role",
    "professionals.would_disclose_to",
    "professionals.factor_common",
)
HARM = ("helpline.harm", "return_interviews.harm")


def test_records_received_left_out_and_included(study):
    flow = {(row["stage"], row["reason"]): row["count"] for row in flow_table(study, "helpline").rows}
    received, included = REPORT["helpline"]["records_reviewed"], REPORT["helpline"]["records_included"]
    assert (flow["received", ""], flow["included", ""]) == (received, included)
    assert (flow["left out", ""], flow["undecided", ""]) == (received - included, 0)
    assert sum(n for (stage, why), n in flow.items() if stage == "left out" and why) == received - included


@pytest.mark.parametrize(("table", "row", "count"), counts(*CODED, *CLOSED))
def test_a_count_and_its_base(counted, table, row, count):
    assert counted(table)[row] == (count, base_of(table))


@pytest.mark.parametrize(("table", "row", "count"), counts(*HARM))
def test_a_harm_as_a_part_of_the_records_with_any(counted, table, row, count):
    if row != "any":
        assert counted(f"{table} of any")[row] == (count, said(table)["any"])


@pytest.mark.parametrize(("table", "row", "percent"), percentages("helpline.risk", "return_interviews.risk"))
def test_a_share_of_which_only_the_percentage_is_published(counted, table, row, percent):
    count, base = counted(table)[row]
    assert base == base_of(table)
    assert (200 * count + base) // (2 * base) == percent  # rounded half up


@dataclass(frozen=True)
class Returned:
    table: str
    row: str
    numbers: tuple[int, int, int]


@pytest.mark.parametrize(
    "one",
    [
        pytest.param(Returned(table, row, tuple(numbers)), id=f"{table}: {row}")
        for table in ("local_authorities.harm", "police.harm")
        for row, numbers in said(table).items()
    ],
)
def test_a_pooled_return_has_its_own_organisations_incidents_and_harms(counted, one):
    assert counted(one.table)[one.row] == one.numbers


def test_nothing_else_stands_in_the_tables_of_returns(counted):
    for table in ("local_authorities.harm", "police.harm"):
        assert list(counted(table)) == list(said(table))


def test_a_table_of_choices_holds_no_other_answers(counted):
    for table in ("helpline.stage", "professionals.role", "professionals.would_disclose_to"):
        assert {row for row, (count, _) in counted(table).items() if count} == set(said(table))


# ---- shapes of which no figure is published


def test_how_often_harm_is_disclosed(study):
    found, base = levels(study, "disclosure_frequency")
    assert base == REPORT["professionals"]["respondents"]
    assert found["Always"] == 0
    assert abs(found["Usually"] / base - 1 / 4) <= NEAR
    assert found["Sometimes"] + found["Rarely"] > base / 2
    assert min(found["Sometimes"], found["Rarely"]) > found["Never"]


def test_how_safe_children_are(study):
    found, base = levels(study, "perceived_safety")
    assert base == REPORT["professionals"]["respondents"]
    assert found["Very safe"] == 0
    assert found["Fairly unsafe"] + found["Very unsafe"] > base / 2


@pytest.mark.parametrize(("row", "shape"), said("professionals.harm_frequency").items())
def test_a_harm_that_is_seen_often(counted, row, shape):
    count, base = counted("professionals.harm_frequency")[row]
    assert 0 < base < REPORT["professionals"]["respondents"]  # some did not know, and are left out
    assert abs(count / base - SHAPES[shape]) <= NEAR


# ---- who took part


def test_interviews_and_children(study):
    row = next(one for one in status(study).table.rows if one["source"].startswith("return_interviews"))
    assert (row["segments"], row["cases"], row["read"]) == (
        REPORT["return_interviews"]["records"],
        REPORT["return_interviews"]["people"],
        REPORT["return_interviews"]["records"],
    )


def test_groups_and_young_people(study):
    talks = [row for row in status(study).table.rows if row["kind"] == "transcript"]
    assert len(talks) == REPORT["focus_groups"]["groups"]
    assert sum(row["cases"] for row in talks) == REPORT["focus_groups"]["young_people"]
    in_talks = [one for one in everybody(study) if one.speakers]
    assert len(in_talks) == REPORT["focus_groups"]["young_people"]


# ---- tables over several sources


def test_harm_of_four_sources_with_blanks_where_it_was_not_asked(study, counted):
    found = comparison(study, "harm")
    assert [one.noun for one in found.series] == ["contacts", "interviews", "incidents", "incidents"]
    rows = {row.title: row.counts for row in found.rows}
    assert {title: [count is not None for count in row] for title, row in rows.items()} == {
        "Any harm": [True] * 4,
        "Physical harm": [True] * 4,
        "Sexual harm": [True] * 4,
        "Self-harm": [True] * 4,
        "Suicide": [True] * 4,
        "Emotional or psychological harm": [True] * 4,
        "Harm linked to exploitation": [True, True, False, False],
        "Accidental harm": [False, False, False, True],
    }
    names = {"Any harm": ("any", "Total harm"), "Suicide": ("Suicide attempt / intentions", "Suicide harm")}
    names["Emotional or psychological harm"] = (
        "Emotional or psychological harm",
        "Emotional / psychological harm",
    )
    for title, row in rows.items():
        coded, returned = names.get(title, (title, title))
        for table, count in zip(HARM, row[:2], strict=True):
            assert count is None or (count.count, count.base) == counted(table)[coded]
        for table, count in zip(("local_authorities.harm", "police.harm"), row[2:], strict=True):
            assert count is None or (count.base, count.count) == counted(table)[returned][1:]


def test_risk_of_contacts_beside_risk_of_children(study):
    found = comparison(study, "risk")
    assert [(one.noun, one.base) for one in found.series] == [
        ("contacts", REPORT["helpline"]["records_included"]),
        ("children", REPORT["return_interviews"]["people"]),
    ]
    rows = {row.title: row.counts for row in found.rows}
    for place, tables in enumerate((("helpline.risk", "helpline.exploitation"), ("return_interviews.risk",))):
        published = {row: value for table in tables for row, value in said(table).items()}
        assert {title for title, counts in rows.items() if counts[place] is not None} == set(published)
        exact = {row: value for row, value in published.items() if isinstance(value, int)}
        assert {row: rows[row][place].count for row in exact} == exact
