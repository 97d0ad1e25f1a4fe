"""A code as a file describes it, before it is matched with what the study has."""

from __future__ import annotations

from dataclasses import dataclass

from qualkit.errors import Where
from qualkit.model.codebook import CodeStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeDraft:
    """One code of a file. A field is None where the file says nothing of it, so that nothing is wiped."""

    path: tuple[str, ...]
    """The names from the top down; the last one is the code's own."""
    id: str | None = None
    colour: str | None = None
    brief: str | None = None
    definition: str | None = None
    when: str | None = None
    when_not: str | None = None
    examples: tuple[str, ...] | None = None
    status: CodeStatus | None = None
    version: int | None = None
    created: str | None = None
    counts_in_any: bool | None = None
    summary: str | None = None
    where: Where = Where()


@dataclass(frozen=True, slots=True, kw_only=True)
class CodebookDraft:
    """A codebook as a file describes it: parents stand before their children, in the file's order."""

    name: str
    title: str = ""
    codes: tuple[CodeDraft, ...] = ()
