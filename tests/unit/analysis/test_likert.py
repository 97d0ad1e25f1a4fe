import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualkit.analysis.boxes import box_name, centred_boxes, top_boxes
from qualkit.analysis.closed import ClosedAnswers, Groups, item
from qualkit.analysis.likert import likert
from qualkit.analysis.likert_rows import LikertOptions
from qualkit.analysis.reliability import alpha
from qualkit.errors import Refused
from qualkit.model.questionnaire import Level, LevelKind, Question, QuestionType, Use

COMMON = ("Very rare", "Rare", "Neither", "Common", "Very common")
SAFE = ("Unsafe", "In between", "Safe")
APART = (
    Level(label="Don't know", kind=LevelKind.DONT_KNOW),
    Level(label="N/A", kind=LevelKind.NOT_APPLICABLE),
    Level(label="Rather not say", kind=LevelKind.REFUSED),
    Level(label="NA", kind=LevelKind.NOT_ASKED),
)


def column(name, cells, scale=COMMON, **facts):
    labels = tuple(dict.fromkeys(cell for cell in cells if cell))
    question = Question(
        column=name,
        wording=facts.pop("wording", f"How common is {name}?"),
        use=Use.CLOSED,
        type=QuestionType.LIKERT,
        levels=(*(Level(label=label) for label in scale), *APART),
        **{"is_confirmed": True, **facts},
    )
    codes = np.array([labels.index(cell) if cell else -1 for cell in cells], dtype=np.int64)
    return ClosedAnswers(question=question, codes=codes, labels=labels)


def split(*codes, names=("North", "South", "West")):
    return Groups(title="area", codes=np.array(codes), names=names)


# Ten people: 1 2 3 4 5 5 and four who did not rate.
TEN = [*COMMON, "Very common", "Don't know", "N/A", "Rather not say", ""]


def test_an_item_has_its_levels_boxes_and_everybody_who_did_not_rate():
    row = likert([column("mould", [*TEN, "NA"])]).rows[0]
    assert (row.n, row.base, row.counts) == (6, 6, (1, 1, 1, 1, 2))
    assert (row.bottom.count, row.middle.count, row.top.count) == (2, 1, 3)
    assert (row.top.name, row.top.share, row.net) == ("common or very common, 4-5", 0.5, 0.5 - 2 / 6)
    assert (row.median, row.mean) == (3.5, 20 / 6)
    assert row.sd == pytest.approx(np.std([1, 2, 3, 4, 5, 5], ddof=1))
    assert {str(kind): count for kind, count in row.apart.items()} == {
        "don't know": 1, "not applicable": 1, "prefer not to say": 1, "missing": 1, "not asked": 1,
    }  # fmt: skip


def test_the_rows_of_the_table_have_the_documented_keys():
    table = likert([column("mould", [*TEN, "NA"])]).table
    keys = "question item n shares top middle bottom net median mean sd dont_know not_applicable missing not_asked"
    row = table.rows[0]
    assert set(keys.split()) <= set(row) == {item.key for item in table.columns}
    assert list(row["shares"]) == list(COMMON)
    assert (row["top"], row["refused"], row["not_asked"], row["n"]) == (0.5, 1, 1, 6)
    assert (row["phrase"], row["in_words"], row["in_words_distance"]) == ("50% (3 of 6)", "half", 0.0)


def test_shares_of_the_asked_have_everybody_but_those_not_asked_below():
    columns = [column("mould", [*TEN, "NA"])]
    row = likert(columns, LikertOptions(share_of="asked")).rows[0]
    assert (row.n, row.base, row.top.share) == (6, 10, 0.3)
    assert sum(row.shares) == pytest.approx(0.6)
    by_question = likert([column("mould", TEN, share_of="asked")]).rows[0]
    assert by_question.base == 10
    assert likert([column("mould", TEN, share_of="asked")], LikertOptions(share_of="rated")).rows[0].base == 6


def test_unused_levels_are_0_and_a_top_box_is_none_without_anybody():
    row = likert([column("mould", ["Rare"])]).rows[0]
    assert row.shares == (0, 1, 0, 0, 0)
    empty = likert([column("mould", ["", ""])]).rows[0]
    assert (empty.shares, empty.top.share, empty.mean, empty.net) == ((None,) * 5, None, None, None)


def test_groups_have_their_own_n_and_an_empty_group_has_no_shares():
    result = likert([column("mould", TEN)], groups=split(0, 0, 0, 1, 1, -1, 0, 1, 1, 1))
    assert [(row.group, row.n) for row in result.rows] == [("North", 3), ("South", 2), ("West", 0)]
    assert result.rows[2].top.share is None
    assert result.rows[2].shares == (None,) * 5
    assert result.ungrouped == 1
    assert "In no group, as they have no area: 1." in result.table.notes


