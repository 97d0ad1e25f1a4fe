"""The questions of the study's data files as a person goes through them: what there is, and each counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qualkit.actions.closed_questions import Asked
from qualkit.actions.selection import People, Selection
from qualkit.errors import Refused
from qualkit.model.questionnaire import Question, Questionnaire, QuestionType, Use
from qualkit.model.result import Result
from qualkit.store import closed_answers, datasets
from qualkit.study import Study

_SPLITTING = (QuestionType.SINGLE, QuestionType.LIKERT)
_MOST_GROUPS = 60
"""An attribute with more values than this tells people apart rather than groups."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedQuestion:
    """One question as it was put: a column, all items of a grid, or all options of a multi-select."""

    file: str
    parts: tuple[Question, ...]

    @property
    def first(self) -> Question:
        """Its column, or the first of them."""
        return self.parts[0]

    @property
    def title(self) -> str:
        """How it was put."""
        one = self.first
        if not one.stem:
            return one.wording or one.column
        return one.stem if len(self.parts) > 1 or not one.item else f"{one.stem}: {one.item}"

    @property
    def type(self) -> QuestionType | None:
        """How it is counted; None where it is open."""
        return self.first.type

    @property
    def is_open(self) -> bool:
        """Whether it was answered in words."""
        return self.first.use is Use.OPEN

    @property
    def is_grid(self) -> bool:
        """Whether it has items that were answered one by one."""
        return len(self.parts) > 1 and self.type in _SPLITTING

    @property
    def source(self) -> str:
        """The source of an open question's answers."""
        return f"{self.file}:{self.first.column}"

    @property
    def unconfirmed(self) -> tuple[Question, ...]:
        """Its items of which nobody has confirmed which end of the scale is low."""
        scales = (part for part in self.parts if part.type is QuestionType.LIKERT)
        return tuple(part for part in scales if not part.is_confirmed)

    def only(self, part: Question) -> AskedQuestion:
        """One item of a grid by itself."""
        return AskedQuestion(file=self.file, parts=(part,))


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyFile:
    """A data file with its questions, in the order in which they were put."""

    name: str
    title: str
    records: int
    questions: tuple[AskedQuestion, ...]


def survey_files(study: Study) -> tuple[SurveyFile, ...]:
    """Every data file with what was asked in it; columns that are nothing to count or code are left out."""
    with study.database.reading() as connection:
        return tuple(
            SurveyFile(
                name=book.name,
                title=book.title or book.name,
                records=len(closed_answers.stored_records(connection, book.name).keys),
                questions=_questions(book),
            )
            for book in (one.questionnaire for one in datasets.datasets(connection))
        )


def _questions(book: Questionnaire) -> tuple[AskedQuestion, ...]:
    blocks: dict[tuple[str, str, str], list[Question]] = {}
    for question in book.questions:
        is_counted = question.use is Use.CLOSED and question.type is not None
        if question.use is not Use.OPEN and not is_counted:
            continue
        if question.type is QuestionType.COUNT:
            key = ("count", "", "")
        elif question.stem and not question.separator and is_counted:
            key = (str(question.type), question.stem, "")
        else:
            key = ("", "", question.column)
        blocks.setdefault(key, []).append(question)
    return tuple(AskedQuestion(file=book.name, parts=tuple(parts)) for parts in blocks.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """What a question can be split by: its name in the study, and how it is shown."""

    key: str
    title: str


def splits(study: Study, file: str) -> tuple[Split, ...]:
    """The closed questions of a data file, and the attributes of its people, that make groups."""
    with study.database.reading() as connection:
        books = {one.questionnaire.name: one.questionnaire for one in datasets.datasets(connection)}
        cases = set(closed_answers.stored_records(connection, file).cases)
        people = People.load(connection)
    found = [
        Split(key=question.column, title=question.wording or question.column)
        for question in books[file].questions
        if question.use is Use.CLOSED and question.type in _SPLITTING
    ]
    columns = {question.column for question in books[file].questions}
    values: dict[str, set[str]] = {}
    for name in cases & people.cases.keys():
        for attribute, value in people.cases[name].attributes.items():
            values.setdefault(attribute, set()).add(value)
    found += [
        Split(key=name, title=name)
        for name, said in values.items()
        if name not in columns and len(said) <= _MOST_GROUPS
    ]
    return tuple(found)


# ---- counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How a question shall be counted."""

    question: AskedQuestion
    by: str = ""
    """A closed question or an attribute."""
    top: int | None = None
    """How many levels the top and the bottom of a scale have; None: what is usual."""
    is_sorted: bool = False

    @property
    def asked(self) -> Asked:
        """The same as the tables take it."""
        question = self.question
        return Asked(
            questions=tuple(f"{question.file}:{part.column}" for part in question.parts),
            selection=Selection(sources=(question.file,)),
            by=self.by,
        )


def question_result(study: Study, wish: Wish) -> Result:
    """The question as tables, with where they come from. Refused for an open one."""
    from qualkit.actions.closed_tables import likert_result, multi_result, tabulate_result
    from qualkit.analysis.likert_rows import LikertOptions
    from qualkit.analysis.multiselect import MultiOptions
    from qualkit.analysis.tabulate_rows import TabulateOptions

    match wish.question.type:
        case QuestionType.LIKERT:
            can_sort = wish.is_sorted and not wish.question.unconfirmed
            options = LikertOptions(top=wish.top, sort=can_sort)
            return likert_result(study, wish.asked, options)
        case QuestionType.MULTI:
            return multi_result(study, wish.asked, MultiOptions(sort=wish.is_sorted))
        case QuestionType.COUNT:
            from qualkit.actions.pooled_returns import returns_table

            table = returns_table(study, wish.question.file)
            return Result(title=table.title, data=table, tables=(table,))
        case None:
            raise Refused("An open question is coded, not counted.", hint="How many counts the codes.")
        case _:
            return tabulate_result(study, wish.asked, TabulateOptions(sort=wish.is_sorted))


def ends_of(questions: Sequence[Question]) -> tuple[tuple[str, str], ...]:
    """(low end, high end) of each different scale among some questions."""
    ends = ((one.answers[0].shown, one.answers[-1].shown) for one in questions if one.answers)
    return tuple(dict.fromkeys(ends))
