"""Taking the study's text files into the database: what changed in them, row by row."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, Literal

from qualkit.actions import consent_columns, people_file, reread
from qualkit.actions.drift import drift
from qualkit.actions.received import PARTICIPANTS_FILE, SOURCES_FILE, Recipes, parse_recipes
from qualkit.actions.save import coder_of
from qualkit.actions.versions import COMPARED
from qualkit.errors import FileRefused, QualkitError, Where
from qualkit.files import replace_file
from qualkit.manifest import NAME
from qualkit.model.coding import Event
from qualkit.model.finding import Finding, Severity, errors_in
from qualkit.model.join import Clash, join_rows
from qualkit.store import (
    bank_rows,
    codebooks,
    codings,
    corrections,
    edit_rows,
    forgetting,
    forgotten,
    journal,
    screening_rows,
    sources,
    text_files,
    topic_rows,
    work_rows,
)
from qualkit.store.database import Connection
from qualkit.store.writer import Writer, unrecorded
from qualkit.study import Study


@dataclass(slots=True, kw_only=True)
class Loaded:
    """What was taken in."""

    files: tuple[str, ...] = ()
    clashes: tuple[tuple[str, Clash], ...] = ()
    problems: list[QualkitError | Finding] = field(default_factory=list)
    """Files, and rows of participants.csv, that could not be taken in; the rest was."""
    waiting: int = 0
    held_forgotten: tuple[str, ...] = ()
    """Files that would have brought back what was forgotten."""
    set_aside: tuple[str, ...] = ()
    """Second versions of files, by a sync service, whose rows were joined."""


def load(study: Study, keep: Literal["", "mine", "theirs"] = "") -> Loaded:
    """Take in what changed in the text files. `keep` settles conflicts: all of mine, or all of theirs."""
    changes = drift(study)
    return take_in(study, changes.changed, keep)


def have_come_back(study: Study) -> bool:
    """Whether a received file is there that was missing when its text files were taken in."""
    with study.database.reading() as connection:
        waiting = text_files.waiting(connection)
    return any(row.path == SOURCES_FILE and study.path(row.row_id).is_file() for row in waiting)


def place_waiting(study: Study) -> None:
    """Try again to place rows of text files that waited for a source or a code."""
    with study.database.reading() as connection:
        are_waiting = bool(text_files.waiting(connection))
    if are_waiting:
        take_in(study, ())


def take_in(study: Study, paths: Sequence[str], keep: Literal["", "mine", "theirs"] = "") -> Loaded:
    """Take text files into the database in one transaction; a file that can't be read changes nothing."""
    loaded = Loaded()
    with unrecorded(study.database, study.coder) as writer:
        taker = _Taker(study, writer, loaded)
        if keep:
            taker.settle(keep)
        taken = [path for path in paths if taker.take(path)]
        taker.finish()
        for path in taken:
            if path == forgotten.FORGOTTEN:
                continue  # what was known before stays known: see _take
            data = study.path(path).read_bytes()
            text_files.remember(writer.connection, path, data, study.path(path).stat().st_mtime_ns)
        loaded.files = tuple(taken)
        loaded.clashes = tuple(text_files.conflicts(writer.connection))
        loaded.waiting = len(text_files.waiting(writer.connection))
    return loaded


@dataclass(frozen=True, slots=True, kw_only=True)
class FileNews:
    """What a copy of a text file brings: rows to take (None: to remove), and clashes for a person."""

    path: str
    take: Mapping[str, Mapping[str, Any] | None] = field(default_factory=dict)
    clashes: Sequence[Clash] = ()
    logged: Sequence[tuple[str, Event]] = ()
    order: Sequence[str] = ()
    """Of a codebook: the ids of all its codes."""


def take_news(study: Study, news: Sequence[FileNews]) -> Loaded:
    """Take what copies of text files bring into the database, in one transaction."""
    loaded = Loaded()
    with unrecorded(study.database, study.coder) as writer:
        taker = _Taker(study, writer, loaded)
        for one in news:
            if one.path.startswith("codebooks/"):
                reread.apply_codes(study, writer, one.path, one.take, one.order)
            elif one.take:
                taker.apply(one.path, one.take)
            text_files.add_conflicts(writer.connection, one.path, one.clashes)
            journal.add_logged(writer.connection, one.logged)
        taker.finish()
        loaded.clashes = tuple(text_files.conflicts(writer.connection))
        loaded.waiting = len(text_files.waiting(writer.connection))
    return loaded


