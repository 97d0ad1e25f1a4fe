"""Erasing what somebody said, and all work on it, from the database for good."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Table, delete, select, update

from qualkit.model.correction import Correction
from qualkit.model.forgetting import GONE, OwnWords
from qualkit.model.text import fold_line
from qualkit.store import corrections, redactions, schema, topics
from qualkit.store.rows import mapping

_FEW = 400  # SQLite allows 999 variables a statement on old systems


@dataclass(frozen=True, slots=True, kw_only=True)
class Doomed:
    """What is to be erased, by the store's own ids and by the names that work is filed under."""

    segments: frozenset[int] = frozenset()
    records: frozenset[int] = frozenset()
    sources: frozenset[int] = frozenset()
    people: frozenset[str] = frozenset()
    """Names of people."""
    labels: frozenset[str] = frozenset()
    """What the people are called in talks."""


@dataclass(slots=True, kw_only=True)
class Erased:
    """What was erased: how many, and which rows of which table."""

    counts: Counter[str] = field(default_factory=Counter)
    keys: dict[str, set[Any]] = field(default_factory=dict)
    """Table → ids of rows that are gone or no longer hold what they held."""
    ids: set[str] = field(default_factory=set)
    """Ids of work that colleagues' files may still hold."""

    def note(self, table: Table, keys: Iterable[Any]) -> None:
        """Count rows of a table that go."""
        found = set(keys)
        self.keys.setdefault(table.name, set()).update(found)
        self.counts[table.name] += len(found)
        self.ids |= {key for key in found if isinstance(key, str)}


def people_ids(connection: Connection, names: Collection[str]) -> set[int]:
    """The ids of people by their names."""
    return set(connection.scalars(select(schema.case.c.id).where(schema.case.c.name.in_(list(names)))))


def words_of(connection: Connection, doomed: Doomed) -> OwnWords:
    """The sentences of what is to be erased that nobody else said."""
    seg = schema.segment.c
    theirs: list[str] = []
    others: list[str] = []
    for id_, text in connection.execute(select(seg.id, seg.text)):
        (theirs if id_ in doomed.segments else others).append(text)
    touched = _corrections_on(connection, doomed)
    for one in corrections.corrections(connection):
        is_theirs = (one.source, one.segment) in touched
        for said in (one.received, one.now):
            if said is not None:
                (theirs if is_theirs or said.speaker in doomed.labels else others).append(said.text)
    quotes = select(schema.coding.c.quote, schema.coding.c.segment_id, schema.coding.c.end_segment_id)
    theirs += [row.quote for row in connection.execute(quotes) if set(row[1:]) <= doomed.segments]
    return OwnWords(theirs, others, _telling_names(doomed))


def _telling_names(doomed: Doomed) -> list[str]:
    labels = [one for one in doomed.labels if len(one) > 2 and not one[1:].isdigit()]
    return [*doomed.people, *labels]


def _corrections_on(connection: Connection, doomed: Doomed) -> set[tuple[str, str]]:
    return set(places(connection, doomed.segments))


def places(connection: Connection, segments: Collection[int]) -> list[tuple[str, str]]:
    """(source, key) of segments."""
    seg = schema.segment.c
    query = select(schema.source.c.name, seg.key).join(schema.source, schema.source.c.id == seg.source_id)
    return [
        (name, key)
        for some in _batches(segments)
        for name, key in connection.execute(query.where(seg.id.in_(some)))
    ]


def touches(one: Correction, doomed: Doomed, gone: Collection[tuple[str, str]], own: OwnWords) -> bool:
    """Whether a correction holds something of what is to be erased."""
    said = [segment for segment in (one.received, one.now) if segment is not None]
    return (one.source, one.segment) in gone or any(
        segment.speaker in doomed.labels or own.are_in(segment.text) for segment in said
    )


# ---- the work on it


