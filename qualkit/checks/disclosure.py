"""What a table would show of few people: small numbers, groups that all agree, one that speaks for many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qualkit.analysis.suppression import SmallNumbers, hidden_names, small_figures
from qualkit.errors import Where
from qualkit.model.figures import Figures, Form, Name
from qualkit.model.finding import Finding, Severity
from qualkit.model.table import Table

DOMINANT = 0.8
"""An organisation's part of a count above which the count is nearly its own."""


def check_disclosure(table: Table, rule: SmallNumbers) -> tuple[Finding, ...]:
    """What is to be looked at before a table leaves the study.

    Warnings: numbers of fewer people than the threshold, those of one question together; a group of whom
    all said the same; a count of which one organisation gave more than four fifths. A note: how many shares
    are of nobody, which may tell as much. What the study's rule hides is not shown, and so no finding.
    """
    if table.figures is None:
        return ()
    figures = table.figures(table)
    hidden = hidden_names(figures, rule) if rule.policy == "hide" else {}
    shares = [names for names in _shares(figures) if hidden.keys().isdisjoint(names)]
    found = (
        *(() if hidden else _small(figures, rule, table)),
        *_everybody(figures, shares, table),
        *_dominated(table),
    )
    nobody = sum(figures.figures[names[0]].value == 0 for names in shares)
    if nobody:
        said = f"{nobody:,} of its shares {'is' if nobody == 1 else 'are'} 0%: of nobody."
        return (*found, _finding("disclosure-nobody", said, table, severity=Severity.NOTE))
    return found


def _small(figures: Figures, rule: SmallNumbers, table: Table) -> Iterator[Finding]:
    """The small numbers under what they are of; a total of a single part is not said again."""
    alike = [(one.total, one.parts[0]) for one in figures.sums if len(one.parts) == 1]
    same = {name: pair for pair in alike for name in pair}
    said: dict[str, dict[str, int]] = {}
    seen: set[Name] = set()
    for figure in small_figures(figures, rule):
        if seen.isdisjoint(same.get(figure.name, ())):
            of, _, what = figure.label.rpartition(": ")
            said.setdefault(of, {})[what] = figure.value
        seen.add(figure.name)
    for of, numbers in said.items():
        listed = "; ".join(f"“{what}”: {value:,}" for what, value in numbers.items())
        yield _finding("disclosure-small", f"{of}: {listed}." if of else f"{listed}.", table)


def _everybody(figures: Figures, shares: Sequence[tuple[Name, ...]], table: Table) -> Iterator[Finding]:
    for names in shares:
        count, base = figures.figures[names[0]], figures.figures[names[1]]
        if names[0] != names[1] and base.value and count.value == base.value:
            yield _finding("disclosure-everybody", f"{count.label}: all {base.value:,} of them.", table)


def _shares(figures: Figures) -> list[tuple[Name, ...]]:
    """(number, base) of every share that is told, each once."""
    told = (one for one in figures.told.values() if one.form in (Form.SHARE, Form.WEIGHTED))
    return list(dict.fromkeys(one.names[:2] for one in told if len(one.names) > 1))


def _dominated(table: Table) -> Iterator[Finding]:
    for row in table.rows:
        part, organisations = row.get("largest_part"), row.get("organisations")
        if (
            isinstance(part, float)
            and part > DOMINANT
            and isinstance(organisations, int)
            and organisations > 1
        ):
            said = f"{row['row']}: one of {organisations} organisations gave {part:.0%} of the count."
            yield _finding("disclosure-dominated", said, table)


def _finding(rule: str, message: str, table: Table, *, severity: Severity = Severity.WARNING) -> Finding:
    return Finding(rule=rule, severity=severity, message=message, where=Where(file=table.title))
