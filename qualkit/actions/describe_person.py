"""Saying who a person is and what they agreed to: a change of participants.csv, as one step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from qualkit.actions import people_file
from qualkit.actions.people import Person, everybody, find_person
from qualkit.actions.received import PARTICIPANTS_FILE, put_files, remember_participants
from qualkit.errors import Refused
from qualkit.files import replace_file
from qualkit.model.intake import default_case
from qualkit.model.people import Consent
from qualkit.model.source import SpeakerRole
from qualkit.model.text import fold_line
from qualkit.store import people
from qualkit.study import Study

_CONSENTS = ("analysis", "quotation", "archive")


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What is to be said of a person; what is None stays as it is."""

    analysis: Consent | None = None
    quotation: Consent | None = None
    archive: Consent | None = None
    pseudonym: str | None = None
    speaker_role: SpeakerRole | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    """An empty value takes the attribute away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """The person as they now are, and which wishes could not be granted."""

    person: str
    changed: tuple[str, ...]
    """What was set, as words: "quotation: no"."""
    held_back: tuple[str, ...] = ()
    """Sentences on consents that another file still refuses."""


def describe_person(study: Study, name: str, wanted: Description) -> Described:
    """Say something of a person in participants.csv, and take it in. Raises NotFound for nobody's name.

    A refusal in any file holds: a yes does not undo a no that stands in a data file.
    """
    person = find_person(everybody(study), name)
    values = _values(wanted)
    if not values:
        raise Refused("There is nothing to change.", hint="Such as --quotation no, --set age=15.")
    if wanted.speaker_role and not person.speakers:
        raise Refused(f'"{person.case.name}" does not speak in a transcript, so has no part in a talk.')
    path = study.path(PARTICIPANTS_FILE)
    before = path.read_bytes() if path.is_file() else None
    after = _rewritten(before, person, values)
    changed = tuple(f"{key.replace('_', ' ')}: {value or 'taken away'}" for key, value in values.items())
    try:
        with study.step("people") as writer:
            if after != before:
                writer.file(PARTICIPANTS_FILE, before, after)
                replace_file(path, after, make_folders=True)
                remember_participants(study, writer.connection)
            people_file.apply_people(study, writer)
            writer.summary = f"{person.case.name}: {', '.join(values)} changed"
            writer.detail = {"person": person.case.name, "fields": list(values)}
    except BaseException:
        put_files(study, ((PARTICIPANTS_FILE, before),))
        raise
    return Described(person=person.case.name, changed=changed, held_back=_held_back(study, person, wanted))


def _values(wanted: Description) -> dict[str, str]:
    values: dict[str, str] = {}
    for kind in _CONSENTS:
        said: Consent | None = getattr(wanted, kind)
        if said is not None:
            values[kind] = "" if said is Consent.NOT_RECORDED else said.value
    if wanted.pseudonym is not None:
        values["pseudonym"] = " ".join(wanted.pseudonym.split())
    if wanted.speaker_role is not None:
        values["speaker_role"] = wanted.speaker_role.value
    for key, value in wanted.attributes.items():
        plain = " ".join(key.split())
        if not plain or fold_line(plain) in ("source", "speaker", "case"):
            raise Refused(f'"{key}" can\'t be the name of an attribute.', hint="Such as --set age=15.")
        values[plain] = " ".join(value.split())
    return values


def _rewritten(before: bytes | None, person: Person, values: Mapping[str, str]) -> bytes:
    """participants.csv with the values in every row of the person; rows that are missing are added."""
    from qualkit.exports.participants_file import ParticipantsFile

    file = ParticipantsFile.read(before or b"")
    case = fold_line(person.case.name)
    listed = {people_file.name_of(one.source, one.name) for one in person.speakers}
    met: set[tuple[str, str]] = set()

    def is_theirs(row: Mapping[str, str]) -> bool:
        spoken = people_file.name_of(row.get("source", ""), row.get("speaker", ""))
        if row.get("speaker"):
            met.add(spoken)
            return spoken in listed
        return fold_line(row.get("case", "")) == case

    count = file.change(is_theirs, values)
    for one in person.speakers:
        if people_file.name_of(one.source, one.name) not in met:
            usual = default_case(one.source, one.name, SpeakerRole.PARTICIPANT)
            own = "" if usual == person.case.name else person.case.name
            file.add({"source": one.source, "speaker": one.name, "case": own, **values})
            count += 1
    if not count:
        file.add({"case": person.case.name, **values})
    return file.data()


def _held_back(study: Study, person: Person, wanted: Description) -> tuple[str, ...]:
    """Consents that are not as wished, since another file says no."""
    with study.database.reading() as connection:
        now = people.cases(connection)[person.case.name]
    return tuple(
        f"{kind}: still {getattr(now, kind).value}, since a data file says so ([consent] in study.toml)."
        for kind in _CONSENTS
        if getattr(wanted, kind) not in (None, getattr(now, kind))
    )