def erase_work(connection: Connection, doomed: Doomed, own: OwnWords) -> Erased:
    """Erase codings, quotes, memos, readings, flags and edits on segments, and the segments' words.

    What others said stays coded as it is; a passage that ran into such a segment ends before it.
    """
    erased = Erased()
    erased.note(schema.segment, doomed.segments)
    gone = places(connection, doomed.segments)
    names = {
        name
        for (name,) in connection.execute(
            select(schema.source.c.name).where(schema.source.c.id.in_(list(doomed.sources)))
        )
    }
    _erase_words(connection, doomed.segments)
    _erase_codings(connection, doomed.segments, erased)
    for table in (schema.reading, schema.proposal):
        _erase_where(connection, table, "segment_id", doomed.segments, erased)
    _erase_where(connection, schema.proposal, "end_segment_id", doomed.segments, erased)
    _erase_memos(connection, doomed, gone, names, erased)
    _erase_flags(connection, set(gone), names, erased)
    _erase_edits(connection, set(gone), names, own, erased)
    for table in (schema.screening, schema.sample_record):
        _erase_where(connection, table, "record_id", doomed.records, erased)
    erased.note(schema.record, doomed.records)
    erased.note(schema.case, people_ids(connection, doomed.people))
    return erased


def _erase_words(connection: Connection, segments: Collection[int]) -> None:
    values = {"text": GONE, "length": len(GONE), "times": None}
    for some in _batches(segments):
        connection.execute(update(schema.segment).where(schema.segment.c.id.in_(some)).values(values))


def _erase_codings(connection: Connection, segments: Collection[int], erased: Erased) -> None:
    coding = schema.coding
    gone = [
        id_
        for some in _batches(segments)
        for id_ in connection.scalars(
            select(coding.c.id).where(coding.c.segment_id.in_(some), coding.c.end_segment_id.in_(segments))
        )
    ]
    gone += _shorten(connection, segments, erased)
    erased.note(coding, gone)
    for some in _batches(gone):
        connection.execute(delete(coding).where(coding.c.id.in_(some)))
        quotes = schema.quote.c
        erased.note(
            schema.quote, connection.scalars(select(quotes.id).where(quotes.coding_id.in_(some))).all()
        )
        connection.execute(delete(schema.quote).where(quotes.coding_id.in_(some)))


def _shorten(connection: Connection, segments: Collection[int], erased: Erased) -> list[str]:
    """Passages that run over such segments and others are cut to the others; gives those that then double."""
    coding = schema.coding
    order = _order(connection, segments)
    doubled = []
    query = select(coding).where(coding.c.segment_id != coding.c.end_segment_id)
    for row in connection.execute(query).mappings().all():
        ids = order.get(row["segment_id"])
        if ids is None:
            continue
        run = ids[ids.index(row["segment_id"]) : ids.index(row["end_segment_id"]) + 1]
        kept = [id_ for id_ in run if id_ not in segments]
        if not kept or len(kept) == len(run):
            continue
        texts = mapping(
            connection,
            select(schema.segment.c.id, schema.segment.c.text).where(schema.segment.c.id.in_(run)),
        )
        values = _cut(dict(row), run, kept, texts)
        alike = [coding.c[name] == value for name, value in values.items() if name != "quote"]
        same = select(coding.c.id).where(
            *alike,
            coding.c.code_id == row["code_id"],
            coding.c.coder_id == row["coder_id"],
            coding.c.id != row["id"],
        )
        if connection.scalar(same) is not None:
            doubled.append(row["id"])
            continue
        connection.execute(update(coding).where(coding.c.id == row["id"]).values(values))
        connection.execute(
            update(schema.quote).where(schema.quote.c.coding_id == row["id"]).values(wording="")
        )
        erased.keys.setdefault(coding.name, set()).add(row["id"])
    return doubled


def take_out_of_quotes(connection: Connection) -> None:
    """Passages that run over forgotten turns say no more than the text does, wherever they came from."""
    seg, coding = schema.segment, schema.coding
    gone = set(connection.scalars(select(seg.c.id).where(seg.c.text == GONE)))
    order = _order(connection, gone)
    query = select(coding).where(coding.c.segment_id != coding.c.end_segment_id)
    for row in connection.execute(query).mappings().all() if gone else ():
        ids = order.get(row["segment_id"], [])
        if row["end_segment_id"] not in ids:
            continue
        run = ids[ids.index(row["segment_id"]) : ids.index(row["end_segment_id"]) + 1]
        if gone.isdisjoint(run):
            continue
        texts = mapping(connection, select(seg.c.id, seg.c.text).where(seg.c.id.in_(run)))
        quote = _cut(dict(row), run, run, texts)["quote"]
        connection.execute(update(coding).where(coding.c.id == row["id"]).values(quote=quote))


