"""Several results side by side, each with its own noun and base; what one did not ask is blank, never 0."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Literal, cast

from qualkit.analysis.prevalence import Count
from qualkit.errors import NotFound, Refused
from qualkit.model.figures import Figure, Figures, Form
from qualkit.model.table import Column, Table, Unit, Value
from qualkit.model.text import fold_line

if TYPE_CHECKING:
    import pandas

Sort = Literal["", "count", "share"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One result: what it counts, and its numbers by the names of its rows."""

    title: str
    noun: str
    """What its numbers are numbers of, in the plural: "contacts"."""
    counts: Mapping[str, Count]
    names: Mapping[str, str]
    """Other names of its rows, such as a code's without its parent → the row. Ambiguous ones are left out."""
    notes: tuple[str, ...] = ()

    @property
    def base(self) -> int | None:
        """The base, where all rows have the same."""
        bases = {count.base for count in self.counts.values()}
        return bases.pop() if len(bases) == 1 else None

    def found(self, names: Sequence[str]) -> list[str]:
        """The rows that any of these names means."""
        known = {fold_line(name): row for name, row in self.names.items()}
        known |= {fold_line(row): row for row in self.counts}
        return list(dict.fromkeys(known[name] for name in map(fold_line, names) if name in known))


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One thing, in each series; None where the series did not ask for it."""

    title: str
    counts: tuple[Count | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Rows that mean the same, in several results."""

    title: str
    series: tuple[Series, ...]
    rows: tuple[ComparedRow, ...]
    left_out: int = 0
    """Rows beyond those that were asked for."""

    @property
    def table(self) -> Table:
        """As a table: one row a thing, two columns a series, the count and its share."""
        return Table(
            id="compare",
            title=self.title,
            columns=tuple(self._columns()),
            rows=tuple(self._row(row) for row in self.rows),
            notes=tuple(self._notes()),
            figures=compare_figures,
        )

    def to_frame(self) -> pandas.DataFrame:
        """As a data frame in long form: a row a thing and series, blanks left out."""
        import pandas

        return pandas.DataFrame(
            [
                {"row": row.title, "series": one.title, "noun": one.noun, "count": c.count, "base": c.base,
                 "share": c.share}
                for row in self.rows
                for one, c in zip(self.series, row.counts, strict=True)
                if c is not None
            ]
        )  # fmt: skip

    def _columns(self) -> Iterator[Column]:
        yield Column(key="row", title="")
        for number, one in enumerate(self.series):
            yield Column(key=f"count_{number}", title=f"{one.title}: {one.noun}", unit=Unit.COUNT)
            own = f"Of {one.noun}"
            yield Column(key=f"base_{number}", title=own, unit=Unit.COUNT, shown=one.base is None)
            of = f"% of {one.base:,} {one.noun}" if one.base is not None else "% of its own base"
            yield Column(key=f"share_{number}", title=f"{one.title}: {of}", unit=Unit.SHARE)
        yield Column(key="series", title="Series", unit=Unit.LIST, shown=False)

    def _row(self, row: ComparedRow) -> Mapping[str, Value]:
        values: dict[str, Value] = {"row": row.title}
        inside: dict[str, object] = {}
        for number, (one, count) in enumerate(zip(self.series, row.counts, strict=True)):
            values[f"count_{number}"] = count.count if count else None
            values[f"base_{number}"] = count.base if count else None
            values[f"share_{number}"] = count.share if count else None
            if count:
                inside[one.title] = {"count": count.count, "base": count.base, "share": count.share}
        return values | {"series": inside}

    def _notes(self) -> Iterator[str]:
        yield "Each series has its own base. Blank: it was not asked for there."
        for one in self.series:
            yield from (f"{one.title}: {note}" for note in one.notes)
        if self.left_out:
            yield f"Rows left out below: {self.left_out}."


