"""`qualkit survey`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualkit.cli import options
from qualkit.cli.commands.check import report
from qualkit.cli.errors import say
from qualkit.cli.main import Invocation
from qualkit.cli.output import deliver, line
from qualkit.model.plural import counted

if TYPE_CHECKING:
    from qualkit.model.finding import Finding


@click.group("survey")
def command() -> None:
    """Look at the questionnaires of data files, check them and correct them."""


@command.command("show")
@click.argument("file", default="")
@click.argument("questions", nargs=-1, metavar="[QUESTION]...")
@options.table_format()
@options.output_file()
@options.pass_invocation
def show_(
    invocation: Invocation,
    /,
    file: str,
    questions: tuple[str, ...],
    *,
    format_: str,
    output: Path | None,
    force: bool,
) -> None:
    """Show what each column of FILE (or of all data files) is, with its answers from low to high."""
    from qualkit.actions.questionnaires import questionnaire_table

    with options.opened(invocation) as study:
        table = questionnaire_table(study, file, questions)
    deliver(table, format=format_, path=output, force=force)


@command.command("check")
@click.argument("file", default="")
@options.pass_invocation
def check(invocation: Invocation, file: str) -> None:
    """List answers that the questionnaire does not know; exit code 3 when there are any."""
    from qualkit.actions.questionnaires import check_questionnaires

    with options.opened(invocation) as study:
        report(check_questionnaires(study, file), "columns", "The questionnaire knows every answer.")


@command.command("confirm")
@click.argument("file")
@click.argument("questions", nargs=-1, metavar="[QUESTION]...")
@click.option("--reverse", is_flag=True, help="Turn the scale round: what stands first is high.")
@options.coder()
@options.pass_invocation
def confirm(invocation: Invocation, file: str, questions: tuple[str, ...], reverse: bool, coder: str) -> None:
    """Confirm that the scales of FILE run from low to high as "survey show" lists them."""
    from qualkit.actions.confirm_scales import confirm_scales
    from qualkit.actions.questionnaires import columns_of

    if reverse and not questions:
        raise click.UsageError("Name the QUESTION to turn round.")
    with options.opened(invocation, coder) as study:
        columns = columns_of(study, file, questions)
        confirm_scales(study, file, columns, is_reversed=reverse)
    which = counted(len(columns), "scale") if columns else "All scales"
    line(f"{which} of {file} {'turned round' if reverse else 'confirmed'}.")


@command.command("type")
@click.argument("file")
@click.argument(
    "type_", metavar="TYPE", type=click.Choice(["likert", "single", "multi", "number", "date", "count"])
)
@click.argument("questions", nargs=-1, required=True, metavar="QUESTION...")
@options.coder()
@options.pass_invocation
def type_of(invocation: Invocation, file: str, type_: str, questions: tuple[str, ...], coder: str) -> None:
    """Say how questions of FILE are counted: as a scale, one choice, several, numbers, dates, counts."""
    from qualkit.actions.questionnaires import set_type
    from qualkit.model.questionnaire import QuestionType

    with options.opened(invocation, coder) as study:
        columns = set_type(study, file, questions, QuestionType(type_))
    line(f"{counted(len(columns), 'question')} of {file} {'is' if len(columns) == 1 else 'are'} {type_} now.")


@command.command("levels")
@click.argument("file")
@click.argument("question")
@click.argument("levels", nargs=-1, required=True, metavar="LEVEL...")
@options.coder()
@options.pass_invocation
def levels_of(invocation: Invocation, file: str, question: str, levels: tuple[str, ...], coder: str) -> None:
    """Give the answers of a QUESTION of FILE in their order; a scale, low first, is confirmed so."""
    from qualkit.actions.questionnaires import set_levels

    with options.opened(invocation, coder) as study:
        set_levels(study, file, question, levels)
    line(f"{question}, in this order: {' … '.join(levels)}.")


@command.command("report")
@click.option(
    "--source", "source", metavar="FILE", multiple=True, help="Only this data file; may be repeated."
)
@options.where()
@click.option("--base", metavar="NAME", default="", help="Only what meets this base of study.toml.")
@click.option("--by", metavar="KEY", default="", help="Split by a closed question or an attribute.")
@click.option("--weight", is_flag=True, help="Weight by the file's survey weight.")
@click.option(
    "--template", type=click.Path(path_type=Path, exists=True), help="A Word file whose styles are used."
)
@options.reason()
@options.output_file()
@options.pass_invocation
def report_(invocation: Invocation, /, output: Path | None, force: bool, **said: Any) -> None:
    """Hand over every question with its table and chart, open ones with their themes and quotes.

    -o FILE takes .docx, .html, .xlsx and .md.
    """
    from qualkit.actions.survey_report import ReportOptions, ReportTarget, export_survey_report, survey_report

    if output is None:
        raise click.UsageError("Name the file to write: -o survey.docx, .html, .xlsx or .md.")
    wanted = ReportOptions(
        selection=options.selection(said["source"], said["where"]),
        base=said["base"],
        by=said["by"],
        is_weighted=said["weight"],
    )
    target = ReportTarget(path=output, template=said["template"], reason=said["reason"], force=force)
    with options.opened(invocation) as study:
        made, findings = survey_report(study, wanted)
        export_survey_report(study, made, findings, target)
    questions = sum(len(file.questions) for file in made.files)
    say(f"Wrote {counted(questions, 'question')} to {output}.")
    _tell_small(findings, said["reason"])


def _tell_small(findings: Sequence[Finding], reason: str) -> None:
    shown = sum(finding.rule == "small-number" for finding in findings)
    if shown:
        say(f'Small numbers in it: {shown:,}, marked with ·. "qualkit check disclosure" lists them.')
        if not reason:
            say('Is it right to show them? Say why with --reason "…", which the log keeps.')
    elif findings:
        say(f"Hidden in it, as study.toml says: {counted(len(findings), 'number')}.")
