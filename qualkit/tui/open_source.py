"""The source that is open: its text, what is coded and read, the codes. Changes go through the actions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from qualkit.actions import bank, coding, memos, workspace
from qualkit.actions.beside import PassageNote
from qualkit.actions.coding import Applied, NewCode
from qualkit.actions.fresh_codings import codings_beginning_in
from qualkit.actions.memo_views import memo_views
from qualkit.actions.passage_facts import attributes_of
from qualkit.actions.shown_source import Showing
from qualkit.actions.workspace import CodingView, SourceView
from qualkit.model.codebook import Code, Codebook
from qualkit.model.flag import Flag
from qualkit.model.place import Place
from qualkit.model.source import Segment, Source, SourceKind
from qualkit.model.text import fold_line
from qualkit.study import Study
from qualkit.tui.code_marks import CodeMark, code_marks
from qualkit.tui.coded_text import CodedText
from qualkit.tui.layout import Spot, TextLayout

Spots = tuple[str, int, int, int, int]
"""Code and place of a coding: codings alike in it are one quote."""
_ALIKE = {"'": "['’‘ʼ]", '"': '["“”„]', "-": "[-‐‑–—−]", " ": r"\s+"}


class OpenSource:
    """A source in front of a coder. Raises NotFound if it is not in the study.

    `is_blind`: nothing is known of what others have coded.
    """

    def __init__(self, study: Study, name: str, *, book: str = "", is_blind: bool = False) -> None:
        self.study = study
        self.name = name
        self.is_blind = is_blind
        self.books: tuple[Codebook, ...] = ()
        self.book = book
        """Name of the codebook that the source is being read for."""
        self.codes: Mapping[str, Code] = {}
        self.marks: Mapping[str, CodeMark] = {}
        self.counts: dict[str, int] = {}
        """Code id → how many codings in the whole study; empty for a team that does not count."""
        self._shows_counts = study.manifest.counts_codes
        self.read: set[int] = set()
        """Numbers of the passages that this coder has read for the codebook."""
        self._attributes: tuple[Mapping[str, str], ...] | None = None
        self._folded: list[str] = []
        self._event = workspace.last_event(study)
        self._take_books()
        self._view = workspace.open_source(study, name, self.book)
        self._showing = Showing(study)
        self._shown = self._showing.source(self._view.segments)
        self.coded = self._coded()
        self._take_read(self._view.read)
        self._chosen: frozenset[Spots] = frozenset()
        self._take_chosen()
        self.flagged: set[int] = set()
        """Numbers of the passages with a flag that is not cleared."""
        self._take_flags()

    # ---- looking

    @property
    def source(self) -> Source:
        """The source."""
        return self._view.source

    @property
    def segments(self) -> Sequence[Segment]:
        """Its passages in order, as they are shown."""
        return self._shown.segments

    def words_as_they_are(self, start: Spot, end: Spot) -> str:
        """The words at a place, with nothing redacted."""
        place, parts = self.place(start, end), []
        for number in range(start.passage, end.passage + 1):
            text = self._view.segments[number].text
            first = place.start if number == start.passage else 0
            parts.append(text[first : place.end if number == end.passage else len(text)])
        return "\n".join(parts)

    @property
    def speakers(self) -> dict[str, str]:
        """Who speaks in this source → as it is shown, in the order in which they first speak."""
        pairs = zip(self._view.segments, self.segments, strict=True)
        return {one.speaker: shown.speaker or "" for one, shown in pairs if one.speaker}

    def speaker_of(self, passage: int) -> str:
        """Who says a passage, not as it is shown."""
        return self._view.segments[passage].speaker or ""

    def spots_of(self, place: Place) -> tuple[Spot, Spot] | None:
        """Where a place of the study is shown; None where its passages are gone."""
        first, last = self.number_of(place.segment), self.number_of(place.end_segment)
        if first is None or last is None:
            return None
        first, start, last, end = self._shown.shown_place((first, place.start, last, place.end))
        return Spot(first, start), Spot(last, end)

    @property
    def attributes(self) -> tuple[Mapping[str, str], ...]:
        """What is known of who said each passage; read when it is first asked for."""
        if self._attributes is None:
            self._attributes = attributes_of(self.study, self._view.segments)
        return self._attributes

    def holds(self, passage: int, folded: str) -> bool:
        """Whether a passage holds words, given as `fold_line` makes them."""
        if len(self._folded) != len(self.segments):
            self._folded = [fold_line(one.text) for one in self.segments]
        return folded in self._folded[passage]

    @property
    def may_run_on(self) -> bool:
        """Whether a passage may run over several turns or paragraphs."""
        return self.source.kind in (SourceKind.TRANSCRIPT, SourceKind.DOCUMENT)

    @property
    def noun(self) -> str:
        """One passage of this source: turn, answer, record or paragraph."""
        return self.source.kind.segment_noun

    @property
    def current_book(self) -> tuple[Codebook, ...]:
        """The codebook that is being read for; none in a study without."""
        return tuple(book for book in self.books if book.name == self.book)

    def uncoded(self, start: int, direction: int) -> int | None:
        """The next passage after `start` that says something and that this coder has not coded."""
        end = len(self.segments) if direction > 0 else -1
        return next((one for one in range(start + direction, end, direction) if self.is_uncoded(one)), None)

    def is_uncoded(self, passage: int) -> bool:
        """Whether a passage says something, and this coder has not coded it."""
        segment = self.segments[passage]
        is_heard = segment.speaker_role is None or segment.speaker_role.is_heard
        if not is_heard or not segment.text.strip():
            return False
        return not any(one.is_mine for one in self.coded.of_passage(passage))

    def with_those_below(self, code_ids: Sequence[str]) -> frozenset[str]:
        """Codes with all that stand below them; those that are gone are left out."""
        return frozenset(
            below for book in self.books for one in code_ids if one in book for below in book.under(one)
        )

    def number_of(self, key: str) -> int | None:
        """The number of the passage with a key."""
        return self._view.index.get(key)

    def place(self, start: Spot, end: Spot) -> Place:
        """A place of the study, in the words as they are."""
        return Place(
            segment=self.segments[start.passage].key,
            start=self._shown.start_of(start.passage, start.offset),
            end_segment=self.segments[end.passage].key,
            end=self._shown.end_of(end.passage, end.offset),
        )

    def is_chosen(self, coding: CodingView) -> bool:
        """Whether a coding is chosen for the bank, by itself or by one alike."""
        return _spot(coding) in self._chosen

    def notes_on(self, passage: int | None) -> list[PassageNote]:
        """The memos on a passage (None: on the source) that this coder may see."""
        key = "" if passage is None else self.segments[passage].key
        notes = self._view.beside.notes
        return [one for one in notes if one.key == key and (one.is_mine or not self.is_blind)]

    def find(self, wanted: str, start: Spot, direction: int) -> tuple[Spot, Spot] | None:
        """The next place with these words, going round at the end; case and curly quotes do not count."""
        if not wanted.strip() or not self.segments:
            return None
        pattern = re.compile(
            "".join(_ALIKE.get(one, re.escape(one)) for one in wanted.strip()), re.IGNORECASE
        )
        number, here = len(self.segments), start.passage
        for step in range(number + 1):
            passage = (here + step * direction) % number
            places = [found.span() for found in pattern.finditer(self.segments[passage].text)]
            if step == 0:
                places = [place for place in places if (place[0] - start.offset) * direction > 0]
            if places:
                first, last = places[0 if direction > 0 else -1]
                return Spot(passage, first), Spot(passage, last)
        return None

    # ---- changing

    def apply(self, start: Spot, end: Spot, code_ids: Sequence[str]) -> Applied:
        """Put codes on a place."""
        applied = coding.apply_codes(self.study, self.name, [self.place(start, end)], code_ids)
        self._take_fresh(self.segments[start.passage].key)
        return applied

    def make_and_apply(self, start: Spot, end: Spot, wanted: NewCode) -> Applied:
        """Make a code and put it on a place, with others: one step."""
        applied = coding.make_and_apply(self.study, wanted, self.name, [self.place(start, end)])
        self._take_books()
        self._take_fresh(self.segments[start.passage].key, is_counted=True)
        return applied

    def _take_fresh(self, key: str, *, is_counted: bool = False) -> None:
        """Take in the codings that are new in a passage."""
        known = set(self.coded.codings)
        found = self._seen(codings_beginning_in(self.study, self._view, [key]))
        fresh = [one for one in found if one.id not in known]
        self.coded.add(fresh)
        for one in fresh if self._shows_counts and not is_counted else ():
            self.counts[one.code_id] = self.counts.get(one.code_id, 0) + 1
        self._follow()

    def remove(self, ids: Sequence[str]) -> int:
        """Take codings off."""
        gone = coding.remove_codings(self.study, ids)
        for one in ids if self._shows_counts else ():
            self.counts[self.coded.codings[one].code_id] -= 1
        self.coded.remove(ids)
        self._follow()
        return gone

    def mark_read(self, passages: Sequence[int]) -> int:
        """Mark passages as read for the codebook; gives how many were not yet."""
        keys = [self.segments[passage].key for passage in passages]
        count = coding.mark_read(self.study, self.name, keys, [self.book])
        self.read.update(passages)
        self._follow()
        return count

    def mark_unread(self, passages: Sequence[int]) -> int:
        """Say that passages are not read after all; gives how many."""
        keys = [self.segments[passage].key for passage in passages]
        count = coding.mark_unread(self.study, self.name, keys, [self.book])
        self.read.difference_update(passages)
        self._follow()
        return count

    def set_memo(self, view: CodingView, text: str) -> bool:
        """Write a note on a coding."""
        changed = coding.set_memo(self.study, view.id, text)
        found = codings_beginning_in(self.study, self._view, [self.segments[view.first].key])
        self.coded.add(one for one in self._seen(found) if one.id == view.id)
        self._follow()
        return changed

    def write_note(self, passage: int | None, text: str) -> None:
        """Write this coder's memo on a passage (None: on the source), or change it; empty: take it away."""
        known = next((one for one in self.notes_on(passage) if one.is_mine), None)
        if known is not None:
            views = memo_views(self.study, only_mine=True)
            memos.change_memo(self.study, next(one for one in views if one.id == known.id), text)
        elif text.strip():
            about = "source" if passage is None else "passage"
            target = self.name if passage is None else f"{self.name}#{self.segments[passage].key}"
            memos.add_memo(self.study, text, about=about, target=target)
        self.take(*self.fetch())

    def choose(self, ids: Sequence[str], *, is_wanted: bool) -> int:
        """Choose codings for the bank, or take them out of it; gives how many that changed."""
        count = bank.choose(self.study, ids) if is_wanted else bank.unchoose(self.study, ids)
        self.take(*self.fetch())
        return count

    def flags_on(self, passage: int) -> Sequence[Flag]:
        """The flags on a passage that are not cleared."""
        return self._view.beside.flags.get(self.segments[passage].key, ())

    def _follow(self) -> None:
        """Know our own step; if there are others' steps too, the next look will find them."""
        newest = workspace.last_event(self.study)
        if newest == self._event + 1:
            self._event = newest

    # ---- following what others do

    def is_behind(self) -> bool:
        """Whether somebody has worked on the study since."""
        return workspace.last_event(self.study) != self._event

    def has_gone_on(self, event: int) -> bool:
        """Whether what was fetched at an event is older than what is shown."""
        return event < self._event

    def fetch(self) -> tuple[int, SourceView]:
        """The source as it is now, and the event up to which that holds. Safe in a thread."""
        event = workspace.last_event(self.study)
        return event, workspace.renewed(self.study, self._view, self.book)

    def take(self, event: int, view: SourceView) -> bool:
        """Show what was fetched; gives whether the text itself is another."""
        is_other_text = self._show_anew(view)
        self._event, self._view = event, view
        self._take_books()
        self._attributes = None
        if is_other_text:
            self._folded = []
            self.coded = self._coded()
        else:
            self.coded.replace(self._seen(view.codings))
        self._take_read(view.read)
        self._take_chosen()
        self._take_flags()
        return is_other_text

    def _show_anew(self, view: SourceView, *, is_open: bool = False) -> bool:
        """Show passages as they now are to be; gives whether they look different."""
        showing = Showing(self.study, is_open=is_open)
        if view.segments is self._view.segments and showing.is_like(self._showing):
            return False
        self._showing, self._shown = showing, showing.source(view.segments)
        return True

    def show_as_they_are(self) -> bool:
        """Show the words with nothing redacted until the next `take`; gives whether anything was."""
        is_other_text = self._show_anew(self._view, is_open=True)
        self._folded = []
        self.coded = self._coded()
        self._take_chosen()
        return is_other_text

    def choose_book(self, name: str) -> None:
        """Read for another codebook."""
        self.book = name
        self._take_read(workspace.renewed(self.study, self._view, name).read)

    def _take_read(self, keys: frozenset[str]) -> None:
        now = {self._view.index[key] for key in keys if key in self._view.index}
        self.read.difference_update(self.read - now)
        self.read.update(now)

    def _take_chosen(self) -> None:
        chosen = [one for one in self._view.codings if one.id in self._view.beside.chosen]
        self._chosen = frozenset(_spot(one) for one in self._shown.codings(chosen))

    def _take_flags(self) -> None:
        now = {self._view.index[key] for key in self._view.beside.flags if key in self._view.index}
        self.flagged.intersection_update(now)
        self.flagged.update(now)

    def _take_books(self) -> None:
        views = workspace.codebook_view(self.study)
        books = tuple(view.codebook for view in views)
        self.counts.clear()
        for view in views if self._shows_counts else ():
            self.counts.update(view.mine if self.is_blind else view.counts)
        if books != self.books:
            self.books = books
            self.codes = {code.id: code for book in books for code in book.codes}
            self.marks = code_marks(books)
        if self.book not in [book.name for book in books]:
            self.book = books[0].name if books else ""

    def _seen(self, codings: Sequence[CodingView]) -> Sequence[CodingView]:
        """The codings that this coder may know of, where they are shown."""
        return self._shown.codings(one for one in codings if one.is_mine or not self.is_blind)

    def _coded(self) -> CodedText:
        texts = [one.text for one in self.segments]
        return CodedText(TextLayout(texts, 72), self._seen(self._view.codings))


def _spot(one: CodingView) -> Spots:
    return one.code_id, one.first, one.start, one.last, one.end
