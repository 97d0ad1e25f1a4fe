"""Topics: read what a computer sorted together, name and join it, and make a code of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.binding import BindingType

from qualkit.actions.coding import NewCode
from qualkit.actions.copying import QuoteRow, quotes_at
from qualkit.actions.dated_path import dated_path
from qualkit.actions.edit_topics import (
    CodeOfTopic,
    merge_topics,
    part_topic,
    rename_topic,
    topic_to_code,
)
from qualkit.actions.take_out import CopiedTable, copy_out, write_out
from qualkit.actions.topic_tables import topics_result
from qualkit.actions.topics import RunTopic, TopicRun
from qualkit.actions.workspace import codebook_view
from qualkit.tui.columns import counted, cut
from qualkit.tui.commands import bindings_for
from qualkit.tui.leaving_lines import caution, with_small, wrote_small
from qualkit.tui.screens.message import Field, FormWindow
from qualkit.tui.screens.topic_showing import TopicShowingScreen
from qualkit.tui.widgets.make_code import MakeCode
from qualkit.tui.widgets.row_list import RowList

_NONE_YET = "There are no topics yet: t finds some."
_WORDS = 4
"""Words by which a topic without a name is called."""


class TopicsScreen(TopicShowingScreen):
    """Topics of what people said. A topic is no theme, and counts nowhere."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings_for("topics"))

    def _run(self) -> TopicRun | None:
        """What was found; says so where nothing was."""
        if self.memory.run is None:
            self._app.say(_NONE_YET)
        return self.memory.run

    def _topic(self) -> RunTopic | None:
        """The highlighted topic; says so where there is none."""
        if self._run() is None:
            return None
        topic = self.topics.topic
        if topic is None:
            self._app.say("This is what fits none: it is no topic.")
        return topic

    # ---- moving about

    @on(RowList.Chosen, "#topic-list")
    def _topic_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.action_passages()

    @on(RowList.Chosen, "#topic-passages")
    def _passage_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self._open_passage()

    def action_open(self) -> None:
        """Into the passages; there, open the highlighted one."""
        if self._run() is None:
            return
        if self.passages.has_focus:
            self._open_passage()
        else:
            self.action_passages()

    def _open_passage(self) -> None:
        if (one := self.passages.highlighted_passage) is not None:
            segment = one.passage.segment
            self._app.open_source(segment.source, segment.key)

    def action_passages(self) -> None:
        """From the topics to the passages, and back."""
        if self._run() is None:
            return
        if self.topics.has_focus:
            if self.below != "passages":
                self.show_below(self.below)
            self.passages.focus()
        else:
            self.topics.focus()

    def action_curve(self) -> None:
        """The curve, or the passages."""
        if self._run() is not None:
            self.show_below("curve")

    def action_author(self) -> None:
        """Topics by who wrote the notes, or the passages."""
        run = self._run()
        if run is None:
            return
        if self.below != "groups" and (run.by is None or not run.by.are_authors):
            self.split_by("author")  # this shows them; where nobody is known to have written, that is said
            return
        self.show_below("groups")

    def was_split(self) -> None:
        """Show the topics by what they are split by."""
        self.below = "groups" if self.wish.by else "passages"
        super().was_split()

    def action_back(self) -> None:
        """Stop what is being worked on, go back to the topics, take marks away, then leave."""
        if self.finding.stop():
            self.put_away()
            self._app.say("Stopped. Nothing was changed.")
        elif self.passages.has_focus:
            self.topics.focus()
        elif self.below != "passages" and self.memory.run is not None:
            self.show_below(self.below)
        elif self.topics.marked:
            self.topics.mark_none()
        else:
            self.app.pop_screen()

    # ---- names and joining

    def _edit(self, do: Callable[[], TopicRun], said: str) -> None:
        """Change what people made of the topics; words of joined topics take a moment."""

        def then(run: TopicRun | None) -> None:
            if run is not None:
                self.memory.run = run
                self.note_event()
                self._show()
                self._app.say(f"{said} Ctrl+Z undoes")

        self._app.slowly(do, then)

    def action_rename(self) -> None:
        """Give the topic a name."""
        run, topic = self.memory.run, self._topic()
        if run is None or topic is None:
            return

        def take(typed: tuple[str, ...] | None) -> None:
            if typed is not None and typed[0] != topic.name:
                said = f"Topic {topic.number}: {cut(typed[0], 40)}." if typed[0] else "The name is gone."
                self._edit(partial(rename_topic, self._app.study, run, topic.number, typed[0]), said)

        field = Field(label=f"Its words: {', '.join(topic.words)}", value=topic.name)
        title = f"A name for topic {topic.number}"
        self.app.push_screen(FormWindow(title, [field], accept="Keep it"), take)

    def action_mark(self) -> None:
        """Mark the highlighted topic."""
        if self._topic() is not None:
            self.topics.mark(self.topics.highlighted)

    def action_join(self) -> None:
        """Join the marked topics with the highlighted one; they go into the first that was marked."""
        run, topic = self.memory.run, self._topic()
        if run is None or topic is None:
            return
        numbers = list(dict.fromkeys([*self.topics.marked, topic.number]))
        if len(numbers) < 2:
            self._app.say("Mark another topic with Space first: the marked ones are joined with this one.")
            return
        others = ", ".join(map(str, numbers[1:]))
        self.topics.mark_none()
        self.memory.topic = numbers[0]
        said = f"Joined topic {others} into topic {numbers[0]}."
        self._edit(partial(merge_topics, self._app.study, run, numbers), said)

    def action_part(self) -> None:
        """Take apart again what was joined."""
        run, topic = self.memory.run, self._topic()
        if run is None or topic is None:
            return
        if not topic.joined:
            self._app.say(f"Nothing was joined into topic {topic.number}.")
            return
        said = f"Took topic {topic.number} apart again."
        self._edit(partial(part_topic, self._app.study, run, topic.number), said)

    # ---- a code of a topic

    def action_make_code(self) -> None:
        """Ask for the code's name and place."""
        run, topic = self.memory.run, self._topic()
        views = self._app.attempt(codebook_view, self._app.study) if topic else None
        if run is None or topic is None or views is None:
            return
        books = [view.codebook for view in views]
        title = f"A code of topic {topic.number}: {', '.join(topic.words[:_WORDS])}"
        accept = f"Make it, propose {counted(topic.count, 'passage')}"
        window = MakeCode(topic.name, books, title=title, accept=accept)
        self.app.push_screen(window, partial(self._make_code, run, topic))

    def _make_code(self, run: TopicRun, topic: RunTopic, wanted: NewCode | None) -> None:
        if wanted is None:
            return
        make = partial(
            topic_to_code,
            self._app.study,
            run,
            topic.number,
            name=wanted.name,
            codebook=wanted.book,
            parent=wanted.parent,
        )
        if (made := self._app.attempt(make)) is not None:
            self._app.refresh_study()
            self._app.say(_made_said(made))

    # ---- what leaves the screen

    def action_copy(self) -> None:
        """Copy the topics as a table, or the highlighted passage as a quote."""
        if (run := self._run()) is None:
            return
        study, one = self._app.study, self.passages.highlighted_passage
        if self.passages.has_focus and one is not None:
            found = self._app.attempt(quotes_at, study, one.passage.segment.source, [one.passage.place])
            self._copy_quote(found or ())
        else:
            self._app.slowly(lambda: copy_out(study, topics_result(study, run).tables[0]), self._copy)

    def _copy_quote(self, rows: Sequence[QuoteRow]) -> None:
        if rows:
            self._app.copy(rows[0].line, what=f"the quote{caution(rows[0])}")

    def _copy(self, found: CopiedTable | None) -> None:
        if found is not None:
            self._app.copy(found.text, found.html, what=f"the topics{with_small(found.small)}")

    def action_hand_over(self, suffix: str) -> None:
        """Write the topics into a file."""
        if (run := self._run()) is None:
            return
        study = self._app.study
        self._app.say("Writing the topics …")
        path = dated_path(study, "topics", suffix)
        self._app.slowly(
            lambda: write_out(study, topics_result(study, run), path), partial(self._handed_over, path)
        )

    def _handed_over(self, path: Path, small: int | None) -> None:
        if small is not None:
            self._app.handed_over([path])
            if small:
                self._app.say(wrote_small(path, small), is_warning=True)


def _made_said(made: CodeOfTopic) -> str:
    number = counted(made.proposals, "passage")
    return (
        f"Made the code {cut(made.path, 40)}; {number} proposed for it, to be seen in Code and Answers (?) "
        "once they are marked as read. Ctrl+Z undoes"
    )
