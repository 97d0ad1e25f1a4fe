"""Coding what a search found, as one step of undo."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import uuid4

from qualkit.actions.apply import Unit
from qualkit.actions.coding import Applied, NewCode
from qualkit.actions.edit_codebook import new_code
from qualkit.actions.present_texts import present_texts
from qualkit.actions.redacting import redactor
from qualkit.actions.search import Hit
from qualkit.analysis.sentences import sentence_places
from qualkit.errors import NotFound, Refused
from qualkit.model.codebook import Code
from qualkit.model.codepath import find_usable_code
from qualkit.model.coding import Coding, Origin
from qualkit.model.place import Place
from qualkit.model.plural import counted
from qualkit.store import codebooks, codings
from qualkit.store.writer import Writer
from qualkit.study import Study


def code_hits(
    study: Study,
    hits: Sequence[Hit],
    code: str | Sequence[str],
    *,
    unit: Unit = "segment",
    query: str = "",
    make: NewCode | None = None,
) -> Applied:
    """Put a code, or several (their paths), on hits, as this coder and one step; what is there already stays.

    `unit`: the whole passage (segment), the sentences with the words found (sentence), or just the words
    (span). `make` is a code that is made on the way. Raises NotFound for an unknown code, Refused for a
    retired one, for no hits, and where a text is no longer as it was found; then no code is made.
    """
    if not hits:
        raise Refused("There is nothing to code: nothing was found, or nothing chosen.")
    with study.step("code") as writer:
        paths = [code] if isinstance(code, str) else list(code)
        books = codebooks.codebooks(writer.connection)
        found = [find_usable_code(path, books) for path in dict.fromkeys(paths)]
        found += [new_code(writer, make.book, make.name, make.parent)] if make else []
        stretches = list(_stretches(writer, hits, unit))
        wanted = [_coding(writer, one, *stretch) for stretch in stretches for _, one in found]
        added = codings.added_codings(writer, wanted)
        paths = [book.path(one.id) for book, one in found]
        made = f"made the code {paths[-1]} and " if make else ""
        places = {(one.source, one.place) for one in added}
        said = f"{made}coded {counted(len(places), 'passage')} that a search found: "
        writer.summary = said + ", ".join(paths)
        writer.detail = {
            "code": ", ".join(paths), "code_ids": [one.id for _, one in found], "passages": len(added),
            "origin": "rule", "search": query,
        }  # fmt: skip
    return Applied(quotes=tuple(quote for *_, quote in stretches), codes=tuple(paths), codings=tuple(added))


def _coding(writer: Writer, code: Code, source: str, place: Place, quote: str) -> Coding:
    return Coding(
        id=str(uuid4()),
        source=source,
        place=place,
        code=code.id,
        coder=writer.coder,
        quote=quote,
        origin=Origin.RULE,
        created=writer.at,
    )


def _stretches(writer: Writer, hits: Sequence[Hit], unit: Unit) -> Iterator[tuple[str, Place, str]]:
    """(source, place, words) of what is to be coded."""
    redact = redactor(writer.connection)
    texts = present_texts(writer.connection, ((hit.source, hit.segment) for hit in hits))
    for hit in hits:
        text = texts.get((hit.source, hit.segment))
        if text is None or redact.text(text, hit.source, hit.segment) != hit.text:
            raise NotFound(
                f"Passage {hit.segment} of {hit.source} is no longer as it was found.",
                hint="Search once more.",
            )
        for start, end in _spans(hit, text, unit):
            place = Place(segment=hit.segment, start=start, end_segment=hit.segment, end=end)
            yield hit.source, place, text[start:end]


def _spans(hit: Hit, text: str, unit: Unit) -> list[tuple[int, int]]:
    words = [(place.start, place.end) for place in hit.places]
    if unit == "segment":
        return [(0, len(text))]
    if unit == "span":
        return words
    return [
        (start, end)
        for start, end in sentence_places(text)
        if any(first < end and last > start for first, last in words)
    ]
