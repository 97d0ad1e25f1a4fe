import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualkit.importers.surveys.kinds import kind_of_answer, plain_words
from qualkit.importers.surveys.scale_words import ranks_of
from qualkit.importers.surveys.scales import completed, ends_in_wording, scale_of, without_leftovers
from qualkit.model.questionnaire import LevelKind

SCALES = (
    "Strongly disagree|Disagree|Neither agree nor disagree|Agree|Strongly agree",
    "Disagree strongly|Tend to disagree|Neutral|Tend to agree|Agree strongly",
    "Never|Rarely|Sometimes|Often|Always",
    "Never|Almost never|About half the time|Most of the time|Always",
    "Never|Less than once a month|Monthly|Weekly|Daily",
    "Never|Once a year or less|A few times a month|Once a week|Several times a day",
    "Very unlikely|Unlikely|Neither likely nor unlikely|Likely|Very likely",
    "Very unsafe|Fairly unsafe|Neither safe nor unsafe|Fairly safe|Very safe",
    "Not at all safe|Not very safe|Quite safe|Very safe",
    "Not at all important|Slightly important|Moderately important|Very important|Extremely important",
    "Unimportant|Of little importance|Moderately important|Important|Essential",
    "Very poor|Poor|Fair|Good|Very good|Excellent",
    "Very rare|Rare|Neither|Common|Very common",
    "Very dissatisfied|Dissatisfied|Neither satisfied nor dissatisfied|Satisfied|Very satisfied",
    "Very difficult|Difficult|Neither easy nor difficult|Easy|Very easy",
    "Not at all confident|Somewhat confident|Very confident",
    "Much worse|A little worse|About the same|A little better|Much better",
    "Not at all|A little|Quite a bit|Very much",
    "Nothing at all|Only a little|Some|A lot|A great deal",
    "Definitely not|Probably not|Might or might not|Probably|Definitely",
    "No|Yes, to some extent|Yes, definitely",
    "Not at all|To a small extent|To some extent|To a great extent",
    "Very low|Low|Moderate|High|Very high",
    "Beginner|Intermediate|Advanced|Expert",
    "Not at all curious|Not very curious|Somewhat curious|Very curious",
    "Not relevant to me|Somewhat useful|Critical to me",
    "Never -- no need|Rarely -- now and then|Often -- at work",
    "Never, and not open to it|Never, but open to it|Rarely|Often",
    "1|2|3|4|5",
    "0|1|2|3|4|5|6|7|8|9|10",
    "1 - not important|2|3|4|5 - extremely important",
    "5 - Strongly disagree|4 - Disagree|3 - Neutral|2 - Agree|1 - Strongly agree",
)


@pytest.mark.parametrize("scale", SCALES)
def test_a_known_scale_runs_from_low_to_high_however_its_answers_come(scale):
    levels = scale.split("|")
    for shuffled in (levels[::-1], sorted(levels), sorted(levels, key=len)):
        found = scale_of(shuffled)
        assert found is not None
        assert list(found.labels) == levels


@pytest.mark.parametrize("scale", SCALES)
def test_case_and_punctuation_do_not_matter(scale):
    levels = scale.split("|")
    shouted = [
        f" {level.upper()}." if level[0].isalpha() and "--" not in level else level for level in levels
    ]
    found = scale_of(shouted[::-1])
    assert found is not None
    assert list(found.labels) == shouted


@pytest.mark.parametrize(
    "labels",
    [
        "Yes|No", "Police|Teacher|Nurse", "Married|Never married|Divorced", "2016|2017|2018", "Good food|Police|School",
        "18 - 34|35 - 64|65 and up", "1 - 5|6 - 10|11 - 20", "Agree|Often|Safe", "Gay|Straight", "2 years|3 years|4 years",
        "Yes|No|Maybe", "10|20|30", "A lot|Never",
    ],
)  # fmt: skip
def test_other_answers_are_no_scale(labels):
    assert scale_of(labels.split("|")) is None


def test_levels_nobody_chose_are_added_where_the_others_promise_them():
    found = scale_of(["Strongly Agree", "Agree", "Disagree"])
    assert completed(found).labels == ("Strongly Disagree", "Disagree", "Agree", "Strongly Agree")
    assert completed(scale_of(["2", "3", "5"])).labels == ("1", "2", "3", "4", "5")
    assert completed(scale_of(["1.0", "2.0", "4.0"])).labels == ("1.0", "2.0", "3.0", "4.0")
    often = scale_of(["Never", "Often"])
    assert completed(often) == often


@pytest.mark.parametrize("size", range(2, 6))
def test_a_completed_scale_holds_all_that_was_there_in_the_same_order(size):
    levels = SCALES[0].split("|")
    for chosen in itertools.combinations(levels, size):
        found = scale_of(chosen)
        if found:
            whole = completed(found).labels
            assert [label for label in whole if label in chosen] == list(found.labels)


def test_the_question_may_say_what_its_ends_mean():
    assert ends_in_wording("How safe? (1 = not at all, 5 = very)") == {1: "not at all", 5: "very"}
    assert ends_in_wording("On a scale where 1 is bad and 5 is good") == {1: "bad", 5: "good"}
    assert ends_in_wording("How many of the 3 = most?") == {}


def test_answers_that_say_not_for_me_stand_beside_the_scale():
    counts = {"Never": 5, "Sometimes": 9, "Always": 3, "I don't use it any more": 8}
    kept, left = without_leftovers(counts)
    assert (list(kept), left) == (["Never", "Sometimes", "Always"], ["I don't use it any more"])
    many = {"Never": 5, "Sometimes": 9, "Always": 3, "Only looking": 8}
    assert without_leftovers(many) == (many, [])


KINDS = {
    LevelKind.DONT_KNOW: ["Don't know", "dont know", "I don’t know what that is.", "Not sure", "DK", "Can't say", "don?t know"],
    LevelKind.NOT_APPLICABLE: ["N/A", "Not applicable", "Not applicable to my work", "Does not apply", "I don't do this"],
    LevelKind.REFUSED: ["Prefer not to say", "prefer not to answer", "Refused", "I'd rather not say", "9 - Prefer not to say"],
    LevelKind.NOT_SELECTED: ["Not selected", "Unchecked"],
    LevelKind.NOT_ASKED: ["NA", "Not asked"],
    LevelKind.MISSING: ["No answer", "Not stated", "Unknown", " ", ""],
    LevelKind.ANSWER: ["Never", "None", "No", "Not relevant for me", "I know", "National", "Not at all", "0", "Neither"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "label"), [(kind, label) for kind, labels in KINDS.items() for label in labels]
)
def test_what_is_no_answer_is_told_by_its_words(kind, label):
    assert kind_of_answer(label) is kind


@given(st.text(max_size=60))
def test_any_text_is_read_without_a_fault(text):
    assert isinstance(kind_of_answer(text), LevelKind)
    assert isinstance(ranks_of(text), dict)
    assert plain_words(plain_words(text)) == plain_words(text)


@given(st.lists(st.text(max_size=12), max_size=12, unique=True))
def test_a_scale_never_loses_or_invents_a_label(labels):
    found = scale_of(labels)
    assert found is None or sorted(found.labels) == sorted(labels)
