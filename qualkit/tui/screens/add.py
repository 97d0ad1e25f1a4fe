"""Add: what was found in a file, as a form; it comes in when one accepts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Resize
from textual.widgets import Button, Footer, Input, Label, OptionList, Static
from textual.widgets.option_list import Option

from qualkit.actions.add import DataPlan, TranscriptPlan, accept, same_people, with_confirmed_scales
from qualkit.actions.codebook_files import CodebookPlan, import_codebook
from qualkit.errors import QualkitError
from qualkit.model.display import display_safe
from qualkit.tui import add_lines, add_windows
from qualkit.tui.columns import counted, cut
from qualkit.tui.commands import bindings_for
from qualkit.tui.file_draft import FileDraft
from qualkit.tui.screens.add_saying import AddSayingScreen
from qualkit.tui.widgets.status_line import StatusLine
from qualkit.tui.widgets.title_line import TitleLine

_MOST_FINDINGS = 4
_OF_SPEAKERS = ("moderator", "participant", "rename")
_OF_COLUMNS = ("open_question", "closed_question")


class AddScreen(AddSayingScreen):
    """One file after the other: look, correct, accept or leave out."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings_for("add"))
    AUTO_FOCUS = "#add-rows"

    def __init__(self, paths: tuple[Path, ...]) -> None:
        super().__init__(paths)
        self._accepts_next = False

    def compose(self) -> ComposeResult:
        """What it is, its name and kind, its rows, what is wrong, what happens, and the buttons."""
        yield TitleLine(id="add-title")
        with Vertical(id="add-body"):
            yield Static("", id="add-what", classes="heading", markup=False)
            with Horizontal(id="add-fields"):
                yield Label("Called")
                yield Input(compact=True, id="add-name")
                yield Button("", id="add-kind", compact=True)
                yield Button("", id="add-voice", compact=True)
            yield Static("", id="add-heading", classes="hint", markup=False)
            yield OptionList(compact=True, markup=False, id="add-rows")
            yield Static("", id="add-findings", classes="warning", markup=False)
            yield Static("", id="add-happens", classes="note", markup=False)
            with Horizontal(id="add-buttons"):
                yield Button("Bring in", id="add-accept", compact=True)
                yield Button("Leave it out", id="add-skip", compact=True)
        yield StatusLine()
        yield Footer(show_command_palette=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The footer names what this kind of file has."""
        if action in _OF_SPEAKERS:
            return isinstance(self._plan, TranscriptPlan) and bool(self._plan.transcript.speakers)
        if action == "who_says":
            return isinstance(self._plan, TranscriptPlan)
        if action == "same_person":
            return isinstance(self._plan, TranscriptPlan) and bool(same_people(self._plan))
        if action in _OF_COLUMNS:
            return isinstance(self._plan, DataPlan)
        if action == "change":
            return isinstance(self._plan, TranscriptPlan | DataPlan) and bool(self._rows)
        return super().check_action(action, parameters)

    def on_mount(self) -> None:
        """Begin with the first file."""
        self._begin()

    # ---- one file after the other

    def _begin(self) -> None:
        draft = self._draft
        where = f"file {self._at + 1} of {len(self._drafts)}" if len(self._drafts) > 1 else ""
        self.query_one(TitleLine).show(f"Add ▸ {draft.path.name}", where)
        self._plan = None
        self._clear("")
        if draft.is_in_doubt:
            self._ask_what_it_is()
        else:
            self._read(draft)

    def _ask_what_it_is(self) -> None:
        draft = self._draft
        window = add_windows.kind_of_file(draft.path, is_codebook=draft.sounds_like_codebook)
        self.app.push_screen(window, self._told_what_it_is)

    def _told_what_it_is(self, answer: str | None) -> None:
        if answer is None:
            self._next()
        else:
            self._read(replace(self._draft, is_codebook=answer == "codebook"))

    def _next(self) -> None:
        if self._at + 1 < len(self._drafts):
            self._at += 1
            self._begin()
        elif self.is_active:
            self.app.pop_screen()

    @on(Button.Pressed, "#add-skip")
    def _skip(self) -> None:
        if self._doing != "bring in":
            self._app.say(f"{self._draft.path.name} was left out.")
            self._next()

    def action_back(self) -> None:
        """Stop reading, or leave without bringing anything in."""
        if self._doing == "bring in":
            self._app.say("It is being brought in; wait a moment.")
            return
        if self._doing:
            self.app.workers.cancel_group(self.app, "slow")
            self._app.say(f"Stopped reading {self._draft.path.name}. Nothing was brought in.")
        self.app.pop_screen()

    # ---- reading

    def _read(self, draft: FileDraft) -> None:
        """Read the file with what is said about it, in a thread."""
        self._drafts[self._at] = draft
        self._doing = "read"
        self.query_one("#add-what", Static).update(
            Content(f"Reading {cut(draft.path.name, 50)} …  Esc stops")
        )
        study = self._app.study

        def read() -> add_lines.AnyPlan | QualkitError:
            try:
                return draft.read(study)
            except QualkitError as error:
                return error

        self._app.slowly(read, self._have_read)

    def _have_read(self, found: add_lines.AnyPlan | QualkitError | None) -> None:
        self._doing = ""
        if found is None or isinstance(found, QualkitError):
            self._show_refusal(found)
            return
        self._plan = found
        self._show(found)
        if self._accepts_next:
            self.action_accept()

    def _show_refusal(self, error: QualkitError | None) -> None:
        self._accepts_next = False
        self._clear("This can't be brought in as it is")
        if error is not None:
            text = "\n".join(part for part in (f"! {error.message}", _here(error.hint)) if part)
            self.query_one("#add-findings", Static).update(Content(display_safe(text)))
        self.query_one("#add-name", Input).display = True
        self.query_one("#add-skip", Button).focus()

    def _clear(self, what: str) -> None:
        self._plan, self._rows = None, []
        for name in ("heading", "findings", "happens"):
            self.query_one(f"#add-{name}", Static).update("")
        self.query_one("#add-what", Static).update(Content(what))
        self.query_one(OptionList).clear_options()
        self.query_one("#add-kind").display = self.query_one("#add-voice").display = False
        self.query_one("#add-accept", Button).disabled = True

    # ---- showing

    def on_resize(self, _: Resize) -> None:
        """Columns keep to the width."""
        if self._plan is not None:
            self._show(self._plan)

    def _show(self, plan: add_lines.AnyPlan) -> None:
        width = max(self.size.width - 6, 40)
        self.query_one("#add-what", Static).update(Content(cut(add_lines.what_it_is(plan), width)))
        self.query_one("#add-heading", Static).update(Content(add_lines.heading(plan, width)))
        self._show_fields(plan)
        self._show_rows(plan, width)
        self._show_findings(plan, width)
        self.query_one("#add-happens", Static).update(Content(add_lines.what_happens(plan)))
        self.query_one("#add-accept", Button).disabled = not add_lines.can_come_in(plan)
        self.refresh_bindings()

    def _show_fields(self, plan: add_lines.AnyPlan) -> None:
        name, kind, voice = add_lines.name_kind_voice(plan)
        self.query_one("#add-fields").display = bool(name)
        self.query_one("#add-name", Input).value = name
        for which, title, value in (("kind", "Rows", kind), ("voice", "Words", voice)):
            button = self.query_one(f"#add-{which}", Button)
            button.display = bool(value)
            button.label = Content(f"{title}: {value} ▾")

    def _show_rows(self, plan: add_lines.AnyPlan, width: int) -> None:
        found = self.query_one(OptionList)
        highlighted = found.highlighted
        self._rows = add_lines.rows(plan, width)
        found.clear_options()
        found.add_options([Option(row.text) for row in self._rows])
        if self._rows:
            found.highlighted = min(highlighted or 0, len(self._rows) - 1)

    def _show_findings(self, plan: add_lines.AnyPlan, width: int) -> None:
        findings = add_lines.found_wrong(plan)
        lines = [cut(f"! {finding}", width) for finding in findings[:_MOST_FINDINGS]]
        more = len(findings) - len(lines)
        lines += [f"  … and {more} more"] if more else []
        self.query_one("#add-findings", Static).update(Content("\n".join(lines)))

    # ---- its name

    @on(Input.Submitted, "#add-name")
    @on(Input.Blurred, "#add-name")
    def _named(self) -> None:
        self._take_name()

    def _take_name(self) -> bool:
        """Read again under the name that was typed; gives whether it is another one."""
        name = self.query_one("#add-name", Input).value.strip()
        if self._doing or not name or name == self._name_now():
            return False
        self._read(self._draft.called(name))
        return True

    def _name_now(self) -> str:
        known = add_lines.name_kind_voice(self._plan)[0] if self._plan is not None else ""
        return known or self._draft.options.name or self._draft.path.stem

    # ---- accepting

    @on(Button.Pressed, "#add-accept")
    def action_accept(self) -> None:
        """Bring in what is shown."""
        if self._doing == "read" or self._take_name():
            self._accepts_next = True
            return
        self._accepts_next = False
        plan, study = self._plan, self._app.study
        if plan is None or not add_lines.can_come_in(plan) or self._doing:
            return
        self._doing = "bring in"
        self.query_one("#add-accept", Button).disabled = True
        self._app.say(f"Bringing in {self._draft.path.name} …")
        if isinstance(plan, CodebookPlan):
            self._app.slowly(lambda: len(import_codebook(study, plan).codes), self._have_codebook)
        else:
            self._app.slowly(lambda: accept(study, [with_confirmed_scales(plan)]).segments, self._have_added)

    def _have_codebook(self, codes: int | None) -> None:
        self._came_in(f"The codebook now has {counted(codes, 'code')}." if codes is not None else "")

    def _have_added(self, passages: int | None) -> None:
        added = f"Brought in {self._draft.path.name}: {counted(passages or 0, 'new passage')}."
        self._came_in(added if passages is not None else "")

    def _came_in(self, said: str) -> None:
        self._doing = ""
        self.query_one("#add-accept", Button).disabled = False
        if said:
            self._app.say(f"{said} Ctrl+Z undoes.")
            self._app.refresh_study()
            self._next()


def _here(hint: str) -> str:
    """A hint of the commands, as it reads on a form."""
    return hint.replace(", with --name", "").replace("with --name", "in the field above")
