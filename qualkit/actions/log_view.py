"""The whole log to leaf through: who and when at once, sentences only for what is looked at."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from enum import StrEnum
from pathlib import Path

from qualkit.actions.log_lines import LogLine, lines_numbered
from qualkit.actions.provenance import provenance
from qualkit.model.table import Column, Table
from qualkit.model.text import fold_line
from qualkit.store import log_rows
from qualkit.study import Study


class Work(StrEnum):
    """Kinds of work, as they are called on screen."""

    CODING = "Coding"
    READING = "Reading"
    CODEBOOK = "Codebook"
    MEMOS = "Memos"
    QUOTES = "Quotes"
    FILES = "Files in and out"
    UNDO = "Undo and redo"
    OTHER = "Other work"


_WORK = {
    "code": Work.CODING,
    "remove codes": Work.CODING,
    "propose": Work.CODING,
    "recode": Work.CODING,
    "import codings": Work.CODING,
    "finish": Work.READING,
    "unread": Work.READING,
    "memo": Work.MEMOS,
    "add": Work.FILES,
    "export": Work.FILES,
    "save": Work.FILES,
    "undo": Work.UNDO,
    "redo": Work.UNDO,
}
_BY_WORD = (("code", Work.CODEBOOK), ("quote", Work.QUOTES), ("bank", Work.QUOTES))
"""Verbs such as `make code`, `merge codes`, `import codebook`, `choose quotes`."""


def work_of(verb: str) -> Work:
    """The kind of work that a verb of the log stands for."""
    if verb in _WORK:
        return _WORK[verb]
    return next((work for word, work in _BY_WORD if word in verb), Work.OTHER)


@dataclass(slots=True)
class LogView:
    """The log, newest first. `rows` are the places of events in it that pass the filters."""

    study: Study
    only_mine: bool = False
    headings: list[log_rows.Heading] = field(default_factory=list)
    _lines: dict[int, LogLine] = field(default_factory=dict)
    _last: int = 0

    def renew(self) -> None:
        """Take in what was done since."""
        with self.study.database.reading() as connection:
            fresh = log_rows.headings(connection, after=self._last)
            if self.headings and fresh and fresh[-1][1] < self.headings[0][1]:
                # a colleague's log was joined: older events came
                fresh, self.headings = log_rows.headings(connection), []
        self._last = max((one[0] for one in fresh), default=self._last)
        if self.only_mine:
            fresh = [one for one in fresh if one[2] == self.study.coder]
        self.headings = fresh + self.headings

    def coders(self) -> list[str]:
        """Everybody in the log, by name."""
        return sorted({one[2] for one in self.headings}, key=str.casefold)

    def works(self) -> list[Work]:
        """The kinds of work in the log, in their order."""
        found = {work_of(verb) for verb in {one[3] for one in self.headings}}
        return [work for work in Work if work in found]

    def line(self, row: int) -> LogLine:
        """An event as a sentence; those around it are read with it."""
        number = self.headings[row][0]
        if number not in self._lines:
            around = self.headings[max(row - _AHEAD, 0) : row + _AHEAD]
            self._read([one[0] for one in around])
        return self._lines[number]

    def rows(self, *, who: str = "", work: Work | None = None, words: str = "") -> list[int]:
        """The rows that pass the filters, newest first. Words are looked for in the sentences: 100,000 take
        about 2 s the first time."""
        verbs = {verb for verb in {one[3] for one in self.headings} if work in (None, work_of(verb))}
        found = [
            row
            for row, (_, _, coder, verb) in enumerate(self.headings)
            if verb in verbs and who in ("", coder)
        ]
        wanted = fold_line(words)
        if not wanted:
            return found
        self._read([self.headings[row][0] for row in found])
        return [row for row in found if wanted in fold_line(self.line(row).text)]

    def _read(self, numbers: Sequence[int]) -> None:
        self._lines |= lines_numbered(self.study, [one for one in numbers if one not in self._lines])

    def days(self, rows: Sequence[int]) -> list[tuple[date | None, int]]:
        """(local day, index in `rows` of its first event) for each day, newest first; None for no real date.

        One bisection a day: a log of years opens at once.
        """
        found: list[tuple[date | None, int]] = []
        at = 0
        while at < len(rows):
            stamp = self.headings[rows[at]][1]
            day = local_day(stamp)
            found.append((day, at))
            start = _midnight(day) if day else stamp
            # newest first: the day's events are those not before its midnight
            past = bisect_left(rows, True, at, key=lambda row: self.headings[row][1] < start)
            at = max(past, at + 1)
        return found


_AHEAD = 100


def local_day(stamp: str) -> date | None:
    """The day of a time of the log, here; None for what is no time."""
    try:
        return datetime.fromisoformat(stamp).astimezone().date()
    except ValueError:
        return None


def _midnight(day: date) -> str:
    return datetime.combine(day, time.min).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def log_to_hand_over(view: LogView, rows: Sequence[int], filter: str = "") -> Table:
    """Some events as a table, oldest first."""
    lines = [view.line(row) for row in reversed(rows)]
    return Table(
        id="log",
        title=f"Log of {view.study.title}",
        columns=(
            Column(key="at", title="When"),
            Column(key="coder", title="Who"),
            Column(key="did", title="What"),
        ),
        rows=tuple({"at": _clock(line.at), "coder": line.coder, "did": line.did} for line in lines),
        provenance=provenance(view.study, "log", filter=filter, coder="any"),
    )


def _clock(stamp: str) -> str:
    try:
        return f"{datetime.fromisoformat(stamp).astimezone():%Y-%m-%d %H:%M}"
    except ValueError:
        return stamp


def export_log(view: LogView, rows: Sequence[int], path: Path, *, filter: str = "") -> Path:
    """Write some events as Word, Excel, web page or csv by the file's ending."""
    from qualkit.actions.quotes import log_export
    from qualkit.exports.render import write_table

    path.parent.mkdir(exist_ok=True)
    write_table(log_to_hand_over(view, rows, filter), path)
    log_export(view.study, [path.name], events=len(rows))
    return path
