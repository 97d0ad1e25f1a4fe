"""A table that leaves the study, as a file or by the clipboard: with its small numbers marked or hidden."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from qualkit.actions.copying import table_to_copy
from qualkit.actions.small_numbers import Findings, leaving, log_leaving
from qualkit.model.result import Result
from qualkit.model.table import Table
from qualkit.study import Study


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiedTable:
    """A table for the clipboard, and how many small numbers it shows."""

    text: str
    html: str
    small: int


def copy_out(study: Study, found: Table | Result) -> CopiedTable:
    """A table, or the first of a result, as it may be pasted elsewhere."""
    safe, findings = leaving(study, found)
    text, html = table_to_copy(safe.tables[0] if isinstance(safe, Result) else safe)
    return CopiedTable(text=text, html=html, small=_small(findings))


def write_out(study: Study, found: Table | Result, path: Path) -> int:
    """Write a table or result, with its chart, as the file's ending says; gives its small numbers.

    It is noted in the log. Refused for an existing file, and where the folder can't be written to.
    """
    from qualkit.exports.render import write_result, write_table
    from qualkit.model.chart import ChartLook

    safe, findings = leaving(study, found)
    path.parent.mkdir(exist_ok=True)
    if isinstance(safe, Result):
        write_result(safe, path, look=ChartLook())
    else:
        write_table(safe, path, look=ChartLook())
    log_leaving(study, path.name, findings)
    return _small(findings)


def _small(findings: Findings) -> int:
    return sum(finding.rule == "small-number" for finding in findings)
