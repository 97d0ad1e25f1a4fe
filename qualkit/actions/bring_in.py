"""From files as read to sources and data files as they shall be in the study."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from qualkit.model.anchors import match_turns
from qualkit.model.intake import (
    DatasetIntake,
    RecordIntake,
    SourceIntake,
    SpeakerIntake,
    default_case,
)
from qualkit.model.questionnaire import DataFile, DataKind, Questionnaire, Use
from qualkit.model.source import Segment, Source, SourceKind, SpeakerRole, Voice
from qualkit.model.transcript import Transcript, TranscriptRecipe


def transcript_intake(
    source: Source, transcript: Transcript, recipe: TranscriptRecipe, *, keys: Sequence[str], last: int = 0
) -> SourceIntake:
    """The source of a transcript. `keys` are those its turns shall have, `last` the greatest it ever had."""
    roles = {speaker.label: speaker.role for speaker in transcript.speakers}
    segments = tuple(
        Segment(
            source=source.name,
            key=key,
            ordinal=ordinal,
            text=turn.text,
            speaker=turn.speaker,
            speaker_role=roles.get(turn.speaker or ""),
            section=turn.section,
            start_ms=turn.start_ms,
            end_ms=turn.end_ms,
            times=turn.times,
            overlaps=turn.overlaps,
        )
        for ordinal, (turn, key) in enumerate(zip(transcript.turns, keys, strict=True), start=1)
    )
    speakers = tuple(
        SpeakerIntake(name=label, role=role, case=default_case(source.name, label, role))
        for label, role in roles.items()
    )
    settled = replace(
        recipe, format=transcript.format, encoding=recipe.encoding or transcript.encoding, roles=roles
    )
    return SourceIntake(
        source=source,
        segments=segments,
        speakers=speakers,
        recipe=recipe_as_plain(settled, source, keys, last),
    )


def first_keys(count: int) -> list[str]:
    """The keys that segments get when a file is first added: their numbers."""
    return [str(number) for number in range(1, count + 1)]


def kept_keys(old: Sequence[Segment], transcript: Transcript, last: int) -> tuple[list[str], int]:
    """Keys for a corrected file's turns, each that of the turn it was, and how many were found again.

    A new turn's key is beyond `last`, the greatest that the source ever had: a key is one turn for good.
    """
    matched = match_turns(
        [(segment.speaker, segment.text) for segment in old],
        [(turn.speaker, turn.text) for turn in transcript.turns],
    )
    fresh = last
    keys = []
    for index in matched:
        if index is None:
            fresh += 1
            keys.append(str(fresh))
        else:
            keys.append(old[index].key)
    return keys, sum(index is not None for index in matched)


# ---- recipes, as they are stored


def recipe_as_plain(
    recipe: TranscriptRecipe, source: Source, keys: Sequence[str], last: int
) -> dict[str, object]:
    """A recipe as the store and sources.toml keep it."""
    plain: dict[str, object] = {"format": recipe.format, "encoding": recipe.encoding}
    plain |= {"kind": source.kind.value, "voice": source.voice.value, "title": source.title}
    plain |= {"roles": {name: role.value for name, role in recipe.roles.items()}}
    plain |= {"renames": dict(recipe.renames)} if recipe.renames else {}
    plain |= (
        {"given": {name: packed_keys(turns) for name, turns in recipe.given.items()}} if recipe.given else {}
    )
    plain |= {"keys": packed_keys(keys)} if list(keys) != first_keys(len(keys)) else {}
    plain |= {"last_key": last} if last > greatest_key(keys) else {}
    return plain


def greatest_key(keys: Iterable[str]) -> int:
    """The greatest of a transcript's keys; 0 for none."""
    return max((int(key) for key in keys if key.isdecimal()), default=0)


def last_key(recipe: Mapping[str, object], keys: Iterable[str]) -> int:
    """The greatest key that a source ever had, by its recipe and the keys that it has."""
    noted = recipe.get("last_key")
    return max(greatest_key(keys), noted if isinstance(noted, int) else 0)


def recipe_from_plain(plain: Mapping[str, object]) -> TranscriptRecipe:
    """The recipe that `recipe_as_plain` wrote."""
    roles, renames, given = plain.get("roles", {}), plain.get("renames", {}), plain.get("given", {})
    return TranscriptRecipe(
        format=str(plain.get("format", "")),
        encoding=str(plain.get("encoding", "")),
        roles={str(k): SpeakerRole(v) for k, v in roles.items()} if isinstance(roles, Mapping) else {},
        renames={str(k): str(v) for k, v in renames.items()} if isinstance(renames, Mapping) else {},
        given={str(k): tuple(unpacked_keys(str(v))) for k, v in given.items()}
        if isinstance(given, Mapping)
        else {},
    )


