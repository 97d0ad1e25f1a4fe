"""Shares as a reader meets them: `53% (293 of 558)`, and in words that claim no more than the figure."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from qualkit.model.table import Value

NAMED: tuple[tuple[Fraction, str], ...] = (
    (Fraction(1, 20), "1 in 20"),
    (Fraction(1, 10), "1 in 10"),
    (Fraction(1, 9), "1 in 9"),
    (Fraction(1, 8), "1 in 8"),
    (Fraction(1, 7), "1 in 7"),
    (Fraction(1, 6), "1 in 6"),
    (Fraction(1, 5), "1 in 5"),
    (Fraction(1, 4), "a quarter"),
    (Fraction(3, 10), "3 in 10"),
    (Fraction(1, 3), "a third"),
    (Fraction(2, 5), "2 in 5"),
    (Fraction(1, 2), "half"),
    (Fraction(3, 5), "3 in 5"),
    (Fraction(2, 3), "two thirds"),
    (Fraction(7, 10), "7 in 10"),
    (Fraction(3, 4), "three quarters"),
    (Fraction(4, 5), "4 in 5"),
    (Fraction(5, 6), "5 in 6"),
    (Fraction(9, 10), "9 in 10"),
    (Fraction(19, 20), "19 in 20"),
)
"""The fractions that have a name, ascending."""
ABOUT, JUST = (Fraction(1, 100), Fraction(1, 10)), (Fraction(3, 100), Fraction(1, 5))
"""How far a share may be from the fraction it is said to be: at most so many hundredths, and at most that
part of the fraction (or of what is left of it to one, if that is less)."""
_FINE = 10**12
"""Weighted shares are read to twelve decimals: below is the noise of adding weights up."""
FEW, NEARLY_ALL = Fraction(1, 100), Fraction(97, 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class InWords:
    """A share in words, and how far the fraction that they name is from the exact share (0..1)."""

    text: str
    distance: float | None

    def __str__(self) -> str:
        return self.text


def percent(count: int, base: int, places: int = 1) -> str:
    """A percentage from exact counts, rounded half up; nobody is 0 and everybody is 100, nothing else.

    >>> percent(289, 2000), percent(1, 4000), percent(3999, 4000), percent(0, 7, places=0)
    ('14.5%', 'under 0.1%', 'over 99.9%', '0%')
    """
    scale = 10**places
    parts, whole = (2 * 100 * scale * count + base) // (2 * base), 100 * scale
    if parts == 0 and count:
        return f"under {_decimal(1, places)}%"
    if parts == whole and count < base:
        return f"over {_decimal(whole - 1, places)}%"
    return f"{_decimal(parts, places)}%"


def phrase(count: int, base: int) -> str:
    """A share as it stands in a sentence, with what it is of.

    >>> phrase(293, 558), phrase(1, 1082), phrase(1081, 1082), phrase(0, 0)
    ('53% (293 of 558)', 'under 1% (1 of 1,082)', 'over 99% (1,081 of 1,082)', 'no share (0 of 0)')
    """
    if base == 0:
        return f"no share ({count:,} of 0)"
    return f"{percent(count, base, places=0)} ({count:,} of {base:,})"


def weighted_phrase(share: float, base: int) -> str:
    """A weighted share, which is not a count of people.

    >>> weighted_phrase(0.3719, 1615)
    '37% (weighted, of 1,615)'
    """
    return f"{percent(round(share * _FINE), _FINE, places=0)} (weighted, of {base:,})"


def in_words(count: int, base: int) -> InWords:
    """A share in words.

    | the share | the words |
    |---|---|
    | 0; 1 | none; all |
    | exactly a fraction of `NAMED` | its name: `3 in 5` |
    | within 1 point of one, and a tenth of it | `about 1 in 7` |
    | within 3 points, and a fifth of it | `just over half`, `nearly two thirds` |
    | further than that from every one | the next one below: `more than 2 in 5` |
    | below all of them; under 1 in 100 | `fewer than 1 in 20`; `fewer than 1 in 100` |
    | from 97 in 100 | `nearly all` |

    So 45 of 100 are never half. What "a fifth of it" is a part of is the smaller of the fraction and of
    what is left of it to one. Of two fractions as near, the one with the plainer name.

    >>> [in_words(n, 100).text for n in (53, 50, 45, 64, 14, 60, 2, 98)]  # doctest: +NORMALIZE_WHITESPACE
    ['just over half', 'half', 'more than 2 in 5', 'nearly two thirds', 'about 1 in 7', '3 in 5',
     'fewer than 1 in 20', 'nearly all']
    """
    if base == 0:
        return InWords(text="", distance=None)
    share = Fraction(count, base)
    if share > 1:
        return InWords(text="more than its base", distance=float(share - 1))
    if share in (0, 1):
        return InWords(text="all" if share else "none", distance=0.0)
    text, fraction = _near(share) or _bounded(share)
    return InWords(text=text, distance=float(abs(share - fraction)))


def spoken(count: int, base: int, share: float | None, *, is_weighted: bool = False) -> dict[str, Value]:
    """The values of `phrase`, `in_words` and `in_words_distance` in a row; empty without a share."""
    if share is None:
        return {"phrase": "", "in_words": "", "in_words_distance": None}
    words = in_words(round(share * _FINE), _FINE) if is_weighted else in_words(count, base)
    said = weighted_phrase(share, base) if is_weighted else phrase(count, base)
    return {"phrase": said, "in_words": words.text, "in_words_distance": words.distance}


def _near(share: Fraction) -> tuple[str, Fraction] | None:
    fraction, name = min(NAMED, key=lambda named: (abs(share - named[0]), named[0].denominator))
    gap, reach = abs(share - fraction), min(fraction, 1 - fraction)
    if gap == 0:
        return name, fraction
    if gap <= min(ABOUT[0], ABOUT[1] * reach):
        return f"about {name}", fraction
    if gap <= min(JUST[0], JUST[1] * reach) and share < NEARLY_ALL:
        return f"{'just over' if share > fraction else 'nearly'} {name}", fraction
    return None


def _bounded(share: Fraction) -> tuple[str, Fraction]:
    if share < FEW:
        return "fewer than 1 in 100", FEW
    if share < NAMED[0][0]:
        return f"fewer than {NAMED[0][1]}", NAMED[0][0]
    if share >= NEARLY_ALL:
        return "nearly all", Fraction(1)
    fraction, name = max(named for named in NAMED if named[0] < share)
    return f"more than {name}", fraction


def _decimal(parts: int, places: int) -> str:
    """Whole parts of 10^-places as a decimal."""
    return f"{parts // 10**places}.{parts % 10**places:0{places}}" if places else str(parts)
