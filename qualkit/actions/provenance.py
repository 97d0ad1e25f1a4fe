"""What every export carries: study, command, date, version, filter, coder."""

from __future__ import annotations

from datetime import datetime

from qualkit.model.table import Provenance
from qualkit.study import Study
from qualkit.version import __version__


def provenance(study: Study, command: str, *, filter: str = "", coder: str = "") -> Provenance:
    """Where a result comes from. An empty `coder` means the coding of record."""
    return Provenance(
        study=study.title,
        command=f"qualkit {command}",
        date=datetime.now().strftime("%Y-%m-%d %H:%M"),
        version=__version__,
        filter=filter,
        coder=coder or "coding of record",
    )
