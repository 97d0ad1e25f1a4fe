"""Bringing in files: what was found in them is proposed, and joins the study when accepted."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from qualkit.actions import bring_in, people_file
from qualkit.actions.load import place_waiting
from qualkit.actions.received import (
    PARTICIPANTS_FILE,
    SOURCES_FILE,
    put_files,
    remember_participants,
    write_atomically,
)
from qualkit.actions.save import save_received
from qualkit.errors import FileRefused, NotFound, Refused
from qualkit.model.coding import Anchor
from qualkit.model.display import display_safe
from qualkit.model.filename import as_file_name
from qualkit.model.finding import Finding, Severity
from qualkit.model.intake import DatasetIntake, SourceIntake
from qualkit.model.participant import ParticipantRow
from qualkit.model.questionnaire import DataFile, DataKind, Questionnaire, Use
from qualkit.model.source import Source, SourceKind, SpeakerRole, Voice
from qualkit.model.transcript import Transcript, TranscriptRecipe
from qualkit.store import datasets, sources, text_files
from qualkit.store.text_files import sha256_of
from qualkit.store.writer import Writer
from qualkit.study import Study

_SAME_SHARE = 0.3
"""Least share of turns found again in a file of the same name that counts as that file, corrected."""


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
    kind: DataKind | None = None
    record: str | None = None
    person: str | None = None
    open_columns: Sequence[str] = ()
    closed_columns: Sequence[str] = ()


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What came in."""

    sources: tuple[str, ...]
    segments: int
    anchors: Mapping[Anchor, int]
    """Only for corrected files: what became of the codings."""


def plan_add(study: Study, paths: Sequence[Path], options: AddOptions | None = None) -> tuple[Plan, ...]:
    """Read files and say what they would become. Nothing is changed.

    Raises FileRefused with all refusals together if any file can't be read.
    """
    options = options or AddOptions()
    plans: list[Plan] = []
    refusals: list[FileRefused] = []
    for path in paths:
        try:
            plans.append(_plan_one(study, path, options))
        except FileRefused as error:
            refusals.append(error)
    if len(refusals) == len(paths) == 1:
        raise refusals[0]
    if refusals:
        raise FileRefused("\n".join(["Nothing was brought in:", *(str(refusal) for refusal in refusals)]))
    _refuse_doubles(plans)
    return _with_unmatched(study, plans)


def _refuse_doubles(plans: Sequence[Plan]) -> None:
    seen: dict[str, Path] = {}
    for plan in plans:
        if isinstance(plan, TranscriptPlan | DataPlan):
            stem = Path(plan.inside).stem
            if stem in seen:
                raise Refused(
                    f'"{seen[stem].name}" and "{plan.file.name}" would both be "{stem}".',
                    hint="Bring them in one after the other, each with a --name of its own.",
                )
            seen[stem] = plan.file


def _plan_one(study: Study, path: Path, options: AddOptions) -> Plan:
    from qualkit.importers.registry import Kind, kind_of

    data = _bytes_of(path)
    if path.name.casefold() == Path(PARTICIPANTS_FILE).name:
        return _plan_participants(study, path, data)
    kind = kind_of(path)
    if kind is Kind.CODEBOOK:
        raise FileRefused(
            "A codebook comes in by another command.", path.name, f"Use: qualkit codebook import {path.name}"
        )
    return (
        _plan_data(study, path, data, options)
        if kind is Kind.DATA
        else _plan_transcript(study, path, data, options)
    )


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise FileRefused("There is no such file.", str(path), "Check the name and the folder.") from error
    except IsADirectoryError as error:
        raise FileRefused("This is a folder, not a file.", str(path), "Name the files in it.") from error
    except OSError as error:
        raise FileRefused(f"This file can't be opened ({error.strerror}).", str(path)) from error


# ---- transcripts


