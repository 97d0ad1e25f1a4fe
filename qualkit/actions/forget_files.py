"""Received files, lists and text files without what is forgotten, and the store made to agree with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from qualkit.actions import people_file, reread
from qualkit.actions.received import (
    PARTICIPANTS_FILE,
    SOURCES_FILE,
    Recipes,
    parse_recipes,
    put_files,
    recipes_text,
    text_of,
)
from qualkit.actions.remaining_data import RemainingData, is_read_alike, remaining_data
from qualkit.actions.remaining_talk import Remaining, Talk, remaining
from qualkit.errors import QualkitError
from qualkit.files import replace_file
from qualkit.model import forgetting as model
from qualkit.model.forgetting import OwnWords
from qualkit.store import corrections, datasets, forgetting, forgotten, revising, sources, text_files
from qualkit.store.datasets import StoredDataset
from qualkit.store.forgetting import Erased
from qualkit.store.spoken import Spoken
from qualkit.store.writer import Writer
from qualkit.study import Study


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgottenFile:
    """A received file before and after, by its hashes."""

    path: str
    before: str
    after: str
    """Empty where the file was removed."""


@dataclass(slots=True, kw_only=True)
class Remains:
    """What was erased, and which files were changed."""

    erased: Erased = field(default_factory=Erased)
    files: tuple[ForgottenFile, ...] = ()

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of the received files that held something."""
        return tuple(one.path for one in self.files)


@dataclass(slots=True, kw_only=True)
class _Work:
    talks: dict[str, Remaining] = field(default_factory=dict)
    """Path of a transcript → what remains of it."""
    anew: set[str] = field(default_factory=set)
    """Talks whose corrections went into the file."""
    data: dict[str, RemainingData] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    """Files that go whole."""
    datasets: set[str] = field(default_factory=set)
    """Data files that go whole, by name."""
    before: dict[str, bytes | None] = field(default_factory=dict)


@contextmanager
def put_remains(study: Study, writer: Writer, found: Spoken, own: OwnWords) -> Iterator[Remains]:
    """Write what remains, erase the rest from the store, and put the files back if anything goes wrong."""
    work = _planned(study, writer, found, own)
    remains = Remains()
    try:
        remains.erased = _erase(study, writer, found, own, work)
        remains.files = _changed(work)
        yield remains
    except BaseException:
        put_files(study, tuple(work.before.items()))
        raise


# ---- what shall be


def _planned(study: Study, writer: Writer, found: Spoken, own: OwnWords) -> _Work:
    connection, work = writer.connection, _Work()
    stored = {one.source.name: one for one in sources.sources(connection)}
    data = {one.questionnaire.name: one for one in datasets.datasets(connection)}
    for name, keys in found.turns.items():
        if name not in found.sources:
            _plan_talk(study, writer, stored[name], (keys, found, own, work))
    for name in found.sources:
        column = name.partition(":")[2]
        if stored[name].question_id is None:
            work.gone.add(stored[name].source.file)
        elif stored[name].source.stem not in found.records:
            _plan_data(study, data[stored[name].source.stem], work, column=column)
    for name, records in found.records.items():
        _plan_data(study, data[name], work, gone=frozenset(records), whole=found)
    return work


def _plan_talk(
    study: Study,
    writer: Writer,
    stored: sources.Stored,
    about: tuple[set[str], Spoken, OwnWords, _Work],
) -> None:
    keys, found, own, work = about
    connection, name = writer.connection, stored.source.name
    places = {(name, key) for key in keys}
    had = corrections.corrections(connection, name)
    is_anew = any(forgetting.touches(one, found.doomed, places, own) for one in had)
    segments = (
        sources.segments(connection, stored.id) if is_anew else revising.received_segments(connection, stored)
    )
    said = [row.name for row in sources.speakers(connection, stored.id)]
    talk = Talk(
        file=stored.source.file,
        segments=segments,
        gone=keys,
        names=_names(found.labels.get(name, set()), said),
        recipe={"name": name, "sha256": stored.source.sha256, **stored.recipe},
        about=stored.source.memo,
        is_anew=is_anew,
    )
    work.talks[stored.source.file] = remaining(study, talk, own)
    if is_anew:
        work.anew.add(name)


