"""Random samples of records, for reading or double coding (`qualkit screen --sample`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random, SystemRandom

from qualkit.actions.screening import Which, chosen, file_named
from qualkit.actions.selection import SAMPLE, People
from qualkit.errors import NotFound, Refused
from qualkit.model.people import Consent, Screening
from qualkit.model.plural import counted
from qualkit.model.text import fold_line
from qualkit.store import screening
from qualkit.store.database import Connection
from qualkit.store.screening import ScreenedRecord
from qualkit.study import Study

_SEEDS = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A random set of records, and how it was drawn."""

    name: str
    """For `--where sample=NAME`."""
    file: str
    records: tuple[str, ...]
    """In the order of the file."""
    population: int
    """How many could have been drawn."""
    seed: int
    method: str
    """A sentence for the methods section."""
    strata: Mapping[str, tuple[int, int]]
    """Value of the attribute → (drawn, of how many); empty without one."""


def draw_sample(
    study: Study, which: Which, size: int, *, by: str = "", seed: int | None = None, name: str = ""
) -> Sample:
    """Draw records at random, the same ones for the same seed, and keep the set under a name.

    Records that were left out, and those of people who refused analysis, can't be drawn. With `by`, each
    group gets its share (largest remainder; ties go to the greater group, then by name). Raises Refused
    where there are fewer records than are to be drawn, and for a name that is taken.
    """
    seed = SystemRandom().randrange(_SEEDS) if seed is None else seed
    with study.step("sample") as writer:
        file = file_named(writer.connection, which.file)
        name = _name(writer.connection, name)
        people = People.load(writer.connection)
        pool = [one for one in chosen(writer.connection, which, file) if _can_be_drawn(one, people)]
        if not 0 < size <= len(pool):
            raise Refused(
                f"{counted(size, 'record')} can't be drawn of {len(pool):,}.",
                hint="Records that were left out are not drawn.",
            )
        groups = _groups(people, file, pool, by)
        shares = _shares({value: len(group) for value, group in groups.items()}, size)
        random = Random(seed)
        drawn = {one.id for value, group in groups.items() for one in random.sample(group, shares[value])}
        method = _method(size, len(pool), (by, str(which)), seed)
        screening.add_sample(writer, name, [one.id for one in pool if one.id in drawn], method)
        writer.summary = f'drew the sample "{name}" of {file}: {method}'
        writer.detail = {"sample": name, "file": file, "records": size, "from": len(pool)}
        writer.detail |= {"by": by, "where": str(which), "seed": seed, "method": method}
    return Sample(
        name=name,
        file=file,
        records=tuple(one.key for one in pool if one.id in drawn),
        population=len(pool),
        seed=seed,
        method=method,
        strata={value: (shares[value], len(group)) for value, group in groups.items()} if by else {},
    )


def forget_sample(study: Study, name: str) -> int:
    """Let a sample go; gives how many records were in it. Raises NotFound for none of that name."""
    with study.step("sample") as writer:
        known = _known(writer.connection)
        if fold_line(name) not in known:
            raise NotFound(f'There is no sample called "{name}".', candidates=list(known.values())[:3])
        count = screening.drop_sample(writer, known[fold_line(name)])
        writer.summary = f'let the sample "{known[fold_line(name)]}" go'
        writer.detail = {"sample": known[fold_line(name)], "records": count}
    return count


def samples(study: Study) -> dict[str, tuple[str, int, str]]:
    """Sample → (data file, number of records, how it was drawn)."""
    found: dict[str, tuple[str, int, str]] = {}
    with study.database.reading() as connection:
        for one in screening.sampled(connection):
            found[one.sample] = (one.dataset, found.get(one.sample, ("", 0, ""))[1] + 1, one.method)
    return found


def _can_be_drawn(record: ScreenedRecord, people: People) -> bool:
    person = people.cases.get(record.case)
    has_refused = person is not None and person.analysis is Consent.NO
    return record.screening is not Screening.LEFT_OUT and not has_refused


def _known(connection: Connection) -> dict[str, str]:
    return {fold_line(one.sample): one.sample for one in screening.sampled(connection)}


def _name(connection: Connection, given: str) -> str:
    known = _known(connection)
    if not known and SAMPLE in map(fold_line, People.load(connection).names()):
        raise Refused(
            f'The study has a column or an attribute called "{SAMPLE}", which --where would then mean.',
            hint="Give the column another name in the data file, then draw.",
        )
    plain = " ".join(given.split())
    if not plain:
        return next(f"sample {n}" for n in range(1, len(known) + 2) if f"sample {n}" not in known)
    if fold_line(plain) in known or "|" in plain:
        why = "is taken already" if "|" not in plain else "can't have a | in it"
        raise Refused(f'The name "{plain}" {why}.', hint="Give another --name.")
    return plain


def _groups(
    people: People, file: str, pool: Sequence[ScreenedRecord], by: str
) -> dict[str, list[ScreenedRecord]]:
    if not by:
        return {"": list(pool)}
    name = people.named(by)
    groups: dict[str, list[ScreenedRecord]] = {}
    for one in pool:
        value = people.record_attributes(file, one.key, one.case or None).get(name, "")
        groups.setdefault(value, []).append(one)
    return dict(sorted(groups.items()))


def _shares(sizes: Mapping[str, int], wanted: int) -> dict[str, int]:
    """How many of each group, in proportion, by the largest remainder (Hamilton)."""
    total = sum(sizes.values())
    shares = {value: size * wanted // total for value, size in sizes.items()}
    rest = sorted(sizes, key=lambda value: (-(sizes[value] * wanted % total), -sizes[value], value))
    for value in rest[: wanted - sum(shares.values())]:
        shares[value] += 1
    return shares


def _method(size: int, population: int, told: tuple[str, str], seed: int) -> str:
    by, where = told
    how = f"at random, in proportion to {by}" if by else "at random"
    scope = f" ({where})" if where else ""
    return f"{size:,} of {population:,} records{scope} {how}; seed {seed}"
