"""Tables as they leave: small numbers marked, or hidden in every cell that would tell them."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualkit.analysis.closed import ClosedAnswers, Groups
from qualkit.analysis.cooccurrence import cooccurrence
from qualkit.analysis.crosstab import Crosstab
from qualkit.analysis.likert import likert
from qualkit.analysis.multiselect import multi
from qualkit.analysis.prevalence import CountedUnit, prevalence
from qualkit.analysis.protection import protected, protected_result
from qualkit.analysis.returns import ReturnsColumn, returns
from qualkit.analysis.suppression import SmallNumbers, hidden_names, small_figures
from qualkit.analysis.tabulate import tabulate
from qualkit.model.codebook import Code, Codebook
from qualkit.model.questionnaire import Level, LevelKind, Question, QuestionType, Use
from qualkit.model.result import Result
from qualkit.model.table import MARKS

WARN, HIDE = SmallNumbers(), SmallNumbers(policy="hide")
LEVELS = ("Never", "Rarely", "Sometimes", "Often", "Always")


def column(counts, apart=0, *, type_=QuestionType.LIKERT, name="tell", **facts):
    """A closed question that so many people answered with each level, and so many with don't know."""
    labels = (*LEVELS[: len(counts)], "Don't know")
    codes = np.repeat(np.arange(len(counts)), counts)
    question = Question(
        column=name,
        wording=f"How about {name}?",
        use=Use.CLOSED,
        type=type_,
        is_confirmed=True,
        levels=(
            *(Level(label=label) for label in labels[:-1]),
            Level(label="Don't know", kind=LevelKind.DONT_KNOW),
        ),
        **facts,
    )
    return ClosedAnswers(
        question=question, codes=np.concatenate([codes, np.full(apart, len(counts))]), labels=labels
    )


def result_of(found):
    return Result(title="", data=found.table, tables=found.tables)


def everything(result):
    return (result.data, *result.tables)


def row_of(table, number=0):
    return table.rows[number]


def test_small_numbers_are_marked_and_named_and_nothing_is_changed():
    before = result_of(likert([column([40, 30, 20, 5, 25])]))
    after, findings = protected_result(before, WARN)
    assert [finding.message for finding in findings] == ["How about tell?: Often: 5."]
    paper = row_of(after.tables[0])
    assert paper["share_4"] == 5 / 120
    assert paper[MARKS] == {"count_4": "·", "share_4": "·"}
    assert row_of(after.data)["small_numbers"] == ["counts.Often", "shares.Often"]
    assert row_of(after.data)["counts"] == row_of(before.data)["counts"]
    assert any("fewer than 10" in note for note in after.tables[0].notes)


def test_what_is_hidden_on_paper_is_hidden_in_the_data_with_why():
    after, _ = protected_result(result_of(likert([column([40, 30, 20, 5, 25])])), HIDE)
    data, paper = row_of(after.data), row_of(after.tables[0])
    assert paper["share_4"] is None
    assert paper[MARKS]["share_4"] == "hidden"
    for inside in ("counts", "shares", "intervals"):
        assert data[inside]["Often"] is None
        assert data["hidden_because"][f"{inside}.Often"] == "a small number"
    # the top is Often and Always: with both shown, Often would be their difference
    assert data["top"] is None or data["counts"]["Always"] is None
    assert data["mean"] is None
    assert data["net"] is None or data["top"] is not None


def test_shares_and_phrases_go_with_their_number():
    units = [
        CountedUnit(key=str(n), codes=frozenset(["p"] if n < 4 else ["s"] if n < 60 else []))
        for n in range(100)
    ]
    table = prevalence(units, BOOK, title="", noun=("contact", "contacts")).table
    after, _ = protected(table, HIDE)
    row = next(row for row in after.rows if row["code"] == "Harm/Physical")
    assert [row[key] for key in ("count", "share", "share_of_any", "phrase", "in_words", "direct")] == [
        None
    ] * 6
    assert "4" not in json.dumps({k: v for k, v in row.items() if k not in (MARKS, "base")})


