from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualkit.errors import Ambiguous, NotFound
from qualkit.model.codebook import Code, Codebook, CodeStatus, join_path
from qualkit.model.codepath import find_code, full_path, split_path


def book(*paths: tuple[str, ...], name: str = "barriers", retired: tuple[str, ...] = ()) -> Codebook:
    ids = {path: "/".join(map(repr, path)) for path in paths}
    codes = [
        Code(
            id=ids[path],
            name=path[-1],
            parent=ids.get(path[:-1]),
            status=CodeStatus.RETIRED if path == retired else CodeStatus.ACTIVE,
        )
        for path in paths
    ]
    return Codebook(name=name, codes=tuple(codes))


FEAR = book(
    ("Fear",), ("Fear", "Shame"), ("Trust",), ("Trust", "The police"), ("Trust", "Other"), ("Fear", "Other")
)


def named(path: str, *books: Codebook) -> str:
    found, code = find_code(path, books)
    return full_path(code.id, found, books)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Fear/Shame", "Fear/Shame"),
        ("Shame", "Fear/Shame"),
        ("fear / SHAME", "Fear/Shame"),
        ("the   police", "Trust/The police"),
        ("barriers:Shame", "Fear/Shame"),
        ("Barriers : Fear/Shame", "Fear/Shame"),
    ],
)
def test_a_path_starts_at_any_level_in_any_case_and_with_any_blanks(typed: str, meant: str) -> None:
    assert named(typed, FEAR) == meant


def test_a_name_under_two_parents_is_refused_with_both_paths() -> None:
    with pytest.raises(Ambiguous) as caught:
        find_code("Other", [FEAR])
    assert caught.value.candidates == ("Trust/Other", "Fear/Other")


def test_the_paths_of_several_books_carry_the_book() -> None:
    harms = book(("Shame",), name="harms")
    with pytest.raises(Ambiguous) as caught:
        find_code("shame", [book(("Shame",), name="a"), harms])
    assert caught.value.candidates == ("a:Shame", "harms:Shame")
    assert named("harms:Shame", FEAR, harms) == "harms:Shame"


def test_an_exact_full_path_wins_over_a_partial_one() -> None:
    tree = book(("Home",), ("Home", "Shame"), ("Shame",))
    assert named("Shame", tree) == "Shame"
    with pytest.raises(Ambiguous):
        find_code("Shame", [book(("A",), ("A", "Shame"), ("B",), ("B", "Shame"))])


def test_the_exact_spelling_wins_and_any_other_is_ambiguous() -> None:
    tree = book(("Fear",), ("Fear", "shame"), ("Fear", "Shame"))
    assert named("shame", tree) == "Fear/shame"
    with pytest.raises(Ambiguous):
        find_code("SHAME", [tree])


def test_a_slash_inside_a_name_is_written_plainly_where_only_one_code_fits() -> None:
    tree = book(("Home",), ("Home", "Mum/Dad"))
    assert (
        named("Home/Mum/Dad", tree) == named("mum/dad", tree) == named(r"Mum\/Dad", tree) == r"Home/Mum\/Dad"
    )


def test_a_slash_that_may_be_both_is_ambiguous_unless_it_is_the_very_path() -> None:
    tree = book(("Home",), ("Home", "Mum/Dad"), ("Home", "Mum"), ("Home", "Mum", "Dad"))
    assert named("Home/Mum/Dad", tree) == "Home/Mum/Dad"
    assert named(r"Home/Mum\/Dad", tree) == r"Home/Mum\/Dad"
    with pytest.raises(Ambiguous):
        find_code("mum/dad", [tree])


def test_an_escaped_slash_never_parts_two_names() -> None:
    with pytest.raises(NotFound):
        find_code(r"Fear\/Shame", [FEAR])


def test_a_colon_in_a_name_is_no_prefix_unless_it_names_a_book() -> None:
    tree = book(("Police: fear of",), ("Trust",))
    assert named("Police: fear of", tree) == "Police: fear of"
    clash = book(("a:b",), ("b",), name="a")
    assert named("a:b", clash) == "b"
    assert named("a:a:b", clash) == "a:b"


def test_the_longest_book_name_is_the_prefix() -> None:
    assert named("a:b:c", book(("c",), ("b:c",), name="a"), book(("c",), name="a:b")) == "a:b:c"


def test_a_code_in_use_wins_over_a_retired_one_and_a_retired_one_is_found() -> None:
    paths = (("Old",), ("Old", "Shame"), ("New",), ("New", "Shame"))
    tree = book(*paths, retired=("Old", "Shame"))
    assert named("Shame", tree) == "New/Shame"
    assert named("Old/Shame", tree) == "Old/Shame"


@pytest.mark.parametrize("typed", ["Sahme", "Faer/Shame", "Fear/Shme", "shames"])
def test_a_mistyped_path_names_the_nearest_codes(typed: str) -> None:
    with pytest.raises(NotFound) as caught:
        find_code(typed, [FEAR])
    assert caught.value.candidates[0] == "Fear/Shame"
    assert len(caught.value.candidates) <= 3
    assert "Did you mean" in caught.value.hint


@pytest.mark.parametrize("typed", ["", "  ", "/", "Quantum", "barriers:", "Fear/", "Fear//Shame", "\\"])
def test_what_is_no_code_is_refused_with_a_way_on(typed: str) -> None:
    with pytest.raises(NotFound) as caught:
        find_code(typed, [FEAR])
    assert caught.value.hint


def test_without_any_codebook_the_error_says_how_to_bring_one_in() -> None:
    with pytest.raises(NotFound) as caught:
        find_code("Fear", [])
    assert "codebook import" in caught.value.hint


NAMES = st.text(alphabet="ab/\\: >é\u200d'", min_size=1, max_size=5)


@given(st.lists(NAMES, min_size=1, max_size=4))
def test_splitting_takes_back_what_joining_did(names: list[str]) -> None:
    assert split_path(join_path(names)) == tuple(names)


@given(st.sets(st.lists(NAMES, min_size=1, max_size=3).map(tuple), min_size=1, max_size=8))
def test_every_path_of_a_book_finds_its_own_code(paths: set[tuple[str, ...]]) -> None:
    whole = sorted({path[:depth] for path in paths for depth in range(1, len(path) + 1)})
    tree = book(*whole, name="the book")
    for code in tree.codes:
        assert find_code(tree.path(code.id), [tree])[1] is code


@given(st.text(max_size=12))
def test_whatever_is_typed_gives_a_code_or_a_refusal(typed: str) -> None:
    try:
        find_code(typed, [FEAR, book(("x:y",), name="a:b")])
    except NotFound as error:
        assert error.message
