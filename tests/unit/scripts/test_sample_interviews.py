"""The return interviews of the sample: what the counts of the published report ask of them."""

from __future__ import annotations

import re
import sys
import tomllib
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path
from random import Random

import pytest

ROOT = Path(__file__).parents[3]
SCRIPTS = ROOT / "scripts"
HARM = {
    "Suicide attempt / intentions": 2,
    "Self-harm": 7,
    "Physical harm": 19,
    "Emotional or psychological harm": 21,
    "Sexual harm": 9,
    "Harm linked to exploitation": 28,
}
EXPLOITATION = {"Exploitation, sexual": 78, "Exploitation, not specified": 70, "Exploitation, criminal": 69}
RISK = EXPLOITATION | {
    "Family conflict": 83,
    "Relationship breakdown / difficulties, family or carer": 65,
    "Previous criminal activity": 58,
    "Unhappy with care arrangements": 55,
}


@pytest.fixture(scope="module")
def sample():
    sys.path.insert(0, str(SCRIPTS))
    try:
        from sample import interviews
    finally:
        sys.path.remove(str(SCRIPTS))
    return interviews


@pytest.fixture(scope="module")
def file(sample):
    return sample.make(Random(8))


@pytest.fixture(scope="module")
def patterns():
    found = {}
    for path in sorted((SCRIPTS / "sample").glob("interviews_*.toml")):
        found |= tomllib.loads(path.read_text(encoding="utf-8"))
    return found


def sentences_of(note):
    return re.split(r"(?<=[.!?]) ", note)


def by_code(file, book, unit):
    """Code → the records or people in which it was found."""
    units = {row[0]: row[unit] for row in file.rows}
    found = defaultdict(set)
    for record, passages in file.found.items():
        for one in passages:
            if one.book == book:
                found[one.code].add(units[record])
    return found


def test_there_are_498_interviews_with_196_children_and_all_are_read_for_both_books(file):
    keys = [row[0] for row in file.rows]
    assert len(set(keys)) == len(keys) == 498
    assert file.read_for == {"harm": tuple(keys), "risk": tuple(keys)} and not file.left_out
    per_child = Counter(row[1] for row in file.rows)
    assert len(per_child) == 196 and set(per_child.values()) == set(range(1, 10))
    assert Counter(per_child.values()).most_common(2) == [(1, 78), (2, 45)]


def test_harm_is_found_in_as_many_interviews_as_in_the_report(file):
    found = by_code(file, "harm", 0)
    assert {code: len(records) for code, records in found.items()} == HARM
    assert len(set().union(*found.values())) == 58


def test_risks_are_found_in_as_many_children_as_in_the_report(file):
    found = by_code(file, "risk", 1)
    assert {code: len(found[code]) for code in RISK} == RISK
    assert len(set().union(*(found[code] for code in EXPLOITATION))) == 123
    assert set(found) == {*RISK, "Self-harm", "Suicide"}


def test_a_note_of_self_harm_or_suicide_is_coded_for_risk_as_well(file):
    harm, risk = by_code(file, "harm", 0), by_code(file, "risk", 0)
    assert risk["Self-harm"] == harm["Self-harm"]
    assert risk["Suicide"] == harm["Suicide attempt / intentions"]


def test_harm_linked_to_exploitation_names_the_risk_in_the_same_sentence(file):
    for passages in file.found.values():
        for harm in (one for one in passages if one.code == "Harm linked to exploitation"):
            there = {one.code for one in passages if (one.start, one.end) == (harm.start, harm.end)}
            assert there & set(EXPLOITATION)


def test_the_kind_of_exploitation_becomes_clear_only_later(file):
    seen = defaultdict(list)
    for record, person, *_ in file.rows:
        codes = {one.code for one in file.found.get(record, ())}
        seen[person].append(codes & set(EXPLOITATION))
    for found in seen.values():
        known = [at for at, codes in enumerate(found) if codes - {"Exploitation, not specified"}]
        unknown = [at for at, codes in enumerate(found) if "Exploitation, not specified" in codes]
        assert not known or not unknown or max(unknown) < min(known)


