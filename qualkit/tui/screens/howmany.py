"""How many: one sentence to fill in, the counts below it, and the passages behind each number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.binding import BindingType

from qualkit.actions.count_views import CountView, PassageBehind, count_table, passages_behind
from qualkit.actions.dated_path import dated_path
from qualkit.actions.take_out import CopiedTable, copy_out, write_out
from qualkit.tui.commands import bindings_for
from qualkit.tui.count_lines import behind_title, passage_lines
from qualkit.tui.leaving_lines import with_small, wrote_small
from qualkit.tui.screens.count_asking import CountAskingScreen
from qualkit.tui.widgets.choose_one import ChooseOne
from qualkit.tui.widgets.row_list import RowList

_TAKES = {"": "first", "first": "last", "last": "any", "any": ""}
_TAKEN = {
    "": "Whoever is in several groups is refused.",
    "first": "Whoever is in several groups counts in the first.",
    "last": "Whoever is in several groups counts in the last.",
    "any": "Whoever is in several groups counts in each of them.",
}


class HowManyScreen(CountAskingScreen):
    """Counting from the coding."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings_for("howmany"))

    # ---- what is behind a number

    @on(RowList.Chosen, "#count-table")
    def _chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        if event.x >= 0 and (group := self.table.group_at(event.x)) is not None:
            self.table.choose_group(group)
        self.action_open()

    def action_open(self) -> None:
        """List the passages behind the highlighted number."""
        view, row, group = self.view, self.table.row, self.table.group
        if view is None or row is None:
            return
        if not (row.by[group] if group else row.found).count:
            self._app.say("There is no passage behind this.")
            return
        study = self._app.study
        self._app.slowly(
            lambda: passages_behind(study, view, row, group),
            lambda found: self._list(view, behind_title(view, row, group, len(found or ())), found),
        )

    def _list(self, view: CountView, title: str, found: Sequence[PassageBehind] | None) -> None:
        if not found or view is not self.view:
            return
        hint = "Type to find · Enter or click opens the text · Esc goes back"
        window = ChooseOne(title, passage_lines(found), hint=hint)
        self.app.push_screen(window, lambda chosen: self._go(found, chosen))

    def _go(self, found: Sequence[PassageBehind], chosen: str | None) -> None:
        if chosen is not None:
            passage = found[int(chosen)]
            self._app.open_source(passage.source, passage.key)

    # ---- how it is counted

    def action_take(self) -> None:
        """Another way to deal with who is in several groups."""
        self._counts_with(take=(taken := _TAKES[self.wish.counting.take]))
        self._app.say(_TAKEN[taken])

    def action_partial(self) -> None:
        """Take in what was read in part, or leave it out."""
        takes = not self.wish.counting.takes_partial
        self._counts_with(takes_partial=takes)
        self._app.say(f"What was read only in part is {'taken in' if takes else 'left out'}.")

    def action_anyway(self) -> None:
        """Count people in group discussions, or not."""
        anyway = not self.wish.counting.anyway
        self._counts_with(anyway=anyway)
        said = "counted: who spoke of it, silence is not disagreement" if anyway else "not counted"
        self._app.say(f"People in group discussions are {said}.")

    def action_bars(self) -> None:
        """Bars, or words."""
        if self.view is not None and self.view.groups:
            self._app.say("Groups are shown in figures: choose one with the arrows, left and right.")
            return
        self.table.show_bars(not self.table.has_bars)

    # ---- what leaves the screen

    def action_copy_table(self) -> None:
        """Copy the counts as a table."""
        study, wish = self._app.study, self.wish
        if self._has_counts():
            self._app.slowly(lambda: copy_out(study, count_table(study, wish)), self._copy)

    def _copy(self, found: CopiedTable | None) -> None:
        if found is not None:
            self._app.copy(found.text, found.html, what=f"the table{with_small(found.small)}")

    def action_hand_over(self, suffix: str) -> None:
        """Write the counts into a file."""
        study, wish = self._app.study, self.wish
        if self._has_counts():
            self._app.say("Writing the table …")
            path = dated_path(study, "how-many", suffix)
            self._app.slowly(
                lambda: write_out(study, count_table(study, wish), path),
                lambda small: self._handed_over(path, small),
            )

    def _handed_over(self, path: Path, small: int | None) -> None:
        if small is not None:
            self._app.handed_over([path])
            if small:
                self._app.say(wrote_small(path, small), is_warning=True)

    def _has_counts(self) -> bool:
        if self.view is None:
            self._app.say("There is nothing to hand over: nothing is counted.")
        return self.view is not None

    def _counts_with(self, **changes: object) -> None:
        counting = replace(self.wish.counting, **changes)  # type: ignore[arg-type]
        self.count(replace(self.wish, counting=counting))
