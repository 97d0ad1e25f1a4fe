"""What belongs to a person rather than to a study: the coder's name, and studies opened lately."""

from __future__ import annotations

import getpass
import os
import tomllib
from pathlib import Path

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
        raise Refused(f'"{brief}" can\'t be a coder\'s name.', hint=f"{_HOW} QUALKIT_CODER or --coder.")
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