def _names(labels: set[str], taken: list[str]) -> dict[str, str]:
    free = (name for n in range(1, 10_000) if (name := model.label_of_nobody(n)) not in taken)
    return dict(zip(sorted(labels), free, strict=False))


def _plan_data(
    study: Study,
    stored: StoredDataset,
    work: _Work,
    *,
    gone: frozenset[str] = frozenset(),
    column: str = "",
    whole: Spoken | None = None,
) -> None:
    name = stored.questionnaire.name
    if whole is not None and (
        any(source.split(":", 1)[0] == name for source in whole.sources) or _is_all(study, stored, gone)
    ):
        work.datasets.add(name)
        work.gone |= {stored.file, f"survey/{name}.toml"}
        return
    found = remaining_data(study, stored, gone, column)
    if not is_read_alike(study, stored, found, gone):
        raise QualkitError(
            "What remains of this data file can't be written so that it is read alike.",
            stored.file,
            "Nothing was changed. Save the file as .csv in UTF-8, add it again, then forget.",
        )
    work.data[stored.file] = found


def _is_all(study: Study, stored: StoredDataset, gone: frozenset[str]) -> bool:
    from qualkit.importers.surveys.data_file import read_data_file

    book = stored.questionnaire
    return len(read_data_file(study.path(stored.file), encoding=book.encoding).rows) <= len(gone)


# ---- doing it


def _erase(study: Study, writer: Writer, found: Spoken, own: OwnWords, work: _Work) -> Erased:
    connection = writer.connection
    marks = _marks(writer, found, work)
    erased = forgetting.erase_work(connection, found.doomed, own)
    for name in work.anew:
        forgetting.erase_corrections(connection, name, erased)
    forgetting.erase_sources(connection, found.doomed)
    for name in work.datasets:
        forgetting.erase_dataset(connection, name)
    for one in work.data.values():
        forgetting.erase_answers(connection, one.questionnaire.name)
        erased.counts["level"] += one.levels
    _keep_marks(study, writer, {**marks, **{model.row_mark(id_): writer.at for id_ in erased.ids}})
    _write(study, writer, found, work)
    unread = reread.recipes(study, writer, _recipes(study, work))
    if unread:
        raise unread[0].error
    for source, labels in found.labels.items():
        forgetting.erase_speakers(connection, source, labels)
    people_file.apply_people(study, writer)
    forgetting.erase_people(connection, found.people)
    return erased


def _marks(writer: Writer, found: Spoken, work: _Work) -> dict[str, str]:
    """Marks by which colleagues' copies know what was forgotten."""
    connection = writer.connection
    made = [model.passage_mark(*place) for place in forgetting.places(connection, found.segments)]
    made += [model.record_mark(file, key) for file, keys in found.records.items() for key in keys]
    made += [model.person_mark(name) for name in found.people]
    made += [model.source_mark(name) for name in (*found.sources, *work.datasets)]
    changed = {*work.talks, *work.data, *work.gone}
    made += [
        model.file_mark(one.source.stem, one.source.sha256)
        for one in sources.sources(connection)
        if one.source.file in changed
    ]
    return dict.fromkeys(made, writer.at)


def _keep_marks(study: Study, writer: Writer, marks: Mapping[str, str]) -> None:
    known = forgotten.joined(forgotten.marks(writer.connection), marks)
    _put(study, writer, forgotten.FORGOTTEN, forgotten.text_of(known).encode())


