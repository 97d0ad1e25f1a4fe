"""What a table would show of a few people."""

from __future__ import annotations

import numpy as np

from qualkit.analysis.closed import ClosedAnswers
from qualkit.analysis.likert import likert
from qualkit.analysis.prevalence import CountedUnit, prevalence
from qualkit.analysis.returns import ReturnsColumn, returns
from qualkit.analysis.suppression import SmallNumbers
from qualkit.checks.disclosure import check_disclosure
from qualkit.model.codebook import Code, Codebook
from qualkit.model.questionnaire import Level, Question, QuestionType, Use
from qualkit.model.table import Column, Table

BOOK = Codebook(name="harm", codes=(Code(id="p", name="Physical"), Code(id="s", name="Sexual")))


def counted(with_p: int, of: int, **rule):
    units = [CountedUnit(key=str(n), codes=frozenset(["p"] if n < with_p else [])) for n in range(of)]
    table = prevalence(units, BOOK, title="Harm", noun=("contact", "contacts")).table
    return {(finding.rule, finding.message) for finding in check_disclosure(table, SmallNumbers(**rule))}


def test_small_numbers_are_named():
    assert ("disclosure-small", "“any”: 4; “Physical”: 4.") in counted(4, 50)
    assert not any(rule == "disclosure-small" for rule, _ in counted(20, 50))


def test_a_group_of_whom_all_have_it_is_named():
    assert ("disclosure-everybody", "Physical: all 50 of them.") in counted(50, 50)


def test_shares_of_nobody_are_counted_in_a_note():
    assert any("of nobody" in said for _, said in counted(20, 50))


def test_what_the_study_hides_is_no_finding():
    assert not any(rule == "disclosure-small" for rule, _ in counted(4, 50, policy="hide"))


def test_an_organisation_that_gave_nearly_all_of_a_count_is_named():
    base = ReturnsColumn(key="b", title="Missing", cells=("900", "800"))
    harm = ReturnsColumn(key="c", title="Harm", cells=("90", "10"))
    found = check_disclosure(returns(("North", "South"), base, [harm], title="").table, SmallNumbers())
    assert [finding.message for finding in found] == ["Harm: one of 2 organisations gave 90% of the count."]


def test_a_table_that_counts_nobody_is_passed_over():
    table = Table(id="t", title="", columns=(Column(key="n", title="n"),), rows=({"n": 1},))
    assert check_disclosure(table, SmallNumbers()) == ()


def test_the_small_numbers_of_one_question_stand_together_and_none_twice():
    """The middle of five levels is one level, and its box the same number again."""
    labels = ("1", "2", "3", "4", "5")
    question = Question(
        column="q",
        wording="How common?",
        use=Use.CLOSED,
        type=QuestionType.LIKERT,
        is_confirmed=True,
        levels=tuple(Level(label=label) for label in labels),
    )
    answers = ClosedAnswers(
        question=question, codes=np.repeat(np.arange(5), (20, 2, 3, 20, 20)), labels=labels
    )
    table = likert([answers]).tables[0]
    small = [one for one in check_disclosure(table, SmallNumbers()) if one.rule == "disclosure-small"]
    assert [one.message for one in small] == ["How common?: “2”: 2; “3”: 3."]


def test_one_share_of_nobody_is_one():
    base = ReturnsColumn(key="b", title="Missing", cells=("900", "800"))
    harms = [ReturnsColumn(key=key, title=key, cells=("0", "0")) for key in ("Sexual", "Physical")]
    for few, said in ((1, "1 of its shares is 0%: of nobody."), (2, "2 of its shares are 0%: of nobody.")):
        table = returns(("North", "South"), base, harms[:few], title="").table
        assert said in [finding.message for finding in check_disclosure(table, SmallNumbers())]
