"""Rows of the open text as strips: margin, words, what is coded, selected and next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment as Piece
from rich.style import Style
from textual.color import Color
from textual.strip import Strip

from qualkit.model.source import Segment, SpeakerRole
from qualkit.model.speech import events_in
from qualkit.tui.code_marks import CodeMark
from qualkit.tui.coded_text import STRIPES, CodedText, Stretch
from qualkit.tui.columns import cut, fit
from qualkit.tui.layout import Row, RowKind, Spot, TextLayout
from qualkit.tui.open_proposals import Proposed

MARGIN = 8
"""Cells before the text: a bar, the code's letters, its stripes, a blank."""
_BAR = "▎"
_STRIPE = "┃"
_UNKNOWN = CodeMark(letters="??", colour="#808080")


class Ink(NamedTuple):
    """The colours that rows are painted with."""

    background: Color
    text: Color
    accent: Color
    success: Color
    is_dark: bool

    def soft(self, colour: Color, amount: float) -> Color:
        """The background with some of a colour in it."""
        return self.background.blend(colour, amount)


class RowState(NamedTuple):
    """Everything that a row's looks depend on: rows with equal states look the same."""

    y: int
    revision: int
    is_read: bool
    is_next: bool
    """Whether the next key codes something of this row."""
    next_start: int
    next_end: int
    selected_start: int
    selected_end: int
    caret: int
    """Offset of the cursor, or -1 where it is not on this row."""
    proposed: Proposed | None = None
    """What is proposed for the passage."""


@dataclass
class Page:
    """What there is to paint."""

    segments: Sequence[Segment]
    layout: TextLayout
    coded: CodedText
    marks: Mapping[str, CodeMark] = field(default_factory=dict)
    read: set[int] = field(default_factory=set)
    """Numbers of the passages that are marked read."""
    flagged: set[int] = field(default_factory=set)
    """Numbers of the passages with a flag."""
    found: Mapping[int, Sequence[tuple[int, int]]] = field(default_factory=dict)
    """Number of a passage → where the words stand in it that a search found."""
    proposed: Mapping[int, Proposed] = field(default_factory=dict)
    """Number of a passage → the codes proposed for it, as far as they may be seen."""


