"""What a data file is about to become: its questionnaire, and the copy without personal columns."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from qualkit.actions import bring_in
from qualkit.actions.add_plans import AddOptions, AlreadyIn, DataPlan, name_of
from qualkit.errors import Where
from qualkit.model.display import display_safe
from qualkit.model.finding import Finding, Severity
from qualkit.model.questionnaire import DataFile, Questionnaire, Use
from qualkit.store import datasets
from qualkit.store.text_files import sha256_of
from qualkit.study import Study


def plan_data(study: Study, path: Path, data: bytes, options: AddOptions) -> DataPlan | AlreadyIn:
    """Read a data file, propose its questionnaire, and leave out columns of personal data."""
    from qualkit.importers.surveys.copy import copy_without
    from qualkit.importers.surveys.data_file import read_data_file
    from qualkit.importers.surveys.types import with_types

    name = name_of(path, options.name)
    with study.database.reading() as connection:
        known = {stored.questionnaire.name: stored for stored in datasets.datasets(connection)}
    settled = (
        options.kind
        or options.record
        or options.person
        or options.open_columns
        or options.closed_columns
        or options.types
        or options.turned
    )
    same = next((stored for stored in known.values() if stored.received_sha256 == sha256_of(data)), None)
    if same is not None and not settled and options.voice is None:
        return AlreadyIn(file=path, source=same.questionnaire.name)
    content = read_data_file(path, encoding=options.encoding, sheet=options.sheet)
    beside = study.path(f"survey/{name}.toml")
    given = beside if name not in known and beside.is_file() else None
    questionnaire, findings = _questionnaire(content, given or name, options, known.get(name))
    personal = () if options.keep_personal else _personal(questionnaire, content)
    if options.keep_personal:
        questionnaire = with_types(_kept(questionnaire), content)
    copy, suffix = copy_without(path, personal, encoding=content.encoding, sheet=content.sheet)
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


def _questionnaire(
    content: DataFile, given: str | Path, options: AddOptions, old: datasets.StoredDataset | None
) -> tuple[Questionnaire, tuple[Finding, ...]]:
    """The questionnaire for a name, or that of a file which lies in the study already."""
    from qualkit.importers.surveys.corrections import corrected
    from qualkit.importers.surveys.types import with_types

    questionnaire, findings = _taken(content, given) if isinstance(given, Path) else _proposed(content, given)
    if old is not None:
        settled = {question.column: question for question in old.questionnaire.questions}
        questions = tuple(settled.get(question.column, question) for question in questionnaire.questions)
        questionnaire = replace(
            questionnaire,
            kind=old.questionnaire.kind,
            title=old.questionnaire.title,
            platform=questionnaire.platform or old.questionnaire.platform,
            questions=questions,
        )
    questionnaire = corrected(
        questionnaire,
        open_columns=options.open_columns,
        closed_columns=options.closed_columns,
        record=options.record,
        person=options.person,
        kind=options.kind,
        voice=options.voice,
    )
    return _with_said_types(with_types(questionnaire, content), content, options), findings


def _proposed(content: DataFile, name: str) -> tuple[Questionnaire, tuple[Finding, ...]]:
    from qualkit.importers.surveys.proposal import propose_questionnaire

    proposal = propose_questionnaire(content, name)
    return proposal.questionnaire, proposal.findings


def _taken(content: DataFile, path: Path) -> tuple[Questionnaire, tuple[Finding, ...]]:
    from qualkit.importers.surveys.questionnaire_file import read_questionnaire

    told = Finding(
        rule="questionnaire-taken",
        severity=Severity.NOTE,
        message=f"The questionnaire survey/{path.name} is taken as it stands.",
        where=Where(file=path.name),
    )
    return read_questionnaire(path, content), (told,)


def _with_said_types(questionnaire: Questionnaire, content: DataFile, options: AddOptions) -> Questionnaire:
    from qualkit.importers.surveys.corrections import reversed_scale, with_type

    for column, type_ in options.types.items():
        questionnaire = with_type(questionnaire, [column], type_, content)
    return reversed_scale(questionnaire, options.turned) if options.turned else questionnaire


def _personal(questionnaire: Questionnaire, content: DataFile) -> tuple[str, ...]:
    marked = {question.column for question in questionnaire.questions if question.use is Use.PERSONAL}
    return tuple(column for column in content.columns if column in marked)


def _kept(questionnaire: Questionnaire) -> Questionnaire:
    questions = tuple(
        replace(question, use=Use.CLOSED) if question.use is Use.PERSONAL else question
        for question in questionnaire.questions
    )
    return replace(questionnaire, questions=questions)
