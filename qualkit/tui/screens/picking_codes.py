"""Choosing codes for what is marked: from the picker, by the digits they are pinned to, or as a new code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from textual import on
from textual.screen import Screen

from qualkit import settings
from qualkit.actions.coding import NewCode
from qualkit.model.codebook import Code, Codebook
from qualkit.tui.widgets.code_picker import Picked
from qualkit.tui.widgets.code_rows import CodeRows
from qualkit.tui.widgets.code_tree import CodeTree
from qualkit.tui.widgets.make_code import MakeCode

if TYPE_CHECKING:
    from qualkit.tui.app import QualkitApp
    from qualkit.tui.open_answers import OpenAnswers
    from qualkit.tui.open_source import OpenSource

_PINS = 9


class OfferingCodesScreen(Screen[None]):
    """A screen that takes codes from the picker; each says what `_apply` and `_make` mean there."""

    if TYPE_CHECKING:

        def _apply(self, code_ids: Sequence[str]) -> None:
            """Put these codes on what is marked."""

        def _make(self, wanted: NewCode) -> None:
            """Make a code and put it on what is marked."""

    @property
    def _app(self) -> QualkitApp:
        return cast("QualkitApp", self.app)

    if TYPE_CHECKING:  # each screen says what these are there

        @property
        def _books(self) -> Sequence[Codebook]:
            """Where a new code can stand."""

    @property
    def _parent_of_new(self) -> str | None:
        """The code under which a new one is offered to stand."""
        return None

    def _picked(self, picked: Picked | None) -> None:
        if picked is None:
            return
        if picked.make:
            self._offer_code(picked.make, picked.code_ids)
        else:
            self._apply(picked.code_ids)

    def _offer_code(self, name: str, others: tuple[str, ...] = ()) -> None:
        """Ask for the place of a new code; codes ticked with it are applied with it, or without it."""

        def take(wanted: NewCode | None) -> None:
            if wanted is None:
                self._apply(others)
            else:
                self._make(replace(wanted, others=others))

        self.app.push_screen(MakeCode(name, self._books, parent=self._parent_of_new), take)


class PickingCodesScreen(OfferingCodesScreen):
    """What the screens have in common that apply codes to what is open, with a codebook beside it."""

    if TYPE_CHECKING:

        @property
        def opened(self) -> OpenSource | OpenAnswers:
            """What is being coded."""

    @property
    def _books(self) -> Sequence[Codebook]:
        return self.opened.books

    @property
    def _parent_of_new(self) -> str | None:
        highlighted = self.query_one(CodeRows).highlighted_code
        return highlighted.parent if highlighted else None

    def action_pinned(self, digit: int) -> None:
        """Apply the code that a digit belongs to."""
        pinned = self.query_one(CodeRows).pinned
        if digit <= len(pinned):
            self._apply([pinned[digit - 1]])
        else:
            self._app.say(f"No code has the digit {digit} yet: highlight one in the codebook and press p.")

    def action_pin(self) -> None:
        """Give the highlighted code a digit, or take it away."""
        if (code := self.query_one(CodeRows).highlighted_code) is not None:
            self._pin(code)

    @on(CodeTree.PinAsked)
    def _pin_clicked(self, event: CodeTree.PinAsked) -> None:
        event.stop()
        self._pin(self.opened.codes[event.code_id])

    def _pin(self, code: Code) -> None:
        rows = self.query_one(CodeRows)
        pins = list(rows.pinned)
        if code.id in pins:
            pins.remove(code.id)
            said = f'"{code.name}" has no digit any more.'
        elif len(pins) < _PINS:
            pins.append(code.id)
            said = f'The digit {len(pins)} now applies "{code.name}".'
        else:
            said = "All nine digits are taken: unpin a code first."
        rows.pinned = pins
        rows.refresh()
        settings.remember_pins(self._app.study.folder, pins)
        self._app.say(said)
