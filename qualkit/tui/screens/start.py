"""The first screen without a study: look at the sample, start a study, open one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import Paste
from textual.screen import Screen
from textual.widgets import Footer, Input, OptionList, Static
from textual.widgets.option_list import Option

from qualkit import settings
from qualkit.errors import QualkitError
from qualkit.tui.columns import cut, fit
from qualkit.tui.commands import bindings_for
from qualkit.tui.pasted_paths import paths_in
from qualkit.tui.screens.choose import ChooseScreen, documents_folder
from qualkit.tui.screens.message import Choice, Field, FormWindow, Window
from qualkit.tui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from qualkit.tui.app import QualkitApp

_OFFERS = (
    ("sample", "Look at the sample", "an invented study, to try things on"),
    ("make", "Start my study", "a title and a folder; then drop your files"),
    ("browse", "Open a study", "look for its folder on this computer"),
)


class StartScreen(Screen[None]):
    """How to begin."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings_for("start"))

    def __init__(self) -> None:
        super().__init__()
        self._recent = settings.recent_studies()

    def compose(self) -> ComposeResult:
        """Three offers, the studies opened lately, and a line for a path."""
        with Vertical(id="start-body"), Vertical(id="start-box"):
            yield Static("qualkit", id="start-title")
            yield Static(
                "Code what people said. Everything stays on this computer.",
                classes="hint",
            )
            yield OptionList(*self._options(), compact=True, markup=False, id="start-list")
            yield Input(
                placeholder="Or drop a study's folder here, or paste its path", compact=True, id="start-path"
            )
        yield StatusLine()
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Arrows and Enter work at once."""
        self.query_one(OptionList).focus()

    def _options(self) -> list[Option]:
        offers = [
            Option(
                Content.assemble((f"{number}  ", "$accent"), fit(name, 22), (note, "$foreground 60%")), id=key
            )
            for number, (key, name, note) in enumerate(_OFFERS, start=1)
        ]
        if not self._recent:
            return offers
        title = Option(Content.styled("Opened lately", "bold $accent"), disabled=True)
        recent = [Option(_recent(path), id=f"recent-{number}") for number, path in enumerate(self._recent)]
        return [*offers, Option("", disabled=True), title, *recent]

    @property
    def _app(self) -> QualkitApp:
        return cast("QualkitApp", self.app)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        chosen = event.option.id or ""
        if chosen.startswith("recent-"):
            self._app.open_study(self._recent[int(chosen.removeprefix("recent-"))])
        else:
            {"sample": self.action_sample, "make": self.action_make, "browse": self.action_browse}[chosen]()

    # ---- the offers

    def action_sample(self) -> None:
        """Copy the sample into a folder of the user's choice, and open it."""
        folder = _free(documents_folder() / "qualkit-sample")
        text = "The sample is invented: nobody in it exists. It is copied, so you can't spoil anything."
        window = FormWindow(
            "Look at the sample", [Field(label="Copy it to", value=str(folder))], accept="Open", text=text
        )
        self.app.push_screen(window, self._copy_sample)

    def _copy_sample(self, given: tuple[str, ...] | None) -> None:
        from qualkit.actions.make import copy_sample

        if given and given[0]:
            self._app.slowly(lambda: copy_sample(Path(given[0]).expanduser()), self._open)

    def action_make(self) -> None:
        """Give a title and a folder, and open the new study."""
        proposed = documents_folder()
        fields = [
            Field(label="Title", value="My study", hint="What it is about"),
            Field(label="Folder", value=str(proposed), hint="A new folder is made in it"),
        ]
        text = "A study is a folder. Transcripts may hold real names: keep it where only your team can look."
        self.app.push_screen(FormWindow("Start my study", fields, accept="Start", text=text), self._make)

    def _make(self, given: tuple[str, ...] | None) -> None:
        if given is None:
            return
        title, inside = given
        name = folder_name(title)
        if not name:
            self._app.say("A study needs a title.", is_warning=True)
            return
        from qualkit.actions.make import new_study

        parent = Path(inside).expanduser() if inside else documents_folder()
        self._open(self._app.attempt(new_study, _free(parent / name), title=title))

    def action_browse(self) -> None:
        """Look for a study's folder."""
        self.app.push_screen(ChooseScreen("Open a study", documents_folder()), self._browsed)

    def _browsed(self, paths: tuple[Path, ...] | None) -> None:
        if paths:
            self._open(paths[0])

    def _open(self, folder: Path | None) -> None:
        if folder is not None:
            self._app.open_study(folder)

    # ---- a path

    @on(Input.Submitted)
    def _typed(self, event: Input.Submitted) -> None:
        event.stop()
        self._take(event.value)

    def on_paste(self, event: Paste) -> None:
        """A folder dropped anywhere on the screen."""
        self._take(event.text)

    def _take(self, text: str) -> None:
        paths = paths_in(text) or ((Path(text.strip()),) if text.strip() else ())
        if not paths:
            return
        self.query_one(Input).value = str(paths[0])
        folder = self._app.attempt(_study_of, paths[0])
        if folder is not None:
            self._app.open_study(folder)
        elif paths[0].is_dir():
            self._offer(paths[0])

    def _offer(self, folder: Path) -> None:
        choices = (Choice(id="make", label="Start one there"), Choice(id="back", label="Back"))
        text = f"There is no study in {folder}."
        self.app.push_screen(Window("Start a study in this folder?", text, choices), lambda answer: (
            self._open(self._make_in(folder)) if answer == "make" else None
        ))  # fmt: skip

    def _make_in(self, folder: Path) -> Path | None:
        from qualkit.actions.make import new_study

        return self._app.attempt(new_study, folder)


def _recent(folder: Path) -> Content:
    return Content.assemble("   ", fit(folder.name, 22), (cut(str(folder.parent), 44), "$foreground 60%"))


def folder_name(title: str) -> str:
    """A study's folder by its title, fit for every computer; empty where nothing is left of it."""
    from qualkit.model.filename import as_file_name

    return as_file_name("-".join(title.casefold().split()))[:60].strip("-. ")


def _free(folder: Path) -> Path:
    """The folder, or with a number the next one that is not there."""
    number, free = 1, folder
    while free.exists() and (not free.is_dir() or any(free.iterdir())):
        number += 1
        free = folder.with_name(f"{folder.name}-{number}")
    return free


def _study_of(path: Path) -> Path | None:
    """The study that a path leads to; None for a folder without one."""
    from qualkit.errors import NotFound
    from qualkit.study import find_study

    if not path.exists():
        raise QualkitError("There is no such folder.", str(path), "Check the name, or drop the folder here.")
    try:
        return find_study(path if path.is_dir() else path.parent)
    except NotFound:
        if path.is_dir():
            return None
        raise
