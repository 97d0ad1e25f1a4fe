"""A coded transcript to take to a meeting: numbered turns, with the codes in the margin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from qualkit.exports.document import (
    Block,
    Document,
    Heading,
    NoteList,
    TableBlock,
    TitlePage,
    provenance_blocks,
)
from qualkit.exports.render.format import clock
from qualkit.model.table import Column, Provenance, Table

_FIRST_WORDS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedStretch:
    """A code on a turn, or on some words of it."""

    code: str
    """Its path in the codebook."""
    words: str = ""
    """As they are shown; empty where the whole turn is coded, or the passage began before it."""
    coders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedTurn:
    """A turn as it is printed: its words and its speaker as they are shown."""

    number: int
    text: str
    speaker: str = ""
    start_ms: int | None = None
    section: str = ""
    codes: tuple[CodedStretch, ...] = ()


def transcript_document(
    title: str, turns: Sequence[PrintedTurn], *, provenance: Provenance, notes: Sequence[str] = ()
) -> Document:
    """The turns under the questions that they answer, with speakers, times and codes."""
    blocks: list[Block] = [TitlePage(title)]
    for section, some in groupby(turns, key=lambda turn: turn.section):
        if section:
            blocks.append(Heading(2, section))
        blocks.append(TableBlock(_table(list(some), turns)))
    blocks += [NoteList(tuple(notes))] if notes else []
    return Document(title=title, blocks=(*blocks, *provenance_blocks(provenance)), provenance=provenance)


def _table(turns: Sequence[PrintedTurn], everything: Sequence[PrintedTurn]) -> Table:
    """One row a turn; columns that nothing in the whole transcript would stand in are left out."""
    columns = [Column(key="number", title="")]
    if any(turn.speaker or turn.start_ms is not None for turn in everything):
        columns.append(Column(key="who", title="Who"))
    columns.append(Column(key="text", title="What was said"))
    if any(turn.codes for turn in everything):
        columns.append(Column(key="codes", title="Codes"))
    rows = tuple(
        {
            "number": str(turn.number),
            "who": "\n".join(_who(turn)),
            "text": turn.text,
            "codes": "\n".join(map(_margin, turn.codes)),
        }
        for turn in turns
    )
    return Table(id="transcript", title="", columns=tuple(columns), rows=rows)


def _who(turn: PrintedTurn) -> Iterator[str]:
    if turn.speaker:
        yield turn.speaker
    if turn.start_ms is not None:
        yield clock(turn.start_ms)


def _margin(stretch: CodedStretch) -> str:
    """A code with the first of the words that it stands on: `Fear: “scared of after …” (ana)`."""
    words = stretch.words.split()
    some = " ".join(words[:_FIRST_WORDS]) + (" …" if len(words) > _FIRST_WORDS else "")
    by = f" ({', '.join(stretch.coders)})" if stretch.coders else ""
    return f"{stretch.code}: “{some}”{by}" if words else f"{stretch.code}{by}"
