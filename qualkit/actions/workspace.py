"""What a coder sees: one source with everything coded in it, the codebooks, and the study at a glance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from qualkit.actions.beside import Beside, beside
from qualkit.actions.keeping import past_date
from qualkit.actions.source_progress import SourceProgress, progress_of
from qualkit.analysis.coding_of_record import Standing, coding_of_record
from qualkit.model.codebook import Codebook, CodeStatus
from qualkit.model.coding import Event
from qualkit.model.flag import FlagKind
from qualkit.model.plural import counted
from qualkit.model.source import Segment, Source
from qualkit.store import codebooks, codings, counts, flags, journal, readings, screening, sources, text_files
from qualkit.store.database import Connection
from qualkit.store.sources import Stored
from qualkit.study import Study


@dataclass(frozen=True, slots=True, kw_only=True)
class CodingView:
    """A coding where it stands: `first` and `last` are indices into the source's segments."""

    id: str
    first: int
    start: int
    last: int
    end: int
    """Half-open, in code points of the last segment's text."""
    code_id: str
    coder: str
    is_mine: bool
    memo: str
    created: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceView:
    """A source as it is now, with what everybody coded in it."""

    source: Source
    segments: tuple[Segment, ...]
    codings: tuple[CodingView, ...]
    """In the order of their places. Codings that lost their place are not among them."""
    read: frozenset[str]
    """Keys of the segments that this coder has read, for the codebook asked for."""
    index: Mapping[str, int] = field(repr=False)
    """Key → index of the segment."""
    text_sha256: str = ""
    """Changes when the text is corrected."""
    lost: int = 0
    """How many codings of this source have lost their place."""
    beside: Beside = field(default_factory=Beside)
    """Memos on its passages, and what is chosen for the bank."""


def open_source(study: Study, name: str, codebook: str = "") -> SourceView:
    """A source with its segments and codings, and what this coder has read of it for a codebook.

    Without a codebook, a segment is read when it is for every codebook. Raises NotFound for a source that
    is not in the study.
    """
    with study.database.reading() as connection:
        stored = sources.source(connection, name)
        segments = sources.segments(connection, stored.id)
        index = {segment.key: number for number, segment in enumerate(segments)}
        return SourceView(
            source=stored.source,
            segments=tuple(segments),
            codings=_codings(connection, stored, index, study.coder),
            read=_read(connection, stored, study.coder, codebook),
            index=index,
            text_sha256=stored.text_sha256,
            lost=counts.lost_codings(connection, stored.id),
            beside=beside(connection, name, study.coder),
        )


def renewed(study: Study, view: SourceView, codebook: str = "") -> SourceView:
    """The same view with the codings and readings of now: after an undo, or when others have worked.

    It costs a tenth of opening the source. Where the text itself was changed meanwhile, it is opened again.
    """
    with study.database.reading() as connection:
        stored = sources.source(connection, view.source.name)
        if (stored.source, stored.text_sha256) == (view.source, view.text_sha256):
            return replace(
                view,
                codings=_codings(connection, stored, view.index, study.coder),
                read=_read(connection, stored, study.coder, codebook),
                lost=counts.lost_codings(connection, stored.id),
                beside=beside(connection, view.source.name, study.coder),
            )
    return open_source(study, view.source.name, codebook)


def _codings(
    connection: Connection, stored: Stored, index: Mapping[str, int], me: str
) -> tuple[CodingView, ...]:
    return tuple(
        CodingView(
            id=id_,
            first=index[key],
            start=start,
            last=index[last_key],
            end=end,
            code_id=code_id,
            coder=coder,
            is_mine=coder == me,
            memo=memo,
            created=created,
        )
        for id_, key, start, last_key, end, code_id, coder, memo, created in codings.standing_in(
            connection, stored.id
        )
        if key in index and last_key in index
    )


def _read(connection: Connection, stored: Stored, coder: str, codebook: str) -> frozenset[str]:
    read = readings.read_keys(connection, stored.id, coder)
    books = [codebook] if codebook else list(codebooks.codebook_ids(connection))
    if not books:
        return frozenset()
    return frozenset.intersection(*(read.get(book, frozenset()) for book in books))


