"""Handing the quote bank over: a file in the study's exports, with date and time in its name."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Literal

from qualkit.actions.quotes import EVIDENCE_SUFFIX, BankOptions, export_quotes, gather
from qualkit.study import Study

EXPORTS = "exports"
"""The study's folder for what was handed over."""
Suffix = Literal["docx", "xlsx", "html", "md", "csv", "json"]


def hand_over(
    study: Study, suffix: Suffix, *, options: BankOptions | None = None, now: datetime | None = None
) -> tuple[Path, ...]:
    """Write the quote bank into the study's exports, as `bank-2026-11-22-1402.docx`, and give the paths.

    The second path, where there is one, is the evidence from worker's notes. A name that is taken gets -2,
    -3 and so on: nothing is replaced. `now` is the moment in the name. Raises Refused where the folder can't
    be written to.
    """
    folder = study.path(EXPORTS)
    path = _free_path(folder, f"bank-{now or datetime.now():%Y-%m-%d-%H%M}", suffix)
    return export_quotes(study, gather(study, options), path)


def _free_path(folder: Path, stem: str, suffix: str) -> Path:
    """The first name that neither the bank nor the evidence beside it has yet."""
    number, name = 1, stem
    while any((folder / f"{name}{kind}.{suffix}").exists() for kind in ("", EVIDENCE_SUFFIX)):
        number += 1
        name = f"{stem}-{number}"
    return folder / f"{name}.{suffix}"
