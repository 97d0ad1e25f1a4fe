"""`qualkit code`."""

from __future__ import annotations

from typing import Any

import click

from qualkit.cli import options
from qualkit.cli.errors import say
from qualkit.cli.main import Invocation
from qualkit.cli.output import line

_SHOWN = 20
_AROUND = 40
"""Characters of the turn or answer shown on each side of a passage."""


@click.command("code")
@click.argument("path", metavar="CODE")
@click.option("--match", "pattern", required=True, metavar="PATTERN", help="Words, or a regular expression.")
@click.option("--match-case", is_flag=True, help="Tell capitals from small letters.")
@options.sources()
@options.where()
@click.option(
    "--speaker-role", "speaker_role", multiple=True, metavar="PART", help="Only this part in the talk."
)
@click.option(
    "--unit", type=click.Choice(["span", "sentence", "segment"]), default="span", show_default=True,
    help="Code the words found, their sentence, or the whole turn or answer.",
)  # fmt: skip
@click.option("--yes", is_flag=True, help="Code everything that is found.")
@click.option("--propose", is_flag=True, help="Leave proposals, to be decided one by one.")
@options.coder()
@options.pass_invocation
def command(
    invocation: Invocation, /, path: str, pattern: str, yes: bool, propose: bool, coder: str, **said: Any
) -> None:
    """Find passages that meet a pattern and apply CODE to them.

    CODE is a name or a path, such as "Fear" or "Fear/Made worse". Lists what it found and asks.
    """
    from qualkit.actions import apply

    if yes and propose:
        raise click.UsageError("--yes codes, --propose only proposes: give one of them.")
    with options.opened(invocation, coder) as study:
        selection = options.selection(said["source"], said["where"], said["speaker_role"])
        plan = apply.plan_code(
            study, path, pattern, selection=selection, unit=said["unit"], match_case=said["match_case"]
        )
        _list(plan)
        if not plan.found:
            return
        if propose:
            line(f"Proposed {_passages(apply.propose_all(study, plan))}: {plan.path}.")
            return
        if not yes and not options.is_interactive():
            say("Nothing was coded. Add --yes to code these passages, or --propose to leave proposals.")
            return
        if not yes and not options.agrees(f"Code {_passages(len(plan.found))} with {plan.path}?"):
            say("Nothing was coded.")
            return
        added = apply.code_all(study, plan)
    known = len(plan.found) - added
    line(f"Coded {_passages(added)}: {plan.path}." + (f" {known} were coded so already." if known else ""))
    if added:
        say("qualkit undo takes it back.")


def _list(plan: Any) -> None:
    sources = len({found.source for found in plan.found})
    if not plan.found:
        say(f'Nothing in scope meets "{plan.pattern}".')
        return
    say(f"{_passages(len(plan.found))} in {sources} source{'s' if sources != 1 else ''} for {plan.path}")
    for found in plan.found[:_SHOWN]:
        text = found.segment.text
        before = _last_words(plan.shown(found, 0, found.start))
        quote = plan.shown(found, found.start, found.end)
        words = quote if len(quote) <= 120 else quote[:117] + "…"
        after = _first_words(plan.shown(found, found.end, len(text)))
        who = f" {plan.redact.text(found.segment.speaker)}" if found.segment.speaker else ""
        line(f"{found.source} {found.segment.key}{who}: {before}[{words.replace(chr(10), ' ')}]{after}")
    if len(plan.found) > _SHOWN:
        say(f"… and {len(plan.found) - _SHOWN} more")


def _passages(count: int) -> str:
    return f"{count} passage{'s' if count != 1 else ''}"


def _last_words(text: str) -> str:
    """What stands before a passage, cut between words."""
    near = text[-_AROUND:].replace("\n", " ")
    return near if len(near) == len(text) else "…" + near[near.find(" ") + 1 :]


def _first_words(text: str) -> str:
    """What stands after a passage, cut between words."""
    near = text[:_AROUND].replace("\n", " ")
    return near if len(near) == len(text) else near[: near.rfind(" ") + 1].rstrip() + " …"
