"""Concordance: a word with what stands before and behind it, wherever it is said."""

from __future__ import annotations

from typing import ClassVar, get_args

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Footer, Static

from qualkit.actions.dated_path import dated_path
from qualkit.actions.kwic import Concordance, Sort, kwic, kwic_table
from qualkit.actions.search import search
from qualkit.actions.take_out import CopiedTable, copy_out, write_out
from qualkit.tui.commands import bindings_for
from qualkit.tui.found_words import FoundWords
from qualkit.tui.latest import Latest
from qualkit.tui.leaving_lines import with_small, wrote_small
from qualkit.tui.screens.study_screen import StudyScreen
from qualkit.tui.search_wish import SearchWish
from qualkit.tui.widgets.place_list import PlaceList
from qualkit.tui.widgets.row_list import RowList
from qualkit.tui.widgets.status_line import StatusLine
from qualkit.tui.widgets.title_line import TitleLine

_SORTS: dict[Sort, str] = {
    "place": "in the order of the texts",
    "left": "by the words before",
    "right": "by the words behind",
}
_CONTEXT = 20
"""Words on each side; the screen shows as many as there is room for."""


class ConcordanceScreen(StudyScreen):
    """Places one below the other; Enter goes to the passage."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings_for("concordance"))
    AUTO_FOCUS = "PlaceList"
    CSS: ClassVar[str] = """
    #concordance-told { height: 1; padding: 0 1; color: $foreground 75%; }
    PlaceList { height: 1fr; }
    """

    def __init__(self, wish: SearchWish) -> None:
        super().__init__()
        self._wish = wish
        self._sort: Sort = "place"
        self.found: Concordance | None = None
        self._finding = Latest[Concordance](self, self._took)

    def compose(self) -> ComposeResult:
        """How much there is, and the places."""
        yield TitleLine()
        yield Static("", id="concordance-told", markup=False)
        yield PlaceList(id="concordance-places")
        yield StatusLine()
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Find the places."""
        self.study_changed()
        self.follow()

    @property
    def is_ready(self) -> bool:
        """Whether the places are there."""
        return not self._finding.is_busy

    @property
    def places(self) -> PlaceList:
        """The places, as rows."""
        return self.query_one(PlaceList)

    def study_changed(self) -> None:
        """Find the places again: the texts are others."""
        self.note_event()
        study, wish, sort = self._app.study, self._wish, self._sort
        self.query_one(TitleLine).show(f"{study.title} ▸ {wish.words}", study.coder)
        self._finding.ask(
            lambda: kwic(study, wish.words, wish.limits, by=wish.by, context=_CONTEXT, sort=sort)
        )

    def _took(self, found: Concordance) -> None:
        self.found = found
        self.places.open(found.lines)
        self.query_one("#concordance-told", Static).update(f"{found.told} {_SORTS[self._sort].capitalize()}.")

    def action_sort(self) -> None:
        """Another order."""
        orders: tuple[Sort, ...] = get_args(Sort)
        self._sort = orders[(orders.index(self._sort) + 1) % len(orders)]
        self.study_changed()

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        if event.x < 0:
            self.action_open()

    def action_open(self) -> None:
        """Open the passage of the highlighted place."""
        if (line := self.places.highlighted_line) is None:
            return
        study, wish = self._app.study, self._wish
        found = self._app.attempt(search, study, wish.words, wish.limits, by=wish.by, page=(0, 1_000))
        if found is not None:
            self._app.open_source(line.source, line.segment, FoundWords.of(line.source, found.hits))

    # ---- what leaves the study

    def action_copy(self) -> None:
        """Copy the places as a table."""
        study, found, limits = self._app.study, self.found, self._wish.limits
        if found is not None:
            self._app.slowly(lambda: copy_out(study, kwic_table(study, found, limits)), self._copy)

    def _copy(self, found: CopiedTable | None) -> None:
        if found is not None:
            self._app.copy(found.text, found.html, what=f"the table{with_small(found.small)}")

    def action_hand_over(self, suffix: str) -> None:
        """Write the places into a file."""
        study, found, limits = self._app.study, self.found, self._wish.limits
        if found is None or not found.lines:
            self._app.say("There is nothing to hand over: nothing was found.")
            return
        path = dated_path(study, "concordance", suffix)

        def handed_over(small: int | None) -> None:
            if small is not None:
                self._app.handed_over([path])
                if small:
                    self._app.say(wrote_small(path, small), is_warning=True)

        self._app.slowly(lambda: write_out(study, kwic_table(study, found, limits), path), handed_over)
