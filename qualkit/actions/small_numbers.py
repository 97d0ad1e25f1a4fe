"""Small numbers in what leaves the study: marked or hidden, as study.toml says. Never on one's own screen."""

from __future__ import annotations

from typing import overload

from qualkit.analysis.protection import protected, protected_result
from qualkit.analysis.suppression import SmallNumbers
from qualkit.model.finding import Finding
from qualkit.model.result import Result
from qualkit.model.table import Table
from qualkit.study import Study

Findings = tuple[Finding, ...]


def small_numbers(study: Study) -> SmallNumbers:
    """The study's rule."""
    said = study.manifest.reporting
    return SmallNumbers(
        policy=said.small_numbers, threshold=said.threshold, zeros=said.zeros, round_to=said.round_to
    )


@overload
def leaving(study: Study, found: Table) -> tuple[Table, Findings]: ...
@overload
def leaving(study: Study, found: Result) -> tuple[Result, Findings]: ...
def leaving(study: Study, found: Table | Result) -> tuple[Table | Result, Findings]:
    """A table or result as it may leave the study (a file, a pipe, the clipboard), and its small numbers.

    The findings are warnings where small numbers are only marked; notes where they are hidden.
    """
    rule = small_numbers(study)
    return protected_result(found, rule) if isinstance(found, Result) else protected(found, rule)


def log_leaving(study: Study, name: str, findings: Findings, reason: str = "") -> None:
    """Note in the log what a table was written to, how many small numbers it shows, and why that is right."""
    from qualkit.store.writer import Writer, record_event

    shown = sum(finding.rule == "small-number" for finding in findings)
    with study.database.writing() as connection:
        writer = Writer(connection, study.coder)
        said = f" with {shown:,} small number{'' if shown == 1 else 's'}" if shown else ""
        writer.summary = f"exported {name}{said}" + (f": {reason}" if reason else "")
        writer.detail = {"files": [name], "small_numbers": shown, "reason": reason}
        record_event(writer, "export")
