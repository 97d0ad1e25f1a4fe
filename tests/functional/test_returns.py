"""Pooling official returns, as a command."""

from __future__ import annotations

import json

import pytest

RETURNS = """\
Force,Missing incidents,Physical harm,Sexual harm
North,"1,000",10,<5
South,500,0,2
East,200,not held,
West,refused,7,1
"""


@pytest.fixture
def qk(folder, run, write, tmp_path):
    write(tmp_path / "police.csv", RETURNS)
    assert run("-C", folder, "add", tmp_path / "police.csv", "--yes").code == 0
    return lambda *arguments: run("-C", folder, *arguments)


def rows(ran):
    assert ran.code == 0, ran.err
    return {row["row"]: row for row in json.loads(ran.out)["rows"]}


def test_each_count_has_its_own_organisations_and_base(qk):
    found = rows(qk("returns", "police", "--of", "Missing incidents", "--format", "json"))
    assert {name: (row["organisations"], row["count"], row["base"]) for name, row in found.items()} == {
        "Physical harm": (2, 10, 1500),
        "Sexual harm": (2, 3, 1500),
    }
    assert (found["Sexual harm"]["low"], found["Sexual harm"]["high"]) == (3, 6)
    assert found["Physical harm"]["not_held"] == 1


def test_a_file_that_does_not_say_its_base_is_asked_for_it(qk):
    refused = qk("returns", "police")
    assert refused.code == 1
    assert "--of COLUMN" in refused.err


def test_an_unknown_file_or_column_is_named_with_what_there_is(qk):
    assert "police" in qk("returns", "polise").err
    assert "Physical harm" in qk("returns", "police", "--of", "Harm").err


def test_what_was_refused_is_said_on_paper(qk):
    said = " ".join(qk("returns", "police", "--of", "Missing incidents").out.split())
    assert 'West gave "Physical harm" without a base' in said
    assert "at least 1" in said


def test_an_organisation_is_called_by_its_id_where_that_is_a_name(folder, run, write, tmp_path):
    rows_ = ["area,Children,Harm,Note", "North,10,12,late", "South,20,1,early"]
    write(tmp_path / "las.csv", "\n".join(rows_) + "\n")
    asked = ("--kind", "records", "--record", "area", "--type", "Children=count", "--type", "Harm=count")
    assert run("-C", folder, "add", tmp_path / "las.csv", "--yes", *asked).code == 0
    said = run("-C", folder, "returns", "las", "--of", "Children").out
    assert "North: 12 under" in " ".join(said.split())
