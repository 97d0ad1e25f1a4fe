"""People: who took part, how much they said, what they agreed to, and everything they said."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.events import Resize
from textual.widgets import Footer, OptionList, Static

from qualkit.actions.describe_person import Described
from qualkit.actions.forget import ForgetPlan, Forgotten, forget, plan_forget
from qualkit.actions.people_lines import PeopleView, PersonLine, people_view
from qualkit.tui.columns import counted, one_line
from qualkit.tui.commands import bindings_for
from qualkit.tui.person_form import consent_form, person_form
from qualkit.tui.screens.message import Field, FormWindow, Window
from qualkit.tui.screens.study_screen import StudyScreen
from qualkit.tui.widgets.choose_one import ChooseOne, Line
from qualkit.tui.widgets.people_list import PeopleList, PersonDetails, people_heading
from qualkit.tui.widgets.row_list import RowList
from qualkit.tui.widgets.status_line import StatusLine
from qualkit.tui.widgets.title_line import TitleLine

_NONE = "Nobody is known yet: people come with transcripts and data files."


class PeopleScreen(StudyScreen):
    """Everybody; the highlighted person below with everything they said."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings_for("people"))
    AUTO_FOCUS = "PeopleList"
    CSS: ClassVar[str] = """
    PeopleScreen PeopleList { height: 1fr; }
    #people-heading { height: 1; color: $accent; text-style: bold; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._shown: PersonLine | None = None
        self._view: PeopleView | None = None

    def compose(self) -> ComposeResult:
        """Title, people, the highlighted one, what happened."""
        yield TitleLine()
        yield Static("", id="people-heading", markup=False)
        yield PeopleList(id="people-list")
        yield PersonDetails(id="people-details")
        yield StatusLine()
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Read who there is, and look from time to time whether somebody has worked."""
        self.study_changed()
        self.follow()

    @property
    def _list(self) -> PeopleList:
        return self.query_one(PeopleList)

    # ---- what is shown

    def on_resize(self, event: Resize) -> None:
        """Columns keep to the width."""
        self.query_one("#people-heading", Static).update(Content(people_heading(event.size.width)))

    def study_changed(self) -> None:
        """Read who there is again and show it."""
        study = self._app.study
        self.note_event()
        found = self._app.attempt(people_view, study)
        if found is None:
            return
        self._view = found
        self._list.open(found.lines)
        number = "1 person" if len(found.lines) == 1 else f"{len(found.lines):,} people"
        self.query_one(TitleLine).show(f"{study.title} ▸ People", f"{number} · {self._app.coder}")
        self._shown = None
        self._describe()

    def _describe(self) -> None:
        line = self._list.highlighted_person
        if line is not None and line is self._shown:
            return
        self._shown = line
        said = self._view.said.get(line.person.case.name, ()) if line and self._view else ()
        self.query_one(PersonDetails).show(line, said, _NONE)

    @on(RowList.Highlighted)
    @on(RowList.Chosen)
    def _highlighted(self, event: RowList.Highlighted | RowList.Chosen) -> None:
        event.stop()
        self._describe()
        if isinstance(event, RowList.Chosen) and event.x < 0:
            self.action_edit()

    @on(PersonDetails.Opened)
    def _opened(self, event: PersonDetails.Opened) -> None:
        event.stop()
        self._app.open_source(event.saying.source, event.saying.key)

    # ---- moving about

    def action_said(self) -> None:
        """Into what they said, and back."""
        said = self.query_one("#person-said", OptionList)
        if self._list.has_focus and said.option_count:
            said.focus()
        else:
            self._list.focus()

    def action_back(self) -> None:
        """Back to the list, then leave."""
        if self._list.has_focus:
            self.app.pop_screen()
        else:
            self._list.focus()

    def action_find(self) -> None:
        """Find somebody by typing."""
        lines = [
            Line(id=str(number), text=Content(one_line(_names(one))), name=_names(one))
            for number, one in enumerate(self._list.people)
        ]

        def go(chosen: str | None) -> None:
            if chosen is not None:
                self._list.highlight(int(chosen))
                self._describe()

        if lines:
            self.app.push_screen(ChooseOne("Find a person", lines), go)

    # ---- saying who they are

    def action_edit(self) -> None:
        """Change what is known of the highlighted person; where what they said has the keys, open it."""
        said = self.query_one("#person-said", OptionList)
        if said.has_focus:
            said.action_select()
            return
        if (line := self._list.highlighted_person) is not None:
            known = dict.fromkeys(key for one in self._list.people for key in one.person.case.attributes)
            self.app.push_screen(person_form(self._app.study, line, list(known)), self._kept)

    def action_consent(self) -> None:
        """Change what the highlighted person agreed to."""
        if (line := self._list.highlighted_person) is not None:
            self.app.push_screen(consent_form(self._app.study, line), self._kept)

    def _kept(self, kept: object) -> None:
        if isinstance(kept, Described):
            held = " ".join(kept.held_back)
            self._app.say(held or f"{kept.person}: {', '.join(kept.changed)}. Ctrl+Z undoes")
            self.study_changed()

    # ---- forgetting

    def action_forget(self) -> None:
        """Erase the highlighted person, once their name was typed."""
        line = self._list.highlighted_person
        if line is None:
            return
        plan = self._app.attempt(plan_forget, self._app.study, line.person.case.name)
        if plan is not None:
            field = Field(label=f"Type {plan.name} to forget this person")
            window = FormWindow(
                f"Forget {plan.name} for good?", [field], accept="Forget for good", text=_plan_text(plan)
            )
            self.app.push_screen(window, partial(self._forget_if, plan))

    def _forget_if(self, plan: ForgetPlan, typed: tuple[str, ...] | None) -> None:
        if typed is None:
            return
        if typed[0] != plan.name:
            self._app.say(f"Nothing was forgotten: that is not “{plan.name}”.", is_warning=True)
            return
        self._app.say(f"Forgetting {plan.name} …")
        self._app.slowly(lambda: forget(self._app.study, plan.name), self._forgotten)

    def _forgotten(self, done: Forgotten | None) -> None:
        if done is None:
            return
        self._app.refresh_study()
        self._app.say("Forgotten. This can't be undone.")
        self.app.push_screen(Window("Forgotten for good", _done_text(done)))


def _names(line: PersonLine) -> str:
    case = line.person.case
    facts = ", ".join(f"{key} {value}" for key, value in case.attributes.items())
    spoken = [one.name for one in line.person.speakers]
    return "  ".join(dict.fromkeys(part for part in (case.name, case.pseudonym, *spoken, facts) if part))


def _plan_text(plan: ForgetPlan) -> str:
    where = f" in {', '.join(plan.sources)}" if plan.sources else ""
    return (
        f"{counted(plan.passages, 'passage')}{where}: the words, what is coded, quoted and noted there, "
        "and everything known of them, here, in the received files and in what everybody saved. "
        "What others said stays. This can't be undone."
    )


def _done_text(done: Forgotten) -> str:
    counts = ", ".join(counted(number, what) for what, number in done.counts.items() if number)
    unreached = [f"Not reached: {one}" for one in done.unreached]
    kept = f"{done.certificate} in the study's folder says what was erased."
    return "\n".join([f"Erased: {counts or 'nothing was left'}.", kept, *unreached])
