"""Opening a study: the nearest one, rebuilt or brought up to date from its text files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from qualkit.actions.backups import backup_of_the_day
from qualkit.actions.catch_up import catch_up
from qualkit.actions.load import Loaded
from qualkit.actions.proposal_setting import note_setting
from qualkit.study import Study, attach, find_study


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """An open study, and what its text files brought."""

    study: Study
    loaded: Loaded
    was_rebuilt: bool


def open_study(folder: Path | None = None, coder: str = "") -> Opened:
    """Open the study in `folder`, or the nearest one above the working directory.

    A missing database is made from the text files; changed text files are taken in, and joined row by row
    where there is unsaved work too. Raises NotFound where there is no study.
    """
    home = folder if folder is not None else find_study(Path.cwd())
    study = attach(home.resolve(), coder)
    try:
        was_new = study.database.is_new
        loaded = catch_up(study)
        backup_of_the_day(study)
        note_setting(study)
    except BaseException:
        study.close()
        raise
    return Opened(study=study, loaded=loaded, was_rebuilt=was_new and bool(loaded.files))
