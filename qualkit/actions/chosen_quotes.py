"""The chosen quotes beside the passages that they were chosen of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from qualkit.actions.selection import People
from qualkit.exports.wording import speakers_named, verbatim_text, without_moderators
from qualkit.model.bank import Passage
from qualkit.model.coding import Coding
from qualkit.model.people import Consent
from qualkit.model.place import Place
from qualkit.model.quote import Quote
from qualkit.model.source import Voice
from qualkit.model.wording import fits

Where = tuple[str, str, Place]
"""(code's id, source, place): codings alike in it are one quote."""


def where(coding: Coding) -> Where:
    """Where a coding stands, whoever made it."""
    return (coding.code, coding.source, coding.place)


def the_one(first: Quote | None, other: Quote) -> Quote:
    """Of two quotes of one place, chosen apart on two computers, the one that counts: the edited one."""
    return other if first is None or (other.is_edited and not first.is_edited) else first


def chosen_by_place(quotes: Iterable[Quote], codings: Iterable[Coding]) -> Mapping[Where, Quote]:
    """Place → its quote, from quotes in their order; those whose coding is not among these are left out."""
    places = {coding.id: where(coding) for coding in codings}
    found: dict[Where, Quote] = {}
    for quote in quotes:
        if place := places.get(quote.coding):
            found[place] = the_one(found.get(place), quote)
    return found


def with_quote(passage: Passage, quote: Quote | None) -> Passage:
    """The passage with its quote; edited words that no longer fit what was said are left aside."""
    if quote is None:
        return passage
    shown = without_moderators(passage)
    if not quote.wording or fits(verbatim_text(shown), quote.wording, speakers_named(shown)):
        return replace(passage, quote=quote)
    return replace(passage, quote=replace(quote, wording=""), has_old_wording=True)


def shown_name(everybody: People, case: str) -> str:
    """The name of a person that may be shown."""
    person = everybody.cases.get(case)
    return (person.pseudonym if person else "") or case


def why_never_printed(everybody: People, passage: Passage) -> str:
    """A sentence saying why a passage can't be quoted, whoever counts it; empty where it can."""
    if passage.voice is Voice.WORKERS_NOTES:
        return "These are a worker's notes, not anybody's own words."
    if passage.quotation is Consent.NO:
        people = (everybody.cases.get(case) for case in passage.cases)
        refused = [one.name for one in people if one and Consent.NO in (one.quotation, one.analysis)]
        return f"{' and '.join(shown_name(everybody, case) for case in refused)} said no to being quoted."
    if passage.is_flagged:
        return "It is flagged: it can be quoted once the flag is cleared."
    if all(part.role is not None and not part.role.is_heard for part in passage.parts):
        return "Nobody speaks here but the moderator."
    return ""