def _write(study: Study, writer: Writer, found: Spoken, work: _Work) -> None:
    from qualkit.importers.surveys.questionnaire_file import questionnaire_text

    recipes = parse_recipes(text_of(study.path(SOURCES_FILE)))
    put: dict[str, bytes | None] = dict.fromkeys(work.gone)
    for file, talk in work.talks.items():
        put |= {file: None, talk.file: talk.data}
    for file, data in work.data.items():
        put |= {file: None, data.file: data.data}
        path = f"survey/{data.questionnaire.name}.toml"
        text = questionnaire_text(data.questionnaire, text_of(study.path(path)), file=path)
        work.before[path] = study.path(path).read_bytes()
        _put(study, writer, path, text.encode())
    people = _people_without(study, found)
    if people is not None:
        work.before[PARTICIPANTS_FILE] = study.path(PARTICIPANTS_FILE).read_bytes()
        _put(study, writer, PARTICIPANTS_FILE, people)
    for file, content in put.items():
        path_ = study.path(file)
        work.before[file] = path_.read_bytes() if path_.is_file() else None
        if content is None:
            path_.unlink(missing_ok=True)
        else:
            replace_file(path_, content)
    work.before[SOURCES_FILE] = study.path(SOURCES_FILE).read_bytes()
    _put(study, writer, SOURCES_FILE, recipes_text(_without(recipes, work)).encode())


def _put(study: Study, writer: Writer, path: str, data: bytes) -> None:
    replace_file(study.path(path), data, make_folders=True)
    text_files.remember(writer.connection, path, data, study.path(path).stat().st_mtime_ns)


def _without(recipes: Recipes, work: _Work) -> Recipes:
    """The recipes of what remains."""
    transcripts: dict[str, Mapping[str, Any]] = {}
    for file, entry in recipes.transcripts.items():
        if file in work.talks:
            transcripts[work.talks[file].file] = work.talks[file].recipe
        elif file not in work.gone:
            transcripts[file] = entry
    data: dict[str, Mapping[str, Any]] = {}
    for file, entry in recipes.data.items():
        if file in work.data:
            data[work.data[file].file] = {**entry, "sha256": work.data[file].sha256}
        elif file not in work.gone:
            data[file] = entry
    return Recipes(transcripts=transcripts, data=data)


def _recipes(study: Study, work: _Work) -> Recipes:
    """The entries of the files that have to be read anew."""
    now = parse_recipes(text_of(study.path(SOURCES_FILE)))
    talks, data = ({one.file for one in some.values()} for some in (work.talks, work.data))
    return Recipes(
        transcripts={file: entry for file, entry in now.transcripts.items() if file in talks},
        data={file: entry for file, entry in now.data.items() if file in data},
    )


def _people_without(study: Study, found: Spoken) -> bytes | None:
    """participants.csv without the rows of those who are forgotten; None where nothing changes."""
    from qualkit.exports.participants_file import ParticipantsFile

    path = study.path(PARTICIPANTS_FILE)
    if not path.is_file():
        return None
    listed = ParticipantsFile.read(path.read_bytes())
    voices = {people_file.name_of(source, one) for source, some in found.labels.items() for one in some}
    stems = {name.split(":", 1)[0] for name in found.sources}
    kept = []
    for row in listed.rows:
        plain = listed.plain(row)
        voice = people_file.name_of(plain.get("source", ""), plain.get("speaker", ""))
        stem = (
            PurePosixPath(plain.get("source", "")).stem
            if "." in plain.get("source", "")
            else plain.get("source")
        )
        if plain.get("case") in found.people or voice in voices or (stem and stem in stems):
            continue
        kept.append(row)
    if len(kept) == len(listed.rows):
        return None
    listed.rows = kept
    return listed.data()


def _changed(work: _Work) -> tuple[ForgottenFile, ...]:
    after = {file: text_files.sha256_of(talk.data) for file, talk in work.talks.items()}
    after |= {file: data.sha256 for file, data in work.data.items()}
    return tuple(
        ForgottenFile(
            path=file,
            before=text_files.sha256_of(work.before[file] or b""),
            after=after.get(file, ""),
        )
        for file in (*work.talks, *work.data, *sorted(work.gone))
        if work.before.get(file) is not None
    )
