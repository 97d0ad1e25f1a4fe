"""Hidden numbers can't be worked out: each one's interval is solved, knowing the rule and every reason."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualkit.analysis.closed import ClosedAnswers
from qualkit.analysis.cooccurrence import cooccurrence
from qualkit.analysis.crosstab import Crosstab
from qualkit.analysis.likert import likert
from qualkit.analysis.multiselect import multi
from qualkit.analysis.prevalence import CountedUnit, prevalence
from qualkit.analysis.suppression import Reason, SmallNumbers, hidden_names, small_figures
from qualkit.analysis.tabulate import tabulate
from qualkit.model.codebook import Code, Codebook
from qualkit.model.figures import Figure, Figures
from qualkit.model.questionnaire import Level, LevelKind, Question, QuestionType, Use

optimize = pytest.importorskip("scipy.optimize")
HIDE = SmallNumbers(policy="hide")


def interval(figures, hidden, rule, name):
    """The least and the most that a number can be for someone who sees all that is not hidden."""
    seen = {n: f.value for n, f in figures.figures.items() if n not in hidden and (f.is_told or f.is_known)}
    unknown = [n for n in figures.figures if n not in seen]
    least = 0 if rule.zeros == "hide" else 1
    bounds = []
    for n in unknown:
        guarded = figures.figures[n].is_guarded
        bounds.append(
            {
                Reason.SMALL: (least, rule.threshold - 1),
                Reason.SMALL_BASE: (0, rule.threshold - 1),
                Reason.TOGETHER: (0, None),
                Reason.WOULD_SHOW: (rule.threshold if guarded else 0, None),
            }.get(hidden.get(n), (0, None))
        )
    equal, equal_to, most, most_is = [], [], [], []
    for one in figures.sums:
        for total, parts, is_most in [
            (one.total, one.parts, one.overlap),
            *((part, (one.total,), True) for part in one.parts if one.overlap),
        ]:
            row = [(n == total) - parts.count(n) for n in unknown]
            given_ = sum(seen.get(p, 0) for p in parts) - seen.get(total, 0)
            (most if is_most else equal).append(row)
            (most_is if is_most else equal_to).append(given_)
    ends = []
    for sign in (1, -1):
        found = optimize.linprog(
            [sign * (n == name) for n in unknown],
            A_eq=equal or None,
            b_eq=equal_to or None,
            A_ub=most or None,
            b_ub=most_is or None,
            bounds=bounds,
            method="highs",
        )
        assert found.status in (0, 3), found.message
        ends.append(float("inf") if found.status == 3 else sign * found.fun)
    return ends


def assert_protected(figures, rule):
    hidden = hidden_names(figures, rule)
    assert all(one.name in hidden for one in small_figures(figures, rule))
    for name in hidden:
        low, high = interval(figures, hidden, rule, name)
        value = figures.figures[name].value
        assert low - 1e-6 <= value <= high + 1e-6
        if value == 0 and rule.zeros == "show" and not figures.figures[name].is_told:
            continue  # that nobody is left over stands in no cell
        assert high - low >= 1 - 1e-6, (name, value, low, high, hidden)
    return hidden


def parts_of(values, base=None):
    found = Figures()
    total = found.add(Figure(name=("all",), value=sum(values) if base is None else base))
    parts = tuple(found.part(("part", n), value, of=total) for n, value in enumerate(values))
    found.whole(total, parts)
    return found


def two_way(cells):
    """Rows by columns with both margins."""
    found = Figures()
    total = found.add(Figure(name=("all",), value=sum(map(sum, cells))))
    rows = [found.part(("row", r), sum(row), of=total) for r, row in enumerate(cells)]
    columns = [
        found.part(("column", c), sum(column), of=total) for c, column in enumerate(zip(*cells, strict=True))
    ]
    for r, row in enumerate(cells):
        for c, value in enumerate(row):
            found.add(Figure(name=("cell", r, c), value=value, of=rows[r]))
    for r in range(len(rows)):
        found.whole(rows[r], tuple(("cell", r, c) for c in range(len(columns))))
    for c in range(len(columns)):
        found.whole(columns[c], tuple(("cell", r, c) for r in range(len(rows))))
    found.whole(total, tuple(rows))
    found.whole(total, tuple(columns))
    return found


COUNT = st.one_of(st.integers(0, 12), st.integers(0, 200))
RULES = st.builds(
    SmallNumbers,
    policy=st.just("hide"),
    threshold=st.sampled_from([3, 5, 10]),
    zeros=st.sampled_from(["show", "hide"]),
)


@settings(max_examples=20, deadline=None)
@given(st.lists(COUNT, min_size=2, max_size=7), RULES)
def test_no_hidden_level_of_a_scale_can_be_worked_out(values, rule):
    if sum(values):
        assert_protected(parts_of(values), rule)


@settings(max_examples=20, deadline=None)
@given(
    st.integers(2, 4).flatmap(
        lambda width: st.lists(st.lists(COUNT, min_size=width, max_size=width), min_size=2, max_size=4)
    ),
    RULES,
)
def test_no_hidden_cell_of_a_table_with_both_margins_can_be_worked_out(cells, rule):
    if sum(map(sum, cells)):
        assert_protected(two_way(cells), rule)


@settings(max_examples=20, deadline=None)
@given(st.lists(COUNT, min_size=1, max_size=5), st.data(), RULES)
def test_no_hidden_part_of_overlapping_parts_can_be_worked_out(values, data, rule):
    total = data.draw(st.integers(max(values), sum(values)))
    found = Figures()
    base = found.add(Figure(name=("base",), value=total + data.draw(COUNT)))
    if found.figures[base].value:
        any_ = found.part(("any",), total, of=base)
        parts = tuple(found.part((n,), value, of=base) for n, value in enumerate(values))
        found.whole(any_, parts, overlap=True)
        assert_protected(found, rule)


def test_what_is_left_when_one_number_is_hidden_hides_another():
    hidden = assert_protected(parts_of([40, 25, 3]), HIDE)
    assert hidden[("part", 2)] is Reason.SMALL
    assert hidden[("part", 1)] is Reason.WOULD_SHOW
    assert ("part", 0) not in hidden


def test_two_hidden_ones_that_add_up_to_two_need_a_third():
    hidden = assert_protected(parts_of([40, 25, 1, 1]), HIDE)
    assert ("part", 1) in hidden
    assert hidden_names(parts_of([40, 25, 5, 4]), HIDE).keys() == {("part", 2), ("part", 3)}


def test_nearly_all_is_hidden_as_it_tells_the_few_who_are_not():
    found = Figures()
    base = found.add(Figure(name=("base",), value=100))
    found.part(("yes",), 97, of=base)
    assert ("yes",) in assert_protected(found, HIDE)


def test_all_that_is_of_a_small_group_is_hidden_zeros_included():
    hidden = assert_protected(parts_of([4, 0, 0]), HIDE)
    assert set(hidden) >= {("all",), ("part", 0), ("part", 1), ("part", 2)}
    assert hidden[("part", 1)] is Reason.SMALL_BASE


def test_zeros_are_shown_or_hidden_as_the_study_chooses():
    assert not hidden_names(parts_of([40, 0, 25]), HIDE)
    assert ("part", 1) in hidden_names(parts_of([40, 0, 25]), SmallNumbers(policy="hide", zeros="hide"))


def test_a_known_number_is_never_hidden():
    found = Figures()
    everybody = found.add(Figure(name=("all",), value=31, is_guarded=False, is_told=False, is_known=True))
    rated = found.add(Figure(name=("rated",), value=29))
    apart = found.add(Figure(name=("don't know",), value=2))
    blank = found.add(Figure(name=("missing",), value=0, is_guarded=False))
    found.whole(everybody, (rated, apart, blank))
    assert set(assert_protected(found, HIDE)) == {("don't know",), ("missing",)}


BOOK = Codebook(
    name="harm",
    codes=(
        Code(id="h", name="Harm"),
        Code(id="p", name="Physical", parent="h"),
        Code(id="s", name="Sexual", parent="h"),
        Code(id="n", name="None found", counts_in_any=False),
    ),
)
NOUN = ("contact", "contacts")
UNITS = st.lists(
    st.tuples(
        st.frozensets(st.sampled_from("hpsn"), max_size=3),
        st.sampled_from(["", "A", "B", "B", "B"]),
        st.integers(1, 9),
    ),
    min_size=1,
    max_size=14,
)


@settings(max_examples=20, deadline=None)
@given(UNITS, RULES)
def test_no_hidden_number_of_codes_in_groups_can_be_worked_out(drawn, rule):
    units = [
        CountedUnit(key=f"{n}/{m}", codes=codes, groups=(group,) if group else ())
        for n, (codes, group, times) in enumerate(drawn)
        for m in range(times)
    ]
    counted = prevalence(units, BOOK, title="", noun=NOUN)
    tables = [counted.table, cooccurrence(units, BOOK, title="", noun=NOUN).table]
    for table in [*tables, *([Crosstab(counted).table] if counted.groups else [])]:
        assert_protected(table.figures(table), rule)


LABELS = ("Never", "Rarely", "Sometimes", "Often", "Always", "Don't know", "N/A", "")
KINDS = {"Don't know": LevelKind.DONT_KNOW, "N/A": LevelKind.NOT_APPLICABLE}


@settings(max_examples=20, deadline=None)
@given(
    st.lists(COUNT, min_size=8, max_size=8).filter(lambda counts: sum(counts[:5])),
    RULES,
    st.sampled_from(["rated", "asked"]),
    st.sampled_from(
        [(QuestionType.LIKERT, likert), (QuestionType.SINGLE, tabulate), (QuestionType.MULTI, multi)]
    ),
)
def test_no_hidden_number_of_a_closed_question_can_be_worked_out(counts, rule, share_of, family):
    type_, count = family
    codes = np.repeat(np.array([0, 1, 2, 3, 4, 5, 6, -1]), counts)
    levels = tuple(Level(label=label, kind=KINDS.get(label, LevelKind.ANSWER)) for label in LABELS[:-1])
    question = Question(
        column="q",
        wording="How often?",
        use=Use.CLOSED,
        type=type_,
        levels=levels,
        separator=";",
        is_confirmed=True,
        share_of=share_of,
    )
    found = count([ClosedAnswers(question=question, codes=codes, labels=LABELS[:-1])])
    for table in (found.table, *found.tables):
        assert_protected(table.figures(table), rule)
