"""Reading a source: what is listed, other sources, finding, copying, marking as read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on
from textual.content import Content
from textual.widgets import Input

from qualkit.actions.copying import QuoteRow, quotes_at, quotes_table
from qualkit.actions.source_progress import SourceProgress, sources_progress
from qualkit.model.speech import words_in
from qualkit.tui.code_lines import listed_line
from qualkit.tui.columns import bar, counted, cut, fit
from qualkit.tui.commands import REGISTRY
from qualkit.tui.flagging import FlagAsking
from qualkit.tui.found_words import next_found
from qualkit.tui.layout import Spot
from qualkit.tui.leaving_lines import caution
from qualkit.tui.palette import run_command
from qualkit.tui.passage_filter import PassageFilter
from qualkit.tui.screens.message import Choice, ChoiceWindow
from qualkit.tui.screens.open_text import OpenTextScreen
from qualkit.tui.widgets.choose_one import ChooseOne, Line
from qualkit.tui.widgets.filter_window import FilterWindow
from qualkit.tui.widgets.passage_list import PassagePanel
from qualkit.tui.widgets.text_view import TextView


class ReadTextScreen(OpenTextScreen):
    """A source being read. Nothing is coded here; CodeScreen does that."""

    HERE: ClassVar[tuple[str, ...]] = ("copy_quote", "copy_table", "copy", "read", "unread")
    """Actions that the right mouse button offers at a passage."""

    def ask(self, title: str, choices: Sequence[Choice], then: Callable[[str], None]) -> None:
        """Let the user choose; nothing happens where nothing is chosen."""

        def take(answer: str | None) -> None:
            if answer is not None:
                then(answer)

        self.app.push_screen(ChoiceWindow(title, choices), take)

    @property
    def has_text(self) -> bool:
        """Whether there is anything to work on; says so where there is not."""
        if self._open is not None and self._open.segments:
            return True
        self._app.say("There is nothing to read in this source.")
        return False

    # ---- what is listed

    def action_show_only(self) -> None:
        """Choose which passages are listed."""
        if self.has_text:
            wanted = self._listed.wanted if self._listed else PassageFilter()
            self.app.push_screen(FilterWindow(self.opened, wanted), self._filtered)

    def _filtered(self, wanted: PassageFilter | None) -> None:
        if wanted is None:
            return
        self.show_only(wanted)
        if not wanted:
            self._app.say(f"All {counted(len(self.opened.segments), self.opened.noun)} are listed.")
        elif not self.listed:
            self._app.say(f"No {self.opened.noun} is like that. T lists all again.")
        else:
            self._app.say(f"Listed: {listed_line(self.opened, self._listed)}. T lists all again.")
            here = self.text.cursor.passage
            if here not in self.listed:
                following = next((one for one in self.listed if one > here), self.listed[0])
                self.text.go(Spot(following, 0))
                self.text.show_passage()

    def action_show_all(self) -> None:
        """List all passages again."""
        if self._listed is not None:
            self._filtered(PassageFilter())

    @on(PassagePanel.FilterAsked)
    def _filter_clicked(self, event: PassagePanel.FilterAsked) -> None:
        event.stop()
        if event.is_end and self._listed is not None:
            self.action_show_all()
        else:
            self.action_show_only()

    def next_listed(self, start: int, direction: int, wanted: Callable[[int], bool]) -> int | None:
        """The next of the listed passages that is so."""
        found = (one for one in self.listed if one > start)
        if direction < 0:
            found = (one for one in reversed(self.listed) if one < start)
        return next((one for one in found if wanted(one)), None)

    def action_uncoded(self, direction: int) -> None:
        """Go to the next listed passage without a code of yours."""
        found = self.next_listed(self.text.cursor.passage, direction, self.opened.is_uncoded)
        if found is None:
            where = "below" if direction > 0 else "above"
            which = "Every listed" if self._listed else "Every"
            self._app.say(f"{which} {self.opened.noun} {where} has a code of yours.")
        else:
            self.text.go(Spot(found, 0))
            self.text.show_passage()

    # ---- other sources

    def action_sources(self) -> None:
        """Choose another source."""
        every = self._app.attempt(sources_progress, self._app.study) or ()
        lines = [
            Line(
                id=one.source.name,
                text=Content(self._progress(one)),
                name=f"{one.source.title} {one.source.name}",
            )
            for one in every
        ]
        window = ChooseOne("Go to which source?", lines, chosen=self.source)
        self.app.push_screen(window, self._source_chosen)

    def _progress(self, one: SourceProgress) -> str:
        title, noun = one.source.title or one.source.name, one.source.kind.segment_noun
        read = one.read.get(self.opened.book, {}).get(self._app.coder, 0)
        done = f"{bar(read, one.total, 5)} read {read:,} of {counted(one.total, noun)}"
        return f"{fit(title, 30)}  {done}"

    def _source_chosen(self, name: str | None) -> None:
        if name is not None and name != self.source:
            self.switch_source(name)
            self._app.say(f"{self.opened.source.title or name}.")

    @on(PassagePanel.SourceAsked)
    def _source_clicked(self, event: PassagePanel.SourceAsked) -> None:
        event.stop()
        self.action_sources()

    def action_source(self, direction: int) -> None:
        """Open the next or the previous source."""
        names = [one.source.name for one in self._app.attempt(sources_progress, self._app.study) or ()]
        at = names.index(self.source) + direction if self.source in names else 0
        if 0 <= at < len(names):
            self._source_chosen(names[at])
        else:
            self._app.say("This is the last source." if direction > 0 else "This is the first source.")

    # ---- reading

    def action_read(self) -> None:
        """Mark what is framed as read, and go on to the next that is listed."""
        if not self.has_text:
            return
        target = self.text.target
        last = target.end.passage
        following = self.next_listed(last, 1, lambda _: True)
        if self._mark_read(range(target.start.passage, last + 1)) and following is not None:
            self.text.go(Spot(following, 0))

    def action_read_to_here(self) -> None:
        """Mark everything as read from what was read last to the cursor."""
        if self.has_text:
            here = self.text.cursor.passage
            last_read = max((one for one in self.opened.read if one < here), default=-1)
            self._mark_read(range(last_read + 1, here + 1))

    def action_read_all(self) -> None:
        """Mark the whole source as read."""
        if self.has_text:
            self._mark_read(range(len(self.opened.segments)))

    def _mark_read(self, passages: range) -> bool:
        if not self.opened.book:
            self._app.say("There is no codebook yet to read for: bring one in from the first screen.")
            return False
        count = self._app.attempt(self.opened.mark_read, passages) if passages else 0
        if count is None:
            return False
        noun = counted(count, self.opened.noun)
        self._app.say(f"Marked {noun} as read. Ctrl+Z undoes" if count else "Already read.")
        self._changed()
        return True

    def action_unread(self) -> None:
        """Say that what is framed is not read after all."""
        if not self.has_text:
            return
        target = self.text.target
        passages = range(target.start.passage, target.end.passage + 1)
        count = self._app.attempt(self.opened.mark_unread, passages)
        if count is not None:
            said = f"Not read after all: {counted(count, self.opened.noun)}. Ctrl+Z undoes"
            self._app.say(said if count else "It was not marked as read.")
            self._changed()

    def action_book(self) -> None:
        """Choose the codebook to read for."""
        books = self.opened.books
        if len(books) < 2:
            self._app.say("There is only one codebook in this study." if books else "There is no codebook.")
            return
        choices = [Choice(id=book.name, label=book.title or book.name) for book in books]
        self.ask("Read for which codebook?", choices, self._choose_book)

    def _choose_book(self, name: str) -> None:
        self.opened.choose_book(name)
        self._show_books()
        self._changed()

    def action_flag(self) -> None:
        """Flag the turn or answer at the cursor, or do something about its flags."""
        if self.has_text:
            segment = self.opened.segments[self.text.cursor.passage]
            who = f", {segment.speaker}" if segment.speaker else ""
            asking = FlagAsking(app=self._app, then=self.study_changed)
            asking.passage(self.source, segment.key, f"{self.opened.noun} {segment.ordinal:,}{who}")

    # ---- finding

    def action_find(self) -> None:
        """Type words to find."""
        find = self.query_one("#code-find", Input)
        find.display = True
        find.focus()

    @on(Input.Submitted, "#code-find")
    def _find(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_find_next(1)

    def action_find_next(self, direction: int) -> None:
        """Go to the next place with the words."""
        wanted = self.query_one("#code-find", Input).value
        selection = self.text.selection
        here = selection[0] if selection else self.text.cursor
        if not wanted.strip():
            if (marked := next_found(self.text.page.found, here, direction)) is None:
                self.action_find()
            else:
                self.text.select(*marked)
            return
        found = self.opened.find(wanted, here, direction)
        if found is None:
            self._app.say(f"“{cut(wanted, 40)}” is nowhere in this text.")
        else:
            self.text.select(*found)

    # ---- copying

    def action_copy(self) -> None:
        """Copy the words that are marked, or framed."""
        if self.has_text:
            words = self.text.words(self.text.target.start, self.text.target.end)
            self._app.copy(words, what=counted(words_in(words), "word"))

    def action_copy_quote(self) -> None:
        """Copy the words as a quote, with quotation marks and who said them."""
        if (row := self._quote()) is not None:
            self._app.copy(row.line, what=f"the quote{caution(row)}")

    def action_copy_table(self) -> None:
        """Copy the quote with its place and its codes, as a table."""
        if (row := self._quote()) is not None:
            self._app.copy(*quotes_table([row]), what=f"the quote with its place{caution(row)}")

    def _quote(self) -> QuoteRow | None:
        if not self.has_text:
            return None
        target = self.text.target
        if not self.text.words(target.start, target.end).strip():
            self._app.say("There are no words here to copy.")
            return None
        around = self.opened.coded.between(target.start, target.end)
        codes = ", ".join(dict.fromkeys(self.opened.codes[one.code_id].name for one in around))
        place = self.opened.place(target.start, target.end)
        rows = self._app.attempt(quotes_at, self._app.study, self.source, [place], [codes])
        return rows[0] if rows else None

    # ---- the right mouse button

    @on(TextView.MenuAsked)
    def _menu_asked(self, event: TextView.MenuAsked) -> None:
        event.stop()
        known = {one.action: one for one in REGISTRY["code"]}
        choices = [
            Choice(id=name, label=fit(known[name].title, 24), note=known[name].keys_shown)
            for name in self.HERE
        ]

        async def do(answer: str | None) -> None:
            if answer is not None:
                await run_command(self, known[answer])

        self.app.push_screen(ChoiceWindow("What to do here?", choices), do)

    # ---- leaving

    def action_back(self) -> None:
        """Close what is open, clear what is marked, list all again, then leave."""
        find = self.query_one("#code-find", Input)
        if find.display and not self.text.has_focus:
            find.display = False
            self.text.focus()
        elif not self.text.has_focus:
            self.text.focus()
        elif not self.text.clear_selection():
            if self._listed is None:
                self.app.pop_screen()
            else:
                self.action_show_all()
