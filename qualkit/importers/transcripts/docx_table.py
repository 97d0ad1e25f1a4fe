"""A Word document with the talk in a table: a row a turn, columns for speaker, text and perhaps time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from qualkit.importers.transcripts.document import DocumentTable
from qualkit.importers.transcripts.labels import is_candidate, key_of
from qualkit.importers.transcripts.material import Material
from qualkit.importers.transcripts.stamps import ALONE, milliseconds
from qualkit.importers.transcripts.talk import Talk, Utterance

_HEADINGS = frozenset({"speaker", "speakers", "name", "who", "person", "voice", "label"})
"""What stands over a column of speakers."""
Row = tuple[str, ...]


class Columns(NamedTuple):
    """Which column of a table holds what; `time` is None where there is none."""

    speaker: int
    text: int
    time: int | None


def fits(material: Material) -> bool:
    """Whether one table holds most of the document's words, under speakers who come back."""
    table = _talk_table(material)
    if table is None or _columns(table.rows) is None:
        return False
    outside = sum(len(paragraph.text) for paragraph in material.paragraphs)
    return _size(table) > outside


def read(material: Material) -> Talk:
    """A turn a row; a row without a speaker goes on with the one above it."""
    table = _talk_table(material)
    columns = _columns(table.rows) if table else None
    utterances: list[Utterance] = []
    for row in _body(table.rows, columns) if table and columns else ():
        speaker, text = row[columns.speaker] if columns else "", row[columns.text] if columns else ""
        stamp = ALONE.match(row[columns.time]) if columns and columns.time is not None else None
        if not text:
            continue
        if not speaker and utterances:
            utterances[-1] = utterances[-1]._replace(text=f"{utterances[-1].text}\n{text}")
        else:
            start = milliseconds(stamp["time"]) if stamp else None
            utterances.append(Utterance(text, speaker or None, start))
    above = [line for paragraph in material.paragraphs for line in paragraph.text.split("\n") if line.strip()]
    title = above.pop(0) if above and material.paragraphs[0].heading else ""
    number = table.number if table else None
    return Talk(utterances=utterances, title=title, memo="\n".join(above), table=number)


def _talk_table(material: Material) -> DocumentTable | None:
    return max(material.tables, key=_size, default=None)


def _size(table: DocumentTable) -> int:
    return sum(len(cell) for row in table.rows for cell in row)


def _columns(rows: Sequence[Row]) -> Columns | None:
    """Text is the longest column, time the one of stamps, speaker the one of fewest names."""
    width = min((len(row) for row in rows), default=0)
    if width < 2 or len(rows) < 3:
        return None
    columns = [[row[number] for row in rows] for number in range(width)]
    text = max(range(width), key=lambda number: sum(map(len, columns[number])))
    times = [number for number in range(width) if _are_stamps(columns[number])]
    speakers = [
        number for number in range(width) if number not in (text, *times) and _are_speakers(columns[number])
    ]
    if not speakers:
        return None
    speaker = min(speakers, key=lambda number: len(set(map(key_of, columns[number]))))
    return Columns(speaker, text, times[0] if times else None)


def _are_stamps(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return len(filled) > 1 and sum(map(bool, map(ALONE.match, filled))) > 0.6 * len(filled)


def _are_speakers(cells: Sequence[str]) -> bool:
    named = [cell for cell in cells if cell]
    distinct = {key_of(cell) for cell in named}
    candidates = sum(is_candidate(cell) for cell in named)
    return len(named) >= 3 and candidates >= 0.8 * len(named) and len(distinct) < len(named)


def _body(rows: Sequence[Row], columns: Columns | None) -> Sequence[Row]:
    """The rows less a header row."""
    if columns is None or not rows:
        return rows
    first = rows[0]
    is_header = key_of(first[columns.speaker]) in _HEADINGS or (
        columns.time is not None and first[columns.time] and not ALONE.match(first[columns.time])
    )
    return rows[1:] if is_header else rows