def _plan_transcript(
    study: Study, path: Path, data: bytes, options: AddOptions
) -> TranscriptPlan | AlreadyIn:
    from qualkit.importers.transcripts import read_transcript

    name = _name_of(path, options.name)
    with study.database.reading() as connection:
        known = {stored.source.name: stored for stored in sources.sources(connection)}
        old = known.get(name)
        segments = sources.segments(connection, old.id) if old else []
        ever = sources.segments(connection, old.id, with_gone=True) if old else []
    last = bring_in.last_key(old.recipe if old else {}, (segment.key for segment in ever))
    same = next(
        (s for s in known.values() if s.source.sha256 == sha256_of(data) and s.question_id is None), None
    )
    if same is not None and not (options.speakers or options.renames or options.encoding or options.voice):
        return AlreadyIn(file=path, source=same.source.name)
    earlier = bring_in.recipe_from_plain(old.recipe) if old else TranscriptRecipe()
    recipe = replace(
        earlier,
        format=earlier.format if old and Path(old.source.file).suffix == path.suffix else "",
        encoding=options.encoding or earlier.encoding,
        roles=_known_roles(earlier.roles, options),
        renames={**earlier.renames, **options.renames},
    )
    transcript = _read_again(path, recipe) if old else read_transcript(path, recipe)
    keys, again = (
        bring_in.kept_keys(segments, transcript, last)
        if old
        else (bring_in.first_keys(len(transcript.turns)), 0)
    )
    if old is not None and again < _SAME_SHARE * max(len(segments), 1):
        raise Refused(
            f'The study has another text called "{name}"; '
            f"only {again} of its {len(segments)} turns are in this file.",
            path.name, _RENAME_HINT,
        )  # fmt: skip
    source = _source_of(name, path, data, transcript, options, old.source if old else None)
    return TranscriptPlan(
        file=path,
        inside=source.file,
        data=data,
        transcript=transcript,
        intake=bring_in.transcript_intake(source, transcript, recipe, keys=keys, last=last),
        replaces=old.source.file if old else "",
        found_again=again,
    )


_RENAME_HINT = "Give it a name of its own with --name."


def _name_of(path: Path, given: str) -> str:
    """What a source is called: its files are named after it on every colleague's computer."""
    name = as_file_name(given or path.stem)
    if not name or (given and name != given.strip()):
        raise Refused(
            f'"{given or path.stem}" can\'t be the name of a source.',
            path.name,
            f'Call it "{name}", with --name.' if name else _RENAME_HINT,
        )
    return name


def _known_roles(earlier: Mapping[str, SpeakerRole], options: AddOptions) -> dict[str, SpeakerRole]:
    kept = {options.renames.get(name, name): role for name, role in earlier.items()}
    return {**kept, **options.speakers}


def _read_again(path: Path, recipe: TranscriptRecipe) -> Transcript:
    """A corrected file may have lost a speaker that the recipe knows: read it with those that are left."""
    from qualkit.importers.transcripts import read_transcript

    found = read_transcript(path, replace(recipe, roles={}, renames={}))
    labels = {label.casefold() for speaker in found.speakers for label in (speaker.label, *speaker.variants)}
    renames = {label: name for label, name in recipe.renames.items() if label.casefold() in labels}
    present = labels | {name.casefold() for name in renames.values()}
    roles = {name: role for name, role in recipe.roles.items() if name.casefold() in present}
    return read_transcript(path, replace(recipe, roles=roles, renames=renames))


def _source_of(
    name: str, path: Path, data: bytes, transcript: Transcript, options: AddOptions, old: Source | None
) -> Source:
    is_talk = bool(transcript.speakers) or path.suffix.casefold() == ".vtt"
    kind = SourceKind.TRANSCRIPT if is_talk else SourceKind.DOCUMENT
    proposed = Voice.OWN_WORDS if is_talk else Voice.DOCUMENT
    return Source(
        name=name,
        title=transcript.title or (old.title if old else name),
        kind=kind,
        voice=options.voice or (old.voice if old else proposed),
        file=f"transcripts/{name}{path.suffix}",
        sha256=sha256_of(data),
        memo=transcript.memo,
    )


# ---- data files


