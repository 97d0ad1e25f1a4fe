"""Log: who did what, when, in sentences, by days."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Footer, Input, Static

from qualkit.actions.dated_path import dated_path
from qualkit.actions.log_lines import LogLine
from qualkit.actions.log_view import LogView, Work, export_log
from qualkit.model.display import display_safe
from qualkit.tui.columns import counted, one_line
from qualkit.tui.commands import bindings_for
from qualkit.tui.local_time import shown_clock, shown_day, shown_when
from qualkit.tui.screens.study_screen import StudyScreen
from qualkit.tui.widgets.filter_line import FilterLine
from qualkit.tui.widgets.row_cells import in_column
from qualkit.tui.widgets.row_list import Part, RowList
from qualkit.tui.widgets.status_line import StatusLine
from qualkit.tui.widgets.title_line import TitleLine


class LogList(RowList):
    """Days as headings, and under each what was done, newest first."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.view: LogView | None = None
        self.rows: Sequence[int] = ()
        """The places in the log of the events that are shown."""
        self._days: Sequence[tuple[date | None, int]] = ()
        self._tops: list[int] = []
        """The row of each day's heading."""

    def open(self, log: LogView, rows: Sequence[int]) -> None:
        """Show some events; the highlighted one stays so if it is among them."""
        before = self._number_at(self.highlighted)
        self.view, self.rows = log, rows
        self._days = log.days(rows)
        self._tops = [first + number for number, (_, first) in enumerate(self._days)]
        self.show_rows(len(rows) + len(self._days), self._row_of(before))

    def _number_at(self, row: int) -> int:
        event = self.event_at(row)
        return self.view.headings[self.rows[event]][0] if self.view and event is not None else 0

    def _row_of(self, number: int) -> int:
        """The row of an event; the first one where it is not shown."""
        if self.view is not None and number and self.highlighted > 1:
            for event, row in enumerate(self.rows):
                if self.view.headings[row][0] == number:
                    firsts = [first for _, first in self._days]
                    return event + bisect_right(firsts, event)
        return 1

    def event_at(self, row: int) -> int | None:
        """The index in `rows` of the event in a row of the list; None for a heading."""
        day = bisect_right(self._tops, row) - 1
        if day < 0 or self._tops[day] == row or row >= self.count:
            return None
        return row - day - 1

    def line_at(self, row: int) -> LogLine | None:
        """What was done, as a row of the list says it; None for a heading."""
        event = self.event_at(row)
        return self.view.line(self.rows[event]) if self.view and event is not None else None

    def row_parts(self, row: int) -> Sequence[Part]:
        """A day, or when and who did what."""
        line = self.line_at(row)
        if line is None:
            day = self._days[bisect_right(self._tops, row) - 1][0]
            return [(" ", ""), (shown_day(day), "accent"), ("", "")]
        return [("   ", ""), *in_column(shown_clock(line.at), 5, "dim"), (line.text, ""), (" ", "")]

    def go_to_day(self, direction: int) -> None:
        """Highlight the first event of the day before or after."""
        day = bisect_right(self._tops, self.highlighted) - 1
        at_first = self.highlighted <= self._tops[day] + 1 if self._tops else True
        wanted = day + direction if direction > 0 or at_first else day
        if 0 <= wanted < len(self._tops):
            self.highlight(self._tops[wanted] + 1)


class LogScreen(StudyScreen):
    """The audit trail; the highlighted sentence below in full."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings_for("log"))
    AUTO_FOCUS = "LogList"
    CSS: ClassVar[str] = """
    LogScreen LogList { height: 1fr; }
    #log-line { height: 3; padding: 0 2; border-top: solid $border-blurred; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._view: LogView | None = None

    def compose(self) -> ComposeResult:
        """What is shown, the sentences, the highlighted one."""
        yield TitleLine()
        yield FilterLine("All work", title="Which work?")
        yield LogList(id="log-list")
        yield Static("", id="log-line", markup=False)
        yield StatusLine()
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Read the log, and look from time to time whether there is more."""
        self._view = LogView(self._app.study, only_mine=self._app.is_blind)
        self.study_changed()
        self.follow()

    @property
    def _list(self) -> LogList:
        return self.query_one(LogList)

    @property
    def _filters(self) -> FilterLine:
        return self.query_one(FilterLine)

    def study_changed(self) -> None:
        """Take in what was done since, and show it."""
        if self._view is None:
            return
        self.note_event()
        self._app.attempt(self._view.renew)
        self._filters.offer(self._view.coders(), self._view.works())
        self._show()

    @on(FilterLine.Changed)
    def _show(self) -> None:
        assert self._view is not None
        log, filters = self._view, self._filters
        work = Work(filters.kind) if filters.kind else None
        if filters.words:
            who, words = filters.who, filters.words
            self._app.slowly(lambda: log.rows(who=who, work=work, words=words), self._show_rows)
        else:
            self._show_rows(log.rows(who=filters.who, work=work))

    def _show_rows(self, rows: list[int] | None) -> None:
        if rows is None or self._view is None:
            return
        self._list.open(self._view, rows)
        everything = len(self._view.headings)
        of_all = "" if len(rows) == everything else f" of {everything:,}"
        number = counted(len(rows), "step")
        self.query_one(TitleLine).show(
            f"{self._app.study.title} ▸ Log", f"{number}{of_all} · {self._app.coder}"
        )
        self._describe()

    def _describe(self) -> None:
        line = self._list.line_at(self._list.highlighted)
        if line is not None:
            when = (f"{shown_when(line.at)}  ", "$foreground 60%")
            shown = Content.assemble(when, display_safe(one_line(line.text)))
        else:
            shown = Content(
                "" if self._list.rows else "Nothing like that was done: Esc shows everything again."
            )
        self.query_one("#log-line", Static).update(shown, layout=False)

    @on(RowList.Highlighted)
    @on(RowList.Chosen)
    def _highlighted(self, event: RowList.Highlighted | RowList.Chosen) -> None:
        event.stop()
        self._describe()

    @on(Input.Submitted)
    def _found(self, event: Input.Submitted) -> None:
        event.stop()
        self._list.focus()

    # ---- what can be done

    def action_find(self) -> None:
        """Type words."""
        self._filters.ask_words()

    def action_who(self) -> None:
        """Choose whose work."""
        self._filters.ask_who()

    def action_work(self) -> None:
        """Choose which work."""
        self._filters.ask_kind()

    def action_day(self, direction: int) -> None:
        """Go to the day before or after."""
        self._list.go_to_day(direction)

    def action_back(self) -> None:
        """Show everything again, then leave."""
        cleared = self._filters.clear()
        if not self._list.has_focus:
            self._list.focus()
        elif not cleared:
            self.app.pop_screen()

    def action_hand_over(self, suffix: str) -> None:
        """Write the work that is shown into a file."""
        log, rows, said = self._view, list(self._list.rows), self._filters.said
        if log is None or not rows:
            self._app.say("There is nothing to hand over.")
            return
        self._app.say("Writing the log …")
        self._app.slowly(
            lambda: export_log(log, rows, dated_path(log.study, "log", suffix), filter=said),
            lambda done: self._app.handed_over([done]) if done else None,
        )
