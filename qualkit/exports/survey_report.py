"""The survey report: every question with its table and chart, open ones with their themes and quotes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from qualkit.exports.bank_layout import quote_block
from qualkit.exports.charts import chart_of, multi_chart
from qualkit.exports.document import (
    Block,
    ChartBlock,
    Contents,
    Document,
    Facts,
    Heading,
    NoteList,
    PageBreak,
    Paragraph,
    ParagraphStyle,
    TableBlock,
    TitlePage,
    plain,
    provenance_facts,
)
from qualkit.exports.render import write_document
from qualkit.exports.render.output import suffix_of
from qualkit.exports.render.xlsx import Sheet, notes_sheet, render_xlsx
from qualkit.exports.result_sheets import sheet_names
from qualkit.exports.wording import quote_text, reference
from qualkit.files import replace_file
from qualkit.model.bank import Passage
from qualkit.model.chart import Chart
from qualkit.model.table import Column, Provenance, Table, Unit, Value

REPORT_SUFFIXES = (".docx", ".html", ".xlsx", ".md")
_READING = "How to read the tables"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotedTheme:
    """A theme with the quotes that were chosen to stand for it."""

    name: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportQuestion:
    """A question with what was counted of it."""

    title: str
    kind: str
    """How it was answered, in a word or two."""
    tables: tuple[Table, ...] = ()
    quotes: tuple[QuotedTheme, ...] = ()
    said: str = ""
    """Why nothing was counted; empty where something was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFile:
    """The questions of a data file, in the order in which they were put."""

    title: str
    people: str
    """What a record is called, in the plural."""
    about: tuple[str, ...]
    """How many answered, and who is left out."""
    questions: tuple[ReportQuestion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyReport:
    """Everything that is reported, as it may leave the study."""

    title: str
    files: tuple[ReportFile, ...]
    notes: tuple[str, ...]
    """What holds for many of the tables, said once."""
    provenance: Provenance


def write_survey_report(
    report: SurveyReport, path: Path, *, template: Path | None = None, force: bool = False
) -> None:
    """Writes the report as the file's ending says. Refused for an unknown ending or an existing file."""
    suffix = suffix_of(path, REPORT_SUFFIXES, template=template, force=force)
    if suffix == ".xlsx":
        replace_file(path, render_xlsx(report_sheets(report), report.title, report.provenance))
    else:
        write_document(report_document(report), path, template=template, force=force)


def report_document(report: SurveyReport) -> Document:
    """Title page, contents, how to read the tables, a part a question, and where it comes from."""
    several = len(report.files) > 1
    blocks: list[Block] = [_title_page(report), Contents(), PageBreak()]
    if report.notes:
        blocks += [Heading(1, _READING), NoteList(report.notes)]
    for number, file in enumerate(report.files):
        blocks += [PageBreak()] if number else []
        blocks.append(Heading(1, file.title if several else "Questions and answers"))
        if several:
            blocks += (Paragraph(plain(note), ParagraphStyle.TALLY) for note in file.about)
        for question in file.questions:
            blocks += _question(question, file)
    return Document(
        title=report.title,
        blocks=(
            *blocks,
            PageBreak(),
            Heading(1, "About this report"),
            Facts(provenance_facts(report.provenance)),
        ),
        provenance=report.provenance,
        offers_filters=False,
    )


def report_sheets(report: SurveyReport) -> tuple[Sheet, ...]:
    """A list of the questions, a sheet a table with its chart, the quotes, and the notes."""
    found = [
        (file, question, table)
        for file in report.files
        for question in file.questions
        for table in question.tables
    ]
    names = sheet_names([question.title for _, question, _ in found], ("questions", "quotes", *_TAKEN))
    quotes = tuple(_quote_rows(report))
    notes = [
        *(f"{file.title}: {note}" if len(report.files) > 1 else note for file in report.files
          for note in file.about),
        *report.notes,
        *dict.fromkeys(
            f"{name}: {note}" for name, (*_, table) in zip(names, found, strict=True) for note in table.notes
        ),
    ]  # fmt: skip
    return (
        Sheet("Questions", _list_of_questions(report, names)),
        *(
            Sheet(name, _untitled(table, question), _chart(table, file))
            for name, (file, question, table) in zip(names, found, strict=True)
        ),
        *([Sheet("Quotes", _quotes_table(quotes))] if quotes else []),
        notes_sheet(notes, report.provenance),
    )


_TAKEN = ("notes", "chart data")


def _title_page(report: SurveyReport) -> TitlePage:
    origin = report.provenance
    about = report.files[0].about if len(report.files) == 1 else ()
    lines = (
        "Survey report",
        "" if origin.study == report.title else origin.study,
        *about,
        f"Only: {origin.filter}" if origin.filter else "",
        origin.date.split(" ")[0],
    )
    return TitlePage(report.title, tuple(line for line in lines if line))


def _question(question: ReportQuestion, file: ReportFile) -> Iterator[Block]:
    yield Heading(2, question.title)
    if question.said:
        yield Paragraph(plain(question.said), ParagraphStyle.TALLY)
    for table in question.tables:
        chart = _chart(table, file)
        if chart:
            yield ChartBlock(chart)
        yield TableBlock(_untitled(table, question))
    for theme in question.quotes:
        yield Heading(3, theme.name)
        yield from (quote_block(passage) for passage in theme.passages)


def _untitled(table: Table, question: ReportQuestion) -> Table:
    """The table without what its heading has said already."""
    rest = table.title.removeprefix(question.title).strip()
    rest = rest[1:-1] if rest.startswith("(") and rest.endswith(")") else rest
    return replace(table, title=rest[:1].upper() + rest[1:])


def _chart(table: Table, file: ReportFile) -> Chart | None:
    """The table's chart. A single choice is drawn as a multi-select is, of those who answered."""
    if not table.id.startswith("tabulate:"):
        return chart_of(table)
    shares = [column for column in table.columns if column.key == "share"]
    if not shares:
        return None
    title = f"{shares[0].title} of {file.people}"
    rows = tuple(row | {"option": row["value"]} for row in map(dict, table.rows) if row["kind"] == "answer")
    columns = (Column(key="option", title="Answer"), replace(shares[0], title=title))
    return multi_chart(replace(table, columns=columns, rows=rows)) if rows else None


def _list_of_questions(report: SurveyReport, names: list[str]) -> Table:
    sheets = iter(names)
    rows: list[Mapping[str, Value]] = [
        {
            "file": file.title,
            "question": question.title,
            "kind": question.kind,
            "sheets": [next(sheets) for _ in question.tables],
            "said": question.said,
        }
        for file in report.files
        for question in file.questions
    ]
    return Table(
        id="survey-report",
        title=report.title,
        columns=(
            Column(key="file", title="File", shown=len(report.files) > 1),
            Column(key="question", title="Question"),
            Column(key="kind", title="Answered by"),
            Column(key="sheets", title="Sheet", unit=Unit.LIST),
            Column(key="said", title="Note", shown=any(row["said"] for row in rows)),
        ),
        rows=tuple(rows),
    )


def _quote_rows(report: SurveyReport) -> Iterator[Mapping[str, Value]]:
    for file in report.files:
        for question in file.questions:
            for theme in question.quotes:
                for passage in theme.passages:
                    yield {
                        "question": question.title,
                        "theme": theme.name,
                        "quote": quote_text(passage),
                        "attribution": passage.credit,
                        "reference": reference(passage),
                    }


def _quotes_table(rows: tuple[Mapping[str, Value], ...]) -> Table:
    titles = ("question", "theme", "quote", "attribution", "reference")
    return Table(
        id="survey-report-quotes",
        title="Quotes",
        columns=tuple(Column(key=key, title=key.capitalize()) for key in titles),
        rows=rows,
    )
