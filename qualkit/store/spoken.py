"""Which turns, answers and records are somebody's, or of a source: what there is to forget."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from sqlalchemy import Connection, or_, select

from qualkit.store import schema
from qualkit.store.forgetting import Doomed


@dataclass(slots=True, kw_only=True)
class Spoken:
    """What is somebody's, in the names of the study."""

    segments: set[int] = field(default_factory=set)
    turns: dict[str, set[str]] = field(default_factory=dict)
    """Talk → keys of turns."""
    labels: dict[str, set[str]] = field(default_factory=dict)
    """Talk → what the person is called in it."""
    records: dict[str, set[str]] = field(default_factory=dict)
    """Data file → records."""
    record_ids: set[int] = field(default_factory=set)
    sources: dict[str, int] = field(default_factory=dict)
    """Sources that go whole, with their ids."""
    people: set[str] = field(default_factory=set)

    @property
    def doomed(self) -> Doomed:
        """The same by the store's ids."""
        return Doomed(
            segments=frozenset(self.segments),
            records=frozenset(self.record_ids),
            sources=frozenset(self.sources.values()),
            people=frozenset(self.people),
            labels=frozenset(label for some in self.labels.values() for label in some),
        )


def by_person(connection: Connection, name: str) -> Spoken:
    """What is a person's: turns in talks, and records with their answers."""
    person = select(schema.case.c.id).where(schema.case.c.name == name)
    speakers = set(
        connection.scalars(select(schema.speaker.c.id).where(schema.speaker.c.case_id.in_(person)))
    )
    records = set(connection.scalars(select(schema.record.c.id).where(schema.record.c.case_id.in_(person))))
    found = _of(connection, speakers, records)
    found.people.add(name)
    return found


def by_voice(connection: Connection, source: str, label: str) -> Spoken:
    """What one voice says in a talk, who is no person of the study: a moderator."""
    spk, src = schema.speaker.c, schema.source.c
    query = select(spk.id).join(schema.source, src.id == spk.source_id)
    speakers = set(connection.scalars(query.where(src.name == source, spk.name == label)))
    return _of(connection, speakers, set())


def by_record(connection: Connection, file: str, key: str) -> Spoken:
    """What stands in a record of a data file."""
    rec, data = schema.record.c, schema.dataset.c
    query = select(rec.id).join(schema.dataset, data.id == rec.dataset_id)
    return _of(connection, set(), set(connection.scalars(query.where(data.name == file, rec.key == key))))


def _of(connection: Connection, speakers: set[int], records: set[int]) -> Spoken:
    seg, src, spk = schema.segment.c, schema.source.c, schema.speaker.c
    found = Spoken(record_ids=records)
    query = select(seg.id, seg.key, src.name, src.question_id).join(schema.source, src.id == seg.source_id)
    where = or_(seg.speaker_id.in_(list(speakers)), seg.record_id.in_(list(records)))
    for id_, key, name, question in connection.execute(query.where(where)):
        found.segments.add(id_)
        if question is None:
            found.turns.setdefault(name, set()).add(key)
    voices = select(src.name, spk.name).join(schema.speaker, spk.source_id == src.id)
    for name, label in connection.execute(voices.where(spk.id.in_(list(speakers)))):
        found.labels.setdefault(name, set()).add(label)
        found.turns.setdefault(name, set())
    rec, data = schema.record.c, schema.dataset.c
    query = select(data.name, rec.key).join(schema.record, rec.dataset_id == data.id)
    for name, key in connection.execute(query.where(rec.id.in_(list(records)))):
        found.records.setdefault(name, set()).add(key)
    return found


def of_sources(connection: Connection, names: Collection[str], stem: str = "") -> Spoken:
    """Whole sources; with the stem of a data file, its records too."""
    src, seg, spk = schema.source.c, schema.segment.c, schema.speaker.c
    found = Spoken()
    for id_, name in connection.execute(select(src.id, src.name).where(src.name.in_(list(names)))):
        found.sources[name] = id_
    ids = list(found.sources.values())
    found.segments |= set(connection.scalars(select(seg.id).where(seg.source_id.in_(ids))))
    rec, data = schema.record.c, schema.dataset.c
    query = select(rec.id, rec.key).join(schema.dataset, data.id == rec.dataset_id)
    for id_, key in connection.execute(query.where(data.name == stem)):
        found.record_ids.add(id_)
        found.records.setdefault(stem, set()).add(key)
    voices = select(src.name, spk.name).join(schema.speaker, spk.source_id == src.id)
    for name, label in connection.execute(voices.where(src.id.in_(ids))):
        found.labels.setdefault(name, set()).add(label)
    found.people |= _only_there(connection, ids, found.record_ids)
    return found


def _only_there(connection: Connection, sources: Iterable[int], records: Collection[int]) -> set[str]:
    """People of whom nothing is left when these sources and records go."""
    spk, rec, case = schema.speaker.c, schema.record.c, schema.case.c
    left = set(connection.scalars(select(spk.case_id).where(spk.source_id.not_in(list(sources)))))
    left |= {
        case_id for id_, case_id in connection.execute(select(rec.id, rec.case_id)) if id_ not in records
    }
    here = set(connection.scalars(select(spk.case_id).where(spk.source_id.in_(list(sources)))))
    here |= {case_id for id_, case_id in connection.execute(select(rec.id, rec.case_id)) if id_ in records}
    names = connection.execute(select(case.id, case.name))
    return {name for id_, name in names if id_ in here - left}


def said_by_others(connection: Connection, segments: Collection[int], words: Collection[str]) -> int:
    """How many passages of others hold one of these words, as words of their own."""
    import re

    wanted = [re.escape(word) for word in words if word]
    if not wanted:
        return 0
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(wanted)})(?!\w)")
    query = select(schema.segment.c.id, schema.segment.c.text).where(schema.segment.c.is_gone.is_(False))
    return sum(
        id_ not in segments and pattern.search(text) is not None for id_, text in connection.execute(query)
    )


def every_passage(connection: Connection) -> list[tuple[int, str, str]]:
    """(id, source, key) of every passage, also of those that are gone."""
    seg, src = schema.segment.c, schema.source.c
    query = select(seg.id, src.name, seg.key).join(schema.source, src.id == seg.source_id)
    return [row._tuple() for row in connection.execute(query)]


def every_record(connection: Connection) -> list[tuple[str, str]]:
    """(data file, record) of every record."""
    rec, data = schema.record.c, schema.dataset.c
    query = select(data.name, rec.key).join(schema.record, rec.dataset_id == data.id)
    return [row._tuple() for row in connection.execute(query)]
