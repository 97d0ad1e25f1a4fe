"""Flags: what somebody should look at before a passage is used, safeguarding first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Footer, Static

from qualkit.actions.flag_views import FlagView, flag_views
from qualkit.model.display import display_safe
from qualkit.tui.columns import counted, cut_title, one_line
from qualkit.tui.commands import bindings_for
from qualkit.tui.flagging import FlagAsking
from qualkit.tui.local_time import shown_when
from qualkit.tui.screens.study_screen import StudyScreen
from qualkit.tui.widgets.row_cells import in_column
from qualkit.tui.widgets.row_list import Part, RowList
from qualkit.tui.widgets.status_line import StatusLine
from qualkit.tui.widgets.title_line import TitleLine

_KIND, _WHO = 26, 8
_NONE = "Nothing is flagged. ! flags a passage while you read it."


class FlagList(RowList):
    """One row a flag."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.flags: Sequence[FlagView] = ()

    def open(self, flags: Sequence[FlagView]) -> None:
        """Show flags; the highlighted one stays so if it is among them."""
        before = self.highlighted_flag
        self.flags = flags
        ids = [one.flag.id for one in flags]
        here = before.flag.id if before else ""
        self.show_rows(len(flags), ids.index(here) if here in ids else min(self.highlighted, len(ids)))

    @property
    def highlighted_flag(self) -> FlagView | None:
        """The flag of the highlighted row."""
        return self.flags[self.highlighted] if self.highlighted < len(self.flags) else None

    def row_parts(self, row: int) -> Sequence[Part]:
        """What kind, where, by whom, what about."""
        view = self.flags[row]
        is_open = view.flag.cleared is None
        where = max(self.size.width // 3 - 4, 16)
        mark = "!" if view.is_untold else ("✓" if not is_open else "⚑")
        return [
            (" ", ""),
            (mark, "accent" if is_open else "dim"),
            (" ", ""),
            *in_column(view.flag.kind.shown, _KIND - 4, "bold" if is_open else "dim"),
            *in_column(cut_title(view.title, view.which, where), where, "" if is_open else "dim"),
            *in_column(view.flag.coder, _WHO, "dim"),
            (view.flag.text or view.words, "" if is_open else "dim"),
            (" ", ""),
        ]


class FlagsScreen(StudyScreen):
    """All flags; the highlighted one below with the words that it is on."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings_for("flags"))
    AUTO_FOCUS = "FlagList"
    CSS: ClassVar[str] = """
    FlagsScreen FlagList { height: 1fr; }
    #flag-details {
        height: 1fr; padding: 0 2; border-top: solid $border-blurred; scrollbar-size-vertical: 1;
    }
    #flag-details Static { height: auto; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._shows_cleared = False

    def compose(self) -> ComposeResult:
        """Title, flags, the highlighted one, what happened."""
        yield TitleLine()
        yield FlagList(id="flag-list")
        with VerticalScroll(id="flag-details", can_focus=False):
            yield Static("", id="flag-text", markup=False)
        yield StatusLine()
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Read the flags, and look from time to time whether somebody flagged something."""
        self.study_changed()
        self.follow()

    @property
    def _list(self) -> FlagList:
        return self.query_one(FlagList)

    @property
    def _asking(self) -> FlagAsking:
        return FlagAsking(app=self._app, then=self.study_changed)

    # ---- what is shown

    def study_changed(self) -> None:
        """Read the flags again and show them."""
        study = self._app.study
        self.note_event()
        found = self._app.attempt(flag_views, study, with_cleared=self._shows_cleared)
        if found is None:
            return
        self._list.open(found)
        open_ones = sum(one.flag.cleared is None for one in found)
        right = f"{counted(open_ones, 'flag')} to look at · {self._app.coder}"
        self.query_one(TitleLine).show(f"{study.title} ▸ Flags", right)
        self._describe()

    def _describe(self) -> None:
        view = self._list.highlighted_flag
        said = Content.styled(_NONE, "$foreground 60%") if view is None else _described(view)
        self.query_one("#flag-text", Static).update(said)
        self.query_one("#flag-details").scroll_home(animate=False)

    @on(RowList.Highlighted)
    def _highlighted(self, event: RowList.Highlighted) -> None:
        event.stop()
        self._describe()

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self._describe()
        if event.x < 0:
            self.action_go_there()

    # ---- what can be done

    def action_go_there(self) -> None:
        """Open the flagged passage."""
        view = self._list.highlighted_flag
        if view is not None:
            self._app.open_source(view.flag.source, view.flag.segment)

    def action_clear(self) -> None:
        """Settle the highlighted flag."""
        view = self._list.highlighted_flag
        if view is None:
            self._app.say(_NONE)
        elif view.flag.cleared is not None:
            self._app.say(f"{view.flag.cleared.by} has cleared it already.")
        else:
            self._asking.clear(view.flag)

    def action_told(self) -> None:
        """Say who was told of the highlighted flag."""
        view = self._list.highlighted_flag
        if view is None:
            self._app.say(_NONE)
        else:
            self._asking.told(view.flag)

    def action_cleared(self) -> None:
        """Show the cleared ones, too, or hide them."""
        self._shows_cleared = not self._shows_cleared
        self.study_changed()
        self._app.say(
            "The cleared ones are shown, too." if self._shows_cleared else "What is cleared is hidden."
        )


def _described(view: FlagView) -> Content:
    flag = view.flag
    by = f"{one_line(flag.coder)}, {shown_when(flag.created)}"
    where = f"   {one_line(view.title)}, {view.which}   {by}"
    lines = [Content.assemble((flag.kind.shown, "bold $accent"), (where, "$foreground 60%"))]
    lines += [Content(display_safe(flag.text))] if flag.text else []
    lines += [Content(f"Told: {one_line(told.who)}, {told.on} ({one_line(told.by)})") for told in flag.told]
    if view.is_untold and flag.cleared is None:
        lines.append(Content.styled("Nobody has been told yet: n says who was.", "$warning"))
    if flag.cleared:
        why = f"Cleared by {flag.cleared.by}, {shown_when(flag.cleared.at)}: {flag.cleared.reason}"
        lines.append(Content(display_safe(why)))
    speaker = f"{one_line(view.speaker)}: " if view.speaker else ""
    lines += [Content(""), Content.assemble((speaker, "$foreground 60%"), display_safe(view.words))]
    return Content("\n").join(lines)
