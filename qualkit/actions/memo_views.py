"""All memos in one place, with what each of them stands on; and handing them over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from qualkit.actions.log_lines import short_title
from qualkit.actions.provenance import provenance
from qualkit.actions.redacting import redactor
from qualkit.model.codebook import Code, Codebook
from qualkit.model.coding import Memo
from qualkit.model.redaction import Redactor
from qualkit.model.source import SourceKind
from qualkit.store import codebooks, journal, sources
from qualkit.store import memos as store
from qualkit.store.database import Connection
from qualkit.store.sources import Stored
from qualkit.study import Study

if TYPE_CHECKING:
    from qualkit.exports.document import Block


class MemoKind(StrEnum):
    """What a memo can be on."""

    STUDY = "study"
    SOURCE = "source"
    PASSAGE = "passage"
    PERSON = "person"
    CODE = "code"
    CODING = "coding"

    @property
    def heading(self) -> str:
        """Memos of this kind, as they are called on screen."""
        return _HEADINGS[self]


_HEADINGS = {
    MemoKind.STUDY: "On the study",
    MemoKind.SOURCE: "On sources",
    MemoKind.PASSAGE: "On passages",
    MemoKind.PERSON: "On people",
    MemoKind.CODE: "On codes",
    MemoKind.CODING: "On what is coded",
}
_KINDS = frozenset(kind.value for kind in MemoKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoView:
    """A memo with what it stands on."""

    id: str
    """Of the memo; of the coding where the note is kept with one (`is_in_coding`)."""
    kind: MemoKind
    text: str
    """As it was written, to be rewritten."""
    coder: str
    is_mine: bool
    created: str
    """ISO 8601, UTC; that of the coding where the note is kept with one."""
    target: str = ""
    """As `add_memo` takes it, to write another memo on the same."""
    what: str
    """What it is on, in a few words: `Focus group 1, turn 17`."""
    words: str = ""
    """The passage's words, or what the code means."""
    source: str = ""
    key: str = ""
    """Of the passage that it is on."""
    code_id: str = ""
    is_in_coding: bool = False
    shown: str | None = None
    """The text where something in it is redacted: what is shown instead of it."""


def memo_views(study: Study, *, only_mine: bool = False) -> tuple[MemoView, ...]:
    """Every memo and every note kept with a coding, newest first."""
    with study.database.reading() as connection:
        found = _Shelf.load(study, connection)
        memos = [*map(found.view, journal.memos(connection)), *found.notes()]
    memos.sort(key=lambda one: (one.created, one.id), reverse=True)
    return tuple(one for one in memos if one.is_mine or not only_mine)


