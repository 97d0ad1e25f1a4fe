"""Coding many whole answers or records at once, as one step of undo."""

from __future__ import annotations

from collections.abc import Sequence

from qualkit.actions.coding import Applied, NewCode, put_codes_in
from qualkit.actions.edit_codebook import new_code
from qualkit.actions.texts import SourceText
from qualkit.errors import Refused
from qualkit.model.place import Place
from qualkit.model.source import Segment
from qualkit.store import answer_rows, sources
from qualkit.store.writer import Writer
from qualkit.study import Study


def code_answers(study: Study, source: str, ids: Sequence[int], code_ids: Sequence[str]) -> Applied:
    """Put codes on whole answers, as this coder. Those without words, or gone, are passed over.

    Raises Refused where none of them has words, or for a retired code.
    """
    with study.step("code") as writer:
        return _put_codes(writer, source, ids, code_ids)


def make_and_code_answers(study: Study, wanted: NewCode, source: str, ids: Sequence[int]) -> Applied:
    """Make a code and put it, with others that are there already, on whole answers: all as one step."""
    with study.step("code") as writer:
        book, code = new_code(writer, wanted.book, wanted.name, wanted.parent)
        applied = _put_codes(writer, source, ids, [*wanted.others, code.id])
        writer.summary = f"made the code {book.path(code.id)} and {writer.summary}"
        writer.detail |= {"codebook": book.name, "made": code.id}
    return applied


def _put_codes(writer: Writer, source: str, ids: Sequence[int], code_ids: Sequence[str]) -> Applied:
    stored = sources.source(writer.connection, source)
    rows = [row for row in answer_rows.rows(writer.connection, ids) if row.text.strip()]
    if not rows:
        raise Refused("There are no words in what is marked.", hint="Mark answers that say something.")
    segments = [Segment(source=source, key=row.key, ordinal=row.ordinal, text=row.text) for row in rows]
    index = {segment.key: number for number, segment in enumerate(segments)}
    places = [Place(segment=one.key, start=0, end_segment=one.key, end=len(one.text)) for one in segments]
    return put_codes_in(writer, SourceText(stored, segments, index, ()), places, code_ids)


def my_codings_on(study: Study, ids: Sequence[int]) -> dict[str, list[str]]:
    """Code's id → ids of this coder's codings with it on some answers."""
    found: dict[str, list[str]] = {}
    with study.database.reading() as connection:
        for coding_id, code_id in answer_rows.codings_by(connection, ids, study.coder):
            found.setdefault(code_id, []).append(coding_id)
    return found
