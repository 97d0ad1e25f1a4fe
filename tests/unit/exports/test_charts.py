"""Charts of tables: what is drawn, where, and that nothing hidden is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualkit.analysis.closed import ClosedAnswers
from qualkit.analysis.likert import likert
from qualkit.analysis.likert_rows import LikertOptions
from qualkit.analysis.multiselect import multi
from qualkit.analysis.protection import protected
from qualkit.analysis.suppression import SmallNumbers
from qualkit.errors import Refused
from qualkit.exports.charts import chart_of, charts_or_refused, drawn, likert_chart
from qualkit.exports.render.chart_colours import colours_of, ink_on, lightness
from qualkit.exports.render.chart_layout import bars_of, span_of
from qualkit.exports.render.format import percent
from qualkit.model.chart import Chart, ChartKind, ChartLook, ChartRow, Neutral, Series
from qualkit.model.questionnaire import Level, Question, QuestionType, Use
from qualkit.model.table import Column, Table, Unit

FIVE = ("Never", "Rarely", "Sometimes", "Often", "Always")


def asked(item, counts, *, levels=FIVE, is_confirmed=True):
    question = Question(
        column=item, wording=item, item=item, stem="How often?", use=Use.CLOSED, type=QuestionType.LIKERT,
        levels=tuple(Level(label=name) for name in levels), is_confirmed=is_confirmed,
    )  # fmt: skip
    codes = np.full(100, -1)
    codes[: sum(counts)] = np.repeat(np.arange(len(levels)), counts)
    return ClosedAnswers(question=question, codes=codes, labels=levels)


def table_of(*items, **options):
    return likert(items, LikertOptions(**options)).tables[0]


@pytest.fixture
def table():
    return table_of(asked("At home", [10, 20, 30, 25, 15]), asked("Outside", [5, 0, 5, 50, 40]))


def stretches(chart, place=0):
    return {
        chart.series[bar.series].name: (round(bar.start, 3), round(bar.end, 3))
        for bar in bars_of(chart, place)
    }


def test_a_split_neutral_level_stands_half_on_either_side(table):
    assert stretches(likert_chart(table)) == {
        "Never": (-0.45, -0.35), "Rarely": (-0.35, -0.15), "Sometimes": (-0.15, 0.15),
        "Often": (0.15, 0.4), "Always": (0.4, 0.55),
    }  # fmt: skip


def test_a_neutral_level_apart_leaves_the_line_to_the_others(table):
    chart = likert_chart(table, ChartLook(neutral=Neutral.APART))
    assert stretches(chart)["Rarely"] == (-0.2, 0.0)
    assert [bar.series for bar in bars_of(chart, 0) if bar.is_apart] == [2]
    assert "stands apart" in chart.notes[0]


def test_a_neutral_level_left_out_is_not_drawn_and_said(table):
    chart = likert_chart(table, ChartLook(neutral=Neutral.OUT))
    assert "Sometimes" not in stretches(chart)
    assert "counts in the base" in chart.notes[0]


def test_an_even_scale_is_split_between_its_levels():
    chart = likert_chart(table_of(asked("At home", [1, 1, 1, 1], levels=FIVE[:4])))
    assert chart.middle is None
    assert stretches(chart)["Rarely"] == (-0.25, 0.0)


def test_the_centre_can_be_moved(table):
    chart = likert_chart(table, ChartLook(centre=2.5))
    assert stretches(chart)["Sometimes"] == (0.0, 0.3)


def test_stacked_bars_go_from_0_to_100(table):
    chart = likert_chart(table, ChartLook(is_stacked=True))
    assert stretches(chart)["Never"] == (0.0, 0.1)
    assert stretches(chart)["Always"] == (0.85, 1.0)
    assert (span_of(chart).start, span_of(chart).end) == (0.0, 1.0)


def test_a_scale_that_nobody_confirmed_is_stacked_without_sides():
    chart = likert_chart(table_of(asked("At home", [1, 2, 3, 4, 5], is_confirmed=False), boxes=False))
    assert (chart.kind, chart.low, chart.totals) == (ChartKind.STACKED, 0, ())
    assert "Nobody has confirmed" in chart.notes[0]


def test_totals_at_the_ends_are_the_boxes_of_the_table(table):
    assert likert_chart(table).totals == ((0.3, 0.4), (0.05, 0.9))


def test_totals_are_left_out_where_the_boxes_are_other_levels(table):
    only_ends = table_of(asked("At home", [10, 20, 30, 25, 15]), top=1)
    assert likert_chart(only_ends).totals == ()


def test_n_stands_at_every_row_and_in_the_title():
    chart = likert_chart(table_of(asked("At home", [1, 1, 1, 1, 1]), asked("Outside", [0, 0, 4, 4, 0])))
    assert [row.n for row in chart.rows] == [5, 8]
    assert chart.subtitle == "% of people who rated, n = 5 to 8"


def test_a_group_without_anybody_has_a_row_without_bars():
    chart = likert_chart(table_of(asked("At home", [0, 0, 0, 0, 0])))
    assert bars_of(chart, 0) == ()
    assert "nothing to show" in chart.alt


def test_labels_under_5_percent_are_hidden():
    chart = likert_chart(table_of(asked("At home", [4, 5, 41, 40, 10])))
    assert [bar.label for bar in bars_of(chart, 0)] == ["", "5%", "41%", "40%", "10%"]


def test_what_the_table_hides_is_neither_drawn_nor_told():
    """Also not as a gap of its size: stretches follow each other."""
    found = table_of(asked("At home", [3, 20, 30, 35, 4]))
    hidden, _ = protected(found, SmallNumbers(policy="hide", threshold=10))
    chart = likert_chart(hidden)
    names = [series.name for series in chart.series if series.shares[0] is not None]
    assert "Never" not in names and "Always" not in names
    assert set(stretches(chart)) == set(names)
    bars = bars_of(chart, 0)
    assert all(left.end == pytest.approx(right.start) for left, right in zip(bars, bars[1:], strict=False))
    assert "Never " not in chart.alt
    assert chart.notes[-1] == "What the table hides is not drawn."


@given(st.integers(0, 5000), st.integers(1, 5000))
def test_bars_are_never_finer_than_the_table_and_round_to_its_labels(count, base):
    share = min(count / base, 1.0)
    assert round(drawn(share) * 1000) / 1000 == drawn(share)
    assert abs(drawn(share) - share) <= 0.00151
    assert percent(drawn(share), 0) == percent(share, 0)


def test_a_share_that_is_not_0_is_never_labelled_0():
    chart = Chart(
        id="c", title="t", subtitle="", kind=ChartKind.BARS, rows=(ChartRow(label="r"),) * 4,
        series=(Series(name="", shares=(0.0, 0.0001, 0.004, 0.005)),),
    )  # fmt: skip
    assert [bars_of(chart, place)[0].label for place in range(4)] == ["0%", "<1%", "<1%", "1%"]
    assert all(bars_of(chart, place)[0].end > 0 for place in (1, 2, 3))


def test_options_of_a_multi_select_are_bars_with_their_count():
    question = Question(
        column="Help", wording="Who helped?", use=Use.CLOSED, type=QuestionType.MULTI, separator=";",
        levels=(Level(label="A friend"), Level(label="A teacher")),
    )  # fmt: skip
    labels = ("A friend", "A friend;A teacher")
    answers = ClosedAnswers(question=question, codes=np.array([0, 0, 0, 1]), labels=labels)
    chart = chart_of(multi([answers]).tables[0])
    assert chart.subtitle == "% of people who answered, n = 4"
    assert [bars_of(chart, place)[0].label for place in (0, 1)] == ["100% (4)", "25% (1)"]


def grouped(groups):
    columns = [Column(key="name", title="Code")]
    columns += [Column(key=f"share_{n}", title=f"g{n} (n = 10)", unit=Unit.SHARE) for n in range(groups)]
    row = {"name": "Fear", **{f"share_{n}": 0.5 for n in range(groups)}}
    return Table(id="prevalence", title="Felt", columns=tuple(columns), rows=(row,))


def test_groups_side_by_side_are_series_with_their_n():
    chart = chart_of(grouped(3))
    assert [series.name for series in chart.series] == ["g0 (n = 10)", "g1 (n = 10)", "g2 (n = 10)"]


def test_too_many_groups_side_by_side_are_refused():
    assert chart_of(grouped(9)) is None
    with pytest.raises(Refused, match="nothing here"):
        charts_or_refused([grouped(9)])


def test_the_words_tell_every_row_with_its_n_and_shares(table):
    alt = likert_chart(table).alt
    assert "At home (n = 100): Never 10%, Rarely 20%, Sometimes 30%, Often 25%, Always 15%." in alt


def scale(count, low, middle):
    series = tuple(Series(name=str(n), shares=(1 / count,)) for n in range(count))
    return Chart(
        id="c", title="t", subtitle="", kind=ChartKind.DIVERGING, rows=(ChartRow(label="r"),), series=series,
        low=low, middle=middle,
    )  # fmt: skip


@pytest.mark.parametrize("count", [2, 3, 4, 5, 6, 7])
def test_neighbours_differ_in_greyscale_and_labels_can_be_read(count):
    chart = scale(count, count // 2, count // 2 if count % 2 else None)
    for look in (chart, replace(chart, kind=ChartKind.STACKED, low=0, middle=None)):
        colours = colours_of(look)
        greys = [lightness(colour) for colour in colours]
        assert len(set(colours)) == count
        assert min(abs(a - b) for a, b in zip(greys, greys[1:], strict=False)) > 0.05
        assert all(contrast(ink_on(colour), colour) >= 4.5 for colour in colours)


def contrast(one, other):
    """The contrast ratio of WCAG 2."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour):
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_a_long_chart_comes_in_parts_that_hold_every_row_once(table):
    chart = likert_chart(table)
    parts = chart.parts(1)
    assert [part.rows[0].label for part in parts] == ["At home", "Outside"]
    assert [part.series[0].shares for part in parts] == [(0.1,), (0.05,)]
    assert parts[1].title.endswith("(2 of 2)")
