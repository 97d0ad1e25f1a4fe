"""More like this: the passages nearest in meaning, to be opened and coded."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.binding import BindingType

from qualkit.actions.code_passages import code_passages
from qualkit.actions.coding import Applied, NewCode
from qualkit.actions.copying import QuoteRow, quotes_at, quotes_table
from qualkit.model.codebook import Codebook
from qualkit.tui.columns import counted, cut
from qualkit.tui.commands import bindings_for
from qualkit.tui.leaving_lines import caution, cautions
from qualkit.tui.screens.like_showing import LikeShowingScreen
from qualkit.tui.screens.picking_codes import OfferingCodesScreen
from qualkit.tui.widgets.code_picker import CodePicker
from qualkit.tui.widgets.passage_rows import NearPassage
from qualkit.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from qualkit.tui.app import QualkitApp

_NARROW = 100


class LikeScreen(LikeShowingScreen, OfferingCodesScreen):
    """What is nearest in meaning to a passage, to words, or to what has a code."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings_for("like"))

    @property
    def _app(self) -> QualkitApp:
        return cast("QualkitApp", self.app)

    # ---- going elsewhere

    @on(RowList.Chosen, "#like-list")
    def _chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.action_open()

    def action_open(self) -> None:
        """Open the highlighted passage in its source."""
        if (one := self.rows.highlighted_passage) is not None:
            self._app.open_source(one.passage.segment.source, one.passage.segment.key)

    def action_back(self) -> None:
        """Stop looking, take marks away, then leave."""
        if self.stop():
            self._tell("Stopped.")
        elif self.rows.marked:
            self.rows.mark_all(is_so=False)
        else:
            self.app.pop_screen()

    # ---- marking and coding

    def action_mark(self) -> None:
        """Mark the highlighted passage, and go on to the next."""
        self.rows.mark(self.rows.highlighted)
        self.rows.highlight(self.rows.highlighted + 1)

    def action_mark_all(self) -> None:
        """Mark all of them, or none."""
        self.rows.mark_all(is_so=len(self.rows.marked) < self.rows.count)

    def action_code(self) -> None:
        """Choose codes for what is meant; those that were asked for come first."""
        if not self.rows.meant():
            self._app.say("There is no passage to code.")
            return
        picker = CodePicker(self.books, self.rows.code_marks, last=list(self.code_ids))
        if self.size.width < _NARROW:
            picker.add_class("-below")
        self.app.push_screen(picker, self._picked)

    @property
    def _books(self) -> Sequence[Codebook]:
        return self.books

    def _apply(self, code_ids: Sequence[str]) -> None:
        self._code(code_ids, None)

    def _make(self, wanted: NewCode) -> None:
        self._code(wanted.others, wanted)

    def _code(self, code_ids: Sequence[str], wanted: NewCode | None) -> None:
        meant = [one.passage for one in self.rows.meant()]
        if not meant or not (code_ids or wanted):
            return
        like = self.found.similar.title if self.found else ""
        do = partial(code_passages, self._app.study, meant, code_ids, like=like, make=wanted)
        if (applied := self._app.attempt(do)) is not None:
            self.rows.mark_all(is_so=False)
            self._app.refresh_study()
            self._app.say(_coded_said(applied))

    # ---- copying

    def action_copy(self) -> None:
        """Copy the highlighted passage as a quote; those that are marked as a table."""
        rows = [row for one in self.rows.meant() for row in self._quotes(one)]
        if len(rows) == 1:
            self._app.copy(rows[0].line, what=f"the quote{caution(rows[0])}")
        elif rows:
            self._app.copy(*quotes_table(rows), what=f"{counted(len(rows), 'quote')}{cautions(rows)}")

    def _quotes(self, one: NearPassage) -> Sequence[QuoteRow]:
        passage = one.passage
        return self._app.attempt(quotes_at, self._app.study, passage.segment.source, [passage.place]) or ()


def _coded_said(applied: Applied) -> str:
    names = ", ".join(cut(path, 40) for path in applied.codes)
    number = counted(len(applied.quotes), "passage")
    if not applied.added:
        return f"Already coded so: {names}."
    already = len(applied.quotes) * len(applied.codes) - applied.added
    known = f" {already:,} of it was coded so already." if already else ""
    return f"Coded {number}: {names}.{known} Ctrl+Z undoes"
