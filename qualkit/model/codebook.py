"""Codes and codebooks, with the parts of a definition that MacQueen et al. (1998) ask for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class CodeStatus(StrEnum):
    """Whether a code is in use."""

    ACTIVE = "active"
    DRAFT = "draft"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A label with its definition. `id` is a uuid; names are unique under one parent only."""

    id: str
    name: str
    parent: str | None = None
    """The parent's id; None for a theme at the top of the tree."""
    colour: str = ""
    """`#rrggbb`, or empty."""
    brief: str = ""
    definition: str = ""
    when: str = ""
    when_not: str = ""
    examples: tuple[str, ...] = ()
    status: CodeStatus = CodeStatus.ACTIVE
    version: int = 1
    created: str = ""
    """ISO 8601, UTC."""
    counts_in_any: bool = True
    summary: str = ""
    """A paragraph that introduces the theme in the quote bank."""

    @property
    def meaning(self) -> str:
        """The full definition, or the brief one where that is all there is."""
        return self.definition or self.brief


@dataclass(frozen=True, slots=True, kw_only=True)
class Codebook:
    """A tree of codes in the researcher's order: parents stand before their children."""

    name: str
    title: str = ""
    codes: tuple[Code, ...] = ()
    _by_id: Mapping[str, Code] = field(init=False, repr=False, compare=False)
    _below: Mapping[str | None, tuple[Code, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        below: dict[str | None, list[Code]] = {}
        for code in self.codes:
            below.setdefault(code.parent, []).append(code)
        object.__setattr__(self, "_by_id", {code.id: code for code in self.codes})
        object.__setattr__(self, "_below", {parent: tuple(codes) for parent, codes in below.items()})

    def __getitem__(self, code_id: str) -> Code:
        return self._by_id[code_id]

    def __contains__(self, code_id: str) -> bool:
        return code_id in self._by_id

    @property
    def themes(self) -> tuple[Code, ...]:
        """The codes at the top of the tree."""
        return self.children(None)

    def children(self, code_id: str | None) -> tuple[Code, ...]:
        """The codes right below a code (None: the themes), in order."""
        return self._below.get(code_id, ())

    def walk(self, code_id: str | None = None, depth: int = 0) -> Iterator[tuple[int, Code]]:
        """Every code below `code_id` with its depth, depth first, in order."""
        for code in self.children(code_id):
            yield depth, code
            yield from self.walk(code.id, depth + 1)

    def lineage(self, code_id: str) -> tuple[Code, ...]:
        """From the theme down to the code itself."""
        code = self[code_id]
        above = self.lineage(code.parent) if code.parent else ()
        return (*above, code)

    def path(self, code_id: str) -> str:
        """`Parent/Child`, with a `/` inside a name written as `\\/`."""
        return join_path(code.name for code in self.lineage(code_id))

    def under(self, code_id: str) -> frozenset[str]:
        """The ids of a code and of all codes below it."""
        return frozenset({code_id, *(code.id for _, code in self.walk(code_id))})


def join_path(names: Iterator[str] | tuple[str, ...] | list[str]) -> str:
    """Names from the top down as one path. Backslashes and slashes inside a name are escaped.

    >>> join_path(["Home", "Mum/Dad"])
    'Home/Mum\\\\/Dad'
    """
    return "/".join(name.replace("\\", "\\\\").replace("/", "\\/") for name in names)
