"""Numbers and addresses by which a person in Britain could be found, with their checks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Found:
    """Words that may tell who somebody is, half-open, and what they are."""

    start: int
    end: int
    sort: str


def is_nhs_number(digits: str) -> bool:
    """Whether ten digits are an NHS number: modulus 11 (NHS Data Dictionary).

    >>> is_nhs_number("9434765919"), is_nhs_number("9434765918")
    (True, False)
    """
    numbers = [int(digit) for digit in digits if digit.isdecimal()]
    if len(numbers) != 10:
        return False
    check = 11 - sum(number * weight for number, weight in zip(numbers, range(10, 1, -1), strict=False)) % 11
    return check % 11 == numbers[9] and check != 10


def is_phone_number(given: str) -> bool:
    """Whether digits are long enough for a British telephone number, and begin as one."""
    digits = re.sub(r"\D", "", given.replace("(0)", ""))
    digits = "0" + digits[2:] if digits.startswith("44") else digits
    return digits.startswith(("01", "02", "03", "07", "08")) and len(digits) in (10, 11)


_MONTH = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    "nov(?:ember)?|dec(?:ember)?)"
)
_YEAR = r"(?:19|20)\d\d"
_ALWAYS: Callable[[str], bool] = lambda _words: True  # noqa: E731 - a default check
_PATTERNS: tuple[tuple[str, re.Pattern[str], Callable[[str], bool]], ...] = (
    ("e-mail", re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII), _ALWAYS),
    ("web address", re.compile(r"\b(?:https?://|www\.)[^\s<>\"]+[\w/]", re.IGNORECASE), _ALWAYS),
    ("handle", re.compile(r"(?<![\w@.])@\w[\w.]{1,28}\w"), _ALWAYS),
    ("NHS number", re.compile(r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)"), is_nhs_number),
    (
        # the prefixes that are never given are let stand: people change a letter, and it is still theirs
        "National Insurance number",
        re.compile(r"(?<![A-Za-z0-9])[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D](?![A-Za-z0-9])", re.IGNORECASE),
        _ALWAYS,
    ),
    (
        "telephone",
        re.compile(r"(?<![\w+])(?:\+44 ?(?:\(0\) ?)?|\(?0)\d(?:[ -]?\(?\d\)?){8,10}(?!\w)"),
        is_phone_number,
    ),
    (
        "postcode",
        re.compile(
            r"(?<![A-Za-z0-9])(?:GIR ?0AA|[A-PR-UWYZ](?:\d{1,2}|[A-HK-Y]\d|[A-HK-Y]\d\d|\d[A-HJKPSTUW]"
            r"|[A-HK-Y]\d[ABEHMNPRVWXY]) ?\d[ABD-HJLNP-UW-Z]{2})(?![A-Za-z0-9])",
            re.IGNORECASE,
        ),
        _ALWAYS,
    ),
    (
        "registration plate",
        re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}\d{2} ?[A-Z]{3}(?![A-Za-z0-9])"),
        lambda words: not re.search("[IQ]", words[:2]),
    ),
    ("date", re.compile(rf"(?<!\d)(?:[0-3]?\d)[/.-](?:[01]?\d)[/.-](?:{_YEAR}|\d\d)(?!\d)"), _ALWAYS),
    (
        "date",
        re.compile(rf"\b(?:[0-3]?\d(?:st|nd|rd|th)?(?: of)? )?{_MONTH},? {_YEAR}\b", re.IGNORECASE),
        _ALWAYS,
    ),
    (
        "address",
        re.compile(
            r"\b\d{1,4}[a-z]?,? (?:[A-Z][\w'’]+ ){1,3}"
            r"(?:Road|Rd|Street|St|Avenue|Ave|Lane|Close|Drive|Way|Court|Crescent|Place|Gardens|Terrace|Grove)\b"
        ),
        _ALWAYS,
    ),
)  # fmt: skip


def identifiers(text: str) -> Iterator[Found]:
    """Each e-mail, address, number and date in a text, none over another."""
    taken: list[tuple[int, int]] = []
    for sort, pattern, is_one in _PATTERNS:
        for found in pattern.finditer(text):
            start, end = found.span()
            if is_one(found[0]) and not any(start < stop and end > begin for begin, stop in taken):
                taken.append((start, end))
                yield Found(start=start, end=end, sort=sort)
