"""The highlighted answer as a whole: its words, coded and to be marked, and what the next key will code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from rich.cells import cell_len
from textual.content import Content
from textual.events import Focus
from textual.widget import Widget

from qualkit.actions.answers import Answer
from qualkit.actions.workspace import CodingView
from qualkit.model.codebook import Code
from qualkit.tui.code_marks import CodeMark
from qualkit.tui.coded_text import CodedText
from qualkit.tui.columns import cut
from qualkit.tui.layout import Spot, TextLayout
from qualkit.tui.open_proposals import Proposed
from qualkit.tui.widgets.coding_details import shown_time
from qualkit.tui.widgets.text_view import Target, TargetKind, TextView

_ROOM_FOR_MORE = 5
"""Rows from which what is known may take two."""
_BETWEEN = " · "


class AnswerText(TextView):
    """One answer. While the list has the keys, the whole of it is framed: that is what they code."""

    is_alone = False
    """Whether keys code what is framed here, rather than what is marked in the list."""

    def propose(self, proposed: Proposed | None) -> None:
        """Show what is proposed for the answer."""
        self.page.proposed = {0: proposed} if proposed is not None else {}
        self.redraw()

    def show(self, answer: Answer | None, marks: Mapping[str, CodeMark], *, is_read: bool) -> None:
        """Show an answer, or nothing; what was marked in the same one stays so."""
        cursor, began = self.cursor, self.began
        segments = [] if answer is None else [replace(answer.segment, speaker=answer.who)]
        texts = [one.text for one in segments]
        is_same = [(one.key, one.text) for one in self.segments] == [(one.key, one.text) for one in segments]
        coded = CodedText(TextLayout(texts, 72), answer.codings if answer else ())
        self.open(segments, coded, may_run_on=False)
        self.page.marks, self.page.read = marks, {0} if is_read else set()
        if is_same:
            self.cursor, self.began = cursor, began
        else:
            self.is_alone = False
            self.scroll_to(y=0, animate=False)
        self.refresh()

    def _find_target(self) -> Target:
        if self.is_alone or self.selection or not self.segments:
            return super()._find_target()
        return Target(Spot(0, 0), Spot(0, len(self.segments[0].text)), TargetKind.WHOLE)

    def stand_alone(self, is_alone: bool) -> None:
        """Say whether keys code what is framed here."""
        self.is_alone = is_alone
        self._target = None
        self.redraw()

    def on_focus(self, _: Focus) -> None:
        """What is framed is what keys code, until the list has them again."""
        self.stand_alone(True)


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutAnswer:
    """What is to be said below an answer."""

    facts: str = ""
    codings: Sequence[CodingView] = ()
    codes: Mapping[str, Code]
    marks: Mapping[str, CodeMark]
    next_key: str = ""


class AnswerDetails(Widget):
    """Who, what is coded and by whom, and what the next key codes."""

    DEFAULT_CSS: ClassVar[str] = """
    AnswerDetails { height: 3; padding: 0 1; border-top: solid $border-blurred; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._about = AboutAnswer(codes={}, marks={})

    def show(self, about: AboutAnswer) -> None:
        """Say this."""
        if about != self._about:
            self._about = about
            self.refresh()

    def render(self) -> Content:
        """The lines."""
        room, width = self.content_size.height, self.content_size.width
        about = self._about
        lines = self._facts(1 if room < _ROOM_FOR_MORE else 2, width)
        codings = self._coding_lines(max(1, room - 1 - len(lines)), width)
        lines += [*codings, *[Content("")] * (room - 1 - len(lines) - len(codings))]
        lines.append(Content.assemble("Next key codes: ", (about.next_key, "bold")))
        return Content("\n").join(line.truncate(width, ellipsis=True) for line in lines)

    def _facts(self, rows: int, width: int) -> list[Content]:
        """What is known, as far as it fits; broken between two facts."""
        waiting = self._about.facts.split(_BETWEEN) if self._about.facts else []
        lines: list[Content] = []
        while waiting and len(lines) < rows:
            fitting = 1
            while fitting < len(waiting) and cell_len(_BETWEEN.join(waiting[: fitting + 1])) <= width:
                fitting += 1
            shown = waiting if len(lines) == rows - 1 else waiting[:fitting]
            lines.append(Content.styled(cut(_BETWEEN.join(shown), width), "$foreground 75%"))
            waiting = waiting[fitting:]
        return lines

    def _coding_lines(self, room: int, width: int) -> list[Content]:
        named = [self._named(one) for one in self._about.codings]
        if not named:
            return [Content.styled("Nothing is coded here.", "$foreground 60%")]
        if len(named) > room:
            return [Content.assemble("Here: ", Content(" · ").join(named))]
        return [self._with_memo(*pair, width) for pair in zip(self._about.codings, named, strict=True)]

    def _with_memo(self, coding: CodingView, named: Content, width: int) -> Content:
        memo = f"  memo: {coding.memo}" if coding.memo else ""
        room = max(0, width - named.cell_length)
        return Content.assemble(named, (cut(memo, room) and f"  {cut(memo, room - 2)}", "$foreground 60%"))

    def _named(self, coding: CodingView) -> Content:
        """Mark and name; somebody else's dim, with who it is."""
        mark, code = self._about.marks.get(coding.code_id), self._about.codes.get(coding.code_id)
        if mark is None or code is None:
            return Content("")
        who = "you" if coding.is_mine else coding.coder
        memo = " ✎" if coding.memo else ""
        name = f" {cut(code.name, 40)}{memo} "
        when = cut(f"({who}, {shown_time(coding.created)})", 40)
        if coding.is_mine:
            return Content.assemble((mark.letters, f"bold {mark.colour}"), name, (when, "$foreground 70%"))
        return Content.styled(f"{mark.letters}{name}{when}", "$foreground 60%")
