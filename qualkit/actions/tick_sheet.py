"""Coding in a spreadsheet: a workbook for colleagues, and what they ticked (`qualkit codings --sheet`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from qualkit.actions.left_out import LeftOut
from qualkit.actions.redacting import redactor, shown_text
from qualkit.actions.selection import People, Selection, find_sources, select_segments
from qualkit.actions.texts import SourceText, load_texts
from qualkit.errors import NotFound, Refused
from qualkit.files import replace_file
from qualkit.model.codebook import Codebook, CodeStatus
from qualkit.model.coding import Anchor, Coding, Origin
from qualkit.model.finding import Finding, Severity
from qualkit.model.place import Place
from qualkit.model.plural import counted
from qualkit.model.source import Segment
from qualkit.model.text import fold_line
from qualkit.model.ticks import READ, TickColumn, TickRow, TickSheet
from qualkit.store import codebooks, codings, readings, sources
from qualkit.store.database import Connection
from qualkit.store.writer import Writer
from qualkit.study import Study


@dataclass(frozen=True, slots=True, kw_only=True)
class TicksTaken:
    """What a workbook that came back has changed."""

    coder: str
    added: tuple[tuple[str, str], ...]
    """(passage, code's path) of codings that are new: the whole passage is coded."""
    removed: tuple[tuple[str, str], ...]
    """(passage, code's path) of which the coder's codings were taken away."""
    read: int
    """Passages newly marked read."""
    unread: int
    findings: tuple[Finding, ...] = field(default=())


def write_tick_sheet(
    study: Study, path: Path, selection: Selection | None = None, *, codebook: str = "", force: bool = False
) -> int:
    """Write the workbook with this coder's ticks; gives how many passages are in it."""
    from qualkit.exports.tick_workbook import tick_workbook

    if path.suffix.lower() != ".xlsx":
        raise Refused("The sheet is an Excel workbook.", str(path), "Give it a name that ends with .xlsx.")
    if path.exists() and not force:
        raise Refused(
            "There is such a file already.", str(path), "Give another name, or --force to replace it."
        )
    sheet = tick_sheet(study, selection or Selection(), codebook)
    replace_file(path, tick_workbook(sheet))
    return len(sheet.rows)


def tick_sheet(study: Study, selection: Selection, codebook: str = "") -> TickSheet:
    """The passages asked for with this coder's ticks; without those that are in no table."""
    with study.database.reading() as connection:
        books = _books(codebooks.codebooks(connection), codebook)
        stored = find_sources(sources.sources(connection), selection.sources)
        everybody, redact = People.load(connection), redactor(connection)
        left_out = LeftOut.load(connection, load_texts(connection, stored), everybody)
        before = _ticked(connection, study.coder, books)
        rows = tuple(
            TickRow(
                passage=f"{segment.source}#{segment.key}",
                who=_who(everybody, segment),
                text=shown_text(redact, segment),
                ticks=before.get((segment.source, segment.key), frozenset()),
            )
            for one in select_segments(connection, selection)
            for segment in one.segments
            if not left_out.has(segment)
        )
    used = {tick for row in rows for tick in row.ticks}
    return TickSheet(
        columns=tuple(_columns(books, used)),
        rows=rows,
        books=tuple(book.name for book in books),
        before={row.passage: row.ticks for row in rows},
    )


def _books(books: Sequence[Codebook], name: str) -> list[Codebook]:
    found = [
        one for one in books if not name or fold_line(name) in (fold_line(one.name), fold_line(one.title))
    ]
    if not found:
        said = f'There is no codebook called "{name}".' if name else "There is no codebook yet to code with."
        raise NotFound(said, candidates=[book.name for book in books])
    return found


def _who(everybody: People, segment: Segment) -> str:
    case = everybody.cases.get(segment.case or "")
    return (case.pseudonym if case else "") or segment.speaker or segment.record or segment.case or ""


def _columns(books: Sequence[Codebook], used: set[str]) -> Iterable[TickColumn]:
    for book in books:
        prefix = f"{book.name}: " if len(books) > 1 else ""
        for _, code in book.walk():
            if code.status is not CodeStatus.RETIRED or code.id in used:
                yield TickColumn(
                    code_id=code.id,
                    title=prefix + book.path(code.id),
                    brief=code.brief,
                    definition=code.definition,
                    use_when=code.when,
                    use_when_not=code.when_not,
                )


def _ticked(
    connection: Connection, coder: str, books: Sequence[Codebook]
) -> dict[tuple[str, str], frozenset[str]]:
    """(source, segment) → what this coder has coded from there on, and whether it is read for all books."""
    names = {book.name for book in books}
    ticks: dict[tuple[str, str], set[str]] = {}
    for one in codings.codings(connection):
        if one.coder == coder and one.anchor is not Anchor.LOST:
            ticks.setdefault((one.source, one.place.segment), set()).add(one.code)
    read: dict[tuple[str, str], set[str]] = {}
    for reading in readings.readings(connection):
        if reading.coder == coder and reading.codebook in names:
            read.setdefault((reading.source, reading.segment), set()).add(reading.codebook)
    for spot, done in read.items():
        if done == names:
            ticks.setdefault(spot, set()).add(READ)
    return {spot: frozenset(found) for spot, found in ticks.items()}


# ---- coming back


def is_tick_sheet(path: Path) -> bool:
    """Whether a file is a workbook that `write_tick_sheet` gave out."""
    from qualkit.importers.tick_workbook import is_tick_workbook

    return is_tick_workbook(path)


def import_tick_sheet(study: Study, path: Path) -> TicksTaken:
    """Take in what this coder ticked and unticked since the workbook was given out, as one step.

    Only what was changed in the workbook is changed in the study, so work done here meanwhile stays. A new
    tick codes the whole passage. Raises FileRefused where the workbook can't be read.
    """
    from qualkit.importers.tick_workbook import read_tick_workbook

    sheet, findings = read_tick_workbook(path)
    with study.step("import codings") as writer:
        taker = _Taker(writer, sheet)
        for row in sheet.rows:
            taker.take(row)
        added, removed, read, unread = taker.finish()
        done = f"{len(added)} ticks more, {len(removed)} less, {counted(read, 'passage')} read"
        writer.summary = f"took in {path.name}: {done}"
        writer.detail = {"file": path.name, "passages": len(added), "removed": len(removed), "read": read}
        writer.detail["unread"] = unread
    return TicksTaken(
        coder=study.coder,
        added=tuple(added),
        removed=tuple(removed),
        read=read,
        unread=unread,
        findings=(*findings, *taker.findings),
    )


class _Taker:
    """Compares each row with what it was, and puts the difference into the study."""

    def __init__(self, writer: Writer, sheet: TickSheet) -> None:
        self._writer = writer
        self._sheet = sheet
        connection = writer.connection
        self._texts: dict[str, SourceText] = {}
        self._stored = {one.source.name: one for one in sources.sources(connection)}
        self._paths = {c.id: book.path(c.id) for book in codebooks.codebooks(connection) for c in book.codes}
        known = codebooks.codebook_ids(connection)
        self._books = [known[name] for name in sheet.books if name in known]
        self._mine: dict[tuple[str, str, str], list[str]] = {}
        for one in codings.codings(connection):
            if one.coder == writer.coder:
                self._mine.setdefault((one.source, one.place.segment, one.code), []).append(one.id)
        self._new: list[Coding] = []
        self._gone: list[str] = []
        self._added: list[tuple[str, str]] = []
        self._removed: list[tuple[str, str]] = []
        self._read: list[int] = []
        self._unread: list[int] = []
        self.findings: list[Finding] = []

    def take(self, row: TickRow) -> None:
        """Note what is to change for one passage."""
        before = self._sheet.before.get(row.passage, frozenset())
        if row.ticks == before:
            return
        found = self._segment(row.passage)
        if found is None:
            self._tell(row.passage, "The study has no such passage any more: its ticks are left aside.")
            return
        text, segment = found
        (id_,) = sources.segment_ids(self._writer.connection, text.stored.id, [segment.key]).values()
        self._read += [id_] if READ in row.ticks - before else []
        self._unread += [id_] if READ in before - row.ticks else []
        for code_id in sorted(row.ticks - before - {READ}):
            self._add(row.passage, text, segment, code_id)
        for code_id in sorted(before - row.ticks - {READ}):
            ids = self._mine.get((segment.source, segment.key, code_id), [])
            self._gone += ids
            self._removed += [(row.passage, self._paths[code_id])] if ids else []

    def finish(self) -> tuple[list[tuple[str, str]], list[tuple[str, str]], int, int]:
        """Write it all: (added, removed, passages read, no longer read)."""
        codings.remove_codings(self._writer, self._gone)
        codings.add_codings(self._writer, self._new)
        read = readings.mark_segments_read(self._writer, self._read, self._books)
        unread = readings.unmark_read(self._writer, self._unread, self._books)
        each = max(len(self._books), 1)
        return self._added, self._removed, -(-read // each), -(-unread // each)

    def _add(self, passage: str, text: SourceText, segment: Segment, code_id: str) -> None:
        if code_id not in self._paths:
            self._tell(passage, "A code of this sheet is no longer in the codebook: its tick is left aside.")
            return
        if self._mine.get((segment.source, segment.key, code_id)) or not segment.text.strip():
            return
        start = len(segment.text) - len(segment.text.lstrip())
        end = len(segment.text.rstrip())
        place = Place(segment=segment.key, start=start, end_segment=segment.key, end=end)
        self._new.append(
            Coding(
                id=str(uuid4()),
                source=segment.source,
                place=place,
                code=code_id,
                coder=self._writer.coder,
                quote=text.quote(place),
                origin=Origin.IMPORTED,
            )
        )
        self._added.append((passage, self._paths[code_id]))

    def _segment(self, passage: str) -> tuple[SourceText, Segment] | None:
        name, _, key = passage.rpartition("#")
        if name not in self._stored:
            return None
        if name not in self._texts:
            self._texts[name] = SourceText.load(self._writer.connection, self._stored[name])
        text = self._texts[name]
        at = text.index.get(key)
        return None if at is None else (text, text.segments[at])

    def _tell(self, passage: str, message: str) -> None:
        self.findings.append(Finding(rule="tick", severity=Severity.ERROR, message=f"{passage}: {message}"))


def lines(taken: TicksTaken) -> list[str]:
    """What changed, a line a code: "Fear: 3 passages more, 1 less (fg1#2, …)"."""
    by_code: dict[str, dict[str, list[str]]] = {}
    for sign, pairs in (("more", taken.added), ("less", taken.removed)):
        for passage, path in pairs:
            by_code.setdefault(path, {}).setdefault(sign, []).append(passage)
    return [
        f"{path}: {'; '.join(_change(sign, those) for sign, those in changes.items())}"
        for path, changes in by_code.items()
    ]


def _change(sign: str, passages: Sequence[str]) -> str:
    named = ", ".join(passages[:5]) + (" …" if len(passages) > 5 else "")
    return f"{counted(len(passages), 'passage')} {sign} ({named})"
