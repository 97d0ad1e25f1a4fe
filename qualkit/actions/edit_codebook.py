"""Working on a codebook: making, naming, moving, describing and retiring codes.

Every function here is one step of undo; its event says what was before and what is now.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TypedDict, Unpack
from uuid import uuid4

from qualkit.actions.codebook_step import Editing, editing_code, free_name
from qualkit.errors import NotFound, Refused
from qualkit.model.codebook import Code, Codebook, CodeStatus
from qualkit.model.codepath import is_alike
from qualkit.model.filename import as_file_name
from qualkit.store import codebooks, readings, recoding
from qualkit.store.writer import Writer
from qualkit.study import Study

_DEFINING = ("brief", "definition", "when", "when_not", "examples")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


class Fields(TypedDict, total=False):
    """What `describe_code` can set; fields that are not given stay."""

    name: str
    brief: str
    definition: str
    when: str
    when_not: str
    examples: tuple[str, ...]
    colour: str
    """`#rrggbb`, or empty."""
    counts_in_any: bool
    summary: str


# ---- making


def make_codebook(study: Study, name: str, title: str = "") -> Codebook:
    """Make an empty codebook. Raises Refused for a name that is taken or can't be a file's."""
    wanted = name.strip()
    if not wanted or as_file_name(wanted) != wanted:
        raise Refused(f'"{name}" can\'t be the name of a codebook.', hint="Use letters, figures and blanks.")
    with study.step("make codebook") as writer:
        if any(is_alike(wanted, known) for known in codebooks.codebook_ids(writer.connection)):
            raise Refused(f'There is a codebook called "{wanted}" already.')
        codebooks.add_codebook(writer, wanted, title.strip())
        writer.summary = f"made the codebook {wanted}"
        writer.detail = {"codebook": wanted}
    return Codebook(name=wanted, title=title.strip())


def make_code(study: Study, book: str, name: str, parent: str | None = None, *, after: str = "") -> Code:
    """Make a code, as the last below its parent (None: as a theme), and give it.

    `after` names a code to stand right below, beside it; then its parent counts. In a study without any
    codebook, the book is made with it. Raises NotFound for an unknown book or parent, Refused for an empty
    name and one that is taken there.
    """
    with study.step("make code") as writer:
        _, code = new_code(writer, book, name, parent, after=after)
    return code


def new_code(
    writer: Writer, book: str, name: str, parent: str | None, *, after: str = ""
) -> tuple[Codebook, Code]:
    """As `make_code`, inside a step that does more; gives the codebook with the code, and the code."""
    found = _book(writer, book)
    if any(other and other not in found for other in (parent, after)):
        raise NotFound("The code above it is no longer in the codebook.")
    under = found[after].parent if after else parent
    code = Code(id=str(uuid4()), name=free_name(found, name, under), parent=under, created=writer.at)
    codebooks.add_code(writer, found.name, code)
    if after:
        siblings = [sibling.id for sibling in found.children(under)]
        if below := siblings[siblings.index(after) + 1 :]:
            codebooks.order_codes(writer, found.name, [code.id, *below])
    whole = replace(found, codes=(*found.codes, code))
    writer.summary = f"made the code {whole.path(code.id)}"
    writer.detail = {"codebook": found.name, "code": whole.path(code.id), "code_id": code.id}
    return whole, code


def _book(writer: Writer, name: str) -> Codebook:
    books = codebooks.codebooks(writer.connection)
    if not books:
        first = as_file_name(name) or "codes"
        codebooks.add_codebook(writer, first)
        return Codebook(name=first)
    found = next((book for book in books if book.name == name), None)
    if found is None:
        raise NotFound(f'There is no codebook called "{name}".', candidates=[book.name for book in books])
    return found


# ---- changing one code


def rename_code(study: Study, code_id: str, name: str) -> Code:
    """Give a code another name. Raises Refused for an empty name and one that is taken beside it."""
    with editing_code(study, "rename code", code_id) as (editing, code):
        after = replace(code, name=free_name(editing.book, name, code.parent, but=code.id))
        codebooks.change_code(editing.writer, after)
        what = f'renamed the code {editing.book.path(code.id)} to "{after.name}"'
        editing.tell(code, what, {"name": code.name}, {"name": after.name})
    return after


def describe_code(study: Study, code_id: str, **fields: Unpack[Fields]) -> Code:
    """Change a code's name, definition, when to use it, examples, colour or summary; fields not given stay.

    Its version goes up by one where what the code means has changed: brief or full definition, when and when
    not to use it, examples. Raises Refused for a colour that is none, and for a name that can't be had.
    """
    if (colour := fields.get("colour")) and not _COLOUR.fullmatch(colour):
        raise Refused(f'"{colour}" is not a colour.', hint="Write colours as #rrggbb, such as #b5533c.")
    with editing_code(study, "describe code", code_id) as (editing, code):
        if "name" in fields and fields["name"] != code.name:
            fields["name"] = free_name(editing.book, fields["name"], code.parent, but=code.id)
        after = replace(code, **fields)
        changed = [name for name in fields if getattr(after, name) != getattr(code, name)]
        if any(name in _DEFINING for name in changed):
            after = replace(after, version=code.version + 1)
            changed.append("version")
        codebooks.change_code(editing.writer, after)
        said = ", ".join(_TITLES[name] for name in changed if name != "version")
        what = f"changed the code {editing.book.path(code.id)}: {said}"
        editing.tell(code, what, _told(code, changed), _told(after, changed))
    return after


_TITLES = {
    "name": "name",
    "brief": "brief definition",
    "definition": "definition",
    "when": "when to use it",
    "when_not": "when not to use it",
    "examples": "examples",
    "colour": "colour",
    "counts_in_any": "whether it counts in any",
    "summary": "summary",
}


def _told(code: Code, names: list[str]) -> dict[str, object]:
    """Values for the log. Examples are participants' words: of them only how many there are is told."""
    told = {name: getattr(code, name) for name in names}
    return told | ({"examples": len(code.examples)} if "examples" in told else {})


