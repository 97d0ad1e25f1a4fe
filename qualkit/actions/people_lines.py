"""The people of a study as a coder sees them: in numbers, with open flags, and with everything they said."""

from __future__ import annotations

from dataclasses import dataclass

from qualkit.actions.flag_views import flags_by_person
from qualkit.actions.people import Person, everybody, person_view
from qualkit.actions.redacting import redactor, shown_text
from qualkit.model.source import SpeakerRole
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


def people_lines(study: Study) -> tuple[PersonLine, ...]:
    """Everybody, in the order in which they came."""
    flagged = flags_by_person(study)
    return tuple(PersonLine(person=one, flags=flagged[one.case.name]) for one in everybody(study))


def sayings(study: Study, name: str) -> tuple[Saying, ...]:
    """Everything that a person said, or that is noted of them, in the order of the sources."""
    said = person_view(study, name).said
    with study.database.reading() as connection:
        redact = redactor(connection)
        flagged = flag_store.flagged(connection)
        known = {stored.source.name: stored.source for stored in sources.sources(connection)}
    return tuple(
        Saying(
            source=one.source,
            key=one.key,
            title=known[one.source].title or one.source,
            which=f"{known[one.source].kind.segment_noun} {one.ordinal:,}",
            words=shown_text(redact, one),
            is_flagged=(one.source, one.key) in flagged,
        )
        for one in said
    )