def _plan_data(study: Study, path: Path, data: bytes, options: AddOptions) -> DataPlan | AlreadyIn:
    from qualkit.importers.surveys.data_file import read_data_file

    name = _name_of(path, options.name)
    with study.database.reading() as connection:
        known = {stored.questionnaire.name: stored for stored in datasets.datasets(connection)}
    settled = (
        options.kind or options.record or options.person or options.open_columns or options.closed_columns
    )
    same = next((stored for stored in known.values() if stored.received_sha256 == sha256_of(data)), None)
    if same is not None and not settled and options.voice is None:
        return AlreadyIn(file=path, source=same.questionnaire.name)
    content = read_data_file(path, encoding=options.encoding, sheet=options.sheet)
    questionnaire, findings = _questionnaire(content, name, options, known.get(name))
    personal = () if options.keep_personal else _personal(questionnaire, content)
    if options.keep_personal:
        questionnaire = _kept(questionnaire)
    copy, suffix = _copy_without(path, personal, content) if personal else (data, path.suffix.casefold())
    inside = f"survey/{name}{suffix}"
    intake = bring_in.dataset_intake(
        replace(
            questionnaire,
            encoding=content.encoding if not personal else "",
            sheet="" if personal else content.sheet,
        ),
        content,
        file=inside,
        sha256=sha256_of(copy),
        received=(display_safe(path.name), sha256_of(data)),
    )
    return DataPlan(
        file=path,
        inside=inside,
        data=copy,
        content=content,
        intake=intake,
        findings=(*content.findings, *findings),
        left_out=personal,
        is_correction=name in known,
    )


def _copy_without(path: Path, columns: Sequence[str], content: DataFile) -> tuple[bytes, str]:
    from qualkit.importers.surveys.copy import copy_without

    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / f"copy{path.suffix.casefold()}"
        made = copy_without(path, columns, target, encoding=content.encoding, sheet=content.sheet)
        return made.read_bytes(), made.suffix


def _questionnaire(
    content: DataFile, name: str, options: AddOptions, old: datasets.StoredDataset | None
) -> tuple[Questionnaire, tuple[Finding, ...]]:
    from qualkit.importers.surveys.corrections import corrected
    from qualkit.importers.surveys.proposal import propose_questionnaire

    proposal = propose_questionnaire(content, name)
    questionnaire = proposal.questionnaire
    if old is not None:
        settled = {question.column: question for question in old.questionnaire.questions}
        questions = tuple(settled.get(question.column, question) for question in questionnaire.questions)
        questionnaire = replace(questionnaire, kind=old.questionnaire.kind, questions=questions)
    questionnaire = corrected(
        questionnaire,
        open_columns=options.open_columns,
        closed_columns=options.closed_columns,
        record=options.record,
        person=options.person,
        kind=options.kind,
        voice=options.voice,
    )
    return questionnaire, proposal.findings


def _personal(questionnaire: Questionnaire, content: DataFile) -> tuple[str, ...]:
    marked = {question.column for question in questionnaire.questions if question.use is Use.PERSONAL}
    return tuple(column for column in content.columns if column in marked)


def _kept(questionnaire: Questionnaire) -> Questionnaire:
    questions = tuple(
        replace(question, use=Use.CLOSED) if question.use is Use.PERSONAL else question
        for question in questionnaire.questions
    )
    return replace(questionnaire, questions=questions)


# ---- participants


def _plan_participants(study: Study, path: Path, data: bytes) -> ParticipantsPlan | AlreadyIn:
    from qualkit.importers.participants import read_participants

    known = study.path(PARTICIPANTS_FILE)
    if known.is_file() and known.read_bytes() == data:
        return AlreadyIn(file=path, source=known.name)
    found = read_participants(path)
    return ParticipantsPlan(file=path, data=data, rows=found.items, findings=found.findings)


