"""`qualkit forget`."""

from __future__ import annotations

from typing import Any

import click

from qualkit.cli import options
from qualkit.cli.errors import say, say_all
from qualkit.cli.main import Invocation
from qualkit.cli.output import line
from qualkit.model.plural import counted


@click.command("forget")
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do it without asking for the name again.")
@options.coder()
@options.pass_invocation
def command(invocation: Invocation, name: str, yes: bool, coder: str) -> None:
    """Erase the person, record (FILE:ID) or source NAME for good, with all work on their words.

    It can't be undone. What others said stays coded as it is.
    """
    from qualkit.actions.forget import forget, plan_forget

    with options.opened(invocation, coder) as study:
        plan = plan_forget(study, name)
        say(f"The {plan.kind} {plan.name}: {counted(plan.passages, 'passage')} in {', '.join(plan.sources)}.")
        if not (yes or _types_it(plan.name)):
            say("Nothing was changed.")
            return
        _tell(forget(study, name))


def _types_it(name: str) -> bool:
    if not options.is_interactive():
        raise click.UsageError("Nobody can be asked here: give --yes to erase for good.")
    said: str = click.prompt("This can't be undone. Type the name to erase it for good", default="", err=True)
    return said.strip() == name


def _tell(done: Any) -> None:
    line("Forgotten: " + ", ".join(done.said) + ".")
    line(f"{done.certificate} says what was erased, without a name.")
    say("Not reached:")
    say_all(done.unreached)