def unfit_corrections(connection: Connection) -> list[Finding]:
    """Corrections of texts that were received otherwise since, so that they are not applied."""
    known = {one.source.name for one in sources.sources(connection)}
    return [
        Finding(
            rule="correction-does-not-fit",
            severity=Severity.WARNING,
            message="This passage was corrected, but the received file now says something else here.",
            where=Where(file=f"{one.source}, passage {one.segment}"),
            hint="The file's words hold. Correct the passage again, if it is still wrong.",
        )
        for one in corrections.corrections(connection)
        if not one.is_applied and one.source in known
    ]


class _Taker:
    """Takes text files in, one after the other, in one transaction."""

    def __init__(self, study: Study, writer: Writer, loaded: Loaded) -> None:
        self._study = study
        self._writer = writer
        self._loaded = loaded
        self._connection: Connection = writer.connection
        self._ours: dict[str, str] | None = None
        self._are_people_new = False
        self._is_list_new = False
        self._are_texts_new = False
        self._read: set[str] = set()
        """Questionnaires that were read with their data files."""

    def take(self, path: str) -> bool:
        """Take one file in; gives whether it could be read."""
        with self._connection.begin_nested() as savepoint:
            try:
                self._take(path)
            except QualkitError as error:
                savepoint.rollback()
                self._loaded.problems.append(error)
                return False
        return True

    def _take(self, path: str) -> None:
        file = path.rsplit("/", 1)[-1]
        self._are_people_new |= path.startswith(("transcripts/", "survey/"))
        if path == SOURCES_FILE:
            self._received(parse_recipes(self._text(path)))
        elif path == forgotten.FORGOTTEN:
            self._forgotten(path)
        elif path == PARTICIPANTS_FILE:
            self._is_list_new = True
            listed = people_file.read_list(self._study)  # applied at the end, when all sources are there
            self._loaded.problems += errors_in(listed.findings) if listed else ()
        elif path.startswith("survey/"):
            if path not in self._read and not self._is_waiting(path):  # else it was tried with its data file
                reread.questionnaire(self._study, self._writer, path)
        elif path.startswith("codebooks/"):
            self._codebook(path)
        elif file == work_rows.LOG:
            journal.add_logged(self._connection, work_rows.parse_log(self._text(path), coder_of(path), path))
        else:
            self._work(path, file)

    def _forgotten(self, path: str) -> None:
        """Join what others have forgotten; what is known here stays known."""
        known = forgotten.joined(forgotten.marks(self._connection), forgotten.parse(self._text(path)))
        data, file = forgotten.text_of(known).encode(), self._study.path(path)
        if file.read_bytes() != data:
            replace_file(file, data)
        text_files.remember(self._connection, path, data, file.stat().st_mtime_ns)

    def _received(self, wanted: Recipes) -> None:
        """Read received files; those that can't be read wait with their entries."""
        unread = reread.recipes(self._study, self._writer, wanted, self._read)
        self._loaded.problems += [one.error for one in unread]
        rows = [
            (SOURCES_FILE, one.file, json.dumps(one.entry, ensure_ascii=False), one.error.message)
            for one in unread
        ]
        text_files.set_waiting(self._connection, SOURCES_FILE, rows)

    def _is_waiting(self, questionnaire: str) -> bool:
        waiting = (row for row in text_files.waiting(self._connection) if row.path == SOURCES_FILE)
        names = (json.loads(row.row).get("name", PurePosixPath(row.row_id).stem) for row in waiting)
        return PurePosixPath(questionnaire).stem in names

    def finish(self) -> None:
        """What depends on everything: participants, and codings whose passage is gone."""
        written = work_rows.parse_rows("bank.csv", self._base(bank_rows.BANK), bank_rows.BANK)
        if alone := bank_rows.without_coding(self._connection, written):
            self.apply(bank_rows.BANK, alone)
        self._retry_waiting()
        if self._are_people_new or consent_columns.is_news_in(self._study, self._connection):
            self._people()
        codings.mark_lost(self._connection)
        if forgotten.marks(self._connection):
            forgetting.take_out_of_quotes(self._connection)
        if self._are_texts_new or self._are_people_new:
            self._loaded.problems += unfit_corrections(self._connection)

    def _people(self) -> None:
        try:
            people_file.apply_people(self._study, self._writer)
        except QualkitError as error:
            if error.where == NAME:  # what is wrong with participants.csv is told where it is taken in
                self._loaded.problems.append(error)
            return
        if self._is_list_new:
            known = sources.speaker_names(self._connection)
            self._loaded.problems += people_file.unmatched(people_file.rows(self._study), known)

    def _retry_waiting(self) -> None:
        by_path: dict[str, dict[str, Any]] = {}
        for row in text_files.waiting(self._connection):
            by_path.setdefault(row.path, {})[row.row_id] = json.loads(row.row)
        if entries := by_path.pop(SOURCES_FILE, {}):
            self._are_people_new = True
            self._received(Recipes.of(entries))
        for path, rows in sorted(by_path.items(), key=lambda entry: entry[0] == bank_rows.BANK):
            self.apply(path, rows)  # the bank last: it speaks of codings

    def settle(self, keep: Literal["mine", "theirs"]) -> None:
        """Decide every conflict for one side."""
        if keep == "theirs":
            for path, clash in text_files.conflicts(self._connection):
                self.apply(path, {clash.id: clash.theirs})
        text_files.clear_conflicts(self._connection)

    def apply(self, path: str, changes: Mapping[str, Mapping[str, Any] | None]) -> None:
        """Make the store agree with changed rows of one file: None removes a row."""
        if path.startswith("codebooks/"):
            reread.apply_codes(self._study, self._writer, path, changes)
            return
        kept = forgotten.without_forgotten(self._connection, changes)
        if kept != changes:
            self._loaded.held_forgotten += (path,)
        changes = kept
        taker: (
            work_rows.WorkTaker
            | bank_rows.BankTaker
            | screening_rows.SharedTaker
            | edit_rows.EditTaker
            | topic_rows.TopicTaker
        )
        if path == bank_rows.BANK:
            taker = bank_rows.BankTaker(self._connection, self._writer.coder)
            taker.take(changes)
        elif path == edit_rows.EDITS:
            self._are_texts_new = True
            taker = edit_rows.EditTaker(self._writer)
            taker.take(changes)
        elif path == topic_rows.TOPICS:
            taker = topic_rows.TopicTaker(self._connection, self._writer.coder)
            taker.take(changes)
        elif path in screening_rows.PATHS:
            taker = screening_rows.SharedTaker(self._connection, self._writer.coder)
            taker.take(path, changes)
        else:
            taker = work_rows.WorkTaker(self._connection, coder_of(path))
            taker.take(path.rsplit("/", 1)[-1], path, changes)
        changed = set(changes)
        still = [
            (row.path, row.row_id, row.row, row.reason)
            for row in text_files.waiting(self._connection)
            if row.path == path and row.row_id not in changed
        ]
        text_files.set_waiting(self._connection, path, [*still, *taker.waiting])

    def _text(self, path: str) -> str:
        data = self._study.path(path).read_bytes()
        try:
            return data.decode("utf-8-sig", "surrogatepass").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            raise FileRefused(
                "This file is not UTF-8 text.", path, "Take it back from a colleague's copy."
            ) from error

    def _base(self, path: str) -> str:
        return text_files.content_of(self._connection, path).decode("utf-8-sig", "surrogatepass")

    def _work(self, path: str, file: str) -> None:
        text, before = self._text(path), self._base(path)
        if before and not text.strip():  # qualkit always writes a header: somebody's disk or sync cut it off
            raise FileRefused(
                "This file is empty.", path, "Take it back from a colleague's copy or a backup."
            )
        theirs = work_rows.parse_rows(file, text, path)
        base = work_rows.parse_rows(file, before, path)
        ours = work_rows.parse_rows(file, self._our_text(path), path)
        compared = COMPARED.get(path, dict)
        joined = join_rows(
            *({row_id: compared(row) for row_id, row in rows.items()} for rows in (base, ours, theirs))
        )
        self.apply(path, {row_id: theirs.get(row_id) for row_id in joined.take})
        clashes = [
            Clash(id=one.id, ours=ours.get(one.id), theirs=theirs.get(one.id)) for one in joined.clashes
        ]
        text_files.add_conflicts(self._connection, path, clashes)

    def _our_text(self, path: str) -> str:
        if self._ours is None:
            from qualkit.actions.save import coding_texts

            self._ours = coding_texts(self._connection, codebooks.codebooks(self._connection))
        return self._ours.get(path, "")

    def _codebook(self, path: str) -> None:
        clashes = reread.codebook(self._study, self._writer, path, self._base(path))
        text_files.add_conflicts(self._connection, path, clashes)
        self._ours = None  # code paths are part of the rows
