"""Settling which end of a scale is low, so that its top and bottom may be counted."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from qualkit.actions.bring_in import dataset_intake
from qualkit.actions.save import save_received
from qualkit.errors import FileRefused, NotFound
from qualkit.importers.surveys.corrections import confirmed, reversed_scale
from qualkit.model.plural import counted
from qualkit.model.questionnaire import QuestionType
from qualkit.store import datasets
from qualkit.store.datasets import StoredDataset
from qualkit.study import Study


def confirm_scales(study: Study, file: str, columns: Collection[str], *, is_reversed: bool = False) -> None:
    """Confirm the scales of a data file's columns as they stand, or turned round; one step of undo.

    Raises NotFound for a file or column that is not there, FileRefused where the data file is missing.
    """
    from qualkit.importers.surveys.data_file import read_data_file

    stored = _stored(study, file)
    book = stored.questionnaire
    changed = reversed_scale(book, columns) if is_reversed else confirmed(book, columns)
    path = study.path(stored.file)
    if not path.is_file():
        raise FileRefused("This data file of the study is missing.", stored.file, "Put it back.")
    data = read_data_file(path, encoding=book.encoding, sheet=book.sheet)
    received = (stored.received_name, stored.received_sha256)
    intake = dataset_intake(changed, data, file=stored.file, sha256=stored.sha256, received=received)
    with study.step("confirm scale") as writer:
        datasets.sync_dataset(writer, intake)
        writer.summary = _summary(stored, list(columns), is_reversed=is_reversed)
    save_received(study)


def _stored(study: Study, file: str) -> StoredDataset:
    with study.database.reading() as connection:
        known = {one.questionnaire.name: one for one in datasets.datasets(connection)}
    if file not in known:
        raise NotFound(f'There is no data file "{file}".', candidates=list(known)[:3])
    return known[file]


def _summary(stored: StoredDataset, columns: Sequence[str], *, is_reversed: bool) -> str:
    scales = [one for one in stored.questionnaire.questions if one.type is QuestionType.LIKERT]
    number = sum(one.column in columns for one in scales)
    what = f'the scale of "{columns[0]}"' if number == 1 else counted(number, "scale")
    return f"{'turned round' if is_reversed else 'confirmed'} {what} in {stored.questionnaire.name}"
