"""Agree: what two or more coded differently, side by side, to be decided passage by passage."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widgets import Footer, Static

from qualkit.actions.decide import ToDecide, agree_on, agree_on_codes, to_decide
from qualkit.actions.walk_passages import Stop, in_context
from qualkit.actions.workspace import codebook_view
from qualkit.model.codebook import Code, Codebook
from qualkit.model.place import Place
from qualkit.tui.code_marks import code_marks
from qualkit.tui.columns import counted, cut_title
from qualkit.tui.commands import bindings_for
from qualkit.tui.screens.study_screen import StudyScreen
from qualkit.tui.walk_lines import context_of
from qualkit.tui.widgets.code_picker import CodePicker, Picked
from qualkit.tui.widgets.row_cells import in_column
from qualkit.tui.widgets.row_list import Part, RowList
from qualkit.tui.widgets.sides import Side, Sides
from qualkit.tui.widgets.status_line import StatusLine
from qualkit.tui.widgets.title_line import TitleLine

_TALL = 30
"""Rows from which a turn before and after is shown, too."""
_NONE = "Nothing waits for the team: what two or more have read, they coded alike, or it is agreed on."


class WaitingList(RowList):
    """One row a passage that waits."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.waiting: Sequence[ToDecide] = ()

    def open(self, waiting: Sequence[ToDecide], *, here: int = 0) -> None:
        """Show what waits."""
        self.waiting = waiting
        self.show_rows(len(waiting), here)

    @property
    def highlighted_passage(self) -> ToDecide | None:
        """The passage of the highlighted row."""
        return self.waiting[self.highlighted] if self.highlighted < len(self.waiting) else None

    def row_parts(self, row: int) -> Sequence[Part]:
        """Where, who speaks, what is said."""
        one = self.waiting[row]
        where = max(self.size.width // 3, 18)
        return [
            (" ", ""),
            *in_column(cut_title(one.title, one.which, where), where, "bold"),
            *in_column(one.segment.speaker or one.segment.record or "", 10, "dim"),
            (one.words, ""),
            (" ", ""),
        ]


class AgreeScreen(StudyScreen):
    """One passage at a time; every decision is kept at once, and the next one is shown."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings_for("agree"))
    AUTO_FOCUS = "WaitingList"
    CSS: ClassVar[str] = """
    AgreeScreen WaitingList { height: 1fr; min-height: 3; max-height: 30%; }
    #agree-passage { height: 1fr; padding: 0 2; border-top: solid $border-blurred; }
    #agree-passage Static { height: auto; max-width: 96; }
    AgreeScreen Sides { height: 1fr; border-top: solid $border-blurred; }
    """

    def __init__(self, source: str = "") -> None:
        super().__init__()
        self.source = source
        """Only what waits in this source; everything where it is empty."""
        self._books: tuple[Codebook, ...] = ()

    def compose(self) -> ComposeResult:
        """What waits, the passage in its context, who coded what, what happened."""
        yield TitleLine()
        yield WaitingList(id="agree-list")
        with VerticalScroll(id="agree-passage", can_focus=False):
            yield Static("", id="agree-text", markup=False)
        yield Sides(id="agree-sides")
        yield StatusLine()
        yield Footer(show_command_palette=False)

    async def on_mount(self) -> None:
        """Show what waits, and look from time to time whether somebody has worked."""
        self.study_changed()
        self.follow()

    @property
    def _list(self) -> WaitingList:
        return self.query_one(WaitingList)

    # ---- what is shown

    def study_changed(self) -> None:
        """Read what waits again and show it; the highlighted passage stays so, or the next one is."""
        study = self._app.study
        self.note_event()
        views = self._app.attempt(codebook_view, study)
        found: Sequence[ToDecide] | None = ()
        if not self._app.is_blind:
            found = self._app.attempt(to_decide, study, self.source)
        if views is None or found is None:
            return
        self._books = tuple(view.codebook for view in views)
        before, row = self._list.highlighted_passage, self._list.highlighted
        keys = [(one.waiting.source, one.waiting.segment, one.waiting.codebook) for one in found]
        if before is not None:
            key = (before.waiting.source, before.waiting.segment, before.waiting.codebook)
            row = keys.index(key) if key in keys else row
        self._list.open(found, here=row)
        waiting = f"{counted(len(found), 'passage')} to agree on · {self._app.coder}"
        self.query_one(TitleLine).show(f"{study.title} ▸ Agree", waiting)
        self._show()

    def _show(self) -> None:
        one = self._list.highlighted_passage
        text = self.query_one("#agree-text", Static)
        self.query_one(Sides).display = one is not None
        if one is None:
            blind = "You work on your own (--blind): what others coded is hidden."
            text.update(blind if self._app.is_blind else _NONE)
            return
        key, around = one.segment.key, 1 if self.size.height >= _TALL else 0
        place = Place(segment=key, start=0, end_segment=key, end=len(one.segment.text))
        found = self._app.attempt(
            in_context, self._app.study, Stop(source=one.waiting.source, place=place), around=around
        )
        if found is not None:
            text.update(context_of(found))
        self.query_one("#agree-passage").scroll_home(animate=False)
        codes: dict[str, Code] = {code.id: code for book in self._books for code in book.codes}
        marks = code_marks(self._books)
        sides = self._sides(one)
        show = self.query_one(Sides).show(sides, codes, marks)
        self.run_worker(show, group="sides", exclusive=True)

    def _sides(self, one: ToDecide) -> list[Side]:
        made = [frozenset(coding.code for coding in one.waiting.codings[name]) for name in one.coders]
        differing = frozenset.union(*made) - frozenset.intersection(*made)
        return [
            Side(
                digit=number,
                coder=name,
                is_me=name == self._app.coder,
                codings=one.waiting.codings[name],
                differing=differing,
                quotes=one.quotes,
            )
            for number, name in enumerate(one.coders, start=1)
        ]

    @on(RowList.Highlighted, "#agree-list")
    @on(RowList.Chosen, "#agree-list")
    def _highlighted(self, event: RowList.Highlighted | RowList.Chosen) -> None:
        event.stop()
        self._show()

    # ---- deciding

    @on(Sides.Chosen)
    def _side_chosen(self, event: Sides.Chosen) -> None:
        event.stop()
        self.action_side(event.digit)

    def action_side(self, digit: int) -> None:
        """What this person coded holds."""
        one = self._list.highlighted_passage
        if one is None or digit > len(one.coders):
            self._app.say(_NONE if one is None else f"{len(one.coders)} people have read this passage.")
            return
        name = one.coders[digit - 1]
        whose = "your coding" if name == self._app.coder else f"{name}'s coding"
        self._decide(one, partial(agree_on, self._app.study, one, [name]), f"{whose} holds")

    def action_both(self) -> None:
        """What any of them coded holds."""
        if (one := self._list.highlighted_passage) is not None:
            do = partial(agree_on, self._app.study, one, one.coders)
            self._decide(one, do, "everything that was coded holds")

    def action_nothing(self) -> None:
        """No code holds."""
        if (one := self._list.highlighted_passage) is not None:
            self._decide(one, partial(agree_on_codes, self._app.study, one, ()), "no code fits")

    def action_anew(self) -> None:
        """Choose the codes that hold."""
        one = self._list.highlighted_passage
        if one is None:
            return
        books = tuple(book for book in self._books if book.name == one.waiting.codebook)

        def take(picked: Picked | None) -> None:
            if picked is not None and picked.make:
                self._app.say("Make the code in the codebook first (F4), then agree on it.")
            elif picked is not None and picked.code_ids:
                names = ", ".join(books[0][code_id].name for code_id in picked.code_ids)
                do = partial(agree_on_codes, self._app.study, one, picked.code_ids)
                self._decide(one, do, names)

        picker = CodePicker(books, code_marks(self._books))
        picker.add_class("-below")
        self.app.push_screen(picker, take)

    def _decide(self, one: ToDecide, do: Callable[[], int], said: str) -> None:
        if self._app.attempt(do) is not None:
            self._app.say(f"Agreed on {cut_title(one.title, one.which, 40)}: {said}. Ctrl+Z undoes")
            self.study_changed()

    def action_text(self) -> None:
        """Open the passage in its text."""
        if (one := self._list.highlighted_passage) is not None:
            self._app.open_source(one.waiting.source, one.waiting.segment)
