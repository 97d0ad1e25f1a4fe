"""Which records are in the study, and what became of all received (`qualkit screen`, `qualkit flow`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from qualkit.actions.provenance import provenance
from qualkit.actions.selection import People
from qualkit.errors import NotFound, Refused
from qualkit.model.people import Screening
from qualkit.model.plural import counted
from qualkit.model.table import Column, Table, Unit, Value
from qualkit.model.text import fold_line
from qualkit.store import datasets, screening
from qualkit.store.database import Connection
from qualkit.store.screening import ScreenedRecord
from qualkit.study import Study


@dataclass(frozen=True, slots=True, kw_only=True)
class Which:
    """Which records of a data file; without any condition, all."""

    file: str
    where: tuple[str, ...] = ()
    """`KEY=VALUE`, several of which must all hold."""
    records: tuple[str, ...] = ()
    """Ids of records."""

    def __str__(self) -> str:
        return "; ".join((*self.where, *(f"record {key}" for key in self.records)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Screened:
    """How many records were asked for, and of how many the decision is new."""

    file: str
    found: int
    changed: int
    reason: str = ""


def leave_out(study: Study, which: Which, reason: str) -> Screened:
    """Leave records out of every count, list and bank, for a reason of the study's list."""
    return _decide(study, which, Screening.LEFT_OUT, reason_of(study, reason))


def include(study: Study, which: Which) -> Screened:
    """Say that records are in the study; without a condition, all on which nobody has decided yet."""
    return _decide(study, which, Screening.INCLUDED)


def undecide(study: Study, which: Which) -> Screened:
    """Take back what was decided of records: they are neither included nor left out."""
    return _decide(study, which, Screening.UNDECIDED)


def reason_of(study: Study, given: str) -> str:
    """A reason as the study's list has it; any, where there is no list."""
    plain, known = " ".join(given.split()), study.manifest.screening.reasons
    if not plain:
        raise Refused("Say why these records are left out.", hint=_listed(known))
    if not known:
        return plain
    by_name = {fold_line(one): one for one in known}
    if fold_line(plain) not in by_name:
        near = get_close_matches(fold_line(plain), by_name, n=2, cutoff=0.6)
        raise NotFound(
            f'"{plain}" is none of the reasons of this study.',
            hint="" if near else _listed(known),
            candidates=[by_name[one] for one in near],
        )
    return by_name[fold_line(plain)]


def reasons(study: Study) -> tuple[str, ...]:
    """What a record may be left out for: the study's list, else what was given so far, most used first."""
    if study.manifest.screening.reasons:
        return study.manifest.screening.reasons
    with study.database.reading() as connection:
        given = Counter(
            one.reason
            for dataset in datasets.datasets(connection)
            for one in screening.records(connection, dataset.questionnaire.name)
            if one.reason
        )
    return tuple(reason for reason, _ in given.most_common())


def _listed(known: Sequence[str]) -> str:
    return f"Known are: {'; '.join(known)}." if known else 'For example --leave-out "Sent twice".'


_DID = {
    Screening.LEFT_OUT: "left out",
    Screening.INCLUDED: "included",
    Screening.UNDECIDED: "put back to undecided",
}


def _decide(study: Study, which: Which, as_: Screening, reason: str = "") -> Screened:
    with study.step("screen") as writer:
        name = file_named(writer.connection, which.file)
        found = chosen(writer.connection, which, name)
        if as_ is Screening.INCLUDED and not (which.where or which.records):
            found = [one for one in found if one.screening is Screening.UNDECIDED]
        changed = screening.decide(writer, found, as_, reason)
        told = f" ({reason})" if reason else ""
        writer.summary = f"{_DID[as_]} {counted(changed, 'record')} of {name}{told}"
        writer.detail = {"file": name, "records": changed, "where": str(which), "reason": reason}
    return Screened(file=name, found=len(found), changed=changed, reason=reason)


def file_named(connection: Connection, given: str) -> str:
    """The data file of a name, or the only one where none is given; `FILE:COLUMN` is its file."""
    known = {
        fold_line(one.questionnaire.name): one.questionnaire.name for one in datasets.datasets(connection)
    }
    if not given and len(known) == 1:
        return next(iter(known.values()))
    stem = fold_line(given).split(":", 1)[0]
    plain = stem if stem in known else stem.rsplit(".", 1)[0]
    if plain not in known:
        near = [known[one] for one in get_close_matches(plain, known, n=3, cutoff=0.5)] or list(
            known.values()
        )
        said = f'There is no data file called "{given}".' if given else "Say which data file."
        raise NotFound(said, hint="" if near else "The study has no data file yet.", candidates=near)
    return known[plain]


