"""Coding by hand: codes on passages, taking them off again, notes on them, marking passages read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from qualkit.actions.edit_codebook import new_code
from qualkit.actions.texts import SourceText
from qualkit.errors import NotFound, Refused
from qualkit.model.codebook import CodeStatus
from qualkit.model.coding import Coding, Origin
from qualkit.model.place import Place
from qualkit.model.plural import counted
from qualkit.model.text import snap
from qualkit.store import codebooks, codings, readings, sources
from qualkit.store.codings import Owned
from qualkit.store.database import Connection
from qualkit.store.writer import Writer
from qualkit.study import Study


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What a stroke did: the passages' exact words, and the codings that are new."""

    quotes: tuple[str, ...]
    codes: tuple[str, ...]
    """Paths of the codes."""
    codings: tuple[Coding, ...]

    @property
    def added(self) -> int:
        """How many codings are new: none where all was coded so already."""
        return len(self.codings)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCode:
    """A code to be made: its name and its place in the tree."""

    name: str
    book: str
    parent: str | None = None
    """Id of the code above it; None for a theme."""
    others: tuple[str, ...] = ()
    """Ids of codes that are applied with it."""


def apply_codes(study: Study, source: str, places: Sequence[Place], code_ids: Sequence[str]) -> Applied:
    """Put codes on passages of one source, as this coder and as one step. What is coded so already stays.

    Raises NotFound for a place or code that is not there, Refused for a retired code, for a passage without
    words, and for one that would run over two answers or records.
    """
    with study.step("code") as writer:
        return put_codes(writer, source, places, code_ids)


def make_and_apply(study: Study, wanted: NewCode, source: str, places: Sequence[Place]) -> Applied:
    """Make a code and put it, with others that are there already, on passages: all as one step of undo.

    Raises what `make_code` and `apply_codes` raise; then no code is made.
    """
    with study.step("code") as writer:
        book, code = new_code(writer, wanted.book, wanted.name, wanted.parent)
        applied = put_codes(writer, source, places, [*wanted.others, code.id])
        writer.summary = f"made the code {book.path(code.id)} and {writer.summary}"
        writer.detail |= {"codebook": book.name, "made": code.id}
    return applied


def put_codes(writer: Writer, source: str, places: Sequence[Place], code_ids: Sequence[str]) -> Applied:
    """As `apply_codes`, inside a step that may do more."""
    stored = sources.source(writer.connection, source)
    return put_codes_in(writer, SourceText.around(writer.connection, stored, places), places, code_ids)


def put_codes_in(
    writer: Writer, text: SourceText, places: Sequence[Place], code_ids: Sequence[str]
) -> Applied:
    """As `put_codes`, where what the places touch has been read already."""
    source = text.stored.source.name
    paths = tuple(usable_path(writer.connection, code_id) for code_id in code_ids)
    exact = list(dict.fromkeys(exact_place(text, place) for place in places))
    quotes = tuple(text.quote(place) for place in exact)
    wanted = [
        Coding(
            id=str(uuid4()),
            source=source,
            place=place,
            code=code_id,
            coder=writer.coder,
            quote=quote,
            origin=Origin.BY_HAND,
            created=writer.at,
        )
        for place, quote in zip(exact, quotes, strict=True)
        for code_id in dict.fromkeys(code_ids)
    ]
    added = codings.added_codings(writer, wanted)
    writer.summary = f"coded {counted(len(exact), 'passage')} of {source}: {', '.join(paths)}"
    writer.detail = {
        "source": source,
        "code": ", ".join(paths),
        "code_ids": list(code_ids),
        "passages": len(added),
        "origin": "by hand",
    }
    return Applied(quotes=quotes, codes=paths, codings=tuple(added))


def usable_path(connection: Connection, code_id: str) -> str:
    """The path of a code to code with. Raises NotFound where it is gone, Refused where it is retired."""
    lineage = codebooks.lineage(connection, code_id)
    if not lineage:
        raise NotFound("This code is no longer in the codebook.", hint="Somebody has removed or merged it.")
    path = codebooks.path_of(lineage)
    if lineage[-1].status is CodeStatus.RETIRED:
        raise Refused(f'The code "{path}" is retired.', hint="Use another, or make it active again.")
    return path


