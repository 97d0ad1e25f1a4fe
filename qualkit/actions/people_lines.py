"""The people of a study as a coder sees them: in numbers, with open flags, and with everything they said."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from qualkit.actions.flag_views import flags_by_person
from qualkit.actions.people import Person, everybody
from qualkit.actions.redacting import redactor, shown_text
from qualkit.model.redaction import Redactor
from qualkit.model.source import Segment, Source, SpeakerRole
from qualkit.store import flags as flag_store
from qualkit.store import sources
from qualkit.study import Study


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLine:
    """A person with how many flags on their words wait."""

    person: Person
    flags: int

    @property
    def role(self) -> SpeakerRole | None:
        """Their part in the talks; None for people of data files."""
        roles = [speaker.role for speaker in self.person.speakers]
        return roles[0] if roles else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """A turn, answer or record of a person, with its words as they are shown."""

    source: str
    key: str
    title: str
    """Of its source."""
    which: str
    """`turn 17`."""
    words: str
    is_flagged: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleView:
    """Everybody, and what everybody said: read once, so that going from one to the next costs nothing."""

    lines: tuple[PersonLine, ...]
    """In the order in which they came."""
    said: Mapping[str, tuple[Saying, ...]] = field(repr=False)
    """Person → what they said, in the order of the sources; who said nothing is not in it."""


def people_view(study: Study) -> PeopleView:
    """Who there is now."""
    flagged = flags_by_person(study)
    said: dict[str, list[Saying]] = {}
    with study.database.reading() as connection:
        redact, waiting = redactor(connection), flag_store.flagged(connection)
        for stored in sources.sources(connection):
            for one in sources.segments(connection, stored.id):
                if one.case:
                    said.setdefault(one.case, []).append(_saying(one, stored.source, redact, waiting))
    return PeopleView(
        lines=tuple(PersonLine(person=one, flags=flagged[one.case.name]) for one in everybody(study)),
        said={name: tuple(each) for name, each in said.items()},
    )


def _saying(one: Segment, source: Source, redact: Redactor, flagged: Collection[tuple[str, str]]) -> Saying:
    return Saying(
        source=one.source,
        key=one.key,
        title=source.title or one.source,
        which=f"{source.kind.segment_noun} {one.ordinal:,}",
        words=shown_text(redact, one),
        is_flagged=(one.source, one.key) in flagged,
    )
