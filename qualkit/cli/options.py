"""Options that several commands share, and opening the study they are about."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from qualkit.cli.errors import say, say_all
from qualkit.cli.main import Invocation
from qualkit.cli.output import FORMATS

F = TypeVar("F", bound=Callable[..., Any])

pass_invocation = click.make_pass_decorator(Invocation)


def coder(help: str = "Who works; else QUALKIT_CODER, your settings, your login name.") -> Callable[[F], F]:
    """--coder NAME."""
    return click.option("--coder", metavar="NAME", default="", help=help)


def whose_coding() -> Callable[[F], F]:
    """--coder on commands that show: whose coding counts."""
    return coder("Whose coding counts: a name, or any. Else the coding of record.")


def table_format() -> Callable[[F], F]:
    """--format."""
    return click.option(
        "--format",
        "format_",
        type=click.Choice(FORMATS),
        default="table",
        show_default=True,
        help="How to print it.",
    )


def output_file() -> Callable[[F], F]:
    """-o FILE and --force."""

    def wrap(function: F) -> F:
        function = click.option("--force", is_flag=True, help="Replace the file if there is one.")(function)
        return click.option(
            "-o",
            "--output",
            metavar="FILE",
            type=click.Path(path_type=Path),
            help="Write to a file, by its suffix.",
        )(function)

    return wrap


def reason() -> Callable[[F], F]:
    """--reason, for what leaves the study with small numbers in it."""
    return click.option(
        "--reason",
        metavar="TEXT",
        default="",
        help="With -o: why its small numbers may be shown; for the log.",
    )


def sources() -> Callable[[F], F]:
    """--source, repeatable."""
    return click.option(
        "--source", "source", metavar="NAME", multiple=True, help="Only this source; may be repeated."
    )


def where() -> Callable[[F], F]:
    """--where, repeatable."""
    return click.option(
        "--where", metavar="KEY=VALUE", multiple=True,
        help="Only people or records with this attribute or closed answer; question=3 for what was said on a "
        "question. Repeat for and; A|B for or.",
    )  # fmt: skip


@contextmanager
def opened(invocation: Invocation, coder: str = "") -> Iterator[Any]:
    """The study of this invocation; says what its text files brought."""
    from qualkit.actions.opening import open_study

    found = open_study(invocation.study, coder)
    with found.study as study:
        _tell(found)
        yield study


def _tell(found: Any) -> None:
    loaded = found.loaded
    if found.was_rebuilt:
        say(f"Made {found.study.database.path.name} anew from the study's text files.")
    elif loaded.files:
        say(f"Took in {len(loaded.files)} changed text file{'s' if len(loaded.files) > 1 else ''}.")
    if loaded.set_aside:
        say("A sync service had made second versions of files. They are joined, and in set-aside/ now:")
        say_all(loaded.set_aside)
    if loaded.problems:
        say("Not everything could be taken in; nothing of it is lost:")
        say_all(loaded.problems)
    if loaded.clashes:
        say(f"{len(loaded.clashes)} pieces of work were changed both here and in the files (qualkit status).")


def is_interactive() -> bool:
    """Whether a person sits there to answer a question."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def is_terminal() -> bool:
    """Whether screens can be shown: a terminal both ways that can move its cursor."""
    return (
        sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM", "") not in ("dumb", "unknown")
    )


def agrees(question: str) -> bool:
    """Ask yes or no on stderr; the answer of an empty line is yes."""
    return click.confirm(question, default=True, err=True)


def selection(source: tuple[str, ...], where: tuple[str, ...], speaker_role: tuple[str, ...] = ()) -> Any:
    """What --source, --where and --speaker-role ask for."""
    from qualkit.actions.selection import Selection
    from qualkit.model.source import SpeakerRole

    known = [role.value for role in SpeakerRole]
    for role in speaker_role:
        if role not in known:
            raise click.BadParameter(f'"{role}" is none of {", ".join(known)}.', param_hint="--speaker-role")
    return Selection(
        sources=source, where=where, speaker_roles=tuple(SpeakerRole(role) for role in speaker_role)
    )
