"""Who ticked what: a multi-select out of one joined column, or out of one column for each option."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qualkit.analysis.closed import (
    KIND_CODES,
    UNKNOWN,
    ClosedAnswers,
    Item,
    Mask,
    check_lengths,
    item,
)
from qualkit.model.questionnaire import LevelKind, Question

_STRONGEST = (
    LevelKind.DONT_KNOW,
    LevelKind.REFUSED,
    LevelKind.NOT_APPLICABLE,
    LevelKind.NOT_ASKED,
    LevelKind.MISSING,
)
"""What somebody who ticked nothing said, where the columns say several things."""
WRITTEN_IN = "(written in)"
"""Stands for every answer that is none of the options."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ticks:
    """One multi-select, one row a record."""

    question: Question
    """The joined column, or the first of the columns."""
    options: tuple[str, ...]
    ticked: Mask
    """Shape (records, options)."""
    people: Item
    """One level for those who answered, ticks or not; the other codes as always."""
    strangers: tuple[str, ...] = ()


def ticks_of(columns: Sequence[ClosedAnswers]) -> list[Ticks]:
    """The multi-selects of some columns, in order; columns that share a stem are options of one."""
    blocks: dict[tuple[str, str], list[ClosedAnswers]] = {}
    for column in columns:
        question = column.question
        is_spread = bool(question.stem) and not question.separator
        blocks.setdefault((question.stem, "") if is_spread else ("", question.column), []).append(column)
    return [
        joined_ticks(block[0]) if block[0].question.separator else spread_ticks(block)
        for block in blocks.values()
    ]


def joined_ticks(answers: ClosedAnswers) -> Ticks:
    """A multi-select whose options stand in one cell.

    Cells are split against the options of the questionnaire, the longest first, so that commas within an
    option do no harm; what is left between separators is written in. An option twice in a cell counts once.
    """
    question = answers.question
    kinds = {level.label.strip(): level.kind for level in question.levels}
    shown = {level.label.strip(): level.shown for level in question.answers}
    known = sorted((label for label in kinds if label), key=len, reverse=True)
    split = [split_cell(label, known, question.separator) for label in answers.labels]
    if not shown:
        # Nobody listed the options: the data's own are all there is.
        shown = {piece: piece for pieces in split for piece in pieces if piece not in kinds}
    options = list(dict.fromkeys(shown.values()))
    strangers = sorted(
        {piece for pieces in split for piece in pieces if piece not in shown and piece not in kinds}
    )
    options += [WRITTEN_IN] if strangers else []
    places = {label: options.index(name) for label, name in shown.items()}
    places |= {piece: len(options) - 1 for piece in strangers}
    member = np.zeros((len(split) + 1, len(options)), dtype=np.bool_)
    for row, pieces in enumerate(split):
        member[row, [places[piece] for piece in pieces if piece in places]] = True
    of_blank = kinds.get("", LevelKind.MISSING)
    blank = KIND_CODES[LevelKind.MISSING if of_blank not in _STRONGEST else of_blank]
    states = [_cell_state([kinds[p] for p in pieces if p in kinds], blank) for pieces in split]
    states = [0 if member[row].any() else state for row, state in enumerate(states)]
    codes = np.array([*states, blank], dtype=np.int8)[answers.codes]
    return Ticks(
        question=question,
        options=tuple(options),
        ticked=member[answers.codes],
        people=Item(question=question, codes=codes, levels=("answered",)),
        strangers=tuple(strangers),
    )


def split_cell(text: str, options: Sequence[str], separator: str) -> list[str]:
    """The options in a cell, in its order, and what else stands between separators.

    `options` are tried in the order given.

    >>> split_cell("Tea, coffee;Water;", ["Tea, coffee", "Water"], ";")
    ['Tea, coffee', 'Water']
    >>> split_cell("Cats, and dogs, Fish, a newt", ["Cats, and dogs", "Cats", "Fish"], ", ")
    ['Cats, and dogs', 'Fish', 'a newt']
    """
    bare = separator.strip() or separator
    found, rest = [], text.strip()
    while rest:
        piece = next((option for option in options if _starts(rest, option, bare)), None)
        if piece is None:
            between = separator if separator in rest else bare
            piece, _, rest = rest.partition(between)
        else:
            rest = rest[len(piece) :].lstrip(" ").removeprefix(bare)
        rest = rest.lstrip(" ")
        found += [piece.strip()] if piece.strip() else []
    return found


def spread_ticks(columns: Sequence[ClosedAnswers]) -> Ticks:
    """A multi-select with a column for each option.

    A cell with an answer level is a tick; of a column without any, every cell that holds something else
    than what the questionnaire knows. Whoever ticked nothing answered only if a cell says so ("Not
    selected", 0): blank cells alone are a skipped question, whatever the questionnaire says of blanks.
    """
    ticked, explicit = [], np.zeros(len(columns[0].codes), dtype=np.bool_)
    said = {kind: explicit.copy() for kind in _STRONGEST}
    strangers: list[str] = []
    for column in columns:
        check_lengths(columns[0].codes, column.codes)
        read = item(column)
        is_blank = _blank(column)
        ticked.append(read.codes >= 0)
        strangers += read.strangers
        explicit |= (read.codes == KIND_CODES[LevelKind.NOT_SELECTED]) & ~is_blank
        explicit |= read.codes == UNKNOWN
        for kind in _STRONGEST:
            said[kind] |= read.codes == KIND_CODES[kind]
    matrix = np.column_stack(ticked)
    codes = np.full(len(explicit), KIND_CODES[LevelKind.MISSING], dtype=np.int8)
    for kind in reversed(_STRONGEST):
        codes[said[kind]] = KIND_CODES[kind]
    unsaid = (KIND_CODES[LevelKind.NOT_ASKED], KIND_CODES[LevelKind.MISSING])
    codes[explicit & np.isin(codes, unsaid)] = 0
    codes[matrix.any(axis=1)] = 0
    question = columns[0].question
    return Ticks(
        question=question,
        options=tuple(column.question.item or column.question.wording for column in columns),
        ticked=matrix,
        people=Item(question=question, codes=codes, levels=("answered",)),
        strangers=tuple(dict.fromkeys(strangers)),
    )


def _starts(text: str, option: str, separator: str) -> bool:
    after = text[len(option) :].lstrip(" ")
    return text.startswith(option) and (not after or after.startswith(separator))


def _cell_state(kinds: Sequence[LevelKind], blank: int) -> int:
    """Of a cell without a tick: what it says instead."""
    if LevelKind.NOT_SELECTED in kinds:
        return 0
    return next((KIND_CODES[kind] for kind in _STRONGEST if kind in kinds), blank)


def _blank(column: ClosedAnswers) -> NDArray[np.bool_]:
    empty = np.array([not label.strip() for label in column.labels] + [True])
    blank: NDArray[np.bool_] = empty[column.codes]
    return blank
