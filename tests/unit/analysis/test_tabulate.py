from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualkit.analysis.closed import ClosedAnswers, Groups
from qualkit.analysis.tabulate import tabulate
from qualkit.analysis.tabulate_rows import TabulateOptions, figures
from qualkit.analysis.values import date_of, number_of
from qualkit.errors import Refused
from qualkit.model.questionnaire import Level, LevelKind, Question, QuestionType, Use

TENURE = ("Council", "Private", "Owner")
DONT_KNOW = Level(label="Don't know", kind=LevelKind.DONT_KNOW)
NA = Level(label="NA", kind=LevelKind.NOT_ASKED)


def column(cells, kind=QuestionType.SINGLE, options=(), **facts):
    labels = tuple(dict.fromkeys(cell for cell in cells if cell))
    levels = (*(Level(label=label) for label in options), DONT_KNOW, NA)
    question = Question(column="q", wording="The question", use=Use.CLOSED, type=kind, levels=levels, **facts)
    codes = np.array([labels.index(cell) if cell else -1 for cell in cells], dtype=np.int64)
    return ClosedAnswers(question=question, codes=codes, labels=labels)


def split(*codes):
    return Groups(title="area", codes=np.array(codes), names=("North", "South"))


def test_a_single_choice_has_every_option_and_counts_the_rest_apart():
    rows = tabulate([column(["Owner", "Council", "Owner", "Don't know", "", "NA"], options=TENURE)]).rows
    assert [(row.value, row.count, row.base, row.share) for row in rows[:3]] == [
        ("Council", 1, 3, 1 / 3), ("Private", 0, 3, 0), ("Owner", 2, 3, 2 / 3),
    ]  # fmt: skip
    assert [(row.value, row.kind, row.count, row.base, row.share) for row in rows[3:]] == [
        ("Don't know", "don't know", 1, None, None), ("Missing", "missing", 1, None, None), ("Not asked", "not asked", 1, None, None),
    ]  # fmt: skip


def test_shares_of_the_asked_take_in_everybody_but_those_not_asked():
    answers = [column(["Owner", "Council", "Owner", "Don't know", "", "NA"], options=TENURE)]
    rows = tabulate(answers, TabulateOptions(share_of="asked")).rows
    assert {row.value: row.share for row in rows} == {
        "Council": 0.2, "Private": 0, "Owner": 0.4, "Don't know": 0.2, "Missing": 0.2, "Not asked": None,
    }  # fmt: skip


def test_the_rows_of_the_table_have_the_documented_keys():
    table = tabulate([column(["Owner", "Council", "Owner"], options=TENURE)]).table
    assert (
        {"question", "value", "count", "base", "share"}
        <= set(table.rows[0])
        == {c.key for c in table.columns}
    )
    assert (table.rows[2]["phrase"], table.rows[2]["in_words"]) == ("67% (2 of 3)", "two thirds")


def test_groups_have_their_own_base_and_an_empty_one_no_shares():
    result = tabulate([column(["Owner", "Council", "Owner"], options=TENURE)], groups=split(0, 0, -1))
    assert [(row.group, row.count, row.base, row.share) for row in result.rows] == [
        ("North", 1, 2, 0.5), ("North", 0, 2, 0), ("North", 1, 2, 0.5),
        ("South", 0, 0, None), ("South", 0, 0, None), ("South", 0, 0, None),
    ]  # fmt: skip
    assert result.ungrouped == 1


def test_sorting_puts_the_most_frequent_first_and_equals_in_order():
    rows = tabulate([column(["Owner", "Owner"], options=TENURE)], TabulateOptions(sort=True)).rows
    assert [row.value for row in rows] == ["Owner", "Council", "Private"]


def test_an_answer_outside_the_questionnaire_is_counted_apart_and_named():
    result = tabulate([column(["Owner", "owned"], options=TENURE)])
    assert [(row.value, row.kind, row.count) for row in result.rows[3:]] == [
        ("Not in the questionnaire", "unknown", 1)
    ]
    assert any("“owned”" in note for note in result.notes)


def test_numbers_are_described_and_what_is_no_number_is_apart():
    result = tabulate([column(["1", "2", "03", "1,004", "about 5", "Don't know", ""], QuestionType.NUMBER)])
    row = result.rows[0]
    assert (row.count, row.base, row.share) == (4, 4, 1)
    assert (row.figures.min, row.figures.q1, row.figures.median, row.figures.q3, row.figures.max) == (
        1,
        1.75,
        2.5,
        253.25,
        1004,
    )
    assert row.figures.mean == 252.5
    assert row.figures.sd == pytest.approx(np.std([1, 2, 3, 1004], ddof=1))
    assert {row.kind: row.count for row in result.rows[1:]} == {"don't know": 1, "missing": 1, "unknown": 1}
    assert result.table.rows[0]["mean"] == 252.5
    assert result.tables[0].rows[0]["value"] == "A number"


