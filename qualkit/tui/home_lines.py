"""The lines of Home: progress by codebook, what wants attention, what was done lately."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from textwrap import wrap
from typing import TYPE_CHECKING

from textual.content import Content

from qualkit.tui.columns import bar, counted, cut, fit, one_line
from qualkit.tui.local_time import shown_when

if TYPE_CHECKING:
    from qualkit.actions.log_lines import LogLine
    from qualkit.actions.source_progress import SourceProgress
    from qualkit.actions.workspace import HomeView, Matter

_SIZE, _BAR, _GAP = 15, 10, 2
_MARKS = {
    "safeguarding": "!",
    "to be destroyed": "!",
    "flagged": "⚑",
    "awaiting agreement": "?",
    "lost their place": "!",
    "changed here and in the files": "!",
}


def source_heading(view: HomeView, width: int) -> Content:
    """The titles over the sources' columns."""
    name, books, _ = _widths(view, width)
    titles = "".join("  " + fit(book, _BAR) for book in view.codebooks[:books])
    by = "  by" if view.shows_counts else ""
    return Content.styled(fit("Read and coded", name + _GAP) + " " * _SIZE + titles + by, "bold $accent")


def source_line(view: HomeView, one: SourceProgress, width: int, coder: str) -> Content:
    """A source: title, size, a bar a codebook, and who has read how much of it."""
    name, books, by = _widths(view, width)
    size = counted(one.total, one.source.kind.segment_noun) if view.shows_counts else ""
    bars = "".join("  " + _progress(one, book) for book in view.codebooks[:books])
    return Content.assemble(
        fit(one.source.title, name),
        " " * _GAP,
        (fit(size, _SIZE), "$foreground 70%"),
        (bars, "$accent"),
        (f"  {cut(_by(one, coder), by)}" if view.shows_counts and by > 4 else "", "$foreground 70%"),
    )


def _widths(view: HomeView, width: int) -> tuple[int, int, int]:
    """(cells for the title, how many codebooks have a bar, cells for who read)."""
    books = min(len(view.codebooks), 4 if width > 100 else 3 if width > 90 else 2)
    bars = books * (_BAR + _GAP)
    left = width - _SIZE - bars - 2 * _GAP
    name = min(max(left * 3 // 5, 18), 44)
    return name, books, max(left - name - _GAP, 0)


def _progress(one: SourceProgress, book: str) -> str:
    """The bar of what anybody has read for the codebook."""
    read = one.read_by_any.get(book, 0)
    return bar(read, one.total, _BAR) if read else "–" + " " * (_BAR - 1)


def _by(one: SourceProgress, coder: str) -> str:
    most: dict[str, int] = {}
    for by_coder in one.read.values():
        for name, number in by_coder.items():
            most[name] = max(most.get(name, 0), number)
    names = sorted(most, key=lambda name: (name != coder, name.casefold()))
    return " · ".join(f"{'you' if name == coder else one_line(name)} {most[name]:,}" for name in names)


def matter_line(matter: Matter, width: int) -> Content:
    """One thing that wants attention."""
    mark = _MARKS.get(matter.kind.value, "○")
    style = "$warning" if mark == "!" else ""
    lines = wrap(one_line(matter.text), max(width - 6, 20))
    return Content.styled(f"  {mark} " + "\n    ".join(lines), style)


def go_on_line(text: str, key: str) -> Content:
    """Something to go on with, and its key."""
    return Content.assemble(f"  {text}", (f"  {key}", "$foreground 60%"))


def blinded(view: HomeView, coder: str) -> HomeView:
    """The study at a glance as if this coder worked alone."""
    return replace(
        view,
        sources=tuple(_alone(one, coder) for one in view.sources),
        matters=tuple(matter for matter in view.matters if matter.kind.value != "awaiting agreement"),
    )


def _alone(one: SourceProgress, coder: str) -> SourceProgress:
    mine = {book: by[coder] for book, by in one.read.items() if coder in by}
    return replace(one, read={book: {coder: number} for book, number in mine.items()}, read_by_any=mine)


def lately_lines(lately: Sequence[LogLine], width: int) -> Content:
    """Who did what lately, newest first."""
    if not lately:
        return Content("")
    lines = [Content.styled("\n Lately", "bold $accent")]
    for line in lately:
        when, who = fit(shown_when(line.at), 12), fit(line.coder, 12)
        lines.append(Content.assemble((f"   {when}  {who}", "$foreground 60%"), cut(line.did, width - 34)))
    return Content("\n").join(lines)
