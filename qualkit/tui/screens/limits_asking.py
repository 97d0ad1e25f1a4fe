"""Asking where to look: sources, who speaks, what is known of them, the question, what is coded."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual import on
from textual.content import Content

from qualkit.actions.search_choices import SearchChoices, search_choices
from qualkit.actions.search_limits import Limits
from qualkit.model.codepath import full_path
from qualkit.tui.columns import cut
from qualkit.tui.count_lines import condition, condition_said
from qualkit.tui.latest import Latest
from qualkit.tui.screens.message import Choice, ChoiceWindow
from qualkit.tui.screens.study_screen import StudyScreen
from qualkit.tui.search_wish import ROLES, role_of, with_role
from qualkit.tui.widgets.choose_one import ChooseOne, Line
from qualkit.tui.widgets.field_sentence import FieldSentence
from qualkit.tui.widgets.tick_window import Tick, TickWindow

_CELLS = 70


class LimitsAskingScreen(StudyScreen):
    """A screen with a sentence whose fields are limits; it says itself what happens when they change."""

    def __init__(self) -> None:
        super().__init__()
        self.choices: SearchChoices | None = None
        """What the fields can be filled in with; None until it is read."""
        self._choosing = Latest[SearchChoices](self, self._took_choices)

    if TYPE_CHECKING:  # each screen says what these are there

        @property
        def limits(self) -> Limits:
            """Where it looks now."""

        def limit(self, limits: Limits) -> None:
            """Look somewhere else."""

        def fill_in(self) -> None:
            """Say in the sentence where it looks."""

    def read_choices(self) -> None:
        """Read what the fields can be filled in with, in the background."""
        study = self._app.study
        self._choosing.ask(lambda: search_choices(study))

    def _took_choices(self, choices: SearchChoices) -> None:
        self.choices = choices
        self.fill_in()

    @on(FieldSentence.Asked)
    def _field_clicked(self, event: FieldSentence.Asked) -> None:
        event.stop()
        self.action_limit(event.field)

    def action_limit(self, field: str) -> None:
        """Fill in one field."""
        if self.choices is None:
            return
        ask = {
            "sources": self._ask_sources,
            "who": self._ask_who,
            "where": self._ask_where,
            "question": self._ask_question,
            "coded": self._ask_coded,
            "whose": self._ask_whose,
        }
        ask[field](self.choices)

    # ---- sources and people

    def _ask_sources(self, choices: SearchChoices) -> None:
        ticks = [Tick(id=one.name, label=one.title or one.name) for one in choices.sources]

        def take(chosen: tuple[str, ...] | None) -> None:
            if chosen is not None:
                self._select(sources=() if len(chosen) == len(ticks) else chosen)

        ticked = self.limits.selection.sources
        self.app.push_screen(TickWindow("In which sources? None ticked: in all", ticks, ticked), take)

    def _ask_who(self, _: SearchChoices) -> None:
        listed = [Choice(id=f"={role}", label=said) for role, said in ROLES]

        def take(chosen: str | None) -> None:
            if chosen is not None:
                self.limit(with_role(self.limits, chosen.removeprefix("=")))

        window = ChoiceWindow("Said by whom?", listed, chosen=f"={role_of(self.limits)}")
        self.app.push_screen(window, take)

    def _ask_where(self, choices: SearchChoices) -> None:
        held = self.limits.selection.where
        lines = [_line(f"-{one}", f"take out: {condition_said(one)}") for one in held]
        lines += [_line(f"={name}", f"{name} is …") for name in choices.attributes]
        if not lines:
            self._app.say("Nothing is known of anybody: no attributes, no closed answers.")
            return
        self.app.push_screen(ChooseOne("Look only where", lines), self._take_where)

    def _take_where(self, chosen: str | None) -> None:
        if chosen is None:
            return
        if chosen.startswith("-"):
            self._select(where=tuple(one for one in self.limits.selection.where if one != chosen[1:]))
        else:
            self._ask_values(chosen.removeprefix("="))

    def _ask_values(self, key: str) -> None:
        assert self.choices is not None
        held = self.limits.selection.where
        values = self.choices.attributes[key]
        before = [value for value in values if condition(key, [value]) in held]

        def take(chosen: tuple[str, ...] | None) -> None:
            if chosen is not None:
                others = tuple(one for one in held if one.partition("=")[0] != key)
                self._select(where=(*others, *([condition(key, chosen)] if chosen else [])))

        ticks = [Tick(id=value, label=value) for value in values]
        self.app.push_screen(TickWindow(f"{key} is one of", ticks, before), take)

    def _select(self, **changes: tuple[str, ...]) -> None:
        selection = replace(self.limits.selection, **changes)  # type: ignore[arg-type]
        self.limit(replace(self.limits, selection=selection))

    # ---- questions and codes

    def _ask_question(self, choices: SearchChoices) -> None:
        if not choices.questions:
            self._app.say("No talk has questions or headings.")
            return
        lines = [_line("", "any question")]
        lines += [_line(f"={one}", shown) for one, shown in choices.questions.items()]

        def take(chosen: str | None) -> None:
            if chosen is not None:
                asked = (chosen.removeprefix("=").replace("|", "\\|"),) if chosen else ()
                self.limit(replace(self.limits, questions=asked))

        self.app.push_screen(ChooseOne("Said under which question?", lines), take)

    def _ask_coded(self, choices: SearchChoices) -> None:
        lines = [_line("any", "coded or not"), _line("yes", "coded"), _line("no", "not coded")]
        for is_with in (True, False):
            for book in choices.books:
                for depth, code in book.walk():
                    said = f"{'' if is_with else 'not '}{code.name}"
                    text = Content(f"{'  ' * (depth + 1)}{'with' if is_with else 'without'} {code.name}")
                    path = full_path(code.id, book, choices.books)
                    lines.append(Line(id=f"{'+' if is_with else '-'}{path}", text=text, name=said))
        self.app.push_screen(ChooseOne("Coded, or not?", lines), self._take_coded)

    def _take_coded(self, chosen: str | None) -> None:
        if chosen is None:
            return
        is_coded = {"any": None, "yes": True, "no": False}.get(chosen, chosen.startswith("+"))
        code = chosen[1:] if chosen[0] in "+-" else ""
        coder = "" if chosen == "any" else self.limits.coder
        self.limit(self._for_me(replace(self.limits, code=code, is_coded=is_coded, coder=coder)))

    def _ask_whose(self, choices: SearchChoices) -> None:
        if self._app.is_blind:
            self._app.say("Other people's coding is hidden: only your own is looked at.")
            return
        listed = [Choice(id="=", label="anybody's coding")]
        listed += [Choice(id=f"={one}", label=f"{one}'s coding") for one in choices.coders]

        def take(chosen: str | None) -> None:
            if chosen is not None:
                self.limit(replace(self.limits, coder=chosen.removeprefix("=")))

        self.app.push_screen(ChoiceWindow("Coded by whom?", listed, chosen=f"={self.limits.coder}"), take)

    def _for_me(self, limits: Limits) -> Limits:
        """Whoever works blind is told nothing by what others coded."""
        looks = bool(limits.code) or limits.is_coded is not None
        return replace(limits, coder=self._app.coder) if self._app.is_blind and looks else limits


def _line(id_: str, text: str) -> Line:
    return Line(id=id_, text=Content(cut(text, _CELLS)), name=text)
