from __future__ import annotations

import pytest

from qualkit.checks.codebook import check_codebook
from qualkit.model.codebook import Code, Codebook, CodeStatus
from qualkit.model.finding import Severity


def code(name: str, parent: str | None = None, **fields: object) -> Code:
    return Code(
        id=f"{parent}/{name}", name=name, parent=parent, **{"definition": "x", "examples": ("y",), **fields}
    )


def rules(*codes: Code, used: set[str] | None = None) -> list[tuple[str, str]]:
    book = Codebook(name="barriers", codes=codes)
    found = check_codebook(book, {each.id for each in codes} if used is None else used)
    assert all(str(finding.where) == "codebooks/barriers.yaml" for finding in found)
    return [(finding.rule, finding.message.split('"')[1]) for finding in found]


def test_a_codebook_in_order_has_no_findings() -> None:
    fear = code("Fear")
    assert rules(fear, code("Shame", fear.id)) == []


def test_a_brief_definition_is_a_definition_and_blanks_are_none() -> None:
    assert rules(code("Fear", definition="", brief="x"), code("Trust", definition=" \n")) == [
        ("codebook-undefined", "Trust")
    ]


def test_a_theme_is_used_when_a_code_below_it_is() -> None:
    fear = code("Fear")
    shame = code("Shame", fear.id)
    assert rules(fear, shame, code("Money", fear.id), code("Trust"), used={shame.id}) == [
        ("codebook-unused", "Fear/Money"),
        ("codebook-unused", "Trust"),
    ]


def test_a_retired_code_is_a_problem_only_when_used() -> None:
    old = code("Fear", status=CodeStatus.RETIRED, definition="")
    assert rules(old, used=set()) == []
    assert rules(old, used={old.id}) == [("codebook-retired", "Fear")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Repercussions", "repercussion"),
        ("Not believed", "Not beleived"),
        ("Lack of trust", "Lack  of the trust"),
        ("Police, fear of", "Fear of police"),
        ("Services", "service"),
        ("Body-image", "Body image"),
        ("Bodyimage", "Body image"),
        ("Families", "Family"),
        ("Children’s home", "Childrens home"),
    ],
)
def test_nearly_the_same_name_is_found_under_any_parent(one: str, other: str) -> None:
    top, second = code("Somewhere"), code("Elsewhere")
    assert rules(top, second, code(one, top.id), code(other, second.id)) == [
        ("codebook-alike", f"Somewhere/{one}")
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Believed", "Not believed"),
        ("Reported", "Unreported"),
        ("Phase 1", "Phase 2"),
        ("Wave 2019", "Wave 2018"),
        ("Male", "Female"),
        ("Boys", "Toys"),
        ("Police", "Peers"),
        ("!", "?"),
    ],
)
def test_names_that_mean_different_things_are_left_alone(one: str, other: str) -> None:
    assert rules(code(one), code(other)) == []


def test_one_name_under_two_parents_is_only_a_note() -> None:
    fear, trust = code("Fear"), code("Trust")
    book = Codebook(name="b", codes=(fear, trust, code("Other", fear.id), code("Other", trust.id)))
    (found,) = check_codebook(book, {each.id for each in book.codes})
    assert (found.rule, found.severity) == ("codebook-same-name", Severity.NOTE)
    assert "Fear/Other" in found.message and "Trust/Other" in found.message


def test_a_missing_example_is_only_a_note() -> None:
    (found,) = check_codebook(Codebook(name="b", codes=(code("Fear", examples=()),)), {"None/Fear"})
    assert (found.rule, found.severity) == ("codebook-example", Severity.NOTE)
