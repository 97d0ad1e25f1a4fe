"""Codings whose words changed or that lost their place, for a person to look at and put back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from qualkit.actions.coding import exact_place
from qualkit.actions.redacting import redactor
from qualkit.actions.texts import SourceText, load_texts
from qualkit.errors import NotFound, Refused
from qualkit.model.coding import Anchor, Coding
from qualkit.model.place import Place
from qualkit.model.plural import counted
from qualkit.model.text import fold
from qualkit.store import codebooks, codings, sources
from qualkit.store.database import Connection
from qualkit.study import Study


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceView:
    """A coding that a person should look at since its text was corrected."""

    coding: str
    source: str
    code: str
    """Path of the code."""
    coder: str
    became: Anchor
    """CHANGED or LOST."""
    quote: str
    """The words now at its place as they are shown; for a lost one, those that it was made on."""
    place: Place
    """Of a lost one: where it last stood."""
    proposed: Place | None = None
    """For a lost one: where the same words stand now, if they stand in one place only."""


def places_to_review(study: Study) -> tuple[PlaceView, ...]:
    """Every coding whose words changed or that lost its place, in the order of the sources."""
    return _all(study, (Anchor.CHANGED, Anchor.LOST))


def lost_places(study: Study) -> tuple[PlaceView, ...]:
    """The codings that have lost their place."""
    return _all(study, (Anchor.LOST,))


def _all(study: Study, anchors: Collection[Anchor]) -> tuple[PlaceView, ...]:
    with study.database.reading() as connection:
        return _views(connection, [one for one in codings.codings(connection) if one.anchor in anchors])


def views_of(connection: Connection, coding_ids: Sequence[str]) -> tuple[PlaceView, ...]:
    """Some codings as they are to be looked at."""
    return _views(connection, codings.codings(connection, ids=coding_ids) if coding_ids else [])


def _views(connection: Connection, found: Sequence[Coding]) -> tuple[PlaceView, ...]:
    lost = {one.source for one in found if one.anchor is Anchor.LOST}
    redact = redactor(connection)
    texts = load_texts(connection, (one for one in sources.sources(connection) if one.source.name in lost))
    return tuple(
        PlaceView(
            coding=one.id,
            source=one.source,
            code=codebooks.path_of(codebooks.lineage(connection, one.code)),
            coder=one.coder,
            became=one.anchor,
            quote=redact.text(one.quote, one.source, one.place.segment),
            place=one.place,
            proposed=_found_again(texts[one.source], one.quote) if one.anchor is Anchor.LOST else None,
        )
        for one in found
    )


def _found_again(text: SourceText, quote: str) -> Place | None:
    whole, words = fold(text.whole, ignore_case=True), fold(quote, ignore_case=True).text
    at = whole.text.find(words) if words.strip() else -1
    if at < 0 or whole.text.find(words, at + 1) >= 0:
        return None
    place = text.place(*whole.original(at, at + len(words)))
    return place if place.is_in_one_segment or text.is_continuous else None


def replace_lost(study: Study, coding_id: str, place: Place) -> str:
    """Give a coding that lost its place one by hand, as one step; gives the words there.

    Anybody may: a correction moves everybody's codings, and the log says who put it back.
    """
    with study.step("put back") as writer:
        coding = _one(writer.connection, coding_id)
        stored = sources.source(writer.connection, coding.source)
        text = SourceText.around(writer.connection, stored, [place])
        exact = exact_place(text, place)
        quote = text.quote(exact)
        if codings.is_coded(writer.connection, coding, exact):
            raise Refused(
                "This passage is coded so already.", hint="Take the coding that lost its place off instead."
            )
        codings.move_coding(writer, coding, exact, quote)
        writer.summary = f"put a coding of {coding.source} back in its place"
        writer.detail = {"source": coding.source, "coding": coding_id}
    return quote


def accept_places(study: Study, coding_ids: Sequence[str]) -> int:
    """Say that codings stand well on the changed words; gives how many."""
    with study.step("review") as writer:
        found = codings.codings(writer.connection, ids=coding_ids)
        count = codings.accept_anchors(writer, [one.id for one in found if one.anchor is Anchor.CHANGED])
        writer.summary = f"looked at {counted(count, 'coding')} on corrected words"
        writer.detail = {"codings": count}
    return count


def _one(connection: Connection, coding_id: str) -> Coding:
    found = codings.codings(connection, ids=[coding_id])
    if not found:
        raise NotFound("This coding is no longer there.", hint="It was taken off meanwhile.")
    return found[0]
