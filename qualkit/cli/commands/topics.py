"""`qualkit topics`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualkit.cli import options
from qualkit.cli.errors import say
from qualkit.cli.main import Invocation
from qualkit.cli.output import deliver_result, line
from qualkit.cli.passages import passages, scope
from qualkit.cli.progress import ProgressLine

if TYPE_CHECKING:
    from qualkit.actions.topics import TopicRun
    from qualkit.study import Study


@click.command("topics")
@passages()
@click.option(
    "-k", "k", type=click.IntRange(min=2), metavar="N", help="How many topics; else, what fits best."
)
@click.option("--classic", is_flag=True, help="By UMAP and HDBSCAN, as BERTopic does; takes longer.")
@click.option("--seed", type=int, default=0, show_default=True, help="Other numbers begin elsewhere.")
@click.option(
    "--by", metavar="KEY", default="",
    help="Split by an attribute, author (who wrote the records), coder, person or source.",
)  # fmt: skip
@click.option("--nearest", type=click.IntRange(min=1), default=3, show_default=True, help="Passages a topic.")
@click.option("--name", "names", metavar="N=NAME", multiple=True, help="Give topic N a name.")
@click.option("--join", "joins", metavar="N,M", multiple=True, help="Join topics into the first of them.")
@click.option(
    "--part", "parts", type=int, metavar="N", multiple=True, help="Take a joined topic apart again."
)
@click.option(
    "--make-code", "code", metavar="N=CODE",
    help="Make the code (BOOK:NAME or BOOK:THEME/NAME) and propose the passages of topic N for it.",
)  # fmt: skip
@options.coder()
@options.table_format()
@options.output_file()
@options.pass_invocation
def command(invocation: Invocation, /, format_: str, output: Path | None, force: bool, **said: Any) -> None:
    """Sort passages into topics by what they say, each with its words.

    A topic is what a computer finds, no theme: it is counted nowhere. Names and joined topics are kept for
    the same sources and settings.
    """
    from qualkit.actions.topic_tables import topics_result
    from qualkit.actions.topics import TopicWatch, topic_run
    from qualkit.analysis.topics import TopicOptions

    wanted = TopicOptions(k=said["k"], is_classic=said["classic"], seed=said["seed"])
    with options.opened(invocation, said["coder"]) as study:
        with ProgressLine() as told:
            if wanted.is_classic:
                told.note("UMAP and HDBSCAN take half a minute or more.")
            run = topic_run(study, scope(said), wanted, by=said["by"], watch=TopicWatch(told=told))
        run = _edited(study, run, said)
        if said["code"]:
            _make_code(study, run, said["code"])
            return
        found = topics_result(study, run, nearest=said["nearest"])
        deliver_result(found, format=format_, path=output, force=force)


def _edited(study: Study, run: TopicRun, said: dict[str, Any]) -> TopicRun:
    """The run after what was asked to be named, joined and taken apart."""
    from qualkit.actions.edit_topics import merge_topics, part_topic, rename_topic

    names, joins = [_named(text) for text in said["names"]], [_joined(text) for text in said["joins"]]
    for number in said["parts"]:
        run = part_topic(study, run, number)
    for numbers in joins:
        run = merge_topics(study, run, numbers)
    for number, name in names:
        run = rename_topic(study, run, number, name)
    if names or joins or said["parts"]:
        say("Kept. qualkit undo takes it back.")
    return run


def _named(text: str) -> tuple[int, str]:
    number, equals, name = text.partition("=")
    if not equals or not number.strip().isdigit():
        raise click.UsageError(f'"{text}" does not say which topic: write N=NAME, such as 3=Waiting.')
    return int(number), name


def _joined(text: str) -> Sequence[int]:
    numbers = [part.strip() for part in text.split(",")]
    if len(numbers) < 2 or not all(number.isdigit() for number in numbers):
        raise click.UsageError(f'"{text}" does not name topics: write their numbers, such as 3,5.')
    return [int(number) for number in numbers]


def _make_code(study: Study, run: TopicRun, text: str) -> None:
    from qualkit.actions.edit_topics import code_place, topic_to_code

    number, path = _named(text)
    book, parent, name = code_place(study, path)
    made = topic_to_code(study, run, number, name=name, codebook=book, parent=parent)
    line(f"Made the code {made.path}, and proposed {made.proposals} passages for it.")
    say("Nothing is coded until you say yes to each. qualkit undo takes it back.")
