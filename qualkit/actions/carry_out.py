"""Forgetting that a colleague has done, carried out in this computer's own database."""

from __future__ import annotations

from qualkit.actions.received import PARTICIPANTS_FILE, SOURCES_FILE, text_of
from qualkit.model.forgetting import passage_mark, person_mark, record_mark, source_mark
from qualkit.store import forgetting, forgotten, people, sources, spoken, text_files
from qualkit.store.database import Connection
from qualkit.store.spoken import Spoken
from qualkit.store.traces import erase_traces
from qualkit.store.writer import unrecorded
from qualkit.study import Study


def carry_out(study: Study) -> Spoken | None:
    """Erase what coding/forgotten.csv marks and this database still holds; None where that is nothing."""
    path = study.path(forgotten.FORGOTTEN)
    told = forgotten.parse(text_of(path)) if path.is_file() else {}
    with study.database.reading() as connection:
        fresh = told.keys() - forgotten.marks(connection).keys()
    if not fresh:
        return None
    with unrecorded(study.database, study.coder) as writer:
        connection = writer.connection
        found = _marked(connection, fresh)
        doomed = found.doomed
        own = forgetting.words_of(connection, doomed)
        files = [one.source.file for one in sources.sources(connection) if _speaks_in(one.source.name, found)]
        erased = forgetting.erase_work(connection, doomed, own)
        forgetting.erase_sources(connection, doomed)
        for name in {name.split(":", 1)[0] for name in found.sources}:
            if source_mark(name) in fresh:
                forgetting.erase_dataset(connection, name)
        erase_traces(connection, erased, own, [*files, PARTICIPANTS_FILE])
        text_files.forget(connection, [SOURCES_FILE, PARTICIPANTS_FILE])
        known = forgotten.joined(forgotten.marks(connection), told)
        data = forgotten.text_of(known).encode()
        text_files.remember(connection, forgotten.FORGOTTEN, data, 0)
    return found if found.segments or found.people or found.sources else None


def _marked(connection: Connection, marks: set[str]) -> Spoken:
    found = Spoken()
    for name in people.case_ids(connection):
        if person_mark(name) in marks:
            _add(found, spoken.by_person(connection, name))
    for id_, source, key in spoken.every_passage(connection):
        if passage_mark(source, key) in marks:
            found.segments.add(id_)
    for file, key in spoken.every_record(connection):
        if record_mark(file, key) in marks:
            _add(found, spoken.by_record(connection, file, key))
    named = [
        one.source.name
        for one in sources.sources(connection)
        if source_mark(one.source.name) in marks or source_mark(one.source.stem) in marks
    ]
    if named:
        _add(found, spoken.of_sources(connection, named))
    return found


def _add(found: Spoken, more: Spoken) -> None:
    found.segments |= more.segments
    found.record_ids |= more.record_ids
    found.people |= more.people
    found.sources |= more.sources
    for ours, theirs in (
        (found.turns, more.turns),
        (found.labels, more.labels),
        (found.records, more.records),
    ):
        for name, values in theirs.items():
            ours.setdefault(name, set()).update(values)


def _speaks_in(source: str, found: Spoken) -> bool:
    stem = source.split(":", 1)[0]
    return source in found.turns or source in found.sources or stem in found.records


def tidy(study: Study, found: Spoken) -> None:
    """Take names out that nobody bears any more, once the files have been read anew."""
    with unrecorded(study.database, study.coder) as writer:
        for source, labels in found.labels.items():
            forgetting.erase_speakers(writer.connection, source, labels)
        forgetting.erase_people(writer.connection, found.people)
