"""What a codebook file may say of a code: the names of its fields, and their values made sense of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from difflib import get_close_matches
from typing import Any
from uuid import UUID

from qualkit.errors import Where
from qualkit.model.codebook import CodeStatus, join_path
from qualkit.model.draft import CodeDraft
from qualkit.model.finding import Finding, Severity

MAX_DEPTH = 20
"""Levels of a code tree; more than that is a mistake in the file, or malice."""

TITLES = {
    "name": "name",
    "parent": "parent",
    "codes": "codes",
    "id": "id",
    "colour": "colour",
    "brief": "brief",
    "definition": "definition",
    "when": "when to use",
    "when_not": "when not to use",
    "examples": "examples",
    "summary": "summary",
    "status": "status",
    "counts_in_any": "counts in any",
    "version": "version",
    "created": "created",
}
"""Field → what it is called in a file for people."""

_OTHER_NAMES = {
    "name": ("code", "code name", "label", "code label"),
    "parent": ("parent code", "parent name", "parent theme", "theme", "category", "under", "parent path"),
    "codes": ("children", "subcodes", "sub codes", "themes", "subthemes", "sub themes", "child codes"),
    "id": ("code id", "uuid", "guid"),
    "colour": ("color", "hex", "code colour", "code color"),
    "brief": ("brief definition", "short definition", "short", "in brief"),
    "definition": ("description", "full definition", "meaning", "code definition", "def"),
    "when": ("when", "use when", "inclusion", "inclusion criteria", "include", "use"),
    "when_not": (
        "when not", "do not use when", "exclusion", "exclusion criteria", "exclude", "do not use", "not when",
    ),
    "examples": ("example", "quote", "quotes", "example quote", "example quotes", "sample quote"),
    "summary": ("theme summary", "summary paragraph", "introduction"),
    "status": ("state",),
    "counts_in_any": ("counts as any", "counted in any"),
    "version": (),
    "created": ("created at", "date created"),
}  # fmt: skip
_FIELD_BY_NAME = {
    name: field
    for field, others in _OTHER_NAMES.items()
    for name in (TITLES[field], field.replace("_", " "), *others)
}
_YES = frozenset({"yes", "y", "true", "1"})
_NO = frozenset({"no", "n", "false", "0"})
_STATUSES = {
    "active": CodeStatus.ACTIVE,
    "in use": CodeStatus.ACTIVE,
    "draft": CodeStatus.DRAFT,
    "retired": CodeStatus.RETIRED,
    "not in use": CodeStatus.RETIRED,
}
_HEX = re.compile(r"#?(?:[0-9a-f]{6}|[0-9a-f]{3})")
_TEXTS = ("brief", "definition", "when", "when_not", "summary")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a file says of one field of a code, and where. Only examples have several texts."""

    field: str
    texts: tuple[str, ...]
    where: Where


def field_named(key: str) -> str | None:
    """The field that a key or column header means, whatever its case, hyphens and blanks."""
    return _FIELD_BY_NAME.get(_plain(key))


def nearest_key(key: str, allowed: Iterable[str]) -> str:
    """Of the fields in `allowed`, the title most like a key that is not known; empty if none is near."""
    fields = set(allowed)
    names = [name for name, field in _FIELD_BY_NAME.items() if field in fields]
    near = get_close_matches(_plain(key), names, n=1, cutoff=0.7)
    return TITLES[_FIELD_BY_NAME[near[0]]] if near else ""


def draft_of(path: Sequence[str], said: Iterable[Said], where: Where) -> tuple[CodeDraft, list[Finding]]:
    """A code as described, with a warning for each value that makes no sense and is left out."""
    values: dict[str, Any] = {}
    findings = []
    for one in said:
        if one.field == "examples":
            values["examples"] = (*values.get("examples", ()), *one.texts)
        elif one.field in _TEXTS:
            values[one.field] = one.texts[0]
        elif one.texts[0].strip():
            value = _PARSERS[one.field](one.texts[0].strip())
            if value is None:
                findings.append(_no_sense(one, join_path(list(path))))
            values[one.field] = value
    return CodeDraft(path=tuple(path), where=where, **values), findings


