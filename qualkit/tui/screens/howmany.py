"""How many: one sentence to fill in, the counts below it, and the passages behind each number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.binding import BindingType

from qualkit.actions.copying import table_to_copy
from qualkit.actions.count_views import CountView, PassageBehind, count_table, export_table, passages_behind
from qualkit.actions.dated_path import dated_path
from qualkit.model.table import Table
from qualkit.tui.commands import bindings_for
from qualkit.tui.count_lines import behind_title, passage_lines
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
            self._app.slowly(lambda: count_table(study, wish), self._copy)

    def _copy(self, table: Table | None) -> None:
        if table is not None:
            text, html = table_to_copy(table)
            self._app.copy(text, html, what="the table")

    def action_hand_over(self, suffix: str) -> None:
        """Write the counts into a file."""
        study, wish = self._app.study, self.wish
        if self._has_counts():
            self._app.say("Writing the table …")
            self._app.slowly(
                lambda: export_table(study, count_table(study, wish), dated_path(study, "how-many", suffix)),
                lambda done: self._app.handed_over([done]) if done else None,
            )

    def _has_counts(self) -> bool:
        if self.view is None:
            self._app.say("There is nothing to hand over: nothing is counted.")
        return self.view is not None

    def _counts_with(self, **changes: object) -> None:
        counting = replace(self.wish.counting, **changes)  # type: ignore[arg-type]
        self.count(replace(self.wish, counting=counting))
