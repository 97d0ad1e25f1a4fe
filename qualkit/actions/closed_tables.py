"""Tables of the closed questions (`qualkit likert`, `multi`, `tabulate`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qualkit.actions.closed_questions import Asked, AskedFile, asked_files, conditions_of, is_of
from qualkit.actions.provenance import provenance
from qualkit.model.questionnaire import QuestionType
from qualkit.model.result import Result
from qualkit.model.table import NumberNote, Provenance, Table
from qualkit.study import Study

if TYPE_CHECKING:
    from qualkit.analysis.likert import Likert
    from qualkit.analysis.likert_rows import LikertOptions
    from qualkit.analysis.multiselect import Multi, MultiOptions
    from qualkit.analysis.tabulate import Tabulation
    from qualkit.analysis.tabulate_rows import TabulateOptions

UNCONFIRMED = (
    "Which end of a scale is low has to be confirmed before its top and bottom are counted: look at "
    '"qualkit survey show", then "qualkit survey confirm".'
)


def likert_of(
    study: Study, asked: Asked | None = None, options: LikertOptions | None = None
) -> tuple[Likert, ...]:
    """Items on scales, one result a data file. Where a scale is not confirmed: levels only, no boxes."""
    return _likert(asked_files(study, asked or Asked(), _LIKERT, takes=_LIKERT), options)


def _likert(files: Sequence[AskedFile], options: LikertOptions | None) -> tuple[Likert, ...]:
    from qualkit.analysis.likert import likert, unconfirmed
    from qualkit.analysis.likert_rows import LikertOptions

    wanted = options or LikertOptions()
    return tuple(
        likert(
            file.answers,
            replace(wanted, people=file.noun[1], boxes=wanted.boxes and not unconfirmed(file.answers)),
            groups=file.groups,
            weights=file.weights,
        )
        for file in files
    )


def likert_result(study: Study, asked: Asked | None = None, options: LikertOptions | None = None) -> Result:
    """The same as tables, with where they come from."""
    asked = asked or Asked()
    files = asked_files(study, asked, _LIKERT, takes=_LIKERT)
    parts = _likert(files, options)
    tables = [table for part in parts for table in (*part.tables, part.test_table) if table is not None]
    notes = [UNCONFIRMED] if any(part.needs_confirmation for part in parts) else []
    told = _Told(study, asked, "likert", [*notes, *_file_notes(files)])
    return told.result("Answers on a scale", _joined([part.table for part in parts]), tables)


def multi_of(
    study: Study, asked: Asked | None = None, options: MultiOptions | None = None
) -> tuple[Multi, ...]:
    """Multi-selects, one result a data file."""
    return _multi(asked_files(study, asked or Asked(), _MULTI, takes=_MULTI), options)


def _multi(files: Sequence[AskedFile], options: MultiOptions | None) -> tuple[Multi, ...]:
    from qualkit.analysis.multiselect import MultiOptions, multi

    wanted = options or MultiOptions()
    return tuple(
        multi(file.answers, replace(wanted, people=file.noun[1]), groups=file.groups, weights=file.weights)
        for file in files
    )


def multi_result(study: Study, asked: Asked | None = None, options: MultiOptions | None = None) -> Result:
    """The same as tables, with where they come from."""
    asked = asked or Asked()
    files = asked_files(study, asked, _MULTI, takes=_MULTI)
    return _result_of(
        _Told(study, asked, "multi", _file_notes(files)), "Multi-selects", _multi(files, options)
    )


def tabulate_of(
    study: Study, asked: Asked | None = None, options: TabulateOptions | None = None
) -> tuple[Tabulation, ...]:
    """Single choices, numbers and dates, one result a data file."""
    return _tabulations(asked_files(study, asked or Asked(), _TABULATED), options)


def _tabulations(files: Sequence[AskedFile], options: TabulateOptions | None) -> tuple[Tabulation, ...]:
    from qualkit.analysis.tabulate import tabulate
    from qualkit.analysis.tabulate_rows import TabulateOptions

    wanted = options or TabulateOptions()
    return tuple(
        tabulate(file.answers, replace(wanted, people=file.noun[1]), groups=file.groups, weights=file.weights)
        for file in files
    )


def tabulate_result(
    study: Study, asked: Asked | None = None, options: TabulateOptions | None = None
) -> Result:
    """The same as tables, with where they come from."""
    asked = asked or Asked()
    files = asked_files(study, asked, _TABULATED)
    told = _Told(study, asked, "tabulate", _file_notes(files))
    return _result_of(told, "Single choices, numbers and dates", _tabulations(files, options))


_LIKERT: Callable[..., bool] = is_of(QuestionType.LIKERT)
_MULTI: Callable[..., bool] = is_of(QuestionType.MULTI)
_TABULATED: Callable[..., bool] = is_of(QuestionType.SINGLE, QuestionType.NUMBER, QuestionType.DATE)


def _file_notes(files: Sequence[AskedFile]) -> list[str]:
    many = len(files) > 1
    return [NumberNote(f"{file.title}: {note}" if many else note) for file in files for note in file.notes]


def _joined(tables: Sequence[Table]) -> Table:
    """Tables of the same columns as one."""
    notes = dict.fromkeys(note for table in tables for note in table.notes)
    return replace(tables[0], rows=tuple(row for table in tables for row in table.rows), notes=tuple(notes))


def _result_of(told: _Told, title: str, parts: Sequence[Multi] | Sequence[Tabulation]) -> Result:
    return told.result(
        title, _joined([part.table for part in parts]), [table for part in parts for table in part.tables]
    )


class _Told:
    """What has to be said of a result, and where it comes from."""

    def __init__(self, study: Study, asked: Asked, command: str, notes: Sequence[str]) -> None:
        _, filter_ = conditions_of(study.manifest, asked)
        words = [command, *(f'"{name}"' for name in asked.questions)]
        words += [f"--by {asked.by}"] if asked.by else []
        words += ["--weight"] if asked.is_weighted else []
        plain = provenance(study, " ".join(words), filter=filter_)
        self._provenance: Provenance = replace(plain, coder="")
        self._notes = list(notes)

    def result(self, title: str, data: Table, tables: Sequence[Table]) -> Result:
        return Result(title=title, data=data, tables=tuple(tables)).by(self._provenance, *self._notes)