def test_items_of_different_scales_come_in_one_run_and_in_a_table_each():
    columns = [
        column("mould", TEN),
        column("street", ["Safe", "Unsafe", "Safe"] + [""] * 7, SAFE),
        column("damp", TEN),
    ]
    result = likert(columns)
    assert [row.top.name for row in result.rows] == [
        "common or very common, 4-5", "safe, 3", "common or very common, 4-5",
    ]  # fmt: skip
    assert [[row["item"] for row in table.rows] for table in result.tables] == [
        ["How common is mould?", "How common is damp?"], ["How common is street?"],
    ]  # fmt: skip
    titles = [column.title for column in result.tables[0].columns if column.shown]
    assert "Not asked" not in titles
    assert titles[:7] == ["Item", "n who rated", *COMMON]


def test_a_grid_is_one_table_under_its_stem():
    grid = [column(name, TEN, stem="How common are these?", item=name) for name in ("Mould", "Damp")]
    tables = likert([*grid, column("noise", TEN)]).tables
    assert [table.title for table in tables] == [
        "How common are these? (% of people who rated)", "How common is noise? (% of people who rated)",
    ]  # fmt: skip
    assert [row["item"] for row in tables[0].rows] == ["Mould", "Damp"]


def test_sorting_by_the_top_box_keeps_equals_in_order_and_groups_together():
    low, high = ["Rare"] * 4, ["Common"] * 4
    columns = [column("a", low), column("b", high), column("c", low), column("d", high)]
    rows = likert(columns, LikertOptions(sort=True), groups=split(0, 0, 1, 1, names=("x", "y"))).rows
    assert [(row.column, row.group) for row in rows] == [(name, group) for name in "bdac" for group in "xy"]


def test_reversing_reads_the_scale_from_its_other_end():
    plain = likert([column("mould", TEN)]).rows[0]
    turned = likert([column("mould", TEN)], LikertOptions(reverse=True)).rows[0]
    assert turned.levels == COMMON[::-1]
    assert (turned.top.count, turned.bottom.count, turned.mean) == (
        plain.bottom.count,
        plain.top.count,
        6 - plain.mean,
    )
    assert turned.top.name == "rare or very rare, 4-5"


def test_nothing_about_top_or_bottom_is_said_of_a_scale_nobody_confirmed():
    columns = [column("mould", TEN), column("damp", TEN, is_confirmed=False)]
    with pytest.raises(Refused, match="damp") as refused:
        likert(columns)
    assert "qualkit survey confirm" in refused.value.hint
    assert "--yes" in refused.value.hint
    result = likert(columns, LikertOptions(boxes=False))
    assert result.needs_confirmation == ("damp",)
    assert all(row.top is None and row.mean is None and row.median is None for row in result.rows)
    assert result.rows[1].shares[4] == pytest.approx(2 / 6)
    assert result.table.rows[1]["top"] is None


def test_whole_number_weights_count_people_as_often():
    weights = np.array([3.0, 1, 1, 2, 1, 1, 5, 1, 1, 1])
    again = [cell for cell, weight in zip(TEN, weights, strict=True) for _ in range(int(weight))]
    weighted = likert([column("mould", TEN)], weights=weights).rows[0]
    repeated = likert([column("mould", again)]).rows[0]
    assert weighted.shares == pytest.approx(repeated.shares)
    assert (weighted.mean, weighted.median) == (pytest.approx(repeated.mean), repeated.median)
    assert (weighted.n, weighted.counts) == (6, (1, 1, 1, 1, 2))
    assert weighted.n_eff == pytest.approx(9**2 / (9 + 1 + 1 + 4 + 1 + 1))


def test_equal_weights_change_no_share_interval_or_sd():
    plain = likert([column("mould", TEN)]).rows[0]
    weighted = likert([column("mould", TEN)], weights=np.full(10, 0.37)).rows[0]
    assert weighted.shares == pytest.approx(plain.shares)
    assert weighted.top.interval == pytest.approx(plain.top.interval)
    assert weighted.sd == pytest.approx(plain.sd)


def test_somebody_without_a_weight_is_counted_and_changes_no_share():
    weights = np.array([1.0, 2, 1, 1, 1, np.nan, 1, 1, 1, 1])
    result = likert([column("mould", TEN)], weights=weights)
    assert result.rows[0].counts == (1, 1, 1, 1, 2)
    assert result.rows[0].shares == pytest.approx((1 / 6, 2 / 6, 1 / 6, 1 / 6, 1 / 6))
    assert any("changing no share: 1" in note for note in result.notes)


def test_weighted_tables_say_so():
    result = likert([column("mould", TEN)], weights=np.linspace(0.5, 2, 10))
    assert "(weighted % of people who rated)" in result.tables[0].title
    assert "Kish" in " ".join(result.table.notes)
    assert "weighted, of 6" in result.table.rows[0]["phrase"]


