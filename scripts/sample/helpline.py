"""The helpline's contacts: a note each, what a reader finds in them, and those that are left out.

The counts are those of a published report; the notes are invented. Sentences stand in helpline_*.toml beside.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from sample.helpline_notes import FEWEST, Codes, Part, Said, Writer, read_patterns
from sample.helpline_people import BANDS, STAGES, TERSE, VOICES, Person, a_person
from sample.records import Found, RecordFile

HERE = Path(__file__).parent
HEADER = ("id", "stage", "month", "age band", "note")
INCLUDED = {"thinking": 359, "away": 165, "back": 34}
LEFT_OUT = {
    "young": ("No child missing or thinking of it", 61),
    "parent": ("No child missing or thinking of it", 64),
    "public": ("No child missing or thinking of it", 43),
    "repeat": ("Repeat of a contact already noted", 92),
    "adult": ("About an adult", 74),
    "silent": ("Test or silent call", 54),
    "test": ("Test or silent call", 17),
    "little": ("Too little was noted", 58),
    "material": ("Request for a leaflet or from a journalist", 33),
    "wrong": ("Meant for somebody else", 28),
}
"""Table of helpline_left_out.toml → reason, and how many."""
CONCERN = ("young", "parent", "public")
MONTHS = [f"2025-{month:02}" for month in range(1, 13)]
BUSY = (9, 8, 9, 8, 9, 9, 7, 6, 9, 10, 9, 7)
"""How the contacts fall on the months."""
HOME, MENTAL, RISKS = (
    "Relationship, home and family issues",
    "Mental health issues",
    "Risks, exploitation and harm",
)
UNDEFINED, SEXUAL, CRIMINAL = (f"Exploitation, {kind}" for kind in ("undefined", "sexual", "criminal"))
POOLS = {
    "Autism": "autism", "Missing history": "history", HOME: "home", RISKS: "danger_out",
    UNDEFINED: "undefined", SEXUAL: "sexual", CRIMINAL: "criminal", "Harmful behaviour": "behaviour",
    MENTAL: "mental", "Self-harm": "selfharm", "Suicide": "suicide",
}  # fmt: skip
"""Code → its sentences, in the order in which a note tends to come to them."""
IN_DANGER = (RISKS, UNDEFINED, SEXUAL, CRIMINAL)
MOST_CODES = 4


@dataclass(slots=True)
class Contact:
    """A contact that is included, before its note is written."""

    stage: str
    harm: Mapping[str, object] = field(default_factory=dict)
    """An entry of helpline_harm.toml."""
    risk: list[str] = field(default_factory=list)


def make(random: Random) -> RecordFile:
    """The file of contacts, and what is found in those that are included."""
    contacts = _contacts(random)
    random.shuffle(contacts)
    entries: list[Contact | str] = [
        *contacts,
        *(table for table, (_, many) in LEFT_OUT.items() for _ in range(many)),
    ]
    random.shuffle(entries)
    months = sorted(random.choices(MONTHS, BUSY, k=len(entries)))
    writer = Writer(random, read_patterns(HERE))
    with (HERE / "helpline_left_out.toml").open("rb") as file:
        tables = tomllib.load(file)
    rows: list[tuple[str, ...]] = []
    found: dict[str, tuple[Found, ...]] = {}
    left_out: dict[str, str] = {}
    for number, (entry, month) in enumerate(zip(entries, months, strict=True), start=1):
        key = f"H{number:04}"
        if isinstance(entry, str):
            left_out[key] = LEFT_OUT[entry][0]
            rows.append((key, *_left_out(writer, entry, month, tables)))
            continue
        person, said = _included(writer, entry, month)
        rows.append((key, STAGES[person.stage], month, person.band, said.text))
        if passages := tuple(_found(said)):
            found[key] = passages
    read = {
        "harm": tuple(row[0] for row in rows if row[0] not in left_out and row[1] != STAGES["thinking"]),
        "risk": tuple(row[0] for row in rows if row[0] not in left_out),
    }
    return RecordFile(
        stem="helpline", header=HEADER, rows=tuple(rows), found=found, read_for=read, left_out=left_out
    )


def _found(said: Said) -> Iterator[Found]:
    for start, end, codes in said.passages:
        for book, code in codes:
            yield Found(book=book, code=code, start=start, end=end)


# ---------------------------------------------------------------- who has which code


def _contacts(random: Random) -> list[Contact]:
    """The included contacts with their codes, in the counts of the report."""
    with (HERE / "helpline_harm.toml").open("rb") as file:
        harms = tomllib.load(file)["harm"]
    contacts = []
    for stage, many in INCLUDED.items():
        harmed = [Contact(stage, one, [one["risk"]]) for one in harms if stage in one["when"]]
        contacts += [*harmed, *(Contact(stage) for _ in range(many - len(harmed)))]
    for code, many, weight in _SHARES:
        _give(random, contacts, code, (many, weight))
    return contacts


def _give(random: Random, contacts: Sequence[Contact], code: str, share: tuple[int, _Weight]) -> None:
    """Let as many contacts have the code as there should be; some have it from the harm that came to them."""
    many, weight = share
    weighed = [(one, weight(one)) for one in contacts if code not in one.risk and _has_room(one)]
    drawn = sorted(
        ((random.random() ** (1 / weight), at) for at, (_, weight) in enumerate(weighed) if weight > 0),
        reverse=True,
    )
    for _, at in drawn[: many - sum(code in one.risk for one in contacts)]:
        weighed[at][0].risk.append(code)


def _has_room(contact: Contact) -> bool:
    if contact.harm:
        return len(contact.risk) < (2 if len(str(contact.harm["text"]).split()) > 18 else MOST_CODES - 1)
    return len(contact.risk) < MOST_CODES


_Weight = Callable[[Contact], float]


def _suicide(contact: Contact) -> float:
    return 0.15 if contact.harm else {"thinking": 1.2, "away": 1, "back": 0.8}[contact.stage]


def _self_harm(contact: Contact) -> float:
    return 3.5 if "Suicide" in contact.risk else 1


def _mental(contact: Contact) -> float:
    return 4 if "Suicide" in contact.risk else 3 if "Self-harm" in contact.risk else 1


def _home(contact: Contact) -> float:
    return 0.6 if contact.harm else {"thinking": 1.5, "away": 1, "back": 1}[contact.stage]


def _exploited(contact: Contact) -> float:
    if contact.stage != "thinking" or any(code in contact.risk for code in (*IN_DANGER, "Suicide")):
        return 0
    return 1


def _risks(contact: Contact) -> float:
    if any(code in contact.risk for code in IN_DANGER):
        return 0
    return {"thinking": 1, "away": 1.7, "back": 1.3}[contact.stage] * (
        0.6 if "Suicide" in contact.risk else 1
    )


def _missing(contact: Contact) -> float:
    return {"thinking": 0.8, "away": 2.4, "back": 1.6}[contact.stage]


def _behaviour(contact: Contact) -> float:
    return 0 if contact.harm or any(code in contact.risk for code in (*IN_DANGER, "Suicide")) else 1


_SHARES: tuple[tuple[str, int, _Weight], ...] = (
    ("Suicide", 130, _suicide),
    ("Self-harm", 53, _self_harm),
    (UNDEFINED, 21, _exploited),
    (SEXUAL, 11, _exploited),
    (CRIMINAL, 4, _exploited),
    (MENTAL, 244, _mental),
    (HOME, 293, _home),
    (RISKS, 192, _risks),
    ("Harmful behaviour", 17, _behaviour),
    ("Autism", 11, _behaviour),
    ("Missing history", 84, _missing),
)


# ---------------------------------------------------------------- notes


def _included(writer: Writer, contact: Contact, month: str) -> tuple[Person, Said]:
    random, danger_at_home = writer.random, False
    if RISKS in contact.risk and HOME in contact.risk and not contact.harm:
        danger_at_home = random.random() < 0.72
    fixed: dict[str, object] = {}
    voice = random.choices(list(VOICES), list(VOICES.values()))[0]
    if len(contact.risk) >= MOST_CODES:
        voice = random.choice(TERSE)
    if contact.harm:
        when = contact.harm["when"]
        assert isinstance(when, list)
        voice, fixed["caller"] = when[0], when[1] == "other"
        fixed |= {"overnight": True, "family": True}
        fixed |= {"age": contact.harm["age"]} if "age" in contact.harm else {}
    elif any(code in contact.risk for code in (UNDEFINED, SEXUAL, CRIMINAL)):
        fixed["age"] = random.choice((13, 14, 14, 15, 15, 16, 16))
    elif danger_at_home:
        fixed["family"] = True
    outside = contact.stage == "away" and RISKS in contact.risk and not danger_at_home
    person = a_person(
        random,
        voice=voice,
        stage=contact.stage,
        month=month,
        fixed={**fixed, "overnight": outside or contact.harm},
    )
    tags = set(_tags(contact, outside=outside or bool(contact.harm)))
    parts = _parts(random, contact, "danger_home" if danger_at_home else "danger_out")
    return person, writer.note(person, parts, frozenset(tags))


def _tags(contact: Contact, *, outside: bool) -> Iterator[str]:
    yield "street" if outside else "roof"
    if any(code in contact.risk for code in IN_DANGER):
        yield "risk"
    if "Suicide" in contact.risk:
        yield "suicide"
    if not any(code in contact.risk for code in (*IN_DANGER, "Suicide")):
        yield "norisk"


def _parts(random: Random, contact: Contact, danger: str) -> list[Part]:
    """What the note is to say, in an order that a worker might."""
    order = {code: at + random.random() * 4 for at, code in enumerate(POOLS)}
    rest = [code for code in contact.risk if not contact.harm or code != contact.harm["risk"]]
    parts = [
        Part(danger if code == RISKS else POOLS[code], (("risk", code),))
        for code in sorted(rest, key=order.__getitem__)
    ]
    if contact.harm:
        parts = (
            [*_harm_parts(contact.harm), *parts]
            if random.random() < 0.6
            else [*parts, *_harm_parts(contact.harm)]
        )
    return parts or [Part("reason")]


def _harm_parts(harm: Mapping[str, object]) -> Iterator[Part]:
    codes, text, also = harm["codes"], harm["text"], harm.get("also", "")
    assert isinstance(codes, list) and isinstance(text, str) and isinstance(also, str)
    harms: Codes = tuple(("harm", code) for code in codes)
    risk = ("risk", str(harm["risk"]))
    yield Part("", (*(harms[:-1] if also else harms), risk), text)
    if also:
        yield Part("", harms[-1:], also)


def _left_out(
    writer: Writer, table: str, month: str, tables: Mapping[str, Mapping[str, list[str]]]
) -> tuple[str, str, str, str]:
    """Stage, month, age band and note of a contact that is left out."""
    random = writer.random
    follows = tables[table]["then"] + (tables["any"]["concern"] if table in CONCERN else [])
    writer.begin()
    said = [writer.say_freely(tables[table]["first"])]
    wanted = FEWEST + random.randrange(14)
    while sum(len(one.split()) for one in said) < wanted:
        said.append(writer.say_freely(follows, then=tables["any"]["usual"]))
    note = " ".join(said)
    stage = ""
    if table == "repeat" or (table == "little" and random.random() < 0.3):
        stage = STAGES[random.choices(list(INCLUDED), list(INCLUDED.values()))[0]]
    return stage, month, _band_of(random, table, note), note


def _band_of(random: Random, table: str, note: str) -> str:
    ages = [int(age) for age in re.findall(r"\b(\d+) year old|of (\d+) asked", note) for age in age if age]
    for name, years in BANDS.items():
        if table in CONCERN and any(age in years for age in ages):
            return name
    if table == "repeat" and random.random() < 0.75:
        return random.choices(list(BANDS)[:4], (10, 32, 43, 15))[0]
    return "Not known"
