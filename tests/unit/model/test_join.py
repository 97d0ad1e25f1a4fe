"""Two versions of the same rows are joined by id, and nothing is lost without a word."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qualkit.model.join import join_rows

rows = st.dictionaries(st.sampled_from("abcd"), st.fixed_dictionaries({"memo": st.sampled_from("xyz")}))


def applied(ours, take):
    changed = {key: row for key, row in take.items() if row is not None}
    return {key: row for key, row in {**ours, **changed}.items() if take.get(key, row) is not None}


@given(rows, rows)
def test_without_unsaved_work_the_files_hold(base, theirs):
    joined = join_rows(base, base, theirs)
    assert joined.clashes == ()
    assert applied(base, joined.take) == theirs


@given(rows, rows)
def test_where_the_files_did_not_change_ours_holds(base, ours):
    joined = join_rows(base, ours, base)
    assert (dict(joined.take), joined.clashes) == ({}, ())


@given(rows, rows)
def test_what_both_changed_alike_is_no_clash(base, both):
    assert join_rows(base, both, both).clashes == ()


@given(rows, rows, rows)
def test_every_row_is_ours_or_theirs_or_a_clash(base, ours, theirs):
    joined = join_rows(base, ours, theirs)
    clashing = {clash.id for clash in joined.clashes}
    result = applied(ours, joined.take)
    for key in {*base, *ours, *theirs}:
        mine, yours, was = ours.get(key), theirs.get(key), base.get(key)
        if key in clashing:
            assert mine != was
            assert yours != was
            assert mine != yours
        else:
            assert result.get(key) == (yours if mine == was else mine)


@given(rows, rows, rows)
def test_both_sides_find_the_same_clashes(base, ours, theirs):
    here = {clash.id: (clash.ours, clash.theirs) for clash in join_rows(base, ours, theirs).clashes}
    there = {clash.id: (clash.theirs, clash.ours) for clash in join_rows(base, theirs, ours).clashes}
    assert here == there
