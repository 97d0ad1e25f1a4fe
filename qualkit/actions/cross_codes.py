"""Codes by an attribute, by each other, and by unit (`qualkit crosstab`, `cooccur`, `matrix`)."""

from __future__ import annotations

from dataclasses import replace

from qualkit.actions.counting_units import CountBy, Counting, CountingUnits, counting_units
from qualkit.actions.prevalence import counted_in, told_notes
from qualkit.actions.provenance import provenance
from qualkit.actions.redacting import redactor_of
from qualkit.analysis.cooccurrence import cooccurrence
from qualkit.analysis.crosstab import Crosstab
from qualkit.analysis.matrix import matrix
from qualkit.analysis.prevalence import UnitState
from qualkit.model.plural import counted
from qualkit.model.table import Table
from qualkit.study import Study


def crosstab_table(study: Study, attribute: str, codebook: str = "", wanted: Counting | None = None) -> Table:
    """Codes by an attribute or a closed question: count and share in each group."""
    split = replace(wanted or Counting(), by=attribute)
    units = counting_units(study, codebook, split)
    found = Crosstab(counted_in(study, units, split)).table
    return _with_origin(study, found, units, f"crosstab {attribute}", split)


def cooccurrence_table(study: Study, codebook: str = "", wanted: Counting | None = None) -> Table:
    """Which codes come together in the same record or person."""
    wanted = wanted or Counting()
    units = counting_units(study, codebook, wanted)
    title = f"{units.book.title or units.book.name}: codes that come together in a {units.noun[0]}"
    found = cooccurrence(units.units, units.book, title=title, noun=units.noun)
    return _with_origin(study, found.table, units, "cooccur", wanted)


def matrix_table(study: Study, codebook: str = "", wanted: Counting | None = None) -> Table:
    """People (or records, sources) by codes, with the passages behind each cell.

    Everything coded is in it, read to its end or not: a matrix shows words, and claims no share.
    """
    wanted = wanted or Counting(unit=CountBy.CASE, anyway=True)
    units = counting_units(study, codebook, replace(wanted, anyway=True))
    cells = {
        pair: tuple(dict.fromkeys(units.quotes[id_] for id_ in ids)) for pair, ids in units.passages.items()
    }
    names = [unit.key for unit in units.units if unit.state is not UnitState.AWAITING]
    title = f"{units.book.title or units.book.name}: {units.noun[1]} by code"
    found = matrix(names, units.book, cells, title=title, noun=units.noun).table
    show = redactor_of(study)
    found = replace(found, rows=tuple({**row, "unit": show.text(str(row["unit"]))} for row in found.rows))
    awaiting = len(units.units) - len(names)
    if awaiting:
        left_out = f"Left out: {counted(awaiting, *units.noun)} awaiting agreement."
        found = replace(found, notes=(*found.notes, left_out))
    return _with_origin(study, found, units, "matrix", wanted)


def _with_origin(study: Study, table: Table, units: CountingUnits, command: str, wanted: Counting) -> Table:
    origin = provenance(study, f"{command} {units.book.name}", filter=units.filter, coder=wanted.coder)
    return replace(table, notes=(*table.notes, *told_notes(units)), provenance=origin)