def test_a_childs_interviews_come_in_order_on_working_days_within_eighteen_months(file):
    days = defaultdict(list)
    for _, person, day, _ in file.rows:
        days[person].append(date.fromisoformat(day))
    for dates in days.values():
        assert all((later - one).days >= 3 for one, later in zip(dates, dates[1:], strict=False))
    every = [date.fromisoformat(row[2]) for row in file.rows]
    assert every == sorted(every) and (max(every) - min(every)).days <= 550
    assert all(day.weekday() < 5 for day in every)


def test_a_child_is_she_or_he_in_all_its_notes(file):
    words = defaultdict(set)
    for _, person, _, note in file.rows:
        words[person] |= {"she"} if re.search(r"\b(?:she|hers|herself)\b", note, re.IGNORECASE) else set()
        words[person] |= {"he"} if re.search(r"^He\b|(?<=\. )He\b", note) else set()
    assert [person for person, found in words.items() if len(found) > 1] == []


def test_a_child_lives_at_home_or_is_looked_after_in_all_its_notes(file):
    placed = {row[1] for row in file.rows if re.search(r"foster carer|key worker|the placement", row[3])}
    at_home = {row[1] for row in file.rows if re.search(r"at the house(?! of)", row[3])}
    assert placed and at_home and not placed & at_home
    assert not at_home & by_code(file, "risk", 1)["Unhappy with care arrangements"]


def test_a_note_has_20_to_80_words(file):
    lengths = {row[0]: len(row[3].split()) for row in file.rows}
    assert {key: many for key, many in lengths.items() if not 20 <= many <= 80} == {}
    assert min(lengths.values()) < 28 and max(lengths.values()) > 70


def test_no_sentence_stands_in_more_than_three_notes(file):
    said = Counter(sentence for row in file.rows for sentence in set(sentences_of(row[3])))
    assert [sentence for sentence, many in said.items() if many > 3] == []


def test_what_carries_a_code_is_one_whole_sentence(file):
    notes = {row[0]: row[3] for row in file.rows}
    for record, passages in file.found.items():
        for one in passages:
            assert notes[record][one.start : one.end] in sentences_of(notes[record])


def test_notes_leave_no_slot_and_no_alternative_unfilled(file):
    assert [row[3] for row in file.rows if re.search(r"[][{}|<>=]| {2}| [.,;]", row[3])] == []
    assert [s for row in file.rows for s in sentences_of(row[3]) if not s[0].isupper() and s[0] != "'"] == []


def test_a_worker_who_writes_i_is_not_the_worker_in_the_same_note(file):
    for row in file.rows:
        own = re.sub(r"'[^']*'(?!\w)", "", row[3])
        assert not (re.search(r"\bI\b", own) and re.search(r"\bthe worker\b", own, re.IGNORECASE)), row[3]


def test_frequent_codes_have_sixty_patterns_and_fillers_three_hundred(patterns):
    many = {name: sum(map(len, lists.values())) for name, lists in patterns.items()}
    assert {name: many[name] for name in RISK if many[name] < 60} == {}
    assert (
        sum(many[name] for name in ("opening", "follow", "why", "story", "where", "condition", "talk")) >= 300
    )


def test_alternatives_are_balanced_and_linked_ones_are_of_one_number(patterns):
    every = [
        one for lists in patterns.values() for key, group in lists.items() if key != "codes" for one in group
    ]
    for pattern in every:
        assert not re.search(r"[{}]", re.sub(r"\{[^{}]*\}", "", pattern)), pattern
        numbers = {len(found.split("|")) for found in re.findall(r"\{([^{}]*)\}", pattern)}
        assert not pattern.startswith("= ") or len(numbers) == 1, pattern
    assert len(every) == len(set(every))


def test_a_group_of_harm_tells_whom_it_harms_by_its_codes(patterns):
    codes = {code for group in patterns.values() for code in group.get("codes", ())}
    assert {code.partition(":")[2] for code in codes if code.startswith("harm:")} == set(HARM)


def test_the_questionnaire_names_every_column(file):
    path = ROOT / "survey" / "return_interviews.toml"
    asked = tomllib.loads(path.read_text(encoding="utf-8"))
    assert tuple(question["column"] for question in asked["question"]) == file.header
    assert [question["use"] for question in asked["question"]] == ["record", "person", "closed", "open"]
    assert asked["kind"] == "records"


def test_the_same_seed_gives_the_same_interviews_and_another_seed_others(sample, file):
    again = sample.make(Random(8))
    assert again == file and sample.make(Random(9)) != file
