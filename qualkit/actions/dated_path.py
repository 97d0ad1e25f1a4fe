"""Names for what is handed over: with date and time, and never those of a file that is there."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from qualkit.study import Study


def dated_path(study: Study, stem: str, suffix: str) -> Path:
    """A free name in the study's exports: `memos-2026-11-22-1402.docx`, else with -2, -3 and so on."""
    folder, dated = study.path("exports"), f"{stem}-{datetime.now():%Y-%m-%d-%H%M}"
    number, path = 1, folder / f"{dated}{suffix}"
    while path.exists():
        number += 1
        path = folder / f"{dated}-{number}{suffix}"
    return path
