"""One open question, or one file of records, as a list: what is known of each, sorted and filtered."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from qualkit.actions.workspace import CodingView
from qualkit.model.coding import Anchor
from qualkit.model.source import Segment, Source, SourceKind
from qualkit.store import answer_rows, codings, counts, screening, sources
from qualkit.store.answer_rows import Field
from qualkit.store.database import Connection
from qualkit.study import Study

__all__ = [
    "Answer", "AnswerRow", "Field", "Keep", "Only", "Order", "Sheet", "Wanted", "answer", "answer_rows_of",
    "arranged", "coded_ids", "is_sheet", "keys_of", "open_sheet", "read_ids", "value_counts",
]  # fmt: skip
_BEGINNING = 400
"""Characters of an answer that its row in the list may show."""


class Order(StrEnum):
    """In which order answers stand; ties stay in the order of the file."""

    FILE = "as in the file"
    UNREAD = "unread first"
    UNCODED = "uncoded first"
    LONGEST = "longest first"
    FIELD = "by what is known"


class Keep(StrEnum):
    """Which answers are shown."""

    UNREAD = "not read"
    UNCODED = "without a code of mine"
    MINE = "coded by me"
    WITH = "with a code"
    WITHOUT = "without a code"
    LEFT_OUT = "left out"
    STAYING = "not left out"
    FIELD = "by what is known"


@dataclass(frozen=True, slots=True, kw_only=True)
class Only:
    """One condition that answers must meet to be shown."""

    keep: Keep
    field: str = ""
    value: str = ""
    """Empty: nothing is known of this."""
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to show, and how sorted. Several conditions must all hold, and all words must be there."""

    order: Order = Order.FILE
    field: str = ""
    """What to sort by, for Order.FIELD."""
    only: tuple[Only, ...] = ()
    words: str = ""
    """Each of these words, or parts of words; case and accents do not count."""
    book: str = ""
    """The codebook that being read is for."""
    is_blind: bool = False
    """Whether other coders' work does not count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A source as a list of answers, without their texts."""

    source: Source
    source_id: int
    fields: tuple[Field, ...]
    lengths: Mapping[int, int]
    """Id of an answer → its characters, in the order of the file."""
    lost: int
    """How many codings have lost their place here."""

    def field(self, name: str) -> Field | None:
        """The field of this name, if there is one."""
        return next((field for field in self.fields if field.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRow:
    """An answer as its row in the list shows it."""

    id: int
    key: str
    ordinal: int
    beginning: str
    facts: Mapping[str, str]
    codes: tuple[tuple[str, bool], ...]
    """(code's id, whether it is mine), once each, mine first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A whole answer with everything coded in it."""

    id: int
    segment: Segment
    facts: Mapping[str, str]
    codings: tuple[CodingView, ...]
    """`first` and `last` are 0: the answer stands alone."""

    @property
    def who(self) -> str:
        """The person; the record where a person of their own was made for it, or none is known."""
        case, record = self.segment.case or "", self.segment.record or ""
        return record if not case or case == f"{self.segment.source.partition(':')[0]}:{record}" else case


def is_sheet(study: Study, source: str) -> bool:
    """Whether a source holds answers or records, which are read as a list. Raises NotFound for none."""
    with study.database.reading() as connection:
        kind = sources.source(connection, source).source.kind
    return kind in (SourceKind.ANSWERS, SourceKind.RECORDS)


def open_sheet(study: Study, source: str) -> Sheet:
    """The list of a source. Raises NotFound for a source that is not in the study."""
    with study.database.reading() as connection:
        stored = sources.source(connection, source)
        return Sheet(
            source=stored.source,
            source_id=stored.id,
            fields=tuple(answer_rows.fields(connection, stored.question_id)),
            lengths=answer_rows.lengths(connection, stored.id),
            lost=counts.lost_codings(connection, stored.id),
        )


def arranged(study: Study, sheet: Sheet, wanted: Wanted) -> list[int]:
    """The ids of the answers to be shown, in their order: 100,000 in about 0.1 s."""
    with study.database.reading() as connection:
        looking = _Looking(connection, sheet, wanted, study.coder)
        ids = list(sheet.lengths)
        for test in map(looking.test, wanted.only):
            ids = [one for one in ids if test(one)]
        if words := _folded(wanted.words).split():
            ids = looking.with_words(ids, words)
        key = looking.sort_key()
        return ids if key is None else sorted(ids, key=key)


@dataclass(frozen=True, slots=True)
class _Looking:
    """Looks up what sorting and filtering need: whole columns of integers, one SELECT each."""

    connection: Connection
    sheet: Sheet
    wanted: Wanted
    me: str

    def test(self, only: Only) -> Callable[[int], bool]:
        """Whether an answer meets a condition."""
        if only.keep is Keep.FIELD:
            values = self.values(only.field)
            return lambda one: values.get(one, "") == only.value
        ids = self._ids(only)
        if only.keep in (Keep.MINE, Keep.WITH, Keep.LEFT_OUT):
            return lambda one: one in ids
        return lambda one: one not in ids

    def _ids(self, only: Only) -> Collection[int]:
        if only.keep is Keep.UNREAD:
            return self.read()
        if only.keep is Keep.UNCODED:
            return self.coded_by_me() | self._left_out()
        if only.keep is Keep.MINE:
            return self.coded_by_me()
        if only.keep in (Keep.LEFT_OUT, Keep.STAYING):
            return self._left_out()
        coder = self.me if self.wanted.is_blind else ""
        return answer_rows.coded(self.connection, self.sheet.source_id, coder=coder, codes=only.codes)

    def read(self) -> set[int]:
        """What need not be read: it is read, or its record was left out."""
        read = answer_rows.read(self.connection, self.sheet.source_id, self.me, self.wanted.book)
        return self._left_out() | read

    def _left_out(self) -> set[int]:
        return screening.left_out_ids(self.connection, self.sheet.source_id)

    def coded_by_me(self) -> set[int]:
        return answer_rows.coded(self.connection, self.sheet.source_id, coder=self.me)

    def values(self, name: str) -> Mapping[int, str]:
        """Id → what is known; those of whom nothing is are not in it."""
        field = self.sheet.field(name)
        if field is None:
            return {}
        if field.question_id is None:
            return answer_rows.attributes(self.connection, self.sheet.source_id, name)
        numbers, labels = answer_rows.levels(self.connection, self.sheet.source_id, field.question_id)
        return {one: labels[number] for one, number in numbers.items()}

    def with_words(self, ids: Sequence[int], words: Sequence[str]) -> list[int]:
        """Those of the answers in which all of the words stand."""
        first, *rest = words
        fitting = set()
        for one, text in answer_rows.texts(self.connection, self.sheet.source_id):
            said = text.lower() if text.isascii() else _folded(text)
            if first in said and all(word in said for word in rest):
                fitting.add(one)
        return [one for one in ids if one in fitting]

    def sort_key(self) -> Callable[[int], int] | None:
        """What to sort by; None for the order of the file."""
        order = self.wanted.order
        if order is Order.LONGEST:
            lengths = self.sheet.lengths
            return lambda one: -lengths[one]
        if order in (Order.UNREAD, Order.UNCODED):
            is_read = order is Order.UNREAD
            done = self.read() if is_read else self.coded_by_me() | self._left_out()
            return lambda one: one in done
        return self._rank() if order is Order.FIELD else None

    def _rank(self) -> Callable[[int], int] | None:
        """Scales by their order, other labels by their letters and numbers; the unknown come last."""
        field = self.sheet.field(self.wanted.field)
        if field is None:
            return None
        values: Mapping[int, int] | Mapping[int, str]
        if field.question_id is not None:
            values, labels = answer_rows.levels(self.connection, self.sheet.source_id, field.question_id)
            in_order = list(labels)
            if not field.has_scale:
                in_order.sort(key=lambda one: _natural(labels[one]))
            rank: dict[object, int] = {one: number for number, one in enumerate(in_order)}
        else:
            values = answer_rows.attributes(self.connection, self.sheet.source_id, field.name)
            rank = {one: number for number, one in enumerate(sorted(set(values.values()), key=_natural))}
        last = len(rank)
        return lambda one: rank.get(values.get(one), last)


_NUMBER = re.compile(r"(\d+)")


def _natural(label: str) -> tuple[list[tuple[int, int, str]], str]:
    """For sorting labels as people do: "2 to 5" before "11 or more"."""
    parts = [part for part in _NUMBER.split(_folded(label)) if part]
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts], label


def _folded(text: str) -> str:
    """The text without case and accents, with straight quotation marks: for looking words up."""
    if text.isascii():
        return text.lower()
    for curly, straight in _QUOTES:
        if curly in text:
            text = text.replace(curly, straight)
    return _MARKS.sub("", unicodedata.normalize("NFKD", text)).casefold()


_QUOTES = (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'))
_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u064b-\u065f"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)
"""Accents and the like. Ranges, since asking letter by letter takes ten times as long."""


def value_counts(study: Study, sheet: Sheet, field: str) -> list[tuple[str, int]]:
    """(what is known, of how many answers), in the order in which one sorts by it; "" for those without."""
    with study.database.reading() as connection:
        looking = _Looking(connection, sheet, Wanted(), study.coder)
        values = looking.values(field)
        known = sheet.field(field)
        if known is not None and known.question_id is not None and known.has_scale:
            _, labels = answer_rows.levels(connection, sheet.source_id, known.question_id)
            in_order = list(labels.values())
        else:
            in_order = sorted(set(values.values()), key=_natural)
    number = Counter(values.values())
    found = [(value, number[value]) for value in in_order if number[value]]
    without = len(sheet.lengths) - len(values)
    return [*found, ("", without)] if without else found


def read_ids(study: Study, sheet: Sheet, book: str) -> set[int]:
    """Ids of the answers that this coder has read for a codebook."""
    with study.database.reading() as connection:
        return answer_rows.read(connection, sheet.source_id, study.coder, book)


def coded_ids(study: Study, sheet: Sheet) -> set[int]:
    """Ids of the answers that have a code of this coder."""
    with study.database.reading() as connection:
        return answer_rows.coded(connection, sheet.source_id, coder=study.coder)


def keys_of(study: Study, ids: Sequence[int]) -> dict[int, str]:
    """Id → key of those of these answers that there still are."""
    with study.database.reading() as connection:
        return answer_rows.keys(connection, ids)


def id_of(study: Study, sheet: Sheet, key: str) -> int | None:
    """The id of the answer with a key; None if there is none."""
    with study.database.reading() as connection:
        return sources.segment_ids(connection, sheet.source_id, [key]).get(key)


def answer_rows_of(study: Study, ids: Sequence[int], *, is_blind: bool = False) -> list[AnswerRow]:
    """Some rows of the list; those whose answer is gone are left out."""
    with study.database.reading() as connection:
        rows = answer_rows.rows(connection, ids)
        given = answer_rows.given_codes(connection, ids)
    codes: dict[int, dict[str, bool]] = {}
    for one in sorted(given, key=lambda one: one.coder != study.coder):
        is_mine = one.coder == study.coder
        if is_mine or not is_blind:
            codes.setdefault(one.segment_id, {}).setdefault(one.code_id, is_mine)
    return [
        AnswerRow(
            id=row.id,
            key=row.key,
            ordinal=row.ordinal,
            beginning=row.text[:_BEGINNING],
            facts=row.facts,
            codes=tuple(codes.get(row.id, {}).items()),
        )
        for row in rows
    ]


def answer(study: Study, sheet: Sheet, id_: int, *, is_blind: bool = False) -> Answer | None:
    """A whole answer with what is coded in it; None if it is gone."""
    with study.database.reading() as connection:
        found = answer_rows.rows(connection, [id_])
        if not found:
            return None
        row = found[0]
        standing = codings.codings(connection, sources=[sheet.source_id], keys=[row.key])
    views = [
        CodingView(
            id=one.id,
            first=0,
            start=one.place.start,
            last=0,
            end=one.place.end,
            code_id=one.code,
            coder=one.coder,
            is_mine=one.coder == study.coder,
            memo=one.memo,
            created=one.created,
        )
        for one in standing
        if one.anchor is not Anchor.LOST
    ]
    segment = Segment(
        source=sheet.source.name,
        key=row.key,
        ordinal=row.ordinal,
        text=row.text,
        case=row.case,
        record=row.record,
    )
    shown = tuple(view for view in views if view.is_mine or not is_blind)
    return Answer(id=row.id, segment=segment, facts=row.facts, codings=shown)
