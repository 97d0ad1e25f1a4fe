"""Times of the study as they are said here."""

from __future__ import annotations

from datetime import date, datetime


def now() -> datetime:
    """The present moment, here."""
    return datetime.now().astimezone()


def shown_when(stamp: str) -> str:
    """The time of day for today, else the date with it: `14:02`, `22 Nov 14:02`, `3 Dec 2025`."""
    try:
        local = datetime.fromisoformat(stamp).astimezone()
    except ValueError:  # a file that somebody edited
        return stamp
    if local.date() == now().date():
        return f"{local:%H:%M}"
    if local.year == now().date().year:
        return f"{local.day} {local:%b %H:%M}"
    return f"{local.day} {local:%b %Y}"


def shown_clock(stamp: str) -> str:
    """The time of day."""
    try:
        return f"{datetime.fromisoformat(stamp).astimezone():%H:%M}"
    except ValueError:
        return "     "


def shown_day(day: date | None) -> str:
    """A day as a heading: `Today`, `Sunday 22 November 2026`."""
    if day is None:
        return "At an unknown time"
    if day == now().date():
        return "Today"
    return f"{day:%A} {day.day} {day:%B %Y}"
