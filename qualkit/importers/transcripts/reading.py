"""A transcript file read to turns and speakers."""

from __future__ import annotations

from pathlib import Path

from qualkit.errors import FileRefused, Where
from qualkit.importers.transcripts.material import Material, open_material
from qualkit.importers.transcripts.registry import SUFFIXES, format_for
from qualkit.importers.transcripts.speakers import settle
from qualkit.importers.transcripts.talk import Talk
from qualkit.model.transcript import Transcript, TranscriptRecipe

_NO_RECIPE = TranscriptRecipe()


def read_transcript(path: Path, recipe: TranscriptRecipe = _NO_RECIPE) -> Transcript:
    """What a transcript file gives. The same file with the same recipe gives the same turns.

    Raises FileRefused where nothing can be read, NotFound where the recipe names a speaker or a format that
    is not there.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise FileRefused(
            f"Transcripts can't be read from {path.suffix or 'a file without an ending'}.",
            Where(file=path.name),
            f"Save it as one of {', '.join(sorted(SUFFIXES))}.",
        )
    material = open_material(path, encoding=recipe.encoding, labels=(*recipe.renames, *recipe.roles))
    found = format_for(material, recipe.format)
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
        findings=(*material.findings, *material.footer_findings, *talk.findings),
    )


def _memo(material: Material, talk: Talk) -> str:
    return "\n\n".join(part for part in (material.front.memo, talk.memo) if part)
