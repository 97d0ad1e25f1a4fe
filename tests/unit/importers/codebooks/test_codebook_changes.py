from __future__ import annotations

import uuid
from dataclasses import replace
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualkit.errors import Conflict
from qualkit.importers.codebooks.changes import compare, merged
from qualkit.importers.codebooks.yaml_file import yaml_codebook
from qualkit.model.codebook import Code, Codebook
from qualkit.model.draft import CodebookDraft, CodeDraft

NOW = "2026-03-01T10:00:00Z"
FEAR_ID, SHAME_ID, TRUST_ID = (str(uuid.UUID(int=number, version=4)) for number in (1, 2, 3))
FEAR = Code(id=FEAR_ID, name="Fear", definition="Afraid", colour="#b5533c", created="2026-01-01")
SHAME = Code(id=SHAME_ID, name="Shame", parent=FEAR_ID)
TRUST = Code(id=TRUST_ID, name="Trust")
BOOK = Codebook(name="barriers", title="Barriers", codes=(FEAR, SHAME, TRUST))


def draft(text: str) -> CodebookDraft:
    return yaml_codebook(text, file="barriers.yaml")[0]


def result(text: str, existing: Codebook | None = BOOK) -> Codebook:
    ids = count(1)
    return merged(draft(text), existing, new_id=lambda: f"new{next(ids)}", now=NOW)


def paths(book: Codebook) -> list[str]:
    return [book.path(code.id) for code in book.codes]


def test_a_first_import_adds_all_and_keeps_the_ids_of_the_file() -> None:
    text = f"title: T\ncodes:\n- name: Fear\n  id: {FEAR_ID}\n  codes: [Shame]\n"
    book = result(text, None)
    assert [(code.id, code.parent, code.created) for code in book.codes] == [
        (FEAR_ID, None, NOW),
        ("new1", FEAR_ID, NOW),
    ]
    assert (book.name, book.title) == ("barriers", "T")
    assert compare(draft(text), None).added == ("Fear", "Fear/Shame")


def test_the_same_file_twice_changes_nothing() -> None:
    text = "- Fear:\n    definition: Afraid\n    codes: [Shame]\n- Trust\n"
    assert result(text) == BOOK
    changes = compare(draft(text), BOOK)
    assert changes.is_nothing
    assert changes.unchanged == ("Fear", "Fear/Shame", "Trust")


def test_a_changed_definition_is_one_version_on_and_what_the_file_leaves_out_stays() -> None:
    text = "- name: Fear\n  definition: Of the police\n"
    fear = result(text)[FEAR_ID]
    assert fear == replace(FEAR, definition="Of the police", version=2)
    (change,) = compare(draft(text), BOOK).changed
    assert (change.path, change.field, change.old, change.new) == (
        "Fear",
        "definition",
        "Afraid",
        "Of the police",
    )


def test_a_changed_colour_or_summary_is_no_new_version() -> None:
    fear = result('- name: Fear\n  colour: "#000000"\n  summary: A paragraph\n')[FEAR_ID]
    assert (fear.version, fear.colour, fear.summary) == (1, "#000000", "A paragraph")


def test_codes_that_the_file_lacks_are_kept_after_their_siblings() -> None:
    text = "- Trust\n- Fear: {codes: [Money]}\n"
    assert paths(result(text)) == ["Trust", "Fear", "Fear/Money", "Fear/Shame"]
    changes = compare(draft(text), BOOK)
    assert (changes.added, changes.left) == (("Fear/Money",), ("Fear/Shame",))
    assert changes.is_reordered


def test_an_id_under_another_path_is_a_move_and_a_rename() -> None:
    text = f"- name: Fear\n- name: Trust\n  codes:\n  - name: Ashamed\n    id: {SHAME_ID}\n"
    book = result(text)
    assert (book.path(SHAME_ID), len(book.codes)) == ("Trust/Ashamed", 3)
    changes = compare(draft(text), BOOK)
    assert [(each.path, each.field, each.old, each.new) for each in changes.changed] == [
        ("Fear/Shame", "name", "Shame", "Ashamed"),
        ("Fear/Shame", "parent", "Fear", "Trust"),
    ]
    assert not changes.added and not changes.is_reordered


