"""A question counted, line by line: its answers, the top and bottom of its scale, who gave no answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from qualkit.actions.survey_views import Wish
from qualkit.errors import Refused
from qualkit.model.questionnaire import LevelKind, QuestionType
from qualkit.study import Study

if TYPE_CHECKING:
    from qualkit.analysis.likert_rows import Box, LikertRow
    from qualkit.analysis.multiselect import OptionRow
    from qualkit.analysis.tabulate_rows import ValueRow

UNKNOWN = "unknown"
"""Stands for answers that the questionnaire does not know."""


class LineKind(StrEnum):
    """What a line is."""

    GROUP = "group"
    ITEM = "item"
    """An item of a grid."""
    ANSWER = "answer"
    BOX = "box"
    """The bottom or the top of a scale."""
    APART = "apart"
    """What is no answer."""
    FIGURE = "figure"
    """A mean and the like."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerLine:
    """One line. `share` is 0..1 of `base`, None where there is none."""

    kind: LineKind
    text: str
    count: int | None = None
    base: int | None = None
    share: float | None = None
    words: str = ""
    """A figure, or the share in words."""
    column: str = ""
    group: str = ""
    answers: tuple[str, ...] = ()
    """The levels or options that it counts."""
    apart: str = ""
    """A `LevelKind` that is no answer, or `UNKNOWN`."""

    @property
    def has_records(self) -> bool:
        """Whether it counts answers that can be looked at."""
        return bool(self.count and self.column and (self.answers or self.apart))


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedQuestion:
    """A question counted. `n` is how many gave an answer; None where each line has its own."""

    wish: Wish
    noun: tuple[str, str]
    n: int | None
    lines: tuple[AnswerLine, ...]
    notes: tuple[str, ...] = ()


def counted_question(study: Study, wish: Wish) -> CountedQuestion:
    """The question counted as wished. Refused for an open one, and where nobody can be counted."""
    from qualkit.actions.closed_questions import asked_files

    if wish.question.type is QuestionType.COUNT:
        return _returns(study, wish)
    if wish.question.type is None:
        raise Refused("An open question is coded, not counted.", hint="How many counts the codes.")
    noun = asked_files(study, wish.asked, lambda _: True)[0].noun
    lines, notes = _LINES[wish.question.type](study, wish)
    bases = {line.base for line in lines if line.kind is LineKind.ANSWER}
    is_one = not wish.by and not wish.question.is_grid and len(bases) == 1
    return CountedQuestion(
        wish=wish, noun=noun, n=bases.pop() if is_one else None, lines=tuple(lines), notes=tuple(notes)
    )


Lines = tuple[list[AnswerLine], list[str]]


def _likert(study: Study, wish: Wish) -> Lines:
    from qualkit.actions.closed_tables import likert_of
    from qualkit.analysis.likert_rows import LikertOptions

    can_sort = wish.is_sorted and not wish.question.unconfirmed
    found = likert_of(study, wish.asked, LikertOptions(top=wish.top, sort=can_sort))
    rows = [row for part in found for row in part.rows]
    notes = [note for part in found for note in (*part.notes, *_ungrouped(part.ungrouped, wish.by))]
    if wish.question.is_grid and not wish.by:
        return [_item_line(row) for row in rows], notes
    return [line for row in rows for line in _scale_lines(row, is_grid=wish.question.is_grid)], notes


def _scale_lines(row: LikertRow, *, is_grid: bool) -> Iterator[AnswerLine]:
    yield from _heading(" · ".join(part for part in (row.item if is_grid else "", row.group) if part), row.n)
    place = {"column": row.column, "group": row.group}
    for level, count, share in zip(row.levels, row.counts, row.shares, strict=True):
        yield AnswerLine(
            kind=LineKind.ANSWER,
            text=level,
            count=count,
            base=row.base,
            share=share,
            answers=(level,),
            **place,
        )
    if row.bottom and row.top:
        yield _box(row, row.bottom, row.levels[: row.bottom.size])
        yield _box(row, row.top, row.levels[-row.top.size :])
    yield from _apart(row.apart, row.unknown, (row.column, row.group))


def _box(row: LikertRow, box: Box, levels: Sequence[str]) -> AnswerLine:
    from qualkit.analysis.phrases import spoken

    return AnswerLine(
        kind=LineKind.BOX,
        text=box.name,
        count=box.count,
        base=row.base,
        share=box.share,
        words=str(spoken(box.count, row.base, box.share, is_weighted=row.n_eff is not None)["in_words"]),
        column=row.column,
        group=row.group,
        answers=tuple(levels),
    )


def _item_line(row: LikertRow) -> AnswerLine:
    """An item of a grid in one line: its top, or, where nobody knows which end that is, its commonest."""
    if row.top is not None:
        return AnswerLine(
            kind=LineKind.ITEM,
            text=row.item,
            count=row.n,
            base=row.base,
            share=row.top.share,
            words=row.top.name,
            column=row.column,
        )
    most = max(range(len(row.counts)), key=lambda place: row.counts[place], default=None)
    return AnswerLine(
        kind=LineKind.ITEM,
        text=row.item,
        count=row.n,
        base=row.base,
        share=row.shares[most] if most is not None else None,
        words=f"mostly {row.levels[most]}" if most is not None and row.n else "",
        column=row.column,
    )


