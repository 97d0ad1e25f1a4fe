"""Which numbers of a table are to be hidden, so that none under the threshold can be worked out.

Small ones first, with what is of a small base; then, wherever numbers add up, others beside them, until each
hidden number could have been another one. The reader is taken to know the rule, and why each was hidden.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from qualkit.analysis.recovery import System, Unknown
from qualkit.model.figures import Figure, Figures, Name, Sum

LEAST_THRESHOLD = 3
"""With less, to say that a number is small is to say which it is."""


class Reason(StrEnum):
    """Why a number is hidden."""

    SMALL = "a small number"
    SMALL_BASE = "of a small group"
    WOULD_SHOW = "would show a hidden number"
    TOGETHER = "all of these together would show small numbers"


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallNumbers:
    """What is done about small numbers in what leaves the study."""

    policy: Literal["warn", "hide"] = "warn"
    threshold: int = 10
    zeros: Literal["show", "hide"] = "show"
    round_to: int = 0
    """Numbers that are not hidden are rounded to a multiple of it; 0: they are not."""

    def is_small(self, figure: Figure) -> bool:
        """Whether it is a number of too few people."""
        low = 0 if self.zeros == "hide" else 1
        return figure.is_guarded and low <= figure.value < self.threshold

    def rounded(self, value: int) -> int:
        """A number as it is shown: to the nearest multiple, halves up."""
        base = self.round_to
        return (value + base // 2) // base * base if base > 1 else value


def small_figures(figures: Figures, rule: SmallNumbers) -> list[Figure]:
    """The numbers that a table tells and that are under the threshold."""
    return [one for one in figures.figures.values() if one.is_told and rule.is_small(one)]


def hidden_names(figures: Figures, rule: SmallNumbers) -> dict[Name, Reason]:
    """The numbers to be hidden, with why. Those that stand in no cell are among them."""
    found: dict[Name, Reason] = {}
    for names, sums in _parts(figures):
        part = _Part({name: figures.figures[name] for name in names}, sums, rule)
        part.protect()
        found |= part.hidden
    return found


def _parts(figures: Figures) -> Iterable[tuple[list[Name], list[Sum]]]:
    """Numbers that are joined by sums, with these sums."""
    root = {name: name for name in figures.figures}

    def top(name: Name) -> Name:
        while root[name] != name:
            root[name] = root[root[name]]
            name = root[name]
        return name

    for one in figures.sums:
        for name in one.parts:
            root[top(name)] = top(one.total)
    for name, figure in figures.figures.items():
        if figure.of is not None:
            root[top(name)] = top(figure.of)
    joined: dict[Name, tuple[list[Name], list[Sum]]] = {}
    for name in root:
        joined.setdefault(top(name), ([], []))[0].append(name)
    for one in figures.sums:
        joined[top(one.total)][1].append(one)
    return joined.values()


class _Part:
    """Numbers that are joined by sums, and which of them are hidden."""

    def __init__(self, figures: Mapping[Name, Figure], sums: Collection[Sum], rule: SmallNumbers) -> None:
        self._figures = figures
        self._sums = sums
        self._rule = rule
        self._values = {name: figure.value for name, figure in figures.items()}
        self.hidden: dict[Name, Reason] = {
            name: Reason.SMALL for name, figure in figures.items() if rule.is_small(figure)
        }
        for name, figure in figures.items():
            base = figures.get(figure.of) if figure.of else None
            if figure.is_guarded and base and base.value and rule.is_small(base):
                # Whether it is none of them is not told either.
                self.hidden[name] = Reason.SMALL_BASE

    def protect(self) -> None:
        """Hide more, until each hidden number could have been another one."""
        while self.hidden:
            exposed = self._exposed()
            if not exposed:
                return
            beside = next(filter(None, map(self._beside, exposed)), None) or self._cheapest(self._figures)
            if beside is None:
                # Only zeros are left to hide, and the reasons themselves would tell: one for all.
                self.hidden = dict.fromkeys(
                    (name for name, figure in self._figures.items() if not figure.is_known), Reason.TOGETHER
                )
                return
            self.hidden[beside] = Reason.WOULD_SHOW

    def _exposed(self) -> list[Name]:
        """Hidden numbers that can be worked out, the smallest first."""
        unknowns = {name: self._unknown(name) for name in self._figures if not self._is_shown(name)}
        system = System.made_of(self._sums, unknowns, self._values)
        wanted = (name for name in self.hidden if self._matters(name))
        open_: dict[Name, None] = dict.fromkeys(sorted(wanted, key=lambda name: self._values[name]))
        exposed = []
        while open_:
            name = next(iter(open_))
            found = system.other_solution(name)
            if found is None:
                exposed.append(name)
            for safe in found or (name,):
                open_.pop(safe, None)
        return exposed

    def _matters(self, name: Name) -> bool:
        """Whether it may not be worked out. That nobody is left is in no cell, and tells of nobody."""
        return self._figures[name].is_told or self._values[name] > 0 or self._rule.zeros == "hide"

    def _is_shown(self, name: Name) -> bool:
        figure = self._figures[name]
        return name not in self.hidden and (figure.is_told or figure.is_known)

    def _unknown(self, name: Name) -> Unknown:
        """What a reader knows of a number from its being hidden, and from why."""
        value, least = self._values[name], 0 if self._rule.zeros == "hide" else 1
        match self.hidden.get(name):
            case Reason.SMALL:
                return Unknown(value=value, low=least, high=self._rule.threshold - 1)
            case Reason.SMALL_BASE:
                return Unknown(value=value, high=self._rule.threshold - 1)
            case Reason.TOGETHER:
                return Unknown(value=value)
        guarded = self._figures[name].is_guarded
        if guarded and value < self._rule.threshold:
            return Unknown(value=value, high=0)
        return Unknown(value=value, low=self._rule.threshold if guarded else 0, high=math.inf)

    def _beside(self, exposed: Name) -> Name | None:
        """What hides a number best: the smallest that is shown in one of its sums."""
        inside = (one for one in self._sums if exposed == one.total or exposed in one.parts)
        return self._cheapest({name for one in inside for name in (one.total, *one.parts)})

    def _cheapest(self, names: Iterable[Name]) -> Name | None:
        candidates = [name for name in names if self._is_shown(name) and self._may_be_hidden(name)]
        return min(candidates, key=lambda name: (self._values[name], str(name)), default=None)

    def _may_be_hidden(self, name: Name) -> bool:
        """A guarded zero would be no help: the reader knows that no small number was hidden for another."""
        figure = self._figures[name]
        return not figure.is_known and (not figure.is_guarded or figure.value >= self._rule.threshold)