class RowPainter:
    """Paints rows of a page, and remembers them."""

    def __init__(self, page: Page, ink: Ink, width: int) -> None:
        self.page = page
        self._ink = ink
        self._width = width
        self.paint = lru_cache(maxsize=1024)(self._paint)
        self._events = lru_cache(maxsize=512)(self._find_events)
        self._margins: dict[int, tuple[int, dict[int, str]]] = {}
        self._styles: dict[tuple[object, ...], Style] = {}

    def _paint(self, state: RowState) -> Strip:
        row = self.page.layout.row(state.y)
        pieces = self._margin(row, state)
        if row.kind is RowKind.HEADER:
            pieces += self._header(row, state)
        elif row.kind is RowKind.TEXT:
            pieces += self._words(row, state)
        return Strip(pieces).adjust_cell_length(self._width, self._style(self._ground(state, at=-1)))

    # ---- colours

    def _ground(self, state: RowState, at: int) -> Color:
        if state.is_next and (at < 0 or state.next_start <= at < state.next_end):
            return self._ink.soft(self._ink.accent, 0.10)
        return self._ink.background

    def _style(self, ground: Color, ink: Color | None = None, **attributes: bool) -> Style:
        key = (ground, ink, *attributes.items())
        if key not in self._styles:
            colour = (ink or self._ink.text).rich_color
            self._styles[key] = Style(color=colour, bgcolor=ground.rich_color, **attributes)  # type: ignore[arg-type]
        return self._styles[key]

    def _code_colour(self, code_id: str) -> Color:
        colour = Color.parse(self.page.marks.get(code_id, _UNKNOWN).colour)
        return colour if self._ink.is_dark else colour.blend(Color(0, 0, 0), 0.3)

    @property
    def _dim(self) -> Color:
        return self._ink.background.blend(self._ink.text, 0.6)

    # ---- margin

    def _margin(self, row: Row, state: RowState) -> list[Piece]:
        ground = self._ground(state, at=-1)
        bar = Piece(_BAR if state.is_next else " ", self._style(ground, self._ink.accent))
        if row.kind is RowKind.HEADER:
            number = str(self.page.segments[row.passage].ordinal)
            return [
                bar,
                Piece(fit(number, MARGIN - 3, is_number=True) + "  ", self._style(ground, self._dim)),
            ]
        code_id = self._marks_of(row.passage).get(state.y - self.page.layout.rows_of(row.passage).start, "")
        letters = self.page.marks.get(code_id, _UNKNOWN).letters if code_id and code_id[0] != "+" else code_id
        ink = self._code_colour(code_id) if code_id else None
        pieces = [bar, Piece(fit(letters, 2), self._style(ground, ink, bold=True))]
        return [*pieces, *self._stripes(row, state, ground)]

    def _stripes(self, row: Row, state: RowState, ground: Color) -> list[Piece]:
        stripes: list[str] = [""] * (STRIPES + 1)
        for coding in self.page.coded.of_passage(row.passage):
            first, last = self.page.coded.rows(coding)
            if first <= state.y <= last and row.kind is not RowKind.HEADER:
                stripes[self.page.coded.stripe(coding)] = coding.code_id
        pieces = [
            Piece(_STRIPE, self._style(ground, self._code_colour(code)))
            if code
            else Piece(" ", self._style(ground))
            for code in stripes[:STRIPES]
        ]
        more = "+ " if stripes[STRIPES] else "  "
        return [*pieces, Piece(more, self._style(ground, self._dim))]

    def _marks_of(self, passage: int) -> Mapping[int, str]:
        """Row of the passage → the code whose letters stand there: where it begins, or the next free row."""
        revision = self.page.coded.revision(passage)
        known = self._margins.get(passage)
        if known is None or known[0] != revision:
            known = self._margins[passage] = revision, self._place_marks(passage)
        return known[1]

    def _place_marks(self, passage: int) -> dict[int, str]:
        rows = self.page.layout.rows_of(passage)
        placed: dict[int, str] = {}
        waiting = self.page.coded.of_passage(passage)
        for number, coding in enumerate(waiting):
            wanted = max(1, self.page.coded.rows(coding)[0] - rows.start)
            free = next((row for row in range(wanted, len(rows)) if row not in placed), None)
            if free is None:
                placed[len(rows) - 1] = f"+{min(9, len(waiting) - number + 1)}"
                break
            placed[free] = coding.code_id
        return placed

    # ---- words

    def _header(self, row: Row, state: RowState) -> list[Piece]:
        segment = self.page.segments[row.passage]
        ground = self._ground(state, at=-1)
        time = clock(segment.start_ms)
        right = ("✓ " if state.is_read else "") + time
        room = self._width - MARGIN - len(right) - 2
        name = cut(segment.speaker or segment.record or "", room)
        is_heard = segment.speaker_role is None or segment.speaker_role.is_heard
        pieces = [Piece(name, self._style(ground, None if is_heard else self._dim, bold=is_heard))]
        pieces += self._proposed(state, room - cell_len(name))
        left = sum(piece.cell_length for piece in pieces)
        pieces.append(Piece(" " * (room - left + 1), self._style(ground)))
        if state.is_read:
            pieces.append(Piece("✓ ", self._style(ground, self._ink.success, bold=True)))
        return [*pieces, Piece(time + " ", self._style(ground, self._dim))]

    def _proposed(self, state: RowState, room: int) -> list[Piece]:
        """`  ? FE  ? SH`: the letters of proposed codes, as far as there is room."""
        ground, pieces = self._ground(state, at=-1), []
        for code_id in state.proposed.code_ids if state.proposed else ():
            letters = self.page.marks.get(code_id, _UNKNOWN).letters
            if (room := room - cell_len(letters) - 4) < 0:
                break
            pieces.append(Piece("  ? ", self._style(ground, self._ink.accent, bold=True)))
            pieces.append(Piece(letters, self._style(ground, self._code_colour(code_id), bold=True)))
        return pieces

    def _words(self, row: Row, state: RowState) -> list[Piece]:
        stretches = [
            one
            for one in self.page.coded.stretches(row.passage)
            if one.start < row.end and one.end > row.start
        ]
        events = [place for place in self._events(row.passage) if place[0] < row.end and place[1] > row.start]
        cuts = self._cuts(row, state, stretches, events)
        pieces = []
        for start, end in pairwise(cuts):
            is_event = any(place[0] <= start < place[1] for place in events)
            covering = [one for one in stretches if one.start <= start < one.end]
            style = self._word_style(row, state, (start, is_event), covering)
            pieces.append(Piece(self.page.layout.shown(row.passage, start, end), style))
        if state.caret == row.end and row.is_last:
            ground = self._ground(state, at=-1)
            pieces.append(Piece(" ", self._style(ground, reverse=True)))
        return pieces

    def _cuts(
        self, row: Row, state: RowState, stretches: Sequence[Stretch], events: Sequence[tuple[int, int]]
    ) -> list[int]:
        cuts = {row.start, row.start + self._visible(row), row.end}
        cuts |= {state.next_start, state.next_end, state.selected_start, state.selected_end}
        cuts.update(one.start for one in stretches)
        cuts.update(one.end for one in stretches)
        cuts.update(at for place in events for at in place)
        cuts.update(at for place in self.page.found.get(row.passage, ()) for at in place)
        cuts.update(at for place in (state.proposed.words if state.proposed else ()) for at in place)
        if state.caret >= 0:
            cuts.add(state.caret)
            cuts.add(self._letter_end(row.passage, state.caret))
        return sorted(at for at in cuts if row.start <= at <= row.end)

    def _visible(self, row: Row) -> int:
        """How much of a row is more than the blanks at its end."""
        return len(self.page.layout.texts[row.passage][row.start : row.end].rstrip(" \t\n"))

    def _letter_end(self, passage: int, start: int) -> int:
        layout = self.page.layout
        end = len(layout.texts[passage])
        return layout.letter_end(Spot(passage, start)) if start < end else end

    def _word_style(
        self, row: Row, state: RowState, at: tuple[int, bool], covering: Sequence[Stretch]
    ) -> Style:
        start, is_event = at
        role = self.page.segments[row.passage].speaker_role
        is_quiet = is_event or role is SpeakerRole.MODERATOR
        ground = self._ground(state, start)
        if start >= row.start + self._visible(row):
            chosen = {"reverse": True} if start == state.caret else {}
            return self._style(ground, None, **chosen)
        if state.selected_start <= start < state.selected_end:
            ground, is_quiet = self._ink.soft(self._ink.accent, 0.45), False
        elif covering:
            innermost = min(covering, key=lambda one: one.end - one.start)
            ground = ground.blend(self._code_colour(innermost.coding.code_id), 0.28)
        attributes = {"underline": len(covering) > 1, "italic": is_event, "reverse": start == state.caret}
        is_found = any(first <= start < last for first, last in self.page.found.get(row.passage, ()))
        speaks = state.proposed is not None and any(
            first <= start < last for first, last in state.proposed.words
        )
        attributes |= {"bold": is_found or speaks, "underline": speaks or attributes["underline"]}
        chosen = {name: True for name, value in attributes.items() if value}
        ink = self._ink.accent if is_found or speaks else self._dim if is_quiet else None
        return self._style(ground, ink, **chosen)

    def _find_events(self, passage: int) -> Sequence[tuple[int, int]]:
        return events_in(self.page.layout.texts[passage])


def clock(milliseconds: int | None) -> str:
    """A time of a recording as `00:07:41`; empty where none is known.

    >>> clock(461_000)
    '00:07:41'
    """
    if milliseconds is None:
        return ""
    minutes, seconds = divmod(milliseconds // 1000, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"
