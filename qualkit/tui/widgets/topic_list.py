"""Topics as rows: number, name, words, how many, their share, how sharp."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from qualkit.actions.topics import RunTopic, TopicRun
from qualkit.exports.render.format import percent
from qualkit.tui.columns import fit
from qualkit.tui.widgets.marked_rows import BOX_CELLS, MarkedRows
from qualkit.tui.widgets.row_cells import in_column, number_in_column
from qualkit.tui.widgets.row_list import Part

_NUMBER, _COUNT, _SHARE, _SHARP = 3, 9, 6, 6
_NAME = 22
_NARROW = 100


class TopicList(MarkedRows):
    """One row a topic, the largest first; what fits none comes last."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "choose", "Passages")]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.run: TopicRun | None = None
        self.marked: list[int] = []
        """Numbers of the topics that are marked, in the order in which they were."""

    def open(self, run: TopicRun | None, topic: int | None) -> None:
        """Show topics; the one with this number is highlighted, or what fits none."""
        self.run = run
        numbers: list[int | None] = [one.number for one in run.topics] if run else []
        self.marked = [one for one in self.marked if one in numbers]
        if run is not None and run.unfitted:
            numbers.append(None)
        self.styles.max_height = max(len(numbers), 1)
        self.show_rows(len(numbers), numbers.index(topic) if topic in numbers else 0)

    @property
    def topic(self) -> RunTopic | None:
        """The highlighted topic; None where that is what fits none."""
        return self.topic_at(self.highlighted)

    def topic_at(self, row: int) -> RunTopic | None:
        """The topic of a row."""
        topics = self.run.topics if self.run else ()
        return topics[row] if row < len(topics) else None

    # ---- what is in a row

    @property
    def _name_cells(self) -> int:
        named = any(one.name for one in self.run.topics) if self.run else False
        return (_NAME if self.size.width >= _NARROW else _NAME // 2 + 4) if named else 0

    def _word_cells(self) -> int:
        name = self._name_cells + 2 if self._name_cells else 0
        numbers = _COUNT + _SHARE + _SHARP + 3
        return max(self.size.width - BOX_CELLS - _NUMBER - 1 - name - numbers - 3, 12)

    def head(self) -> str:
        """The titles of the columns."""
        name = fit("Name", self._name_cells) + "  " if self._name_cells else ""
        numbers = "".join(
            " " + fit(title, cells, is_number=True)
            for title, cells in (("How many", _COUNT), ("Share", _SHARE), ("Sharp", _SHARP))
        )
        return f"{' ' * (BOX_CELLS + _NUMBER + 1)}{name}{fit('Words', self._word_cells())}{numbers}"

    def row_parts(self, row: int) -> Sequence[Part]:
        """Mark, number, name, words, numbers."""
        assert self.run is not None
        topic = self.topic_at(row)
        every = len(self.run.passages)
        if topic is None:
            number, name, words = "", "", "fits none"
            count, sharp = len(self.run.unfitted), ""
        else:
            number, name, words = str(topic.number), topic.name, ", ".join(topic.words)
            count, sharp = topic.count, f"{topic.sharpness:.2f}"
        is_marked = topic is not None and topic.number in self.marked
        kind = "dim" if topic is None else ""
        parts: list[Part] = [("● ", "accent") if is_marked else ("  ", "")]
        parts += number_in_column(number, _NUMBER, "dim")
        parts += in_column(name, self._name_cells, "bold") if self._name_cells else []
        parts += in_column(words, self._word_cells(), kind, gap=1)
        parts += number_in_column(f"{count:,}", _COUNT, kind)
        parts += number_in_column(percent(count / every, 0), _SHARE, kind)
        return [*parts, *number_in_column(sharp, _SHARP, "dim"), ("", "")]

    # ---- marking

    def mark(self, row: int) -> None:
        """Mark a topic, or take its mark away."""
        if (topic := self.topic_at(row)) is None:
            return
        if topic.number in self.marked:
            self.marked.remove(topic.number)
        else:
            self.marked.append(topic.number)
        self.refresh_rows((row,))
        self.post_message(self.MarksChanged())

    def mark_none(self) -> None:
        """Take all marks away."""
        self.marked = []
        self.refresh()
        self.post_message(self.MarksChanged())
