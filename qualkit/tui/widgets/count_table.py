"""Counts of codes: one row a code, with columns that can be walked along where there are groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Resize
from textual.message import Message

from qualkit.actions.count_views import CountView
from qualkit.analysis.prevalence import PrevalenceRow
from qualkit.tui.columns import fit
from qualkit.tui.count_lines import CountColumn, cell, columns, group_cells, row_name
from qualkit.tui.widgets.figure_rows import flush_right, share_bar
from qualkit.tui.widgets.row_cells import in_column
from qualkit.tui.widgets.row_list import Part, RowList

_GAP, _SHARE = 2, 7


class CountTable(RowList):
    """Left and right choose a group; Enter shows the passages behind the number."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "column(-1)", show=False),
        Binding("right", "column(1)", show=False),
        Binding("enter", "choose", "Passages"),
    ]

    class HeadChanged(Message):
        """The columns are other ones than before."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.view: CountView | None = None
        self.has_bars = False
        self.group = ""
        """The group whose numbers are meant; empty for all together."""
        self._first = 0
        """How many groups are out of sight to the left."""

    def open(self, view: CountView | None) -> None:
        """Show counts; the highlighted code stays so."""
        before = self.row.path if self.row else ""
        self.view = view
        if view is None or self.group not in view.groups:
            self.group, self._first = "", 0
        paths = [row.path for row in view.rows] if view else []
        self.styles.max_height = max(len(paths), 1)
        self.show_rows(len(paths), paths.index(before) if before in paths else 0)
        self._reveal_group()
        self.post_message(self.HeadChanged())

    @property
    def row(self) -> PrevalenceRow | None:
        """The highlighted row."""
        rows = self.view.rows if self.view else ()
        return rows[self.highlighted] if self.highlighted < len(rows) else None

    def show_bars(self, has_bars: bool) -> None:
        """Bars, or words."""
        self.has_bars = has_bars
        self.refresh()
        self.post_message(self.HeadChanged())

    # ---- columns

    def _columns(self) -> tuple[int, list[CountColumn]]:
        """(cells for the name, the columns in sight)."""
        if self.view is None:
            return 0, []
        name, every = columns(self.view, self.size.width - 2, has_bars=self.has_bars)
        if not self.view.groups:
            return name, list(every)
        shown = list(every[:1])
        room = self.size.width - 2 - name - sum(one.width + _GAP for one in shown)
        for column in every[1 + self._first :]:
            if room < column.width + _GAP:
                break
            shown.append(column)
            room -= column.width + _GAP
        return name, shown

    def head(self) -> Content:
        """The titles of the columns, set to the bottom."""
        name, shown = self._columns()
        height = max((len(column.title) for column in shown), default=0)
        lines = []
        for at in range(height):
            parts: list[str | tuple[str, str]] = [" " * (name + 1)]
            for column in shown:
                line = at - (height - len(column.title))
                text = column.title[line] if line >= 0 else ""
                is_chosen = column.group == self.group and column.kind in (
                    "group",
                    "count" * (not self.group),
                )
                style = "$accent" if is_chosen and self.view and self.view.groups else "$foreground 60%"
                parts += [" " * _GAP, (fit(text, column.width, is_number=column.is_number), style)]
            lines.append(Content.assemble(*parts))
        return Content("\n").join(lines)

    def hidden_groups(self) -> int:
        """How many groups are out of sight to the right."""
        if self.view is None or not self.view.groups:
            return 0
        return len(self.view.groups) - self._first - (len(self._columns()[1]) - 1)

    def action_column(self, direction: int) -> None:
        """The next group, or the one before."""
        groups = ["", *self.view.groups] if self.view else [""]
        at = groups.index(self.group) + direction
        if 0 <= at < len(groups) and len(groups) > 1:
            self.choose_group(groups[at])

    def choose_group(self, group: str) -> None:
        """Mean the numbers of a group."""
        self.group = group
        self._reveal_group()
        self.refresh()
        self.post_message(self.HeadChanged())

    def _reveal_group(self) -> None:
        if self.view is None or not self.group:
            return
        at = list(self.view.groups).index(self.group)
        self._first = min(self._first, at)
        while all(column.group != self.group for column in self._columns()[1]) and self._first < at:
            self._first += 1

    def group_at(self, x: int) -> str | None:
        """The group of the column under a cell; None where that is no group's."""
        name, shown = self._columns()
        at = name + 1
        for column in shown:
            at += _GAP + column.width
            if x < at:
                return column.group if column.kind == "group" and x > name else None
        return None

    def on_resize(self, event: Resize) -> None:
        """The columns keep to the width."""
        super().on_resize(event)
        self.post_message(self.HeadChanged())

    # ---- drawing

    def row_parts(self, row: int) -> Sequence[Part]:
        """The code and its numbers."""
        assert self.view is not None
        shown = self.view.rows[row]
        name, every = self._columns()
        kind = "bold" if shown.code is None or shown.depth == 0 else ""
        bare = row_name(shown).lstrip(" ")
        indent = len(row_name(shown)) - len(bare)
        parts: list[Part] = [(" " * (1 + indent), ""), *in_column(bare, name - indent, kind, gap=0)]
        for column in every:
            parts += [(" " * _GAP, ""), *self._cell(shown, column, is_highlighted=row == self.highlighted)]
        return [*parts, ("", "")]

    def _cell(self, row: PrevalenceRow, column: CountColumn, *, is_highlighted: bool) -> list[Part]:
        assert self.view is not None
        if column.kind == "bar":
            return [(share_bar(row.found.share or 0.0, column.width), "accent")]
        if column.kind == "group":
            number, share = group_cells(self.view, row, column.group)
            is_meant = column.group == self.group and is_highlighted
            kind = "accent" if is_meant else "dim" if number.startswith("0 ") else ""
            return [*flush_right(number, column.width - _SHARE, kind), *flush_right(share, _SHARE, kind)]
        text = cell(self.view, row, column)
        if not column.is_number:
            return [(text, "dim")]
        return flush_right(text, column.width, "" if row.found.count else "dim")
