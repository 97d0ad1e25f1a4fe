"""`qualkit search`."""

from __future__ import annotations

from typing import Any

import click

from qualkit.cli import finding, options
from qualkit.cli.errors import say
from qualkit.cli.main import Invocation
from qualkit.cli.output import deliver, line

_LISTED = 50


@click.command("search")
@click.argument("query", nargs=-1, required=True, metavar="QUERY")
@click.option("--stems", is_flag=True, help="Find words in every form: help also meets helped and helping.")
@click.option("--pattern", is_flag=True, help="QUERY is a regular expression.")
@finding.where_to_look()
@finding.coded()
@click.option(
    "--most", type=click.IntRange(min=1), help="List so many; else 50 here, and all in files and formats."
)
@click.option(
    "--code-as", "code", metavar="CODE", default="", help="Put this code on everything that is found."
)
@click.option(
    "--unit", type=click.Choice(["segment", "sentence", "span"]), default="segment", show_default=True,
    help="With --code-as: code the whole turn or answer, the sentence, or just the words.",
)  # fmt: skip
@click.option("--yes", is_flag=True, help="With --code-as: do not ask.")
@options.coder("Whose coding --code, --coded and --uncoded look at; with --code-as, who works.")
@options.table_format()
@options.output_file()
@options.pass_invocation
def command(invocation: Invocation, /, query: tuple[str, ...], **said: Any) -> None:
    """Find passages by their words.

    Words side by side must all be there. "…" is a phrase, scar* a beginning; AND, OR, NOT, brackets and
    NEAR(tell mum, 5) join them. Accents, capitals and kinds of quotation marks make no difference. Redacted
    words are not found; what stands in their place is.
    """
    from qualkit.actions.search import search, search_table

    by = finding.by(said)
    text = " ".join(query)
    with options.opened(invocation, said["coder"] if said["code"] else "") as study:
        limits = finding.limits(said)
        if said["code"]:
            found = search(study, text, limits, by=by, page=(0, None))
            _code(study, found, text, said)
            return
        most = said["most"] or (None if said["output"] or said["format_"] != "table" else _LISTED)
        found = search(study, text, limits, by=by, page=(0, most))
        table = search_table(study, found, limits)
        deliver(table, format=said["format_"], path=said["output"], force=said["force"])


def _code(study: Any, found: Any, query: str, said: dict[str, Any]) -> None:
    """List what was found, ask, and code it."""
    from qualkit.actions.code_hits import code_hits
    from qualkit.actions.search import excerpt

    say(found.told)
    if not found.hits:
        return
    for hit in found.hits[:20]:
        line(f"{hit.source} {hit.segment} {hit.person}: {excerpt(hit, 60)}")
    if len(found.hits) > 20:
        say(f"… and {len(found.hits) - 20:,} more")
    if not said["yes"] and not options.is_interactive():
        say("Nothing was coded. Add --yes to code these passages.")
        return
    if not said["yes"] and not options.agrees(f"Code them all with {said['code']}?"):
        say("Nothing was coded.")
        return
    done = code_hits(study, found.hits, said["code"], unit=said["unit"], query=query)
    known = len(done.quotes) - done.added
    line(
        f"Coded {done.added:,} passage{'s' if done.added != 1 else ''}: {done.codes[0]}."
        + (f" {known:,} were coded so already." if known else "")
    )
    if done.added:
        say("qualkit undo takes it back.")
