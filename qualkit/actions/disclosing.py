"""What the study's tables would show of a few people, were they handed over (`check disclosure`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from qualkit.actions.checking import Checked
from qualkit.actions.closed_tables import likert_result, multi_result, tabulate_result
from qualkit.actions.compare import compare_table
from qualkit.actions.counting_units import Counting
from qualkit.actions.pooled_returns import returns_table
from qualkit.actions.prevalence import prevalence_table
from qualkit.actions.selection import Selection
from qualkit.actions.small_numbers import small_numbers
from qualkit.checks.disclosure import check_disclosure
from qualkit.errors import NotFound, Refused
from qualkit.model.codebook import Codebook
from qualkit.model.finding import Finding, Severity
from qualkit.model.source import SourceKind
from qualkit.model.table import Table
from qualkit.store import codebooks, counts, datasets, sources
from qualkit.store.database import Connection
from qualkit.study import Study


def disclosure(study: Study) -> Checked:
    """Looks at the closed questions, returns, codebooks and comparisons, each as its command counts them.

    A codebook is looked at file by file, since every file has its own base.

    A codebook or file that can't be counted without more being said is passed over, with a note.
    """
    rule = small_numbers(study)
    looked_at, findings = 0, []
    for name, made in _tables(study):
        try:
            table = made()
        except (NotFound, Refused) as refused:
            if name:
                said = f"Not looked at: {name}. {refused.message}"
                findings.append(Finding(rule="disclosure-not", severity=Severity.NOTE, message=said))
            continue
        looked_at += 1
        findings += check_disclosure(table, rule)
    return Checked(looked_at=looked_at, findings=tuple(findings))


def _tables(study: Study) -> Iterator[tuple[str, Callable[[], Table]]]:
    """(what it is, how it is made). What a study need not have has no name."""
    yield "", lambda: likert_result(study).data
    yield "", lambda: multi_result(study).data
    yield "", lambda: tabulate_result(study).data
    with study.database.reading() as connection:
        files = [one.questionnaire for one in datasets.datasets(connection)]
        books = [(book, _files_of(connection, book)) for book in codebooks.codebooks(connection)]
    for file in files:
        if any(str(question.type or "") == "count" for question in file.questions):
            yield f"the returns of {file.name}", partial(returns_table, study, file.name)
    for book, scopes in books:
        if not scopes:
            yield f"the codebook {book.name}", partial(prevalence_table, study, book.name)
        for name, chosen in scopes.items():
            yield f"the codebook {book.name} in {name}", partial(_coded_in, study, book, (name, chosen))
    for name in study.manifest.compare:
        yield f"the comparison {name}", partial(compare_table, study, name)


def _files_of(connection: Connection, book: Codebook) -> dict[str, tuple[str, ...]]:
    """What is counted together for a codebook → its sources: each data file by itself, and all the talks."""
    touched = counts.sources_worked_on(connection, book.name)
    worked_on = [one.source for one in sources.sources(connection) if one.id in touched]
    files: dict[str, list[str]] = {}
    for one in worked_on:
        is_rows = one.kind in (SourceKind.ANSWERS, SourceKind.RECORDS)
        files.setdefault(one.stem if is_rows else "the transcripts and documents", []).append(one.name)
    return {name: tuple(inside) for name, inside in files.items()}


def _coded_in(study: Study, book: Codebook, of: tuple[str, tuple[str, ...]]) -> Table:
    name, chosen = of
    table = prevalence_table(study, book.name, Counting(selection=Selection(sources=chosen)))
    return replace(table, title=f"{table.title}, in {name}")
