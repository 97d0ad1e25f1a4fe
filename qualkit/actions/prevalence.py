"""How many records, people, passages or sources each code was found in (`qualkit prevalence`)."""

from __future__ import annotations

from dataclasses import replace

from qualkit.actions.counting_units import CountBy, Counting, CountingUnits, counting_units
from qualkit.actions.origin_note import origin_notes
from qualkit.actions.provenance import provenance
from qualkit.analysis.prevalence import Prevalence, prevalence
from qualkit.errors import Refused
from qualkit.model.plural import counted
from qualkit.model.table import NumberNote, Table
from qualkit.study import Study


def prevalence_of(study: Study, codebook: str = "", wanted: Counting | None = None) -> Prevalence:
    """Count a codebook's codes over units of the study. Raises Refused where nothing may be counted."""
    wanted = wanted or Counting()
    return counted_in(study, counting_units(study, codebook, wanted), wanted)


def prevalence_table(study: Study, codebook: str = "", wanted: Counting | None = None) -> Table:
    """The same as a table, with where it comes from and what was left out."""
    wanted = wanted or Counting()
    return table_of(study, counting_units(study, codebook, wanted), wanted)


def table_of(study: Study, units: CountingUnits, wanted: Counting) -> Table:
    """That table, of units that were gathered already."""
    table = counted_in(study, units, wanted).table
    said = [f"prevalence {units.book.name}", *_options(units, wanted)]
    origin = provenance(study, " ".join(said), filter=units.filter, coder=wanted.coder)
    return replace(table, notes=(*table.notes, *told_notes(units)), provenance=origin)


def _options(units: CountingUnits, wanted: Counting) -> list[str]:
    said = [f"--unit {units.unit}"]
    said += [f"--by {wanted.by}"] if wanted.by else []
    return said + (["--partial"] if wanted.takes_partial else [])


def counted_in(study: Study, units: CountingUnits, wanted: Counting) -> Prevalence:
    """The counts, of units that were gathered already. Raises Refused where none of them may be counted."""
    book = units.book
    one, several = units.noun
    shown = f", coded by {wanted.coder}" if wanted.coder else ""
    split = f" by {wanted.by}" if wanted.by else ""
    title = f"{book.title or book.name}: how many {several}{split}{shown}"
    found = prevalence(
        units.units,
        book,
        title=title,
        noun=units.noun,
        takes_partial=wanted.takes_partial,
        order=units.order,
    )
    if not found.base:
        told = "; ".join(f"{number:,} {state}" for state, number in found.left_out.items() if number)
        raise Refused(
            f'No {one} may be counted for the codebook "{book.name}"' + (f": {told}." if told else "."),
            hint='Mark what you have read as read ("f" in the workspace, or qualkit finish NAME).',
        )
    return found


def told_notes(units: CountingUnits) -> list[str]:
    """What has to be said of the units with any table made of them."""
    notes = []
    record = units.noun if units.unit is CountBy.RECORD else ("record", "records")
    if units.unit is CountBy.CASE and units.has_discussions:
        notes.append("In a group discussion silence is not disagreement: these are people who spoke of it.")
    if units.without_consent:
        people = counted(units.without_consent, "person", "people")
        notes.append(NumberNote(f"Left out: {people} who refused that their words be analysed."))
    if units.screened_out:
        notes.append(NumberNote(f"Left out by screening: {counted(units.screened_out, *record)}."))
    if units.undecided:
        notes.append(f"Not screened yet, and counted: {counted(units.undecided, *record)}.")
    return [*notes, *origin_notes(units.codings)]
