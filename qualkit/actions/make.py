"""Making a study folder: a new one, or a copy of the sample."""

from __future__ import annotations

import shutil
from importlib import resources
from pathlib import Path
from uuid import uuid4

from qualkit.errors import FileRefused, NotFound, Refused
from qualkit.files import replace_file
from qualkit.manifest import NAME, new_manifest_text
from qualkit.study import attach

SAMPLE_PARTS = (NAME, "codebooks", "transcripts", "survey", "coding")

_IGNORE = """# Working files of qualkit: made anew from the others when missing.
study.db
study.db-*
study.before-*.db
backups/
set-aside/
exports/
"""
_PRIVATE = """
# What people said stays out of git. Made by "qualkit new"; --data-in-git leaves this part out.
transcripts/
survey/
coding/
"""


def new_study(folder: Path, *, title: str = "", data_in_git: bool = False) -> Path:
    """Make a study folder and give its path. Refused where there is a study already."""
    folder = folder.resolve()
    if (folder / NAME).exists():
        raise Refused(
            "There is a study in this folder already.", str(folder), "Open it: qualkit -C FOLDER status"
        )
    if folder.exists() and not folder.is_dir():
        raise Refused("This is a file, not a folder.", str(folder), "Name a folder that does not exist yet.")
    try:
        for part in ("codebooks", "transcripts", "survey", "coding", "exports"):
            (folder / part).mkdir(parents=True, exist_ok=True)
        if not (folder / ".gitignore").exists():
            replace_file(
                folder / ".gitignore",
                (_IGNORE + ("" if data_in_git else _PRIVATE)).encode(),
                make_folders=True,
            )
        text = new_manifest_text(title or folder.name.replace("-", " ").replace("_", " "), str(uuid4()))
        replace_file(folder / NAME, text.encode(), make_folders=True)
    except OSError as error:
        raise FileRefused(f"The folder can't be made ({error.strerror}).", str(folder)) from error
    attach(folder).close()
    return folder


def sample_folder() -> Path:
    """The sample study as files: inside the installed package, or the root of a checkout."""
    packaged = Path(str(resources.files("qualkit"))) / "_sample"
    checkout = Path(__file__).resolve().parents[2]
    for folder in (packaged, checkout):
        if (folder / NAME).is_file():
            return folder
    raise NotFound("The sample study is not part of this installation.", hint="Install qualkit again.")


def copy_sample(folder: Path) -> Path:
    """Copy the sample study's files, never a database, into a folder that is new or empty."""
    folder = folder.resolve()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused("This folder is not empty.", str(folder), "Name a folder that does not exist yet.")
    origin = sample_folder()
    folder.mkdir(parents=True, exist_ok=True)
    for part in SAMPLE_PARTS:
        if (origin / part).is_dir():
            shutil.copytree(origin / part, folder / part)
        elif (origin / part).is_file():
            shutil.copy2(origin / part, folder / part)
    replace_file(folder / ".gitignore", _IGNORE.encode(), make_folders=True)
    return folder
