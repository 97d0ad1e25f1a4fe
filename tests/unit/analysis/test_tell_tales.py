"""Words that may tell who somebody is, found in made-up sentences and measured on a small gold list."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from qualkit.analysis.identifiers import identifiers, is_nhs_number
from qualkit.analysis.names import common_words, tell_tales

GOLD = Path(__file__).parents[4] / "shared" / "reference" / "pii_gold_uk_small.json"


def found(text, **more):
    return [(text[one.start : one.end], one.sort) for one in tell_tales(text, **more)]


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("401 023 2137", "NHS number"),
        ("AB 12 34 56 C", "National Insurance number"),
        ("SW1A 1AA", "postcode"),
        ("m1 1ae", "postcode"),
        ("07700 900461", "telephone"),
        ("+44 (0)7700 900461", "telephone"),
        ("(0113) 496 0123", "telephone"),
        ("mina.k@example.org", "e-mail"),
        ("@mina_k99", "handle"),
        ("3/4/2009", "date"),
        ("3rd of April 2009", "date"),
        ("KX58 ABC", "registration plate"),
        ("12 Juniper Close", "address"),
        ("https://example.org/mina", "web address"),
    ],
)
def test_numbers_and_addresses_are_found_as_what_they_are(text, sort):
    sentence = f"it was {text}, I think"
    assert [(sentence[o.start : o.end], o.sort) for o in identifiers(sentence)] == [(text, sort)]


@pytest.mark.parametrize(
    "text", ["401 023 2138", "1234567890", "in 2009 there were 12", "room B12", "at 10.30"]
)
def test_numbers_that_are_none_are_let_be(text):
    assert list(identifiers(f"it was {text} then")) == []


def test_the_check_digit_ten_is_never_given():
    assert not is_nhs_number("0000000060")


def test_names_by_title_capital_and_first_name():
    assert found("Then Mrs Okafor-Hill rang.") == [("Mrs Okafor-Hill", "name")]
    assert found("we went with zainab to leeds") == [("zainab", "name"), ("leeds", "place")]
    assert found("I told Zbigniew about Millbrook Academy.") == [
        ("Zbigniew", "name"),
        ("Millbrook Academy", "place"),
    ]


def test_what_is_a_word_in_the_study_is_no_name():
    text = "They call it Homework there."
    assert found(text) == [("Homework", "name")]
    assert found(text, common=common_words(["we had homework"])) == []


def test_names_that_are_words_need_a_capital_in_mid_sentence():
    assert found("Hope is all. I will go in May.") == []
    assert found("I asked Hope and Will.") == [("Hope", "name"), ("Will", "name")]


def test_the_register_is_known_in_any_case():
    assert found("then tegwyn left", known=["Tegwyn Parry"]) == [("tegwyn", "name")]


def test_the_gold_list_is_met():
    if not GOLD.is_file():
        pytest.skip("the gold list lies beside a checkout of the whole project only")
    rows = json.loads(GOLD.read_text(encoding="utf-8"))
    common = common_words(row["text"] for row in rows)
    met = spans = right = told = 0
    for row in rows:
        places = [(one.start, one.end) for one in tell_tales(row["text"], common=common)]
        gold = [(span["start"], span["end"]) for span in row["spans"]]
        met += sum(any(a < end and b > start for a, b in places) for start, end in gold)
        right += sum(any(a < end and b > start for start, end in gold) for a, b in places)
        spans, told = spans + len(gold), told + len(places)
    print(f"recall {met} of {spans}, precision {right} of {told}")
    assert met / spans >= 0.9
    assert right / told >= 0.9
