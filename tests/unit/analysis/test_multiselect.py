import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualkit.analysis.closed import ClosedAnswers, Groups
from qualkit.analysis.multiselect import MultiOptions, multi
from qualkit.analysis.ticks import WRITTEN_IN, split_cell
from qualkit.errors import Refused
from qualkit.model.questionnaire import Level, LevelKind, Question, QuestionType, Use

HELP = ("Advice", "Money, or vouchers", "Money", "None of these")
DONT_KNOW = Level(label="Don't know", kind=LevelKind.DONT_KNOW)
NA = Level(label="NA", kind=LevelKind.NOT_ASKED)
LEVELS = (*(Level(label=option) for option in HELP), DONT_KNOW, NA)
NOT_TICKED = Level(label="Not selected", kind=LevelKind.NOT_SELECTED)


def answers(name, cells, levels, **facts):
    labels = tuple(dict.fromkeys(cell for cell in cells if cell))
    question = Question(
        column=name, wording="What helped?", use=Use.CLOSED, type=QuestionType.MULTI, levels=tuple(levels), **facts
    )  # fmt: skip
    codes = np.array([labels.index(cell) if cell else -1 for cell in cells], dtype=np.int64)
    return ClosedAnswers(question=question, codes=codes, labels=labels)


def joined(*cells, separator=", ", levels=LEVELS, **facts):
    return answers("help", cells, levels, separator=separator, **facts)


def spread(columns, *extra):
    return [
        answers(f"help_{n}", cells, [Level(label=tick), *extra], stem="What helped?", item=option)
        for n, (option, tick, cells) in enumerate(columns)
    ]


def by_option(result, group=""):
    return {row.option: row for row in result.rows if row.group == group}


def test_a_joined_cell_is_split_against_its_options_though_they_hold_commas():
    rows = by_option(
        multi(
            [joined("Money, or vouchers, Advice", "Money, Advice", "None of these", "", "NA", "Don't know")]
        )
    )
    assert {option: row.count for option, row in rows.items()} == dict(zip(HELP, (2, 1, 1, 1), strict=True))
    advice = rows["Advice"]
    assert (advice.base, advice.share, advice.share_of_ticks) == (3, 2 / 3, 2 / 5)
    assert {str(kind): count for kind, count in advice.apart.items() if count} == {
        "missing": 1,
        "not asked": 1,
        "don't know": 1,
    }


@pytest.mark.parametrize(
    ("cell", "separator", "pieces"),
    [
        ("Advice;Money;", ";", ["Advice", "Money"]),
        ("Advice,Money", ",", ["Advice", "Money"]),
        ("Advice; Money, or vouchers", ";", ["Advice", "Money, or vouchers"]),
        ("Advice\nMoney", "\n", ["Advice", "Money"]),
        ("Advice | A lift, home", " | ", ["Advice", "A lift, home"]),
        ("Moneyed people, Advice", ", ", ["Moneyed people", "Advice"]),
        (";;", ";", []),
    ],
)
def test_cells_of_every_platform_come_apart(cell, separator, pieces):
    assert split_cell(cell, sorted(HELP, key=len, reverse=True), separator) == pieces


def test_what_is_written_in_is_one_row_and_its_people_have_answered():
    result = multi([joined("Advice, A lift home", "My sister", "Advice")])
    rows = by_option(result)
    assert (rows[WRITTEN_IN].count, rows[WRITTEN_IN].base) == (2, 3)
    assert ["“My sister”" in note for note in result.notes_of.values()] == [True]


def test_an_option_twice_in_a_cell_counts_once():
    assert by_option(multi([joined("Advice, Advice")]))["Advice"].count == 1


def test_the_share_of_the_asked_takes_in_who_said_nothing():
    cells = ("Advice", "", "Don't know", "NA")
    assert by_option(multi([joined(*cells)], MultiOptions(share_of="asked")))["Advice"].share == 1 / 3
    assert by_option(multi([joined(*cells, share_of="asked")]))["Advice"].base == 3


def test_without_listed_options_the_data_s_own_are_taken():
    rows = by_option(multi([joined("b;a", "b", separator=";", levels=())]))
    assert {option: row.count for option, row in rows.items()} == {"b": 2, "a": 1}


def test_spread_blanks_are_not_ticked_and_who_ticked_nothing_has_skipped_it():
    columns = spread(
        [("Advice", "Advice", ["Advice", "Advice", "", ""]), ("Money", "Money", ["Money", "", "", ""])]
    )
    rows = by_option(multi(columns))
    assert (rows["Advice"].count, rows["Advice"].base, rows["Money"].share) == (2, 2, 0.5)
    assert rows["Advice"].apart[LevelKind.MISSING] == 2
    blank_is_no = spread(
        [("Advice", "1", ["1", "1", "", ""]), ("Money", "1", ["1", "", "", ""])],
        Level(label="", kind=LevelKind.NOT_SELECTED),
    )
    assert by_option(multi(blank_is_no))["Advice"].base == 2


