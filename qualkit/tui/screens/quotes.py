"""Quotes: choose the passages for the bank, put them in order, shorten them, and hand the bank over."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import BindingType

from qualkit.actions import bank
from qualkit.actions.bank import BankQuote
from qualkit.actions.edit_codebook import describe_code
from qualkit.actions.hand_over import Suffix, hand_over
from qualkit.errors import QualkitError
from qualkit.tui.commands import bindings_for
from qualkit.tui.quote_lines import people_lines, short
from qualkit.tui.screens.bank_screen import BankScreen
from qualkit.tui.screens.message import Field, FormWindow
from qualkit.tui.widgets.quote_rows import QuoteRows, place_of
from qualkit.tui.widgets.quote_windows import ListWindow, ParagraphWindow, WordingWindow
from qualkit.tui.widgets.row_list import RowList

_NO_QUOTE = "There is no quote here: choose another theme."


class QuotesScreen(BankScreen):
    """The quote bank, theme by theme."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings_for("quotes"))

    # ---- choosing

    def action_choose(self) -> None:
        """Choose the highlighted quote, or leave it out again."""
        if quote := self._highlighted():
            self._choose(quote)

    @on(QuoteRows.Ticked)
    def _ticked(self, event: QuoteRows.Ticked) -> None:
        event.stop()
        self._choose(self.rows.quotes[event.row])

    def _choose(self, quote: BankQuote) -> None:
        was_chosen = self.rows.is_chosen(quote)
        change = bank.unchoose if was_chosen else bank.choose
        if self._app.attempt(change, self._app.study, [quote.coding_id]) is None:
            return
        self._app.say(f"{'Left out' if was_chosen else 'Chosen'}: {short(quote)} Ctrl+Z undoes")
        self.tick(quote, is_chosen=not was_chosen)

    def action_move(self, direction: int) -> None:
        """Print the highlighted quote earlier or later in its theme."""
        quote = self._highlighted()
        if quote is None:
            return
        if not self.rows.is_chosen(quote):
            self._app.say("Only chosen quotes have an order: Space chooses this one.")
            return
        neighbour = self.neighbour(quote, direction)
        if neighbour is None:
            self._app.say(f"It is the {'first' if direction < 0 else 'last'} of the chosen ones already.")
            return
        side = {"before" if direction < 0 else "after": neighbour.coding_id}
        if self._did(partial(bank.move_quote, self._app.study, quote.coding_id, **side)):
            self.swap(quote, neighbour)
            self._app.say(f"Moved {'up' if direction < 0 else 'down'}: {short(quote)}")

    def action_display(self) -> None:
        """Mark the highlighted quote for being set apart, or take the mark away."""
        quote = self._highlighted()
        if quote is None:
            return
        wanted = quote.quote is None or not quote.quote.is_display
        if self._did(partial(bank.mark_for_display, self._app.study, quote.coding_id, wanted)):
            self._app.say(f"{'For display' if wanted else 'No longer for display'}: {short(quote)}")
            self.renew(keep=quote.coding_id)

    def _did(self, change: Callable[[], None]) -> bool:
        """Make a change; gives whether the study allowed it."""

        def make() -> bool:
            change()
            return True

        return self._app.attempt(make) is not None

    # ---- wording and attribution

    @on(RowList.Chosen, "#quote-rows")
    def _opened(self, event: RowList.Chosen) -> None:
        event.stop()
        self.action_word()

    def action_word(self) -> None:
        """Open the wording of the highlighted quote."""
        quote = self._highlighted()
        if quote is None:
            return
        if quote.withheld:
            self._app.say(f"This passage is not printed: {quote.withheld}", is_warning=True)
            return
        self.app.push_screen(
            WordingWindow(
                f"Wording · {place_of(quote)}",
                quote.wording,
                verbatim=quote.verbatim,
                keep=lambda wording: self._word(quote, wording),
            )
        )

    def _word(self, quote: BankQuote, wording: str) -> str:
        """Keep a wording; gives why it may not stand so, or nothing."""
        if wording == quote.wording:
            return ""
        try:
            printed = bank.word_quote(self._app.study, quote.coding_id, wording)
        except QualkitError as error:
            return " ".join(str(error).split())
        as_said = " as it was said" if printed == quote.verbatim else ""
        self._app.say(f"Kept{as_said}: “{printed[:60]}{'…' if len(printed) > 60 else ''}” Ctrl+Z undoes")
        self.renew(keep=quote.coding_id)
        return ""

    def action_attribute(self) -> None:
        """Write by whom the highlighted quote is."""
        quote = self._highlighted()
        if quote is None:
            return
        own = quote.quote.attribution if quote.quote else ""
        hint = quote.attribution if not own else "as the study says"
        form = FormWindow(
            "By whom, as it will print",
            [Field(label="Attribution", value=own, hint=hint)],
            accept="Keep",
            text="Left empty, it is as the study says. Take care that it does not tell who spoke.",
        )
        self.app.push_screen(form, lambda lines: self._attribute(quote, lines))

    def _attribute(self, quote: BankQuote, lines: tuple[str, ...] | None) -> None:
        if lines is None:
            return
        if self._did(partial(bank.attribute_quote, self._app.study, quote.coding_id, lines[0])):
            self._app.say(f"Prints as: – {lines[0]}" if lines[0] else "Prints as the study says.")
            self.renew(keep=quote.coding_id)

    def _highlighted(self) -> BankQuote | None:
        quote = self.rows.quote
        if quote is None and self.theme is not None:
            self._app.say(_NO_QUOTE)
        return quote

    # ---- the theme and the people

    def action_summary(self) -> None:
        """Write the theme's paragraph."""
        if (theme := self.theme) is None:
            return
        window = ParagraphWindow(
            f"Summary of {theme.code.name}",
            theme.code.summary,
            note="It opens the theme in the bank: what was said, by whom, and what speaks against it.",
        )
        code_id = theme.code.id
        self.app.push_screen(window, lambda text: self._summarise(code_id, text))

    def _summarise(self, code_id: str, text: str | None) -> None:
        if text is None:
            return
        if self._app.attempt(describe_code, self._app.study, code_id, summary=text) is not None:
            self._app.say("The summary is kept. Ctrl+Z undoes" if text else "The summary is taken away.")
            self.renew()

    def action_people(self) -> None:
        """Show who is quoted how often, and who never."""
        if self.view is not None:
            self.app.push_screen(ListWindow("Who is quoted", people_lines(self.view)))

    # ---- handing over

    def action_hand_over(self, suffix: Suffix) -> None:
        """Write the bank as a file."""
        if self.view is None or not self.view.themes:
            self._app.say("Nothing is coded yet, so there is nothing to hand over.")
            return
        self._app.say("Writing the quote bank …")
        study = self._app.study
        self._app.slowly(
            lambda: hand_over(study, suffix),
            lambda paths: self._app.handed_over(paths) if paths else None,
        )

    def action_copy_quote(self) -> None:
        """Copy the quote as it will print."""
        from qualkit.actions.copying import quote_line

        if quote := self._printable():
            self._app.copy(quote_line(quote.wording, quote.attribution), what="the quote")

    def action_copy_row(self) -> None:
        """Copy the quote with its place, as a table."""
        from qualkit.actions.copying import QuoteRow, quotes_table

        if quote := self._printable():
            row = QuoteRow(
                quote=quote.wording,
                attribution=quote.attribution,
                place=place_of(quote),
                code=quote.path,
                consent=quote.passage.quotation,
                voice=quote.passage.voice,
            )
            text, html = quotes_table([row])
            self._app.copy(text, html, what="the quote with its place")

    def _printable(self) -> BankQuote | None:
        quote = self._highlighted()
        if quote is not None and quote.withheld:
            self._app.say(f"Not copied. {quote.withheld}", is_warning=True)
            return None
        return quote

    def action_go(self) -> None:
        """Open the text where the highlighted quote stands."""
        if quote := self._highlighted():
            self._app.open_source(quote.passage.source, quote.passage.segment)