def retire_code(study: Study, code_id: str) -> Code:
    """Take a code out of use; its codings stay, and so do the codes below it."""
    return _set_status(study, code_id, CodeStatus.RETIRED)


def reactivate(study: Study, code_id: str) -> Code:
    """Bring a retired code, or a draft, into use."""
    return _set_status(study, code_id, CodeStatus.ACTIVE)


def _set_status(study: Study, code_id: str, status: CodeStatus) -> Code:
    verb = "retire code" if status is CodeStatus.RETIRED else "reactivate code"
    with editing_code(study, verb, code_id) as (editing, code):
        after = replace(code, status=status)
        codebooks.change_code(editing.writer, after)
        did = "retired the code" if status is CodeStatus.RETIRED else "brought into use the code"
        what = f"{did} {editing.book.path(code.id)}"
        editing.tell(code, what, {"status": code.status.value}, {"status": status.value})
    return after


def remove_code(study: Study, code_id: str) -> None:
    """Take a code out of the book for good. Raises Refused where anything was ever put on it."""
    with editing_code(study, "remove code", code_id) as (editing, code):
        if recoding.is_referred_to(editing.writer.connection, code_id):
            raise Refused(
                f'The code "{editing.book.path(code_id)}" is in use: passages, memos or codes hang on it.',
                hint="Retire it, or merge it with another code.",
            )
        codebooks.remove_code(editing.writer, code_id)
        editing.tell(code, f"removed the code {editing.book.path(code_id)}", {"name": code.name}, {})


# ---- moving


def move_code(
    study: Study, code_id: str, *, parent: str | None = None, before: str = "", after: str = ""
) -> Code:
    """Put a code with all below it under another one (None: make it a theme), as the last there.

    `before` or `after` names a code to stand beside; then its parent counts. Raises Refused for a place below
    itself, in another codebook, or where its name is taken.
    """
    with editing_code(study, "move code", code_id) as (editing, code):
        book, beside = editing.book, before or after
        if any(other and other not in book for other in (parent, beside)):
            raise Refused("A code can't go into another codebook.", hint="Make a code of that name there.")
        to = book[beside].parent if beside else parent
        if to is not None and to in book.under(code_id):
            raise Refused(f'"{code.name}" can\'t stand below itself.', hint="Choose a place outside it.")
        free_name(book, code.name, to, but=code_id)
        moved = replace(code, parent=to)
        old = [sibling.id for sibling in book.children(to)]
        siblings = [sibling for sibling in old if sibling != code_id]
        at = siblings.index(beside) + (not before) if beside and beside != code_id else len(siblings)
        at = old.index(code_id) if beside == code_id else at
        codebooks.change_code(editing.writer, moved)
        if old != [*siblings[:at], code_id, *siblings[at:]]:
            codebooks.order_codes(editing.writer, book.name, [code_id, *siblings[at:]])
        _tell_move(editing, code, moved)
    return moved


def _tell_move(editing: Editing, code: Code, moved: Code) -> None:
    book = editing.book
    places = [book.path(parent) if parent else "" for parent in (code.parent, moved.parent)]
    where = (
        "among its neighbours" if code.parent == moved.parent else f"to {places[1] or 'the top of the tree'}"
    )
    what = f"moved the code {book.path(code.id)} {where}"
    editing.tell(code, what, {"parent": places[0]}, {"parent": places[1]})


# ---- made late


def not_looked_for(study: Study, code_id: str) -> list[tuple[str, str]]:
    """(source, key) of what this coder read before the code was made, and has not coded with it since.

    To mark it read again says that the code has now been looked for.
    """
    with study.database.reading() as connection:
        return readings.keys_read_before_made(connection, study.coder, code_id)
