"""Codebooks in and out, and as a list (`qualkit codebook`)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from qualkit.actions.load import place_waiting
from qualkit.actions.provenance import provenance
from qualkit.actions.received import text_of
from qualkit.actions.redacting import redactor, shown_book
from qualkit.actions.save import save_codebooks
from qualkit.errors import FileRefused, NotFound, Refused
from qualkit.model.codebook import Codebook
from qualkit.model.draft import CodebookDraft
from qualkit.model.filename import as_file_name
from qualkit.model.finding import Finding, errors_in
from qualkit.model.plural import counted
from qualkit.model.table import Column, Table, Unit
from qualkit.store import codebooks, codings
from qualkit.store.writer import now
from qualkit.study import Study

if TYPE_CHECKING:
    from qualkit.importers.codebooks.changes import CodebookChanges


@dataclass(frozen=True, slots=True, kw_only=True)
class CodebookPlan:
    """What a codebook's file would change."""

    file: Path
    draft: CodebookDraft
    changes: CodebookChanges
    findings: tuple[Finding, ...]


def plan_codebook(study: Study, path: Path, *, name: str = "") -> CodebookPlan:
    """Read a codebook and compare it with the study's of the same name. Nothing is changed.

    Raises FileRefused where the file gives no code at all.
    """
    from qualkit.importers.codebooks import read_codebook
    from qualkit.importers.codebooks.changes import compare

    draft, findings = read_codebook(path)
    if not draft.codes:
        wrong = errors_in(findings)
        raise FileRefused("\n".join(["No code was found in this file.", *map(str, wrong)]), path.name)
    draft = replace(draft, name=as_file_name(name or draft.name))
    if not draft.name or (name and draft.name != name.strip()):
        hint = f'Call it "{draft.name}", with --name.' if draft.name else "Give it one with --name."
        raise Refused(f'"{name or path.stem}" can\'t be the name of a codebook.', path.name, hint)
    with study.database.reading() as connection:
        existing = next((book for book in codebooks.codebooks(connection) if book.name == draft.name), None)
    return CodebookPlan(file=path, draft=draft, changes=compare(draft, existing), findings=findings)


def import_codebook(study: Study, plan: CodebookPlan) -> Codebook:
    """Make the study's codebook what the plan says, as one step. Codes the file does not have are kept."""
    from qualkit.importers.codebooks.changes import merged

    with study.step("import codebook") as writer:
        books = codebooks.codebooks(writer.connection)
        existing = next((book for book in books if book.name == plan.draft.name), None)
        taken = {code.id for book in books if book is not existing for code in book.codes}
        draft = _with_own_ids(plan.draft, taken)
        book = merged(draft, existing, new_id=lambda: str(uuid4()), now=now())
        codebooks.sync_codebook(writer, book)
        added, changed = len(plan.changes.added), len(plan.changes.changed)
        what = f"{counted(added, 'code')} new, {counted(changed, 'change')}"
        writer.summary = f"codebook {book.name} from {plan.file.name}: {what}"
        writer.detail = {"codebook": book.name, "added": added, "changed": changed}
    if existing is None and plan.file.suffix.casefold() in (".yaml", ".yml"):
        save_codebooks(study, {book.name: text_of(plan.file)})  # now, for its comments are nowhere else
    place_waiting(study)
    return book


def _with_own_ids(draft: CodebookDraft, taken: set[str]) -> CodebookDraft:
    """A copy of another book under a new name gets ids of its own: an id is one code in the study."""
    codes = tuple(replace(code, id=None) if code.id in taken else code for code in draft.codes)
    return replace(draft, codes=codes)


def export_codebook(study: Study, path: Path, *, name: str = "", force: bool = False) -> Codebook:
    """Write a codebook by suffix: .yaml, .csv or .xlsx. Refused where the file exists, without `force`."""
    from qualkit.exports.codebook import write_codebook

    if path.is_dir():
        raise Refused("This is a folder.", str(path), "Give the name of a file.")
    if path.exists() and not force:
        raise Refused(
            "There is such a file already.", str(path), "Give another name, or --force to replace it."
        )
    with study.database.reading() as connection:
        book = one_codebook(codebooks.codebooks(connection), name)
        shown = shown_book(redactor(connection), book)
    write_codebook(shown, path)
    return book


def one_codebook(books: list[Codebook], name: str) -> Codebook:
    """The codebook called `name`, or the only one; raises NotFound with those there are."""
    if not books:
        raise NotFound("There is no codebook in this study yet.", hint="qualkit codebook import FILE")
    if not name and len(books) == 1:
        return books[0]
    found = next((book for book in books if book.name.casefold() == name.casefold()), None)
    if found is None:
        said = f'There is no codebook called "{name}".' if name else "Which codebook? The study has several."
        raise NotFound(said, candidates=[book.name for book in books])
    return found


def codebook_table(study: Study, *, name: str = "") -> Table:
    """Every code with its definition and how many codings it has, in the book's order."""
    with study.database.reading() as connection:
        redact = redactor(connection)
        books = [shown_book(redact, book) for book in codebooks.codebooks(connection)]
        counts: dict[str, int] = {}
        for coding in codings.codings(connection):
            counts[coding.code] = counts.get(coding.code, 0) + 1
    wanted = [one_codebook(books, name)] if name or not books else books
    rows = tuple(
        {
            "codebook": book.name,
            "code": book.path(code.id),
            "name": "  " * depth + code.name,
            "id": code.id,
            "codings": counts.get(code.id, 0),
            "definition": code.meaning,
            "when": code.when,
            "when_not": code.when_not,
            "examples": list(code.examples),
            "colour": code.colour,
            "status": code.status.value,
        }
        for book in wanted
        for depth, code in book.walk()
    )
    columns = (
        Column(key="codebook", title="Codebook", shown=len(wanted) > 1),
        Column(key="name", title="Code"),
        Column(key="code", title="Path", shown=False),
        Column(key="id", title="Id", shown=False),
        Column(key="codings", title="Codings", unit=Unit.COUNT),
        Column(key="definition", title="Definition"),
        Column(key="when", title="When to use", shown=False),
        Column(key="when_not", title="When not to use", shown=False),
        Column(key="examples", title="Examples", unit=Unit.LIST, shown=False),
        Column(key="colour", title="Colour", shown=False),
        Column(key="status", title="Status", shown=False),
    )
    title = (
        f"Codebook: {wanted[0].title or wanted[0].name}"
        if len(wanted) == 1
        else f"Codebooks of {study.title}"
    )
    return Table(
        id="codebook",
        title=title,
        columns=columns,
        rows=rows,
        provenance=provenance(study, "codebook show", coder="any"),
    )
