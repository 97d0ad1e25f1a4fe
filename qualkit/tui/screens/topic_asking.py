"""Asking for topics: of which passages, how many, split by what; and finding them in the background."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content

from qualkit.actions.passages_in_scope import PassageUnit
from qualkit.actions.search_limits import Limits
from qualkit.actions.topic_standing import regrouped_topics
from qualkit.actions.topics import TopicRun, TopicWatch, topic_run
from qualkit.actions.whose_passages import whose_passages
from qualkit.analysis.topics import TopicOptions
from qualkit.errors import QualkitError
from qualkit.study import Study
from qualkit.tui.long_work import LongWork, Told
from qualkit.tui.screens.limits_asking import LimitsAskingScreen
from qualkit.tui.screens.message import Choice, ChoiceWindow, Field, FormWindow
from qualkit.tui.topic_wish import AS_FITS, CLASSIC, TopicMemory, TopicWish
from qualkit.tui.widgets.choose_one import ChooseOne, Line

_OTHERS = ("author", "source", "person", "coder")
_OTHERS_SAID = {
    "author": "author: who wrote the notes",
    "source": "source",
    "person": "person",
    "coder": "coder: who coded or read them",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundTopics:
    """What was found, and who said each of the passages, as it is shown."""

    wish: TopicWish
    run: TopicRun
    who: tuple[str, ...]


class TopicAskingScreen(LimitsAskingScreen):
    """A sentence to fill in, and topics that are looked for when it is asked; nothing before."""

    def __init__(self) -> None:
        super().__init__()
        self.finding = LongWork[FoundTopics](self, self.took_topics, self.refused)

    @property
    def memory(self) -> TopicMemory:
        """What was asked for and found; the app remembers it."""
        return self._app.topics

    @property
    def wish(self) -> TopicWish:
        """What topics are asked for."""
        return self.memory.wish

    if TYPE_CHECKING:  # each screen says what these are there

        def took_topics(self, found: FoundTopics) -> None:
            """Topics were found."""

        def refused(self, error: QualkitError) -> None:
            """No topics can be found."""

        def put_away(self) -> None:
            """Something else is asked for: what was found is not shown any more."""

    # ---- finding

    def action_find(self) -> None:
        """Sort passages into topics."""
        study, wish = self._app.study, self.wish
        self.memory.run = None
        self.put_away()
        if wish.options.is_classic:
            self._app.say("UMAP and HDBSCAN take half a minute or more. Esc stops it.")
        self.finding.start(partial(_found, study, wish))

    # ---- where it looks

    @property
    def limits(self) -> Limits:
        """Where it looks."""
        return self.wish.limits

    def limit(self, limits: Limits) -> None:
        """Look somewhere else, once it is asked to."""
        self._wish(self.wish.limited(limits))

    def _wish(self, wish: TopicWish) -> None:
        if wish == self.wish:
            return
        self.finding.stop()
        self.memory.wish, self.memory.run = wish, None
        self.fill_in()
        self.put_away()

    def action_limit(self, field: str) -> None:
        """Fill in one field of the sentence."""
        ask: dict[str, Callable[[], None]] = {
            "unit": self._ask_unit,
            "number": self._ask_number,
            "by": self._ask_by,
        }
        if field in ask:
            ask[field]()
        else:
            super().action_limit(field)

    def _ask_unit(self) -> None:
        choices = [
            Choice(id="segment", label="passages: turns, answers, records"),
            Choice(id="sentence", label="their sentences, each by itself"),
        ]

        def take(chosen: str | None) -> None:
            if chosen is not None:
                unit: PassageUnit = "sentence" if chosen == "sentence" else "segment"
                self._wish(replace(self.wish, scope=replace(self.wish.scope, unit=unit)))

        self.app.push_screen(ChoiceWindow("Sort what?", choices, chosen=self.wish.scope.unit), take)

    # ---- how many

    def _ask_number(self) -> None:
        choices = [
            Choice(id="fit", label=AS_FITS, note="several are tried; the one set apart best is taken"),
            Choice(id="number", label="a number of my own …"),
            Choice(id="classic", label=CLASSIC, note="UMAP and HDBSCAN: it takes half a minute or more"),
        ]
        options = self.wish.options
        held = "classic" if options.is_classic else "number" if options.k else "fit"

        def take(chosen: str | None) -> None:
            if chosen == "number":
                field = Field(label="How many topics?", value=str(options.k or ""), hint="such as 8")
                window = FormWindow("A number of topics", [field], accept="Take it")
                self.app.push_screen(window, self._take_number)
            elif chosen is not None:
                self._number(replace(options, k=None, is_classic=chosen == "classic"))

        self.app.push_screen(ChoiceWindow("How many topics?", choices, chosen=held), take)

    def _take_number(self, typed: tuple[str, ...] | None) -> None:
        if typed is None:
            return
        if not typed[0].isdecimal() or int(typed[0]) < 2:
            self._app.say(f"“{typed[0]}” is no number of topics: type 2 or more.", is_warning=True)
        else:
            self._number(replace(self.wish.options, k=int(typed[0]), is_classic=False))

    def _number(self, options: TopicOptions) -> None:
        """Another number; what is found already is found anew at once."""
        was_found = self.memory.run is not None
        if options != self.wish.options:
            self._wish(replace(self.wish, options=options))
            if was_found:
                self.action_find()

    # ---- split by what

    def _ask_by(self) -> None:
        known = list(self.choices.attributes) if self.choices else []
        others = [one for one in _OTHERS if one != "coder" or not self._app.is_blind]
        lines = [Line(id="", text=Content("nothing"), name="nothing")]
        lines += [Line(id=f"={one}", text=Content(_OTHERS_SAID[one]), name=one) for one in others]
        lines += [Line(id=f"={one}", text=Content(one), name=one) for one in known if one not in others]

        def take(chosen: str | None) -> None:
            if chosen is not None:
                self.split_by(chosen.removeprefix("="))

        window = ChooseOne("Split the topics by what?", lines, chosen=f"={self.wish.by}" * bool(self.wish.by))
        self.app.push_screen(window, take)

    def split_by(self, by: str) -> None:
        """Split what was found by something; refused for what the study does not know."""
        run = self.memory.run
        if run is not None:
            found = self._app.attempt(regrouped_topics, self._app.study, run, by)
            if found is None:
                return
            self.memory.run = found
        self.memory.wish = replace(self.wish, by=by)
        self.fill_in()
        self.was_split()

    if TYPE_CHECKING:  # each screen says what these are there

        def was_split(self) -> None:
            """What was found is split by something else."""


def _found(study: Study, wish: TopicWish, told: Told, is_stopped: Callable[[], bool]) -> FoundTopics:
    watch = TopicWatch(told=told, is_stopped=is_stopped)
    run = topic_run(study, wish.scope, wish.options, by=wish.by, watch=watch)
    return FoundTopics(wish=wish, run=run, who=whose_passages(study, run.passages))
