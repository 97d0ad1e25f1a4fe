"""Lost places: codings that a correction took the words from, to be put back by hand one by one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Footer, Static

from qualkit.actions.coding import remove_codings
from qualkit.actions.review_places import PlaceView, accept_places, places_to_review, replace_lost
from qualkit.model.coding import Anchor
from qualkit.tui.coded_text import CodedText
from qualkit.tui.columns import counted, cut
from qualkit.tui.commands import bindings_for
from qualkit.tui.layout import Spot, TextLayout
from qualkit.tui.open_source import OpenSource
from qualkit.tui.screens.study_screen import StudyScreen
from qualkit.tui.widgets.row_cells import in_column
from qualkit.tui.widgets.row_list import Part, RowList
from qualkit.tui.widgets.status_line import StatusLine
from qualkit.tui.widgets.text_view import TextView
from qualkit.tui.widgets.title_line import TitleLine

_DONE = "Every coding stands on its words."


class LostList(RowList):
    """A coding a row: its code, whose it is, what became of it, the words."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.places: Sequence[PlaceView] = ()

    def open(self, places: Sequence[PlaceView]) -> None:
        """Show codings; the highlighted row stays where it is."""
        self.places = places
        self.show_rows(len(places))

    def row_parts(self, row: int) -> Sequence[Part]:
        """One of them."""
        one = self.places[row]
        wide = self.size.width >= 100
        became = ("lost", "accent") if one.became is Anchor.LOST else ("changed", "dim")
        return [
            (" ", ""),
            *in_column(became[0], 7, became[1]),
            *in_column(one.code, 28 if wide else 18),
            *in_column(one.source, 18 if wide else 12, "dim"),
            *in_column(one.coder, 10 if wide else 6, "dim"),
            (f"“{one.quote}”", ""),
            (" ", ""),
        ]


class LostScreen(StudyScreen):
    """The codings above, the text of the highlighted one below, to mark where it belongs."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings_for("lost"))
    AUTO_FOCUS = "LostList"
    CSS: ClassVar[str] = """
    #lost-list { height: auto; min-height: 2; max-height: 25%; }
    #lost-words { height: auto; max-height: 4; padding: 0 1; border-top: solid $border-blurred; }
    #lost-text { height: 1fr; border-top: solid $border-blurred; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._places: tuple[PlaceView, ...] = ()
        self._open: OpenSource | None = None
        self._shown = ""
        """Id of the coding whose text is shown."""

    def compose(self) -> ComposeResult:
        """Title, the codings, the words as they were, the text as it is now."""
        yield TitleLine()
        yield LostList(id="lost-list")
        yield Static("", id="lost-words", markup=False)
        yield TextView(id="lost-text")
        yield StatusLine()
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Show what there is, and look from time to time whether there is more."""
        self.call_after_refresh(self.study_changed)
        self.follow()

    @property
    def _list(self) -> LostList:
        return self.query_one(LostList)

    @property
    def text(self) -> TextView:
        """The text of the highlighted coding."""
        return self.query_one(TextView)

    @property
    def place(self) -> PlaceView | None:
        """The highlighted coding."""
        return self._places[self._list.highlighted] if self._places else None

    def study_changed(self) -> None:
        """Read again which codings are to be looked at."""
        study = self._app.study
        self.note_event()
        found = self._app.attempt(places_to_review, study) or ()
        me = self._app.coder if self._app.is_blind else ""
        mine = [one for one in found if me in ("", one.coder)]
        self._places = tuple(sorted(mine, key=lambda one: one.became is not Anchor.LOST))
        self._list.open(self._places)
        lost = sum(one.became is Anchor.LOST for one in self._places)
        said = f"{lost} lost, {len(self._places) - lost} changed" if self._places else "none"
        self.query_one(TitleLine).show(f"{study.title} ▸ Lost places", f"{said} · {self._app.coder}")
        self._shown, self._open = "", None
        self._show_place()

    @on(RowList.Highlighted)
    def _highlighted(self, event: RowList.Highlighted) -> None:
        event.stop()
        self._show_place()

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self._show_place()
        self.text.focus()

    def _show_place(self) -> None:
        one, words = self.place, self.query_one("#lost-words", Static)
        if one is None:
            words.update(Content(_DONE))
            self.text.open((), CodedText(TextLayout((), 40)), may_run_on=False)
            return
        if one.coding == self._shown:
            return
        is_lost = one.became is Anchor.LOST
        room = max(40, 3 * (self.size.width - 4) - 80)
        words.update(
            Content.assemble(
                ("It was on: " if is_lost else "It is now on: ", "$foreground 60%"),
                f"“{cut(one.quote, room)}”  ",
                (_hint(one), "$foreground 60%"),
            )
        )
        self._show_text(one)
        self._shown = one.coding

    def _show_text(self, one: PlaceView) -> None:
        text = self.text
        if self._open is None or self._open.name != one.source:
            make = partial(OpenSource, self._app.study, one.source, is_blind=self._app.is_blind)
            self._open = self._app.attempt(make)
            if self._open is None:
                return
            text.open(self._open.segments, self._open.coded, may_run_on=self._open.may_run_on)
            text.page.marks, text.page.read = self._open.marks, self._open.read
        place = one.place if one.became is Anchor.CHANGED else one.proposed
        spots = self._open.spots_of(place) if place is not None else None
        if spots is not None:
            text.select(*spots)
        else:
            text.go(Spot(self._open.number_of(one.place.segment) or 0, 0))
        text.show_passage()

    # ---- what can be done

    def action_put_back(self) -> None:
        """Put the coding on what is marked in the text."""
        one = self.place
        if one is None or self._open is None:
            self._app.say(_DONE)
            return
        if self.text.selection is None:
            self._app.say("Mark the words in the text where it belongs, then press Enter.")
            self.text.focus()
            return
        place = self._open.place(*self.text.selection)
        if one.became is Anchor.CHANGED and place == one.place:
            self.action_accept()
        elif self._app.attempt(replace_lost, self._app.study, one.coding, place) is not None:
            self._done("It has its place again.")

    def action_accept(self) -> None:
        """Say that the coding stands well on its words as they are now."""
        one = self.place
        if one is None:
            self._app.say(_DONE)
        elif one.became is Anchor.LOST:
            self._app.say("It has no words now: mark where it belongs, or let it go with x.")
        elif self._app.attempt(accept_places, self._app.study, [one.coding]) is not None:
            self._done("It stands well.")

    def action_let_go(self) -> None:
        """Take the coding off."""
        one = self.place
        if one is not None and self._app.attempt(remove_codings, self._app.study, [one.coding]) is not None:
            self._done("Let go.")

    def _done(self, said: str) -> None:
        self.study_changed()
        self._list.focus()
        left = f"{counted(len(self._places), 'coding')} left." if self._places else _DONE
        self._app.say(f"{said} {left} Ctrl+Z undoes")

    def action_in_text(self) -> None:
        """Open the source where the coding stood."""
        if (one := self.place) is not None:
            is_there = self._open is not None and self._open.number_of(one.place.segment) is not None
            self._app.open_source(one.source, one.place.segment if is_there else "")

    def action_back(self) -> None:
        """Clear what is marked, go back to the list, then leave."""
        if not self.text.has_focus:
            self.app.pop_screen()
        elif not self.text.clear_selection():
            self._list.focus()


def _hint(one: PlaceView) -> str:
    if one.became is Anchor.CHANGED:
        return "Its words changed: a if it stands well, or mark other words and press Enter."
    if one.proposed is not None:
        return "The same words are marked below: Enter, twice, puts it back there."
    return "Mark below where it belongs and press Enter, or x lets it go."
