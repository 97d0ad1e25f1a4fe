"""Names for what is handed over: with date and time, and never those of a file that is there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from qualkit.study import Study


def dated_path(
    study: Study, stem: str, suffix: str, *, beside: Sequence[str] = (), now: datetime | None = None
) -> Path:
    """A free name in the study's exports: `memos-2026-11-22-1402.docx`, else with -2, -3 and so on.

    `beside` are ends of names (`bank-….docx` and `bank-…-evidence.docx`) that have to be free as well.
    """
    folder, dated = study.path("exports"), f"{stem}-{now or datetime.now():%Y-%m-%d-%H%M}"
    number, name = 1, dated
    while any((folder / f"{name}{end}{suffix}").exists() for end in ("", *beside)):
        number += 1
        name = f"{dated}-{number}"
    return folder / f"{name}{suffix}"
