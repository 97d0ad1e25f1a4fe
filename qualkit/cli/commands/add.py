"""`qualkit add`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from qualkit.cli import options
from qualkit.cli.errors import say, say_all
from qualkit.cli.main import Invocation
from qualkit.cli.output import line
from qualkit.errors import QualkitError, Refused
from qualkit.model.plural import counted


@click.command("add")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="Accept what is proposed.")
@click.option("--name", default="", help="What the source is called; else the file's name.")
@click.option(
    "--speaker",
    "speakers",
    multiple=True,
    metavar="NAME=PART",
    help='A speaker\'s part, e.g. "Dan=moderator".',
)
@click.option("--rename", "renames", multiple=True, metavar="OLD=NEW", help="Give a speaker another name.")
@click.option("--merge", "merges", multiple=True, metavar="A=B", help="A is the same speaker as B.")
@click.option(
    "--speaker-range",
    "ranges",
    multiple=True,
    metavar="NAME=FROM-TO",
    help='Who says these turns ("P1=1-12") or this time ("Dan=00:00-02:10"), where nobody is named.',
)
@click.option(
    "--voice", type=click.Choice(["own words", "worker's notes", "document"]), help="Whose words they are."
)
@click.option("--encoding", default="", help="The file's encoding, such as cp1252, where it can't be told.")
@click.option("--sheet", default="", help="The sheet of an .xlsx file.")
@click.option("--kind", type=click.Choice(["survey", "records"]), help="What a data file is.")
@click.option("--record", metavar="COLUMN", help="The column with the record's id.")
@click.option("--person", metavar="COLUMN", help="The column that says which person a row is about.")
@click.option(
    "--open", "open_columns", multiple=True, metavar="COLUMN", help="This column is an open question."
)
@click.option(
    "--closed", "closed_columns", multiple=True, metavar="COLUMN", help="This column is a closed question."
)
@click.option(
    "--type",
    "types",
    multiple=True,
    metavar="COLUMN=TYPE",
    help="Count this closed column as likert, single, multi, number, date or count.",
)
@click.option("--turn", "turned", multiple=True, metavar="COLUMN", help="This scale runs the other way.")
@click.option(
    "--keep-personal", is_flag=True, help="Keep columns of personal data (e-mail, names, IP, location)."
)
@options.coder()
@options.pass_invocation
def command(invocation: Invocation, /, files: tuple[Path, ...], yes: bool, coder: str, **said: Any) -> None:
    """Bring in FILES: transcripts, survey answers, case records, a participants.csv.

    Shows what was found and asks; the files are copied, never changed.
    """
    from qualkit.actions import add

    with options.opened(invocation, coder) as study:
        plans = add.plan_add(study, files, _options(said))
        fresh = [plan for plan in plans if not isinstance(plan, add.AlreadyIn)]
        for plan in plans:
            _describe(plan)
        if not fresh:
            return
        if not yes and not options.is_interactive():
            raise Refused(
                "Nothing was brought in: nobody is there to ask.",
                hint="Add --yes to accept what is proposed.",
            )
        if not yes and not options.agrees("Bring this in?"):
            say("Nothing was brought in.")
            return
        added = add.accept(study, [add.with_confirmed_scales(plan) for plan in plans])
    if added.sources:
        line(f"Added {counted(added.segments, 'passage')} in {counted(len(added.sources), 'source')}.")
    else:
        line(f"Added {counted(len(fresh), 'file')}: nothing in it to code.")
    for anchor, number in added.anchors.items():
        say(f"  {counted(number, 'coding')} {_ANCHORS[anchor.value]}")
    if added.unfit:
        say(f"  {counted(added.unfit, 'passage')} had been corrected, and this file has other words there:")
        say("  the file's words hold. Correct them again where they are still wrong.")


_TURNS_SHOWN = 12
_ANCHORS = {
    "kept": "stand where they stood",
    "moved": "moved with their words",
    "changed": "stand on words that changed: look at them",
    "lost": 'lost their place: "qualkit check anchors" lists them',
}


def _options(said: dict[str, Any]) -> Any:
    from qualkit.actions import add
    from qualkit.model.questionnaire import DataKind
    from qualkit.model.source import Voice

    pairs = [*said["renames"], *said["merges"]]
    for pair in pairs:
        if "=" not in pair:
            raise QualkitError(
                f'"{pair}" does not say what becomes what.', hint='Write OLD=NEW, such as "MF=Mary".'
            )
    return add.AddOptions(
        name=said["name"],
        encoding=said["encoding"],
        sheet=said["sheet"],
        voice=Voice(said["voice"]) if said["voice"] else None,
        keep_personal=said["keep_personal"],
        speakers=add.parse_speakers(said["speakers"]),
        renames={old.strip(): new.strip() for old, _, new in (pair.partition("=") for pair in pairs)},
        stretches=add.parse_stretches(said["ranges"]),
        kind=DataKind(said["kind"]) if said["kind"] else None,
        record=said["record"],
        person=said["person"],
        open_columns=said["open_columns"],
        closed_columns=said["closed_columns"],
        types=add.parse_types(said["types"]),
        turned=said["turned"],
    )


def _describe(plan: Any) -> None:
    from qualkit.actions import add

    match plan:
        case add.AlreadyIn():
            say(f'{plan.file.name}: the study has it already, as "{plan.source}". Nothing changes.')
            return
        case add.TranscriptPlan():
            _describe_transcript(plan)
        case add.DataPlan():
            _describe_data(plan)
        case add.ParticipantsPlan():
            say(f"{plan.file.name}: {counted(len(plan.rows), 'person', 'people')} listed")
    say_all(add.findings_of(plan))


def _describe_transcript(plan: Any) -> None:
    transcript, intake = plan.transcript, plan.intake
    noun = intake.source.kind.segment_noun
    again = f", corrected: {counted(plan.found_again, noun)} found again" if plan.is_correction else ""
    size = counted(len(transcript.turns), noun)
    say(f"{plan.file.name}: {transcript.format_title}, {size}, {intake.source.voice}{again}")
    for speaker in transcript.speakers:
        guess = "" if speaker.is_certain else "  (seen once: is this a speaker?)"
        turns = counted(speaker.turns, "turn")
        say(f"  {speaker.label:<24.24} {speaker.role:<12} {turns:>9}  “{speaker.first_words}”{guess}")
    if intake.source.kind.value == "transcript":
        _describe_nobody(transcript.turns)


def _describe_nobody(turns: Any) -> None:
    """The first turns of a talk that nobody says, with their numbers and times."""
    from qualkit.exports.render.format import clock

    nobody = [(number, turn) for number, turn in enumerate(turns, start=1) if turn.speaker is None]
    if not nobody:
        return
    say(f'  Nobody is named in {counted(len(nobody), "turn")}. To say who speaks: --speaker-range "P1=1-12".')
    for number, turn in nobody[:_TURNS_SHOWN]:
        when = clock(turn.start_ms) if turn.start_ms is not None else ""
        say(f"  {number:>5}  {when:>8}  {' '.join(turn.text[:200].split()):.70}")
    if len(nobody) > _TURNS_SHOWN:
        say(f"         … and {counted(len(nobody) - _TURNS_SHOWN, 'turn')} more")


def _describe_data(plan: Any) -> None:
    from qualkit.model.questionnaire import Use

    book = plan.intake.questionnaire
    what = "survey answers" if book.kind.value == "survey" else "case records"
    say(f"{plan.file.name}: {what}, {counted(len(plan.intake.records), 'row')}")
    for title, use in (("record's id", Use.RECORD), ("person", Use.PERSON), ("weight", Use.WEIGHT)):
        if column := book.column_for(use):
            say(f"  {title}: {column}")
    for source in plan.intake.sources:
        say(f"  open: {source.column} ({counted(len(source.segments), 'answer')}, {source.source.voice})")
    say(f"  closed: {counted(sum(question.use is Use.CLOSED for question in book.questions), 'column')}")
    for levels, columns in _scales(book).items():
        named = ", ".join(columns[:3]) + (" …" if len(columns) > 3 else "")
        say(f"  scale, from low to high: {levels}  ({counted(len(columns), 'column')}: {named})")
    if plan.left_out:
        say(f"  left out as personal data: {', '.join(plan.left_out)} (--keep-personal keeps them)")


def _scales(book: Any) -> dict[str, list[str]]:
    """The scales of a questionnaire as they run, with their columns."""
    from qualkit.model.questionnaire import QuestionType, Use

    found: dict[str, list[str]] = {}
    for question in book.questions:
        if question.use is Use.CLOSED and question.type is QuestionType.LIKERT:
            found.setdefault(" … ".join(level.shown for level in question.answers), []).append(
                question.column
            )
    return found