def chosen(connection: Connection, which: Which, name: str) -> list[ScreenedRecord]:
    """The records that are asked for, in the order of the file. Raises NotFound for one that is not there."""
    everything = screening.records(connection, name)
    wanted = {fold_line(key): key for key in which.records}
    missing = wanted.keys() - {fold_line(one.key) for one in everything}
    if missing:
        near = get_close_matches(min(missing), [one.key for one in everything], n=3, cutoff=0.6)
        raise NotFound(f'"{name}" has no record "{wanted[min(missing)]}".', candidates=near)
    found = [one for one in everything if not wanted or fold_line(one.key) in wanted]
    if not which.where:
        return found
    people = People.load(connection)
    meets = people.attribute_condition(which.where)
    return [one for one in found if meets(people.record_attributes(name, one.key, one.case or None))]


# ---- looking


def screening_table(study: Study, file: str = "", where: Sequence[str] = ()) -> Table:
    """Every record with what was decided of it, by whom and when."""
    with study.database.reading() as connection:
        names = [file_named(connection, file)] if file else _names(connection)
        rows = [
            {
                "file": name,
                "record": one.key,
                "person": one.case,
                "screening": one.screening.value,
                "reason": one.reason,
                "by": one.by,
                "at": one.at,
            }
            for name in names
            for one in chosen(connection, Which(file=name, where=tuple(where)), name)
        ]
    columns = (
        Column(key="file", title="File", shown=len(names) > 1),
        Column(key="record", title="Record"),
        Column(key="person", title="Person"),
        Column(key="screening", title="Screening"),
        Column(key="reason", title="Reason"),
        Column(key="by", title="Who"),
        Column(key="at", title="When"),
    )
    return Table(
        id="screening",
        title=f"Records of {', '.join(names)}",
        columns=columns,
        rows=tuple(rows),
        provenance=provenance(study, f"screen {' '.join(names)}", filter="; ".join(where), coder="any"),
    )


def _names(connection: Connection) -> list[str]:
    names = [one.questionnaire.name for one in datasets.datasets(connection)]
    if not names:
        raise Refused("The study has no data file yet, so there are no records.", hint="qualkit add FILE")
    return names


def flow_table(study: Study, file: str = "") -> Table:
    """How many records were received, left out (by reason), not decided on, and included, file by file."""
    with study.database.reading() as connection:
        names = [file_named(connection, file)] if file else _names(connection)
        rows = [row for name in names for row in _flow(study, name, screening.records(connection, name))]
    columns = (
        Column(key="file", title="File", shown=len(names) > 1),
        Column(key="stage", title="Stage", shown=False),
        Column(key="reason", title="Reason", shown=False),
        Column(key="label", title="Records"),
        Column(key="count", title="n", unit=Unit.COUNT),
        Column(key="share", title="% of received", unit=Unit.SHARE),
    )
    return Table(
        id="flow",
        title=f"Records received and included: {', '.join(names)}",
        columns=columns,
        rows=tuple(rows),
        notes=("Records that nobody has decided on are counted in tables until they are left out.",)
        if any(row["stage"] == Screening.UNDECIDED.value and row["count"] for row in rows)
        else (),
        provenance=provenance(study, f"flow {' '.join(names)}", coder="any"),
    )


def _flow(study: Study, name: str, records: Sequence[ScreenedRecord]) -> list[dict[str, Value]]:
    stages = Counter(one.screening for one in records)
    given = Counter(one.reason for one in records if one.screening is Screening.LEFT_OUT)
    listed = [reason for reason in study.manifest.screening.reasons if given[reason]]
    by_reason = [*listed, *(reason for reason, _ in given.most_common() if reason not in listed)]
    plan: list[tuple[str, str, str, int]] = [("received", "", "Received", len(records))]
    plan.append((Screening.LEFT_OUT.value, "", "Left out", stages[Screening.LEFT_OUT]))
    plan += [
        (Screening.LEFT_OUT.value, one, f"  {one or 'no reason given'}", given[one]) for one in by_reason
    ]
    plan.append((Screening.UNDECIDED.value, "", "Not decided", stages[Screening.UNDECIDED]))
    plan.append((Screening.INCLUDED.value, "", "Included", stages[Screening.INCLUDED]))
    return [
        _flow_row(name, stage, (reason, label), (count, len(records))) for stage, reason, label, count in plan
    ]


def _flow_row(name: str, stage: str, told: tuple[str, str], numbers: tuple[int, int]) -> dict[str, Value]:
    count, received = numbers
    share = count / received if received else None
    return {"file": name, "stage": stage, "reason": told[0], "label": told[1], "count": count, "share": share}


def screening_by_record(study: Study, file: str) -> Mapping[str, ScreenedRecord]:
    """Record → what was decided of it, in the order of the file: for lists that show it."""
    with study.database.reading() as connection:
        return {one.key: one for one in screening.records(connection, file_named(connection, file))}
