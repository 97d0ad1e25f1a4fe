"""Answers as a list: what is known of them, sorted and filtered; coding many at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from qualkit.actions import add, answers, codebook_files
from qualkit.actions.answers import Keep, Only, Order, Sheet, Wanted
from qualkit.actions.code_answers import code_answers, make_and_code_answers, my_codings_on
from qualkit.actions.coding import NewCode, mark_read
from qualkit.actions.edit_codebook import retire_code
from qualkit.actions.history import undo
from qualkit.actions.make import new_study
from qualkit.actions.opening import open_study
from qualkit.actions.workspace import codebook_view, open_source
from qualkit.errors import NotFound, Refused
from qualkit.store import people
from qualkit.study import Study

SOURCE = "staff:why"
DATA = """\
id,role,years,why
1,Police,11 or more,They fear what happens at home once the car has driven off again
2,Teacher,2 to 5,"Shame. At the Café “nobody” had believed her, and so she never came to us again"
3,Nurse,6 to 10,It is not their fault that the waiting room is full of other people
4,Police,2 to 5,They said nothing to me in four years of knocking at that door
5,Teacher,,Nobody asked them and so nothing was ever told in that school
"""
BOOK = "title: Book\ncodes:\n  - name: Fear\n  - name: Shame\n"


@pytest.fixture(name="study")
def _study(tmp_path: Path) -> Iterator[Study]:
    data, book = tmp_path / "staff.csv", tmp_path / "book.yaml"
    data.write_text(DATA, encoding="utf-8")
    book.write_text(BOOK, encoding="utf-8")
    with open_study(new_study(tmp_path / "study"), "ana").study as study:
        add.accept(study, add.plan_add(study, [data]))
        codebook_files.import_codebook(study, codebook_files.plan_codebook(study, book))
        yield study


@pytest.fixture(name="sheet")
def _sheet(study: Study) -> Sheet:
    return answers.open_sheet(study, SOURCE)


def ids(sheet: Sheet, *numbers: int) -> list[int]:
    """The ids of the answers by their number in the file."""
    return [list(sheet.lengths)[number - 1] for number in numbers]


def numbers(study: Study, sheet: Sheet, wanted: Wanted) -> list[int]:
    in_file = list(sheet.lengths)
    return [in_file.index(one) + 1 for one in answers.arranged(study, sheet, wanted)]


def code(study: Study, name: str) -> str:
    return next(c.id for book in codebook_view(study) for c in book.codebook.codes if c.name == name)


def test_the_closed_questions_of_the_same_file_are_known(sheet: Sheet) -> None:
    assert [(field.name, field.widest) for field in sheet.fields] == [("role", 7), ("years", 10)]


def test_attributes_of_the_person_are_known_too(study: Study) -> None:
    with study.step("describe") as writer:
        for case_id, case in people.stored_cases(writer.connection)[:2]:
            north = replace(case, attributes={"region": "North", "role": "overruled"})
            people.describe_case(writer, case_id, north)
    sheet = answers.open_sheet(study, SOURCE)
    assert [field.name for field in sheet.fields] == ["role", "years", "region"]
    assert answers.value_counts(study, sheet, "region") == [("North", 2), ("", 3)]
    assert numbers(study, sheet, Wanted(only=(Only(keep=Keep.FIELD, field="region", value="North"),))) == [
        1,
        2,
    ]
    assert numbers(study, sheet, Wanted(order=Order.FIELD, field="region")) == [1, 2, 3, 4, 5]
    shown = answers.answer_rows_of(study, ids(sheet, 1))[0].facts
    assert dict(shown) == {"region": "North", "role": "Police", "years": "11 or more"}


def test_rows_hold_what_is_known_in_the_order_asked_for(study: Study, sheet: Sheet) -> None:
    rows = answers.answer_rows_of(study, ids(sheet, 4, 2))
    assert [(row.ordinal, dict(row.facts)) for row in rows] == [
        (4, {"role": "Police", "years": "2 to 5"}),
        (2, {"role": "Teacher", "years": "2 to 5"}),
    ]


def test_labels_sort_by_their_numbers_and_the_unknown_come_last(study: Study, sheet: Sheet) -> None:
    assert numbers(study, sheet, Wanted(order=Order.FIELD, field="years")) == [2, 4, 3, 1, 5]


def test_a_scale_sorts_in_its_own_order(study: Study) -> None:
    with study.step("scale") as writer:
        writer.connection.exec_driver_sql("update question set type = 'likert' where \"column\" = 'role'")
    sheet = answers.open_sheet(study, SOURCE)
    assert numbers(study, sheet, Wanted(order=Order.FIELD, field="role")) == [1, 4, 2, 5, 3]


def test_sorting_by_what_is_no_longer_known_keeps_the_order_of_the_file(study: Study, sheet: Sheet) -> None:
    assert numbers(study, sheet, Wanted(order=Order.FIELD, field="gone")) == [1, 2, 3, 4, 5]


def test_unread_and_longest_come_first_and_ties_stay_in_order(study: Study, sheet: Sheet) -> None:
    mark_read(study, SOURCE, ["1", "3"], ["book"])
    assert numbers(study, sheet, Wanted(order=Order.UNREAD, book="book")) == [2, 4, 5, 1, 3]
    assert numbers(study, sheet, Wanted(order=Order.LONGEST))[:2] == [2, 3]


def test_conditions_must_all_hold(study: Study, sheet: Sheet) -> None:
    police = Only(keep=Keep.FIELD, field="role", value="Police")
    short = Only(keep=Keep.FIELD, field="years", value="2 to 5")
    assert numbers(study, sheet, Wanted(only=(police,))) == [1, 4]
    assert numbers(study, sheet, Wanted(only=(police, short))) == [4]
    assert numbers(study, sheet, Wanted(only=(Only(keep=Keep.FIELD, field="years"),))) == [5]


def test_codes_of_others_count_unless_one_is_blind(study: Study, sheet: Sheet) -> None:
    fear = code(study, "Fear")
    code_answers(study, SOURCE, ids(sheet, 1), [fear])
    with open_study(study.folder, "ben").study as theirs:
        code_answers(theirs, SOURCE, ids(sheet, 2), [fear])
    with_fear, without = Only(keep=Keep.WITH, codes=(fear,)), Only(keep=Keep.WITHOUT, codes=(fear,))
    assert numbers(study, sheet, Wanted(only=(with_fear,))) == [1, 2]
    assert numbers(study, sheet, Wanted(only=(with_fear,), is_blind=True)) == [1]
    assert numbers(study, sheet, Wanted(only=(without,))) == [3, 4, 5]
    assert numbers(study, sheet, Wanted(only=(Only(keep=Keep.MINE),))) == [1]
    assert numbers(study, sheet, Wanted(only=(Only(keep=Keep.UNCODED),))) == [2, 3, 4, 5]
    mine, theirs_too = (answers.answer_rows_of(study, ids(sheet, 1, 2), is_blind=b) for b in (True, False))
    assert [row.codes for row in mine] == [((fear, True),), ()]
    assert [row.codes for row in theirs_too] == [((fear, True),), ((fear, False),)]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("CAFE", [2]),
        ("cafe\u0301", [2]),
        ('"nobody"', [2]),
        ("nobody", [2, 5]),
        ("nobody ask", [5]),
        ("x y", []),
    ],
)
def test_words_are_found_whatever_their_case_accents_and_quotes(
    study: Study, sheet: Sheet, words: str, found: list[int]
) -> None:
    assert numbers(study, sheet, Wanted(words=words)) == found


def test_values_are_counted_with_those_of_whom_nothing_is_known(study: Study, sheet: Sheet) -> None:
    assert answers.value_counts(study, sheet, "years") == [
        ("2 to 5", 2), ("6 to 10", 1), ("11 or more", 1), ("", 1),
    ]  # fmt: skip


def test_many_answers_are_coded_as_one_step(study: Study, sheet: Sheet) -> None:
    applied = code_answers(study, SOURCE, ids(sheet, 1, 2, 4), [code(study, "Fear"), code(study, "Shame")])
    assert applied.added == 6
    view = open_source(study, SOURCE)
    assert {view.segments[one.first].text for one in view.codings} == {
        view.segments[number].text for number in (0, 1, 3)
    }
    undo(study)
    assert open_source(study, SOURCE).codings == ()


def test_a_code_made_for_many_answers_goes_with_them(study: Study, sheet: Sheet) -> None:
    make_and_code_answers(study, NewCode(name="Trust", book="book"), SOURCE, ids(sheet, 1, 2))
    assert len(my_codings_on(study, ids(sheet, 1, 2))[code(study, "Trust")]) == 2
    undo(study)
    assert "Trust" not in [c.name for book in codebook_view(study) for c in book.codebook.codes]


def test_coding_nothing_or_with_a_retired_code_is_refused_and_changes_nothing(
    study: Study, sheet: Sheet
) -> None:
    with pytest.raises(Refused, match="no words"):
        code_answers(study, SOURCE, [99_999], [code(study, "Fear")])
    retire_code(study, code(study, "Shame"))
    with pytest.raises(Refused, match="retired"):
        code_answers(study, SOURCE, ids(sheet, 1), [code(study, "Shame")])
    assert open_source(study, SOURCE).codings == ()


def test_an_answer_that_a_corrected_file_lost_is_no_longer_listed(study: Study, sheet: Sheet) -> None:
    gone = ids(sheet, 5)[0]
    code_answers(study, SOURCE, [gone], [code(study, "Fear")])
    with study.database.writing() as connection:
        connection.exec_driver_sql("update segment set is_gone = 1 where id = ?", (gone,))
        connection.exec_driver_sql("update coding set anchor = 'lost'")
    now = answers.open_sheet(study, SOURCE)
    assert gone not in now.lengths and now.lost == 1
    assert answers.answer(study, sheet, gone) is None
    assert answers.answer_rows_of(study, [gone]) == []


def test_a_source_that_is_not_there_is_named(study: Study) -> None:
    with pytest.raises(NotFound, match="elsewhere"):
        answers.open_sheet(study, "elsewhere")


def test_a_record_stands_for_a_person_who_was_made_for_it(study: Study, sheet: Sheet) -> None:
    found = answers.answer(study, sheet, ids(sheet, 3)[0])
    assert found is not None and found.who == "3" and found.segment.text.startswith("It is not")
