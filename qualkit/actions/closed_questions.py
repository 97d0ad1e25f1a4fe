"""The closed questions of a study, ready to be counted: which, of which records, in which groups."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING

from qualkit.actions.selection import People, Selection
from qualkit.errors import NotFound, Refused
from qualkit.manifest import Manifest
from qualkit.model.people import Consent, Screening
from qualkit.model.plural import counted
from qualkit.model.questionnaire import DataKind, Question, Questionnaire, QuestionType, Use
from qualkit.model.table import NumberNote
from qualkit.model.text import fold_line
from qualkit.store import closed_answers as stored
from qualkit.store import datasets
from qualkit.store.database import Connection
from qualkit.study import Study

if TYPE_CHECKING:
    from qualkit.analysis.closed import ClosedAnswers, Groups, Mask, Numbers

Noun = tuple[str, str]
Counts = Callable[[Question], bool]
"""Whether a command counts a question when none is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked for; empty fields ask for everything."""

    questions: tuple[str, ...] = ()
    """Columns, wordings, or the stem of a grid or multi-select; `FILE:QUESTION` where two files have it."""
    selection: Selection = field(default_factory=Selection)
    """Its sources are names of data files."""
    base: str = ""
    by: str = ""
    is_weighted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedFile:
    """The questions of one data file, of the records in scope."""

    questionnaire: Questionnaire
    noun: Noun
    answers: tuple[ClosedAnswers, ...]
    groups: Groups | None
    weights: Numbers | None
    notes: tuple[str, ...]

    @property
    def title(self) -> str:
        """What the file is called."""
        return self.questionnaire.title or self.questionnaire.name


def asked_files(
    study: Study, asked: Asked, counts: Counts, *, takes: Counts | None = None
) -> list[AskedFile]:
    """The questions asked for (all that `counts` takes, where none is named), file by file.

    `takes` says which of those named can be counted so; without it, all can. Raises NotFound for a question,
    file, base or attribute that is not there; Refused where there is none, or none that can be counted so.
    """
    conditions, _ = conditions_of(study.manifest, asked)
    with study.database.reading() as connection:
        books = [one.questionnaire for one in datasets.datasets(connection)]
        wanted = _wanted(_files(books, asked.selection.sources), asked.questions, (counts, takes))
        people = People.load(connection)
        found = [
            _file(study, connection, people, (book, questions, conditions, asked))
            for book, questions in wanted
        ]
    if not found:
        raise Refused(
            "No question of the study's data files is counted like this.",
            hint='"qualkit survey show" lists them with their types; they can be corrected in survey/*.toml.',
        )
    return found


def conditions_of(manifest: Manifest, asked: Asked) -> tuple[tuple[str, ...], str]:
    """(conditions of --where and --base, how they are told)."""
    where = asked.selection.where
    if not asked.base:
        return where, "; ".join(where)
    if asked.base not in manifest.bases:
        raise NotFound(
            f'study.toml has no base called "{asked.base}".',
            hint='A base is written there as: [bases] then NAME = { stage = "A|B" }.',
            candidates=list(manifest.bases),
        )
    own = tuple(f"{key}={value}" for key, value in manifest.bases[asked.base].items())
    return (*own, *where), f"{asked.base} ({'; '.join((*own, *where))})"


def _files(books: Sequence[Questionnaire], names: Sequence[str]) -> list[Questionnaire]:
    if not names:
        return list(books)
    known = {fold_line(book.name): book for book in books}
    found = []
    for name in names:
        stem = fold_line(name).rsplit(":", 1)[0]
        if stem not in known:
            candidates = get_close_matches(stem, known, n=3, cutoff=0.5) or [book.name for book in books]
            raise NotFound(f'There is no data file called "{name}".', candidates=candidates)
        found.append(known[stem])
    return found


Wanted = list[tuple[Questionnaire, list[Question]]]


def _wanted(
    books: Sequence[Questionnaire], names: Sequence[str], tests: tuple[Counts, Counts | None]
) -> Wanted:
    counts, takes = tests
    closed = [(book, [q for q in book.questions if q.use is Use.CLOSED]) for book in books]
    if not names:
        found = [(book, [q for q in questions if counts(q)]) for book, questions in closed]
        return [(book, questions) for book, questions in found if questions]
    chosen: dict[tuple[str, str], None] = {}
    for name in names:
        hits = _named(closed, name)
        fitting = [(book, q) for book, q in hits if takes is None or takes(q)]
        if not fitting:
            raise _misfit(*hits[0])
        chosen |= dict.fromkeys((book, q.column) for book, q in fitting)
    return [
        (book, [q for q in questions if (book.name, q.column) in chosen])
        for book, questions in closed
        if any(name == book.name for name, _ in chosen)
    ]


_KINDS: Mapping[QuestionType | None, tuple[str, str]] = {
    QuestionType.LIKERT: ("is answered on a scale", "likert"),
    QuestionType.SINGLE: ("is one choice", "tabulate"),
    QuestionType.MULTI: ("is a multi-select", "multi"),
    QuestionType.NUMBER: ("is a number", "tabulate"),
    QuestionType.DATE: ("is a date", "tabulate"),
    QuestionType.COUNT: ("is a count of organisations", "returns"),
    None: ("has no type yet", ""),
}


def _misfit(file: str, question: Question) -> Refused:
    kind, command = _KINDS[question.type]
    counted_by = f'Count it with "qualkit {command}". ' if command else ""
    return Refused(
        f'"{question.wording}" {kind}, and can\'t be counted like this.',
        hint=f'{counted_by}If it is something else: qualkit survey type {file} TYPE "{question.column}".',
    )


def _named(closed: Wanted, name: str) -> list[tuple[str, Question]]:
    """(file, question) of every question that a name means."""
    wanted = fold_line(name)
    hits = []
    known: dict[str, str] = {}
    for book, questions in closed:
        for question in questions:
            in_grid = question.column.partition(" [")[0] if question.stem else ""
            said = (question.column, question.wording, question.stem, in_grid)
            names = {fold_line(text): text for text in said if text}
            names |= {f"{fold_line(book.name)}:{short}": text for short, text in list(names.items())}
            known |= names
            if wanted in names:
                hits.append((book.name, question))
    if not hits:
        near = get_close_matches(wanted, known, n=3, cutoff=0.5)
        hint = "" if near else '"qualkit survey show" lists the questions.'
        raise NotFound(f'There is no question "{name}".', hint=hint, candidates=[known[one] for one in near])
    files = dict.fromkeys(file for file, _ in hits)
    if len(files) > 1:
        raise NotFound(
            f'"{name}" is a question in several files.', candidates=[f"{file}:{name}" for file in files]
        )
    return hits


_Parts = tuple[Questionnaire, list[Question], tuple[str, ...], Asked]


def _file(study: Study, connection: Connection, people: People, parts: _Parts) -> AskedFile:
    from qualkit.analysis.closed import ClosedAnswers

    book, questions, conditions, asked = parts
    scope = _Scope.of(connection, people, book.name, conditions)
    columns = [question.column for question in questions]
    answers = tuple(
        ClosedAnswers(question=one.question, codes=one.codes[scope.rows], labels=one.labels)
        for one in stored.closed_answers(connection, book.name, columns)
    )
    noun = study.manifest.nouns.get(book.name) or _NOUNS[book.kind]
    if not scope.rows.any():
        raise Refused(f'No {noun[0]} of "{book.name}" meets that.', hint="Look at --where and --base.")
    return AskedFile(
        questionnaire=book,
        noun=noun,
        answers=answers,
        groups=scope.groups(connection, book, asked.by) if asked.by else None,
        weights=_weights(connection, book, scope.rows) if asked.is_weighted else None,
        notes=tuple(scope.notes(noun)),
    )


_NOUNS: Mapping[DataKind, Noun] = {
    DataKind.SURVEY: ("respondent", "respondents"),
    DataKind.RECORDS: ("record", "records"),
}


def _weights(connection: Connection, book: Questionnaire, rows: Mask) -> Numbers:
    found = stored.weights(connection, book.name)
    if found is None:
        raise Refused(
            f'"{book.name}" has no weight.',
            hint=f'Say in survey/{book.name}.toml which column: use = "weight".',
        )
    return found[rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scope:
    """The records of a file that are counted."""

    rows: Mask
    attributes: Sequence[Mapping[str, str]]
    """Of each record that is counted: its person's attributes and its closed answers."""
    people: People
    refused: int
    left_out: int
    undecided: int
    """Of a file whose screening has begun; they are counted."""

    @classmethod
    def of(cls, connection: Connection, people: People, name: str, conditions: Sequence[str]) -> _Scope:
        """Records that meet the conditions, less those of people who refused analysis, or left out."""
        import numpy

        records = stored.stored_records(connection, name)
        meets = people.attribute_condition(conditions)
        rows = numpy.zeros(len(records.keys), dtype=bool)
        attributes, refused, left_out = [], set(), 0
        for place, (key, case) in enumerate(zip(records.keys, records.cases, strict=True)):
            known = people.record_attributes(name, key, case)
            if conditions and not meets(known):
                continue
            person = people.cases.get(case)
            if person is not None and person.analysis is Consent.NO:
                refused.add(case)
            elif records.screening[place] == Screening.LEFT_OUT:
                left_out += 1
            else:
                rows[place] = True
                attributes.append(known)
        decided = [one for one in records.screening if one != Screening.UNDECIDED]
        pairs = zip(records.screening, rows, strict=True)
        undecided = sum(bool(is_in) and said == Screening.UNDECIDED for said, is_in in pairs)
        return cls(
            rows=rows,
            attributes=attributes,
            people=people,
            refused=len(refused),
            left_out=left_out,
            undecided=undecided if decided else 0,
        )

    def groups(self, connection: Connection, book: Questionnaire, by: str) -> Groups:
        """Groups by a closed question of the file, in the order of its levels, or by an attribute."""
        import numpy

        from qualkit.analysis.closed import ClosedAnswers, Groups, groups

        name = self.people.named(by)
        if any(q.column == name and q.use is Use.CLOSED for q in book.questions):
            (one,) = stored.closed_answers(connection, book.name, [name])
            return groups(
                ClosedAnswers(question=one.question, codes=one.codes[self.rows], labels=one.labels), by
            )
        values = [known.get(name, "") for known in self.attributes]
        if not any(values):
            raise Refused(f'Nobody in "{book.name}" has a value for "{by}".')
        names = tuple(sorted({value for value in values if value}, key=fold_line))
        numbers = {value: number for number, value in enumerate(names)} | {"": -1}
        codes = numpy.array([numbers[value] for value in values], dtype=numpy.int32)
        return Groups(title=by, codes=codes, names=names)

    def notes(self, noun: Noun) -> list[str]:
        """Who is left out, and why."""
        told: list[str] = []
        if self.refused:
            people = counted(self.refused, "person", "people")
            told.append(NumberNote(f"Left out: {people} who refused that their answers be analysed."))
        if self.left_out:
            told.append(NumberNote(f"Left out by screening: {counted(self.left_out, *noun)}."))
        if self.undecided:
            told.append(f"Not screened yet, and counted: {counted(self.undecided, *noun)}.")
        return told


def is_of(*types: QuestionType) -> Counts:
    """A test for questions of these types."""
    return lambda question: question.type in types
