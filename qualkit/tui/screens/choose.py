"""Looking for a file or a study's folder on this computer, by mouse or by keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Paste
from textual.widgets import Button, Input, OptionList, Static
from textual.widgets.option_list import Option

from qualkit.tui.asking import Asking
from qualkit.tui.columns import cut, fit
from qualkit.tui.pasted_paths import paths_in

if TYPE_CHECKING:
    from qualkit.tui.app import QualkitApp

Paths = tuple[Path, ...]
_MOST = 2_000


def documents_folder() -> Path:
    """Where a person keeps files: Documents, else the home folder."""
    import platformdirs

    documents = Path(platformdirs.user_documents_dir())
    return documents if documents.is_dir() else Path.home()


class ChooseScreen(Asking[Paths | None]):
    """A list of the folder's files and folders, and a line for a path; gives paths, or None for Esc.

    With `suffixes` it gives files of these kinds, without them a folder that holds a study.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Close"),
        Binding("backspace", "up", "Folder above"),
    ]

    def __init__(self, title: str, folder: Path, suffixes: Iterable[str] = ()) -> None:
        super().__init__(classes="window")
        self._title = title
        self._folder = folder
        self._suffixes = frozenset(suffixes)
        self._entries: list[Path] = []

    def compose(self) -> ComposeResult:
        """A line for a path over the list."""
        with Vertical(classes="window-box -wide"):
            yield Static(self._title, classes="window-title", markup=False)
            yield Input(placeholder="Type or paste a path, or drop it here", compact=True, id="choose-path")
            yield Static("", id="choose-folder", classes="note", markup=False)
            yield OptionList(compact=True, markup=False, id="choose-list")
            with Horizontal(classes="window-buttons"):
                yield Button("Folder above", id="up", compact=True)
                yield Button("Back", id="back", compact=True)

    def on_mount(self) -> None:
        """The list is ready for arrows."""
        self.query_one(OptionList).focus()
        self._show(self._folder)

    @property
    def _app(self) -> QualkitApp:
        return cast("QualkitApp", self.app)

    def _show(self, folder: Path) -> None:
        entries = self._app.attempt(_entries, folder, self._wants)
        if entries is None:
            return
        self._folder, self._entries = folder, entries
        self.query_one("#choose-folder", Static).update(Content(cut(str(folder), 76)))
        found = self.query_one(OptionList)
        found.clear_options()
        found.add_options([_option(folder.parent, "▴ the folder above"), *map(_option, entries)])
        found.highlighted = 1 if entries else 0

    def _wants(self, path: Path) -> bool:
        return path.suffix.casefold() in self._suffixes

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._take(self._folder.parent if event.option_index == 0 else self._entries[event.option_index - 1])

    def _take(self, path: Path) -> None:
        if not path.is_dir() or (not self._suffixes and _is_study(path)):
            self.dismiss((path,))
        else:
            self._show(path)

    @on(Input.Submitted)
    def _typed(self, event: Input.Submitted) -> None:
        event.stop()
        self._take_all(event.value)

    def on_paste(self, event: Paste) -> None:
        """A file dropped on the list."""
        self._take_all(event.text)

    def _take_all(self, text: str) -> None:
        paths = paths_in(text) or ((Path(text.strip()),) if text.strip() else ())
        if len(paths) == 1:
            self._take_one(paths[0] if paths[0].is_absolute() else self._folder / paths[0])
        elif paths:
            self.dismiss(paths)

    def _take_one(self, path: Path) -> None:
        if path.is_dir() or self._suffixes or not _is_study(path.parent):
            self._take(path)
        else:
            self.dismiss((path.parent,))

    @on(Button.Pressed, "#up")
    def action_up(self) -> None:
        """The folder above."""
        self._show(self._folder.parent)

    @on(Button.Pressed, "#back")
    def action_leave(self) -> None:
        """Close without a choice."""
        self.dismiss(None)


def _entries(folder: Path, wants: Callable[[Path], bool]) -> list[Path]:
    """Folders and wanted files, folders first, by name; hidden ones are left out."""
    seen = [path for path in folder.iterdir() if not path.name.startswith(".")]
    folders = sorted((path for path in seen if path.is_dir()), key=_name)
    return [*folders, *sorted((path for path in seen if wants(path) and path.is_file()), key=_name)][:_MOST]


def _name(path: Path) -> str:
    return path.name.casefold()


def _is_study(path: Path) -> bool:
    return (path / "study.toml").is_file()


def _option(path: Path, label: str = "") -> Option:
    if label:
        return Option(Content.styled(label, "$foreground 60%"))
    if not path.is_dir():
        return Option(Content.assemble("  ", fit(path.name, 52), (_size(path), "$foreground 60%")))
    note = "  a study" if _is_study(path) else ""
    return Option(Content.assemble("▸ ", cut(path.name, 52), (note, "$accent")))


def _size(path: Path) -> str:
    try:
        size = path.stat().st_size
    except OSError:
        return ""
    return f"{size / 1_000_000:.1f} MB" if size >= 100_000 else f"{max(size // 1000, 1)} KB"
