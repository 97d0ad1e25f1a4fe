"""Below the text: what is proposed for the passage at the cursor, with the words that speak for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, Literal

from rich.cells import cell_len
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.widget import Widget

from qualkit.actions.proposals import ShownProposal
from qualkit.model.codepath import split_path
from qualkit.tui.code_marks import CodeMark
from qualkit.tui.columns import cut
from qualkit.tui.open_proposals import MOST

Decided = Literal["accept", "reject", "never"]
_BUTTONS: tuple[tuple[Decided, str], ...] = (
    ("accept", "accept"),
    ("reject", "reject"),
    ("never", "never here"),
)
_GAP = "  "
_WIDE = 100
"""Cells from which what stands above a code is said, too."""
_ROOM = sum(len(said) + len(_GAP) for _, said in _BUTTONS)


class ProposalStrip(Widget):
    """A line for each; each can be accepted and rejected by a click. Hidden where nothing is proposed."""

    DEFAULT_CSS: ClassVar[str] = """
    ProposalStrip { height: 4; padding: 0 1; border-top: solid $border-blurred; }
    """

    class Decision(Message):
        """A proposal was decided on by a click."""

        def __init__(self, proposal: ShownProposal, decided: Decided) -> None:
            super().__init__()
            self.proposal = proposal
            self.decided = decided

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._found: Sequence[ShownProposal] = ()
        self._marks: Mapping[str, CodeMark] = {}
        self._otherwise = ""

    def show(self, found: Sequence[ShownProposal], marks: Mapping[str, CodeMark], otherwise: str) -> None:
        """Show the proposals for a passage; `otherwise` is said where it has none."""
        if (found, otherwise) != (self._found, self._otherwise) or marks is not self._marks:
            self._found, self._marks, self._otherwise = found, marks, otherwise
            self.refresh()

    def render(self) -> Content:
        """The lines."""
        width = self.content_size.width
        if not self._found:
            return Content.styled(cut(self._otherwise, width), "$foreground 60%")
        return Content("\n").join(self._line(one, width) for one in self._found[:MOST])

    def _line(self, one: ShownProposal, width: int) -> Content:
        mark = self._marks.get(one.code_id)
        letters, colour = (mark.letters, mark.colour) if mark else ("??", "$foreground")
        sure = "" if one.score is None else f" {one.score:.2f}"
        room = width - _ROOM - cell_len(letters) - 4 - len(sure)
        path = one.path if width >= _WIDE else split_path(one.path)[-1]
        name = cut(path, max(room * 2 // 5, 10))
        why = cut(spoken_for(one), max(room - cell_len(name) - 2, 0))
        left = Content.assemble(
            ("? ", "bold $accent"),
            (letters, f"bold {colour}"),
            f" {name}{sure}  ",
            (why, "$foreground 70%"),
        )
        blanks = " " * max(width - _ROOM - left.cell_length, 0)
        buttons: list[str | tuple[str, str]] = []
        for _, said in _BUTTONS:
            buttons += [_GAP, (said, "underline $accent")]
        return Content.assemble(left, blanks, *buttons)

    def on_click(self, event: Click) -> None:
        """Decide on the proposal under the mouse."""
        event.stop()
        offset = event.get_content_offset(self)
        if offset is None or offset.y >= len(self._found):
            return
        at = self.content_size.width - _ROOM
        for decided, said in _BUTTONS:
            at += len(_GAP)
            if at <= offset.x < at + len(said):
                self.post_message(self.Decision(self._found[offset.y], decided))
            at += len(said)


def spoken_for(one: ShownProposal) -> str:
    """What speaks for a proposal, in words."""
    if one.is_by_rule:
        return f"rule: {one.because[0]}" if one.because else "rule"
    if not one.because:
        return "the passage as a whole"
    return ", ".join(f"“{words}”" for words in one.because[:MOST])
