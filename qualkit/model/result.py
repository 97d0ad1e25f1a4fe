"""A result as it leaves: one table with everything, and the tables that stand on paper."""

from __future__ import annotations

from dataclasses import dataclass, replace

from qualkit.model.table import Provenance, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """`data` goes into csv and json; `tables` are for people."""

    title: str
    data: Table
    tables: tuple[Table, ...]

    def by(self, provenance: Provenance, *notes: str) -> Result:
        """The same with where it comes from, and with more to be said of it."""
        tables = list(self.tables)
        if notes and tables:
            tables[-1] = replace(tables[-1], notes=(*tables[-1].notes, *notes))
        return Result(
            title=self.title,
            data=replace(self.data, notes=(*self.data.notes, *notes), provenance=provenance),
            tables=tuple(replace(table, provenance=provenance) for table in tables),
        )