@dataclass(slots=True, kw_only=True)
class _Shelf:
    """What memos are on, looked up once."""

    study: Study
    stored: Mapping[str, Stored]
    codes: Mapping[str, tuple[Codebook, Code]]
    codings: Mapping[str, store.NotedCoding]
    passages: Mapping[str, tuple[int, str]]
    redact: Redactor

    @classmethod
    def load(cls, study: Study, connection: Connection) -> _Shelf:
        return cls(
            study=study,
            stored={one.source.name: one for one in sources.sources(connection)},
            codes={code.id: (book, code) for book in codebooks.codebooks(connection) for code in book.codes},
            codings={one[0]: one for one in store.noted_codings(connection)},
            passages=store.noted_passages(connection),
            redact=redactor(connection),
        )

    def view(self, memo: Memo) -> MemoView:
        """A memo of its own."""
        plain = MemoView(
            id=memo.id,
            kind=MemoKind(memo.about) if memo.about in _KINDS else MemoKind.STUDY,
            text=memo.text,
            coder=memo.coder,
            is_mine=memo.coder == self.study.coder,
            created=memo.created,
            target=memo.target,
            what="The study" if not memo.target else f"{memo.about} {memo.target}",
        )
        return self._placed(plain)

    def notes(self) -> Iterator[MemoView]:
        """The notes that are kept with codings."""
        for id_, _, _, _, _, coder, text, _, created in self.codings.values():
            if text:
                yield self._placed(
                    MemoView(
                        id=id_,
                        kind=MemoKind.CODING,
                        text=text,
                        coder=coder,
                        is_mine=coder == self.study.coder,
                        created=created,
                        target=id_,
                        what="",
                        is_in_coding=True,
                    )
                )

    def _placed(self, memo: MemoView) -> MemoView:
        """The memo with what it is on, as it is shown."""
        found = self._found(memo)
        if self.redact.is_idle:
            return found
        words = self.redact.text(found.words, found.source or None, found.key)
        shown = self.redact.text(found.text)
        return replace(found, words=words, shown=shown if shown != found.text else None)

    def _found(self, memo: MemoView) -> MemoView:
        match memo.kind:
            case MemoKind.SOURCE:
                return _with(memo, what=self._title(memo.target), source=memo.target)
            case MemoKind.PASSAGE:
                return self._on_passage(memo)
            case MemoKind.PERSON:
                name, _, person = memo.target.rpartition(":")
                return _with(memo, what=f"{person} ({self._title(name)})" if name else person)
            case MemoKind.CODE:
                return self._on_code(memo)
            case MemoKind.CODING:
                return self._on_coding(memo)
        return memo

    def _on_passage(self, memo: MemoView) -> MemoView:
        name, _, key = memo.target.rpartition("#")
        if memo.target not in self.passages:
            return _with(memo, what=f"{self._title(name)}, {key} (no longer there)")
        ordinal, words = self.passages[memo.target]
        return _with(memo, what=self._place(name, key, ordinal), words=words, source=name, key=key)

    def _on_code(self, memo: MemoView) -> MemoView:
        if memo.target not in self.codes:
            return _with(memo, what="A code that is gone")
        book, code = self.codes[memo.target]
        return _with(memo, what=_path(book, code), words=code.meaning, code_id=code.id)

    def _on_coding(self, memo: MemoView) -> MemoView:
        if memo.target not in self.codings:
            return _with(memo, what="A coding that was taken off")
        _, name, key, ordinal, code_id, _, _, quote, _ = self.codings[memo.target]
        what = f"{_path(*self.codes[code_id])} · {self._place(name, key, ordinal)}"
        return _with(memo, what=what, words=quote, source=name, key=key, code_id=code_id)

    def _place(self, name: str, key: str, ordinal: int) -> str:
        """A passage as people look it up: `Focus group 1, turn 17`, `Answer R09 of “What stops …”`."""
        source, title = self.stored[name].source, self._title(name)
        noun = source.kind.segment_noun
        if source.kind in (SourceKind.ANSWERS, SourceKind.RECORDS):
            return f"{noun.capitalize()} {key} of {title}"
        return f"{title}, {noun} {ordinal}"

    def _title(self, name: str) -> str:
        return short_title(self.stored[name].source.title) if name in self.stored else name


def _with(memo: MemoView, **values: str) -> MemoView:
    return replace(memo, **values)  # type: ignore[arg-type]


def _path(book: Codebook, code: Code) -> str:
    return " › ".join(one.name for one in book.lineage(code.id))


# ---- handing over


def export_memos(study: Study, memos: Sequence[MemoView], path: Path) -> Path:
    """Write memos, gathered by what they are on, as Word, web page or Markdown by the file's ending."""
    from qualkit.actions.quotes import log_export
    from qualkit.exports.document import Document, Heading, provenance_blocks
    from qualkit.exports.render import write_document

    by_kind = sorted(
        memos, key=lambda one: (list(MemoKind).index(one.kind), one.what.casefold(), one.created)
    )
    blocks: list[Block] = [Heading(1, f"Memos: {study.title}")]
    for kind, some in groupby(by_kind, key=lambda one: one.kind):
        blocks.append(Heading(2, kind.heading))
        for what, on_it in groupby(some, key=lambda one: one.what):
            blocks += _on_one(what, list(on_it))
    origin = provenance(study, "memo", coder="any")
    title = f"Memos: {study.title}"
    document = Document(title=title, blocks=(*blocks, *provenance_blocks(origin)), provenance=origin)
    path.parent.mkdir(exist_ok=True)
    write_document(document, path)
    log_export(study, [path.name], memos=len(memos))
    return path


def _on_one(what: str, memos: Sequence[MemoView]) -> Iterator[Block]:
    from qualkit.exports.document import Heading, Paragraph, ParagraphStyle, Run, RunStyle

    if memos[0].kind is not MemoKind.STUDY:
        yield Heading(3, what)
    if memos[0].words:
        yield Paragraph((Run(memos[0].words, RunStyle.EMPHASIS),), ParagraphStyle.DEFINITION)
    for memo in memos:
        by = Run(f"{memo.coder}, {memo.created[:10]}\n", RunStyle.ASIDE)
        yield Paragraph((by, Run(memo.text if memo.shown is None else memo.shown)))