def test_tests_compare_the_groups_with_holm_over_the_items():
    cells = ["Rare"] * 6 + ["Common"] * 6
    columns = [column("a", cells), column("b", ["Rare", "Common"] * 6)]
    area = split(*[0] * 6, *[1] * 6, names=("x", "y"))
    result = likert(columns, LikertOptions(test=True), groups=area)
    first, second = result.tests
    assert first.test == "Mann-Whitney U"
    assert first.p_holm == pytest.approx(2 * first.p)
    assert (second.p, second.p_holm) == (1, 1)
    assert result.test_table.rows[0]["p"] == first.p
    with pytest.raises(Refused, match="weights"):
        likert(columns, LikertOptions(test=True), groups=area, weights=np.ones(12))
    with pytest.raises(Refused, match="compares groups"):
        likert(columns, LikertOptions(test=True))
    with pytest.raises(Refused, match="Too few"):
        likert(columns, LikertOptions(test=True), groups=split(*[0] * 4, *[1] * 8, names=("x", "y")))


def test_boxes_by_size_and_by_centre():
    assert top_boxes("abcd") == top_boxes("abcd", 2) == centred_boxes("abcd", 2.5)
    assert not top_boxes("abcd").has_middle
    assert (top_boxes("abc").low, top_boxes("ab").high) == (1, 1)
    assert (centred_boxes("abcdefg", 4).low, centred_boxes("abcdefg", 4).high) == (3, 4)
    for wrong in (1, 2.2, 5):
        with pytest.raises(Refused, match="centre"):
            centred_boxes("abcde", wrong)
    for wrong in (0, 3):
        with pytest.raises(Refused, match="top"):
            top_boxes("abcde", wrong)
    with pytest.raises(Refused, match="two levels"):
        likert([column("mould", ["Rare"], ("Rare",))])


def test_boxes_are_named_by_their_levels():
    assert box_name(("I never go", "UK wide", "Always"), 0, 2) == "I never go or UK wide, 1-2"
    assert box_name(COMMON, 2, 5) == "neither to very common, 3-5"
    assert box_name(COMMON, 2, 3) == "neither, 3"
    assert box_name(("0", "1", "2"), 2, 3) == "2"


def test_a_scale_from_0_says_how_its_mean_is_counted():
    result = likert([column("nps", ["10", "0"], tuple(str(n) for n in range(11)))], LikertOptions(mean=True))
    assert result.rows[0].mean == 6
    assert any("“0” counts as 1" in note for note in result.table.notes)


def test_alpha_is_listwise_and_says_what_was_turned_round():
    a = column("a", ["Rare", "Common", "Neither", "Very rare", ""], stem="s", item="a")
    b = column("b", ["Rare", "Common", "Neither", "Very rare", "Rare"], stem="s", item="b")
    c = column("c", ["Common", "Rare", "Neither", "Very common", "Rare"], stem="s", item="c")
    items = [item(one) for one in (a, b, c)]
    same = alpha(items[:2])
    assert (same.value, same.n, same.left_out) == (pytest.approx(1), 4, 1)
    turned = alpha(items, reverse=["c"])
    assert turned.value == pytest.approx(1)
    assert "reversed: c" in turned.note
    assert alpha(items).value < 0
    assert "none reversed" in likert([a, b], LikertOptions(alpha=True)).alphas[0].note
    noted = likert([a, b, column("noise", ["Rare"] * 5)], LikertOptions(alpha=True)).tables
    assert ["alpha" in " ".join(table.notes) for table in noted] == [True, False]
    with pytest.raises(Refused, match="d"):
        alpha(items, reverse=["d"])


def test_alpha_of_people_who_all_have_one_sum_can_not_be_given():
    pair = [item(column(name, ["Rare", "Rare"])) for name in "ab"]
    assert alpha(pair).value is None
    assert "can't be given" in alpha(pair).note


def test_a_frame_has_a_column_a_level():
    frame = likert([column("mould", TEN)]).to_frame()
    assert frame.loc[0, "share: Very common"] == pytest.approx(2 / 6)
    assert frame.loc[0, "n"] == 6


def test_no_question_is_refused():
    with pytest.raises(Refused, match="no question"):
        likert([])


@given(
    st.lists(
        st.tuples(
            st.sampled_from([*COMMON, "Don't know", "", "NA"]), st.integers(-1, 1), st.floats(0.01, 20)
        ),
        min_size=1,
    ),
    st.booleans(),
    st.sampled_from(["rated", "asked"]),
)
def test_shares_lie_between_0_and_1_and_boxes_add_up(rows, is_weighted, share_of):
    answers = column("mould", [cell for cell, _, _ in rows])
    weights = np.array([weight for _, _, weight in rows]) if is_weighted else None
    area = split(*[group for _, group, _ in rows], names=("x", "y"))
    for row in likert([answers], LikertOptions(share_of=share_of), groups=area, weights=weights).rows:
        if row.base == 0:
            assert row.shares == (None,) * 5
            continue
        assert all(0 <= share <= 1 for share in row.shares)
        assert all(
            low <= share + 1e-12 and share - 1e-12 <= high
            for share, (low, high) in zip(row.shares, row.intervals, strict=True)
        )
        boxes = (row.bottom, row.middle, row.top)
        assert sum(box.count for box in boxes) == row.n == sum(row.counts)
        assert sum(box.share for box in boxes) == pytest.approx(sum(row.shares))
        if share_of == "rated":
            assert sum(row.shares) == pytest.approx(1)
