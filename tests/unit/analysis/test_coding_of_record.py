"""Whose coding counts."""

from __future__ import annotations

from qualkit.analysis.coding_of_record import Standing, coding_of_record
from qualkit.model.coding import Anchor, Coding, Reading
from qualkit.model.place import Place

BOOK = {"fear": "feelings", "shame": "feelings", "police": "places"}
SPOT = ("talk", "1", "feelings")


def coding(coder, code, segment="1", start=0, anchor=Anchor.KEPT):
    place = Place(segment=segment, start=start, end_segment=segment, end=start + 5)
    return Coding(
        id=f"{coder}-{code}-{segment}-{start}",
        source="talk",
        place=place,
        code=code,
        coder=coder,
        quote="words",
        anchor=anchor,
    )


def reading(coder, at="1", segment="1", codebook="feelings"):
    return Reading(coder=coder, source="talk", segment=segment, codebook=codebook, at=at)


def counted(codings, readings, **options):
    record = coding_of_record(codings, readings, book_of=BOOK, **options)
    return [one.id for one in record.codings], record


def test_the_only_reader_counts_and_others_who_only_coded_do_not():
    ids, record = counted([coding("ana", "fear"), coding("ben", "shame")], [reading("ana")])
    assert ids == ["ana-fear-1-0"]
    assert record.standing[SPOT] is Standing.READ


def test_readers_with_the_same_codes_agree_though_their_passages_differ():
    both = [coding("ana", "fear"), coding("ben", "fear", start=3)]
    assert counted(both, [reading("ben", "1"), reading("ana", "2")])[0] == ["ben-fear-1-3"]
    assert counted(both, [reading("ben", "2"), reading("ana", "1")])[0] == ["ana-fear-1-0"]


def test_readers_with_other_codes_await_agreement():
    ids, record = counted([coding("ana", "fear"), coding("ben", "shame")], [reading("ana"), reading("ben")])
    assert (ids, record.awaiting) == ([], 1)
    assert record.standing[SPOT] is Standing.AWAITING


def test_a_reader_who_found_nothing_differs_from_one_who_found_something():
    assert counted([coding("ana", "fear")], [reading("ana"), reading("ben")])[1].awaiting == 1


def test_the_consensus_counts_where_it_has_read_even_if_it_found_nothing():
    codings = [coding("ana", "fear"), coding("ben", "shame")]
    ids, record = counted(codings, [reading("ana"), reading("ben"), reading("agreed")])
    assert (ids, record.awaiting) == ([], 0)
    assert record.standing[SPOT] is Standing.READ


def test_the_consensus_can_have_another_name():
    codings = [coding("ana", "fear"), coding("both", "shame")]
    ids, _ = counted(codings, [reading("ana"), reading("both")], consensus=("both",))
    assert ids == ["both-shame-1-0"]


def test_without_a_reader_everybodys_coding_is_taken_as_not_read():
    ids, record = counted([coding("ana", "fear"), coding("ben", "shame")], [])
    assert ids == ["ana-fear-1-0", "ben-shame-1-0"]
    assert record.standing[SPOT] is Standing.CODED_UNREAD


def test_each_codebook_is_decided_by_itself():
    codings = [coding("ana", "fear"), coding("ben", "police")]
    assert len(counted(codings, [reading("ana"), reading("ben", codebook="places")])[0]) == 2


def test_what_was_read_and_not_coded_is_data_and_what_nobody_touched_is_in_neither():
    _, record = counted([], [reading("ana")])
    assert dict(record.standing) == {SPOT: Standing.READ}


def test_a_coding_that_lost_its_place_counts_for_nothing():
    assert counted([coding("ana", "fear", anchor=Anchor.LOST)], [reading("ana")])[0] == []
    assert counted([coding("ana", "fear", anchor=Anchor.LOST)], [], coder="any")[0] == []


def test_a_name_counts_only_that_person_and_any_counts_all():
    codings = [coding("ana", "fear"), coding("ben", "shame")]
    readings = [reading("ana"), reading("ben")]
    ids, record = counted(codings, readings, coder="ben")
    assert (ids, record.awaiting) == (["ben-shame-1-0"], 0)
    assert counted(codings, readings, coder="any")[0] == ["ana-fear-1-0", "ben-shame-1-0"]


def test_codings_keep_their_order():
    codings = [coding("ana", "fear", "2"), coding("ana", "fear", "1"), coding("ana", "shame", "2", 9)]
    assert counted(codings, [reading("ana", segment="2")])[0] == [one.id for one in codings]
