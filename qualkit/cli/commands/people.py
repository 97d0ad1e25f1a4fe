"""`qualkit people`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from qualkit.cli import options
from qualkit.cli.errors import say
from qualkit.cli.main import Invocation
from qualkit.cli.output import deliver, line

_CONSENT = click.Choice(["yes", "no", "not recorded"])


@click.command("people")
@click.argument("name", default="")
@options.sources()
@click.option("--analysis", type=_CONSENT, help="Whether their words may be counted.")
@click.option("--quotation", type=_CONSENT, help="Whether they may be quoted.")
@click.option("--archive", type=_CONSENT, help="Whether their words may be kept for others.")
@click.option("--pseudonym", help="The name to show.")
@click.option("--speaker-role", metavar="PART", help="Their part in the talk, such as moderator.")
@click.option("--set", "attributes", metavar="KEY=VALUE", multiple=True, help="A fact, such as age=15.")
@options.coder()
@options.table_format()
@options.output_file()
@options.pass_invocation
def command(
    invocation: Invocation,
    /,
    name: str,
    coder: str,
    format_: str,
    output: Path | None,
    force: bool,
    **said: Any,
) -> None:
    """List who took part, how much they said and what they agreed to; or say it of the person NAME.

    What is said is written into transcripts/participants.csv.
    """
    from qualkit.actions.people import people_table

    wishes = [
        key
        for key in ("analysis", "quotation", "archive", "pseudonym", "speaker_role")
        if said[key] is not None
    ]
    if (wishes or said["attributes"]) and not name:
        raise click.UsageError("Say of whom: qualkit people NAME --quotation no.")
    with options.opened(invocation, coder) as study:
        if not name:
            deliver(people_table(study, said["source"]), format=format_, path=output, force=force)
        elif wishes or said["attributes"]:
            _describe(study, name, said)
        else:
            _show(study, name)


def _describe(study: Any, name: str, said: dict[str, Any]) -> None:
    from qualkit.actions.describe_person import Description, describe_person
    from qualkit.model.people import Consent

    attributes = {}
    for pair in said["attributes"]:
        key, equals, value = pair.partition("=")
        if not equals:
            raise click.BadParameter(f'"{pair}" is not KEY=VALUE.', param_hint="--set")
        attributes[key] = value
    roles = options.selection((), (), (said["speaker_role"],) if said["speaker_role"] else ()).speaker_roles
    consents = {kind: Consent(said[kind]) for kind in ("analysis", "quotation", "archive") if said[kind]}
    wanted = Description(
        pseudonym=said["pseudonym"],
        speaker_role=roles[0] if roles else None,
        attributes=attributes,
        **consents,
    )
    done = describe_person(study, name, wanted)
    line(f"{done.person}: {'; '.join(done.changed)}.")
    for sentence in done.held_back:
        say(f"  {sentence}")


def _show(study: Any, name: str) -> None:
    from qualkit.actions.people import person_view

    view = person_view(study, name)
    case = view.person.case
    line(case.name + (f", shown as {case.pseudonym}" if case.pseudonym else ""))
    for key, value in case.attributes.items():
        line(f"  {key}: {value}")
    line(f"  analysis: {case.analysis}; quotation: {case.quotation}; archive: {case.archive}")
    for segment in view.said:
        line(f"{segment.source}#{segment.key}: {segment.text.replace(chr(10), ' ')}")
