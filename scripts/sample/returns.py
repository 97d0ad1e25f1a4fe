"""The official returns of the sample study: one row an organisation, every pooled row exact. All invented."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from string import ascii_uppercase

INCIDENTS = "Missing incidents"
TOTAL = "Total harm"
Givers = Mapping[str, frozenset[int]]
"""Row → which organisations gave it, by their place."""
_STEPS = 30_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """What was pooled: row → organisations, their incidents, incidents with harm."""

    noun: str
    organisations: int
    """All that were asked; the others refused, or sent nothing."""
    smallest: int
    """Incidents of the smallest that is likely."""
    pooled: Mapping[str, tuple[int, int, int]]
    together: Sequence[tuple[str, str]] = ()
    """Rows that the same organisations gave."""


LOCAL_AUTHORITIES = Returned(
    noun="Local authority",
    organisations=34,
    smallest=140,
    pooled={
        TOTAL: (29, 25803, 1723),
        "Physical harm": (19, 12864, 295),
        "Sexual harm": (19, 12246, 140),
        "Self-harm": (16, 8714, 232),
        "Suicide harm": (16, 8714, 16),
        "Emotional / psychological harm": (18, 10613, 236),
    },
    together=(("Self-harm", "Suicide harm"),),
)
POLICE = Returned(
    noun="Police force",
    organisations=18,
    smallest=600,
    pooled={
        TOTAL: (15, 49054, 3173),
        "Physical harm": (15, 49054, 763),
        "Sexual harm": (15, 49054, 325),
        "Self-harm": (15, 49054, 777),
        "Suicide harm": (10, 26768, 0),
        "Emotional / psychological harm": (13, 40896, 160),
        "Accidental harm": (10, 39592, 254),
    },
)
_NOT_GIVEN = ("Not held", "Not held", "n/a", "Not recorded", "", "Refused: cost", "Not held: free text only")
_NONE = ("0", "0", "Nil", "None")
_NOTHING_GIVEN = (
    ("Refused: cost",),
    ("",),
    ("Exempt (section 12)",),
    ("Not held",),
    ("No response",),
)


def make(random: Random) -> dict[str, list[list[str]]]:
    """File's stem → its rows, the header first."""
    return {
        "local_authorities": _table(random, LOCAL_AUTHORITIES),
        "police": _table(random, POLICE),
    }


def _table(random: Random, returned: Returned) -> list[list[str]]:
    answered, _, _ = returned.pooled[TOTAL]
    givers, incidents = _found(random, returned)
    counts = _counts(random, returned, givers, incidents)
    rows = [
        _written(random, [incidents[place], *(counts[row].get(place) for row in returned.pooled)])
        for place in range(answered)
    ]
    width = len(returned.pooled) + 1
    for place in range(returned.organisations - answered):
        rows.append(list(_NOTHING_GIVEN[place % len(_NOTHING_GIVEN)]) * width)
    random.shuffle(rows)
    names = [f"{returned.noun} {letters}" for letters in _letters(returned.organisations)]
    header = ["organisation", INCIDENTS, *returned.pooled]
    return [header, *([name, *row] for name, row in zip(names, rows, strict=True))]


def _letters(number: int) -> list[str]:
    return [*ascii_uppercase, *(f"A{letter}" for letter in ascii_uppercase)][:number]


def _givers(random: Random, returned: Returned) -> Givers:
    """Row → which organisations gave it. Those who can tell one kind of harm can mostly tell others."""
    answered, _, _ = returned.pooled[TOTAL]
    able = [random.random() for _ in range(answered)]
    givers = {}
    for row, (number, _, _) in returned.pooled.items():
        order = sorted(range(answered), key=lambda place: able[place] + random.gauss(0, 0.22))
        givers[row] = frozenset(order[:number])
    for row, other in returned.together:
        givers[other] = givers[row]
    return givers


def _found(random: Random, returned: Returned) -> tuple[Givers, list[int]]:
    """Who gave what, and how many incidents each has; not every way to draw the first allows the second."""
    for _ in range(60):
        givers = _givers(random, returned)
        if sizes := _incidents(random, returned, givers):
            return givers, sizes
    raise ValueError(f"No sizes were found for {returned.noun}")


def _incidents(random: Random, returned: Returned, givers: Givers) -> list[int]:
    """Incidents of each organisation, so that the givers of every row have exactly as many as were pooled.

    A search: small changes to one or two organisations are kept while they bring the sums no further off.
    Empty where it finds none.
    """
    answered, total, _ = returned.pooled[TOTAL]
    wanted = {givers[row]: base for row, (_, base, _) in returned.pooled.items()}
    sizes = [
        max(returned.smallest, int(total / answered * random.lognormvariate(-0.2, 0.6)))
        for _ in range(answered)
    ]

    def off(tried: Sequence[int]) -> int:
        return sum(abs(base - sum(tried[place] for place in group)) for group, base in wanted.items())

    now = off(sizes)
    for _ in range(_STEPS):
        if not now:
            return sizes
        tried = list(sizes)
        for place in random.sample(range(answered), random.choice((1, 2))):
            step = random.choice((1, 1, 1, 2, 5, 20, 80))
            tried[place] = max(returned.smallest, tried[place] + random.choice((-step, step)))
        if (then := off(tried)) <= now:
            sizes, now = tried, then
    return []


def _counts(
    random: Random, returned: Returned, givers: Givers, incidents: Sequence[int]
) -> dict[str, dict[int, int]]:
    """Row → organisation → incidents with harm. The total is never less than any one kind."""
    counts: dict[str, dict[int, int]] = {}
    for row, (_, _, harmed) in returned.pooled.items():
        if row != TOTAL:
            counts[row] = _shared(random, harmed, {place: incidents[place] for place in sorted(givers[row])})
    least = {
        place: max([0, *(found.get(place, 0) for found in counts.values())])
        for place in range(len(incidents))
    }
    room = {place: incidents[place] - least[place] for place in least}
    more = _shared(random, returned.pooled[TOTAL][2] - sum(least.values()), room)
    counts[TOTAL] = {place: least[place] + more[place] for place in least}
    return counts


def _shared(random: Random, number: int, sizes: Mapping[int, int]) -> dict[int, int]:
    """A number shared out by size, some having more and some less of it, none more than its size."""
    weights = {place: size * random.lognormvariate(0, 0.35) for place, size in sizes.items()}
    whole = sum(weights.values())
    shares = {place: min(sizes[place], int(number * weight / whole)) for place, weight in weights.items()}
    places = sorted(shares)
    while (left := number - sum(shares.values())) > 0:
        for place in random.choices(places, [weights[one] for one in places], k=left):
            shares[place] += shares[place] < sizes[place]
    return shares


def _written(random: Random, counts: Sequence[int | None]) -> list[str]:
    """A row in the way of one organisation: with commas or without, and its own words for what it has not."""
    missing, none = random.choice(_NOT_GIVEN), random.choice(_NONE)
    figure = "{:,}" if random.random() < 0.6 else "{}"
    return [missing if count is None else figure.format(count) if count else none for count in counts]
