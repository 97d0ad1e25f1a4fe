"""The names that services give to a second version of a file, and the file that it is a version of."""

from __future__ import annotations

import re

_MARKS = (
    r"\s*\([^()]*(?:conflict|in conflitto|konflikt|conflit|copy|Kopie|copia)[^()]*\)",  # Dropbox, Nextcloud
    r"\.sync-conflict-[\w-]+",  # Syncthing
    r"_conflict-[\w-]+",  # ownCloud
    r"\s*\[[^\[\]]*conflict[^\[\]]*\]",  # Google Drive
    r"\s*\(\d+\)",  # Google Drive, browsers
    r"\s\d+",  # iCloud
    r" - Copy(?: \(\d+\))?",  # Windows
)
_PLAIN = re.compile(rf"(?P<stem>.+?)(?:{'|'.join(_MARKS)})+", re.IGNORECASE)
_COMPUTER = re.compile(r"(?P<stem>.+?)-[\w.-]+")  # OneDrive: the name of the computer


def is_copy_of(name: str, original: str) -> bool:
    """Whether a file's name is that of a second version of another.

    >>> is_copy_of("readings (Ana's conflicted copy 2026-11-03).csv", "readings.csv")
    True
    >>> is_copy_of("codings-LAPTOP.csv", "codings.csv"), is_copy_of("codings 2.csv", "codings.csv")
    (True, True)
    >>> is_copy_of("codings.csv", "codings.csv"), is_copy_of("codings.csv.part", "codings.csv")
    (False, False)
    """
    stem, dot, suffix = original.rpartition(".")
    if name == original or not name.endswith(dot + suffix):
        return False
    said = name.removesuffix(dot + suffix)
    return any(
        found is not None and found["stem"] == stem
        for found in (_PLAIN.fullmatch(said), _COMPUTER.fullmatch(said))
    )
