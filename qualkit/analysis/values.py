"""Numbers and dates out of the answers of a column, and their periods."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import numpy as np

from qualkit.analysis.closed import ClosedAnswers, Item, Numbers, coded

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_PARTS = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?!\d)")
_WORDS = ("%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%d-%b-%y", "%B %d, %Y", "%b %d, %Y", "%B %Y", "%b %Y")
_MOST_MONTHS = 36
"""A longer time is shown by year."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Values:
    """A column of numbers, or of dates as days since year 1: one a record, nan where there is none."""

    column: Item
    """One level for everybody who gave a value; the other codes as always."""
    numbers: Numbers
    note: str = ""


def number_of(text: str) -> float | None:
    """The number that a cell holds; thousands may be marked by commas.

    >>> number_of("05"), number_of("1,200"), number_of("12.5"), number_of("about 3")
    (5.0, 1200.0, 12.5, None)
    """
    plain = text.strip()
    if re.fullmatch(r"[-+]?\d{1,3}(,\d{3})+(\.\d+)?", plain):
        plain = plain.replace(",", "")
    return float(plain) if re.fullmatch(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,2})?", plain) else None


def number_values(answers: ClosedAnswers) -> Values:
    """The numbers of a column; what is neither a number nor a known level is `UNKNOWN`."""
    return _values(answers, number_of)


def date_values(answers: ClosedAnswers) -> Values:
    """The dates of a column. `03/04/2025` is read day first unless the column shows otherwise."""
    day_first = _is_day_first(answers.labels)

    def days(text: str) -> float | None:
        found = date_of(text, day_first=day_first is not False)
        return float(found.toordinal()) if found else None

    found = _values(answers, days)
    is_open = day_first is None and any(_PARTS.match(label.strip()) for label in answers.labels)
    column = answers.question.column
    note = f"{column}: dates such as 03/04/2025 could be read both ways; read with the day first."
    return replace(found, note=note if is_open else "")


def date_of(text: str, *, day_first: bool = True) -> date | None:
    """The day that a cell names, whatever the time of day after it.

    >>> date_of("2020/06/05 11:34:01 AM EST"), date_of("8/21/2019 13:10", day_first=False)
    (datetime.date(2020, 6, 5), datetime.date(2019, 8, 21))
    >>> date_of("5 June 2020"), date_of("yesterday")
    (datetime.date(2020, 6, 5), None)
    """
    plain = text.strip()
    if match := _ISO.match(plain):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := _PARTS.match(plain):
        day, month = (1, 2) if day_first else (2, 1)
        year = int(match[3]) + (2000 if len(match[3]) == 2 else 0)
        return _day(year, int(match[month]), int(match[day]))
    for form in _WORDS:
        try:
            return datetime.strptime(plain, form).date()
        except ValueError:
            continue
    return None


def by_period(values: Values) -> Item:
    """Dates as levels: every month from the first to the last, or every year where those are too many."""
    given = values.numbers[values.column.codes >= 0]
    if not len(given):
        return replace(values.column, levels=())
    first, last = date.fromordinal(int(given.min())), date.fromordinal(int(given.max()))
    in_months = _month(last) - _month(first) < _MOST_MONTHS
    start, end = (_month(first), _month(last)) if in_months else (first.year, last.year)
    names = [f"{n // 12}-{n % 12 + 1:02}" if in_months else str(n) for n in range(start, end + 1)]
    codes = values.column.codes.astype(np.int16)
    days = {int(day): date.fromordinal(int(day)) for day in np.unique(given)}
    place = {day: (_month(at) if in_months else at.year) - start for day, at in days.items()}
    codes[codes >= 0] = [place[int(day)] for day in given]
    return replace(values.column, codes=codes, levels=tuple(names))


def _values(answers: ClosedAnswers, parse: Callable[[str], float | None]) -> Values:
    parsed = {label: parse(label) for label in answers.labels if label.strip()}
    found = {label: number for label, number in parsed.items() if number is not None}
    column = coded(answers, ("given",), dict.fromkeys(found, 0))
    numbers = np.array([*(found.get(label, np.nan) for label in answers.labels), np.nan])[answers.codes]
    return Values(column=column, numbers=np.where(column.codes >= 0, numbers, np.nan))


def _is_day_first(labels: Sequence[str]) -> bool | None:
    """What the dates of a column show; None where they show nothing."""
    parts = [match for label in labels if (match := _PARTS.match(label.strip()))]
    if any(int(match[1]) > 12 for match in parts):
        return True
    return False if any(int(match[2]) > 12 for match in parts) else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1