def compare(
    series: Sequence[Series],
    labels: Mapping[str, Sequence[str]],
    *,
    title: str,
    sort: Sort = "",
    head: int = 0,
) -> Comparison:
    """The series side by side. `labels`: row → its names in them; the name of the row itself counts, too.

    Without labels: all rows of all series, those with the same name together. Sorted by the first series,
    highest first, what it did not ask last. Raises NotFound for a name that no series knows, and Refused
    where one series has two rows for one label: they may overlap, and can't be added.
    """
    labels = labels or {name: (name,) for name in _all_names(series)}
    _refuse_strangers(series, labels)
    rows = [
        ComparedRow(label, tuple(_one(each, label, (label, *names)) for each in series))
        for label, names in labels.items()
    ]
    if sort:
        rows.sort(key=lambda row: tuple(_rank(count, sort) for count in row.counts))
    shown = rows[:head] if head else rows
    return Comparison(title=title, series=tuple(series), rows=tuple(shown), left_out=len(rows) - len(shown))


def with_only(series: Series, names: Sequence[str]) -> Series:
    """A series without the rows that it was not asked for; without names, all of it.

    Raises NotFound for a name that it does not have.
    """
    if not names:
        return series
    for name in names:
        if not series.found([name]):
            known = (*series.counts, *series.names)
            near = list(dict.fromkeys(get_close_matches(name, known, n=3, cutoff=0.5)))
            raise NotFound(f'It has no row "{name}".', candidates=near)
    asked = set(series.found(names))
    return replace(
        series,
        counts={row: count for row, count in series.counts.items() if row in asked},
        names={name: row for name, row in series.names.items() if row in asked},
    )


def _all_names(series: Sequence[Series]) -> list[str]:
    names: dict[str, str] = {}
    for name in (name for one in series for name in one.counts):
        names.setdefault(fold_line(name), name)
    return list(names.values())


def _refuse_strangers(series: Sequence[Series], labels: Mapping[str, Sequence[str]]) -> None:
    known = [name for one in series for name in (*one.counts, *one.names)]
    for label, names in labels.items():
        for name in names:
            if not any(one.found([name]) for one in series):
                raise NotFound(
                    f'None of the results has a row "{name}", which is to be in "{label}".',
                    candidates=list(dict.fromkeys(get_close_matches(name, known, n=3, cutoff=0.5))),
                )
        if not any(one.found([label, *names]) for one in series):
            raise NotFound(
                f'None of the results has a row "{label}".',
                hint=f'Say what it is called there: "{label}" = ["…"].',
                candidates=list(dict.fromkeys(get_close_matches(label, known, n=3, cutoff=0.5))),
            )


def _one(series: Series, label: str, names: Sequence[str]) -> Count | None:
    found = series.found(names)
    if len(found) > 1:
        said = " and ".join(f'"{name}"' for name in found)
        raise Refused(
            f'"{label}" means {said} in {series.title}.',
            hint="The same unit may be in both, so they can't be added: leave one out, or give it a row.",
        )
    return series.counts[found[0]] if found else None


def _rank(count: Count | None, sort: Sort) -> float:
    value = None if count is None else count.count if sort == "count" else count.share
    return 1.0 if value is None else -float(value)


def compare_figures(table: Table) -> Figures:
    """What a comparison tells: counts and their bases, series by series."""
    found = Figures()
    for number, row in enumerate(table.rows):
        series = cast("Mapping[str, Mapping[str, int]]", row["series"])
        places = [
            int(column.key.split("_")[1]) for column in table.columns if column.key.startswith("count_")
        ]
        asked = [place for place in places if row.get(f"count_{place}") is not None]
        for place, (title, count) in zip(asked, series.items(), strict=True):
            base = found.add(
                Figure(name=("base", title, count["base"]), value=count["base"], label=f"{title}: base")
            )
            label = f"{row['row']} · {title}"
            name = found.part((str(row["row"]), title), count["count"], of=base, label=label)
            found.titles[f"share_{place}"] = (base,)
            for key, form, names in (
                ("count", Form.COUNT, (name,)),
                ("base", Form.COUNT, (base,)),
                ("share", Form.SHARE, (name, base)),
            ):
                found.tell(number, f"{key}_{place}", form, names)
                found.tell_inside((number, "series", (title, key)), form, names)
    return found