def exact_place(text: SourceText, place: Place) -> Place:
    """The place, widened so that it cuts no letter in half; refused where it can't be coded."""
    if not text.holds(place):
        raise NotFound(
            f'This passage is not in "{text.stored.source.title}" as it now is.',
            hint="The text was corrected meanwhile; open it again.",
        )
    if not place.is_in_one_segment and not text.is_continuous:
        noun = text.stored.source.kind.segment_noun
        raise Refused(f"A passage can't run over two {noun}s.", hint="Mark both and code them at once.")
    touched = text.within(place)
    start, _ = snap(touched[0].text, place.start, place.start)
    _, end = snap(touched[-1].text, place.end, place.end)
    exact = Place(segment=place.segment, start=start, end_segment=place.end_segment, end=end)
    if not text.quote(exact).strip():
        raise Refused("There are no words in this passage.", hint="Mark some words first.")
    return exact


def remove_codings(study: Study, coding_ids: Sequence[str]) -> int:
    """Take this coder's codings off again, as one step; gives how many went.

    Those that are gone already are passed over. Raises Refused where one is a colleague's, naming who.
    """
    with study.step("remove codes") as writer:
        found = codings.owned(writer.connection, coding_ids)
        for one in found:
            _refuse_foreign(one, writer.coder, "taken off")
        removed = codings.remove_codings(writer, [one.id for one in found])
        paths = dict.fromkeys(_path(writer, one.code) for one in found)
        names = dict.fromkeys(one.source for one in found)
        writer.summary = f"took {counted(removed, 'coding')} off {', '.join(names)}: {', '.join(paths)}"
        writer.detail = {"source": ", ".join(names), "code": ", ".join(paths), "codings": removed}
    return removed


def set_memo(study: Study, coding_id: str, text: str) -> bool:
    """Write this coder's note on a coding, or take it away with an empty text; gives whether it changed."""
    with study.step("memo") as writer:
        found = codings.owned(writer.connection, [coding_id])
        if not found:
            raise NotFound("This coding is no longer there.", hint="It was taken off meanwhile.")
        _refuse_foreign(found[0], writer.coder, "given another memo")
        changed = codings.set_coding_memo(writer, coding_id, text.strip())
        path = _path(writer, found[0].code)
        did = "memo on" if text.strip() else "took the memo off"
        writer.summary = f"{did} a coding of {found[0].source}: {path}"
        writer.detail = {"source": found[0].source, "code": path, "coding": coding_id}
    return changed


def mark_read(study: Study, source: str, keys: Sequence[str], codebook_names: Sequence[str]) -> int:
    """Mark passages of a source as read by this coder for codebooks, as one step; gives how many are new.

    What was read before a code of the codebook was made counts as new: the code has now been looked for.
    """
    with study.step("finish") as writer:
        ids, books = _segments_and_books(writer, source, keys, codebook_names)
        first = study.manifest.proposals.show_before_reading
        count = readings.mark_segments_read(writer, ids, books, proposals_first=first)
        writer.summary = f"read {counted(len(ids), 'passage')} of {source} for {', '.join(codebook_names)}"
        writer.detail = {"sources": [source], "codebooks": list(codebook_names), "passages": count}
    return count


def mark_unread(study: Study, source: str, keys: Sequence[str], codebook_names: Sequence[str]) -> int:
    """Say that this coder has not read passages for codebooks after all, as one step; gives how many."""
    with study.step("unread") as writer:
        ids, books = _segments_and_books(writer, source, keys, codebook_names)
        count = readings.unmark_read(writer, ids, books)
        writer.summary = (
            f"not read after all: {counted(len(ids), 'passage')} of {source} for {', '.join(codebook_names)}"
        )
        writer.detail = {"sources": [source], "codebooks": list(codebook_names), "passages": count}
    return count


def _segments_and_books(
    writer: Writer, source: str, keys: Sequence[str], codebook_names: Sequence[str]
) -> tuple[list[int], list[int]]:
    stored = sources.source(writer.connection, source)
    ids = sources.segment_ids(writer.connection, stored.id, keys)
    if len(ids) < len(set(keys)):
        raise NotFound(
            f'This passage is not in "{stored.source.title}" as it now is.',
            hint="The text was corrected meanwhile; open it again.",
        )
    books = codebooks.codebook_ids(writer.connection)
    for name in codebook_names:
        if name not in books:
            raise NotFound(f'There is no codebook called "{name}".', candidates=list(books))
    return list(ids.values()), [books[name] for name in codebook_names]


def _refuse_foreign(coding: Owned, coder: str, what: str) -> None:
    if coding.coder != coder:
        raise Refused(
            f"This coding is {coding.coder}'s: only {coding.coder} can say that it is to be {what}.",
            hint="Code the passage yourself as you see it; the two of you can settle it later.",
        )


def _path(writer: Writer, code_id: str) -> str:
    return codebooks.path_of(codebooks.lineage(writer.connection, code_id))
