"""Coding by hand: a code on a passage, taking it off again, marking passages read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from qualkit.actions.texts import SourceText
from qualkit.errors import NotFound, Refused
from qualkit.model.codebook import Code, CodeStatus
from qualkit.model.coding import Coding, Origin
from qualkit.model.place import Place
from qualkit.model.text import snap
from qualkit.store import codebooks, codings, sources
from qualkit.store.writer import Writer
from qualkit.study import Study


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What a stroke did: the passages' exact words, and how many codings are new."""

    quotes: tuple[str, ...]
    codes: tuple[str, ...]
    """Paths of the codes."""
    added: int


def apply_codes(study: Study, source: str, places: Sequence[Place], code_ids: Sequence[str]) -> Applied:
    """Put codes on passages of one source, as this coder and as one step. What is coded so already stays.

    Raises NotFound for a place or code that is not there, Refused for a retired code, and for a passage
    that would run over two answers or records.
    """
    with study.step("code") as writer:
        text = _text(writer, source)
        known = {c.id: (book.path(c.id), c) for book in codebooks.codebooks(writer.connection) for c in book.codes}
        paths = tuple(_usable(known, code_id) for code_id in code_ids)
        exact = [_exact(text, place) for place in places]
        wanted = [
            Coding(
                id=str(uuid4()),
                source=source,
                place=place,
                code=code_id,
                coder=study.coder,
                quote=text.quote(place),
                origin=Origin.BY_HAND,
            )
            for place in exact
            for code_id in code_ids
        ]
        added = codings.add_codings(writer, wanted)
        writer.summary = f"coded {_passages(len(exact))} of {source}: {', '.join(paths)}"
        writer.detail = {"source": source, "codes": list(code_ids), "passages": added, "origin": "by hand"}
    return Applied(quotes=tuple(text.quote(place) for place in exact), codes=paths, added=added)


def _text(writer: Writer, source: str) -> SourceText:
    found = next((one for one in sources.sources(writer.connection) if one.source.name == source), None)
    if found is None:
        raise NotFound(f'There is no source called "{source}".')
    return SourceText.load(writer.connection, found)


def _usable(known: dict[str, tuple[str, Code]], code_id: str) -> str:
    if code_id not in known:
        raise NotFound("This code is no longer in the codebook.")
    path, code = known[code_id]
    if code.status is CodeStatus.RETIRED:
        raise Refused(f'The code "{path}" is retired.', hint="Use another, or make it active again.")
    return path


def _exact(text: SourceText, place: Place) -> Place:
    """The place, widened so that it cuts no letter in half."""
    if not text.holds(place):
        raise NotFound(f"This passage is no longer in {text.stored.source.name}.")
    if not place.is_in_one_segment and not text.is_continuous:
        raise Refused("A passage can't run over two answers.", hint="Mark both and code them at once.")
    first, last = text.within(place)[0], text.within(place)[-1]
    start, _ = snap(first.text, place.start, place.start)
    _, end = snap(last.text, place.end, place.end)
    return Place(segment=place.segment, start=start, end_segment=place.end_segment, end=end)


def remove_codings(study: Study, coding_ids: Sequence[str]) -> int:
    """Take this coder's codings off again, as one step. Another coder's are refused; gives how many went."""
    with study.step("remove codes") as writer:
        removed = codings.remove_codings(writer, coding_ids)
        if removed < len(set(coding_ids)):
            raise Refused("Only your own codings can be taken off.", hint="A colleague's stay a colleague's.")
        writer.summary = f"took {removed} coding{'s' if removed != 1 else ''} off"
        writer.detail = {"codings": removed}
    return removed


def mark_read(study: Study, source: str, keys: Sequence[str], codebook_names: Sequence[str]) -> int:
    """Mark passages of a source as read by this coder for codebooks, as one step; gives how many are new."""
    with study.step("finish") as writer:
        books = codebooks.codebook_ids(writer.connection)
        count = codings.mark_segments_read(writer, source, keys, [books[name] for name in codebook_names])
        writer.summary = f"read {_passages(len(keys))} of {source}"
        writer.detail = {"source": source, "codebooks": list(codebook_names), "passages": count}
    return count


def _passages(number: int) -> str:
    return f"{number} passage{'s' if number != 1 else ''}"
