"""The forms of the Codebook screen: which fields they show, and which action keeps them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qualkit.actions.edit_codebook import Fields, describe_code, make_code, make_codebook, rename_code
from qualkit.actions.split_code import split_code
from qualkit.model.codebook import Code, Codebook
from qualkit.study import Study
from qualkit.tui.widgets.code_form import CodeForm, FormField, Kind

_YES = "yes"


def edit_form(study: Study, code: Code, facts: str) -> CodeForm:
    """Everything that is said of a code; kept in one step."""
    fields = [
        FormField(key="name", label="Name", value=code.name),
        FormField(key="brief", label="In brief", value=code.brief, hint="one line"),
        FormField(key="definition", label="Definition", value=code.definition, kind=Kind.TEXT, rows=4),
        FormField(key="when", label="Use when", value=code.when, kind=Kind.TEXT),
        FormField(key="when_not", label="Not when", value=code.when_not, kind=Kind.TEXT),
        FormField(
            key="examples",
            label="Examples, an empty line between two",
            value="\n\n".join(code.examples),
            kind=Kind.TEXT,
            rows=4,
        ),
        FormField(
            key="summary",
            label="Summary: a paragraph that introduces it in the quote bank",
            value=code.summary,
            kind=Kind.TEXT,
            rows=5,
        ),
        FormField(key="colour", label="Colour", value=code.colour, hint="#rrggbb"),
        FormField(
            key="counts_in_any",
            label="Counts when passages with any code are counted",
            value=_YES if code.counts_in_any else "",
            kind=Kind.TICK,
        ),
    ]
    return CodeForm(code.name, fields, lambda changed: _keep(study, code, changed), text=facts)


def _keep(study: Study, code: Code, changed: Mapping[str, str]) -> Code:
    fields: Fields = {}
    if "name" in changed:
        fields["name"] = changed["name"]
    if "brief" in changed:
        fields["brief"] = " ".join(changed["brief"].split())
    if "definition" in changed:
        fields["definition"] = changed["definition"].strip()
    if "when" in changed:
        fields["when"] = changed["when"].strip()
    if "when_not" in changed:
        fields["when_not"] = changed["when_not"].strip()
    if "examples" in changed:
        fields["examples"] = _examples(changed["examples"])
    if "summary" in changed:
        fields["summary"] = changed["summary"].strip()
    if "colour" in changed:
        fields["colour"] = changed["colour"].strip()
    if "counts_in_any" in changed:
        fields["counts_in_any"] = changed["counts_in_any"] == _YES
    return describe_code(study, code.id, **fields)


def _examples(text: str) -> tuple[str, ...]:
    blocks: list[list[str]] = [[]]
    for line in text.splitlines():
        if line.strip():
            blocks[-1].append(line.strip())
        elif blocks[-1]:
            blocks.append([])
    return tuple("\n".join(block) for block in blocks if block)


def new_form(study: Study, book: Codebook | None, beside: Code | None, where: str) -> CodeForm:
    """A name for a new code, `where` being below or beside a code, or a theme."""
    name = book.name if book else "codes"
    parent = beside.id if beside and where == "below" else None
    after = beside.id if beside and where == "beside" else ""

    def keep(changed: Mapping[str, str]) -> Code:
        return make_code(study, name, changed.get("name", ""), parent, after=after)

    title = "A new theme"
    if beside and where != "theme":
        title = f"A new code {where} “{beside.name}”"
    hint = "a word or two that say what belongs to it"
    return CodeForm(title, [FormField(key="name", label="Name", hint=hint)], keep, accept="Make it")


def rename_form(study: Study, code: Code) -> CodeForm:
    """Another name."""

    def keep(changed: Mapping[str, str]) -> Code:
        return rename_code(study, code.id, changed["name"]) if changed else code

    title = f"What shall “{code.name}” be called?"
    return CodeForm(title, [FormField(key="name", label="Name", value=code.name)], keep, accept="Rename")


def colour_form(study: Study, code: Code) -> CodeForm:
    """A colour of one's own."""

    def keep(changed: Mapping[str, str]) -> Code:
        return describe_code(study, code.id, colour=changed.get("colour", code.colour).strip())

    field = FormField(key="colour", label="Colour", value=code.colour, hint="#rrggbb, such as #b5533c")
    return CodeForm(f"A colour for “{code.name}”", [field], keep, accept="Take it")


def book_form(study: Study) -> CodeForm:
    """A new codebook: its short name and its title."""

    def keep(changed: Mapping[str, str]) -> Codebook:
        return make_codebook(study, changed.get("name", ""), changed.get("title", ""))

    fields = [
        FormField(key="name", label="Short name, also of its file", hint="harm"),
        FormField(key="title", label="Title", hint="What happened to them"),
    ]
    return CodeForm("A new codebook", fields, keep, accept="Make it")


def split_form(study: Study, code: Code, into: Sequence[Code], text: str) -> CodeForm:
    """The names of the codes that a code is split into: those of last time are there already."""
    is_beside = bool(into) and into[0].parent == code.parent

    def keep(changed: Mapping[str, str]) -> tuple[Code, ...]:
        names = changed.get("names", "\n".join(one.name for one in into)).splitlines()
        beside = changed["beside"] == _YES if "beside" in changed else is_beside
        return split_code(study, code.id, names, is_beside=beside)

    fields = [
        FormField(
            key="names",
            label="Its new codes, one name a line; a name that is there already means that code",
            value="\n".join(one.name for one in into),
            kind=Kind.TEXT,
            rows=6,
        ),
        FormField(
            key="beside",
            label=f"Beside “{code.name}”, not below it",
            value=_YES if is_beside else "",
            kind=Kind.TICK,
        ),
    ]
    return CodeForm(f"Split “{code.name}” into", fields, keep, accept="Go through its passages", text=text)
