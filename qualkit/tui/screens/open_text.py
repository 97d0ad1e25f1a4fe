"""A source on the screen: its passages, its text, the codebook, and what is coded at the cursor."""

from __future__ import annotations

from collections.abc import Sequence, Set
from functools import partial
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.events import Resize
from textual.screen import Screen
from textual.widgets import Footer, Input

from qualkit import settings
from qualkit.actions.workspace import CodingView, SourceView
from qualkit.errors import QualkitError
from qualkit.tui.code_lines import listed_line, next_key_line, progress_line, title_line
from qualkit.tui.columns import cut
from qualkit.tui.found_words import FoundWords
from qualkit.tui.layout import Spot
from qualkit.tui.open_source import OpenSource
from qualkit.tui.passage_filter import ListedPassages, PassageFilter
from qualkit.tui.widgets.code_rows import CodeRows
from qualkit.tui.widgets.code_tree import CodeTree
from qualkit.tui.widgets.coding_details import CodingDetails, Here
from qualkit.tui.widgets.passage_list import PassageList, PassagePanel
from qualkit.tui.widgets.proposal_strip import ProposalStrip
from qualkit.tui.widgets.row_list import RowList
from qualkit.tui.widgets.status_line import StatusLine
from qualkit.tui.widgets.text_view import TextView
from qualkit.tui.widgets.title_line import TitleLine

if TYPE_CHECKING:
    from qualkit.tui.app import QualkitApp

WIDE = 100
"""Columns from which the lists at both sides are shown unless hidden."""
_LOOK_EVERY = 1.0
"""Seconds between looks for other people's work."""


