"""Codes by an attribute: in how many units of each group a code was found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualkit.analysis.prevalence import Prevalence
from qualkit.analysis.told_codes import prevalence_figures
from qualkit.model.table import Column, Table, Unit, Value

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True, slots=True)
class Crosstab:
    """Counts and shares of each code in each group; every group has its own base."""

    counted: Prevalence

    @property
    def table(self) -> Table:
        """As a table: two columns a group, the count and its share of the group."""
        plain = self.counted.table
        return Table(
            id="crosstab",
            title=plain.title,
            columns=tuple(self._columns()),
            rows=tuple(self._row(row) for row in plain.rows),
            notes=plain.notes,
            figures=prevalence_figures,
        )

    def to_frame(self) -> pandas.DataFrame:
        """As a data frame: one row a code and group."""
        return self.counted.to_frame()

    def _columns(self) -> Iterator[Column]:
        yield Column(key="code", title="Code", shown=False)
        yield Column(key="name", title="Code")
        for number, (group, base) in enumerate(self.counted.groups.items()):
            yield Column(key=f"count_{number}", title=f"{group} (n = {base:,})", unit=Unit.COUNT)
            yield Column(key=f"share_{number}", title="%", unit=Unit.SHARE)
        yield Column(key="count", title=f"All (n = {self.counted.base:,})", unit=Unit.COUNT)
        yield Column(key="share", title="%", unit=Unit.SHARE)
        yield Column(key="groups", title="Groups", shown=False)

    def _row(self, row: Mapping[str, Value]) -> dict[str, Value]:
        return {column.key: row.get(column.key) for column in self._columns()} | {"base": row["base"]}
