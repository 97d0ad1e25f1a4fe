"""The quote bank on the screen: its themes, a theme's quotes, and the highlighted one in its context."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.events import Resize
from textual.screen import Screen
from textual.widgets import Footer, Static

from qualkit.actions import workspace
from qualkit.actions.bank import BankQuote, BankTheme, BankView, bank_view
from qualkit.errors import QualkitError
from qualkit.tui.code_marks import CodeMark, code_marks
from qualkit.tui.quote_lines import (
    NOTHING_CODED,
    balance_line,
    chosen_line,
    quote_details,
    warning_line,
)
from qualkit.tui.widgets.quote_head import QuoteHead
from qualkit.tui.widgets.quote_rows import QuoteRows
from qualkit.tui.widgets.quote_themes import ThemeList
from qualkit.tui.widgets.row_list import RowList
from qualkit.tui.widgets.status_line import StatusLine
from qualkit.tui.widgets.title_line import TitleLine

if TYPE_CHECKING:
    from qualkit.study import Study
    from qualkit.tui.app import QualkitApp

WIDE = 100
"""Columns from which the themes are shown unless hidden."""
_LOOK_EVERY = 1.2
"""Seconds between looks for other people's work."""
_Fetched = tuple[BankView, dict[str, CodeMark]]


class BankScreen(Screen[None]):
    """What a screen with the quote bank shows. It changes nothing; QuotesScreen does."""

    AUTO_FOCUS = "#quote-rows"
    CSS: ClassVar[str] = """
    #quote-columns { height: 1fr; }
    #quote-themes { width: 32; border-right: solid $border-blurred; }
    #quote-rows { width: 1fr; }
    #quote-details-box {
        height: 9; padding: 0 1; border-top: solid $border-blurred; scrollbar-size-vertical: 1;
    }
    #quote-details { height: auto; }
    #quote-empty { padding: 1 2; height: 1fr; display: none; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.view: BankView | None = None
        self.theme: BankTheme | None = None
        self._marks: dict[str, CodeMark] = {}
        self._told: dict[str, bool] = {}
        """Coding id → chosen or not, as the study was just told."""
        self._keep = ""
        """Coding id of the quote to be highlighted when the bank was read anew."""
        self._are_themes_shown: bool | None = None
        """None: as wide as the screen is."""
        self._is_reading = False
        self._is_stale = False
        self.is_ready = False
        """Whether the bank as it is now is shown."""

    def compose(self) -> ComposeResult:
        """Title, themes, quotes, the highlighted one, what happened."""
        yield TitleLine("Quote bank")
        yield QuoteHead(id="quote-head")
        with Horizontal(id="quote-columns"):
            yield ThemeList(id="quote-themes")
            with Vertical():
                yield QuoteRows(id="quote-rows")
        yield Static(NOTHING_CODED, id="quote-empty", markup=False)
        with VerticalScroll(id="quote-details-box"):
            yield Static("", id="quote-details", markup=False)
        yield StatusLine()
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Read the bank, and look from time to time whether somebody has worked on it."""
        self._fold()
        self.call_after_refresh(self.renew)
        self.set_interval(_LOOK_EVERY, self._look)

    @property
    def _app(self) -> QualkitApp:
        return cast("QualkitApp", self.app)

    @property
    def rows(self) -> QuoteRows:
        """The theme's quotes."""
        return self.query_one(QuoteRows)

    # ---- reading the bank

    def study_changed(self) -> None:
        """Undo or redo has changed the study."""
        self.renew()

    def on_screen_resume(self) -> None:
        """Coming back, what was done meanwhile is shown."""
        self._look()

    def _look(self) -> None:
        if self.view is None or self._is_reading or not self.is_active or not self._app.has_study:
            return
        newest = self._app.attempt(workspace.last_event, self._app.study)
        if newest is not None and newest != self.view.last_event:
            self.renew()

    def renew(self, *, keep: str = "") -> None:
        """Read the bank anew, beside the keys; the quote with that coding id is highlighted then."""
        self._keep = keep or self._keep
        self.is_ready, self._is_stale = False, True
        if not self._is_reading:
            self._read()

    def _read(self) -> None:
        self._is_reading, self._is_stale = True, False
        study = self._app.study
        coder = study.coder if self._app.is_blind else ""
        self.run_worker(lambda: self._fetch(study, coder), thread=True)

    def _fetch(self, study: Study, coder: str) -> None:
        try:
            fetched: _Fetched | QualkitError = _fetched(study, coder)
        except QualkitError as error:
            fetched = error
        self.app.call_from_thread(self._take, fetched)

    def _take(self, fetched: _Fetched | QualkitError) -> None:
        self._is_reading = False
        if self not in self.app.screen_stack:  # left while the bank was being read
            return
        if self._is_stale:
            self._read()
        elif isinstance(fetched, QualkitError):
            self._app.say_error(fetched)
        else:
            self.view, self._marks = fetched
            self._told.clear()
            self._show()
            self.is_ready = True

    # ---- showing it

    def _show(self) -> None:
        assert self.view is not None
        themes = self.view.themes
        wanted = self.theme.code.id if self.theme else ""
        self.theme = next((one for one in themes if one.code.id == wanted), themes[0] if themes else None)
        self.query_one("#quote-empty").display = not themes
        for part in ("#quote-columns", "#quote-head", "#quote-details-box"):
            self.query_one(part).display = bool(themes)
        self.query_one(ThemeList).open(themes, self._marks, self.theme.code.id if self.theme else "")
        self._show_theme()

    def _show_theme(self) -> None:
        rows, theme = self.rows, self.theme
        before = rows.quote.coding_id if rows.quote and theme and rows.theme == theme.code.id else ""
        if theme and rows.theme != theme.code.id:
            rows.highlighted = 0
        rows.theme = theme.code.id if theme else ""
        rows.marks, rows.ticked = self._marks, self._told
        rows.open(theme.quotes if theme else (), self._keep or before)
        self._keep = ""
        self._entitle()
        self._describe()

    def _entitle(self) -> None:
        is_wide = self.size.width >= WIDE
        title = f"{self._app.study.title} ▸ Quote bank" if is_wide else "Quote bank"
        if self.theme is None or self.view is None:
            self.query_one(TitleLine).show(title)
            return
        self.query_one(TitleLine).show(f"{title} ▸ {self.theme.book}", chosen_line(self.theme))
        head = self.query_one(QuoteHead)
        head.show(self.theme.code.name, balance_line(self.view, self.theme), warning_line(self.theme))

    def _describe(self) -> None:
        """The highlighted quote below the list."""
        quote = self.rows.quote
        mark = self._marks.get(quote.code.id) if quote else None
        said = quote_details(quote, mark, self.size.width) if quote else ""
        self.query_one("#quote-details", Static).update(said)
        self.query_one("#quote-details-box").scroll_home(animate=False)

    @on(RowList.Highlighted, "#quote-rows")
    def _quote_highlighted(self, event: RowList.Highlighted) -> None:
        event.stop()
        self._describe()

    # ---- what a key has done, shown before the bank is read anew

    def tick(self, quote: BankQuote, *, is_chosen: bool) -> None:
        """Show a quote as chosen or not; the next one is highlighted."""
        self._told[quote.coding_id] = is_chosen
        self.rows.refresh()
        self.rows.action_go(1)
        highlighted = self.rows.quote
        self.renew(keep=highlighted.coding_id if highlighted else "")

    def neighbour(self, quote: BankQuote, direction: int) -> BankQuote | None:
        """The chosen quote before or after a chosen one."""
        chosen = [one for one in self.rows.quotes if self.rows.is_chosen(one)]
        at = chosen.index(quote) + direction
        return chosen[at] if 0 <= at < len(chosen) else None

    def swap(self, quote: BankQuote, neighbour: BankQuote) -> None:
        """Show two quotes in each other's place; the first stays highlighted."""
        places = {quote.coding_id: neighbour, neighbour.coding_id: quote}
        self.rows.open([places.get(one.coding_id, one) for one in self.rows.quotes], quote.coding_id)
        self.renew(keep=quote.coding_id)

    # ---- themes

    def action_theme(self, direction: int) -> None:
        """Go to the theme before or after this one."""
        if self.view is None or self.theme is None:
            return
        ids = [one.code.id for one in self.view.themes]
        at = ids.index(self.theme.code.id) + direction
        if 0 <= at < len(ids):
            self._turn_to(self.view.themes[at])
            self.query_one(ThemeList).show_current(ids[at])
        else:
            self._app.say(f"This is the {'first' if direction < 0 else 'last'} theme.")

    def _turn_to(self, theme: BankTheme) -> None:
        if self.theme is None or theme.code.id != self.theme.code.id:
            self.theme = theme
            self._show_theme()

    def action_themes(self) -> None:
        """Go to the list of themes; where there is little room, show it or hide it."""
        themes = self.query_one(ThemeList)
        if themes.has_focus:
            self._leave_themes()
            return
        self._are_themes_shown = True
        self._fold()
        themes.focus()

    @on(QuoteHead.Turned)
    def _turned(self, event: QuoteHead.Turned) -> None:
        event.stop()
        if event.direction:
            self.action_theme(event.direction)
        else:
            self.action_themes()

    @on(RowList.Highlighted, "#quote-themes")
    def _theme_highlighted(self, event: RowList.Highlighted) -> None:
        event.stop()
        themes = self.query_one(ThemeList)
        theme = themes.theme_at(event.row)
        if theme is not None and event.row == themes.highlighted:
            self._turn_to(theme)

    @on(RowList.Chosen, "#quote-themes")
    def _theme_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        theme = self.query_one(ThemeList).theme_at(event.row)
        if theme is not None:
            self._turn_to(theme)
            self._leave_themes()

    def _leave_themes(self) -> None:
        self._are_themes_shown = None
        self._fold()
        self.rows.focus()

    def action_back(self) -> None:
        """Leave the list of themes, then the screen."""
        if self.rows.count and not self.rows.has_focus:
            self._leave_themes()
        else:
            self.app.pop_screen()

    # ---- the screen itself

    def on_resize(self, _: Resize) -> None:
        """Narrow screens keep to the quotes."""
        self._fold()
        if self.view is not None:
            self.call_after_refresh(self._entitle)
            self.call_after_refresh(self._describe)

    def _fold(self) -> None:
        is_wide = self.size.width >= WIDE
        shown = is_wide if self._are_themes_shown is None else self._are_themes_shown
        self.query_one(ThemeList).display = shown
        self.query_one("#quote-details-box").styles.height = 10 if self.size.height >= 30 else 6


def _fetched(study: Study, coder: str) -> _Fetched:
    """The bank and the marks of its codes; a coder's name leaves out what only others coded."""
    view = bank_view(study)
    books = tuple(one.codebook for one in workspace.codebook_view(study))
    return (_own(view, coder) if coder else view), dict(code_marks(books))


def _own(view: BankView, coder: str) -> BankView:
    """The bank as far as this coder coded it, without a word of who else did."""
    themes = []
    for theme in view.themes:
        quotes = tuple(_of_one(one, coder) for one in theme.quotes if coder in one.passage.coders)
        if quotes:
            chosen = sum(one.quote is not None for one in quotes)
            themes.append(replace(theme, quotes=quotes, chosen=chosen))
    return replace(view, themes=tuple(themes))


def _of_one(quote: BankQuote, coder: str) -> BankQuote:
    if quote.passage.coders == (coder,):
        return quote
    return replace(quote, passage=replace(quote.passage, coders=(coder,), memo=""))
