"""The terminal UI: the open study, its screens, and the one place where what went wrong is said."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import get_ident
from typing import TYPE_CHECKING, Any, ClassVar, ParamSpec, TypeVar

from rich.text import Text
from textual._callback import invoke
from textual.app import App
from textual.binding import Binding, BindingType
from textual.command import Provider
from textual.screen import Screen
from textual.worker import WorkerFailed, get_current_worker

from qualkit import settings
from qualkit.errors import Conflict, QualkitError
from qualkit.tui.commands import EVERYWHERE, bindings_for
from qualkit.tui.keys import shown_key
from qualkit.tui.palette import RegistryCommands, registry_name
from qualkit.tui.screens.help import HelpScreen
from qualkit.tui.screens.message import Choice, PrivacyScreen, Window
from qualkit.tui.theme import DARK, LIGHT
from qualkit.tui.widgets.status_line import StatusLine, Talk

if TYPE_CHECKING:
    from qualkit.actions.opening import Opened
    from qualkit.study import Study

P = ParamSpec("P")
R = TypeVar("R")
BUG = 70
_LONG = 200
"""Characters of a message that is too long for the bottom line and gets a window."""


@dataclass(frozen=True, slots=True)
class _Failed:
    """What a call gave that was not allowed."""

    error: QualkitError


class QualkitApp(App[None], inherit_bindings=False):
    """qualkit in a terminal. `study` is the open one; every change is kept at once."""

    CSS_PATH = Path(__file__).with_name("app.tcss")
    TITLE = "qualkit"
    ENABLE_COMMAND_PALETTE = True
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {RegistryCommands}
    BINDINGS: ClassVar[list[BindingType]] = list(bindings_for(EVERYWHERE))

    def __init__(self, folder: Path | None = None, coder: str = "") -> None:
        super().__init__()
        self._folder = folder
        self._said_coder = coder
        self._study: Study | None = None
        self._first_event = 0
        self.talk = Talk()
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        known = (DARK.name, LIGHT.name)
        remembered = settings.remembered_theme()
        self.theme = remembered if remembered in known else DARK.name

    # ---- the study

    @property
    def study(self) -> Study:
        """The open study."""
        if self._study is None:
            raise RuntimeError("no study is open")
        return self._study

    @property
    def has_study(self) -> bool:
        """Whether a study is open."""
        return self._study is not None

    @property
    def coder(self) -> str:
        """Who works in the open study."""
        return self.study.coder

    def on_mount(self) -> None:
        """Open the study that was named, or the start screen."""
        if self._folder is None:
            self.start()
        else:
            self.open_study(self._folder)

    def start(self) -> None:
        """The start screen; the study that is open is closed."""
        from qualkit.tui.screens.start import StartScreen

        self._close_study()
        self._show_base(StartScreen())

    def open_study(self, folder: Path) -> None:
        """Open a study and show its home; says why, on the start screen, where it can't be opened."""
        from qualkit.actions.opening import open_study
        from qualkit.study import database_path

        if self.attempt(database_path, folder) is None:
            return
        if database_path(folder).exists():
            self._opened(self.attempt(open_study, folder, self._said_coder))
            return
        self.say("Reading the study's files …")
        self.slowly(lambda: open_study(folder, self._said_coder), self._opened)

    def _opened(self, opened: Opened | None) -> None:
        if opened is None:
            if not self.has_study and len(self.screen_stack) == 1:
                self.start()
            return
        from qualkit.actions.workspace import last_event
        from qualkit.tui.screens.home import HomeScreen

        self._close_study()
        self._study = opened.study
        self._first_event = last_event(opened.study)
        settings.remember_study(opened.study.folder)
        self._show_base(HomeScreen())
        self._say_what_came(opened)

    def _say_what_came(self, opened: Opened) -> None:
        loaded = opened.loaded
        if loaded.problems or loaded.clashes:
            lines = [str(problem) for problem in loaded.problems]
            lines += [f"{path}: changed both here and in the file" for path, _ in loaded.clashes]
            self.push_screen(Window("Not everything could be taken in; nothing is lost", "\n".join(lines)))
        elif opened.was_rebuilt:
            self.say("The study was made ready from its text files.")
        elif loaded.files:
            self.say(f"Took in {len(loaded.files)} changed text file{'s' if len(loaded.files) > 1 else ''}.")

    def _show_base(self, screen: Screen[None]) -> None:
        """Make a screen the one that everything else stands on."""
        while len(self.screen_stack) > 2:
            self.pop_screen()
        if len(self.screen_stack) == 1:
            self.push_screen(screen)
        else:
            self.switch_screen(screen)

    def _close_study(self) -> None:
        if self._study is None:
            return
        self.save_as_text()
        self._study.close()
        self._study = None

    def open_source(self, name: str) -> None:
        """Open a source for reading and coding."""
        from qualkit.tui.screens.code import CodeScreen

        self.push_screen(CodeScreen(name))

    @property
    def _background_screens(self) -> list[Screen[Any]]:
        """Screens that can be seen below the top one: none where it is opaque.

        Textual 8.2 always counts the one right below, and draws the whole terminal anew with every word that
        changes there: half of the CPU of a key.
        """
        below: list[Screen[Any]] = super()._background_screens
        return below if below and self.screen.styles.background.a < 1 else []

    # ---- saying what happened

    def say(self, text: str, *, is_warning: bool = False) -> None:
        """Say in the bottom line what happened."""
        self.talk.say(text, is_warning)
        for screen in self.screen_stack:
            for line in screen.query(StatusLine):
                line.say(text, is_warning=is_warning)

    def attempt(self, do: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R | None:
        """What a call gives; None, having said why, where the study or a file does not allow it."""
        found = self._outcome(partial(do, *args, **kwargs))
        if isinstance(found, _Failed):
            self.say_error(found.error)
            return None
        return found

    @staticmethod
    def _outcome(do: Callable[[], R]) -> R | _Failed:
        try:
            return do()
        except QualkitError as error:
            return _Failed(error)
        except OSError as error:
            return _Failed(QualkitError(f"The computer refused it ({error.strerror or error})."))

    def say_error(self, error: QualkitError) -> None:
        """Say what went wrong and what to do: in the bottom line, or in a window if it is long."""
        if self._thread_id != get_ident():
            self.call_from_thread(self.say_error, error)
            return
        text = " ".join(str(error).split()) if "\n" not in error.message else str(error)
        if "\n" in error.message or len(text) > _LONG:
            self.push_screen(Window("This did not work", str(error)))
        else:
            self.say(text, is_warning=True)

    def slowly(self, do: Callable[[], R], then: Callable[[R | None], None]) -> None:
        """Do something in a thread, and go on with what it gave if the screen that asked is still there.

        None, having said why, where the study or a file does not allow it.
        """
        asking = self.screen

        def work() -> None:
            worker = get_current_worker()
            found = self._outcome(do)
            if not worker.is_cancelled:
                self.call_from_thread(go_on, found)

        def go_on(found: R | _Failed) -> None:
            if asking not in self.screen_stack:
                return
            if isinstance(found, _Failed):
                self.say_error(found.error)
                then(None)
            else:
                then(found)

        self.run_worker(work, thread=True, group="slow", exclusive=True)

    def _handle_exception(self, error: Exception) -> None:
        """A bug ends the app with a plain message; what was done before is kept."""
        if os.environ.get("QUALKIT_DEBUG"):
            super()._handle_exception(error)
            return
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._return_code = BUG
        if not self._exit_renderables:
            self.panic(Text(_bug_text(error)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Undo and redo need a study."""
        return self.has_study if action in ("undo", "redo") else super().check_action(action, parameters)

    # ---- commands that hold everywhere

    def action_help(self) -> None:
        """What can be done here."""
        self.push_screen(HelpScreen(registry_name(self.screen)))

    async def action_back(self) -> None:
        """Leave the screen, as it wishes to be left; the first one stays."""
        if callable(own := getattr(self.screen, "action_back", None)):
            await invoke(own)
        elif len(self.screen_stack) > 2:
            self.pop_screen()
        else:
            self.say("This is the first screen. Ctrl+Q leaves qualkit.")

    def action_undo(self) -> None:
        """Take back this coder's last step; asks before going past this session."""
        from qualkit.actions.history import next_undo

        step = next_undo(self.study)
        if step is None or step.event > self._first_event:
            self._undo()
            return
        text = f'Your last step is from before you opened the study: "{step.summary}". Take it back?'
        choices = (Choice(id="keep", label="Keep it"), Choice(id="undo", label="Take it back"))
        self.push_screen(Window("Undo an earlier step?", text, choices), self._undo_if)

    def _undo_if(self, answer: str | None) -> None:
        if answer == "undo":
            self._undo()

    def _undo(self) -> None:
        from qualkit.actions.history import undo

        if (summary := self.attempt(undo, self.study)) is not None:
            self.say(f"Took back: {summary}. Ctrl+Y does it again.")
            self.refresh_study()

    def action_redo(self) -> None:
        """Do this coder's last undone step again."""
        from qualkit.actions.history import redo

        if (summary := self.attempt(redo, self.study)) is not None:
            self.say(f"Did again: {summary}.")
            self.refresh_study()

    def refresh_study(self) -> None:
        """Tell every screen that shows the study that it has changed."""
        for screen in self.screen_stack:
            if callable(changed := getattr(screen, "study_changed", None)):
                changed()

    def action_saved(self) -> None:
        """Say that everything is saved."""
        self.say(f"Everything is already saved ({datetime.now():%H:%M}).")

    def action_privacy(self) -> None:
        """Blank the screen."""
        if not isinstance(self.screen, PrivacyScreen):
            self.push_screen(PrivacyScreen())

    def action_colours(self) -> None:
        """Change between dark and light."""
        self.theme = LIGHT.name if self.theme == DARK.name else DARK.name
        settings.remember_theme(self.theme)

    # ---- leaving

    def let_go(self) -> None:
        """Close the database, however the app ended."""
        if self._study is not None:
            self._study.close()

    def save_as_text(self) -> Conflict | None:
        """Write the work as text; gives what stands in the way, having written nothing, if something does."""
        from qualkit.actions.drift import drift
        from qualkit.actions.save import save

        try:
            if drift(self.study).unsaved:
                save(self.study)
        except Conflict as conflict:
            return conflict
        return None

    async def action_quit(self) -> None:
        """Save the work as text and leave; asks where it can't be saved so."""
        if not self.has_study:
            self.exit()
            return
        self.say("Saving the work as text …")
        self.slowly(self.save_as_text, self._leave)

    def _leave(self, conflict: Conflict | None) -> None:
        if conflict is None:
            self.exit()
            return
        text = f"Everything is kept in the study itself, but not written as text for your team:\n{conflict}"
        choices = (Choice(id="leave", label="Leave all the same"), Choice(id="stay", label="Stay"))
        self.push_screen(Window("Not written as text", text, choices), self._leave_if)

    def _leave_if(self, answer: str | None) -> None:
        if answer == "leave":
            self.exit()

    def get_key_display(self, binding: Binding) -> str:
        """A key in the footer as it is printed on a keyboard."""
        return binding.key_display or shown_key(binding.key)


def _bug_text(error: BaseException) -> str:
    if isinstance(error, WorkerFailed):
        return _bug_text(error.error)
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = (
        f"{trace.tb_frame.f_globals.get('__name__')}, line {trace.tb_lineno}" if trace else "unknown place"
    )
    return (
        f"This is a bug in qualkit: {type(error).__name__} in {place}.\n"
        "  What you had done before is kept. With QUALKIT_DEBUG=1 set, the details are shown."
    )


def run(folder: Path | None = None, coder: str = "") -> int:
    """Run the terminal UI on a study (None: the start screen) and give the exit code."""
    app = QualkitApp(folder, coder)
    try:
        app.run()
    finally:
        app.let_go()
    return app.return_code or 0