BOOK = Codebook(
    name="harm",
    codes=(
        Code(id="h", name="Harm"),
        Code(id="p", name="Physical", parent="h"),
        Code(id="s", name="Sexual", parent="h"),
    ),
)


def test_the_title_of_a_column_does_not_tell_a_hidden_base():
    units = [
        CountedUnit(key=str(n), codes=frozenset(["h"] if n % 2 else []), groups=("few" if n < 6 else "many",))
        for n in range(80)
    ]
    table = Crosstab(prevalence(units, BOOK, title="", noun=("contact", "contacts"))).table
    after, _ = protected(table, HIDE)
    titles = " ".join(column.title for column in after.columns)
    assert "few (n = 6)" in " ".join(column.title for column in table.columns)
    assert "few (n = …)" in titles
    assert "many (n = 74)" not in titles or "All (n = 80)" not in titles
    assert all(row["groups"]["few"]["count"] is None for row in after.rows)


def test_a_note_does_not_tell_what_the_table_hides():
    groups = Groups(title="area", codes=np.array([0] * 50 + [1] * 47 + [-1] * 3), names=("North", "South"))
    found = result_of(likert([column([40, 30, 30])], groups=groups))
    assert any(note.endswith("no area: 3.") for note in found.data.notes)
    after, _ = protected_result(found, HIDE)
    assert all("no area: 3." not in note for table in everything(after) for note in table.notes)
    assert any(note.endswith("no area: fewer than 10.") for note in after.data.notes)


def test_what_one_person_said_is_no_figure_of_many():
    question = Question(column="age", wording="Age", use=Use.CLOSED, type=QuestionType.NUMBER)
    labels = tuple(str(20 + n) for n in range(30))
    found = tabulate([ClosedAnswers(question=question, codes=np.arange(30), labels=labels)])
    after, _ = protected_result(result_of(found), HIDE)
    row = row_of(after.data)
    assert (row["count"], row["min"], row["max"]) == (30, None, None)
    assert row["mean"] == pytest.approx(34.5)


def test_the_largest_organisation_and_the_others_are_told_apart_only_where_both_are_many():
    base = ReturnsColumn(key="b", title="Missing", cells=("900", "800"))
    counts = ReturnsColumn(key="c", title="Harm", cells=("50", "3"))
    after, _ = protected(returns(("North", "South"), base, [counts], title="").table, HIDE)
    row = row_of(after)
    assert (row["count"], row["largest_part"]) == (53, None)


def test_rounded_numbers_have_shares_of_rounded_numbers():
    after, _ = protected_result(
        result_of(likert([column([43, 32, 21, 12, 13])])), SmallNumbers(policy="hide", round_to=5)
    )
    data = row_of(after.data)
    assert data["counts"] == {"Never": 45, "Rarely": 30, "Sometimes": 20, "Often": 10, "Always": 15}
    assert data["n"] == 120
    assert data["shares"]["Never"] == 45 / 120
    assert data["mean"] is None
    assert data["phrase"] == "21% (25 of 120)"


def test_a_table_that_counts_no_people_stays_as_it_is():
    from qualkit.model.table import Column, Table

    quotes = Table(id="quotes", title="", columns=(Column(key="n", title="n"),), rows=({"n": 3},))
    assert protected(quotes, HIDE) == (quotes, ())


def test_codes_that_come_together_in_few_are_hidden_in_the_sentence_too():
    units = [
        CountedUnit(
            key=str(n), codes=frozenset(c for c, most in (("p", 40), ("s", 4 if n < 40 else 60)) if n < most)
        )
        for n in range(100)
    ]
    table = cooccurrence(units, BOOK, title="", noun=("contact", "contacts")).table
    after, _ = protected(table, HIDE)
    assert row_of(table)["both"] == 4
    assert (row_of(after)["both"], row_of(after)["sentence"]) == (None, None)


COUNTS = st.lists(st.one_of(st.integers(0, 12), st.integers(0, 90)), min_size=3, max_size=5).filter(sum)