def test_spread_cells_that_say_not_selected_put_their_people_into_the_base():
    no = "Not selected"
    columns = spread(
        [("Advice", "Advice", ["Advice", no, "NA", ""]), ("Money", "Money", [no, no, "NA", ""])],
        NOT_TICKED,
        NA,
    )
    row = by_option(multi(columns))["Advice"]
    assert (row.count, row.base, row.ticked_none) == (1, 2, 1)
    assert (row.apart[LevelKind.NOT_ASKED], row.apart[LevelKind.MISSING]) == (1, 1)
    assert by_option(multi(columns, MultiOptions(share_of="asked")))["Advice"].base == 3
    assert "Also: 1 ticked nothing; 1 missing; 1 not asked." in multi(columns).table.notes


def test_spss_ticks_of_1_and_missing_have_who_ticked_any_as_base():
    columns = spread([("Parrots", "1", ["1", "", "1"]), ("Whales", "1", ["", "", "1"])])
    assert {option: (row.count, row.base) for option, row in by_option(multi(columns)).items()} == {
        "Parrots": (2, 2), "Whales": (1, 2),
    }  # fmt: skip


def test_a_dont_know_box_is_no_answer_unless_something_else_is_ticked():
    columns = spread([("Advice", "Advice", ["", "Advice", "Advice"])])
    columns.append(
        answers(
            "help_9", ["Don't know", "Don't know", ""], [DONT_KNOW], stem="What helped?", item="Don't know"
        )
    )
    row = by_option(multi(columns))["Advice"]
    assert (row.count, row.base, row.apart[LevelKind.DONT_KNOW]) == (2, 2, 1)


def test_a_box_to_write_in_is_ticked_by_any_text():
    columns = spread([("Advice", "Advice", ["Advice", "", ""])])
    columns.append(answers("help_other", ["", "my sister", ""], [], stem="What helped?", item="Other"))
    rows = by_option(multi(columns))
    assert (rows["Other"].count, rows["Other"].base) == (1, 2)


def test_several_questions_come_in_one_run():
    other = answers("why", ["a;b", ""], [Level(label="a"), Level(label="b")], separator=";")
    columns = spread([("Advice", "Advice", ["Advice", ""]), ("Money", "Money", ["", "Money"])])
    tables = multi([other, *columns]).tables
    assert [table.id for table in tables] == ["multi:why", "multi:help_0"]
    assert [row["option"] for row in tables[1].rows] == ["Advice", "Money"]


def test_groups_have_their_own_base_and_an_empty_one_no_shares():
    area = Groups(title="area", codes=np.array([0, 0, -1]), names=("North", "South"))
    result = multi([joined("Advice", "Money", "Advice")], groups=area)
    north, south = by_option(result, "North")["Advice"], by_option(result, "South")["Advice"]
    assert (north.count, north.base, north.share) == (1, 2, 0.5)
    assert (south.count, south.base, south.share, south.share_of_ticks) == (0, 0, None, None)
    assert result.ungrouped == 1


def test_sorting_puts_the_most_ticked_first():
    rows = multi([joined("Money", "Money", "Advice")], MultiOptions(sort=True)).rows
    assert [row.option for row in rows][:2] == ["Money", "Advice"]


def test_whole_number_weights_count_people_as_often():
    cells, weights = ("Advice, Money", "Money", "", "None of these"), (2, 3, 4, 1)
    again = [cell for cell, weight in zip(cells, weights, strict=True) for _ in range(weight)]
    weighted = multi([joined(*cells)], weights=np.array(weights, dtype=float))
    repeated = multi([joined(*again)])
    for mine, other in zip(weighted.rows, repeated.rows, strict=True):
        assert mine.share == pytest.approx(other.share)
        assert mine.share_of_ticks == pytest.approx(other.share_of_ticks)
    assert by_option(weighted)["Money"].count == 2


def test_the_rows_of_the_table_have_the_documented_keys():
    table = multi([joined("Advice", "Money", "Advice")]).table
    keys = {"question", "option", "count", "base", "share", "share_of_ticks"}
    assert keys <= set(table.rows[0]) == {column.key for column in table.columns}
    assert (table.rows[0]["phrase"], table.rows[0]["in_words"]) == ("67% (2 of 3)", "two thirds")
    assert multi([joined("Advice")]).to_frame()["count"].tolist() == [1, 0, 0, 0]


def test_no_question_is_refused():
    with pytest.raises(Refused, match="no multi-select"):
        multi([])


@given(st.lists(st.lists(st.sampled_from(HELP), unique=True, max_size=4), min_size=1), st.data())
def test_joined_and_spread_give_the_same_and_leaving_one_out_takes_only_their_ticks(people, data):
    one = multi([joined(*(", ".join(ticks) for ticks in people))])
    many = multi(
        spread([(option, option, [option if option in ticks else "" for ticks in people]) for option in HELP])
    )
    assert [(row.option, row.count, row.base, row.share) for row in one.rows] == [
        (row.option, row.count, row.base, row.share) for row in many.rows
    ]
    answered = sum(bool(ticks) for ticks in people)
    for row in one.rows:
        assert row.base == answered
        assert row.share is None or 0 <= row.share <= 1
    every = sum(len(ticks) for ticks in people)
    assert not every or sum(row.share_of_ticks for row in one.rows) == pytest.approx(1)
    gone = data.draw(st.integers(0, len(people) - 1))
    rest = multi([joined(*(", ".join(ticks) for n, ticks in enumerate(people) if n != gone))])
    for before, after in zip(one.rows, rest.rows, strict=True):
        assert before.count - after.count == (before.option in people[gone])
        assert before.base - after.base == bool(people[gone])
