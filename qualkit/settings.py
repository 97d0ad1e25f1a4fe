"""What belongs to a person rather than to a study: the coder's name, and studies opened lately."""

from __future__ import annotations

import getpass
import json
import os
import tempfile
import tomllib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from qualkit.errors import FileRefused, Refused
from qualkit.model.display import display_safe

_LONGEST_NAME = 80
"""Bytes of a coder's name: it names a folder of the study, in which a letter may take three."""
_EVERYBODY = ("any",)
_HOW = "Give one short name, on one line, with"


def settings_file() -> Path:
    """Where this person's settings are; the file need not exist."""
    import platformdirs

    return Path(platformdirs.user_config_dir("qualkit", appauthor=False)) / "settings.toml"


def local_data_folder() -> Path:
    """Where databases of studies in synced folders live."""
    import platformdirs

    return Path(platformdirs.user_data_dir("qualkit", appauthor=False)) / "studies"


def coder_name(given: str = "") -> str:
    """Who works: the name given, else QUALKIT_CODER, else the settings, else the login name."""
    said = given.strip() or os.environ.get("QUALKIT_CODER", "").strip()
    return _refuse_unfit(said or _settings_coder() or _login_name())


def _refuse_unfit(name: str) -> str:
    shown = display_safe(name)
    if shown != name or "\n" in name or "\t" in name or len(name.encode()) > _LONGEST_NAME:
        brief = shown if len(shown) <= 40 else f"{shown[:39]}…"
        raise Refused(f"\"{brief}\" can't be a coder's name.", hint=f"{_HOW} QUALKIT_CODER or --coder.")
    if name.casefold() in _EVERYBODY:
        raise Refused(f'Nobody can code as "{name}": it stands for everybody.', hint=f"{_HOW} --coder.")
    return name


def _settings_coder() -> str:
    path = settings_file()
    try:
        value = tomllib.loads(path.read_text(encoding="utf-8-sig")).get("coder", "")
    except FileNotFoundError:
        return ""
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FileRefused(
            f"Your settings can't be read: {error}.", str(path), "Mend the file or remove it."
        ) from error
    return str(value).strip()


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a container may know no user
        return "coder"


# ---- what the terminal UI remembers


_MOST_RECENT = 9


def recent_studies() -> tuple[Path, ...]:
    """Folders of studies opened lately, the last one first; those that are gone are left out."""
    listed = _remembered().get("studies", [])
    folders = [Path(name) for name in listed if isinstance(name, str)] if isinstance(listed, list) else []
    return tuple(folder for folder in folders if (folder / "study.toml").is_file())


def remember_study(folder: Path) -> None:
    """Put a study first in the list of those opened lately."""
    first = folder.resolve()
    others = [one for one in recent_studies() if one != first]
    _remember({"studies": [str(one) for one in (first, *others)[:_MOST_RECENT]]})


def remembered_theme() -> str:
    """The colours chosen last; empty where none were."""
    name = _remembered().get("theme", "")
    return name if isinstance(name, str) else ""


def remember_theme(name: str) -> None:
    """Keep the colours for the next time."""
    _remember({"theme": name})


def remembered_pins(folder: Path) -> tuple[str, ...]:
    """Ids of the codes that digits belong to in a study, in the order of the digits."""
    pins = _remembered().get("pins", {})
    listed = pins.get(str(folder.resolve()), []) if isinstance(pins, dict) else []
    return tuple(one for one in listed if isinstance(one, str)) if isinstance(listed, list) else ()


def remember_pins(folder: Path, code_ids: Sequence[str]) -> None:
    """Keep which codes have digits in a study."""
    pins = _remembered().get("pins", {})
    known = pins if isinstance(pins, dict) else {}
    _remember({"pins": {**known, str(folder.resolve()): list(code_ids)}})


def remembered_columns(folder: Path, source: str) -> tuple[str, ...] | None:
    """What is shown beside the answers of a source; None where nobody has chosen."""
    listed = _columns(folder).get(source)
    return tuple(one for one in listed if isinstance(one, str)) if isinstance(listed, list) else None


def remember_columns(folder: Path, source: str, names: Sequence[str]) -> None:
    """Keep what is shown beside the answers of a source."""
    columns = _remembered().get("columns", {})
    known = columns if isinstance(columns, dict) else {}
    here = {**_columns(folder), source: list(names)}
    _remember({"columns": {**known, str(folder.resolve()): here}})


def _columns(folder: Path) -> Mapping[str, Any]:
    columns = _remembered().get("columns", {})
    here = columns.get(str(folder.resolve()), {}) if isinstance(columns, dict) else {}
    return here if isinstance(here, dict) else {}


def _memory_file() -> Path:
    return settings_file().with_name("recent.json")


def _remembered() -> Mapping[str, Any]:
    try:
        found = json.loads(_memory_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):  # not there, or spoilt: it is only a convenience
        return {}
    return found if isinstance(found, dict) else {}


def _remember(what: Mapping[str, Any]) -> None:
    """Replace the file in one move. A disk that can't be written to costs the memory, not the work."""
    path = _memory_file()
    text = json.dumps({**_remembered(), **what}, ensure_ascii=False, indent=1)
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".recent.", dir=path.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).replace(path)
