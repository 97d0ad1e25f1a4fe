"""The terminal UI: the open study, its screens, and the one place where what went wrong is said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual._callback import invoke
from textual.binding import Binding, BindingType
from textual.command import Provider
from textual.screen import Screen

from qualkit import settings
from qualkit.errors import Conflict
from qualkit.tui import local_time
from qualkit.tui.colleagues import LOOK_EVERY, Colleagues
from qualkit.tui.columns import fit
from qualkit.tui.commands import EVERYWHERE, bindings_for
from qualkit.tui.keys import shown_key
from qualkit.tui.palette import RegistryCommands, listed_commands, registry_name, run_command
from qualkit.tui.screens.help import HelpScreen
from qualkit.tui.screens.message import Choice, ChoiceWindow, PrivacyScreen, Window
from qualkit.tui.study_screens import screen_called
from qualkit.tui.talking_app import TalkingApp
from qualkit.tui.theme import DARK, LIGHT

if TYPE_CHECKING:
    from qualkit.actions.opening import Opened
    from qualkit.study import Study
    from qualkit.tui.found_words import FoundWords
    from qualkit.tui.search_wish import SearchMemory, SearchWish
    from qualkit.tui.topic_wish import TopicMemory

_TITLE_CELLS = 36
"""What a command's name may take in the menu, so that the keys stand in one column."""
_NEEDS_STUDY = frozenset({"undo", "redo", "show", "open_export"})
"""What can't be done where no study is open."""


class QualkitApp(TalkingApp, inherit_bindings=False):
    """qualkit in a terminal. `study` is the open one; every change is kept at once."""

    CSS_PATH = Path(__file__).with_name("app.tcss")
    TITLE = "qualkit"
    ENABLE_COMMAND_PALETTE = True
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]  # noqa: RUF012 - Textual declares it for instances
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {RegistryCommands}
    BINDINGS: ClassVar[list[BindingType]] = list(bindings_for(EVERYWHERE))

    def __init__(self, folder: Path | None = None, coder: str = "", *, is_blind: bool = False) -> None:
        super().__init__()
        self.is_blind = is_blind
        """Whether other coders' work is hidden."""
        self._folder = folder
        self._said_coder = coder
        self._study: Study | None = None
        self._first_event = 0
        self._handed_over: tuple[Path, ...] = ()
        self._searching: SearchMemory | None = None
        self._topics: TopicMemory | None = None
        self._colleagues = Colleagues(self)
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
        self.set_interval(LOOK_EVERY, self._colleagues.look)
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
        self._searching = self._topics = None
        self._colleagues.watch(opened.study)
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
        self._colleagues.rest()
        self.save_as_text()
        self._study.close()
        self._study = None

    def open_source(self, name: str, key: str = "", found: FoundWords | None = None) -> None:
        """Open a source for coding: answers and records as a list, or at a passage if its key is given.

        What a search found is marked in the text.
        """
        from qualkit.actions.answers import is_sheet
        from qualkit.tui.screens.answers import AnswersScreen
        from qualkit.tui.screens.code import CodeScreen

        is_list = not key and self.attempt(is_sheet, self.study, name)
        screen = AnswersScreen(name) if is_list else CodeScreen(name, key)
        if found is not None and isinstance(screen, CodeScreen):
            screen.found = found
        self.push_screen(screen)

    def set_up_anew(self, study: Study) -> None:
        """Go on with the same study, of which a setting has changed."""
        self._study = study

    @property
    def searching(self) -> SearchMemory:
        """What was looked for last in the open study."""
        from qualkit.tui.search_wish import SearchMemory

        self._searching = self._searching or SearchMemory()
        return self._searching

    @property
    def topics(self) -> TopicMemory:
        """What topics were asked for last in the open study, and what was found."""
        from qualkit.tui.topic_wish import TopicMemory

        self._topics = self._topics or TopicMemory()
        return self._topics

    def search(self, wish: SearchWish) -> None:
        """Look for something on the Search screen."""
        self.searching.wish, self.searching.row = wish, 0
        self.show("search")

    def action_show(self, name: str) -> None:
        """Go to one of the study's screens; one that is open below comes back to the top."""
        self.show(name)

    def show(self, name: str) -> None:
        """The codebook, the quotes, the memos or the log."""
        depth = next((n for n, one in enumerate(self.screen_stack) if registry_name(one) == name), None)
        if depth is None:
            self.push_screen(screen_called(name))
        while depth is not None and len(self.screen_stack) > depth + 1:
            self.pop_screen()

    # ---- what leaves the study

    def copy(self, text: str, html: str = "", *, what: str) -> None:
        """Put a text on the clipboard, as a table too if its HTML is given, and say where it went."""
        from qualkit.tui.clipboard import copied

        folder = self.study.path("exports")
        self.slowly(
            lambda: copied(
                text, html, osc52=partial(self.call_from_thread, self.copy_to_clipboard), folder=folder
            ),
            lambda where: self.say(f"Copied {what}{where}.") if where is not None else None,
        )

    def handed_over(self, paths: Sequence[Path]) -> None:
        """Say which files were written, and remember them for being opened."""
        self._handed_over = tuple(paths)
        names = " and ".join(path.name for path in paths)
        self.say(f"Wrote {names} into {paths[0].parent.name}. o opens it.")

    def action_open_export(self) -> None:
        """Open the file that was written last, or the folder of what was handed over."""
        from qualkit.tui.open_file import open_file

        folder = self.study.path("exports")
        wanted = self._handed_over[0] if self._handed_over else folder
        if not wanted.exists():
            self.say("Nothing was handed over yet: the quote bank (F5) writes Word, Excel and web pages.")
        elif self.attempt(open_file, wanted) is not None:
            self.say(f"Opened {wanted.name}.")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Some commands need a study."""
        return self.has_study if action in _NEEDS_STUDY else super().check_action(action, parameters)

    # ---- commands that hold everywhere

    def action_help(self) -> None:
        """What can be done here."""
        self.push_screen(HelpScreen(registry_name(self.screen)))

    def action_menu(self) -> None:
        """Everything that can be done here, to choose from."""
        screen = self.screen
        commands = listed_commands(screen)
        choices = [
            Choice(id=str(number), label=fit(command.title, _TITLE_CELLS), note=command.keys_shown)
            for number, command in enumerate(commands)
        ]

        async def do(chosen: str | None) -> None:
            if chosen is not None:
                await run_command(screen, commands[int(chosen)])

        self.push_screen(ChoiceWindow("What to do", choices), do)

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
        self.say(f"Everything is already saved ({local_time.now():%H:%M}).")

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


def run(folder: Path | None = None, coder: str = "", *, is_blind: bool = False) -> int:
    """Run the terminal UI on a study (None: the start screen) and give the exit code."""
    app = QualkitApp(folder, coder, is_blind=is_blind)
    try:
        app.run()
    finally:
        app.let_go()
    return app.return_code or 0
