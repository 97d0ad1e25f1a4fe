"""Of passages that were found: who said them as it is shown, and which codes are on them."""

from __future__ import annotations

from collections.abc import Sequence

from qualkit.actions.passages_in_scope import PassageScope, ScopedPassage, passages_in_scope
from qualkit.actions.redacting import redactor
from qualkit.actions.selection import Selection
from qualkit.model.coding import Anchor, Coding
from qualkit.store import codings, sources
from qualkit.study import Study

Key = tuple[str, str]
"""(source's name, segment's key)."""


def whose_passages(study: Study, passages: Sequence[ScopedPassage]) -> tuple[str, ...]:
    """Who said each passage, as it is shown and without the source's name before it; empty where unknown."""
    with study.database.reading() as connection:
        redact = redactor(connection)
    known: dict[tuple[str, str], str] = {}
    found = []
    for one in passages:
        who, stem = one.segment.case or one.segment.speaker or "", one.segment.source.partition(":")[0]
        if (who, stem) not in known:
            known[who, stem] = redact.text(who).removeprefix(f"{stem}:") if who else ""
        found.append(known[who, stem])
    return tuple(found)


def codes_on_passages(
    study: Study, passages: Sequence[ScopedPassage], *, only_mine: bool = False
) -> tuple[tuple[str, ...], ...]:
    """The ids of the codes that anybody, or this coder only, has put on words of each passage."""
    wanted: dict[Key, list[Coding]] = {(one.segment.source, one.segment.key): [] for one in passages}
    names = {source for source, _ in wanted}
    with study.database.reading() as connection:
        ids = [one.id for one in sources.sources(connection) if one.source.name in names]
        standing = codings.codings(connection, sources=ids) if ids else []
    for coding in standing:
        if coding.anchor is Anchor.LOST or (only_mine and coding.coder != study.coder):
            continue
        for key in {coding.place.segment, coding.place.end_segment}:
            if (coding.source, key) in wanted:
                wanted[coding.source, key].append(coding)
    return tuple(_codes_on(one, wanted[one.segment.source, one.segment.key]) for one in passages)


def _codes_on(one: ScopedPassage, made: Sequence[Coding]) -> tuple[str, ...]:
    key = one.segment.key
    touching = (
        coding.code
        for coding in made
        if not (coding.place.segment == key and coding.place.start >= one.end)
        and not (coding.place.end_segment == key and coding.place.end <= one.start)
    )
    return tuple(dict.fromkeys(touching))


def passages_stand(study: Study, passages: Sequence[ScopedPassage]) -> bool:
    """Whether passages are all still there, and shown as they were found."""
    names = tuple(dict.fromkeys(one.segment.source for one in passages))
    if not names:
        return True
    with study.database.reading() as connection:
        known = {one.source.name for one in sources.sources(connection)}
        if not known.issuperset(names):
            return False
        scope = PassageScope(selection=Selection(sources=names))
        now = {
            (one.segment.source, one.segment.key): one
            for one in passages_in_scope(connection, scope).passages
        }
    return all(_is_same(one, now.get((one.segment.source, one.segment.key))) for one in passages)


def _is_same(one: ScopedPassage, now: ScopedPassage | None) -> bool:
    return now is not None and (one.segment, one.within) == (now.segment, now.within)
