"""The questionnaires of the study: looked at, checked against their data, and corrected."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

from qualkit.actions.bring_in import dataset_intake
from qualkit.actions.checking import Checked
from qualkit.actions.provenance import provenance
from qualkit.actions.save import save_received
from qualkit.errors import FileRefused, NotFound
from qualkit.model.finding import Finding
from qualkit.model.questionnaire import DataFile, Level, LevelKind, Question, Questionnaire, QuestionType, Use
from qualkit.model.table import Column, Table, Unit, Value
from qualkit.store import datasets
from qualkit.store.datasets import StoredDataset
from qualkit.study import Study

Change = Callable[[Questionnaire, DataFile], Questionnaire]


def questionnaire_table(study: Study, file: str = "", questions: Collection[str] = ()) -> Table:
    """Every column of a data file (all files, where none is named): use, type, levels, what is a guess.

    Of a file's questions only those that are named, with their wording; a stem takes in all its items.
    """
    rows = [row for stored in _wanted(study, file) for row in _rows(stored.questionnaire)]
    columns = columns_of(study, file, questions) if questions else ()
    rows = [row for row in rows if not columns or row["column"] in columns]
    return Table(
        id="questionnaire",
        title=f"Questions of {file or study.title}",
        columns=(
            Column(key="file", title="File", shown=not file),
            Column(key="column", title="Column"),
            Column(key="wording", title="Question", shown=bool(questions)),
            Column(key="use", title="Use"),
            Column(key="type", title="Type"),
            Column(key="levels", title="Answers, from low to high", unit=Unit.LIST),
            Column(key="apart", title="Not answers", unit=Unit.LIST),
            Column(key="settled", title="Settled"),
        ),
        rows=tuple(rows),
        notes=tuple(_table_notes(rows)),
        provenance=provenance(study, "survey show"),
    )


def _rows(book: Questionnaire) -> Iterator[dict[str, Value]]:
    for question in book.questions:
        is_scale = question.type is QuestionType.LIKERT
        settled = "direction confirmed" if question.is_confirmed else "" if question.is_guess else "yes"
        yield {
            "file": book.name,
            "column": question.column,
            "wording": question.wording,
            "use": question.use.value,
            "type": _type(question),
            "levels": [level.shown for level in question.answers],
            "apart": [_apart(level) for level in question.levels if level.kind is not LevelKind.ANSWER],
            "settled": "which end is low?" if is_scale and not question.is_confirmed else settled,
        }


def _type(question: Question) -> str:
    if question.use is not Use.CLOSED or question.type is None:
        return ""
    kind = {QuestionType.LIKERT: "scale", QuestionType.MULTI: "several"}.get(question.type)
    return (
        f"{kind or question.type.value} · {question.stem}" if question.stem else kind or question.type.value
    )


def _apart(level: Level) -> str:
    return f"{level.label}: {level.kind.value}" if level.label != level.kind.value else level.label


def _table_notes(rows: Sequence[dict[str, Value]]) -> Iterator[str]:
    open_ends = sum(row["settled"] == "which end is low?" for row in rows)
    if open_ends:
        yield (
            f"{open_ends} scales are read from low to high as they stand here. Confirm that with "
            '"qualkit survey confirm FILE", or turn one round with --reverse.'
        )
    yield "All of it can be corrected in survey/FILE.toml."


def check_questionnaires(study: Study, file: str = "") -> Checked:
    """Answers that a questionnaire does not know, scales that nobody confirmed, options never chosen."""
    from qualkit.checks.survey import check_survey

    wanted = _wanted(study, file)
    found: list[Finding] = []
    for stored in wanted:
        found += check_survey(stored.questionnaire, _data(study, stored))
    return Checked(
        looked_at=sum(len(stored.questionnaire.questions) for stored in wanted), findings=tuple(found)
    )


def change_questionnaire(study: Study, file: str, change: Change, summary: str) -> Questionnaire:
    """Correct a questionnaire as one step of undo, and write its file; gives it as it now is.

    Raises NotFound for a file that is not there, FileRefused where the data file is missing.
    """
    stored = _one(study, file)
    data = _data(study, stored)
    changed = change(stored.questionnaire, data)
    received = (stored.received_name, stored.received_sha256)
    intake = dataset_intake(changed, data, file=stored.file, sha256=stored.sha256, received=received)
    with study.step("correct questionnaire") as writer:
        datasets.sync_dataset(writer, intake)
        writer.summary = f"{summary} in {stored.questionnaire.name}"
        writer.detail = {"file": stored.questionnaire.name}
    save_received(study)
    return changed


def set_type(study: Study, file: str, questions: Collection[str], type_: QuestionType) -> tuple[str, ...]:
    """Say how questions are counted, as one step; gives their columns."""
    from qualkit.importers.surveys.corrections import with_type

    columns = columns_of(study, file, questions)
    summary = f"said that {', '.join(columns)} are of the type {type_}"
    change_questionnaire(study, file, lambda book, data: with_type(book, columns, type_, data), summary)
    return columns


def set_levels(study: Study, file: str, question: str, levels: Sequence[str]) -> tuple[str, ...]:
    """Give the answers of a question in their order, from low to high, as one step; gives its columns."""
    from qualkit.importers.surveys.corrections import with_levels

    columns = columns_of(study, file, [question])
    summary = f"ordered the answers of {question}"
    change_questionnaire(study, file, lambda book, _: with_levels(book, columns, levels), summary)
    return columns


def columns_of(study: Study, file: str, names: Collection[str]) -> tuple[str, ...]:
    """The columns that names mean: columns, wordings, or stems, which take in all their items."""
    book = _one(study, file).questionnaire
    found: dict[str, None] = {}
    for name in names:
        wanted = " ".join(name.split()).casefold()
        hits = [
            question.column
            for question in book.questions
            if wanted
            in {
                " ".join(text.split()).casefold()
                for text in (question.column, question.wording, question.stem)
                if text
            }
        ]
        if not hits:
            candidates = [question.column for question in book.questions if question.use is Use.CLOSED][:8]
            raise NotFound(f'"{file}" has no question "{name}".', candidates=candidates)
        found |= dict.fromkeys(hits)
    return tuple(found)


def _wanted(study: Study, file: str) -> list[StoredDataset]:
    if file:
        return [_one(study, file)]
    with study.database.reading() as connection:
        return datasets.datasets(connection)


def _one(study: Study, file: str) -> StoredDataset:
    with study.database.reading() as connection:
        known = {one.questionnaire.name: one for one in datasets.datasets(connection)}
    if file not in known:
        raise NotFound(f'There is no data file "{file}".', candidates=list(known)[:3])
    return known[file]


def _data(study: Study, stored: StoredDataset) -> DataFile:
    from qualkit.importers.surveys.data_file import read_data_file

    path = study.path(stored.file)
    if not path.is_file():
        raise FileRefused("This data file of the study is missing.", stored.file, "Put it back.")
    book = stored.questionnaire
    return read_data_file(path, encoding=book.encoding, sheet=book.sheet)
