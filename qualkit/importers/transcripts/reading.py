"""A transcript file read to turns and speakers."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

from qualkit.errors import FileRefused, Where
from qualkit.importers.transcripts.containers import open_material
from qualkit.importers.transcripts.document import DocumentTable
from qualkit.importers.transcripts.material import Material
from qualkit.importers.transcripts.registry import SUFFIXES, format_for, is_read
from qualkit.importers.transcripts.speakers import settle
from qualkit.importers.transcripts.talk import Talk
from qualkit.importers.transcripts.variants import speaker_notes
from qualkit.model.finding import Finding, Severity
from qualkit.model.transcript import Transcript, TranscriptRecipe

_NO_RECIPE = TranscriptRecipe()


def read_transcript(path: Path, recipe: TranscriptRecipe = _NO_RECIPE) -> Transcript:
    """What a transcript file gives. The same file with the same recipe gives the same turns.

    Raises FileRefused where nothing can be read, NotFound where the recipe names a speaker or a format that
    is not there.
    """
    if not is_read(path):
        raise FileRefused(
            f"Transcripts can't be read from {path.suffix or 'a file without an ending'}.",
            Where(file=path.name),
            f"Save it as one of {', '.join(sorted(SUFFIXES))}.",
        )
    with _no_search_for_cycles():
        return _read(path, recipe)


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """Reading makes many small values and no cycles; to look for some takes a sixth of its time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _read(path: Path, recipe: TranscriptRecipe) -> Transcript:
    material = open_material(path, encoding=recipe.encoding, labels=(*recipe.renames, *recipe.roles))
    found, passed_over = format_for(material, recipe.format)
    talk = found.layout.read(material)
    if not talk.utterances:
        raise FileRefused(
            "Nobody says anything in the file.",
            Where(file=path.name),
            "It may be empty or cut off; check that it is the right file.",
        )
    settled = settle(talk, recipe, path.name)
    return Transcript(
        format=found.name,
        format_title=found.title,
        turns=settled.turns,
        speakers=settled.speakers,
        title=talk.title or material.front.title,
        memo=_memo(material, talk),
        encoding=material.encoding,
        findings=(
            *material.findings,
            *passed_over,
            *material.footer_findings,
            *talk.findings,
            *_table_notes(material, talk),
            *speaker_notes(settled.speakers, _labels(talk), path.name),
        ),
    )


def _labels(talk: Talk) -> set[str]:
    return {utterance.label for utterance in talk.utterances if utterance.label is not None}


def _memo(material: Material, talk: Talk) -> str:
    """Everything about the talk that nobody said in it."""
    tables = ("\n".join(" | ".join(row) for row in table.rows) for table in _other_tables(material, talk))
    return "\n\n".join(part for part in (material.front.memo, talk.memo, *tables) if part)


def _other_tables(material: Material, talk: Talk) -> tuple[DocumentTable, ...]:
    return tuple(
        table for table in material.tables if table.number != talk.table and any(map(any, table.rows))
    )


def _beginning(table: DocumentTable) -> str:
    return next(filter(None, chain(*table.rows)), "").split("\n")[0][:40]


def _table_notes(material: Material, talk: Talk) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            rule="table",
            severity=Severity.NOTE,
            message=f"A table (“{_beginning(table)}”) was kept as a memo, not as speech.",
            where=Where(file=material.file),
        )
        for table in _other_tables(material, talk)
    )
