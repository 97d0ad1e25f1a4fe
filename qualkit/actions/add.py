"""Bringing in files: what was found in them is proposed, and joins the study when accepted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from qualkit.actions import people_file
from qualkit.actions.add_plans import (
    AddOptions,
    AlreadyIn,
    DataPlan,
    ParticipantsPlan,
    Plan,
    Stretch,
    TranscriptPlan,
    findings_of,
    parse_speakers,
    parse_stretches,
    parse_types,
    same_people,
    with_confirmed_scales,
)
from qualkit.actions.load import place_waiting
from qualkit.actions.plan_data import plan_data
from qualkit.actions.plan_transcript import plan_transcript
from qualkit.actions.received import (
    PARTICIPANTS_FILE,
    SOURCES_FILE,
    put_files,
    remember_participants,
)
from qualkit.actions.save import save_received
from qualkit.errors import FileRefused, Refused
from qualkit.files import replace_file
from qualkit.importers.registry import readable_suffixes
from qualkit.model.coding import Anchor
from qualkit.model.display import display_safe
from qualkit.store import datasets, sources, text_files
from qualkit.store.segment_rows import Synced
from qualkit.store.writer import Writer
from qualkit.study import Study

__all__ = [
    "AddOptions",
    "Added",
    "AlreadyIn",
    "DataPlan",
    "ParticipantsPlan",
    "Plan",
    "Stretch",
    "TranscriptPlan",
    "accept",
    "findings_of",
    "parse_speakers",
    "parse_stretches",
    "parse_types",
    "plan_add",
    "readable_suffixes",
    "same_people",
    "with_confirmed_scales",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What came in."""

    sources: tuple[str, ...]
    segments: int
    anchors: Mapping[Anchor, int]
    """Only for corrected files: what became of the codings."""
    unfit: int = 0
    """Passages that had been corrected in the study, and that the new file has otherwise."""


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
        plan_data(study, path, data, options)
        if kind is Kind.DATA
        else plan_transcript(study, path, data, options)
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
    unfit = 0
    before = _as_they_are(study, fresh)
    try:
        with study.step("add") as writer:
            for plan in fresh:
                synced = _take(writer, plan)
                names += _names(plan)
                count += sum(one.added for one in synced)
                unfit += sum(len(one.unfit) for one in synced)
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
    return Added(sources=tuple(names), segments=count, anchors=anchors, unfit=unfit)


def _as_they_are(study: Study, plans: Sequence[Plan]) -> tuple[tuple[str, bytes | None], ...]:
    """The files of the study that plans are about to write, as they are now."""
    inside = [plan.inside for plan in plans if isinstance(plan, TranscriptPlan | DataPlan)]
    inside += [PARTICIPANTS_FILE for plan in plans if isinstance(plan, ParticipantsPlan)]
    inside += [plan.replaces for plan in plans if isinstance(plan, TranscriptPlan) and plan.replaces]
    paths = [(file, study.path(file)) for file in dict.fromkeys(inside)]
    return tuple((file, path.read_bytes() if path.is_file() else None) for file, path in paths)


def _take(writer: Writer, plan: Plan) -> list[Synced]:
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
        replace_file(path, plan.data, make_folders=True)
        if inside == PARTICIPANTS_FILE:
            remember_participants(study, writer.connection)
    text_files.drop_waiting(writer.connection, SOURCES_FILE, [inside])
    old = study.path(plan.replaces) if isinstance(plan, TranscriptPlan) and plan.replaces else path
    if old != path and old.is_file():  # the same talk came in another format
        writer.file(old.relative_to(study.folder).as_posix(), old.read_bytes(), None)
        old.unlink()


def _apply_participants(study: Study, writer: Writer, plans: Sequence[Plan]) -> None:
    rows = next((plan.rows for plan in plans if isinstance(plan, ParticipantsPlan)), None)
    people_file.apply_people(study, writer, rows)


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
