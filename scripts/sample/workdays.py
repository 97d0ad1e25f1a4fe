"""When somebody in a small team works: their days of the week, and the hours of a day spent on reading."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

HOURS = ((time(8, 40), time(11, 20)), (time(12, 30), time(14, 50)))
"""In UTC, an hour behind British summer time. Reading tires: nobody reads notes like these all day."""


class Workdays:
    """The working time of one person, handed out moment by moment."""

    def __init__(self, first: date, weekdays: Sequence[int]) -> None:
        self._weekdays = frozenset(weekdays)
        self._now = datetime.combine(first, time(0), UTC)
        self._settle()

    @property
    def now(self) -> str:
        """The present moment as the study's files write it."""
        return self._now.strftime("%Y-%m-%dT%H:%M:%SZ")

    def spend(self, seconds: float) -> str:
        """Work so long; gives the moment at its end. What has no time left waits for the next stretch."""
        self._now += timedelta(seconds=round(seconds))
        if self._settle():
            self._now += timedelta(seconds=round(seconds))
        return self.now

    def not_before(self, moment: str) -> None:
        """Go on with the first working day after a moment, if that is still to come."""
        if not moment:
            return
        other = datetime.strptime(moment, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        if other > self._now:
            self._now = datetime.combine(other.date() + timedelta(days=1), time(0), UTC)
            self._settle()

    def _settle(self) -> bool:
        """Move on to working time; gives whether it was not."""
        for _ in range(14):
            if self._now.weekday() in self._weekdays:
                for begin, end in HOURS:
                    if self._now.time() < begin:
                        self._now = datetime.combine(self._now.date(), begin, UTC)
                        return True
                    if self._now.time() <= end:
                        return False
            self._now = datetime.combine(self._now.date() + timedelta(days=1), time(0), UTC)
        raise ValueError("Nobody works on no day of the week.")