def distinct(drafts: Iterable[CodeDraft]) -> tuple[tuple[CodeDraft, ...], list[Finding]]:
    """Each path once, with an error for each that stands twice under its parent: the first one counts.

    A code with an id that another one has is read without it, with a warning.
    """
    kept: dict[tuple[str, ...], CodeDraft] = {}
    ids: dict[str, CodeDraft] = {}
    findings: list[Finding] = []
    for draft in drafts:
        if draft.path in kept:
            findings.append(_twice(draft, kept[draft.path]))
        elif draft.id and draft.id in ids:
            findings.append(_same_id(draft, ids[draft.id]))
            kept[draft.path] = replace(draft, id=None)
        else:
            kept[draft.path] = draft
            ids |= {draft.id: draft} if draft.id else {}
    return tuple(kept.values()), findings


def finding(rule: str, message: str, where: Where, *, is_error: bool = True, hint: str = "") -> Finding:
    """A problem in a codebook file; an error costs a code, a warning only a value."""
    severity = Severity.ERROR if is_error else Severity.WARNING
    return Finding(rule=rule, severity=severity, message=message, where=where, hint=hint)


def _twice(draft: CodeDraft, first: CodeDraft) -> Finding:
    place = f'under "{join_path(draft.path[:-1])}"' if len(draft.path) > 1 else "at the top"
    return finding(
        "codebook-twice",
        f'There are two codes "{draft.path[-1]}" {place}; the first one, in {_short(first.where)}, counts.',
        draft.where,
        hint="Give one of them another name, or put them under different parents.",
    )


def _same_id(draft: CodeDraft, first: CodeDraft) -> Finding:
    return finding(
        "codebook-id",
        f'"{join_path(draft.path)}" has the same id as "{join_path(first.path)}" in {_short(first.where)}.',
        draft.where,
        is_error=False,
        hint="It is read as a code without id. Remove the id of whichever is the copy.",
    )


def _short(where: Where) -> str:
    return f"row {where.row}" if where.row is not None else f"line {where.line}"


def _no_sense(said: Said, path: str) -> Finding:
    message, hint = _EXPECTED[said.field]
    return finding(
        f"codebook-{said.field.replace('_', '-')}",
        f'"{said.texts[0].strip()}" is not {message}; "{path}" is read without it.',
        said.where,
        is_error=False,
        hint=hint,
    )


def _colour(text: str) -> str | None:
    plain = text.casefold()
    if not _HEX.fullmatch(plain):
        return None
    digits = plain.removeprefix("#")
    return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))


def _id(text: str) -> str | None:
    try:
        return str(UUID(text))
    except ValueError:
        return None


def _status(text: str) -> CodeStatus | None:
    return _STATUSES.get(_plain(text))


def _yes_or_no(text: str) -> bool | None:
    plain = text.casefold()
    return True if plain in _YES else False if plain in _NO else None


def _version(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[1-9][0-9]{0,8}", text) else None


def _created(text: str) -> str | None:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return None
    return text


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.replace("_", " ").casefold()))


_PARSERS: dict[str, Callable[[str], Any]] = {
    "id": _id,
    "colour": _colour,
    "status": _status,
    "counts_in_any": _yes_or_no,
    "version": _version,
    "created": _created,
}
_EXPECTED = {
    "id": ("an id", "Leave ids out of what you write yourself: qualkit gives them."),
    "colour": ("a colour", "Write colours as #rrggbb, such as #b5533c."),
    "status": ("a status", "Write active, draft or retired."),
    "counts_in_any": ("yes or no", "Write yes or no."),
    "version": ("a version", "Write a whole number from 1, or leave it out."),
    "created": ("a date", "Write it as 2026-03-31, or leave it out."),
}
