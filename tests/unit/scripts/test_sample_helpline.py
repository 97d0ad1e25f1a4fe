"""The contacts of the sample's helpline: what the counts of the published report ask of them."""

from __future__ import annotations

import re
import sys
import tomllib
from collections import Counter
from pathlib import Path
from random import Random

import pytest

ROOT = Path(__file__).parents[3]
SCRIPTS = ROOT / "scripts"
HARM = {
    "Suicide attempt / intentions": 8,
    "Self-harm": 2,
    "Physical harm": 13,
    "Emotional or psychological harm": 3,
    "Sexual harm": 1,
    "Harm linked to exploitation": 5,
}
RISK = {
    "Relationship, home and family issues": 293,
    "Mental health issues": 244,
    "Suicide": 130,
    "Missing history": 84,
    "Self-harm": 53,
    "Harmful behaviour": 17,
    "Autism": 11,
    "Exploitation, undefined": 21,
    "Exploitation, sexual": 11,
    "Exploitation, criminal": 4,
}
STAGES = {
    "Thinking about going missing": 359,
    "Currently missing / away from home": 165,
    "Returned from missing": 34,
}


@pytest.fixture(scope="module")
def sample():
    sys.path.insert(0, str(SCRIPTS))
    try:
        from sample import helpline, helpline_notes
    finally:
        sys.path.remove(str(SCRIPTS))
    return helpline, helpline_notes


@pytest.fixture(scope="module")
def contacts(sample):
    helpline, _ = sample
    return helpline.make(Random(7))


def coded(contacts, book):
    return Counter(
        one for found in contacts.found.values() for one in {x.code for x in found if x.book == book}
    )


def test_more_than_half_of_the_contacts_are_included_and_every_other_has_a_reason(contacts):
    keys = [row[0] for row in contacts.rows]
    assert len(set(keys)) == len(keys) == 1082
    assert len(contacts.left_out) == 524 and set(contacts.left_out) < set(keys)
    reasons = Counter(contacts.left_out.values())
    assert 5 <= len(reasons) <= 7 and min(reasons.values()) >= 20


def test_the_included_are_at_the_stages_of_the_report(contacts):
    assert Counter(row[1] for row in contacts.rows if row[0] not in contacts.left_out) == STAGES


def test_harm_is_found_in_thirty_of_those_who_were_missing(contacts):
    assert coded(contacts, "harm") == HARM
    harmed = {key for key, found in contacts.found.items() if any(one.book == "harm" for one in found)}
    assert len(harmed) == 30 and harmed <= set(contacts.read_for["harm"])
    assert len(contacts.read_for["harm"]) == 199 and len(contacts.read_for["risk"]) == 558


def test_risks_are_found_as_often_as_in_the_report(contacts):
    counts = coded(contacts, "risk")
    assert {code: counts[code] for code in RISK} == RISK
    danger = ("Risks, exploitation and harm", "Exploitation, ")
    assert sum(any(one.code.startswith(danger) for one in found) for found in contacts.found.values()) == 228
    assert set(counts) == {*RISK, "Risks, exploitation and harm"}


def test_only_included_contacts_have_codes(contacts):
    assert not set(contacts.found) & set(contacts.left_out)


def test_a_note_has_20_to_80_words(contacts):
    lengths = {row[0]: len(row[-1].split()) for row in contacts.rows}
    assert {key: many for key, many in lengths.items() if not 20 <= many <= 80} == {}


def test_no_sentence_stands_in_more_than_three_notes(sample, contacts):
    _, notes = sample
    said = Counter(sentence for row in contacts.rows for sentence in set(notes.sentences_of(row[-1])))
    assert [sentence for sentence, many in said.items() if many > 3] == []


def test_a_note_is_nothing_but_whole_sentences(sample, contacts):
    _, notes = sample
    assert [row[-1] for row in contacts.rows if " ".join(notes.sentences_of(row[-1])) != row[-1]] == []


def test_what_carries_a_code_is_whole_sentences(sample, contacts):
    _, notes = sample
    texts = {row[0]: row[-1] for row in contacts.rows}
    for key, found in contacts.found.items():
        sentences = notes.sentences_of(texts[key])
        starts = {sum(len(one) + 1 for one in sentences[:at]) for at in range(len(sentences) + 1)}
        for one in found:
            assert one.start in starts and one.end + 1 in starts and one.start < one.end, (key, one)


def test_notes_leave_no_slot_and_no_alternative_unfilled(contacts):
    assert [row[-1] for row in contacts.rows if re.search(r"[][{}|]", row[-1])] == []


def test_ages_agree_with_the_column(contacts):
    bands = {
        "10 to 12": range(10, 13),
        "13 to 14": (13, 14),
        "15 to 16": (15, 16),
        "17": (17,),
        "Not known": (),
    }
    for _, _, _, band, note in (row for row in contacts.rows if row[0] not in contacts.left_out):
        for age in re.findall(
            r"\b(\d\d) (?:year old|yo)\b|(?:YP|[Gg]irl|[Bb]oy|child|young person),? \(?(\d\d)\b", note
        ):
            assert int("".join(age)) in bands[band], note


def test_she_and_he_are_not_the_same_child(contacts):
    for key in contacts.read_for["risk"]:
        note = next(row[-1] for row in contacts.rows if row[0] == key)
        assert not ("herself" in note and "himself" in note), note


def test_contacts_come_in_the_order_of_their_months(contacts):
    months = [row[2] for row in contacts.rows]
    assert months == sorted(months) and {month[:4] for month in months} == {"2025"}


def test_the_questionnaire_names_every_column_and_level(contacts):
    asked = tomllib.loads((ROOT / "survey" / "helpline.toml").read_text(encoding="utf-8"))["question"]
    assert tuple(question["column"] for question in asked) == contacts.header
    for at, question in enumerate(asked):
        if levels := question.get("levels"):
            labels = {one if isinstance(one, str) else one["label"] for one in levels}
            assert {row[at] for row in contacts.rows} - {""} <= labels, question["column"]


def test_the_same_seed_gives_the_same_contacts(sample, contacts):
    helpline, _ = sample
    assert helpline.make(Random(7)) == contacts
