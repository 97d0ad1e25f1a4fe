"""The open study: its folder, its manifest, its database and who works in it."""

from __future__ import annotations

import os
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from qualkit import settings
from qualkit.errors import NotFound
from qualkit.manifest import NAME, Manifest, read_manifest
from qualkit.store.backup import copy_database
from qualkit.store.database import Database
from qualkit.store.writer import Writer, step

_SYNCED = (
    "onedrive", "dropbox", "sharepoint", "icloud", "mobile documents", "google drive", "googledrive",
    "nextcloud", "owncloud", "syncthing", "seafile", "pcloud",
)  # fmt: skip
"""What a folder's name holds where a service keeps copies of it."""
_SYNCED_WHOLE = frozenset({"my drive", "cloudstorage", "box", "box sync", "sync"})
_MARKERS = (".dropbox.cache", ".stfolder", ".nextcloudsync.log", ".owncloudsync.log", ".tmp.driveupload")
"""What such services leave in the folder that they keep."""
_NAMED_BY_SYSTEM = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
"""Variables of the environment that hold the folder of a service."""
_REMOTE_DRIVE = 4  # as Windows counts kinds of drives
_NETWORK_FILE_SYSTEMS = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "fuse.rclone"})


@dataclass(frozen=True, kw_only=True)
class Study:
    """An open study. Close it, or use it in a `with`."""

    folder: Path
    manifest: Manifest
    database: Database
    coder: str

    def __enter__(self) -> Study:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()

    @cached_property
    def title(self) -> str:
        """The study's title."""
        return self.manifest.title

    @contextmanager
    def step(self, verb: str) -> Iterator[Writer]:
        """One command of this coder: kept whole with its event, or not at all."""
        with step(self.database, self.coder, verb) as writer:
            yield writer

    @property
    def is_there(self) -> bool:
        """Whether the study's folder still stands where it was opened."""
        return (self.folder / NAME).is_file()

    def path(self, inside: str) -> Path:
        """A file of the study folder, given with `/`."""
        return self.folder / inside


def find_study(start: Path) -> Path:
    """The nearest folder upward that holds a study.toml; raises NotFound where there is none."""
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / NAME).is_file():
            return folder
    raise NotFound(
        f"There is no study in {start.name or start} or above it.",
        hint='Make one with "qualkit new FOLDER", copy the sample with "qualkit sample FOLDER", '
        'or name a study with "qualkit -C FOLDER …".',
    )


def attach(folder: Path, coder: str = "") -> Study:
    """A study's folder with its database, as it is: text files are not looked at (see actions.opening)."""
    if not (folder / NAME).is_file():
        raise NotFound(
            f"There is no study in {folder}: it has no {NAME}.", hint='"qualkit new FOLDER" makes one.'
        )
    manifest = read_manifest(folder / NAME)
    path = database_path(folder)
    _bring_home(folder / path.name, path)
    return Study(
        folder=folder,
        manifest=manifest,
        database=Database(path),
        coder=settings.coder_name(coder),
    )


def database_path(folder: Path) -> Path:
    """Where the study's database is: in the folder, or in the user's local data if the folder is shared.

    The local one is known by the study's id and its folder: another study in the same place has its own.
    """
    folder = folder.resolve()
    if not is_shared_folder(folder):
        return folder / "study.db"
    mark = sha256(_id_of(folder).encode() + b"\0" + os.fsencode(folder)).hexdigest()[:12]
    return settings.local_data_folder() / f"{folder.name}-{mark}" / "study.db"


def _id_of(folder: Path) -> str:
    try:
        return str(tomllib.loads((folder / NAME).read_text(encoding="utf-8-sig")).get("id", ""))
    except (OSError, ValueError):  # told where the settings are read
        return ""


def _bring_home(left: Path, path: Path) -> None:
    """A database that was made before its folder was shared moves to where it is safe, with unsaved work."""
    if left == path or path.exists() or not left.is_file():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name("moving.db")
    draft.unlink(missing_ok=True)
    copy_database(left, draft)
    draft.replace(path)
    for name in (left.name, f"{left.name}-wal", f"{left.name}-shm"):
        left.with_name(name).unlink(missing_ok=True)


def is_shared_folder(folder: Path) -> bool:
    """Whether a folder is synced or on a network drive, where a database in WAL mode comes to harm."""
    return _is_synced(folder) or _is_on_network(folder)


def _is_synced(folder: Path) -> bool:
    parts = [part.casefold() for part in folder.parts]
    if any(name in part for part in parts for name in _SYNCED) or not _SYNCED_WHOLE.isdisjoint(parts):
        return True
    above = (folder, *folder.parents)
    if any(Path(kept) in above for name in _NAMED_BY_SYSTEM if (kept := os.environ.get(name))):
        return True
    return any((one / marker).exists() for one in above for marker in _MARKERS)


def _is_on_network(folder: Path) -> bool:
    if sys.platform == "win32":
        import ctypes

        return str(folder).startswith("\\\\") or (
            ctypes.windll.kernel32.GetDriveTypeW(folder.anchor) == _REMOTE_DRIVE
        )
    return _file_system_of(folder) in _NETWORK_FILE_SYSTEMS


def _file_system_of(folder: Path) -> str:
    if sys.platform != "linux":
        return ""
    best = ("", "")
    for line in Path("/proc/mounts").read_text(encoding="utf-8", errors="replace").splitlines():
        _, mount, kind, *_ = line.split()
        mount = mount.replace("\\040", " ")
        if (folder == Path(mount) or Path(mount) in folder.parents) and len(mount) >= len(best[0]):
            best = (mount, kind)
    return best[1]
