"""The numbers of people that a table tells, how they add up, and which cell tells which."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

Name = tuple[object, ...]
"""What a number is of, the same in every table of a result."""
Place = tuple[int, str, tuple[str, ...]]
"""A cell: the row's number, the column's key, and the keys inside a cell that holds several values."""


class Form(StrEnum):
    """How a cell tells its numbers."""

    COUNT = "count"
    """The first of them."""
    SHARE = "share"
    """The first over the second."""
    WEIGHTED = "weighted share"
    """A share of people of different weights: no number can be worked out of it exactly."""
    PHRASE = "phrase"
    IN_WORDS = "in words"
    DISTANCE = "distance"
    NET = "net"
    """The first less the second, over the third."""
    OTHER = "other"
    """A mean, an interval, a sentence: something made of all of them."""
    ONE_PERSON = "one person's"
    """The least or the greatest value: what one person said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number of people (or of what the study counts) that a table tells, or that its others tell."""

    name: Name
    value: int
    label: str = ""
    """How a person is told which number it is."""
    of: Name | None = None
    """The number that it is a part of."""
    is_guarded: bool = True
    """Whether a small one says something of a few people. Not so: how many left a question blank."""
    is_told: bool = True
    """False: it stands in no cell, but others tell it, such as those who did not say yes."""
    is_known: bool = False
    """It stands in so many other places that to hide it here would hide nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """The parts make up the total. Where they `overlap`: each is at most it, and it at most their sum."""

    total: Name
    parts: tuple[Name, ...]
    overlap: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What a cell tells."""

    form: Form
    names: tuple[Name, ...]


@dataclass(slots=True)
class Figures:
    """Gathers the numbers of one table."""

    figures: dict[Name, Figure] = field(default_factory=dict)
    sums: dict[Sum, None] = field(default_factory=dict)
    told: dict[Place, Told] = field(default_factory=dict)
    titles: dict[str, tuple[Name, ...]] = field(default_factory=dict)
    """Column → the numbers that its title tells."""

    def add(self, figure: Figure) -> Name:
        """Take a number in; one that is there already stays."""
        self.figures.setdefault(figure.name, figure)
        return figure.name

    def part(self, name: Name, value: int, *, of: Name, label: str = "") -> Name:
        """Take in a part of a number, and with it the rest: who tells the one, tells the other."""
        whole = self.figures[of]
        guards = whole.value > 0
        self.add(Figure(name=name, value=value, label=label, of=of, is_guarded=guards))
        if name != of and value <= whole.value:
            rest = (*name, "not in", *of)
            left = whole.value - value
            said = f"{label} (all but these)"
            self.add(Figure(name=rest, value=left, label=said, of=of, is_told=False, is_guarded=guards))
            self.whole(of, (name, rest))
        return name

    def whole(self, total: Name, parts: tuple[Name, ...], *, overlap: bool = False) -> None:
        """Note that the parts make up the total. What is not so of these numbers is not noted."""
        values = [self.figures[name].value for name in parts]
        found = self.figures[total].value
        if (max(values, default=0) <= found <= sum(values)) if overlap else found == sum(values):
            self.sums[Sum(total=total, parts=parts, overlap=overlap)] = None

    def tell(self, row: int, key: str, form: Form, names: tuple[Name, ...]) -> None:
        """Note what a cell tells."""
        self.told[row, key, ()] = Told(form, names)

    def tell_inside(self, place: Place, form: Form, names: tuple[Name, ...]) -> None:
        """Note what one value of a cell with several tells."""
        self.told[place] = Told(form, names)
