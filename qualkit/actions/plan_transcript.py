"""What a transcript is about to become, also where it corrects one that the study has."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from qualkit.actions import bring_in, given_turns
from qualkit.actions.add_plans import RENAME_HINT, AddOptions, AlreadyIn, Stretch, TranscriptPlan, name_of
from qualkit.errors import Refused
from qualkit.model.source import Source, SourceKind, Voice
from qualkit.model.transcript import Transcript, TranscriptRecipe
from qualkit.store import revising, sources
from qualkit.store.sources import Stored
from qualkit.store.text_files import sha256_of
from qualkit.study import Study

_SAME_SHARE = 0.3
"""Least share of turns found again in a file of the same name that counts as that file, corrected."""


def plan_transcript(study: Study, path: Path, data: bytes, options: AddOptions) -> TranscriptPlan | AlreadyIn:
    """Read a transcript by the recipe that the study has for it, and find its turns again.

    Raises Refused where the study has another text of this name.
    """
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
    if same is not None and not _says_anything(options):
        return AlreadyIn(file=path, source=same.source.name)
    recipe = _said(old, path, options)
    transcript, recipe = _received(path, recipe, options, is_again=old is not None)
    keys, again = (
        bring_in.kept_keys(segments, transcript, last)
        if old
        else (bring_in.first_keys(len(transcript.turns)), 0)
    )
    before = {segment.key for segment in ever} if old else set(keys)
    given = given_turns.given_now(transcript, keys, _stretches(options), earlier=recipe.given, known=before)
    recipe = replace(recipe, given=given)
    transcript = given_turns.with_given(transcript, keys, recipe)
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


def _says_anything(options: AddOptions) -> bool:
    said = (options.speakers, options.renames, options.stretches, options.encoding, options.voice)
    return any(said)


def _said(old: Stored | None, path: Path, options: AddOptions) -> TranscriptRecipe:
    """What was said of the file before, and is said now."""
    earlier = bring_in.recipe_from_plain(old.recipe) if old else TranscriptRecipe()
    given: dict[str, tuple[str, ...]] = {}
    for name, turns in earlier.given.items():
        now = _renamed(name, options)
        given[now] = (*given.get(now, ()), *turns)
    return replace(
        earlier,
        format=earlier.format if old and Path(old.source.file).suffix == path.suffix else "",
        encoding=options.encoding or earlier.encoding,
        roles={**{_renamed(name, options): role for name, role in earlier.roles.items()}, **options.speakers},
        renames={label: _renamed(name, options) for label, name in earlier.renames.items()},
        given=given,
    )


def _renamed(name: str, options: AddOptions) -> str:
    from qualkit.importers.transcripts.labels import key_of

    return next((new for old, new in options.renames.items() if key_of(old) == key_of(name)), name)


def _stretches(options: AddOptions) -> list[Stretch]:
    return [replace(one, speaker=_renamed(one.speaker, options)) for one in options.stretches]


def _received(
    path: Path, recipe: TranscriptRecipe, options: AddOptions, *, is_again: bool
) -> tuple[Transcript, TranscriptRecipe]:
    """The file as received, and the recipe with the renames that are about labels in it.

    A corrected file may have lost a speaker whom the recipe knows, and who is given turns need not be in it:
    it is read with those that are left. Raises NotFound for others that are asked for.
    """
    from qualkit.importers.transcripts import read_transcript
    from qualkit.importers.transcripts.labels import key_of

    late = {*recipe.given, *(one.speaker for one in (*options.stretches, *_stretches(options)))}
    if not is_again and not late:
        recipe = replace(recipe, renames=options.renames)
        return read_transcript(path, recipe), recipe
    found = read_transcript(path, replace(recipe, roles={}, renames={}))
    labels = {key_of(label) for one in found.speakers for label in (one.label, *one.variants)}
    may_miss = late | set(recipe.renames.values())
    asked = {label: new for label, new in options.renames.items() if new not in may_miss}
    known = {**recipe.renames, **options.renames}
    renames = {label: name for label, name in known.items() if key_of(label) in labels} | asked
    present = labels | {key_of(name) for name in (*renames.values(), *options.speakers)}
    roles = given_turns.without(recipe.roles, late)
    roles = {name: role for name, role in roles.items() if not is_again or key_of(name) in present}
    recipe = replace(recipe, renames=renames)
    return read_transcript(path, replace(recipe, roles=roles)), recipe


def _source_of(
    name: str, path: Path, data: bytes, transcript: Transcript, options: AddOptions, old: Source | None
) -> Source:
    is_timed = any(turn.start_ms is not None for turn in transcript.turns)
    is_talk = bool(transcript.speakers) or is_timed or path.suffix.casefold() == ".vtt"
    kind = SourceKind.TRANSCRIPT if is_talk else SourceKind.DOCUMENT
    proposed = Voice.OWN_WORDS if is_talk else Voice.DOCUMENT
    earlier = old.voice if old and old.kind is kind else None
    return Source(
        name=name,
        title=transcript.title or (old.title if old else name),
        kind=kind,
        voice=options.voice or earlier or proposed,
        file=f"transcripts/{name}{path.suffix}",
        sha256=sha256_of(data),
        memo=transcript.memo,
    )
