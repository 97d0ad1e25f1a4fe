"""Below the text: the codings at the cursor spelled out, and what the next key will code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from textual.content import Content
from textual.widget import Widget

from qualkit.actions.beside import PassageNote
from qualkit.actions.workspace import CodingView
from qualkit.model.codebook import Code
from qualkit.model.flag import Flag
from qualkit.tui import local_time
from qualkit.tui.code_marks import CodeMark
from qualkit.tui.columns import cut


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """What is to be said about the cursor's place."""

    codings: Sequence[CodingView] = ()
    codes: Mapping[str, Code]
    marks: Mapping[str, CodeMark]
    chosen: frozenset[str] = frozenset()
    """Ids of those of the codings that are chosen for the bank."""
    notes: Sequence[PassageNote] = ()
    """Memos on the passage itself."""
    flags: Sequence[Flag] = ()
    """Flags on it that are not cleared."""
    next_key: str = ""


class CodingDetails(Widget):
    """A line for each coding at the cursor, as far as there is room, and one for what comes next."""

    DEFAULT_CSS: ClassVar[str] = """
    CodingDetails { height: 5; padding: 0 1; border-top: solid $border-blurred; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._here = Here(codes={}, marks={})

    def show(self, here: Here) -> None:
        """Say this."""
        if here != self._here:
            self._here = here
            self.refresh()

    def render(self) -> Content:
        """The lines."""
        room, width = self.content_size.height, self.content_size.width
        notes = self._notes(width)[: max(0, room - 2)]
        lines = [*self._codings(max(1, room - 1 - len(notes)), width), *notes]
        if self._here.flags and not notes:
            kinds = ", ".join(dict.fromkeys(one.kind.shown for one in self._here.flags))
            lines[0] = Content.assemble((f"! {kinds}", "$warning"), " · ", lines[0])
        lines += [Content("")] * (room - 1 - len(lines))
        lines.append(Content.assemble("Next key codes: ", (self._here.next_key, "bold")))
        return Content("\n").join(line.truncate(width, ellipsis=True) for line in lines)

    def _notes(self, width: int) -> list[Content]:
        notes = self._here.notes
        flags = [f"{one.kind.shown}: {one.text}" if one.text else one.kind.shown for one in self._here.flags]
        flagged = [Content.styled(cut(f"! {' · '.join(flags)}", width), "$warning")] if flags else []
        if not notes:
            return flagged
        said = [f"{'you' if one.is_mine else one.coder}: {one.text}" for one in notes]
        return [*flagged, Content.assemble("✎ ", (cut(" · ".join(said), width - 2), "$foreground 80%"))]

    def _codings(self, room: int, width: int) -> list[Content]:
        codings = self._here.codings
        if not codings:
            return [Content.styled("Nothing is coded here.", "$foreground 60%")]
        if len(codings) > room or room == 1:
            every = (self._named(one, last=number == len(codings) - 1) for number, one in enumerate(codings))
            return [Content.assemble("Here: ", *every)]
        return [self._spelled_out(coding, width) for coding in codings]

    def _named(self, coding: CodingView, *, last: bool) -> Content:
        mark, code = self._here.marks.get(coding.code_id), self._here.codes.get(coding.code_id)
        if mark is None or code is None:
            return Content("")
        who = "you" if coding.is_mine else coding.coder
        memo = " ✎" if coding.memo else ""
        star = "★ " if coding.id in self._here.chosen else ""
        return Content.assemble(
            (star, "$accent"),
            (mark.letters, f"bold {mark.colour}"),
            f" {cut(code.name, 40)}{memo} ",
            (cut(f"({who}, {shown_time(coding.created)})", 40), "$foreground 70%"),
            "" if last else " · ",
        )

    def _spelled_out(self, coding: CodingView, width: int) -> Content:
        code = self._here.codes.get(coding.code_id)
        named = self._named(coding, last=True)
        more = f"memo: {coding.memo}" if coding.memo else (code.meaning if code else "")
        room = width - named.cell_length - 2
        return Content.assemble(named, "  ", (cut(more, room), "$foreground 60%"))


def shown_time(at: str) -> str:
    """A moment as people say it: the time if it was today, else the day."""
    try:
        moment = datetime.fromisoformat(at).astimezone()
    except ValueError:
        return at
    return f"{moment:%H:%M}" if moment.date() == local_time.now().date() else f"{moment:%d %b %Y}"
