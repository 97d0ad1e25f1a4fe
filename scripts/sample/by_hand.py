"""What was coded by hand: tables of quotes and codes, each row found again in what was received."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from qualkit.errors import QualkitError
from qualkit.model.codepath import find_code
from qualkit.model.place import Place
from sample.received import Received
from sample.work import AGREED, CODERS, Coded, Visit

HERE = Path(__file__).parent / "by_hand"
ALL = "both"
"""Coded alike by each of the two, and so agreed on."""

Spot = tuple[str, str, str, str]
"""(coder, source, segment, codebook)."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table."""

    file: str
    number: int
    said: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return (self.said.get(column) or "").strip()

    @contextmanager
    def noting(self, problems: list[str]) -> Iterator[None]:
        """What goes wrong is noted with the file and the row, and the next row has its turn."""
        try:
            yield
        except (ValueError, QualkitError) as error:
            problems.append(f"{self.file}, row {self.number}: {error}")


def refuse(problems: Sequence[str]) -> None:
    """Raise ValueError with all problems, if there is any."""
    if problems:
        raise ValueError("\n".join(problems))


def rows_of(pattern: str, but: Sequence[str] = ()) -> Iterator[Row]:
    """The rows of the tables whose names fit, and begin with none of `but`."""
    for path in sorted(HERE.glob(pattern)):
        if not path.name.startswith(tuple(but)):
            with path.open(encoding="utf-8", newline="") as file:
                yield from (Row(path.name, number, row) for number, row in enumerate(csv.DictReader(file), 2))


def place_of(received: Received, row: Row, source: str) -> tuple[Place, str]:
    """Where the words of a row stand, and the exact words from its beginning to its end."""
    first = received.passage(source, row["segment"])
    last_key = row["end_segment"] or row["segment"]
    start = _only(first.text, row["quote"], row["segment"])
    if last_key == row["segment"]:
        end = start + len(row["quote"])
        return Place(segment=first.key, start=start, end_segment=first.key, end=end), row["quote"]
    last = received.passage(source, last_key)
    if not first.text.endswith(row["quote"]):
        raise ValueError(f'"{row["quote"]}" is not how passage {first.key} ends.')
    if not last.text.startswith(row["to"]):
        raise ValueError(f'"{row["to"]}" is not how passage {last.key} begins.')
    between = received.between(source, first.key, last.key)[1:-1]
    words = "\n".join([row["quote"], *(one.text for one in between), row["to"]])
    place = Place(segment=first.key, start=start, end_segment=last.key, end=len(row["to"]))
    return place, words


def _only(text: str, quote: str, key: str) -> int:
    if not quote or text.count(quote) != 1:
        raise ValueError(f'"{quote}" stands {text.count(quote)} times in passage {key}: {text[:60]}…')
    return text.index(quote)


def visits(received: Received) -> list[Visit]:
    """Every reading that the tables tell of, with its codings; agreed has read what both have.

    Raises ValueError with file and row of everything that does not fit.
    """
    problems: list[str] = []
    read = _readings(received, problems)
    coded = _codings(received, read, problems)
    refuse(problems)
    return [
        Visit(
            coder=coder,
            source=source,
            segment=segment,
            books=tuple(book.name for book in received.books if (coder, source, segment, book.name) in read),
            codings=tuple(coded.get((coder, source, segment), {}).values()),
        )
        for coder, source, segment in dict.fromkeys(spot[:3] for spot in read)
    ]


def _readings(received: Received, problems: list[str]) -> dict[Spot, None]:
    """Who has read what, in the order of the tables."""
    read: dict[Spot, None] = {}
    known = {book.name for book in received.books}
    for row in rows_of("readings*.csv"):
        with row.noting(problems):
            source = received.named(row["source"])
            if row["codebook"] not in known:
                raise ValueError(f'There is no codebook "{row["codebook"]}".')
            for coder in _coders(row["coder"]):
                for one in received.between(source, row["first"], row["last"]):
                    read[coder, source, one.key, row["codebook"]] = None
    both = [
        (AGREED, *spot[1:])
        for spot in read
        if spot[0] == CODERS[0] and all((coder, *spot[1:]) in read for coder in CODERS)
    ]
    return read | dict.fromkeys(both)


def _coders(said: str) -> tuple[str, ...]:
    if said not in (*CODERS, AGREED, ALL):
        raise ValueError(f'"{said}" is no coder.')
    return CODERS if said == ALL else (said,)


Places = dict[tuple[str, str, str], dict[tuple[Place, str], Coded]]
"""(coder, source, segment) → (place, code) → coding."""


def _codings(received: Received, read: Mapping[Spot, None], problems: list[str]) -> Places:
    coded: Places = {}
    for row in rows_of("*.csv", but=("readings", "bank")):
        with row.noting(problems):
            source = received.named(row["source"])
            book, code = find_code(row["code"], received.books)
            place, words = place_of(received, row, source)
            one = Coded(place=place, code=code.id, quote=words, memo=row["memo"])
            for coder in _who(row, (source, place.segment, book.name), read):
                coded.setdefault((coder, source, place.segment), {})[place, code.id] = one
    return coded


def _who(row: Row, spot: tuple[str, str, str], read: Mapping[Spot, None]) -> Iterable[str]:
    """The coders of a row: what both coded alike is agreed on, too."""
    coders = _coders(row["coder"])
    for coder in coders:
        if (coder, *spot) not in read:
            raise ValueError(f"{coder} has not read passage {spot[1]} of {spot[0]} for {spot[2]}.")
    return (*coders, AGREED) if row["coder"] == ALL else coders
