"""The one owner of stdout: tables as text, csv, json or markdown; to a file with -o."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualkit.cli.errors import say, say_all
from qualkit.model.display import display_safe
from qualkit.model.result import Result
from qualkit.model.table import Table

if TYPE_CHECKING:
    from qualkit.model.chart import Chart, ChartLook
    from qualkit.model.finding import Finding
    from qualkit.study import Study

FORMATS = ("table", "csv", "json", "md")


def show(table: Table, format: str = "table") -> None:
    """Print a table."""
    from qualkit.exports.render import render_table

    text = render_table(table, format, width=width()) if format == "table" else render_table(table, format)
    click.echo(display_safe(text.rstrip("\n")) if sys.stdout.isatty() else text.rstrip("\n"))


def deliver(
    table: Table, *, format: str, path: Path | None, force: bool, look: ChartLook | None = None
) -> None:
    """Print a table, or write it to a file by its suffix."""
    if path is None:
        show(table, format)
        return
    from qualkit.exports.render import write_table

    write_table(table, path, look=look, force=force)
    say(f"Wrote {path}.")


def deliver_result(
    result: Result, *, format: str, path: Path | None, force: bool, look: ChartLook | None = None
) -> None:
    """Print a result of several tables, or write it to a file by its suffix."""
    from qualkit.exports.render import render_result, write_result

    if path is None:
        text = render_result(result, format, width=width()).rstrip("\n")
        click.echo(display_safe(text) if sys.stdout.isatty() else text)
        return
    write_result(result, path, look=look, force=force)
    say(f"Wrote {path}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """How a table is to be handed out: `--format`, `-o`, `--force`, `--reason`, `--chart`, `--bars`."""

    format: str = "table"
    path: Path | None = None
    force: bool = False
    reason: str = ""
    chart: Path | None = None
    bars: bool = False
    look: ChartLook | None = None
    """How its charts look; None where it has none."""


def hand_out(study: Study, found: Table | Result, wanted: Wanted) -> None:
    """Print a table that counts people, or write it to a file; small numbers as the study's rule says.

    On a terminal it is the analyst's own screen, where everything is shown. A file or a pipe leaves it.
    """
    from qualkit.actions.small_numbers import leaving, log_leaving

    guarded, findings = found, ()  # type: tuple[Table | Result, tuple[Finding, ...]]
    files = [path for path in (wanted.path, wanted.chart) if path]
    if files or not sys.stdout.isatty():
        guarded, findings = leaving(study, found)
    charts = _write_charts(guarded, wanted, wanted.chart) if wanted.chart else ()
    if wanted.path or not wanted.chart or wanted.bars:
        _print_or_write(found if wanted.path is None and sys.stdout.isatty() else guarded, wanted)
    for name in (*([wanted.path.name] if wanted.path else []), *(path.name for path in charts)):
        log_leaving(study, name, findings, wanted.reason)
    if files:
        _tell_small(findings, wanted.reason, is_marked=wanted.path is not None)


def _print_or_write(found: Table | Result, wanted: Wanted) -> None:
    if wanted.bars and wanted.path is None:
        _draw(found, wanted)
    elif isinstance(found, Result):
        deliver_result(found, format=wanted.format, path=wanted.path, force=wanted.force, look=wanted.look)
    else:
        deliver(found, format=wanted.format, path=wanted.path, force=wanted.force, look=wanted.look)


def _write_charts(found: Table | Result, wanted: Wanted, file: Path) -> tuple[Path, ...]:
    """Write the charts as pictures, and say where; gives the files."""
    from qualkit.exports.render.chart_file import write_charts

    paths = write_charts(_charts(found, wanted), file, force=wanted.force)
    for path in paths:
        say(f"Wrote {path}.")
    return paths


def _draw(found: Table | Result, wanted: Wanted) -> None:
    """Print the charts in block characters."""
    from qualkit.exports.render.chart_text import render_chart

    charts = _charts(found, wanted)
    click.echo("\n".join(render_chart(chart, width()) for chart in charts).rstrip("\n"))


def _charts(found: Table | Result, wanted: Wanted) -> tuple[Chart, ...]:
    from qualkit.exports.charts import charts_or_refused

    return charts_or_refused(found.tables if isinstance(found, Result) else (found,), wanted.look)


def _tell_small(findings: Sequence[Finding], reason: str, *, is_marked: bool) -> None:
    """Say on stderr which small numbers were handed out. Those of a picture carry no mark."""
    shown = [finding for finding in findings if finding.rule == "small-number"]
    if shown:
        say(f"Small numbers in it ({len(shown)}){', marked with ·' if is_marked else ''}:")
        say_all(shown)
        if not reason:
            say('Is it right to show them? Say why with --reason "…", which the log keeps.')
    elif findings:
        say(f"Hidden in it, as study.toml says: {len(findings)} numbers.")


def line(text: str = "") -> None:
    """One line of data."""
    click.echo(display_safe(text))


def width() -> int:
    """Columns of the terminal; 100 where there is none."""
    return shutil.get_terminal_size((100, 40)).columns