@dataclass(frozen=True, slots=True, kw_only=True)
class CodebookView:
    """A codebook with how often its codes are used: each code's own codings, not those below it."""

    codebook: Codebook
    counts: Mapping[str, int]
    """Code id → codings of everybody; codes never used are not in it."""
    mine: Mapping[str, int]
    """Code id → this coder's codings."""


def codebook_view(study: Study) -> tuple[CodebookView, ...]:
    """Every codebook, in the order in which they came, with counts."""
    with study.database.reading() as connection:
        books = codebooks.codebooks(connection)
        everybody = counts.codings_by_code(connection)
        mine = counts.codings_by_code(connection, coder=study.coder)
    return tuple(
        CodebookView(
            codebook=book,
            counts={code.id: everybody[code.id] for code in book.codes if code.id in everybody},
            mine={code.id: mine[code.id] for code in book.codes if code.id in mine},
        )
        for book in books
    )


def last_event(study: Study) -> int:
    """The number of the newest event: another than before means that somebody has worked on the study."""
    with study.database.reading() as connection:
        return journal.last_event(connection)


def who_is_here(study: Study) -> tuple[str, ...]:
    """Everybody who ever worked on the study, by name; this coder first."""
    with study.database.reading() as connection:
        known = codings.coders(connection)
    return (study.coder, *(name for name in known if name != study.coder))


# ---- the study at a glance


class Attention(StrEnum):
    """What may want attention."""

    SAFEGUARDING = "safeguarding"
    PAST_DATE = "to be destroyed"
    FLAGGED = "flagged"
    UNREAD = "unread"
    AWAITING = "awaiting agreement"
    LATE_CODE = "a code made late"
    LOST = "lost their place"
    CONFLICT = "changed here and in the files"
    UNSAVED = "unsaved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One thing that wants attention, with how many, and a sentence that says so."""

    kind: Attention
    number: int
    text: str
    source: str = ""
    code_id: str = ""


