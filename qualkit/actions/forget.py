"""Forgetting: a person, a record or a source is erased for good, with all work on what was said there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Literal

from qualkit.actions import forget_certificate, unreached
from qualkit.actions.backups import folder_of
from qualkit.actions.copies import SET_ASIDE
from qualkit.actions.drift import drift, text_paths
from qualkit.actions.forget_files import ForgottenFile, put_remains
from qualkit.actions.save import save
from qualkit.errors import Conflict, NotFound, Refused
from qualkit.files import replace_file
from qualkit.manifest import NAME
from qualkit.model.forgetting import OwnWords
from qualkit.model.plural import counted
from qualkit.store import datasets, forgetting, people, sources, spoken, text_files
from qualkit.store.database import Connection
from qualkit.store.spoken import Spoken
from qualkit.store.traces import erase_traces, rewrite_pages
from qualkit.store.writer import record_event, unrecorded
from qualkit.study import Study

Kind = Literal["person", "record", "source"]
_NOUNS = {
    "segment": "passage", "coding": "coding", "reading": "reading", "memo": "memo", "quote": "chosen quote",
    "flag": "flag", "proposal": "proposal", "correction": "correction", "redaction": "redaction",
    "record": "record", "cases": "person", "step": "step of undo", "level": "answer that only they gave",
}  # fmt: skip
_MANY = {
    "person": "people",
    "step of undo": "steps of undo",
    "answer that only they gave": "answers that only they gave",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetPlan:
    """What would be erased."""

    kind: Kind
    name: str
    passages: int
    found: Spoken
    sources: tuple[str, ...]
    """Where they speak."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """What was erased."""

    counts: Mapping[str, int]
    """What, in the singular → how many."""
    files: tuple[ForgottenFile, ...]
    unreached: tuple[str, ...]
    """Sentences on what may still hold their words."""
    certificate: str
    """The file in the study folder that says what was erased."""

    @property
    def said(self) -> tuple[str, ...]:
        """What was erased, counted in words."""
        return tuple(counted(number, noun, _MANY.get(noun, "")) for noun, number in self.counts.items())


def plan_forget(study: Study, name: str) -> ForgetPlan:
    """What forgetting a person, a record (FILE:ID) or a source would erase; raises NotFound."""
    with study.database.reading() as connection:
        kind, found = _found(connection, name.strip())
        places = forgetting.places(connection, found.segments)
    where = tuple(dict.fromkeys([*(source for source, _ in places), *found.sources]))
    return ForgetPlan(kind=kind, name=name.strip(), passages=len(found.segments), found=found, sources=where)


def _found(connection: Connection, name: str) -> tuple[Kind, Spoken]:
    cases = people.case_ids(connection)
    if name in cases:
        return "person", spoken.by_person(connection, name)
    known = [one.source for one in sources.sources(connection)]
    stem = next((one.stem for one in known if one.stem == name), "")
    data = {one.questionnaire.name for one in datasets.datasets(connection)}
    if stem or name in data:
        names = [one.name for one in known if one.stem == name]
        return "source", spoken.of_sources(connection, names, name if name in data else "")
    if name in {one.name for one in known}:
        return "source", spoken.of_sources(connection, [name])
    for mark in ("#", ":"):
        first, _, last = name.partition(mark)
        record = spoken.by_record(connection, first, last)
        if record.record_ids:
            return "record", record
        voice = spoken.by_voice(connection, first, last)
        if voice.labels:
            return "person", voice
    near = get_close_matches(name, [*cases, *(one.name for one in known)], n=3, cutoff=0.5)
    raise NotFound(
        f'There is no person, record or source called "{name}".',
        hint="" if near else "People are named SOURCE:SPEAKER, records FILE:ID; qualkit people lists people.",
        candidates=near,
    )


def forget(study: Study, name: str) -> Forgotten:
    """Erase a person, a record or a source for good, and say what could not be reached. No undo.

    Refused while text files wait to be taken in or conflicts to be settled: they may hold the words.
    """
    plan = plan_forget(study, name)
    _refuse_unsettled(study)
    with unrecorded(study.database, study.coder) as writer:
        connection = writer.connection
        doomed = plan.found.doomed
        own = forgetting.words_of(connection, doomed)
        named = spoken.said_by_others(connection, doomed.segments, _labels(plan))
        with put_remains(study, writer, plan.found, own) as remains:
            counts = remains.erased.counts
            erase_traces(connection, remains.erased, own, [*remains.paths, *_participants()])
            _remember_all(study, connection)
            writer.summary = f"forgot a {plan.kind}: {counted(plan.passages, 'passage')}"
            writer.detail = {"passages": plan.passages, "codings": counts["coding"]}
            record_event(writer, "forget")
    save(study)
    _clean_texts(study, own)
    drop_copies(study)
    is_rewritten = rewrite_pages(study.database.path)
    said = unreached.limits(study, unreached.files_holding(study, own), named)
    if not is_rewritten:
        said = ("The study is open elsewhere: close it there and forget once more.", *said)
    told = {_NOUNS[table]: number for table, number in counts.items() if number and table in _NOUNS}
    done = Forgotten(counts=told, files=remains.files, unreached=said, certificate=_free_name(study))
    text = forget_certificate.text(study, plan.kind, done, own)
    replace_file(study.path(done.certificate), text.encode())
    return done


def _labels(plan: ForgetPlan) -> list[str]:
    return [label for label in plan.found.doomed.labels if len(label) > 2]


def _participants() -> tuple[str, ...]:
    from qualkit.actions.received import PARTICIPANTS_FILE

    return (PARTICIPANTS_FILE,)


def _refuse_unsettled(study: Study) -> None:
    changed = drift(study).changed
    if changed:
        raise Refused(
            "Text files have changed and are not taken in yet.", ", ".join(changed), "Mend them first."
        )
    with study.database.reading() as connection:
        clashes = text_files.conflicts(connection)
    if clashes:
        raise Conflict(
            "Some work waits for a decision, and may hold their words.",
            clashes[0][0],
            'Settle it first: "qualkit load --keep mine" or "--keep theirs".',
        )


def _remember_all(study: Study, connection: Connection) -> None:
    """Text files as they are now, so that none of them counts as changed by somebody else."""
    known = text_files.known_files(connection)
    for path in text_paths(study):
        data = study.path(path).read_bytes()
        if path not in known or known[path].sha256 != text_files.sha256_of(data):
            text_files.remember(connection, path, data, study.path(path).stat().st_mtime_ns)


def _clean_texts(study: Study, own: OwnWords) -> None:
    """Take the words out of what people wrote beside the work: notes in codebooks and settings."""
    for path in [NAME, *text_paths(study)]:
        text = study.path(path).read_bytes().decode("utf-8", "surrogateescape")
        clean = own.without(text)
        if clean != text:
            data = clean.encode("utf-8", "surrogateescape")
            replace_file(study.path(path), data)
            if path != NAME:
                with study.database.writing() as connection:
                    modified = study.path(path).stat().st_mtime_ns
                    text_files.remember(connection, path, data, modified)


def drop_copies(study: Study) -> None:
    """Backups, drafts of files and what was set aside hold everything as it was."""
    for path in folder_of(study).glob("*.zip"):
        path.unlink(missing_ok=True)
    for folder in {study.folder, study.database.path.parent}:
        for path in folder.glob("study.before-*.db"):
            path.unlink(missing_ok=True)
    for path in [*study.folder.rglob(".*.part"), *(study.folder / SET_ASIDE).rglob("*")]:
        if path.is_file():
            path.unlink(missing_ok=True)


def _free_name(study: Study) -> str:
    names = [
        f"forgotten-{date.today():%Y-%m-%d}{more}.txt" for more in ("", *(f"-{n}" for n in range(2, 999)))
    ]
    return next(name for name in names if not study.path(name).exists())
