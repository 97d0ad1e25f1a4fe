"""Results side by side, as study.toml sets them out."""

from __future__ import annotations

import json

import pytest

RETURNS = "Force,Missing incidents,Physical harm,Sexual harm\nNorth,1000,40,25\nSouth,500,20,15\n"
CONTACTS = "contact,stage,notes\n" + "".join(
    f"c{number},{'Missing' if number % 2 else 'Returned'},The child said that she was {word} by him all that time; it was call {number} of hers in the year\n"
    for number, word in enumerate(["hit"] * 3 + ["shouted at"] * 2 + ["left alone"])
)
OWN = """\
title: Harm
codes:
  - name: Harm
    codes:
      - name: Physical
      - name: Emotional
"""
COMPARE = """
[nouns]
helpline = ["contact", "contacts"]
[compare.harm]
title = "Harm, by source"
[[compare.harm.series]]
title = "Police"
of = "returns police --of 'Missing incidents'"
[[compare.harm.series]]
title = "Helpline"
of = "prevalence felt --source helpline"
[compare.harm.rows]
"Physical harm" = ["Physical"]
"Sexual harm" = []
"Emotional abuse" = "Emotional"
"""


@pytest.fixture
def qk(folder, run, write, tmp_path):
    write(tmp_path / "helpline.csv", CONTACTS)
    write(tmp_path / "police.csv", RETURNS)
    write(tmp_path / "felt.yaml", OWN)

    def call(*arguments):
        return run("-C", folder, *arguments)

    assert call("add", tmp_path / "helpline.csv", "--kind", "records", "--yes").code == 0
    assert call("add", tmp_path / "police.csv", "--yes").code == 0
    assert call("codebook", "import", tmp_path / "felt.yaml", "--yes").code == 0
    assert call("code", "Harm/Physical", "--match", "was hit", "--source", "helpline", "--yes").code == 0
    assert call("code", "Harm/Emotional", "--match", "shouted at", "--source", "helpline", "--yes").code == 0
    assert call("finish", "--source", "helpline").code == 0
    return call


def settings(folder, text=COMPARE):
    with (folder / "study.toml").open("a", encoding="utf-8") as file:
        file.write(text)


def test_each_series_has_its_own_base_and_not_asked_is_blank(qk, folder):
    settings(folder)
    said = qk("compare", "harm", "--format", "json")
    assert said.code == 0, said.err
    table = json.loads(said.out)
    found = {row["row"]: row["series"] for row in table["rows"]}
    assert found["Physical harm"]["Police"] == {"count": 60, "base": 1500, "share": 0.04}
    assert found["Physical harm"]["Helpline"] == {"count": 3, "base": 6, "share": 0.5}
    assert "Helpline" not in found["Sexual harm"]
    assert "Police" not in found["Emotional abuse"]
    assert next(row for row in table["rows"] if row["row"] == "Sexual harm")["share_1"] is None
    assert any("% of 6 contacts" in column["title"] for column in table["columns"])


def test_the_only_comparison_needs_no_name_and_can_be_sorted(qk, folder):
    settings(folder)
    rows = json.loads(qk("compare", "--sort", "count", "--head", "2", "--format", "json").out)["rows"]
    assert [row["row"] for row in rows] == ["Physical harm", "Sexual harm"]


@pytest.mark.parametrize(
    ("was", "is_", "told"),
    [
        ("prevalence felt --source helpline", "prevalense felt", "prevalence, returns, multi"),
        ("prevalence felt --source helpline", "prevalence felt --sauce helpline", "--source"),
        ("prevalence felt --source helpline", "prevalence", "which prevalence"),
        (
            "returns police --of 'Missing incidents'",
            "returns police --of Missing incidents",
            "quotation marks",
        ),
        ('["Physical"]', '["Phisical"]', "Physical"),
    ],
)
def test_what_can_not_be_understood_is_told_with_the_line(qk, folder, was, is_, told):
    settings(folder, COMPARE.replace(was, is_))
    said = qk("compare", "harm")
    assert said.code == 1
    assert "study.toml, line" in said.err
    assert told in said.err


def test_an_unknown_comparison_is_told_with_those_there_are(qk, folder):
    settings(folder)
    said = qk("compare", "harms")
    assert said.code == 1
    assert '"harm"' in said.err


def test_the_row_of_any_code_is_named_in_words(qk, folder):
    text = '\n[compare.all]\n[[compare.all.series]]\ntitle = "Helpline"\nof = "prevalence felt --source helpline"\n'
    settings(folder, text)
    said = qk("compare", "all", "--format", "json")
    assert said.code == 0, said.err
    rows = json.loads(said.out)["rows"]
    assert rows[0]["row"] == "Any of these"


def test_a_code_that_was_not_looked_for_in_a_source_is_blank_there(qk, folder):
    back = (
        "title = 'Back'\nof = 'prevalence felt --source helpline --where stage=Returned'\nonly = ['Physical']"
    )
    settings(
        folder,
        COMPARE.replace("[compare.harm.rows]", f"[[compare.harm.series]]\n{back}\n[compare.harm.rows]"),
    )
    said = qk("compare", "harm", "--format", "json")
    assert said.code == 0, said.err
    found = {row["row"]: row["series"] for row in json.loads(said.out)["rows"]}
    assert found["Physical harm"]["Back"] == {"count": 2, "base": 3, "share": 2 / 3}
    assert found["Emotional abuse"].keys() == {"Helpline"}


def test_a_row_that_a_series_does_not_have_can_not_be_asked_of_it(qk, folder):
    settings(folder, COMPARE.replace('--source helpline"', "--source helpline\"\nonly = ['Phisical']"))
    said = qk("compare", "harm")
    assert (said.code, "study.toml, line" in said.err, "Physical" in said.err) == (1, True, True)