def _multi(study: Study, wish: Wish) -> Lines:
    from qualkit.actions.closed_tables import multi_of
    from qualkit.analysis.multiselect import MultiOptions

    lines: list[AnswerLine] = []
    notes: list[str] = []
    for part in multi_of(study, wish.asked, MultiOptions(sort=wish.is_sorted)):
        notes += [*part.notes, *_ungrouped(part.ungrouped, wish.by)]
        for group, rows in _by_group(part.rows).items():
            lines += [*_heading(group, rows[0].base), *map(_option, rows)]
            lines += _apart(rows[0].apart, 0, (rows[0].column, group))
    return lines, ["Several answers could be ticked: they add up to more than 100 %.", *notes]


def _option(row: OptionRow) -> AnswerLine:
    return AnswerLine(
        kind=LineKind.ANSWER,
        text=row.option,
        count=row.count,
        base=row.base,
        share=row.share,
        column=row.column,
        group=row.group,
        answers=(row.option,),
    )


def _by_group(rows: Sequence[OptionRow]) -> dict[str, list[OptionRow]]:
    found: dict[str, list[OptionRow]] = {}
    for row in rows:
        found.setdefault(row.group, []).append(row)
    return found


def _tabulated(study: Study, wish: Wish) -> Lines:
    from qualkit.actions.closed_tables import tabulate_of
    from qualkit.analysis.tabulate_rows import TabulateOptions

    titles = {part.column: part.item or part.wording for part in wish.question.parts}
    lines: list[AnswerLine] = []
    notes: list[str] = []
    for part in tabulate_of(study, wish.asked, TabulateOptions(sort=wish.is_sorted)):
        notes += [*part.notes, *_ungrouped(part.ungrouped, wish.by)]
        before: tuple[str, str] = ("", "")
        for row in part.rows:
            if (row.column, row.group) != before:
                before = (row.column, row.group)
                item = titles[row.column] if wish.question.is_grid else ""
                lines += _heading(" · ".join(one for one in (item, row.group) if one), row.base or 0)
            lines += _value_lines(row)
    return lines, notes


def _value_lines(row: ValueRow) -> Iterator[AnswerLine]:
    is_answer = row.kind == LevelKind.ANSWER.value
    if is_answer and row.type is QuestionType.NUMBER:
        yield from _figures(row)
        return
    yield AnswerLine(
        kind=LineKind.ANSWER if is_answer else LineKind.APART,
        text=row.value,
        count=row.count,
        base=row.base,
        share=row.share if is_answer else None,
        column=row.column,
        group=row.group,
        answers=(row.value,) if is_answer else (),
        apart="" if is_answer else row.kind,
    )


def _figures(row: ValueRow) -> Iterator[AnswerLine]:
    found = row.figures
    yield AnswerLine(
        kind=LineKind.ANSWER,
        text="A number",
        count=row.count,
        base=row.base,
        share=row.share,
        column=row.column,
        group=row.group,
        answers=("given",),
    )
    pairs = (
        ("Mean", _plain(found.mean)),
        ("Median", _plain(found.median)),
        ("Middle half", f"{_plain(found.q1)} to {_plain(found.q3)}"),
        ("Least and most", f"{_plain(found.min)} to {_plain(found.max)}"),
    )
    if found.mean is not None:
        for name, value in pairs:
            yield AnswerLine(kind=LineKind.FIGURE, text=name, words=value)


def _plain(number: float | None) -> str:
    return "" if number is None else f"{number:,.2f}".rstrip("0").rstrip(".")


def _returns(study: Study, wish: Wish) -> CountedQuestion:
    from qualkit.actions.pooled_returns import pooled_returns

    table = pooled_returns(study, wish.question.file).table
    lines = []
    for row in table.rows:
        count, base, share = row["count"], row["base"], row["share"]
        lines.append(
            AnswerLine(
                kind=LineKind.FIGURE,
                text=str(row["row"]),
                count=count if isinstance(count, int) else None,
                base=base if isinstance(base, int) else None,
                share=share if isinstance(share, float) else None,
                words=f"{row['organisations']} gave it",
            )
        )
    noun = ("organisation", "organisations")
    return CountedQuestion(wish=wish, noun=noun, n=None, lines=tuple(lines), notes=table.notes)


_LINES = {
    QuestionType.LIKERT: _likert,
    QuestionType.MULTI: _multi,
    QuestionType.SINGLE: _tabulated,
    QuestionType.NUMBER: _tabulated,
    QuestionType.DATE: _tabulated,
}


def _heading(title: str, n: int) -> Iterator[AnswerLine]:
    if title:
        yield AnswerLine(kind=LineKind.GROUP, text=title, count=n)


def _apart(counts: Mapping[LevelKind, int], unknown: int, place: tuple[str, str]) -> Iterator[AnswerLine]:
    """Those who gave no answer, in a column and group."""
    from qualkit.analysis.closed import APART

    found = [(title, counts.get(kind, 0), kind.value) for kind, _, title in APART]
    for title, count, apart in (*found, ("Not in the questionnaire", unknown, UNKNOWN)):
        if count:
            yield AnswerLine(
                kind=LineKind.APART, text=title, count=count, apart=apart, column=place[0], group=place[1]
            )


def _ungrouped(number: int, by: str) -> list[str]:
    return [f"In no group, as nothing is known of their {by}: {number:,}."] if number else []
