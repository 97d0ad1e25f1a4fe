"""What goes with somebody's words wherever they are shown: by whom, with whose consent, at what time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qualkit.actions.selection import People
from qualkit.exports.attribution import attribution, fields_of
from qualkit.manifest import Manifest
from qualkit.model.bank import Part, Passage
from qualkit.model.people import Consent
from qualkit.model.source import Segment, Source, SourceKind

_FALLBACKS = {
    SourceKind.TRANSCRIPT: "participant",
    SourceKind.ANSWERS: "respondent",
    SourceKind.RECORDS: "case record",
    SourceKind.DOCUMENT: "document",
}


def attributed(manifest: Manifest, source: Source, attributes: Mapping[str, str]) -> str:
    """Who is named behind a quote of this source, as broadly as the study says."""
    template, fallback = _template(manifest, source), _FALLBACKS[source.kind]
    return attribution(template, attributes, fallback if fields_of(template) else template)


def _template(manifest: Manifest, source: Source) -> str:
    templates = manifest.attribution
    named = templates.get(source.name) or templates.get(source.stem) or templates.get("default")
    return named or _FALLBACKS[source.kind]


def attributes_of(everybody: People, heard: Sequence[Segment]) -> Mapping[str, str]:
    """What is known of the one person who speaks; nothing where several do."""
    same_person = len({segment.case for segment in heard}) == 1
    return everybody.attributes(heard[0]) if heard and same_person else {}


def facts_handed_over(
    manifest: Manifest, source: Source, everybody: People, passage: Passage
) -> Mapping[str, str]:
    """Of what is known of the person of a passage, what leaves the study with it.

    What an attribution of its source names is in print already. Answers to closed questions tell, taken
    together, who somebody is: they go along only where study.toml lists them.
    """
    reporting = manifest.reporting
    if reporting.hands_over_all_facts:
        return passage.attributes
    listed = {name.casefold() for name in fields_of(_template(manifest, source))}
    own: Mapping[str, str] = {}
    if reporting.bank_facts is not None:
        listed |= {name.casefold() for name in reporting.bank_facts}
    elif len(passage.cases) == 1 and (person := everybody.cases.get(passage.cases[0])):
        own = person.attributes
    return {
        name: value if name.casefold() in listed else own[name]
        for name, value in passage.attributes.items()
        if name.casefold() in listed or name in own
    }


def consent_to_quote(everybody: People, heard: Sequence[Segment]) -> Consent:
    """No, if anybody who speaks said no; not recorded, if anybody has not said; else yes."""
    found = (everybody.cases.get(segment.case or "") for segment in heard)
    people = [person for person in found if person is not None]
    said = {person.quotation for person in people}
    said |= {person.analysis for person in people if person.analysis is Consent.NO}
    if Consent.NO in said:
        return Consent.NO
    return Consent.YES if said == {Consent.YES} else Consent.NOT_RECORDED


def spoken_part(everybody: People, segment: Segment, words: str) -> Part:
    """A stretch of a passage under the name that may be shown."""
    case = everybody.cases.get(segment.case or "")
    shown = (case.pseudonym if case and case.pseudonym else segment.speaker) if segment.speaker else None
    return Part(speaker=shown, role=segment.speaker_role, case=segment.case, text=words)


def is_heard(segment: Segment) -> bool:
    """Whether the words count as testimony: those of a moderator do not."""
    return segment.speaker_role is None or segment.speaker_role.is_heard


def time_at(segment: Segment, offset: int) -> int | None:
    """The time in milliseconds of the nearest stamp at or before an offset in a segment."""
    time = segment.start_ms
    for at, ms in segment.times:
        if at <= offset:
            time = ms
    return time