def _order(connection: Connection, segments: Collection[int]) -> dict[int, list[int]]:
    """Segment id → ids of its source in order, for the sources of these segments."""
    seg = schema.segment.c
    sources = {
        id_
        for some in _batches(segments)
        for id_ in connection.scalars(select(seg.source_id).where(seg.id.in_(some)).distinct())
    }
    found: dict[int, list[int]] = {}
    for source in sources:
        query = select(seg.id).where(seg.source_id == source, seg.is_gone.is_(False)).order_by(seg.ordinal)
        ids = list(connection.scalars(query))
        found |= dict.fromkeys(ids, ids)
    return found


def _cut(row: dict[str, Any], run: list[int], kept: list[int], texts: dict[int, str]) -> dict[str, Any]:
    first, last = kept[0], kept[-1]
    start = row["start"] if first == row["segment_id"] else 0
    end = row["end"] if last == row["end_segment_id"] else len(texts[last])
    inside = run[run.index(first) : run.index(last) + 1]
    parts = [texts[id_] for id_ in inside]
    parts[-1] = parts[-1][:end]
    parts[0] = parts[0][start:]
    place = {"segment_id": first, "start": start, "end_segment_id": last, "end": end}
    return place | {"quote": "\n".join(parts)}


def _erase_where(
    connection: Connection, table: Table, column: str, ids: Collection[int], erased: Erased
) -> None:
    for some in _batches(ids):
        where = table.c[column].in_(some)
        found = connection.execute(select(*table.primary_key.columns).where(where)).all()
        erased.note(table, (row[0] if len(row) == 1 else tuple(row) for row in found))
        connection.execute(delete(table).where(where))


def _erase_memos(
    connection: Connection,
    doomed: Doomed,
    gone: Iterable[tuple[str, str]],
    names: Collection[str],
    erased: Erased,
) -> None:
    targets = {("person", name) for name in doomed.people} | {("source", name) for name in names}
    targets |= {("passage", f"{source}#{key}") for source, key in gone}
    targets |= {("coding", id_) for id_ in erased.keys.get(schema.coding.name, ()) if id_ in erased.ids}
    memo = schema.memo.c
    rows = connection.execute(select(memo.id, memo.about, memo.target))
    found = [id_ for id_, about, target in rows if (about, target) in targets]
    _erase_ids(connection, schema.memo, found, erased)


def _erase_flags(
    connection: Connection, gone: Collection[tuple[str, str]], names: Collection[str], erased: Erased
) -> None:
    flag = schema.flag.c
    rows = connection.execute(select(flag.id, flag.about, flag.source, flag.segment)).all()
    found = {row.id for row in rows if (row.source, row.segment) in gone or row.source in names}
    found |= {row.id for row in rows if row.about in found}
    _erase_ids(connection, schema.flag, found, erased)


def _erase_edits(
    connection: Connection,
    gone: Collection[tuple[str, str]],
    names: Collection[str],
    own: OwnWords,
    erased: Erased,
) -> None:
    fixed = schema.correction.c
    rows = connection.execute(select(fixed.id, fixed.source, fixed.segment))
    found = [row.id for row in rows if (row.source, row.segment) in gone or row.source in names]
    _erase_ids(connection, schema.correction, found, erased)
    still_said = fold_line("\n".join(connection.scalars(select(schema.segment.c.text))))
    erased.keys.setdefault(schema.topic_edit.name, set()).update(topics.forget_words(connection, still_said))
    hidden = [
        one.id
        for one in redactions.redactions(connection)
        if (one.source, one.segment) in gone
        or one.source in names
        or own.are_in(one.words)
        or fold_line(one.words) not in still_said
    ]
    _erase_ids(connection, schema.redaction, hidden, erased)


