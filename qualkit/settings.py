"""What belongs to a person rather than to a study: the coder's name, and studies opened lately."""

from __future__ import annotations

import getpass
import os
import tomllib
from pathlib import Path

from qualkit.errors import FileRefused


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
    return given.strip() or os.environ.get("QUALKIT_CODER", "").strip() or _settings_coder() or _login_name()


def _settings_coder() -> str:
    path = settings_file()
    try:
        value = tomllib.loads(path.read_text(encoding="utf-8")).get("coder", "")
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
