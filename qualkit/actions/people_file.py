"""participants.csv: who the speakers are, what they agreed to, and their attributes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from qualkit.actions import consent_columns
from qualkit.actions.received import PARTICIPANTS_FILE
from qualkit.errors import FileRefused
from qualkit.manifest import NAME
from qualkit.model.finding import Finding, Imported, Severity
from qualkit.model.intake import default_case
from qualkit.model.participant import ParticipantRow
from qualkit.model.people import Case, Consent
from qualkit.model.source import SpeakerRole
from qualkit.model.text import fold_line
from qualkit.store import people, sources, text_files
from qualkit.store.writer import Writer
from qualkit.study import Study

Name = tuple[str, str]
"""(source's stem, speaker), both folded."""
_AROUND = " []():*"
"""What stands around a label in a transcript, and may have come into the list with it."""


def read_list(study: Study) -> Imported[ParticipantRow] | None:
    """The study's participants.csv with what is wrong in it; None where it has none."""
    from qualkit.importers.participants import read_participants

    path = study.path(PARTICIPANTS_FILE)
    return read_participants(path) if path.is_file() else None


def rows(study: Study) -> tuple[ParticipantRow, ...]:
    """The rows of the study's participants.csv; none where it has no such file, or one that can't be read."""
    try:
        listed = read_list(study)
    except FileRefused:  # told where the file itself is taken in
        return ()
    return listed.items if listed else ()


def apply_people(study: Study, writer: Writer, rows: Sequence[ParticipantRow] | None = None) -> None:
    """Make people agree with participants.csv (or rows of it) and with the consent columns of data files."""
    if rows is None:
        listed = read_list(study)
        rows = listed.items if listed else None
    given = consent_columns.consent_rows(study, writer.connection) if study.manifest.consent else []
    if rows is not None or given or text_files.content_of(writer.connection, NAME):
        apply_rows(writer, [*(rows or ()), *given])
    consent_columns.remember(study, writer.connection)


def apply_rows(writer: Writer, rows: Sequence[ParticipantRow]) -> None:
    """Make speakers and cases agree with the list: what it does not say is as the received files have it."""
    listed = {name_of(row.source, row.speaker): row for row in rows if row.speaker}
    said = _Said()
    for row in rows:
        if row.case and not row.speaker:
            said.add(row.case, row)
    for stored in sources.sources(writer.connection):
        roles = stored.recipe.get("roles", {})
        for speaker in sources.speakers(writer.connection, stored.id):
            proposed = SpeakerRole(roles.get(speaker.name, speaker.role))
            found = listed.get(name_of(stored.source.stem, speaker.name))
            role = (found.speaker_role if found else None) or proposed
            case = _case(found, stored.source.name, speaker.name, role)
            if case and found:
                said.add(case, found)
            sources.describe_speaker(writer, speaker, role, case)
    for case_id, known in people.stored_cases(writer.connection):
        people.describe_case(writer, case_id, said.of(known.name))


def name_of(source: str, speaker: str) -> Name:
    """What a speaker is found by, however the list writes it."""
    stem = PurePosixPath(source).stem if "." in source else source
    return fold_line(stem), fold_line(speaker.strip(_AROUND))


def _case(row: ParticipantRow | None, source: str, speaker: str, role: SpeakerRole) -> str | None:
    if row is not None and row.case:
        return row.case
    if row is not None and _says_anything(row) and not role.is_nobody:
        return f"{source}:{speaker}"
    return default_case(source, speaker, role)


def _says_anything(row: ParticipantRow) -> bool:
    consents = (row.analysis, row.quotation, row.archive)
    return bool(row.pseudonym or row.attributes) or any(one is not Consent.NOT_RECORDED for one in consents)


@dataclass(slots=True)
class _Said:
    """What all rows of a person say together; a refusal in any of them holds."""

    _cases: dict[str, Case] = field(default_factory=dict)

    def add(self, name: str, row: ParticipantRow) -> None:
        """Join a row with what is known of its person."""
        known = self.of(name)
        self._cases[name] = replace(
            known,
            pseudonym=row.pseudonym or known.pseudonym,
            attributes={**known.attributes, **row.attributes},
            analysis=_joined(known.analysis, row.analysis),
            quotation=_joined(known.quotation, row.quotation),
            archive=_joined(known.archive, row.archive),
        )

    def of(self, name: str) -> Case:
        """The person as the list has it."""
        return self._cases.get(name) or Case(name=name)


def _joined(one: Consent, other: Consent) -> Consent:
    return min(one, other, key=[Consent.NO, Consent.YES, Consent.NOT_RECORDED].index)


def unmatched(rows: Sequence[ParticipantRow], known: Iterable[Name]) -> tuple[Finding, ...]:
    """Rows that speak of a speaker whom no source has: what they say holds for nobody."""
    names = {name_of(source, speaker) for source, speaker in known}
    return tuple(
        Finding(
            rule="participant-unknown",
            severity=Severity.WARNING,
            message=f'No source of the study has the speaker "{row.speaker}" of "{row.source}".',
            where=row.where,
            hint="What this row says holds once the source is there; look at the spelling.",
        )
        for row in rows
        if row.speaker and name_of(row.source, row.speaker) not in names
    )