def erase_corrections(connection: Connection, source: str, erased: Erased) -> None:
    """Forget what a source was before it was corrected."""
    fixed = schema.correction.c
    ids = list(connection.scalars(select(fixed.id).where(fixed.source == source)))
    _erase_ids(connection, schema.correction, ids, erased)


def _erase_ids(connection: Connection, table: Table, ids: Collection[str], erased: Erased) -> None:
    erased.note(table, ids)
    for some in _batches(ids):
        connection.execute(delete(table).where(table.c.id.in_(some)))


def _batches(ids: Collection[Any]) -> Iterable[list[Any]]:
    every = list(ids)
    return (every[start : start + _FEW] for start in range(0, len(every), _FEW))


# ---- what held it


def erase_sources(connection: Connection, doomed: Doomed) -> None:
    """Take whole sources out, and the data files that have no source left of theirs."""
    seg, src = schema.segment.c, schema.source.c
    some = list(doomed.sources)
    connection.execute(delete(schema.segment).where(seg.source_id.in_(some)))
    connection.execute(delete(schema.speaker).where(schema.speaker.c.source_id.in_(some)))
    connection.execute(delete(schema.source).where(src.id.in_(some)))


def erase_dataset(connection: Connection, name: str) -> None:
    """Take a data file out with its questions, records and answers; its sources have gone before."""
    data = connection.scalar(select(schema.dataset.c.id).where(schema.dataset.c.name == name))
    if data is None:
        return
    erase_answers(connection, name)
    records = select(schema.record.c.id).where(schema.record.c.dataset_id == data)
    for table in (schema.screening, schema.sample_record):
        connection.execute(delete(table).where(table.c.record_id.in_(records)))
    connection.execute(delete(schema.record).where(schema.record.c.dataset_id == data))
    connection.execute(delete(schema.question).where(schema.question.c.dataset_id == data))
    connection.execute(delete(schema.dataset).where(schema.dataset.c.id == data))


def erase_answers(connection: Connection, name: str) -> None:
    """Forget the closed answers and levels of a data file, which is then read anew."""
    data = select(schema.dataset.c.id).where(schema.dataset.c.name == name)
    asked = select(schema.question.c.id).where(schema.question.c.dataset_id.in_(data))
    connection.execute(delete(schema.answer).where(schema.answer.c.question_id.in_(asked)))
    connection.execute(delete(schema.level).where(schema.level.c.question_id.in_(asked)))


def erase_people(connection: Connection, names: Collection[str]) -> None:
    """Take people out, with their attributes and the names that they had in talks."""
    ids = list(people_ids(connection, names))
    silent = select(schema.segment.c.speaker_id).where(schema.segment.c.speaker_id.is_not(None))
    theirs = schema.speaker.c.case_id.in_(ids) & schema.speaker.c.id.not_in(silent)
    connection.execute(delete(schema.speaker).where(theirs))
    for table in (schema.speaker, schema.record):
        connection.execute(update(table).where(table.c.case_id.in_(ids)).values(case_id=None))
    connection.execute(delete(schema.case_attribute).where(schema.case_attribute.c.case_id.in_(ids)))
    connection.execute(delete(schema.case).where(schema.case.c.id.in_(ids)))


def erase_speakers(connection: Connection, source: str, labels: Collection[str]) -> None:
    """Take the names of voices out of a source that say nothing in it any more."""
    ids = select(schema.source.c.id).where(schema.source.c.name == source)
    silent = select(schema.segment.c.speaker_id).where(schema.segment.c.speaker_id.is_not(None))
    speaker = schema.speaker.c
    where = speaker.source_id.in_(ids) & speaker.name.in_(list(labels)) & speaker.id.not_in(silent)
    connection.execute(delete(schema.speaker).where(where))


def people_left_alone(connection: Connection) -> set[str]:
    """Names of people of whom nothing is left: no record, and no voice in a talk."""
    case = schema.case.c
    used = set(connection.scalars(select(schema.speaker.c.case_id)))
    used |= set(connection.scalars(select(schema.record.c.case_id)))
    return {name for id_, name in connection.execute(select(case.id, case.name)) if id_ not in used}
