"""`qualkit words`."""

from __future__ import annotations

from typing import Any

import click

from qualkit.cli import charting, finding, options
from qualkit.cli.main import Invocation
from qualkit.cli.output import Wanted, hand_out


@click.command("words")
@click.option(
    "--ngrams", "size", type=click.IntRange(2, 6), metavar="N", help="Count so many words in a row."
)
@click.option("--collocations", is_flag=True, help="Pairs of words that go together.")
@click.option(
    "--measure",
    type=click.Choice(["log-likelihood", "pmi"]),
    help="How pairs are ranked; else log-likelihood.",
)
@click.option(
    "--window", type=click.IntRange(2, 20), help="How many words a pair may span; else 5, 2 is side by side."
)
@click.option("--keyness", metavar="ATTRIBUTE", default="", help="Words that tell its two groups apart.")
@click.option("--key", metavar="A=B", default="", help="Words that tell this group from everybody else.")
@click.option("--stems", is_flag=True, help="Count all forms of a word as one, shown as the commonest.")
@click.option("--stop-words", is_flag=True, help="Count words such as the and erm, too.")
@click.option("--least", type=click.IntRange(min=1), metavar="N", help="Only what is said so often.")
@click.option(
    "--most", type=click.IntRange(min=0), default=50, show_default=True, help="So many rows; 0 for all."
)
@finding.where_to_look()
@finding.coded()
@options.coder("Whose coding --code, --coded and --uncoded look at.")
@charting.chart()
@options.table_format()
@options.output_file()
@options.reason()
@options.pass_invocation
def command(invocation: Invocation, /, **said: Any) -> None:
    """Count words: how often each is said, and by how many people.

    Function words and fillers are left out; study.toml adds to that list under [words]. Moderators' turns are
    left out, unless --speaker-role asks for them.
    """
    _refuse_mixed(said)
    with options.opened(invocation) as study:
        wanted = Wanted(
            format=said["format_"],
            path=said["output"],
            force=said["force"],
            reason=str(said["reason"]),
            chart=said["chart"],
            bars=said["bars"],
        )
        hand_out(study, _table(study, said), wanted)


def _refuse_mixed(said: dict[str, Any]) -> None:
    asked = [name for name in ("collocations", "keyness", "key") if said[name]]
    if len(asked) > 1:
        raise click.UsageError(f"--{asked[0]} and --{asked[1]} are different tables: give one of them.")
    if said["collocations"] and said["size"]:
        raise click.UsageError("--collocations looks at pairs, --ngrams at rows of words: give one of them.")
    for name in ("measure", "window"):
        if said[name] and not said["collocations"]:
            raise click.UsageError(f"--{name} goes with --collocations.")


def _table(study: Any, said: dict[str, Any]) -> Any:
    from qualkit.actions import words
    from qualkit.analysis.collocations import WINDOW

    wanted = words.WordCount(
        limits=finding.limits(said, heard_only=True),
        size=said["size"] or 1,
        by_stems=said["stems"],
        with_stop_words=said["stop_words"],
        least=said["least"] or 0,
        most=said["most"],
    )
    if said["collocations"]:
        return words.collocation_words(
            study,
            wanted,
            measure=said["measure"] or "log-likelihood",
            window=said["window"] or WINDOW,
        )
    if said["keyness"] or said["key"]:
        return words.keyness_words(study, wanted, attribute=said["keyness"], key=said["key"])
    return words.word_table(study, wanted)
