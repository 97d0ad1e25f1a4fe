"""Whether a hidden number could have been another one, given all that is shown."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from qualkit.model.figures import Name, Sum

_MOST_STEPS = 2000
"""Of one search. A number for which so many have found nothing counts as exposed: more is hidden."""
Equation = Mapping[Name, int]
"""The unknown numbers in a sum, each with its sign. A change has to leave it as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """A number that is not shown, and between what a reader knows it to be."""

    value: int
    low: int = 0
    high: float = math.inf

    def may_become(self, value: int) -> bool:
        """Whether a reader would believe this value."""
        return self.low <= value <= self.high


@dataclass(slots=True)
class System:
    """Unknown numbers, and the sums that they are in."""

    unknowns: dict[Name, Unknown]
    _of: dict[Name, list[Equation]] = field(default_factory=dict)
    _steps: int = 0

    @classmethod
    def made_of(
        cls, sums: Iterable[Sum], unknowns: Mapping[Name, Unknown], values: Mapping[Name, int]
    ) -> System:
        """The sums, with what is shown taken as given. `values` are all numbers as they are."""
        system = cls(unknowns=dict(unknowns))
        for one in sums:
            system._take(one.total, dict.fromkeys(one.parts, 1), values, has_spare=one.overlap)
            for name in one.parts if one.overlap else ():
                system._take(name, {one.total: 1}, values, has_spare=True)
        return system

    def _take(
        self, less: Name, more: Mapping[Name, int], values: Mapping[Name, int], *, has_spare: bool
    ) -> None:
        """More less less is nothing; or, where it may be more than nothing, what there is to spare."""
        terms = {**more, less: -1}
        equation = {name: sign for name, sign in terms.items() if name in self.unknowns}
        if not equation:
            return
        if has_spare:
            spare: Name = ("spare", len(self.unknowns))
            self.unknowns[spare] = Unknown(value=sum(sign * values[name] for name, sign in terms.items()))
            equation[spare] = -1
        for name in equation:
            self._of.setdefault(name, []).append(equation)

    def other_solution(self, name: Name) -> Mapping[Name, int] | None:
        """Changes that a reader can't rule out and that change this number; None where none is found."""
        for step in (1, -1):
            self._steps = _MOST_STEPS
            if found := self._changed({}, name, step):
                return found
        return None

    def _changed(self, changes: Mapping[Name, int], name: Name, step: int) -> Mapping[Name, int] | None:
        """The changes with this one more, and with what it takes to mend the sums that it breaks."""
        self._steps -= 1
        one, change = self.unknowns[name], changes.get(name, 0) + step
        if self._steps < 0 or not one.may_become(one.value + change):
            return None
        changed = {**changes, name: change}
        broken = next(self._broken(changed), None)
        if broken is None:
            return changed
        excess = sum(sign * changed.get(other, 0) for other, sign in broken.items())
        for other in sorted(broken, key=lambda found: len(self._of[found])):
            if other not in changes and other != name:
                mended = self._changed(changed, other, -broken[other] if excess > 0 else broken[other])
                if mended:
                    return mended
        return None

    def _broken(self, changes: Mapping[Name, int]) -> Iterator[Equation]:
        for name in changes:
            for equation in self._of.get(name, ()):
                if sum(sign * changes.get(other, 0) for other, sign in equation.items()):
                    yield equation