def test_numbers_by_group_and_by_weight():
    numbers = column(["1", "2", "4", "9"], QuestionType.NUMBER)
    rows = tabulate([numbers], groups=split(0, 0, 0, -1)).rows
    assert (rows[0].figures.max, rows[1].figures.mean, rows[1].count) == (4, None, 0)
    weighted = tabulate([numbers], weights=np.array([1.0, 1, 2, 0])).rows[0].figures
    assert (weighted.mean, weighted.median) == (2.75, 2)


def test_one_number_has_no_sd():
    assert figures(np.array([3.0])).sd is None


def test_dates_are_counted_by_month_with_the_empty_ones_between():
    cells = ["2025-01-31", "2025-03-01 10:22", "2025-03-09", "soon", ""]
    result = tabulate([column(cells, QuestionType.DATE)])
    assert [(row.value, row.count, row.base) for row in result.rows if row.kind == "answer"] == [
        ("2025-01", 1, 3), ("2025-02", 0, 3), ("2025-03", 2, 3),
    ]  # fmt: skip
    assert (result.rows[0].first, result.rows[0].last) == ("2025-01-31", "2025-03-09")
    assert [row.kind for row in result.rows[3:]] == ["missing", "unknown"]
    assert "From 2025-01-31 to 2025-03-09." in result.tables[0].notes


def test_dates_over_many_years_are_counted_by_year():
    rows = tabulate([column(["2019-05-01", "2022-07-09", "2022-07-10"], QuestionType.DATE)]).rows
    assert [(row.value, row.count) for row in rows] == [("2019", 1), ("2020", 0), ("2021", 0), ("2022", 2)]


def test_a_column_without_a_date_has_no_months():
    assert [row.kind for row in tabulate([column(["", ""], QuestionType.DATE)]).rows] == ["missing"]


def test_the_order_of_day_and_month_is_that_of_the_column():
    american = tabulate([column(["3/18/20 18:42", "4/2/20"], QuestionType.DATE)])
    assert (american.rows[0].first, american.rows[0].last) == ("2020-03-18", "2020-04-02")
    british = tabulate([column(["18/3/2020", "4/2/2020"], QuestionType.DATE)])
    assert (british.rows[0].first, british.notes) == ("2020-02-04", ())
    either = tabulate([column(["3/4/2020"], QuestionType.DATE)])
    assert either.rows[0].first == "2020-04-03"
    assert "could be read both ways" in either.notes[0]


@pytest.mark.parametrize(
    ("text", "day"),
    [("5 June 2020", date(2020, 6, 5)), ("05-Jun-20", date(2020, 6, 5)), ("June 5, 2020", date(2020, 6, 5)),
     ("2020/06/05 11:34:01 AM EST", date(2020, 6, 5)), ("31/02/2020", None), ("2020", None)],
)  # fmt: skip
def test_dates_as_people_and_platforms_write_them(text, day):
    assert date_of(text) == day


@pytest.mark.parametrize(
    ("text", "number"), [("-3.5", -3.5), (".5", 0.5), ("1,00", None), ("nan", None), ("inf", None)]
)
def test_only_plain_numbers_are_numbers(text, number):
    assert number_of(text) == number


def test_multi_selects_and_returns_are_sent_to_their_own_commands():
    with pytest.raises(Refused, match="several answers") as refused:
        tabulate([column(["a"], QuestionType.MULTI)])
    assert "qualkit multi" in refused.value.hint
    with pytest.raises(Refused, match="returns"):
        tabulate([column(["<5"], QuestionType.COUNT)])


def test_whole_number_weights_count_people_as_often():
    cells, weights = ["Owner", "Council", "Owner", ""], [1, 3, 2, 4]
    again = [cell for cell, weight in zip(cells, weights, strict=True) for _ in range(weight)]
    weighted = tabulate([column(cells, options=TENURE)], weights=np.array(weights, dtype=float)).rows
    repeated = tabulate([column(again, options=TENURE)]).rows
    assert [row.share for row in weighted[:3]] == pytest.approx([row.share for row in repeated[:3]])
    assert [row.count for row in weighted[:3]] == [1, 0, 2]


@given(
    st.lists(
        st.tuples(st.sampled_from([*TENURE, "Don't know", "NA", "", "x"]), st.integers(-1, 1)), min_size=1
    )
)
def test_counts_of_a_group_add_up_to_its_people(people):
    result = tabulate(
        [column([cell for cell, _ in people], options=TENURE)], groups=split(*(g for _, g in people))
    )
    for number, name in enumerate(("North", "South")):
        mine = [row for row in result.rows if row.group == name]
        assert sum(row.count for row in mine) == sum(group == number for _, group in people)
        shares = [row.share for row in mine if row.share is not None]
        assert all(0 <= share <= 1 for share in shares)
        assert not shares or sum(shares) == pytest.approx(1)


def test_a_frame_has_a_row_a_value():
    assert tabulate([column(["Owner"], options=TENURE)]).to_frame()["count"].tolist() == [0, 0, 1]
