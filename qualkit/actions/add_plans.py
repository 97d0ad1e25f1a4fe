"""What files are about to become, as values: for a person to look at before accepting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from qualkit.errors import NotFound, Refused
from qualkit.model.filename import as_file_name
from qualkit.model.finding import Finding, Severity
from qualkit.model.intake import DatasetIntake, SourceIntake
from qualkit.model.participant import ParticipantRow
from qualkit.model.questionnaire import DataFile, DataKind, QuestionType
from qualkit.model.source import SpeakerRole, Voice
from qualkit.model.transcript import Transcript

if TYPE_CHECKING:
    from qualkit.importers.transcripts import Suggestion


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """That somebody says a stretch of a talk: turns from 1 on, both included, or times in milliseconds.

    A stretch of time holds the turns that begin in it, before its end.
    """

    speaker: str
    first: int
    last: int
    is_time: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AddOptions:
    """What the researcher says about the files; empty fields leave it to the proposal."""

    name: str = ""
    encoding: str = ""
    sheet: str = ""
    voice: Voice | None = None
    keep_personal: bool = False
    speakers: Mapping[str, SpeakerRole] = field(default_factory=dict)
    renames: Mapping[str, str] = field(default_factory=dict)
    stretches: Sequence[Stretch] = ()
    """Who says what, for turns that the file gives to nobody or to somebody else."""
    kind: DataKind | None = None
    record: str | None = None
    person: str | None = None
    open_columns: Sequence[str] = ()
    closed_columns: Sequence[str] = ()
    types: Mapping[str, QuestionType] = field(default_factory=dict)
    """Column → how it is to be counted."""
    turned: Sequence[str] = ()
    """Columns whose scale runs the other way than proposed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptPlan:
    """A transcript about to come in."""

    file: Path
    inside: str
    data: bytes
    transcript: Transcript
    intake: SourceIntake
    replaces: str = ""
    """The file in the study whose place this one takes; what is coded in it is kept."""
    found_again: int = 0

    @property
    def is_correction(self) -> bool:
        """Whether the study has this source already."""
        return bool(self.replaces)


@dataclass(frozen=True, slots=True, kw_only=True)
class DataPlan:
    """A data file about to come in."""

    file: Path
    inside: str
    data: bytes
    """The copy for the study, without personal columns."""
    content: DataFile
    intake: DatasetIntake
    findings: tuple[Finding, ...]
    left_out: tuple[str, ...]
    """Columns of personal data that stay out of the study."""
    is_correction: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantsPlan:
    """A list of participants about to come in."""

    file: Path
    data: bytes
    rows: tuple[ParticipantRow, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlreadyIn:
    """A file that the study has, unchanged."""

    file: Path
    source: str


Plan = TranscriptPlan | DataPlan | ParticipantsPlan | AlreadyIn


def findings_of(plan: Plan) -> tuple[Finding, ...]:
    """What a person should know before accepting a file, worst first."""
    match plan:
        case TranscriptPlan():
            found = plan.transcript.findings
        case DataPlan() | ParticipantsPlan():
            found = plan.findings
        case _:
            found = ()
    order = [Severity.ERROR, Severity.WARNING, Severity.NOTE]
    return tuple(sorted(found, key=lambda finding: order.index(finding.severity)))


def same_people(plan: TranscriptPlan) -> dict[str, Suggestion]:
    """Label → whom it may be another spelling of."""
    from qualkit.importers.transcripts import suggestions

    return {each.label: each for each in suggestions(plan.transcript.speakers)}


def with_confirmed_scales(plan: Plan) -> Plan:
    """The plan as a person accepts it who confirms which end of each scale is low (`add --yes`)."""
    from qualkit.importers.surveys.corrections import confirmed

    if not isinstance(plan, DataPlan):
        return plan
    questionnaire = confirmed(plan.intake.questionnaire)
    return replace(plan, intake=replace(plan.intake, questionnaire=questionnaire))


RENAME_HINT = "Give it a name of its own with --name."


def name_of(path: Path, given: str) -> str:
    """What a source is called: its files are named after it on every colleague's computer."""
    name = as_file_name(given or path.stem)
    if not name or (given and name != given.strip()):
        raise Refused(
            f'"{given or path.stem}" can\'t be the name of a source.',
            path.name,
            f'Call it "{name}", with --name.' if name else RENAME_HINT,
        )
    return name


def parse_speakers(given: Sequence[str]) -> dict[str, SpeakerRole]:
    """`Dan=moderator` as a mapping; raises NotFound for a role that there is not."""
    roles = {}
    for text in given:
        label, equals, role = text.rpartition("=")
        if not equals or role.strip().casefold() not in set(SpeakerRole):
            raise NotFound(
                f'"{text}" does not say what a speaker is.',
                hint=f'Write NAME=PART, such as "Dan=moderator". Parts are: {", ".join(SpeakerRole)}.',
            )
        roles[label.strip()] = SpeakerRole(role.strip().casefold())
    return roles


def parse_stretches(given: Sequence[str]) -> tuple[Stretch, ...]:
    """`P1=1-12`, `P1=7` or `Dan=00:00-02:10` as stretches; raises NotFound for anything else."""
    return tuple(_stretch(text) for text in given)


def _stretch(text: str) -> Stretch:
    from qualkit.importers.transcripts.stamps import milliseconds

    speaker, equals, where = text.rpartition("=")
    first, dash, last = (part.strip() for part in where.replace("–", "-").partition("-"))
    if equals and speaker.strip():
        if _is_number(first) and (_is_number(last) if dash else not last):
            return Stretch(speaker=speaker.strip(), first=int(first), last=int(last or first))
        start, end = milliseconds(first), milliseconds(last)
        if start is not None and end is not None:
            return Stretch(speaker=speaker.strip(), first=start, last=end, is_time=True)
    raise NotFound(
        f'"{text}" does not say who speaks where.',
        hint='Write NAME=FROM-TO, such as "P1=1-12" for turns or "Dan=00:00-02:10" for times.',
    )


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def parse_types(given: Sequence[str]) -> dict[str, QuestionType]:
    """`age=number` as a mapping; raises NotFound for a type that there is not."""
    types = {}
    for text in given:
        column, equals, said = text.rpartition("=")
        if not equals or said.strip().casefold() not in set(QuestionType):
            raise NotFound(
                f'"{text}" does not say how a column is counted.',
                hint=f'Write COLUMN=TYPE, such as "age=number". Types are: {", ".join(QuestionType)}.',
            )
        types[column.strip()] = QuestionType(said.strip().casefold())
    return types
