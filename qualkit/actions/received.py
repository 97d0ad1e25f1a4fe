"""Received files in the study folder, and the recipes by which they are read again (sources.toml)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PureWindowsPath
from typing import Any

from qualkit.errors import FileRefused
from qualkit.files import replace_file
from qualkit.store import text_files
from qualkit.store.database import Connection
from qualkit.study import Study

SOURCES_FILE = "transcripts/sources.toml"
PARTICIPANTS_FILE = "transcripts/participants.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipes:
    """sources.toml: how each received file is read, by its path in the study folder."""

    transcripts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    data: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: Mapping[str, Mapping[str, Any]]) -> Recipes:
        """Entries of both kinds, told apart by their folder."""
        data = {file: entry for file, entry in entries.items() if file.startswith("survey/")}
        return cls(transcripts={f: entry for f, entry in entries.items() if f not in data}, data=data)

    def joined(self, more: Recipes) -> Recipes:
        """These and those of `more`, which hold where both speak of a file."""
        return Recipes(transcripts={**self.transcripts, **more.transcripts}, data={**self.data, **more.data})


def recipes_text(recipes: Recipes) -> str:
    """sources.toml as text."""
    import tomlkit

    document = tomlkit.document()
    document.add(
        tomlkit.comment(
            "How qualkit reads the files of this study. Written by qualkit; roles may be corrected."
        )
    )
    for section, entries in (("transcript", recipes.transcripts), ("data", recipes.data)):
        tables = tomlkit.aot()
        for file, entry in entries.items():
            table = tomlkit.table()
            table["file"] = file
            for name, value in entry.items():
                if value not in ("", {}, None):
                    table[name] = dict(value) if isinstance(value, Mapping) else value
            tables.append(table)
        if entries:
            document[section] = tables
    return tomlkit.dumps(document)


def parse_recipes(text: str, path: str = SOURCES_FILE) -> Recipes:
    """The recipes in the text of sources.toml."""
    try:
        plain = tomllib.loads(text)
        sections = {
            name: {_inside(str(entry.pop("file")), path): entry for entry in plain.get(name, [])}
            for name in ("transcript", "data")
        }
    except (tomllib.TOMLDecodeError, KeyError, AttributeError, TypeError) as error:
        raise FileRefused(
            f"This file can't be read: {error}.", path, "Take it back from a backup."
        ) from error
    return Recipes(transcripts=sections["transcript"], data=sections["data"])


def _inside(file: str, path: str) -> str:
    """The path of a file of the study; a text file from elsewhere may not lead out of its folder."""
    windows = PureWindowsPath(file)
    if windows.drive or windows.root or ".." in windows.parts:
        raise FileRefused(f'"{file}" is not in the study\'s folder.', path, "Take it back from a backup.")
    return file


def text_of(path: Path) -> str:
    """What a file says that a person may have edited in any program; empty where it is not there."""
    from qualkit.importers.encoding import decode

    return decode(path.read_bytes(), file=path.name).text if path.is_file() else ""


def remember_participants(study: Study, connection: Connection) -> None:
    """Note what participants.csv now holds, since it was put there by a command and not edited."""
    path = study.path(PARTICIPANTS_FILE)
    text_files.forget(connection, [PARTICIPANTS_FILE])
    if path.is_file():
        text_files.remember(connection, PARTICIPANTS_FILE, path.read_bytes(), path.stat().st_mtime_ns)


def put_files(study: Study, files: tuple[tuple[str, bytes | None], ...]) -> None:
    """Make received files what an undone or redone step says they were."""
    for inside, data in files:
        if data is None:
            study.path(inside).unlink(missing_ok=True)
        else:
            replace_file(study.path(inside), data, make_folders=True)
