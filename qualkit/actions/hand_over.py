"""Handing the quote bank over: a file in the study's exports, with date and time in its name."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Literal

from qualkit.actions.dated_path import dated_path
from qualkit.actions.quotes import EVIDENCE_SUFFIX, BankOptions, export_quotes, gather
from qualkit.study import Study

Suffix = Literal["docx", "xlsx", "html", "md", "csv", "json"]


def hand_over(
    study: Study, suffix: Suffix, *, options: BankOptions | None = None, now: datetime | None = None
) -> tuple[Path, ...]:
    """Write the quote bank into the study's exports, as `bank-2026-11-22-1402.docx`, and give the paths.

    The second path, where there is one, is the evidence from worker's notes. A name that is taken gets -2,
    -3 and so on: nothing is replaced. `now` is the moment in the name. Raises Refused where the folder can't
    be written to.
    """
    path = dated_path(study, "bank", f".{suffix}", beside=(EVIDENCE_SUFFIX,), now=now)
    return export_quotes(study, gather(study, options), path)