class OpenTextScreen(Screen[None]):
    """What a screen with an open text shows. It changes nothing; CodeScreen does."""

    AUTO_FOCUS = "TextView"
    CSS: ClassVar[str] = """
    #code-columns { height: 1fr; }
    #code-panel { width: 24; border-right: solid $border-blurred; }
    #code-book { width: 34; border-left: solid $border-blurred; }
    #code-text { width: 1fr; }
    #code-find { height: 1; margin: 0; }
    """

    def __init__(self, source: str, key: str = "") -> None:
        super().__init__()
        self.source = source
        self._key = key
        """Of the passage to begin at."""
        self.found = FoundWords()
        """Words that a search found, to be marked in the text."""
        self._open: OpenSource | None = None
        self._listed: ListedPassages | None = None
        self._left_at: dict[str, Spot] = {}
        """Source → where the cursor was when another one was opened."""
        self._shown: dict[str, bool] = {}
        """Which of the side lists were shown or hidden by hand."""
        self._looking = False
        self._title_said = ("", "")
        self.is_ready = False
        """Whether the source is shown."""

    def compose(self) -> ComposeResult:
        """Title, three columns, what is coded here, what happened."""
        yield TitleLine()
        with Horizontal(id="code-columns"):
            yield PassagePanel(id="code-panel")
            with Vertical():
                yield TextView(id="code-text")
                find = Input(
                    placeholder="find in this text: Enter for the next place, Shift+Enter for the last",
                    id="code-find",
                )
                find.compact, find.display = True, False
                yield find
            yield CodeTree(id="code-book")
        strip = ProposalStrip(id="code-proposals")
        strip.display = False
        yield strip
        yield CodingDetails(id="code-details")
        yield StatusLine()
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Read the source and show it."""
        self._open = self._read_source(self.source)
        if self._open is None:
            self.call_after_refresh(self.dismiss)
            return
        self._fold_sides()
        self.call_after_refresh(self._begin)
        self.set_interval(_LOOK_EVERY, self._look)
        self.run_worker(_make_ready, thread=True)

    def on_screen_resume(self) -> None:
        """Coming back from another screen, what was done there is seen at once."""
        if self.is_ready:
            self._look()

    def _read_source(self, name: str) -> OpenSource | None:
        book = self._open.book if self._open else ""
        study, is_blind = self._app.study, self._app.is_blind
        return self._app.attempt(OpenSource, study, name, book=book, is_blind=is_blind)

    def switch_source(self, name: str, key: str = "") -> None:
        """Open another source here, where it was left or at a passage."""
        found = self._read_source(name)
        if found is None:
            return
        self._left_at[self.source] = self.text.cursor
        self._open, self.source, self._key = found, name, key
        self._listed = None
        self._looking = False
        self._begin()

    @property
    def _app(self) -> QualkitApp:
        return cast("QualkitApp", self.app)

    @property
    def opened(self) -> OpenSource:
        """The source that is open."""
        assert self._open is not None
        return self._open

    @property
    def text(self) -> TextView:
        """The text."""
        return self.query_one(TextView)

    @property
    def listed(self) -> Sequence[int]:
        """The numbers of the passages that the list shows."""
        return self._listed.numbers if self._listed else range(len(self.opened.segments))

    def _begin(self) -> None:
        self._show_text()
        self._show_books()
        if (first := self._first_place()) is not None:
            self.text.go(first)
            self.text.show_passage()
            self._select_found(first.passage)
        self._describe()
        self.is_ready = True
        if not self.opened.segments:
            self._app.say("There is nothing to read in this source.")

    def _select_found(self, passage: int) -> None:
        """Coming from a search, begin with the first words found."""
        if self._key and (places := self.text.page.found.get(passage)):
            start, end = places[0]
            self.text.select(Spot(passage, start), Spot(passage, end))

    def _first_place(self) -> Spot | None:
        """The passage asked for, else where the cursor was before, else the first that is not read."""
        opened, key = self.opened, self._key
        if key:
            number = opened.number_of(key)
            if number is not None:
                return Spot(number, 0)
            self._app.say(f"This {opened.noun} is no longer in the source.", is_warning=True)
        left = self._left_at.get(opened.name)
        if left is not None and left.passage < len(opened.segments):
            return Spot(left.passage, min(left.offset, len(opened.segments[left.passage].text)))
        first = next((one for one in range(len(opened.segments)) if one not in opened.read), 0)
        return Spot(first, 0) if opened.read and first else None

    def _show_text(self) -> None:
        self.text.open(self.opened.segments, self.opened.coded, may_run_on=self.opened.may_run_on)
        page = self.text.page
        page.marks, page.read = self.opened.marks, self.opened.read
        page.flagged = self.opened.flagged
        page.found = self.found.in_text(self.opened.name, self.opened.segments)
        if self._listed is not None:
            self._listed = ListedPassages(self.opened, self._listed.wanted)
        panel = self.query_one(PassagePanel)
        panel.listed.open(page, self.listed)
        panel.name_source(self.opened.source.title or self.opened.name)
        self._say_listed()

    def show_only(self, wanted: PassageFilter) -> None:
        """List only the passages that a filter lets through; the text stays whole."""
        self._listed = ListedPassages(self.opened, wanted) if wanted else None
        self._show_listed()

    def _show_listed(self) -> None:
        self.query_one(PassageList).list_only(self.listed, here=self.text.cursor.passage)
        self._say_listed()

    def _say_listed(self) -> None:
        self.query_one(PassagePanel).say_listed(listed_line(self.opened, self._listed))
        self._entitle()

    def _show_books(self) -> None:
        opened = self.opened
        rows = self.query_one(CodeRows)
        rows.pinned = [one for one in settings.remembered_pins(self._app.study.folder) if one in opened.codes]
        self.text.page.marks = opened.marks
        self.query_one(CodeTree).open(opened.current_book, opened.marks, opened.counts)

    # ---- what is said

    def _describe(self) -> None:
        """The lines around the text, after the cursor or what is coded has changed."""
        if self._open is None:
            return
        if not self._open.segments:
            nothing = "nothing: there are no words here"
            self.query_one(CodingDetails).show(Here(codes={}, marks={}, next_key=nothing))
            self._entitle()
            return
        opened, target = self._open, self.text.target
        words = self.text.words(target.start, target.end)
        codings = tuple(self._codings_here())
        here = Here(
            codings=codings,
            chosen=frozenset(one.id for one in codings if opened.is_chosen(one)),
            notes=tuple(opened.notes_on(self.text.cursor.passage)),
            flags=tuple(opened.flags_on(self.text.cursor.passage)),
            codes=opened.codes,
            marks=opened.marks,
            next_key=next_key_line(target, words, opened),
        )
        self.query_one(CodingDetails).show(here)
        self._entitle()

    def _entitle(self) -> None:
        opened, is_wide = self.opened, self.size.width >= WIDE
        right = progress_line(opened, is_wide=is_wide)
        if self._listed is not None and not self._panels["passages"].display:
            right = cut(listed_line(opened, self._listed), self.size.width // 2)
        said = title_line(opened, is_wide=is_wide), right
        if said != self._title_said:
            self._title_said = said
            self.query_one(TitleLine).show(*said)

    def _codings_here(self) -> Sequence[CodingView]:
        selection = self.text.selection
        start, end = selection or (self.text.cursor, self.text.cursor)
        return self.opened.coded.between(start, end)

    def _changed(self, passages: Sequence[int] | None = None, code_ids: Sequence[str] | None = None) -> None:
        """What is coded or read has changed; what is known not to have is not drawn anew."""
        self.text.redraw()
        listed, rows = self.query_one(PassageList), self.query_one(CodeRows)
        if self._listed is not None and self._listed.look_again(passages):
            self._show_listed()
        elif passages is None:
            listed.refresh()
        else:
            listed.refresh_passages(passages)
        rows.refresh_rows(range(rows.count) if code_ids is None else rows.rows_of(code_ids))
        self._describe()

    @on(TextView.Moved)
    def _moved(self) -> None:
        self._describe()

    @on(TextView.PassageEntered)
    def _entered(self) -> None:
        self.query_one(PassageList).go_to(self.text.cursor.passage)

    @on(RowList.Chosen, "#code-passages")
    def _passage_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.text.focus()
        self.text.go(Spot(self.listed[event.row], 0))
        self.text.show_passage()

    # ---- the sides

    def action_panel(self, name: str) -> None:
        """Show or hide a side list."""
        panel = self._panels[name]
        self._shown[name] = not panel.display
        self._fold_sides()
        if not panel.display:
            self.text.focus()
        self._entitle()

    @property
    def _panels(self) -> dict[str, PassagePanel | CodeTree]:
        return {"passages": self.query_one(PassagePanel), "codebook": self.query_one(CodeTree)}

    def on_resize(self, _: Resize) -> None:
        """Narrow screens keep to the text."""
        self._fold_sides()
        if self._open is not None:
            self._entitle()

    def _fold_sides(self) -> None:
        is_wide = self.size.width >= WIDE
        for name, panel in self._panels.items():
            panel.display = self._shown.get(name, is_wide)
        self.query_one(CodingDetails).styles.height = 5 if self.size.height >= 30 else 3

    # ---- other people's work

    def study_changed(self) -> None:
        """Undo or redo has changed the study: the cursor goes to where it was."""
        if self._open is None:
            return
        before, read = self._mine(), set(self.opened.read)
        if (fetched := self._app.attempt(self.opened.fetch)) is not None and not self._take(fetched):
            self._go_to_change(before, read)

    def _mine(self) -> dict[str, CodingView]:
        return {id_: one for id_, one in self.opened.coded.codings.items() if one.is_mine}

    def _go_to_change(self, before: dict[str, CodingView], read: Set[int]) -> None:
        after = self._mine()
        changed = [one for id_, one in (before | after).items() if before.get(id_) != after.get(id_)]
        if changed:
            first = min(changed, key=lambda one: (one.first, one.start))
            start, end = Spot(first.first, first.start), Spot(first.last, first.end)
            is_whole = first.start == 0 and first.end == len(self.opened.segments[first.last].text)
            if not is_whole:
                self.text.select(start, end)
            elif not start <= self.text.cursor <= end:
                self.text.go(start)
        elif read != self.opened.read:
            self.text.go(Spot(min(read ^ self.opened.read), 0))

    def _take(self, fetched: tuple[int, SourceView]) -> bool:
        """Show what was fetched; gives whether the text itself is another."""
        is_other_text = self.opened.take(*fetched)
        if is_other_text:
            self._show_text_again()
        self._show_books()
        self._changed()
        return is_other_text

    def _show_text_again(self) -> None:
        """Another text: the cursor stays in its passage, as far down the screen as it was."""
        text, cursor = self.text, self.text.cursor
        key = text.segments[cursor.passage].key if text.segments else ""
        down = text.page.layout.row_of(cursor) - text.scroll_offset.y if text.segments else 0
        self._show_text()
        segments = self.opened.segments
        if segments:
            number = self.opened.number_of(key)
            passage = min(cursor.passage, len(segments) - 1) if number is None else number
            text.go(Spot(passage, min(cursor.offset, len(segments[passage].text))))
            text.scroll_to(y=max(0, text.page.layout.row_of(text.cursor) - down), animate=False)

    def _look(self) -> None:
        if self._open is None or self._looking or not self._app.has_study or not self.is_active:
            return
        if self._app.attempt(self._open.is_behind):
            self._looking = True
            self.run_worker(partial(self._follow, self._open), thread=True)

    def _follow(self, opened: OpenSource) -> None:
        try:
            fetched: tuple[int, SourceView] | QualkitError = opened.fetch()
        except QualkitError as error:
            fetched = error
        self.app.call_from_thread(self._followed, opened, fetched)

    def _followed(self, opened: OpenSource, fetched: tuple[int, SourceView] | QualkitError) -> None:
        if opened is not self._open:
            return
        self._looking = False
        if isinstance(fetched, QualkitError):
            self._app.say_error(fetched)
        elif not opened.has_gone_on(fetched[0]):
            self._take(fetched)


def _make_ready() -> None:
    """Sentences need nltk, which is slow to import: it is there by the time somebody asks."""
    from qualkit.analysis.sentences import sentence_places

    sentence_places("Ready. Steady.")
