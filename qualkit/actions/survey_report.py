"""The survey report: every question of the data files, counted, and handed over (`qualkit survey report`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from qualkit.actions.closed_questions import Asked, AskedFile, asked_files, conditions_of, is_of
from qualkit.actions.counting_units import Counting
from qualkit.actions.pooled_returns import returns_table
from qualkit.actions.prevalence import prevalence_table
from qualkit.actions.provenance import provenance
from qualkit.actions.quotes import BankOptions, gather
from qualkit.actions.selection import Selection
from qualkit.actions.small_numbers import Findings, leaving, log_leaving
from qualkit.actions.survey_views import AskedQuestion, SurveyFile, survey_files
from qualkit.errors import NotFound, Refused
from qualkit.exports.survey_report import (
    QuotedTheme,
    ReportFile,
    ReportQuestion,
    SurveyReport,
    write_survey_report,
)
from qualkit.model.figures import Figures
from qualkit.model.plural import counted
from qualkit.model.questionnaire import QuestionType
from qualkit.model.result import Result
from qualkit.model.table import NumberNote, Table
from qualkit.model.text import fold_line
from qualkit.store import codebooks
from qualkit.study import Study

if TYPE_CHECKING:
    from qualkit.model.bank import Bank

_MOST_QUOTES = 2
"""Of a theme, in a report; the quote bank has all of them."""
_KINDS: Mapping[QuestionType | None, str] = {
    QuestionType.LIKERT: "a level of a scale",
    QuestionType.SINGLE: "one choice",
    QuestionType.MULTI: "several choices",
    QuestionType.NUMBER: "a number",
    QuestionType.DATE: "a date",
    QuestionType.COUNT: "counts of organisations",
    None: "own words",
}
_COUNTED = is_of(
    QuestionType.LIKERT, QuestionType.SINGLE, QuestionType.MULTI, QuestionType.NUMBER, QuestionType.DATE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportOptions:
    """What is reported; empty fields report everything."""

    selection: Selection = field(default_factory=Selection)
    """Its sources are names of data files."""
    base: str = ""
    by: str = ""
    is_weighted: bool = False


def survey_report(study: Study, options: ReportOptions | None = None) -> tuple[SurveyReport, Findings]:
    """Every question in the order of the questionnaires, as it may leave the study; and its small numbers.

    Raises NotFound for a file, base or attribute that is not there; Refused where there is no survey, nobody
    in scope, or no weight that was asked for.
    """
    options = options or ReportOptions()
    asked = Asked(
        selection=options.selection, base=options.base, by=options.by, is_weighted=options.is_weighted
    )
    conditions, filter_ = conditions_of(study.manifest, asked)
    scope = _Scope(study=study, asked=asked, conditions=conditions)
    guarded = [scope.file(file).guarded(study) for file in _files(study, options.selection.sources)]
    files = tuple(file for file, _, _ in guarded)
    notes = dict.fromkeys(note for _, said, _ in guarded for note in said)
    origin = provenance(study, " ".join(_command(options)), filter=filter_)
    title = files[0].title if len(files) == 1 else study.title
    report = SurveyReport(title=title, files=files, notes=tuple(notes), provenance=origin)
    return report, tuple(finding for _, _, found in guarded for finding in found)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportTarget:
    """Where a report is written, and how."""

    path: Path
    template: Path | None = None
    """A Word file whose styles are used."""
    reason: str = ""
    """Why its small numbers may be shown; for the log."""
    force: bool = False


def export_survey_report(
    study: Study, report: SurveyReport, findings: Findings, target: ReportTarget
) -> None:
    """Write a report by its suffix, and note in the log that it was handed over."""
    write_survey_report(report, target.path, template=target.template, force=target.force)
    log_leaving(study, target.path.name, findings, target.reason)


def _files(study: Study, names: Sequence[str]) -> list[SurveyFile]:
    files = {fold_line(file.name): file for file in survey_files(study)}
    for name in names:
        if fold_line(name) not in files:
            raise NotFound(f'There is no data file called "{name}".', candidates=list(files)[:3])
    wanted = [files[fold_line(name)] for name in names] or list(files.values())
    if not any(file.questions for file in wanted):
        raise Refused("There is no question to report.", hint='Bring in a survey with "qualkit add FILE".')
    return [file for file in wanted if file.questions]


def _command(options: ReportOptions) -> Iterator[str]:
    yield "survey report"
    yield from (f"--source {name}" for name in options.selection.sources)
    yield from (f"--{name} {value}" for name, value in (("by", options.by),) if value)
    yield from ["--weight"] if options.is_weighted else []


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scope:
    """Of whom the questions are counted, and how they are split."""

    study: Study
    asked: Asked
    conditions: tuple[str, ...]

    def file(self, file: SurveyFile) -> _Made:
        """A data file with its questions counted; nothing in it is hidden yet."""
        counted_file = self._counted_file(file)
        noun = counted_file.noun if counted_file else ("record", "records")
        notes = [NumberNote(note) for note in (counted_file.notes if counted_file else ())]
        if counted_file and counted_file.answers:
            number = len(counted_file.answers[0].codes)
            notes.insert(0, NumberNote(f"Answers of: {counted(number, *noun)}."))
        about = Table(id="about", title=file.title, columns=(), rows=(), notes=tuple(notes), figures=_nothing)
        questions = tuple(self._question(question, counted_file) for question in file.questions)
        return _Made(title=file.title, people=noun[1], about=about, questions=questions)

    def _counted_file(self, file: SurveyFile) -> AskedFile | None:
        """The answers to all closed questions at once; None where there are none."""
        if not any(_COUNTED(part) for question in file.questions for part in question.parts):
            return None
        selection = replace(self.asked.selection, sources=(file.name,))
        (found,) = asked_files(self.study, replace(self.asked, selection=selection), _COUNTED)
        return found

    def _question(self, question: AskedQuestion, file: AskedFile | None) -> ReportQuestion:
        made = ReportQuestion(title=question.title, kind=_KINDS[question.type])
        try:
            if question.is_open:
                return self._open(made, question)
            if question.type is QuestionType.COUNT or file is None:
                tables: tuple[Table, ...] = (returns_table(self.study, question.file, where=self.conditions),)
            else:
                tables = _tables(question, file)
        except Refused as refused:
            return replace(made, said=refused.message)
        return replace(made, tables=tables)

    def _open(self, made: ReportQuestion, question: AskedQuestion) -> ReportQuestion:
        """An open question with the codes found in it, by the coding of record, and chosen quotes."""
        selection = Selection(sources=(question.source,), where=self.conditions)
        with self.study.database.reading() as connection:
            books = [book.name for book in codebooks.codebooks(connection) if book.codes]
        tables, said = [], "Not coded yet."
        for book in books:
            try:
                tables.append(prevalence_table(self.study, book, self._counting(selection)))
            except Refused as refused:
                said = refused.message
        if not tables:
            return replace(made, said=said)
        return replace(made, tables=tuple(tables), quotes=tuple(_quotes(self.study, selection)))

    def _counting(self, selection: Selection) -> Counting:
        return Counting(selection=selection, by=self.asked.by)


def _nothing(_: Table) -> Figures:
    return Figures()


def _tables(question: AskedQuestion, file: AskedFile) -> tuple[Table, ...]:
    """A closed question counted; not split by itself."""
    from qualkit.analysis.likert import likert, unconfirmed
    from qualkit.analysis.likert_rows import LikertOptions
    from qualkit.analysis.multiselect import MultiOptions, multi
    from qualkit.analysis.tabulate import tabulate
    from qualkit.analysis.tabulate_rows import TabulateOptions

    columns = {part.column for part in question.parts}
    answers = tuple(one for one in file.answers if one.question.column in columns)
    names = {fold_line(name) for part in question.parts for name in (part.column, part.wording)}
    groups = file.groups if file.groups and fold_line(file.groups.title) not in names else None
    match question.type:
        case QuestionType.LIKERT:
            options = LikertOptions(people=file.noun[1], boxes=not unconfirmed(answers))
            return likert(answers, options, groups=groups, weights=file.weights).tables
        case QuestionType.MULTI:
            ticked = MultiOptions(people=file.noun[1])
            return multi(answers, ticked, groups=groups, weights=file.weights).tables
        case _:
            given = TabulateOptions(people=file.noun[1])
            return tabulate(answers, given, groups=groups, weights=file.weights).tables


def _quotes(study: Study, selection: Selection) -> Iterator[QuotedTheme]:
    """Of each theme the first quotes chosen for the bank, those to be set apart before others."""
    try:
        bank: Bank = gather(study, BankOptions(selection=selection, show="chosen")).bank
    except Refused:
        return
    for theme in bank.themes:
        passages = [passage for entry in theme.codes for passage in entry.passages if passage.quote]
        passages.sort(key=lambda passage: not passage.is_display)
        if passages:
            yield QuotedTheme(name=theme.code.name, passages=tuple(passages[:_MOST_QUOTES]))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    """A data file of the report, before its small numbers are treated."""

    title: str
    people: str
    about: Table
    questions: tuple[ReportQuestion, ...]

    def guarded(self, study: Study) -> tuple[ReportFile, list[str], Findings]:
        """The file as it may leave, the notes of many of its tables, and the small numbers in it.

        What is hidden in one table of its closed questions is hidden in all of them. Codes are counted in
        each open question by itself.
        """
        tables = [table for question in self.questions for table in question.tables]
        closed = [table for table in tables if table.id.startswith(_CLOSED)]
        together = Result(title=self.title, data=self.about, tables=tuple(closed))
        result, found = leaving(study, together)
        safe = {id(was): shown for was, shown in zip(closed, result.tables, strict=True)}
        findings = list(found)
        for table in tables:
            if id(table) not in safe:
                safe[id(table)], found = leaving(study, table)
                findings += found
        often = Counter(note for table in tables for note in set(table.notes))
        shared = {note for note, times in often.items() if times > 1 and not isinstance(note, NumberNote)}
        said = [note for table in tables for note in _said_once(table, safe[id(table)], shared)]
        questions = tuple(
            replace(
                question,
                tables=tuple(_own_notes(table, safe[id(table)], shared) for table in question.tables),
            )
            for question in self.questions
        )
        file = ReportFile(title=self.title, people=self.people, about=result.data.notes, questions=questions)
        return file, said, tuple(findings)


_CLOSED = ("likert:", "multi:", "tabulate:")


def _said_once(was: Table, shown: Table, shared: set[str]) -> list[str]:
    """The notes of a table that hold for others, too: shared ones, and what its marks stand for."""
    return [note for note in was.notes if note in shared] + list(shown.notes[len(was.notes) :])


def _own_notes(was: Table, shown: Table, shared: set[str]) -> Table:
    notes = zip(was.notes, shown.notes, strict=False)
    return replace(shown, notes=tuple(note for before, note in notes if before not in shared))
