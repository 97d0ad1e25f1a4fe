"""`qualkit code`: what a pattern finds, and what becomes of it."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def qk(filled, run):
    return lambda *arguments, coder="ana": run("-C", filled, *arguments, coder=coder)


def codings(qk):
    return json.loads(qk("codings", "--format", "json").out)["rows"]


def quotes_of(qk, *arguments):
    coded = qk("code", *arguments, "--yes")
    assert coded.code == 0, coded.err
    return [row["quote"] for row in codings(qk)]


def talk(qk, files, text, name="talk.md"):
    (files / name).write_text(text, encoding="utf-8")
    added = qk("add", files / name, "--yes")
    assert added.code == 0, added.err


# ---- what is found


def test_case_is_ignored_unless_told(qk):
    assert quotes_of(qk, "Fear", "--match", "I WAS SCARED", "--source", "fg1") == ["I was scared"]
    assert quotes_of(qk, "Fear", "--match", "I WAS AFRAID", "--match-case") == ["I was scared"]
    assert quotes_of(qk, "Fear", "--match", "I was afraid", "--match-case") == [
        "I was scared",
        "I was afraid",
    ]


def test_a_plain_apostrophe_finds_a_typographic_one_and_the_quote_keeps_it(qk):
    assert quotes_of(qk, "Fear", "--match", "café's fine") == ["café’s fine"]


def test_a_typographic_pattern_finds_plain_text(qk, files):
    talk(qk, files, 'A: It\'s "so" hard - yes...\nB: Why?\nA: Because.\n')
    assert quotes_of(qk, "Fear", "--match", "it’s “so” hard – yes…", "--source", "talk") == [
        'It\'s "so" hard - yes...'
    ]


def test_an_ellipsis_in_a_pattern_stands_for_itself(qk, files):
    talk(qk, files, "A: wellABC then\nB: Why?\nA: well... then\n")
    assert quotes_of(qk, "Fear", "--match", "well…", "--source", "talk") == ["well..."]


def test_full_width_signs_in_a_pattern_are_no_pattern_signs(qk):
    assert "Nothing in scope" in qk("code", "Fear", "--match", "s（c", "--yes").err


@pytest.mark.parametrize(
    ("text", "pattern", "quote"),
    [
        ("so 👩🏽‍⚕️ scared", "👩🏽", "👩🏽‍⚕️"),
        ("so 👩🏽‍⚕️ scared", "scared", "scared"),
        ("the cafe\u0301 was", "café", "cafe\u0301"),
        ("the café was", "cafe\u0301", "café"),
        ("a re\u0301sume\u0301 of it", "of it", "of it"),
        ("co\u00adoperation", "cooperation", "co\u00adoperation"),
        ("the ﬁrst day", "first", "ﬁrst"),
        ("🇬🇧🇫🇷 flags", "🇫🇷", "🇫🇷"),
    ],
)
def test_places_are_those_of_the_original_text(qk, files, text, pattern, quote):
    talk(qk, files, f"Mia: {text}\nTom: yes\nMia: no\n")
    assert quotes_of(qk, "Fear", "--match", pattern, "--source", "talk") == [quote]
    assert qk("check", "anchors").code == 0


def test_a_match_inside_an_accented_letter_is_not_found_by_its_bare_letter(qk, files):
    talk(qk, files, "Mia: the cafe\u0301 was\nTom: yes\nMia: no\n")
    assert "Nothing in scope" in qk("code", "Fear", "--match", "cafe", "--source", "talk", "--yes").err


# ---- units


def test_the_unit_is_the_words_the_sentence_or_the_whole_turn(qk):
    assert quotes_of(qk, "Fear", "--match", "scared", "--source", "fg1") == ["scared"]
    qk("undo")
    sentence = quotes_of(qk, "Fear", "--match", "scared", "--source", "fg1", "--unit", "sentence")
    assert sentence == ["but I was scared."]  # "good!!! but" is split
    qk("undo")
    turn = quotes_of(qk, "Fear", "--match", "scared", "--source", "fg1", "--unit", "segment")
    assert turn == ["It was good!!! but I was scared. The café’s fine."]


def test_abbreviations_do_not_end_a_sentence(qk):
    assert quotes_of(qk, "Help", "--match", "helped", "--unit", "sentence") == [
        "Dr. Lee helped me, e.g. with maths."
    ]


def test_two_matches_in_one_sentence_or_turn_are_one_coding(qk, files):
    talk(qk, files, "Mia: I was scared, so scared. Then scared.\nTom: yes\nMia: no\n")
    arguments = ("Fear", "--match", "scared", "--source", "talk")
    assert quotes_of(qk, *arguments, "--unit", "sentence") == ["I was scared, so scared.", "Then scared."]
    qk("undo")
    assert len(quotes_of(qk, *arguments, "--unit", "segment")) == 1
    qk("undo")
    assert len(quotes_of(qk, *arguments)) == 3


# ---- what becomes of it


def test_running_it_again_adds_nothing(qk):
    qk("code", "Fear", "--match", "scared", "--yes")
    again = qk("code", "Fear", "--match", "scared", "--yes")
    assert again.out.endswith("Coded 0 passages: Fear. 2 were coded so already.\n")
    assert len(codings(qk)) == 2


def test_without_a_terminal_and_without_yes_it_only_lists(qk):
    listed = qk("code", "Fear", "--match", "scared")
    assert listed.code == 0
    assert "fg1 2 Mia: It was good!!! but I was [scared]. The café’s fine." in listed.out
    assert "Nothing was coded. Add --yes" in listed.err
    assert codings(qk) == []


def test_propose_leaves_proposals_that_count_for_nothing(qk, filled, opened):
    assert qk("code", "Fear", "--match", "scared", "--propose").out.endswith("Proposed 2 passages: Fear.\n")
    assert codings(qk) == []
    with opened(filled) as study, study.database.reading() as connection:
        from qualkit.store import codings as stored

        assert [(one.quote, one.status, one.because) for one in stored.proposals(connection)] == [
            ("scared", "open", "scared")
        ] * 2
    assert "Proposed 0 passages" in qk("code", "Fear", "--match", "scared", "--propose").out


def test_a_coding_by_rule_says_so(qk):
    qk("code", "Fear", "--match", "scared", "--yes", "--coder", "ben", coder="ana")
    assert {(row["origin"], row["coder"]) for row in codings(qk)} == {("rule", "ben")}


def test_parents_can_be_applied_and_so_can_children(qk):
    assert qk("code", "Fear", "--match", "scared", "--yes").code == 0
    assert qk("code", "Of school", "--match", "school", "--source", "panel", "--yes").code == 0
    assert {row["code"] for row in codings(qk)} == {"Fear", "Fear/Of school"}


def test_a_mistyped_code_is_refused_with_the_nearest_names(qk):
    refused = qk("code", "Shme", "--match", "x", "--yes")
    assert refused.code == 1
    assert "Shame" in refused.err


def test_a_retired_code_is_refused(qk, files, write):
    book = (
        (files / "feelings.yaml").read_text().replace("Being ashamed.", "Being ashamed.\n    status: retired")
    )
    write(files / "r" / "feelings.yaml", book)
    qk("codebook", "import", files / "r" / "feelings.yaml", "--yes")
    refused = qk("code", "Shame", "--match", "ashamed", "--yes")
    assert refused.code == 1
    assert "is retired" in refused.err


def test_a_pattern_that_cannot_be_read_is_explained_in_words(qk):
    refused = qk("code", "Fear", "--match", "scared(", "--yes")
    assert refused.code == 1
    assert 'The pattern "scared(" can\'t be read' in refused.err
    assert "write \\( for a bracket itself" in refused.err


def test_a_pattern_that_matches_nothing_at_all_places_codes_nothing(qk):
    assert "Nothing in scope" in qk("code", "Fear", "--match", "x*", "--source", "fg1", "--yes").err


# ---- where it looks


def test_only_the_part_in_the_talk_that_was_asked_for(qk):
    assert quotes_of(qk, "Fear", "--match", "school", "--source", "fg1", "--speaker-role", "moderator") == [
        "school"
    ]
    assert (
        "Nothing in scope"
        in qk("code", "Fear", "--match", "school", "--source", "fg1", "--speaker-role", "participant").err
    )
    wrong = qk("code", "Fear", "--match", "x", "--speaker-role", "chair")
    assert wrong.code == 2
    assert "participant" in wrong.err


def test_where_meets_closed_answers_with_and_and_or(qk):
    assert quotes_of(qk, "Fear", "--match", "the", "--where", "role=Police", "--where", "age=30-39")
    assert {row["segment"] for row in codings(qk)} == {"1", "3"}
    qk("undo")
    quotes_of(qk, "Fear", "--match", "the", "--where", "role=police|TEACHER")
    assert {row["segment"] for row in codings(qk)} == {"1", "2", "3"}
    assert qk("code", "Fear", "--match", "the", "--where", "rôl=x", "--yes").code == 1


def test_an_unknown_source_is_refused_with_the_nearest(qk):
    refused = qk("code", "Fear", "--match", "x", "--source", "fg11")
    assert refused.code == 1
    assert '"fg1"' in refused.err


def test_yes_and_propose_together_are_a_question_of_usage(qk):
    assert qk("code", "Fear", "--match", "x", "--yes", "--propose").code == 2
