"""Topics on the screen: the topics, the highlighted one's passages, the curve, topics by group."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import Resize
from textual.widgets import Footer, Static

from qualkit.actions.topic_standing import renewed_topics
from qualkit.actions.topics import TopicRun
from qualkit.actions.whose_passages import whose_passages
from qualkit.errors import QualkitError
from qualkit.study import Study
from qualkit.tui.columns import counted
from qualkit.tui.latest import Latest
from qualkit.tui.screens.topic_asking import FoundTopics, TopicAskingScreen
from qualkit.tui.topic_lines import (
    INTRO,
    NOT_A_THEME,
    curve_content,
    groups_content,
    noun,
    refusal,
    told_of,
    topic_head,
)
from qualkit.tui.widgets.passage_rows import NearPassage, PassageRows
from qualkit.tui.widgets.row_list import RowList
from qualkit.tui.widgets.status_line import StatusLine
from qualkit.tui.widgets.title_line import TitleLine
from qualkit.tui.widgets.topic_list import TopicList
from qualkit.tui.widgets.topic_sentence import TopicSentence

_DIM = "$foreground 75%"
_TELL_EVERY = 0.2
_TALL = 30
Below = Literal["passages", "curve", "groups"]
Renewed = tuple[TopicRun, TopicRun | None, tuple[str, ...]]
"""What was shown, what it is by now, and who said the passages."""


class TopicShowingScreen(TopicAskingScreen):
    """What was found. Nothing is changed here; TopicsScreen does that."""

    AUTO_FOCUS = "TopicList"
    CSS = """
    #topic-told { height: auto; padding: 0 1; }
    TopicsScreen.-tall #topic-told { margin: 1 0; }
    #topic-heading { height: 1; color: $foreground 60%; }
    TopicList { height: 3fr; }
    #topic-head { height: auto; max-height: 5; padding: 0 1; border-top: solid $border-blurred; }
    #topic-passages { height: 3fr; }
    #topic-about { height: 3fr; padding: 0 1; border-top: solid $border-blurred; }
    #topic-about Static { height: auto; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.below: Below = "passages"
        """What stands below the topics."""
        self._who: tuple[str, ...] = ()
        self._renewing = Latest[Renewed](self, self._took_renewed)

    def compose(self) -> ComposeResult:
        """The sentence, what was found, the topics, the highlighted one."""
        yield TitleLine()
        yield TopicSentence()
        yield Static("", id="topic-told", markup=False)
        yield Static("", id="topic-heading", markup=False)
        yield TopicList(id="topic-list")
        yield Static("", id="topic-head", markup=False)
        yield PassageRows(id="topic-passages")
        with VerticalScroll(id="topic-about"):
            yield Static("", id="topic-about-text", markup=False)
        yield StatusLine()
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Show the topics as they were left, and look from time to time whether others have worked."""
        self.put_away()
        self.fill_in()
        self.study_changed()
        self.follow()
        self.set_interval(_TELL_EVERY, self._tell_progress)

    def on_unmount(self) -> None:
        """Nobody waits for the topics any more."""
        self.finding.stop()

    @property
    def is_ready(self) -> bool:
        """Whether nothing is being read or found."""
        return not self.finding.is_busy and not self._renewing.is_busy and self.choices is not None

    @property
    def topics(self) -> TopicList:
        """The topics."""
        return self.query_one(TopicList)

    @property
    def passages(self) -> PassageRows:
        """The passages of the highlighted topic."""
        return self.query_one(PassageRows)

    # ---- what is found

    def took_topics(self, found: FoundTopics) -> None:
        """Show topics; another split that was asked for meanwhile stays asked for."""
        self.memory.run, self.memory.topic, self.memory.passage = found.run, None, 0
        if found.run.topics:
            self.memory.topic = found.run.topics[0].number
        self._who = found.who
        self.below = "passages"
        self._show()
        if self.wish.by != found.wish.by:
            self.split_by(self.wish.by)
        self._app.say(f"Found {counted(len(found.run.topics), 'topic')}.")
        self.topics.focus()

    def refused(self, error: QualkitError) -> None:
        """Say calmly why there are no topics."""
        self.put_away()
        self._tell(refusal(error))

    def put_away(self) -> None:
        """Show no topics, and say how to find some."""
        self.topics.open(None, None)
        self._show_parts(has_run=False)
        self.query_one("#topic-told").styles.max_height = 12
        self._tell(Content.assemble((NOT_A_THEME, _DIM), "\n\n", INTRO))
        self._entitle()

    def _show(self) -> None:
        """Show the topics that are remembered."""
        run = self.memory.run
        if run is None:
            self.put_away()
            return
        self.topics.open(run, self.memory.topic)
        told = Content.assemble((f"{NOT_A_THEME}\n", "$foreground 90%"), (told_of(run), "$foreground 60%"))
        self._tell(told)
        self.query_one("#topic-told").styles.max_height = 3 if self.size.height < _TALL else 8
        self._show_parts(has_run=True)
        self._show_topic(row=self.memory.passage)
        self._entitle()
        self.call_after_refresh(self._entitle_columns)

    def _show_parts(self, *, has_run: bool) -> None:
        for id_, is_shown in (
            ("#topic-heading", has_run),
            ("#topic-list", has_run),
            ("#topic-head", has_run and self.below == "passages"),
            ("#topic-passages", has_run and self.below == "passages"),
            ("#topic-about", has_run and self.below != "passages"),
        ):
            self.query_one(id_).display = is_shown

    def _tell(self, text: Content) -> None:
        self.query_one("#topic-told", Static).update(text)

    def _tell_progress(self) -> None:
        if self.finding.is_busy:
            self._tell(Content.assemble((self.finding.said, "$accent"), "\n\nEsc stops it."))

    def _entitle(self) -> None:
        run, marked = self.memory.run, len(self.topics.marked)
        said = f"{counted(marked, 'topic')} marked · " if marked else ""
        if run is not None:
            number = counted(len(run.topics), "topic")
            said += f"{number} in {noun(run, len(run.passages))} · "
        title = f"{self._app.study.title} ▸ Topics"
        self.query_one(TitleLine).show(title, f"{said}{self._app.coder}")

    def _entitle_columns(self) -> None:
        self.query_one("#topic-heading", Static).update(Content(self.topics.head()))

    def on_resize(self, _: Resize) -> None:
        """Columns keep to the width."""
        self.call_after_refresh(self._entitle_columns)
        self._show_about()

    def fill_in(self) -> None:
        """Say in the sentence what is asked for."""
        self.query_one(TopicSentence).show(self.wish.said(self.choices))
        titles = {one.name: one.title or one.name for one in self.choices.sources} if self.choices else {}
        self.passages.titles = titles
        self.passages.refresh()

    # ---- the highlighted topic

    @on(RowList.Highlighted, "#topic-list")
    def _highlighted(self, event: RowList.Highlighted) -> None:
        event.stop()
        topic = self.topics.topic
        number = topic.number if topic else None
        if self.memory.run is not None and number != self.memory.topic:
            self.memory.topic, self.memory.passage = number, 0
            self._show_topic()

    @on(RowList.Highlighted, "#topic-passages")
    def _passage_highlighted(self, event: RowList.Highlighted) -> None:
        event.stop()
        self.memory.passage = self.passages.highlighted

    @on(TopicList.MarksChanged)
    def _marks_changed(self, event: TopicList.MarksChanged) -> None:
        event.stop()
        self._entitle()

    def _show_topic(self, row: int = 0) -> None:
        run, topic = self.memory.run, self.topics.topic
        if run is None:
            return
        self.query_one("#topic-head", Static).update(topic_head(run, topic))
        numbers = topic.passages if topic else run.unfitted
        nearness: tuple[float | None, ...] = topic.nearness if topic else (None,) * len(numbers)
        self.passages.open(
            [
                NearPassage(passage=run.passages[one], nearness=near, who=self._who[one] if self._who else "")
                for one, near in zip(numbers, nearness, strict=True)
            ],
            row,
        )
        self._show_about()

    # ---- what stands below

    def show_below(self, what: Below) -> None:
        """Show the curve or the groups instead of the passages; the same again shows the passages."""
        self.below = "passages" if what == self.below else what
        self._show_parts(has_run=self.memory.run is not None)
        self._show_about()
        if not self.topics.has_focus:
            self.topics.focus()

    def _show_about(self) -> None:
        run = self.memory.run
        if run is None or self.below == "passages":
            return
        text = (
            curve_content(run)
            if self.below == "curve"
            else groups_content(self._app.study, run, self.size.width - 2)
        )
        self.query_one("#topic-about-text", Static).update(text)

    def was_split(self) -> None:
        """Show whose the passages are."""
        self._show()

    # ---- what others do

    def study_changed(self) -> None:
        """Names and joined topics may be others; topics of texts that are others by now are put away."""
        self.note_event()
        self.read_choices()
        run, study = self.memory.run, self._app.study
        if run is not None:
            self._renewing.ask(lambda: _renewed(study, run))

    def _took_renewed(self, found: Renewed) -> None:
        before, now, who = found
        if self.memory.run is None or self.memory.run.passages is not before.passages:
            return
        if now is None:
            self.memory.run = None
            self.put_away()
            self._app.say("The texts are others by now: t sorts them into topics anew.")
            return
        self.memory.run, self._who = replace(now, by=self.memory.run.by), who
        self._show()


def _renewed(study: Study, run: TopicRun) -> Renewed:
    return run, renewed_topics(study, run), whose_passages(study, run.passages)