def test_a_code_below_a_renamed_one_is_found_by_its_place() -> None:
    text = f"- name: Dread\n  id: {FEAR_ID}\n  codes: [Shame]\n"
    book = result(text)
    assert book.path(SHAME_ID) == "Dread/Shame"
    assert len(book.codes) == 3


def test_another_id_for_the_same_path_is_the_same_code() -> None:
    assert result(f"- name: Fear\n  id: {uuid.UUID(int=9, version=4)}\n").codes == BOOK.codes


def test_another_spelling_of_the_only_such_name_is_a_rename() -> None:
    (change,) = compare(draft("- FEAR\n"), BOOK).changed
    assert (change.field, change.old, change.new) == ("name", "Fear", "FEAR")


def test_two_codes_of_one_name_under_different_parents_stay_two() -> None:
    assert paths(result("- Fear: {codes: [Other]}\n- Trust: {codes: [Other]}\n")) == [
        "Fear", "Fear/Other", "Fear/Shame", "Trust", "Trust/Other",
    ]  # fmt: skip


def test_a_rename_to_a_name_that_is_taken_is_a_conflict_with_both_codes() -> None:
    with pytest.raises(Conflict, match=r'"Trust" would be "Fear", as is "Fear"'):
        result(f"- name: Fear\n  id: {TRUST_ID}\n")


def test_two_codes_may_change_places() -> None:
    book = result(f"- name: Trust\n  id: {FEAR_ID}\n- name: Fear\n  id: {TRUST_ID}\n")
    assert [(code.id, code.name) for code in book.themes] == [(FEAR_ID, "Trust"), (TRUST_ID, "Fear")]


def test_a_code_may_go_below_its_own_child() -> None:
    book = result(f"- name: Shame\n  id: {SHAME_ID}\n  codes:\n  - name: Fear\n    id: {FEAR_ID}\n- Trust\n")
    assert paths(book) == ["Shame", "Shame/Fear", "Trust"]


def test_a_new_title_is_a_change_and_none_keeps_the_old_one() -> None:
    (change,) = compare(draft("title: Obstacles\ncodes: [{Fear: {codes: [Shame]}}, Trust]"), BOOK).changed
    assert (change.field, change.old, change.new) == ("title", "Barriers", "Obstacles")
    assert result("- Fear\n").title == "Barriers"


IDS = [str(uuid.UUID(int=number, version=4)) for number in range(8)]
NAMES = st.sampled_from(["Fear", "fear", "Shame", "Trust", "A/B"])


@st.composite
def drafts(draw: st.DrawFn) -> CodebookDraft:
    ids = draw(st.permutations(IDS))
    codes: dict[tuple[str, ...], CodeDraft] = {}
    for number in range(draw(st.integers(0, 6))):
        path = (*draw(st.sampled_from([(), *codes])), draw(NAMES))
        given_id = draw(st.sampled_from([None, ids[number]]))
        codes.setdefault(
            path, CodeDraft(path=path, id=given_id, definition=draw(st.sampled_from([None, "x", "y"])))
        )
    return CodebookDraft(name="b", codes=tuple(codes.values()))


@given(drafts(), drafts())
def test_a_merged_book_has_the_file_in_it_and_loses_nothing(
    first: CodebookDraft, second: CodebookDraft
) -> None:
    numbers = count()
    before = merged(first, None, new_id=lambda: f"n{next(numbers)}", now="")
    try:
        after = merged(second, before, new_id=lambda: f"n{next(numbers)}", now="")
    except Conflict as error:
        assert error.hint
        return
    ids = [code.id for code in after.codes]
    assert len(set(ids)) == len(ids) == len(list(after.walk()))
    assert {code.id for code in before.codes} <= set(ids)
    assert len({(code.parent, code.name) for code in after.codes}) == len(ids)
    lineages = {tuple(each.name for each in after.lineage(code.id)): code for code in after.codes}
    for code in second.codes:
        assert code.path in lineages
        assert code.definition is None or lineages[code.path].definition == code.definition
    assert compare(second, after).is_nothing
