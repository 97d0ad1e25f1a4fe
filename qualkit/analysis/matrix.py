"""Units by codes: how many passages stand behind each cell, and which (the framework method's matrix)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualkit.analysis.prevalence import Noun
from qualkit.model.codebook import Codebook
from qualkit.model.table import Column, Table, Unit, Value

if TYPE_CHECKING:
    import pandas

Cells = Mapping[tuple[str, str], Sequence[str]]
"""(unit, code id) → the words of the passages there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """One row a unit, one column a code; a code's cell holds what stands below it, too."""

    title: str
    noun: Noun
    units: tuple[str, ...]
    codes: tuple[tuple[str, str], ...]
    """(id, path)."""
    cells: Cells

    @property
    def table(self) -> Table:
        """As a table: numbers of passages on paper; the passages themselves are in json and csv."""
        shown = [
            Column(key=f"code_{number}", title=path, unit=Unit.COUNT)
            for number, (_, path) in enumerate(self.codes)
        ]
        return Table(
            id="matrix",
            title=self.title,
            columns=(
                Column(key="unit", title=self.noun[0].capitalize()),
                *shown,
                Column(key="passages", title="Passages", shown=False),
            ),
            rows=tuple(self._row(unit) for unit in self.units),
            notes=("How many passages stand behind each cell; a code holds what stands below it.",),
        )

    def to_frame(self) -> pandas.DataFrame:
        """As a data frame: one row a unit, one column a code (numbers of passages)."""
        import pandas

        rows = [[len(self._words(unit, id_)) for id_, _ in self.codes] for unit in self.units]
        return pandas.DataFrame(rows, index=list(self.units), columns=[path for _, path in self.codes])

    def _words(self, unit: str, code_id: str) -> Sequence[str]:
        return self.cells.get((unit, code_id), ())

    def _row(self, unit: str) -> dict[str, Value]:
        words = {path: list(self._words(unit, id_)) for id_, path in self.codes if self._words(unit, id_)}
        counts = {f"code_{n}": len(self._words(unit, id_)) for n, (id_, _) in enumerate(self.codes)}
        return {"unit": unit, **counts, "passages": words}


def matrix(units: Sequence[str], book: Codebook, cells: Cells, *, title: str, noun: Noun) -> Matrix:
    """Units by codes, from the passages of each unit with each very code; columns as the book has them."""
    gathered: dict[tuple[str, str], list[str]] = {}
    for (unit, code_id), words in cells.items():
        for above in book.lineage(code_id):
            gathered.setdefault((unit, above.id), []).extend(words)
    used = {code_id for _, code_id in gathered}
    codes = tuple((code.id, book.path(code.id)) for _, code in book.walk() if code.id in used)
    return Matrix(title=title, noun=noun, units=tuple(units), codes=codes, cells=gathered)
