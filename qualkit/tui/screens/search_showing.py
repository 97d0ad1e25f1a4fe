"""Searching as one types: the line, where it looks, what was found, the highlighted passage in full."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Footer, Input, Static

from qualkit.actions.search import PAGE, By, SearchResult, search
from qualkit.actions.search_choices import codes_on
from qualkit.actions.search_limits import Limits
from qualkit.errors import QualkitError
from qualkit.study import Study
from qualkit.tui.code_marks import code_marks
from qualkit.tui.columns import counted, one_line
from qualkit.tui.latest import Latest
from qualkit.tui.screens.limits_asking import LimitsAskingScreen
from qualkit.tui.screens.message import Choice, ChoiceWindow
from qualkit.tui.search_lines import codes_content
from qualkit.tui.search_wish import HOW, SearchWish, how_said, limits_said
from qualkit.tui.widgets.hit_details import HitDetails
from qualkit.tui.widgets.hit_list import HitList
from qualkit.tui.widgets.row_list import RowList
from qualkit.tui.widgets.search_line import SearchLine
from qualkit.tui.widgets.search_sentence import SearchSentence
from qualkit.tui.widgets.status_line import StatusLine
from qualkit.tui.widgets.title_line import TitleLine

_REST = 0.06
"""Seconds without a key, after which it is searched."""

Found = tuple[SearchWish, SearchResult]


class SearchShowingScreen(LimitsAskingScreen):
    """What is looked for, and what was found. Nothing is changed here."""

    AUTO_FOCUS = "SearchLine"
    CSS = """
    #search-told { height: auto; max-height: 3; padding: 0 1; color: $foreground 75%; }
    SearchLine { background: $panel; }
    HitList { height: 3fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.found: SearchResult | None = None
        """What was found last; None while nothing was."""
        self.found_by = SearchWish()
        """What `found` is the answer to."""
        self._looked_for: SearchWish | None = None
        self._rest: Timer | None = None
        self._searching = Latest[Found](self, self._took, self._unread)
        self._paging = Latest[Found](self, self._took_page)
        self._coded = Latest[tuple[int, Mapping[str, tuple[str, ...]]]](self, self._took_codes)

    def compose(self) -> ComposeResult:
        """The line, the sentence, what was found, the highlighted one."""
        yield TitleLine()
        yield SearchLine(placeholder="words to find", id="search-words")
        yield SearchSentence()
        yield Static("", id="search-told", markup=False)
        yield HitList(id="search-hits")
        yield HitDetails()
        yield StatusLine()
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Go on with the search as it was left, and look from time to time whether others have worked."""
        with self.prevent(Input.Changed):
            self.query_one(SearchLine).value = self.wish.words
        self.fill_in()
        self.study_changed()
        self.follow()

    @property
    def wish(self) -> SearchWish:
        """What is looked for; the app remembers it."""
        return self._app.searching.wish

    @property
    def hits(self) -> HitList:
        """What was found, as rows."""
        return self.query_one(HitList)

    @property
    def is_ready(self) -> bool:
        """Whether what is shown is the answer to what was typed."""
        busy = self._searching.is_busy or self._paging.is_busy or self._coded.is_busy
        return self._rest is None and not busy and self.choices is not None

    def study_changed(self) -> None:
        """Search again: the texts or the codings are others."""
        self.note_event()
        self.read_choices()
        self.look()

    def on_screen_resume(self) -> None:
        """Coming back, perhaps with something else to look for."""
        super().on_screen_resume()
        if self._looked_for is None or self._looked_for == self.wish:
            return
        with self.prevent(Input.Changed):
            self.query_one(SearchLine).value = self.wish.words
        self.fill_in()
        self.look()
        self.hits.focus()

    # ---- looking

    @on(Input.Changed, "#search-words")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._wish(replace(self.wish, words=event.value), at_once=False)

    def _wish(self, wish: SearchWish, *, at_once: bool = True) -> None:
        """Look for something else, or elsewhere."""
        self._app.searching.wish, self._app.searching.row = wish, 0
        self.hits.mark_all(is_so=False)
        self.fill_in()
        if self._rest is not None:
            self._rest.stop()
        self._rest = None if at_once else self.set_timer(_REST, self.look)
        if at_once:
            self.look()

    def look(self) -> None:
        """Search, in the background."""
        if self._rest is not None:
            self._rest.stop()
            self._rest = None
        wish = self._looked_for = self.wish
        if not wish.words.strip():
            self._searching.ask(lambda: (wish, _NOTHING))
        else:
            self._searching.ask(partial(_searched, self._app.study, wish, self._app.searching.row))

    def _took(self, found: Found) -> None:
        self.found_by, self.found = found
        row = self._app.searching.row if self.found.first or self.found.hits else 0
        self.hits.otherwise = _otherwise(self.found_by) if self.found_by.words.strip() else ""
        self.hits.display = bool(self.found_by.words.strip())
        self.hits.open(self.found.passages, (), self._titles, row=row)
        self.hits.take(self.found.first, self.found.hits)
        self._tell(Content(self._told(self.found)))
        self._entitle()
        self._describe()

    def _told(self, found: SearchResult) -> str:
        return found.told if self.found_by.words.strip() else ""

    def _unread(self, error: QualkitError) -> None:
        """A search that can't be read: what was found before stays."""
        hint = f" {error.hint}" if "^" not in error.hint else ""  # where it is, is said already
        self._tell(Content.styled(one_line(f"{error.message}{hint}"), "$warning"))

    def _tell(self, text: Content) -> None:
        self.query_one("#search-told", Static).update(text)

    @on(HitList.PageWanted)
    def _page_wanted(self, event: HitList.PageWanted) -> None:
        event.stop()
        self._paging.ask(partial(_searched, self._app.study, self.found_by, event.first))

    def _took_page(self, found: Found) -> None:
        wish, result = found
        if wish is self.found_by:
            self.hits.take(result.first, result.hits)
            self._describe()

    # ---- what is said

    @property
    def _titles(self) -> dict[str, str]:
        return {one.name: one.title or one.name for one in self.choices.sources} if self.choices else {}

    def fill_in(self) -> None:
        """Say how and where it looks."""
        said = {"how": how_said(self.wish.by), **limits_said(self.limits, self.choices)}
        self.query_one(SearchSentence).show(said)
        self.hits.entitle(self._titles)
        self._entitle()

    def _entitle(self) -> None:
        marked = self.hits.marked_count
        said = f"{counted(marked, 'passage')} marked · " if marked else ""
        blind = "blind · " if self._app.is_blind else ""
        self.query_one(TitleLine).show(f"{self._app.study.title} ▸ Search", f"{said}{blind}{self._app.coder}")

    @on(HitList.MarksChanged)
    def _marks_changed(self, event: HitList.MarksChanged) -> None:
        event.stop()
        self._entitle()

    def _describe(self) -> None:
        """Show the highlighted passage in full."""
        hit, details = self.hits.highlighted_hit, self.query_one(HitDetails)
        if hit is None:
            details.show_nothing(is_asked=bool(self.found_by.words.strip()))
            return
        details.show(hit, self._titles.get(hit.source, hit.source))
        study, only_mine = self._app.study, self._app.is_blind
        self._coded.ask(lambda: (hit.id, codes_on(study, hit.id, only_mine=only_mine)))

    def _took_codes(self, found: tuple[int, Mapping[str, tuple[str, ...]]]) -> None:
        hit, (passage, codes) = self.hits.highlighted_hit, found
        if self.choices is None or hit is None or hit.id != passage:
            return
        books = self.choices.books
        known = {code.id: code for book in books for code in book.codes}
        self.query_one(HitDetails).show_codes(codes_content(codes, known, code_marks(books), self._app.coder))

    @on(RowList.Highlighted, "#search-hits")
    def _highlighted(self, event: RowList.Highlighted) -> None:
        event.stop()
        if event.row == self.hits.highlighted:
            self._app.searching.row = event.row
            self._describe()

    # ---- where it looks

    @property
    def limits(self) -> Limits:
        """Where it looks now."""
        return self.wish.limits

    def limit(self, limits: Limits) -> None:
        """Look somewhere else."""
        self._wish(replace(self.wish, limits=limits))

    def action_limit(self, field: str) -> None:
        """Fill in one field of the sentence."""
        if field == "how":
            self._ask_how()
        else:
            super().action_limit(field)

    def _ask_how(self) -> None:
        choices = [Choice(id=by, label=said, note=means) for by, said, means in HOW]

        def take(chosen: str | None) -> None:
            by: By | None = next((by for by, _, _ in HOW if by == chosen), None)
            if by is not None:
                self._wish(replace(self.wish, by=by))

        self.app.push_screen(ChoiceWindow("Look for what?", choices, chosen=self.wish.by), take)

    # ---- line and list

    @on(Input.Submitted, "#search-words")
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        if self._rest is not None:
            self.look()
        self.hits.focus()

    @on(HitList.LeftUpwards)
    def action_words(self) -> None:
        """Type what to look for."""
        self.query_one(SearchLine).focus()


_NOTHING = SearchResult(query="", hits=(), first=0, passages=0, sources=0, people=0)


def _searched(study: Study, wish: SearchWish, row: int) -> Found:
    """The page of hits that a row is on."""
    page = (row // PAGE * PAGE, PAGE)
    return wish, search(study, wish.words, wish.limits, by=wish.by, page=page)


def _otherwise(wish: SearchWish) -> str:
    if wish.is_open:
        return "Nothing was found. h looks for other forms of the words, too."
    return "Nothing was found where you look now. Esc looks everywhere again."
