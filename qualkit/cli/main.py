"""`qualkit`: the registry of commands. Nothing heavier than click is imported until a command runs."""

from __future__ import annotations

import gc
import sys
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import click

from qualkit.version import __version__

COMMANDS: dict[str, str] = {
    "new": "Make a new study.",
    "sample": "Copy the sample study into a folder, to look around in.",
    "add": "Bring in transcripts, survey answers, case records.",
    "status": "Show what the study holds, and what to do next.",
    "codebook": "Show, bring in or write out codebooks.",
    "code": "Find passages by a pattern and code them.",
    "codings": "List codings, or take them from a file.",
    "finish": "Say that you have read sources, or that you have not.",
    "people": "List who took part and what they agreed to, or correct it.",
    "screen": "Leave records out, include them, draw a random sample.",
    "flow": "Show how many records were received, left out and included.",
    "memo": "Write a memo, or list them all.",
    "flag": "Flag a passage for the team, list flags, clear one.",
    "agree": "List what waits for the team's decision, and decide it.",
    "quotes": "Hand over the quote bank: Word, Excel, web page and more.",
    "survey": "Look at questionnaires, check and correct them.",
    "transcript": "Write a coded transcript to print, codes in the margin.",
    "likert": "Count items on a scale, with top, bottom and net.",
    "tabulate": "Count single choices, numbers and dates.",
    "multi": "Count multi-selects: the share of people, and of ticks.",
    "returns": "Pool official returns, each count with its own base.",
    "prevalence": "Count in how many records or people each code was found.",
    "compare": "Set several results side by side, as study.toml says.",
    "crosstab": "Count codes by an attribute or a closed question.",
    "cooccur": "Count which codes come together.",
    "matrix": "Show people, records or sources by code, with the passages behind.",
    "search": "Find passages by their words, and code what is found.",
    "kwic": "Show a word with what stands to its left and right.",
    "words": "Count words, phrases and what goes together; compare groups.",
    "similar": "Find passages that say something like this, whatever their words.",
    "topics": "Sort passages into topics by what they say.",
    "suggest": "Propose codes, learned from what you have coded.",
    "check": "Check codings, codebooks, and what tables would show of few people.",
    "forget": "Erase a person, a record or a source for good.",
    "correct": "Correct words, turns and speakers; codings follow.",
    "redact": "Show something else instead of names and the like.",
    "undo": "Take back your last step.",
    "redo": "Do your last undone step again.",
    "log": "Show who did what, when.",
    "save": "Write the work as text files, to share and to keep.",
    "load": "Take in what changed in the text files.",
    "merge": "Join a colleague's copy of the study.",
    "doctor": "Show what works on this computer, and what is missing.",
}
"""Name → one line of help. The module is `qualkit.cli.commands.NAME`, its command `command`."""


@dataclass(slots=True)
class Invocation:
    """What was said before the command."""

    study: Path | None = None
    is_blind: bool = False
    """Whether other coders' work is hidden in the workspace."""


class _LazyGroup(click.Group):
    """A group whose commands are imported when they are used; its help needs none of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which a study meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command's own module, imported now."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"qualkit.cli.commands.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does it, with the nearest names for an unknown command."""
        name = args[0] if args else ""
        if name and name not in COMMANDS and not name.startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(name, COMMANDS, n=2)
            raise click.UsageError(
                f'There is no command "{name}".' + (f" Did you mean {' or '.join(near)}?" if near else ""),
                ctx,
            )
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands from the registry."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(
    cls=_LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Without a command: the study in this folder. Everything stays on this computer.",
)
@click.option(
    "-C", "--study", metavar="DIR", type=click.Path(path_type=Path),
    help="The study's folder; else the nearest study.toml upward.",
)  # fmt: skip
@click.option(
    "--blind", "is_blind", is_flag=True,
    help="Without a command: hide what other coders have coded, and their memos.",
)  # fmt: skip
@click.version_option(__version__, message="qualkit %(version)s")
@click.pass_context
def cli(ctx: click.Context, study: Path | None, is_blind: bool) -> int:
    """Code what people said, count the closed questions, hand over quotes and tables."""
    ctx.obj = Invocation(study=study, is_blind=is_blind)
    if ctx.invoked_subcommand is None:
        from qualkit.cli.commands.status import welcome

        return welcome(ctx.obj)
    return 0


def main() -> None:
    """The console script: runs a command and exits with its code."""
    from qualkit.cli.errors import run

    gc.set_threshold(50_000, 20, 20)  # 100,000 answers are read in 0.9 s rather than 2.3
    sys.exit(run(cli))
