"""What a transcript is about to become, also where it corrects one that the study has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from qualkit.actions import bring_in
from qualkit.actions.add_plans import RENAME_HINT, AddOptions, AlreadyIn, TranscriptPlan, name_of
from qualkit.errors import Refused
from qualkit.model.source import Source, SourceKind, SpeakerRole, Voice
from qualkit.model.transcript import Transcript, TranscriptRecipe
from qualkit.store import revising, sources
from qualkit.store.text_files import sha256_of
from qualkit.study import Study

_SAME_SHARE = 0.3
"""Least share of turns found again in a file of the same name that counts as that file, corrected."""


def plan_transcript(study: Study, path: Path, data: bytes, options: AddOptions) -> TranscriptPlan | AlreadyIn:
    """Read a transcript by the recipe that the study has for it, and find its turns again.

    Raises Refused where the study has another text of this name.
    """
    from qualkit.importers.transcripts import read_transcript

    name = name_of(path, options.name)
    with study.database.reading() as connection:
        known = {stored.source.name: stored for stored in sources.sources(connection)}
        old = known.get(name)
        segments = revising.received_segments(connection, old) if old else []
        ever = sources.segments(connection, old.id, with_gone=True) if old else []
    last = bring_in.last_key(old.recipe if old else {}, (segment.key for segment in ever))
    same = next(
        (s for s in known.values() if s.source.sha256 == sha256_of(data) and s.question_id is None), None
    )
    if same is not None and not (options.speakers or options.renames or options.encoding or options.voice):
        return AlreadyIn(file=path, source=same.source.name)
    earlier = bring_in.recipe_from_plain(old.recipe) if old else TranscriptRecipe()
    recipe = replace(
        earlier,
        format=earlier.format if old and Path(old.source.file).suffix == path.suffix else "",
        encoding=options.encoding or earlier.encoding,
        roles=_known_roles(earlier.roles, options),
        renames={**earlier.renames, **options.renames},
    )
    transcript = _read_again(path, recipe) if old else read_transcript(path, recipe)
    keys, again = (
        bring_in.kept_keys(segments, transcript, last)
        if old
        else (bring_in.first_keys(len(transcript.turns)), 0)
    )
    if old is not None and again < _SAME_SHARE * max(len(segments), 1):
        raise Refused(
            f'The study has another text called "{name}"; '
            f"only {again} of its {len(segments)} turns are in this file.",
            path.name, RENAME_HINT,
        )  # fmt: skip
    source = _source_of(name, path, data, transcript, options, old.source if old else None)
    return TranscriptPlan(
        file=path,
        inside=source.file,
        data=data,
        transcript=transcript,
        intake=bring_in.transcript_intake(source, transcript, recipe, keys=keys, last=last),
        replaces=old.source.file if old else "",
        found_again=again,
    )


def _known_roles(earlier: Mapping[str, SpeakerRole], options: AddOptions) -> dict[str, SpeakerRole]:
    kept = {options.renames.get(name, name): role for name, role in earlier.items()}
    return {**kept, **options.speakers}


def _read_again(path: Path, recipe: TranscriptRecipe) -> Transcript:
    """A corrected file may have lost a speaker that the recipe knows: read it with those that are left."""
    from qualkit.importers.transcripts import read_transcript

    found = read_transcript(path, replace(recipe, roles={}, renames={}))
    labels = {label.casefold() for speaker in found.speakers for label in (speaker.label, *speaker.variants)}
    renames = {label: name for label, name in recipe.renames.items() if label.casefold() in labels}
    present = labels | {name.casefold() for name in renames.values()}
    roles = {name: role for name, role in recipe.roles.items() if name.casefold() in present}
    return read_transcript(path, replace(recipe, roles=roles, renames=renames))


def _source_of(
    name: str, path: Path, data: bytes, transcript: Transcript, options: AddOptions, old: Source | None
) -> Source:
    is_talk = bool(transcript.speakers) or path.suffix.casefold() == ".vtt"
    kind = SourceKind.TRANSCRIPT if is_talk else SourceKind.DOCUMENT
    proposed = Voice.OWN_WORDS if is_talk else Voice.DOCUMENT
    return Source(
        name=name,
        title=transcript.title or (old.title if old else name),
        kind=kind,
        voice=options.voice or (old.voice if old else proposed),
        file=f"transcripts/{name}{path.suffix}",
        sha256=sha256_of(data),
        memo=transcript.memo,
    )