class Next(StrEnum):
    """What to do next."""

    ADD = "add files"
    CODEBOOK = "bring in a codebook"
    READ = "read and code"
    BANK = "hand over the quote bank"


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """What this coder could go on with; the fields after `text` are set for READ only."""

    kind: Next
    text: str
    source: str = ""
    codebook: str = ""
    key: str = ""
    """Of the first segment there that this coder has not read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeView:
    """The study at a glance, for this coder."""

    sources: tuple[SourceProgress, ...]
    codebooks: tuple[str, ...]
    lately: tuple[Event, ...]
    """What was done last by anybody, newest first."""
    matters: tuple[Matter, ...]
    next_step: NextStep
    shows_counts: bool
    """False for a team whose approach is reflexive: no counts, no agreement."""
    last_event: int


_LATELY = 8
_Progress = Sequence[SourceProgress]


def home(study: Study) -> HomeView:
    """How far the sources are read and coded, what was done lately, what wants attention, what is next."""
    compares = study.manifest.compares_coders
    with study.database.reading() as connection:
        stored = sources.sources(connection)
        books = codebooks.codebooks(connection)
        read_by = counts.read_by(connection)
        progress = progress_of(connection, stored, read_by)
        matters = [*_flagged(connection), *_past_date(study), *_unread(connection, progress)]
        matters += _late_codes(connection, study.coder, books)
        if compares:
            matters += _awaiting(connection, study, books, read_by)
        matters += _files(connection)
        return HomeView(
            sources=tuple(progress),
            codebooks=tuple(book.name for book in books),
            lately=tuple(logged.event for logged in journal.latest(connection, _LATELY)),
            matters=tuple(matters),
            next_step=_next_step(connection, study.coder, stored, progress, books),
            shows_counts=compares,
            last_event=journal.last_event(connection),
        )


def _flagged(connection: Connection) -> Iterator[Matter]:
    open_ones = [one for one in flags.flags(connection) if one.cleared is None]
    urgent = [one for one in open_ones if one.kind is FlagKind.SAFEGUARDING]
    if urgent:
        untold = sum(not one.told for one in urgent)
        text = counted(len(urgent), "safeguarding flag") + (
            f", {untold} told to nobody yet" if untold else ""
        )
        yield Matter(kind=Attention.SAFEGUARDING, number=len(urgent), text=text, source=urgent[0].source)
    if others := len(open_ones) - len(urgent):
        text = f"{counted(others, 'flag')} to look at"
        yield Matter(kind=Attention.FLAGGED, number=others, text=text)


def _past_date(study: Study) -> Iterator[Matter]:
    if told := past_date(study):
        yield Matter(kind=Attention.PAST_DATE, number=1, text=told)


def _unread(connection: Connection, progress: _Progress) -> Iterator[Matter]:
    number = sum(one.total for one in progress) - sum(counts.read_segments(connection).values())
    if number:
        text = f"{counted(number, 'passage')} that nobody has read yet"
        yield Matter(kind=Attention.UNREAD, number=number, text=text)


def _late_codes(connection: Connection, coder: str, books: Sequence[Codebook]) -> Iterator[Matter]:
    late = readings.read_before_made(connection, coder)
    for code in (code for book in books for code in book.codes if code.id in late):
        if code.status is not CodeStatus.RETIRED:
            text = f'"{code.name}" was made after you had read {counted(late[code.id], "passage")}'
            yield Matter(kind=Attention.LATE_CODE, number=late[code.id], text=text, code_id=code.id)


def _awaiting(
    connection: Connection, study: Study, books: Sequence[Codebook], read_by: Sequence[counts.ReadBy]
) -> Iterator[Matter]:
    readers: dict[tuple[int, str], int] = {}
    for one in read_by:
        readers[one.source_id, one.codebook] = readers.get((one.source_id, one.codebook), 0) + 1
    shared = {source_id for (source_id, _), number in readers.items() if number > 1}
    out = screening.left_out_segments(connection)
    found = coding_of_record(
        [
            one
            for one in codings.codings(connection, sources=shared)
            if (one.source, one.place.segment) not in out
        ],
        [
            one
            for one in readings.readings(connection, sources=shared)
            if (one.source, one.segment) not in out
        ],
        book_of={code.id: book.name for book in books for code in book.codes},
        consensus=study.manifest.consensus,
    )
    by_source: dict[str, int] = {}
    for (name, _, _), standing in found.standing.items():
        if standing is Standing.AWAITING:
            by_source[name] = by_source.get(name, 0) + 1
    for source in (stored.source for stored in sources.sources(connection)):
        if number := by_source.get(source.name, 0):
            noun = source.kind.segment_noun
            text = f'{counted(number, noun)} of "{source.title}" coded differently by two or more people'
            yield Matter(kind=Attention.AWAITING, number=number, text=text, source=source.name)


def _files(connection: Connection) -> Iterator[Matter]:
    if lost := counts.lost_codings(connection):
        text = f"{counted(lost, 'coding')} without a place since a text was corrected"
        yield Matter(kind=Attention.LOST, number=lost, text=text)
    if clashes := len(text_files.conflicts(connection)):
        text = f"{counted(clashes, 'piece')} of work changed both here and in the files"
        yield Matter(kind=Attention.CONFLICT, number=clashes, text=text)
    if unsaved := journal.unsaved_steps(connection):
        text = f"{counted(unsaved, 'step')} not yet written into the shared files"
        yield Matter(kind=Attention.UNSAVED, number=unsaved, text=text)


def _next_step(
    connection: Connection,
    coder: str,
    stored: Sequence[Stored],
    progress: _Progress,
    books: Sequence[Codebook],
) -> NextStep:
    if not stored:
        return NextStep(kind=Next.ADD, text="Add files: transcripts, survey answers, case records")
    if not any(book.codes for book in books):
        return NextStep(kind=Next.CODEBOOK, text="Bring in a codebook, or make your first code")
    touched = readings.last_worked_on(connection, coder)
    by_id = {one.id: (one, seen) for one, seen in zip(stored, progress, strict=True)}
    for one, seen in sorted(by_id.values(), key=lambda pair: touched.get(pair[0].id, ""), reverse=True):
        book = max(books, key=lambda book: seen.read.get(book.name, {}).get(coder, 0)).name
        unread = readings.first_unread(connection, one.id, coder, book)
        if unread is not None:
            key, ordinal = unread
            text = f"{one.source.title}, {one.source.kind.segment_noun} {ordinal}"
            return NextStep(kind=Next.READ, text=text, source=one.source.name, codebook=book, key=key)
    return NextStep(kind=Next.BANK, text="Everything is read: hand over the quote bank")
