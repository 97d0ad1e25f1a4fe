"""What a codebook file would change in the study, and the codebook that comes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from qualkit.importers.codebooks.fields import TITLES
from qualkit.importers.codebooks.matching import Names, matched
from qualkit.model.codebook import Code, Codebook, join_path
from qualkit.model.draft import CodebookDraft, CodeDraft

_DEFINING = ("definition", "brief", "when", "when_not", "examples")
_SETTABLE = (*_DEFINING, "colour", "summary", "status", "counts_in_any")


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeChange:
    """One field of one code, before and after. A book's own change has no path and no id."""

    path: str
    """The code's path in the study before the change."""
    code_id: str
    field: str
    """As people call it: name, parent, definition, when to use, title, …"""
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CodebookChanges:
    """What an import adds, changes and leaves, as paths."""

    added: tuple[str, ...] = ()
    changed: tuple[CodeChange, ...] = ()
    left: tuple[str, ...] = ()
    """In the study but not in the file: kept as they are."""
    unchanged: tuple[str, ...] = ()
    is_reordered: bool = False
    """Whether codes that stay stand in another order."""

    @property
    def is_nothing(self) -> bool:
        """Whether the study stays as it is."""
        return not (self.added or self.changed or self.is_reordered)


def compare(draft: CodebookDraft, existing: Codebook | None) -> CodebookChanges:
    """What `merged` would do, for a person to look at first.

    Raises:
        Conflict: the file gives codes names that other codes of the study have, under the same parent.
    """
    book = existing or Codebook(name=draft.name)
    codes = matched(draft, existing)
    after = merged(draft, existing, new_id=_numbers(), now="")
    changes = [change for code in codes.values() if code for change in _changes(code, book, after)]
    if existing and after.title != book.title:
        changes.insert(0, CodeChange(path="", code_id="", field="title", old=book.title, new=after.title))
    changed = {change.code_id for change in changes}
    found = {code.id for code in codes.values() if code}
    kept = [code.id for code in after.codes if code.id in book]
    return CodebookChanges(
        added=tuple(join_path(path) for path, code in codes.items() if code is None),
        changed=tuple(changes),
        left=tuple(book.path(code.id) for code in book.codes if code.id not in found),
        unchanged=tuple(book.path(each) for each in kept if each in found - changed),
        is_reordered=kept != [code.id for _, code in book.walk()] and not _has_moves(changes),
    )


def merged(
    draft: CodebookDraft, existing: Codebook | None, *, new_id: Callable[[], str], now: str
) -> Codebook:
    """The study's codebook with what the file says: its order, its names, and the fields it has.

    Ids of the study are kept, and so is what the file leaves out: fields, and codes, which stand after their
    siblings. A code whose definition, brief, examples or uses change is one version on. `now` is ISO 8601.

    Raises:
        Conflict: the file gives codes names that other codes of the study have, under the same parent.
    """
    codes = matched(draft, existing)
    ids: dict[Names, str] = {}
    used = {code.id for code in existing.codes} if existing else set()
    drafted = []
    for code in draft.codes:
        old = codes[code.path]
        ids[code.path] = old.id if old else code.id if code.id and code.id not in used else new_id()
        drafted.append(_resulting(code, old, ids, now))
    found = {code.id for code in codes.values() if code}
    left = [code for code in existing.codes if code.id not in found] if existing else []
    title = draft.title or (existing.title if existing else "")
    whole = Codebook(name=existing.name if existing else draft.name, title=title, codes=(*drafted, *left))
    return replace(whole, codes=tuple(code for _, code in whole.walk()))


def _resulting(code: CodeDraft, old: Code | None, ids: Mapping[Names, str], now: str) -> Code:
    name, parent = code.path[-1], ids[code.path[:-1]] if len(code.path) > 1 else None
    said: dict[str, Any] = {
        field: value for field in _SETTABLE if (value := getattr(code, field)) is not None
    }
    if old is None:
        created = code.created or now
        return Code(
            id=ids[code.path], name=name, parent=parent, version=code.version or 1, created=created, **said
        )
    version = old.version + any(field in said and said[field] != getattr(old, field) for field in _DEFINING)
    return replace(
        old,
        name=name,
        parent=parent,
        version=max(version, code.version or 1),
        created=old.created or code.created or "",
        **said,
    )


def _changes(code: Code, book: Codebook, after: Codebook) -> Iterator[CodeChange]:
    new = after[code.id]
    pairs = [("name", code.name, new.name)]
    if code.parent != new.parent:
        pairs.append(("parent", _path_or_none(code.parent, book), _path_or_none(new.parent, after)))
    pairs += [
        (TITLES[field], _shown(getattr(code, field)), _shown(getattr(new, field))) for field in _SETTABLE
    ]
    if new.version != code.version and all(getattr(code, each) == getattr(new, each) for each in _DEFINING):
        pairs.append((TITLES["version"], str(code.version), str(new.version)))
    for field, before, later in pairs:
        if before != later or field == "parent":
            yield CodeChange(path=book.path(code.id), code_id=code.id, field=field, old=before, new=later)


def _path_or_none(code_id: str | None, book: Codebook) -> str:
    return book.path(code_id) if code_id else ""


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "\n".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _has_moves(changes: list[CodeChange]) -> bool:
    return any(change.field == "parent" for change in changes)


def _numbers() -> Callable[[], str]:
    """Ids for codes that are only looked at."""
    count = iter(range(1_000_000))
    return lambda: f"new {next(count)}"
