"""Who took part: how much they said, what is known of them, what they agreed to (`qualkit people`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from qualkit.actions.provenance import provenance
from qualkit.actions.redacting import redactor, shown_text
from qualkit.errors import Ambiguous, NotFound
from qualkit.model.people import Case, Consent
from qualkit.model.plural import counted
from qualkit.model.source import Segment, SpeakerRole
from qualkit.model.table import Column, Table, Unit, Value
from qualkit.model.text import fold_line
from qualkit.store import people, sources
from qualkit.store.database import Connection
from qualkit.study import Study


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """A name in a transcript."""

    source: str
    name: str
    role: SpeakerRole


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person with what they said, in numbers."""

    case: Case
    speakers: tuple[Speaker, ...] = ()
    """The names under which they speak; none for people of data files."""
    sources: tuple[str, ...] = ()
    turns: int = 0
    """Turns, answers, and records about them."""
    words: int = 0
    share: float | None = None
    """Of the words that people said in these sources; None where nobody said any."""

    @property
    def shown(self) -> str:
        """The name that may be shown."""
        return self.case.pseudonym or self.case.name


@dataclass(slots=True)
class _Said:
    sources: dict[str, int] = field(default_factory=dict)
    """Source → words."""
    turns: int = 0


def everybody(study: Study) -> tuple[Person, ...]:
    """Every person of the study, in the order in which they came."""
    with study.database.reading() as connection:
        cases = people.cases(connection)
        speakers = people.speakers(connection)
        said, totals = _said(connection)
    named: dict[str, list[Speaker]] = {}
    for source, name, role, case in speakers:
        if case:
            named.setdefault(case, []).append(Speaker(source=source, name=name, role=SpeakerRole(role)))
    return tuple(
        _person(case, named.get(name, ()), said.get(name, _Said()), totals) for name, case in cases.items()
    )


def _said(connection: Connection) -> tuple[dict[str, _Said], dict[str, int]]:
    """(person → what they said, source → words that people said in it)."""
    found: dict[str, _Said] = {}
    totals: dict[str, int] = {}
    for stored in sources.sources(connection):
        for segment in sources.segments(connection, stored.id):
            if segment.case and (segment.speaker_role is None or segment.speaker_role.is_heard):
                words = len(segment.text.split())
                here = found.setdefault(segment.case, _Said())
                here.turns += 1
                here.sources[segment.source] = here.sources.get(segment.source, 0) + words
                totals[segment.source] = totals.get(segment.source, 0) + words
    return found, totals


def _person(case: Case, speakers: Sequence[Speaker], said: _Said, totals: Mapping[str, int]) -> Person:
    words, of = sum(said.sources.values()), sum(totals[source] for source in said.sources)
    return Person(
        case=case,
        speakers=tuple(speakers),
        sources=tuple(said.sources),
        turns=said.turns,
        words=words,
        share=words / of if of else None,
    )


def find_person(found: Sequence[Person], name: str) -> Person:
    """The person of a name: theirs in the study, their pseudonym, or the name in a transcript."""
    wanted = fold_line(name)
    exact = [one for one in found if wanted == fold_line(one.case.name)]
    others = [one for one in found if wanted in map(fold_line, _names(one))]
    hits = exact or others
    if len(hits) > 1:
        raise Ambiguous(f'"{name}" is several people.', candidates=[one.case.name for one in hits[:5]])
    if not hits:
        known = {fold_line(text): text for one in found for text in (one.case.name, *_names(one))}
        near = get_close_matches(wanted, known, n=3, cutoff=0.5)
        hint = "" if near else '"qualkit people" lists them.'
        candidates = [known[one] for one in near]
        raise NotFound(f'There is no person called "{name}".', hint=hint, candidates=candidates)
    return hits[0]


def _names(person: Person) -> list[str]:
    return [name for name in (person.case.pseudonym, *(one.name for one in person.speakers)) if name]


def people_table(study: Study, source: Sequence[str] = ()) -> Table:
    """A row a person: what they said in numbers, what is known of them, and what they agreed to."""
    from qualkit.actions.selection import find_sources

    found = everybody(study)
    with study.database.reading() as connection:
        wanted = {one.source.name for one in find_sources(sources.sources(connection), source)}
        nobody = [
            one for one in people.speakers(connection) if not one[3] and (not source or one[0] in wanted)
        ]
    if source:
        found = tuple(one for one in found if wanted & set(one.sources))
    attributes = list(dict.fromkeys(name for one in found for name in one.case.attributes))
    return Table(
        id="people",
        title=f"People in {study.title}",
        columns=_columns(attributes, found),
        rows=tuple(_row(one, attributes) for one in found),
        notes=tuple(_notes(found, nobody)),
        provenance=provenance(study, "people", coder="any"),
    )


def _columns(attributes: Sequence[str], found: Sequence[Person]) -> tuple[Column, ...]:
    return (
        Column(key="person", title="Person"),
        Column(key="pseudonym", title="Shown as", shown=any(one.case.pseudonym for one in found)),
        Column(key="sources", title="Sources", unit=Unit.LIST, shown=False),
        Column(key="turns", title="Turns", unit=Unit.COUNT),
        Column(key="words", title="Words", unit=Unit.COUNT),
        Column(key="share", title="% of words", unit=Unit.SHARE),
        *(Column(key=f"attribute {name}", title=name) for name in attributes),
        Column(key="analysis", title="Analysis"),
        Column(key="quotation", title="Quotation"),
        Column(key="archive", title="Archive"),
    )


def _row(person: Person, attributes: Sequence[str]) -> dict[str, Value]:
    case = person.case
    return {
        "person": case.name,
        "pseudonym": case.pseudonym,
        "sources": list(person.sources),
        "turns": person.turns,
        "words": person.words,
        "share": person.share,
        **{f"attribute {name}": case.attributes.get(name, "") for name in attributes},
        "analysis": case.analysis.value,
        "quotation": case.quotation.value,
        "archive": case.archive.value,
    }


def _notes(found: Sequence[Person], nobody: Sequence[tuple[str, str, str, str | None]]) -> list[str]:
    told = ["% of words: of all that people said in the same sources."] if found else []
    for kind, what in (("analysis", "that their words be analysed"), ("quotation", "to be quoted")):
        refused = sum(getattr(one.case, kind) is Consent.NO for one in found)
        if refused:
            told.append(f"Refused {what}: {counted(refused, 'person', 'people')}.")
    if nobody:
        named = [f"{name} ({source}, {role})" for source, name, role, _ in nobody]
        more = f" and {len(named) - 8} more" if len(named) > 8 else ""
        told.append(f"No people of the study: {', '.join(named[:8])}{more}.")
    return told


# ---- one person


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonView:
    """A person with everything they said, or that is noted of them."""

    person: Person
    said: tuple[Segment, ...]
    """In the order of the sources, redactions applied."""


def person_view(study: Study, name: str) -> PersonView:
    """Everything of one person. Raises NotFound for a name that nobody has."""
    person = find_person(everybody(study), name)
    with study.database.reading() as connection:
        redact = redactor(connection)
        said = [
            replace(segment, text=shown_text(redact, segment))
            for stored in sources.sources(connection)
            if stored.source.name in person.sources
            for segment in sources.segments(connection, stored.id)
            if segment.case == person.case.name
        ]
    return PersonView(person=person, said=tuple(said))
