"""Closed answers as numbers: codes of a scale's levels, and fixed negative codes for what is no answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from qualkit.errors import Refused
from qualkit.model.questionnaire import LevelKind, Question

Codes: TypeAlias = NDArray[np.integer[Any]]
Numbers: TypeAlias = NDArray[np.float64]
Mask: TypeAlias = NDArray[np.bool_]

KIND_CODES: Mapping[LevelKind, int] = {
    LevelKind.MISSING: -1,
    LevelKind.DONT_KNOW: -2,
    LevelKind.NOT_APPLICABLE: -3,
    LevelKind.REFUSED: -4,
    LevelKind.NOT_SELECTED: -5,
    LevelKind.NOT_ASKED: -6,
}
APART: tuple[tuple[LevelKind, str, str], ...] = (
    (LevelKind.DONT_KNOW, "dont_know", "Don't know"),
    (LevelKind.NOT_APPLICABLE, "not_applicable", "Not applicable"),
    (LevelKind.REFUSED, "refused", "Prefer not to say"),
    (LevelKind.MISSING, "missing", "Missing"),
    (LevelKind.NOT_ASKED, "not_asked", "Not asked"),
)
"""What is counted beside the answers: kind, key in json, and title on paper."""
UNKNOWN = -7
"""An answer that the questionnaire does not know."""
_NARROW = 120
"""Levels that fit into int8 beside the negative codes."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ClosedAnswers:
    """One closed column as the store gives it, one entry a record, in the same order for every column."""

    question: Question
    codes: Codes
    """Index into `labels`; -1 for a blank cell."""
    labels: tuple[str, ...]
    """The answers as they stand in the file."""

    def only(self, rows: Mask) -> ClosedAnswers:
        """The same column for some of the records."""
        return ClosedAnswers(question=self.question, codes=self.codes[rows], labels=self.labels)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Item:
    """A closed column read through its questionnaire: 0..k-1 for the levels, `KIND_CODES` for the rest."""

    question: Question
    codes: NDArray[Any]
    """int8, or int16 where there are very many levels."""
    levels: tuple[str, ...]
    """What the levels are called, from low to high."""
    strangers: tuple[str, ...] = ()
    """Answers in the data that the questionnaire does not know; their code is `UNKNOWN`."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Groups:
    """What splits a table: one group a record, groups without anybody included."""

    title: str
    """What the groups are groups of, such as `stage`."""
    codes: Codes
    """Index into `names`; -1 for a record that is in no group."""
    names: tuple[str, ...]

    @property
    def ungrouped(self) -> int:
        """How many records are in no group."""
        return int((self.codes < 0).sum())


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tally:
    """How many gave each answer, one row a group (one row in all without groups)."""

    answers: NDArray[Any]
    """Shape (groups, levels)."""
    apart: Mapping[LevelKind, NDArray[Any]] = field(default_factory=dict)
    """Shape (groups,) for each kind that is no answer."""
    unknown: NDArray[Any] = field(default_factory=lambda: np.zeros(1, dtype=np.int64))

    @property
    def rated(self) -> NDArray[Any]:
        """Those who gave a level."""
        rated: NDArray[Any] = self.answers.sum(axis=1)
        return rated

    @property
    def asked(self) -> NDArray[Any]:
        """Everybody to whom the question was put, whatever they did with it."""
        asked: NDArray[Any] = self.rated + self.unknown
        for kind, count in self.apart.items():
            if kind is not LevelKind.NOT_ASKED:
                asked = asked + count
        return asked

    def base(self, share_of: str) -> NDArray[Any]:
        """The base of shares: `rated` or `asked`."""
        return self.asked if share_of == "asked" else self.rated


def item(answers: ClosedAnswers) -> Item:
    """The column through its questionnaire.

    Answer levels with the same name on paper are one level, at the place of the first. A blank cell is
    missing, unless the questionnaire has a level with an empty label. Where it has no levels at all, every
    answer is a level, in the order of the data.
    """
    question = answers.question
    kinds = {level.label: level.kind for level in question.levels}
    names = {level.label: level.shown for level in question.answers} or {
        label: label for label in answers.labels if label and label not in kinds
    }
    levels = tuple(dict.fromkeys(names.values()))
    numbers = {name: number for number, name in enumerate(levels)}
    return coded(answers, levels, {label: numbers[name] for label, name in names.items()})


def coded(answers: ClosedAnswers, levels: tuple[str, ...], places: Mapping[str, int]) -> Item:
    """The column with the levels given: `places` says at which of them each answer stands.

    What the questionnaire says is no answer keeps its own code, whatever `places` says.
    """
    known = {"": KIND_CODES[LevelKind.MISSING], **places}
    known |= {x.label: KIND_CODES[x.kind] for x in answers.question.levels if x.kind is not LevelKind.ANSWER}
    lookup = [known.get(label, UNKNOWN) for label in (*answers.labels, "")]
    codes = _looked_up(np.array(lookup, dtype=np.int8 if len(levels) <= _NARROW else np.int16), answers.codes)
    unknown = [place for place, code in enumerate(lookup) if code == UNKNOWN]
    return Item(
        question=answers.question,
        codes=codes,
        levels=levels,
        strangers=tuple(answers.labels[place] for place in unknown if (answers.codes == place).any()),
    )


def _looked_up(lookup: NDArray[Any], codes: Codes) -> NDArray[Any]:
    """The entry of each code; the last one for -1."""
    if lookup.dtype != np.int8 or len(lookup) > 128:
        return lookup[codes]
    # Of single bytes Python's own translation takes a tenth of the time that indexing takes.
    table = np.zeros(256, dtype=np.int8)
    table[: len(lookup) - 1], table[-1] = lookup[:-1], lookup[-1]
    return np.frombuffer(
        codes.astype(np.int8, copy=False).tobytes().translate(table.tobytes()), dtype=np.int8
    )


def groups(answers: ClosedAnswers, title: str = "") -> Groups:
    """Groups from a closed column: its levels in their order; whoever gave no level is in no group."""
    column = item(answers)
    return Groups(
        title=title or answers.question.item or answers.question.wording,
        codes=np.where(column.codes < 0, -1, column.codes),
        names=column.levels,
    )


def tally(column: Item, groups: Groups | None = None, weights: Numbers | None = None) -> Tally:
    """Counts of people, or sums of weights, by group and answer.

    One pass: the codes are read as unsigned numbers, where the negative ones stand at the end. "Not selected"
    means something among the options of a multi-select only; in a column by itself it is missing.
    """
    is_narrow = column.codes.dtype == np.int8
    view, width = column.codes.view(np.uint8 if is_narrow else np.uint16), 1 << (8 if is_narrow else 16)
    if groups is None:
        flat = np.bincount(view, weights=weights, minlength=width)[np.newaxis, :]
    else:
        check_lengths(column.codes, groups)
        joint = (groups.codes.astype(np.int64) + 1) * width + view.astype(np.int64)
        size = (len(groups.names) + 1) * width
        flat = np.bincount(joint, weights=weights, minlength=size).reshape(-1, width)[1:]
    apart = {kind: flat[:, code] for kind, code in KIND_CODES.items()}
    apart[LevelKind.MISSING] = apart[LevelKind.MISSING] + apart.pop(LevelKind.NOT_SELECTED)
    return Tally(answers=flat[:, : len(column.levels)], apart=apart, unknown=flat[:, UNKNOWN])


def check_lengths(codes: NDArray[Any], other: Groups | NDArray[Any] | None) -> None:
    """Refuse columns of different lengths: they would not be of the same records."""
    length = len(codes if other is None else other.codes if isinstance(other, Groups) else other)
    if length != len(codes):
        raise Refused(f"The answers are of {len(codes)} records, what splits or weights them of {length}.")


def stranger_notes(columns: Sequence[Item]) -> list[str]:
    """A sentence for each column with answers that its questionnaire does not know."""
    return [
        f"{column.question.column}: not in the questionnaire, and counted apart: "
        + ", ".join(f"“{label}”" for label in column.strangers[:5])
        + (f" and {len(column.strangers) - 5} more." if len(column.strangers) > 5 else ".")
        for column in columns
        if column.strangers
    ]
