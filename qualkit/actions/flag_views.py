"""Flags as a coder sees them: where each stands, who spoke there and what was said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from qualkit.actions.redacting import redactor, shown_text
from qualkit.model.flag import Flag, FlagKind
from qualkit.model.source import Segment
from qualkit.store import flags as store
from qualkit.store import sources
from qualkit.store.database import Connection
from qualkit.study import Study


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagView:
    """A flag with its passage; without words where the passage is gone."""

    flag: Flag
    title: str
    """Of its source."""
    which: str
    """`turn 17`."""
    speaker: str = ""
    words: str = ""

    @property
    def is_untold(self) -> bool:
        """Whether it is a safeguarding flag of which nobody was told."""
        return self.flag.kind is FlagKind.SAFEGUARDING and not self.flag.told


def flag_views(study: Study, *, with_cleared: bool = False) -> list[FlagView]:
    """Flags that are not cleared, safeguarding first; with the cleared ones after them, if so asked."""
    with study.database.reading() as connection:
        found = [one for one in store.flags(connection) if with_cleared or one.cleared is None]
        known = {stored.source.name: stored for stored in sources.sources(connection)}
        passages: dict[str, Mapping[str, Segment]] = {
            name: {segment.key: segment for segment in sources.segments(connection, known[name].id)}
            for name in dict.fromkeys(one.source for one in found)
            if name in known
        }
        redact = redactor(connection)
    views = []
    for one in found:
        segment = passages.get(one.source, {}).get(one.segment)
        if segment is None:
            views.append(FlagView(flag=one, title=one.source, which="no longer there"))
            continue
        views.append(
            FlagView(
                flag=one,
                title=known[one.source].source.title or one.source,
                which=f"{known[one.source].source.kind.segment_noun} {segment.ordinal:,}",
                speaker=redact.text(segment.speaker or segment.case or "", segment.source),
                words=shown_text(redact, segment),
            )
        )
    return views


def open_flags_of(connection: Connection, source: str) -> dict[str, tuple[Flag, ...]]:
    """Key of a passage of a source → the flags on it that are not cleared."""
    found: dict[str, tuple[Flag, ...]] = {}
    for one in store.flags(connection):
        if one.source == source and one.cleared is None:
            found[one.segment] = (*found.get(one.segment, ()), one)
    return found


def flags_on(study: Study, source: str, key: str) -> tuple[Flag, ...]:
    """The flags on a passage that are not cleared, the most urgent first."""
    with study.database.reading() as connection:
        return open_flags_of(connection, source).get(key, ())


def flagged_keys(study: Study, source: str) -> frozenset[str]:
    """The passages of a source with a flag that is not cleared."""
    with study.database.reading() as connection:
        return frozenset(open_flags_of(connection, source))


def flags_by_person(study: Study) -> Counter[str]:
    """Person → flags on what they said that are not cleared."""
    with study.database.reading() as connection:
        open_ones = Counter(
            (one.source, one.segment) for one in store.flags(connection) if one.cleared is None
        )
        names = {source for source, _ in open_ones}
        found: Counter[str] = Counter()
        for stored in sources.sources(connection):
            if stored.source.name in names:
                for segment in sources.segments(connection, stored.id):
                    if segment.case:
                        found[segment.case] += open_ones[segment.source, segment.key]
    return +found
