"""What each of several people coded in one passage, side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.widgets import Static

from qualkit.model.codebook import Code
from qualkit.model.coding import Coding
from qualkit.model.display import display_safe
from qualkit.tui.code_marks import CodeMark
from qualkit.tui.columns import cut

_QUOTE = 160
"""Characters of the words that a coding is on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One person's codings of the passage."""

    digit: int
    coder: str
    is_me: bool
    codings: tuple[Coding, ...]
    differing: frozenset[str]
    """Codes of the passage that not everybody used."""
    quotes: Mapping[str, str]
    """Id of a coding → its words; empty for the whole passage."""


class SideColumn(VerticalScroll):
    """One person; a click takes what they coded."""

    can_focus = False
    ALLOW_SELECT = False
    DEFAULT_CSS: ClassVar[str] = """
    SideColumn {
        width: 1fr; padding: 0 1; border-right: solid $border-blurred; scrollbar-size-vertical: 1;
    }
    SideColumn:hover { background: $panel; }
    SideColumn Static { height: auto; }
    """

    def __init__(self, digit: int, said: Content) -> None:
        super().__init__(Static(said, markup=False))
        self._digit = digit

    def on_click(self, event: Click) -> None:
        """This person's it is."""
        event.stop()
        self.post_message(Sides.Chosen(self._digit))


class Sides(Horizontal):
    """A column a person."""

    class Chosen(Message):
        """A person's column was clicked."""

        def __init__(self, digit: int) -> None:
            super().__init__()
            self.digit = digit

    async def show(
        self, sides: Sequence[Side], codes: Mapping[str, Code], marks: Mapping[str, CodeMark]
    ) -> None:
        """Show what these people coded in a passage."""
        columns = [SideColumn(side.digit, _said(side, codes, marks)) for side in sides]
        with self.app.batch_update():
            await self.remove_children()
            await self.mount_all(columns)


def _said(side: Side, codes: Mapping[str, Code], marks: Mapping[str, CodeMark]) -> Content:
    name = "you" if side.is_me else display_safe(side.coder)
    lines = [Content.assemble((f"{side.digit} ", "$accent"), (name, "bold $accent"))]
    for coding in side.codings:
        mark, code = marks.get(coding.code), codes.get(coding.code)
        if mark is None or code is None:
            continue
        only = "" if coding.code in side.differing else "  all agree"
        lines.append(
            Content.assemble(
                (mark.letters, f"bold {mark.colour}"), f" {cut(code.name, 40)}", (only, "$foreground 60%")
            )
        )
        if words := side.quotes.get(coding.id, ""):
            lines.append(Content.styled(f"   “{cut(words, _QUOTE)}”", "$foreground 70%"))
    if not side.codings:
        lines.append(Content.styled("read it, and gave it no code", "$foreground 60%"))
    return Content("\n").join(lines)