@settings(max_examples=15, deadline=None)
@given(COUNTS, st.integers(0, 30))
def test_no_level_shown_is_small_nor_the_rest_of_its_base(counts, apart):
    after, _ = protected_result(
        result_of(likert([column(counts, apart), column(counts[::-1], apart, name="safe")])), HIDE
    )
    for table in everything(after):
        for row in table.rows:
            for key, value in row.items():
                if key in ("n", "base", "dont_know") or key.startswith("count_") or key.endswith("_count"):
                    assert value in (None, 0) or value >= 10, (key, value)
                    if value is not None and row["base"] is not None and key != "dont_know":
                        assert not 0 < row["base"] - value < 10
            shown = [value for value in (row.get("counts") or {}).values() if value is not None]
            assert all(value == 0 or value >= 10 for value in shown)
            if row.get("counts") and row["n"] is not None:
                hidden = len(row["counts"]) - len(shown)
                assert hidden != 1, "one alone would be the difference to n"


@settings(max_examples=12, deadline=None)
@given(COUNTS, st.integers(0, 12))
def test_every_family_of_tables_tells_only_what_is_true_and_hides_all_its_small_numbers(counts, apart):
    single = column(counts, apart, type_=QuestionType.SINGLE)
    several = column(counts, apart, type_=QuestionType.MULTI, separator=";")
    for found in (tabulate([single]), multi([several]), likert([column(counts, apart)])):
        for table in (found.table, *found.tables):
            figures = table.figures(table)
            hidden = hidden_names(figures, HIDE)
            assert all(figure.name in hidden for figure in small_figures(figures, HIDE))
            for (number, key, inside), told in figures.told.items():
                value = table.rows[number].get(key)
                if not inside and told.form == "count" and value is not None:
                    assert figures.figures[told.names[0]].value == value, key


def test_dates_that_single_people_gave_are_in_no_note():
    asked = Question(column="when", wording="When?", use=Use.CLOSED, type=QuestionType.DATE)
    days = tuple(f"2026-03-{day:02}" for day in range(1, 29))
    found = tabulate([ClosedAnswers(question=asked, codes=np.arange(28), labels=days)])
    assert "2026-03-28" in " ".join(found.tables[0].notes)
    paper = protected_result(result_of(found), SmallNumbers(policy="hide"))[0].tables[0]
    assert "2026-03-28" not in " ".join(paper.notes)


def test_that_something_is_hidden_is_said_only_where_it_is():
    asked = Question(column="when", wording="When?", use=Use.CLOSED, type=QuestionType.DATE)
    found = tabulate([ClosedAnswers(question=asked, codes=np.zeros(28, dtype=int), labels=("2026-03-01",))])
    paper = protected_result(result_of(found), SmallNumbers(policy="hide"))[0].tables[0]
    assert not any("stands for numbers" in note for note in paper.notes)


def test_what_one_person_wrote_in_is_in_no_note_where_small_numbers_are_hidden():
    options = (Level(label="Police"), Level(label="Friend"))
    asked = Question(
        column="whom", wording="Whom?", use=Use.CLOSED, type=QuestionType.MULTI, levels=options, separator=";"
    )
    cells = ("Police;Friend", "Police", "my aunt Rosa")
    codes = np.array([0] * 20 + [1] * 20 + [2])
    found = multi([ClosedAnswers(question=asked, codes=codes, labels=cells)])
    assert "Rosa" in " ".join(found.tables[0].notes)
    paper = protected_result(result_of(found), SmallNumbers(policy="hide"))[0].tables[0]
    assert "Rosa" not in " ".join(paper.notes)


@pytest.mark.parametrize("rule", [WARN, HIDE])
def test_findings_stand_in_the_order_of_the_table(rule):
    names = [f"question {number}" for number in range(12)]
    found = result_of(likert([column([30, 2, 30, 3, 30], name=name) for name in names]))
    _, findings = protected_result(found, rule)
    asked = [next(name for name in reversed(names) if name in one.message) for one in findings]
    assert len(set(asked)) == 12
    assert asked == sorted(asked, key=names.index)
