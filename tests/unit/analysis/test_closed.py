import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualkit.analysis.closed import (
    KIND_CODES,
    UNKNOWN,
    ClosedAnswers,
    Groups,
    groups,
    item,
    stranger_notes,
    tally,
)
from qualkit.errors import Refused
from qualkit.model.questionnaire import Level, LevelKind, Question, Use

FREQUENCY = ("Never", "Sometimes", "Often")
NOT_SURE = Level(label="Not sure", kind=LevelKind.DONT_KNOW)
NA = Level(label="NA", kind=LevelKind.NOT_ASKED)


def column(cells, levels):
    labels = tuple(dict.fromkeys(cell for cell in cells if cell))
    question = Question(column="q", wording="How often?", use=Use.CLOSED, levels=tuple(levels))
    codes = np.array([labels.index(cell) if cell else -1 for cell in cells], dtype=np.int64)
    return ClosedAnswers(question=question, codes=codes, labels=labels)


def scale(*extra):
    return [*(Level(label=label) for label in FREQUENCY), *extra]


def test_answers_are_coded_by_the_order_of_the_scale_not_of_the_data():
    read = item(column(["Often", "Never", "Often", "Sometimes"], scale()))
    assert read.codes.tolist() == [2, 0, 2, 1]
    assert (read.codes.dtype, read.levels) == (np.int8, FREQUENCY)


def test_every_kind_of_no_answer_keeps_its_own_code():
    read = item(column(["Often", "Not sure", "NA", "", "oftn"], scale(NOT_SURE, NA)))
    assert read.codes.tolist() == [
        2,
        KIND_CODES[LevelKind.DONT_KNOW],
        KIND_CODES[LevelKind.NOT_ASKED],
        -1,
        UNKNOWN,
    ]
    assert read.strangers == ("oftn",)
    assert "“oftn”" in stranger_notes([read])[0]


def test_a_level_with_an_empty_label_says_what_a_blank_is():
    read = item(column(["Often", ""], scale(Level(label="", kind=LevelKind.NOT_ASKED))))
    assert read.codes.tolist() == [2, KIND_CODES[LevelKind.NOT_ASKED]]


def test_coded_levels_are_shown_by_their_titles_and_two_of_one_title_are_one_level():
    levels = [Level(label="1", title="Low"), Level(label="01", title="Low"), Level(label="2", title="High")]
    read = item(column(["1", "01", "2"], levels))
    assert (read.levels, read.codes.tolist()) == (("Low", "High"), [0, 0, 1])


def test_without_levels_every_answer_is_one():
    assert item(column(["b", "a", "", "b"], [])).levels == ("b", "a")


@pytest.mark.parametrize("dtype", [np.int8, np.int16, np.int64])
def test_codes_of_any_width_are_read_alike(dtype):
    wide = column(["Often", "", "Not sure", "oftn", "Never"], scale(NOT_SURE))
    narrow = ClosedAnswers(question=wide.question, codes=wide.codes.astype(dtype), labels=wide.labels)
    assert item(narrow).codes.tolist() == [2, -1, -2, UNKNOWN, 0]


def test_very_many_levels_fit():
    labels = [f"town {number}" for number in range(300)]
    counted = tally(item(column(labels, [Level(label=label) for label in labels])))
    assert counted.answers.tolist() == [[1] * 300]


def test_groups_come_from_a_scale_and_keep_the_empty_ones():
    split = groups(column(["Often", "", "Never", "Not sure"], scale(NOT_SURE)), title="how often")
    assert (split.names, split.codes.tolist(), split.ungrouped) == (FREQUENCY, [2, -1, 0, -1], 2)


def test_columns_of_other_records_are_refused():
    split = Groups(title="area", codes=np.array([0, 0, 0]), names=("North",))
    with pytest.raises(Refused, match="of 2 records"):
        tally(item(column(["Often", "Never"], scale())), split)


@given(
    st.lists(
        st.tuples(st.sampled_from([*FREQUENCY, "Not sure", "NA", "", "oftn"]), st.integers(-1, 2)), min_size=1
    )
)
def test_counts_add_up_to_the_people_of_each_group(rows):
    read = item(column([cell for cell, _ in rows], scale(NOT_SURE, NA)))
    split = Groups(
        title="area", codes=np.array([group for _, group in rows]), names=("North", "South", "West")
    )
    counted = tally(read, split)
    people = counted.rated + counted.unknown + sum(counted.apart.values())
    assert people.tolist() == [sum(group == number for _, group in rows) for number in range(3)]
    asked = [sum(group == number and cell != "NA" for cell, group in rows) for number in range(3)]
    assert counted.asked.tolist() == asked
    whole = tally(read)
    assert int(whole.rated[0]) - int(counted.rated.sum()) == sum(
        cell in FREQUENCY and group < 0 for cell, group in rows
    )


@given(st.lists(st.sampled_from([*FREQUENCY, "Not sure", ""]), min_size=1), st.data())
def test_leaving_a_person_out_takes_one_from_their_answer_and_nothing_else(cells, data):
    answers = column(cells, scale(NOT_SURE))
    gone = data.draw(st.integers(0, len(cells) - 1))
    rest = answers.only(np.arange(len(cells)) != gone)
    before, after = tally(item(answers)), tally(item(rest))
    lost = [int(n) for n in (before.answers - after.answers)[0]]
    assert lost == [int(level == cells[gone]) for level in FREQUENCY]
    for kind, count in before.apart.items():
        here = {"Not sure": LevelKind.DONT_KNOW, "": LevelKind.MISSING}.get(cells[gone])
        assert int(count[0] - after.apart[kind][0]) == int(kind is here)