def packed_keys(keys: Sequence[str]) -> str:
    """Keys in order as runs: `1-11,97,12-96`. Only transcripts' keys are packed: numbers, and `12.1`."""
    runs: list[list[str]] = []
    for key in keys:
        if runs and key.isdecimal() and runs[-1][1].isdecimal() and int(key) == int(runs[-1][1]) + 1:
            runs[-1][1] = key
        else:
            runs.append([key, key])
    return ",".join(a if a == b else f"{a}-{b}" for a, b in runs)


def unpacked_keys(packed: str) -> list[str]:
    """The keys that `packed_keys` packed."""
    keys: list[str] = []
    for run in packed.split(","):
        first, _, last = run.partition("-")
        if "." in run and run.replace(".", "").isdecimal():
            keys.append(run)
            continue
        keys += [str(number) for number in range(int(first), int(last or first) + 1)]
    return keys


# ---- data files


def dataset_intake(
    questionnaire: Questionnaire, data: DataFile, *, file: str, sha256: str, received: tuple[str, str]
) -> DatasetIntake:
    """The data file as it shall be; `received`: name and sha256 of the file with all its columns."""
    keys = record_keys(questionnaire, data)
    column_at = {column: number for number, column in enumerate(data.columns)}
    person = questionnaire.column_for(Use.PERSON)
    closed = [
        (question.column, column_at[question.column])
        for question in questionnaire.questions
        if question.use in (Use.CLOSED, Use.WEIGHT) and question.column in column_at
    ]
    records = tuple(
        RecordIntake(
            key=key,
            case=_case(questionnaire, key, row[column_at[person]] if person in column_at else None),
            answers={column: row[place].strip() for column, place in closed},
        )
        for key, row in zip(keys, data.rows, strict=True)
    )
    sources = tuple(
        _open_source(questionnaire, data, question.column, records, file=file, sha256=sha256)
        for question in questionnaire.questions
        if question.use is Use.OPEN and question.column in column_at
    )
    return DatasetIntake(
        questionnaire=questionnaire,
        file=file,
        sha256=sha256,
        received_name=received[0],
        received_sha256=received[1],
        records=records,
        sources=sources,
    )


def record_keys(questionnaire: Questionnaire, data: DataFile) -> list[str]:
    """The id of each row: from the column that holds it, else the row's number."""
    column = questionnaire.column_for(Use.RECORD)
    if column is None or column not in data.columns:
        return first_keys(len(data.rows))
    at = data.columns.index(column)
    keys: list[str] = []
    seen: set[str] = set()
    for number, row in enumerate(data.rows, start=1):
        key = row[at].strip() or f"row {number}"
        while key in seen:
            key += f" (row {number})"
        seen.add(key)
        keys.append(key)
    return keys


def _case(questionnaire: Questionnaire, key: str, person: str | None) -> str | None:
    if person is not None:
        return f"{questionnaire.name}:{person.strip()}" if person.strip() else None
    return f"{questionnaire.name}:{key}" if questionnaire.kind is DataKind.SURVEY else None


def _open_source(
    questionnaire: Questionnaire,
    data: DataFile,
    column: str,
    records: Sequence[RecordIntake],
    *,
    file: str,
    sha256: str,
) -> SourceIntake:
    question = next(question for question in questionnaire.questions if question.column == column)
    is_survey = questionnaire.kind is DataKind.SURVEY
    name = f"{questionnaire.name}:{column}"
    source = Source(
        name=name,
        title=question.wording or column,
        kind=SourceKind.ANSWERS if is_survey else SourceKind.RECORDS,
        voice=question.voice or (Voice.OWN_WORDS if is_survey else Voice.WORKERS_NOTES),
        file=file,
        sha256=sha256,
    )
    at = data.columns.index(column)
    answered = [(record, row[at]) for record, row in zip(records, data.rows, strict=True) if row[at].strip()]
    segments = tuple(
        Segment(source=name, key=record.key, ordinal=number, text=text, case=record.case, record=record.key)
        for number, (record, text) in enumerate(answered, start=1)
    )
    return SourceIntake(source=source, segments=segments, column=column)