def _with_unmatched(study: Study, plans: Sequence[Plan]) -> tuple[Plan, ...]:
    """Lists of participants with a finding for each row whose speaker neither the study nor a file has."""
    with study.database.reading() as connection:
        known = sources.speaker_names(connection)
    coming = [plan.intake for plan in plans if isinstance(plan, TranscriptPlan)]
    known += [(intake.source.stem, speaker.name) for intake in coming for speaker in intake.speakers]
    return tuple(
        replace(plan, findings=(*plan.findings, *people_file.unmatched(plan.rows, known)))
        if isinstance(plan, ParticipantsPlan)
        else plan
        for plan in plans
    )


# ---- accepting


def accept(study: Study, plans: Sequence[Plan]) -> Added:
    """Make planned files part of the study, as one step. The received files are copied into its folder."""
    fresh = [plan for plan in plans if not isinstance(plan, AlreadyIn)]
    names: list[str] = []
    count = 0
    anchors: dict[Anchor, int] = {}
    before = _as_they_are(study, fresh)
    try:
        with study.step("add") as writer:
            for plan in fresh:
                synced = _take(writer, plan)
                names += _names(plan)
                count += sum(one.added for one in synced)
                for one in synced:
                    for anchor, number in one.anchors.items():
                        anchors[anchor] = anchors.get(anchor, 0) + number
            _apply_participants(study, writer, fresh)
            for plan in fresh:  # last, so that a refusal leaves the folder as it was
                _put(study, writer, plan)
            writer.summary = _summary(fresh)
            writer.detail = {"sources": names, "passages": count}
    except BaseException:  # the database kept nothing, so the folder keeps nothing
        put_files(study, before)
        raise
    save_received(study)
    place_waiting(study)
    return Added(sources=tuple(names), segments=count, anchors=anchors)


def _as_they_are(study: Study, plans: Sequence[Plan]) -> tuple[tuple[str, bytes | None], ...]:
    """The files of the study that plans are about to write, as they are now."""
    inside = [plan.inside for plan in plans if isinstance(plan, TranscriptPlan | DataPlan)]
    inside += [PARTICIPANTS_FILE for plan in plans if isinstance(plan, ParticipantsPlan)]
    inside += [plan.replaces for plan in plans if isinstance(plan, TranscriptPlan) and plan.replaces]
    paths = [(file, study.path(file)) for file in dict.fromkeys(inside)]
    return tuple((file, path.read_bytes() if path.is_file() else None) for file, path in paths)


def _take(writer: Writer, plan: Plan) -> list[sources.Synced]:
    match plan:
        case TranscriptPlan():
            return [sources.sync(writer, plan.intake)]
        case DataPlan():
            return datasets.sync_dataset(writer, plan.intake)
    return []


def _put(study: Study, writer: Writer, plan: TranscriptPlan | DataPlan | ParticipantsPlan) -> None:
    inside = PARTICIPANTS_FILE if isinstance(plan, ParticipantsPlan) else plan.inside
    path = study.path(inside)
    before = path.read_bytes() if path.is_file() else None
    if before != plan.data:
        writer.file(inside, before, plan.data)
        write_atomically(path, plan.data)
        if inside == PARTICIPANTS_FILE:
            remember_participants(study, writer.connection)
    text_files.drop_waiting(writer.connection, SOURCES_FILE, [inside])
    old = study.path(plan.replaces) if isinstance(plan, TranscriptPlan) and plan.replaces else path
    if old != path and old.is_file():  # the same talk came in another format
        writer.file(old.relative_to(study.folder).as_posix(), old.read_bytes(), None)
        old.unlink()


def _apply_participants(study: Study, writer: Writer, plans: Sequence[Plan]) -> None:
    rows = next((plan.rows for plan in plans if isinstance(plan, ParticipantsPlan)), None)
    if rows is None and (listed := people_file.read_list(study)) is not None:
        rows = listed.items
    if rows is not None:
        people_file.apply_rows(writer, rows)


def _names(plan: Plan) -> list[str]:
    match plan:
        case TranscriptPlan():
            return [plan.intake.source.name]
        case DataPlan():
            return [source.source.name for source in plan.intake.sources]
    return []


def _summary(plans: Sequence[Plan]) -> str:
    files = ", ".join(display_safe(plan.file.name) for plan in plans)
    return f"added {files}"


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
