"""What the keys mean on the Answers screen, reading on, copying, and choosing for the bank."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.events import DescendantFocus

from qualkit.actions.copying import QuoteRow, quotes_at, quotes_table
from qualkit.actions.workspace import CodingView
from qualkit.model.place import Place
from qualkit.model.speech import words_in
from qualkit.tui.columns import counted
from qualkit.tui.screens.answer_arranging import AnswerArrangingScreen
from qualkit.tui.screens.message import Choice
from qualkit.tui.widgets.answer_list import AnswerList

_COPIED_AT_ONCE = 500
"""Answers: more would take long to look up, and belong into a file."""


class AnswerReadingScreen(AnswerArrangingScreen):
    """Answers being read. Nothing is coded here; AnswersScreen does that."""

    # ---- what the next key is about

    @property
    def has_answer(self) -> bool:
        """Whether there is anything to work on; says so where there is not."""
        if self._open is not None and self._answer is not None:
            return True
        self._app.say("There is no answer here.")
        return False

    def ids_meant(self) -> list[int]:
        """The answers that are marked, in the order of the list, else the highlighted one."""
        marked = self.rows.marked
        if marked and self.passage is None:
            return [one for one in self.opened.ids if one in marked]
        return [self._answer.id] if self._answer else []

    def place(self) -> Place | None:
        """The passage that the next key is about; None where it is about whole answers."""
        target = self.passage
        if target is None or self._answer is None:
            return None
        return self.opened.place(self._answer.segment.key, target.start.offset, target.end.offset)

    def codings_meant(self) -> Sequence[CodingView]:
        """The codings at the cursor, else those in what is framed; from the list, those of the answer."""
        target = self.passage
        found = self.codings_here()
        return found if found or target is None else self.text.page.coded.between(target.start, target.end)

    @on(DescendantFocus)
    def _focus_moved(self, event: DescendantFocus) -> None:
        if isinstance(event.widget, AnswerList) and self.text.is_alone and self.text.selection is None:
            self.text.stand_alone(False)
        if self.is_ready:
            self._describe()

    # ---- reading

    def action_read(self) -> None:
        """Mark what is meant as read, and go on to the next that is not."""
        if not self.has_answer:
            return
        is_many = bool(self.rows.marked) and self.passage is None
        if self._mark_read(self.ids_meant()) and not is_many:
            following = self.opened.next_unread(self.rows.highlighted)
            if following is not None:
                self.rows.highlight(following)

    def action_read_to_here(self) -> None:
        """Mark everything as read from what was read last above to here."""
        if self.has_answer:
            here = self.rows.highlighted
            self._mark_read(self.opened.ids[self.opened.last_read_above(here) + 1 : here + 1])

    def action_read_all(self) -> None:
        """Mark everything that is shown as read."""
        if self.has_answer:
            self._mark_read(self.opened.ids)

    def _mark_read(self, ids: Sequence[int]) -> bool:
        if not self.opened.book:
            self._app.say("There is no codebook yet to read for: bring one in from the first screen.")
            return False
        count = self._app.attempt(self.opened.mark_read, ids)
        if count is None:
            return False
        noun = counted(count, self.opened.noun)
        self._app.say(f"Marked {noun} as read. Ctrl+Z undoes" if count else "Already read.")
        self._changed(())
        return True

    def action_unread(self) -> None:
        """Say that what is meant is not read after all."""
        if not self.has_answer:
            return
        count = self._app.attempt(self.opened.mark_unread, self.ids_meant())
        if count is not None:
            said = f"Not read after all: {counted(count, self.opened.noun)}. Ctrl+Z undoes"
            self._app.say(said if count else "It was not marked as read.")
            self._changed(())

    def action_uncoded(self, direction: int) -> None:
        """Go to the next answer without a code of yours."""
        if not self.has_answer:
            return
        found = self._app.attempt(self.opened.next_uncoded, self.rows.highlighted, direction)
        if found is None:
            where = "below" if direction > 0 else "above"
            self._app.say(f"Every {self.opened.noun} {where} has a code of yours.")
        else:
            self.rows.stop_extending()
            self.rows.highlight(found)

    def action_book(self) -> None:
        """Choose the codebook to read for."""
        books = self.opened.books
        if len(books) < 2:
            self._app.say("There is only one codebook in this study." if books else "There is no codebook.")
            return
        choices = [Choice(id=book.name, label=book.title or book.name) for book in books]
        self.ask("Read for which codebook?", choices, self._choose_book, self.opened.book)

    def _choose_book(self, name: str) -> None:
        self.opened.choose_book(name)
        self._show_books()
        self._changed()

    # ---- copying

    def action_copy(self) -> None:
        """Copy the words that are marked, or framed."""
        if self.has_answer:
            target = self.text.target
            words = self.text.words(target.start, target.end)
            self._app.copy(words, what=counted(words_in(words), "word"))

    def action_copy_quote(self) -> None:
        """Copy what is meant as quotes, with quotation marks and who said them."""
        if rows := self._quotes():
            text = "\n".join(row.line for row in rows)
            self._app.copy(text, what=_quotes_said(rows))

    def action_copy_table(self) -> None:
        """Copy what is meant with its place and its codes, as a table."""
        if rows := self._quotes():
            self._app.copy(*quotes_table(rows), what=f"{_quotes_said(rows)} as a table")

    def _quotes(self) -> Sequence[QuoteRow]:
        if not self.has_answer:
            return ()
        place, ids = self.place(), self.ids_meant()
        if len(ids) > _COPIED_AT_ONCE:
            self._app.say(
                f"So many are better handed over by the quote bank: mark {_COPIED_AT_ONCE} at most."
            )
            return ()
        found: list[tuple[Place, str]] = []
        if place is not None:
            names = {one.code_id: None for one in self.codings_meant()}
            found = [(place, self._named(list(names)))]
        else:
            for id_, one in zip(ids, self.opened.places(ids), strict=True):
                row = self.opened.row(self.opened.row_of(id_) or 0)
                found.append((one, self._named([code_id for code_id, _ in row.codes] if row else [])))
        places, codes = [one for one, _ in found], [named for _, named in found]
        return self._app.attempt(quotes_at, self._app.study, self.source, places, codes) or ()

    def _named(self, code_ids: Sequence[str]) -> str:
        return ", ".join(self.opened.codes[one].name for one in code_ids if one in self.opened.codes)


def _quotes_said(rows: Sequence[QuoteRow]) -> str:
    return "the quote" if len(rows) == 1 else counted(len(rows), "quote")
