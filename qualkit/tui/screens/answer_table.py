"""Answers on the screen: the list, the highlighted one as a whole, the codebook. It changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.events import Resize
from textual.screen import Screen
from textual.widgets import Footer

from qualkit import settings
from qualkit.actions.answers import Answer, Field, Order
from qualkit.actions.workspace import CodingView
from qualkit.tui.answer_lines import (
    facts_line,
    next_key_line,
    only_line,
    progress_line,
    sorting_line,
    title_line,
)
from qualkit.tui.open_answers import OpenAnswers
from qualkit.tui.widgets.answer_bar import AnswerBar, AnswerHeadings
from qualkit.tui.widgets.answer_list import AnswerList
from qualkit.tui.widgets.answer_text import AboutAnswer, AnswerDetails, AnswerText
from qualkit.tui.widgets.code_rows import CodeRows
from qualkit.tui.widgets.code_tree import CodeTree
from qualkit.tui.widgets.proposal_strip import ProposalStrip
from qualkit.tui.widgets.row_list import RowList
from qualkit.tui.widgets.status_line import StatusLine
from qualkit.tui.widgets.text_view import Target, TextView
from qualkit.tui.widgets.title_line import TitleLine

if TYPE_CHECKING:
    from qualkit.tui.app import QualkitApp

WIDE = 100
"""Columns from which the codebook is shown unless hidden."""
_TALL = 30
_LONG = 500
"""Characters from which an answer may be coded by the sentence."""
_LOOK_EVERY = 1.2
"""Seconds between looks for other people's work."""


