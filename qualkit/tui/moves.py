"""Where the cursor goes: by letter, word, sentence, row, turn, page and whole source."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from qualkit.analysis.sentences import sentence_places
from qualkit.model.text import is_boundary
from qualkit.tui.layout import RowKind, Spot, TextLayout

_WORD = re.compile(r"\w+(?:['’\-]\w+)*")


class Moves:
    """The places that a cursor can go to from a spot. `direction` is 1 for on, -1 for back."""

    def __init__(self, texts: Sequence[str], layout: TextLayout) -> None:
        self._texts = texts
        self.layout = layout
        self._sentences = lru_cache(maxsize=256)(self._find_sentences)

    def by(self, unit: str, spot: Spot, direction: int) -> Spot:
        """The spot one letter, word, sentence, turn, row's edge or source further."""
        steps = {
            "letter": self.letter,
            "word": self.word,
            "sentence": self.sentence,
            "turn": self.turn,
            "edge": self.edge,
            "source": self.source,
        }
        return steps[unit](spot, direction)

    def letter(self, spot: Spot, direction: int) -> Spot:
        """The next letter as a reader sees it; from a text's end, the next text's beginning."""
        text, at = self.layout.texts[spot.passage], spot.offset + direction
        while 0 < at < len(text) and not is_boundary(text, at):
            at += direction
        if 0 <= at <= len(text):
            return Spot(spot.passage, at)
        return self._beside(spot, direction)

    def word(self, spot: Spot, direction: int) -> Spot:
        """The beginning of the next or the last word; at a text's edge, its edge, then the next text."""
        text = self._texts[spot.passage]
        if direction > 0:
            following = _WORD.search(text, self.word_at(spot)[1])
            at = following.start() if following else len(text)
        else:
            before = [found.start() for found in _WORD.finditer(text, max(0, spot.offset - 400), spot.offset)]
            at = before[-1] if before else 0
        return Spot(spot.passage, at) if at != spot.offset else self._beside(spot, direction)

    def sentence(self, spot: Spot, direction: int) -> Spot:
        """The beginning of the next or the last sentence, into the next text where there is none."""
        starts = [start for start, _ in self.sentences(spot.passage)]
        if direction > 0:
            at = next((start for start in starts if start > spot.offset), len(self._texts[spot.passage]))
        else:
            at = max((start for start in starts if start < spot.offset), default=0)
        return Spot(spot.passage, at) if at != spot.offset else self._beside(spot, direction)

    def turn(self, spot: Spot, direction: int) -> Spot:
        """The beginning of the next turn; backwards, of this one first."""
        if direction < 0 < spot.offset:
            return Spot(spot.passage, 0)
        beside = spot.passage + direction
        if 0 <= beside < len(self._texts):
            return Spot(beside, 0)
        return self.layout.end if direction > 0 else Spot(0, 0)

    def turn_end(self, spot: Spot, direction: int) -> Spot:
        """As `turn`, but for extending: on, to the end of this turn first."""
        end = len(self._texts[spot.passage])
        if direction > 0 and spot.offset < end:
            return Spot(spot.passage, end)
        if direction > 0 and spot.passage + 1 < len(self._texts):
            return Spot(spot.passage + 1, len(self._texts[spot.passage + 1]))
        return self.turn(spot, direction)

    def edge(self, spot: Spot, direction: int) -> Spot:
        """The beginning or the end of the row."""
        row = self.layout.row(self.layout.row_of(spot))
        return self.layout.last_spot(row) if direction > 0 else Spot(row.passage, row.start)

    def source(self, _: Spot, direction: int) -> Spot:
        """The beginning or the end of everything."""
        return self.layout.end if direction > 0 else Spot(0, 0)

    def rows(self, spot: Spot, number: int, column: int) -> Spot:
        """So many rows of text further down (up, if negative), at a column."""
        y, step = self.layout.row_of(spot), 1 if number > 0 else -1
        wanted = min(max(0, y + number), self.layout.row_count - 1)
        while 0 <= wanted < self.layout.row_count and self.layout.row(wanted).kind is not RowKind.TEXT:
            wanted += step
        if 0 <= wanted < self.layout.row_count:
            return self.layout.spot_at(wanted, column)
        return self.source(spot, step)

    def _beside(self, spot: Spot, direction: int) -> Spot:
        if direction > 0 and spot.passage + 1 < len(self._texts):
            return Spot(spot.passage + 1, 0)
        if direction < 0 < spot.passage:
            return Spot(spot.passage - 1, len(self._texts[spot.passage - 1]))
        return spot

    def word_at(self, spot: Spot) -> tuple[int, int]:
        """The word at a spot (start, end); where there is none, the letter."""
        text = self._texts[spot.passage]
        for found in _WORD.finditer(text, max(0, spot.offset - 200)):
            if found.start() > spot.offset:
                break
            if spot.offset < found.end():
                return found.span()
        return spot.offset, self.letter(spot, 1).offset if spot.offset < len(text) else spot.offset

    def sentence_at(self, spot: Spot) -> tuple[int, int]:
        """The sentence at a spot (start, end); between two, the one before."""
        places = self.sentences(spot.passage)
        if not places:
            return 0, len(self._texts[spot.passage])
        for place, following in pairwise(places):
            if spot.offset < following[0]:
                return place
        return places[-1]

    def sentences(self, index: int) -> Sequence[tuple[int, int]]:
        """The places of a text's sentences."""
        return self._sentences(index)

    def _find_sentences(self, index: int) -> Sequence[tuple[int, int]]:
        return sentence_places(self._texts[index])
