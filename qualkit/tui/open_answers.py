"""The answers that are open: which are shown, in what order, what is coded and read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from qualkit.actions import answers, bank, code_answers, coding, workspace
from qualkit.actions.answer_standing import AnswerStanding, answer_standing, record_keys
from qualkit.actions.answers import Answer, AnswerRow, Sheet, Wanted
from qualkit.actions.coding import Applied, NewCode
from qualkit.actions.shown_source import Showing, ShownSource
from qualkit.model.codebook import Code, Codebook
from qualkit.model.place import Place
from qualkit.study import Study
from qualkit.tui.code_marks import CodeMark, code_marks

T = TypeVar("T")
_PAGE = 64
"""Rows that are fetched at once."""


class OpenAnswers:
    """One source as a list in front of a coder. Raises NotFound if it is not in the study."""

    def __init__(self, study: Study, name: str, *, is_blind: bool = False) -> None:
        self.study = study
        self.name = name
        self.books: tuple[Codebook, ...] = ()
        self.book = ""
        """Name of the codebook that the answers are being read for."""
        self.codes: Mapping[str, Code] = {}
        self.marks: Mapping[str, CodeMark] = {}
        self.counts: dict[str, int] = {}
        """Code id → how many codings in the whole study; empty for a team that does not count."""
        self.read: set[int] = set()
        """Ids of the answers that this coder has read for the codebook."""
        self.ids: list[int] = []
        """The answers that are shown, in their order."""
        self.wanted = Wanted(is_blind=is_blind)
        self._row_of: dict[int, int] = {}
        self._pages: dict[int, list[AnswerRow]] = {}
        self._event = workspace.last_event(study)
        self._take_books()
        self._showing = Showing(study)
        self._shown = ShownSource(())
        """The answer that was asked for last, as it is shown."""
        self._as_it_is: Answer | None = None
        self.sheet: Sheet = answers.open_sheet(study, name)
        self.standing: AnswerStanding = answer_standing(study, self.sheet)
        self._take_read()
        self.arrange(self.wanted)

    # ---- looking

    @property
    def noun(self) -> str:
        """One of these: answer or record."""
        return self.sheet.source.kind.segment_noun

    @property
    def total(self) -> int:
        """How many there are, shown or not."""
        return len(self.sheet.lengths)

    @property
    def current_book(self) -> tuple[Codebook, ...]:
        """The codebook that is being read for; none in a study without."""
        return tuple(book for book in self.books if book.name == self.book)

    def arrange(self, wanted: Wanted) -> None:
        """Show other answers, or in another order."""
        self.wanted = replace(wanted, book=self.book)
        self.ids = answers.arranged(self.study, self.sheet, self.wanted)
        self._row_of = {}
        self._pages.clear()

    def row_of(self, id_: int) -> int | None:
        """The row of an answer, if it is shown."""
        if not self._row_of:
            self._row_of = {one: number for number, one in enumerate(self.ids)}
        return self._row_of.get(id_)

    def row_with(self, key: str) -> int | None:
        """The row of the answer with a key, if it is shown."""
        id_ = answers.id_of(self.study, self.sheet, key)
        return None if id_ is None else self.row_of(id_)

    def row(self, number: int) -> AnswerRow | None:
        """A row of the list; None where the answer is gone."""
        page, inside = divmod(number, _PAGE)
        if page not in self._pages:
            ids = self.ids[page * _PAGE : (page + 1) * _PAGE]
            fetched = answers.answer_rows_of(self.study, ids, is_blind=self.wanted.is_blind)
            if len(self._pages) > _PAGE:
                self._pages.clear()
            self._pages[page] = self._showing.rows(self.name, fetched)
        rows = self._pages[page]
        id_ = self.ids[number]
        if inside < len(rows) and rows[inside].id == id_:
            return rows[inside]
        return next((row for row in rows if row.id == id_), None)

    def answer(self, id_: int) -> Answer | None:
        """A whole answer as it is shown; None where it is gone."""
        found = answers.answer(self.study, self.sheet, id_, is_blind=self.wanted.is_blind)
        self._as_it_is = found
        if found is not None:
            found, self._shown = self._showing.answer(found)
        return found

    @property
    def text_as_it_is(self) -> str:
        """The words of the answer that was asked for last, with nothing redacted."""
        return self._as_it_is.segment.text if self._as_it_is else ""

    def place(self, key: str, start: int, end: int) -> Place:
        """A place of the study, for one in the answer that was asked for last as it is shown."""
        start, end = self._shown.start_of(0, start), self._shown.end_of(0, end)
        return Place(segment=key, start=start, end_segment=key, end=end)

    def show_as_they_are(self) -> bool:
        """Show the words with nothing redacted until the next `renew`; gives whether anything was."""
        showing = Showing(self.study, is_open=True)
        is_other = not showing.is_like(self._showing)
        self._showing = showing
        self._pages.clear()
        return is_other

    def next_unread(self, start: int) -> int | None:
        """The first row after one that is to be read still: what was left out need not be."""
        done = self.read | self.standing.left_out
        return next((row for row in range(start + 1, len(self.ids)) if self.ids[row] not in done), None)

    def record_keys(self, ids: Sequence[int]) -> tuple[str, ...]:
        """The records of answers, once each."""
        return record_keys(self.study, ids)

    def last_read_above(self, start: int) -> int:
        """The last row before one that is read; -1 where none is."""
        return next((row for row in range(start - 1, -1, -1) if self.ids[row] in self.read), -1)

    def next_uncoded(self, start: int, direction: int) -> int | None:
        """The next row that this coder has not coded and that says something."""
        coded, lengths = answers.coded_ids(self.study, self.sheet), self.sheet.lengths
        coded |= self.standing.left_out
        end = len(self.ids) if direction > 0 else -1
        rows = range(start + direction, end, direction)
        return next((row for row in rows if self.ids[row] not in coded and lengths[self.ids[row]]), None)

    def places(self, ids: Sequence[int]) -> list[Place]:
        """Whole answers as places of the study; those without words are left out."""
        keys, lengths = answers.keys_of(self.study, ids), self.sheet.lengths
        return [
            Place(segment=keys[one], start=0, end_segment=keys[one], end=lengths[one])
            for one in ids
            if one in keys and lengths[one]
        ]

    # ---- changing

    def apply(self, ids: Sequence[int], code_ids: Sequence[str]) -> Applied:
        """Put codes on whole answers: one step."""
        return self._counted(code_answers.code_answers(self.study, self.name, ids, code_ids))

    def apply_at(self, place: Place, code_ids: Sequence[str]) -> Applied:
        """Put codes on a passage."""
        return self._counted(coding.apply_codes(self.study, self.name, [place], code_ids))

    def make_and_apply(self, target: Sequence[int] | Place, wanted: NewCode) -> Applied:
        """Make a code and put it on whole answers, or on a passage: one step."""
        if isinstance(target, Place):
            applied = coding.make_and_apply(self.study, wanted, self.name, [target])
        else:
            applied = code_answers.make_and_code_answers(self.study, wanted, self.name, target)
        self._take_books()
        return self._changed(applied)

    def remove(self, coding_ids: Sequence[str]) -> int:
        """Take codings off: one step."""
        gone = self._changed(coding.remove_codings(self.study, coding_ids))
        self._take_books()
        return gone

    def mark_read(self, ids: Sequence[int]) -> int:
        """Mark answers as read for the codebook: one step; gives how many were not yet."""
        keys = answers.keys_of(self.study, ids)
        count = coding.mark_read(self.study, self.name, list(keys.values()), [self.book])
        self.read.update(keys)
        return self._changed(count)

    def mark_unread(self, ids: Sequence[int]) -> int:
        """Say that answers are not read after all: one step; gives how many."""
        keys = answers.keys_of(self.study, ids)
        count = coding.mark_unread(self.study, self.name, list(keys.values()), [self.book])
        self.read.difference_update(keys)
        return self._changed(count)

    def set_memo(self, coding_id: str, text: str) -> bool:
        """Write a note on a coding."""
        return self._changed(coding.set_memo(self.study, coding_id, text))

    def choose(self, coding_ids: Sequence[str]) -> bool:
        """Choose codings for the bank, or take them out if all are chosen; gives whether they now are."""
        is_new = bank.choose(self.study, coding_ids) > 0
        if not is_new:
            bank.unchoose(self.study, coding_ids)
        return self._changed(is_new)

    def _counted(self, applied: Applied) -> Applied:
        for one in applied.codings if self._shows_counts else ():
            self.counts[one.code] = self.counts.get(one.code, 0) + 1
        return self._changed(applied)

    def _changed(self, given: T) -> T:
        """Fetch rows anew; know our own step, and if there are others' too, the next look will find them."""
        self._pages.clear()
        newest = workspace.last_event(self.study)
        if newest == self._event + 1:
            self._event = newest
        return given

    # ---- following what others do

    def is_behind(self) -> bool:
        """Whether somebody has worked on the study since."""
        return workspace.last_event(self.study) != self._event

    def renew(self) -> bool:
        """Everything as it is now, in the order in which it stands; gives whether the answers are others."""
        self._event = workspace.last_event(self.study)
        self._showing = Showing(self.study)
        self._pages.clear()
        self._take_books()
        before = self.sheet
        self.sheet = answers.open_sheet(self.study, self.name)
        self.standing = answer_standing(self.study, self.sheet)
        self._take_read()
        is_other = self.sheet.lengths.keys() != before.lengths.keys()
        if is_other:
            self.arrange(self.wanted)
        return is_other

    def choose_book(self, name: str) -> None:
        """Read for another codebook."""
        self.book = name
        self.wanted = replace(self.wanted, book=name)
        self._take_read()

    def _take_read(self) -> None:
        self.read = answers.read_ids(self.study, self.sheet, self.book)

    @property
    def _shows_counts(self) -> bool:
        return self.study.manifest.counts_codes

    def _take_books(self) -> None:
        views = workspace.codebook_view(self.study)
        books = tuple(view.codebook for view in views)
        self.counts.clear()
        for view in views if self._shows_counts else ():
            self.counts.update(view.mine if self.wanted.is_blind else view.counts)
        if books != self.books:
            self.books = books
            self.codes = {code.id: code for book in books for code in book.codes}
            self.marks = code_marks(books)
        if self.book not in [book.name for book in books]:
            self.book = books[0].name if books else ""