class AnswerTableScreen(Screen[None]):
    """What there is to see of the answers to one question. AnswersScreen codes them."""

    AUTO_FOCUS = "AnswerList"
    CSS: ClassVar[str] = """
    #answer-columns-row { height: 1fr; }
    #answer-list { height: 1fr; }
    #answer-text { height: 33%; border-top: solid $border-blurred; }
    #answer-book { width: 34; border-left: solid $border-blurred; }
    """

    def __init__(self, source: str, key: str = "") -> None:
        super().__init__()
        self.source = source
        self._key = key
        self._open: OpenAnswers | None = None
        self._answer: Answer | None = None
        self._shows_book: bool | None = None
        """Whether the codebook was shown or hidden by hand."""
        self._knows_sentences = False
        self.is_ready = False
        """Whether the answers are shown."""

    def compose(self) -> ComposeResult:
        """Title, chips, list, the answer, the codebook, what happened."""
        rows = AnswerList(id="answer-list")
        yield TitleLine()
        yield AnswerBar(id="answer-bar")
        with Horizontal(id="answer-columns-row"):
            with Vertical():
                yield AnswerHeadings(rows, id="answer-headings")
                yield rows
                yield AnswerText(id="answer-text")
                strip = ProposalStrip(id="answer-proposals")
                strip.display = False
                yield strip
                yield AnswerDetails(id="answer-details")
            yield CodeTree(id="answer-book")
        yield StatusLine()
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Read what there is and show it."""
        is_blind = self._app.is_blind
        make = OpenAnswers
        self._open = self._app.attempt(make, self._app.study, self.source, is_blind=is_blind)
        if self._open is None:
            self.call_after_refresh(self.dismiss)
            return
        self._fold()
        self.call_after_refresh(self._begin)
        self.set_interval(_LOOK_EVERY, self._look)

    @property
    def _app(self) -> QualkitApp:
        return cast("QualkitApp", self.app)

    @property
    def opened(self) -> OpenAnswers:
        """The answers that are open."""
        assert self._open is not None
        return self._open

    @property
    def rows(self) -> AnswerList:
        """The list."""
        return self.query_one(AnswerList)

    @property
    def text(self) -> AnswerText:
        """The highlighted answer."""
        return self.query_one(AnswerText)

    def _begin(self) -> None:
        self._show_list()
        self._show_books()
        opened = self.opened
        asked = opened.row_with(self._key) if self._key else opened.next_unread(-1)
        self.rows.highlight(asked or 0, says_so=False)
        self._show_answer()
        self.is_ready = True
        if not opened.total:
            self._app.say("There is nothing to read in this source.")

    # ---- what is shown

    def columns(self) -> tuple[Field, ...]:
        """What is shown beside the words: what was chosen, else the first two."""
        fields = self.opened.sheet.fields
        chosen = settings.remembered_columns(self._app.study.folder, self.source)
        if chosen is None:
            return fields[:2]
        by_name = {field.name: field for field in fields}
        return tuple(by_name[name] for name in chosen if name in by_name)

    def _show_list(self, keep: int | None = None) -> None:
        self.rows.open(self.opened, self.columns())
        self.rows.keep(keep)
        self._say_arranged()

    def _say_arranged(self) -> None:
        opened = self.opened
        wanted = opened.wanted
        self.query_one(AnswerHeadings).show(wanted.field if wanted.order is Order.FIELD else "")
        is_filtered = bool(wanted.only)
        self.query_one(AnswerBar).show(
            sorting_line(wanted), only_line(wanted, opened), is_filtered=is_filtered
        )
        self._entitle()

    def _entitle(self) -> None:
        is_wide = self.size.width >= WIDE
        self.query_one(TitleLine).show(title_line(self.opened, is_wide=is_wide), progress_line(self.opened))

    def _show_books(self) -> None:
        opened = self.opened
        rows = self.query_one(CodeRows)
        rows.pinned = [one for one in settings.remembered_pins(self._app.study.folder) if one in opened.codes]
        self.query_one(CodeTree).open(opened.current_book, opened.marks, opened.counts)

    def _show_answer(self) -> None:
        """Show the highlighted answer as it is now."""
        id_, opened = self.rows.highlighted_id, self.opened
        self._answer = None if id_ is None else self._app.attempt(opened.answer, id_)
        self.text.show(self._answer, opened.marks, is_read=id_ in opened.read)
        if self._answer and not self._knows_sentences and len(self._answer.segment.text) > _LONG:
            self._knows_sentences = True
            self.run_worker(_make_ready, thread=True)
        self._describe()

    def _describe(self) -> None:
        if self._open is None:
            return
        opened, target = self.opened, self.passage
        words = self.text.segments[0].text if self.text.segments else ""
        if target is not None:
            words = self.text.words(target.start, target.end)
        about = AboutAnswer(
            facts=facts_line(self._answer),
            codings=tuple(self.codings_here()),
            codes=opened.codes,
            marks=opened.marks,
            next_key=next_key_line(opened, len(self.rows.marked), target, words),
        )
        self.query_one(AnswerDetails).show(about)

    @property
    def passage(self) -> Target | None:
        """The words of the answer that the next key is about; None where it is about whole answers."""
        text = self.text
        return text.target if text.segments and (text.is_alone or text.selection) else None

    def codings_here(self) -> Sequence[CodingView]:
        """What is coded at the cursor or in marked words; in the whole answer while the list has the keys."""
        target, text = self.passage, self.text
        if self._answer is None:
            return ()
        if target is None:
            return self._answer.codings
        start, end = text.selection or (text.cursor, text.cursor)
        return text.page.coded.between(start, end)

    def _changed(self, code_ids: Sequence[str] | None = None) -> None:
        """What is coded or read has changed; rows stay where they are."""
        rows = self.query_one(CodeRows)
        rows.refresh_rows(range(rows.count) if code_ids is None else rows.rows_of(code_ids))
        self.rows.refresh()
        self._show_answer()
        self._entitle()

    @on(RowList.Highlighted, "#answer-list")
    def _highlighted(self, event: RowList.Highlighted) -> None:
        event.stop()
        shown = self._answer.id if self._answer else None
        if self._open is not None and self.rows.highlighted_id != shown:
            self._show_answer()

    @on(AnswerList.MarksChanged)
    @on(TextView.Moved)
    def _moved(self) -> None:
        self._describe()

    # ---- the size of things

    def action_panel(self) -> None:
        """Show or hide the codebook."""
        self._shows_book = not self.query_one(CodeTree).display
        self._fold()
        if not self._shows_book:
            self.rows.focus()

    def on_resize(self, _: Resize) -> None:
        """Narrow screens keep to the answers."""
        self._fold()
        if self.is_ready:
            self.call_after_refresh(self._say_arranged)

    def _fold(self) -> None:
        is_wide, is_tall = self.size.width >= WIDE, self.size.height >= _TALL
        self.query_one(CodeTree).display = is_wide if self._shows_book is None else self._shows_book
        self.query_one(AnswerDetails).styles.height = 6 if is_tall else 4

    # ---- other people's work

    def study_changed(self) -> None:
        """Undo, redo or somebody else has changed the study."""
        if self._open is None:
            return
        keep = self.rows.highlighted_id
        if (is_other := self._app.attempt(self.opened.renew)) is None:
            return
        if is_other:
            self._show_list(keep)
        self._show_books()
        self._changed()

    def on_screen_resume(self) -> None:
        """Coming back, what was done meanwhile is shown."""
        if self.is_ready:
            self._look()

    def _look(self) -> None:
        if self._open is None or not self._app.has_study or not self.is_active:
            return
        if self._app.attempt(self.opened.is_behind):
            self.study_changed()


def _make_ready() -> None:
    """Long answers are coded by the sentence; what finds sentences is slow to import."""
    from qualkit.analysis.sentences import sentence_places

    sentence_places("Ready. Steady.")
