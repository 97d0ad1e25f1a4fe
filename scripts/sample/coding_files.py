"""The files of coding/ as `qualkit save` writes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from uuid import UUID, uuid5

from qualkit.store import work_rows
from sample.received import Received
from sample.work import AGREED, CODERS, Coded, Stage, Visit
from sample.workdays import Workdays

NAMESPACE = UUID("7f0c3a52-5a3e-4c0b-9a57-2f4f0d1f6f0e")
"""The study's own id; the ids of rows are made of it and of what the rows say."""
TextRow = dict[str, str]
Files = dict[str, list[TextRow]]
"""Path in the study → rows in the order of the file."""


def made_id(*said: object) -> str:
    """An id that says the same thing as long as the row does."""
    return str(uuid5(NAMESPACE, "\x1f".join(map(str, said))))


class Calendar:
    """The working time of everybody; what is agreed on is agreed on when both have read."""

    def __init__(self, days: Mapping[str, Workdays], seed: int) -> None:
        self.days = days
        self._random = {coder: Random(f"{coder} {seed}") for coder in days}

    def spend(self, coder: str, least: float, most: float) -> str:
        """Let a coder work for so many seconds, more or less."""
        return self.days[coder].spend(self._random[coder].uniform(least, most))

    def begin(self, stage: str) -> None:
        """Let the coders begin with something that came at this moment."""
        for coder in CODERS:
            self.days[coder].not_before(stage)

    def meet(self) -> None:
        """Let them agree, once both are through."""
        for coder in CODERS:
            self.days[AGREED].not_before(self.days[coder].now)


def coding_rows(received: Received, stages: Sequence[Stage], calendar: Calendar) -> Files:
    """codings.csv and readings.csv of every coder, from stages of work in their order.

    Raises ValueError where a code was made after its book had been read.
    """
    writer = _Rows(received, calendar)
    for stage in stages:
        calendar.begin(stage.begins)
        for visit in (one for one in stage.visits if one.coder != AGREED):
            writer.take(visit)
        calendar.meet()
        for visit in (one for one in stage.visits if one.coder == AGREED):
            writer.take(visit)
    files: Files = {}
    for name, rows in (("codings.csv", writer.codings), ("readings.csv", writer.readings)):
        for coder, own in rows.items():
            files[f"coding/{coder}/{name}"] = [row for _, row in sorted(own, key=lambda both: both[0])]
    return files


Ordered = dict[str, list[tuple[tuple[int | str, ...], TextRow]]]
"""Coder → rows, each with its place in the file."""


class _Rows:
    """Makes rows of visits, each at its time."""

    def __init__(self, received: Received, calendar: Calendar) -> None:
        self._received = received
        self._calendar = calendar
        self._paths = {
            code.id: f"{book.name}:{book.path(code.id)}" for book in received.books for code in book.codes
        }
        self._newest = {book.name: max(code.created for code in book.codes) for book in received.books}
        self._sources = {name: number for number, name in enumerate(received.sources)}
        self.codings: Ordered = {}
        self.readings: Ordered = {}

    def take(self, visit: Visit) -> None:
        """Let a coder read a passage, code it, and mark it as read."""
        segment = self._received.passage(visit.source, visit.segment)
        spot = (self._sources[visit.source], segment.ordinal)
        words = len(segment.text.split())
        begun = self._calendar.spend(visit.coder, 25 + words / 2, 60 + words)
        for one in sorted(visit.codings, key=lambda one: one.place):
            row = self._coding_row(visit, one)
            last = self._received.passage(visit.source, one.place.end_segment).ordinal
            order = (*spot, one.place.start, last, one.place.end, row["id"])
            self.codings.setdefault(visit.coder, []).append((order, row))
        read = self._calendar.days[visit.coder].now
        for number, book in enumerate(visit.books):
            if self._newest[book] > begun:
                raise ValueError(f"{book} has a code made on {self._newest[book]}, and was read on {begun}.")
            row = {"source": visit.source, "segment": visit.segment, "codebook": book, "at": read}
            self.readings.setdefault(visit.coder, []).append(((*spot, number), row))

    def _coding_row(self, visit: Visit, one: Coded) -> TextRow:
        place = one.place
        return {
            "id": coding_id(visit, one),
            "source": visit.source,
            "segment": place.segment,
            "start": str(place.start),
            "end_segment": place.end_segment,
            "end": str(place.end),
            "code_id": one.code,
            "code": self._paths[one.code],
            "quote": one.quote,
            "memo": one.memo,
            "origin": "by hand",
            "created": self._calendar.spend(visit.coder, 8, 35),
        }


def coding_id(visit: Visit, one: Coded) -> str:
    """The id of a coder's coding."""
    place = one.place
    ends = (place.segment, place.start, place.end_segment, place.end)
    return made_id("coding", visit.coder, visit.source, *ends, one.code)


def write_rows(folder: Path, files: Files) -> None:
    """Write rows into their files."""
    for path, rows in files.items():
        text = work_rows.rows_text(path.rsplit("/", 1)[1], rows)
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8", newline="")
