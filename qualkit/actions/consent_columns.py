"""Consent that people gave in a data file, in the columns that study.toml names under [consent]."""

from __future__ import annotations

import json
from collections.abc import Mapping

from qualkit.errors import FileRefused
from qualkit.manifest import NAME, ConsentTo
from qualkit.model.participant import ParticipantRow
from qualkit.model.people import Consent
from qualkit.model.questionnaire import LevelKind, Question, Use
from qualkit.model.text import fold_line
from qualkit.store import consents, datasets, text_files
from qualkit.store.database import Connection
from qualkit.store.datasets import StoredDataset
from qualkit.study import Study

_YES = frozenset({"yes", "y", "true", "1", "agree", "agreed", "consent", "given", "granted"})
_NO_ANSWER = (LevelKind.DONT_KNOW, LevelKind.MISSING, LevelKind.NOT_ASKED, LevelKind.NOT_APPLICABLE)


def consent_rows(study: Study, connection: Connection) -> list[ParticipantRow]:
    """A row a person and consent; what is neither empty nor a yes counts as a no.

    Raises FileRefused where study.toml names a data file or column that is not there.
    """
    known = {fold_line(one.questionnaire.name): one for one in datasets.datasets(connection)}
    rows = []
    for file, columns in study.manifest.consent.items():
        dataset = known.get(fold_line(file))
        if dataset is None:
            continue  # it may yet be brought in
        for kind, column in columns.items():
            question = _question(dataset, column)
            said = {level.label: _consent(level.shown, level.kind) for level in question.levels}
            for case, label in consents.given(connection, dataset.id, question.column):
                answer = said.get(label) or _consent(label, LevelKind.ANSWER)
                rows.append(_row(case, kind, answer))
    return rows


def _row(case: str, kind: ConsentTo, answer: Consent) -> ParticipantRow:
    match kind:
        case "analysis":
            return ParticipantRow(case=case, analysis=answer)
        case "quotation":
            return ParticipantRow(case=case, quotation=answer)
        case _:
            return ParticipantRow(case=case, archive=answer)


def _question(dataset: StoredDataset, named: str) -> Question:
    wanted = fold_line(named)
    for question in dataset.questionnaire.questions:
        if wanted in (fold_line(question.column), fold_line(question.wording)):
            if question.use is Use.CLOSED:
                return question
            break
    raise FileRefused(
        f'[consent] names "{named}", which is no closed question of {dataset.questionnaire.name}.',
        NAME,
        f"Give a column of {dataset.file} whose use is closed. Until then nobody's consent is known from it.",
    )


def _consent(label: str, kind: LevelKind) -> Consent:
    words = fold_line(label).replace(",", " ").replace(".", " ").split()
    if not words or kind in _NO_ANSWER:
        return Consent.NOT_RECORDED
    return Consent.YES if words[0] in _YES else Consent.NO


# ---- whether study.toml says something else than when it was last taken in


def is_news(study: Study) -> bool:
    """Whether the columns that hold consent are others than when consent was last looked up."""
    with study.database.reading() as connection:
        return is_news_in(study, connection)


def is_news_in(study: Study, connection: Connection) -> bool:
    """The same, asked in a transaction."""
    return text_files.content_of(connection, NAME) != _said(study)


def remember(study: Study, connection: Connection) -> None:
    """Note which columns consent was looked up in."""
    if is_news_in(study, connection):
        text_files.remember(connection, NAME, _said(study), 0)


def _said(study: Study) -> bytes:
    consent: Mapping[str, Mapping[ConsentTo, str]] = study.manifest.consent
    return json.dumps(consent, sort_keys=True).encode() if consent else b""
