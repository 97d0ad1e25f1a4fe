"""The header rows of a data file: one as a rule, more from some survey platforms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from qualkit.importers.surveys import qualtrics, surveymonkey
from qualkit.importers.surveys.layout import Header, Rows

LAYOUTS: tuple[Callable[[Rows], Header | None], ...] = (
    qualtrics.header,
    surveymonkey.header,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The columns of a data file with unique, non-empty names."""

    names: tuple[str, ...]
    wordings: tuple[str, ...]
    header: Header
    unnamed: tuple[str, ...]
    """Names that were made up for columns without one."""
    doubled: tuple[str, ...]
    """Names that got a number because an earlier column has the same."""


def columns_of(rows: Rows) -> Columns:
    """What the header rows at the top of `rows` say; an empty name is `Column 7`, a second one `Name (2)`."""
    header = next((found for layout in LAYOUTS if (found := layout(rows))), _one_row(rows))
    names: list[str] = []
    unnamed: list[str] = []
    doubled: list[str] = []
    taken: set[str] = set()
    for place, said in enumerate(header.names, start=1):
        wanted = " ".join(said.split()) or f"Column {place}"
        name = _free(wanted, taken)
        taken.add(name.casefold())
        names.append(name)
        unnamed += [name] if not said.strip() else []
        doubled += [name] if said.strip() and name != wanted else []
    wordings = tuple(
        " ".join(wording.split()) or name for wording, name in zip(header.wordings, names, strict=True)
    )
    return Columns(
        names=tuple(names), wordings=wordings, header=header, unnamed=tuple(unnamed), doubled=tuple(doubled)
    )


def _one_row(rows: Rows) -> Header:
    return Header(names=rows[0], wordings=rows[0], rows=1, rows_kept_under_names=0)


def _free(wanted: str, taken: set[str]) -> str:
    name, number = wanted, 1
    while name.casefold() in taken:
        number += 1
        name = f"{wanted} ({number})"
    return name
