"""What waits for the team's decision, and making one person's coding the agreed one (`qualkit agree`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from qualkit.actions.left_out import LeftOut
from qualkit.actions.provenance import provenance
from qualkit.actions.selection import People, Selection, check_coder, select_segments
from qualkit.actions.texts import load_texts
from qualkit.analysis.coding_of_record import Spot
from qualkit.errors import NotFound, Refused
from qualkit.model.codebook import Codebook
from qualkit.model.coding import Anchor, Coding, Reading
from qualkit.model.plural import counted
from qualkit.model.table import Column, Table, Unit, Value
from qualkit.model.text import fold_line
from qualkit.store import agreed, codebooks, codings, readings, sources
from qualkit.store.database import Connection
from qualkit.study import Study


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTwice:
    """A passage that two or more have read for a codebook, with what each coded in it."""

    source: str
    segment: str
    codebook: str
    readings: Mapping[str, Reading]
    """Coder → when, the first to read first; without the consensus coder."""
    codings: Mapping[str, tuple[Coding, ...]]
    """Coder → their codings that begin here; of each reader, and of the consensus coder."""
    is_agreed: bool
    """Whether the consensus coder has read or coded it."""

    @property
    def differs(self) -> bool:
        """Whether its readers gave it different codes."""
        sets = {frozenset(one.code for one in self.codings[coder]) for coder in self.readings}
        return len(sets) > 1

    @property
    def is_waiting(self) -> bool:
        """Whether the team has to decide: it is then in no count."""
        return self.differs and not self.is_agreed


def read_twice(study: Study, selection: Selection | None = None, codebook: str = "") -> list[ReadTwice]:
    """Passages that two or more have read, in the order of sources and codebooks."""
    with study.database.reading() as connection:
        return _read_twice(study, connection, selection or Selection(), codebook)


def waiting(study: Study, selection: Selection | None = None, codebook: str = "") -> list[ReadTwice]:
    """Those of which readers differ and the team has not decided."""
    return [one for one in read_twice(study, selection, codebook) if one.is_waiting]


def _read_twice(study: Study, connection: Connection, selection: Selection, codebook: str) -> list[ReadTwice]:
    books = _books(codebooks.codebooks(connection), codebook)
    book_of = {code.id: book.name for book in books for code in book.codes}
    scope = _scope(connection, selection)
    made: dict[Spot, dict[str, list[Coding]]] = {}
    for coding in codings.codings(connection):
        if coding.code in book_of and coding.anchor is not Anchor.LOST:
            spot = (coding.source, coding.place.segment, book_of[coding.code])
            made.setdefault(spot, {}).setdefault(coding.coder, []).append(coding)
    read: dict[Spot, dict[str, Reading]] = {}
    for reading in readings.readings(connection):
        if (reading.source, reading.segment) in scope and reading.codebook in {book.name for book in books}:
            read.setdefault((reading.source, reading.segment, reading.codebook), {})[reading.coder] = reading
    consensus = set(study.manifest.consensus)
    found = (_spot(spot, by_coder, made.get(spot, {}), consensus) for spot, by_coder in read.items())
    return [one for one in found if len(one.readings) > 1]


def _spot(
    spot: Spot, read: Mapping[str, Reading], made: Mapping[str, Sequence[Coding]], consensus: set[str]
) -> ReadTwice:
    people = sorted(
        (one for name, one in read.items() if name not in consensus), key=lambda one: (one.at, one.coder)
    )
    coders = [*(one.coder for one in people), *(name for name in made if name in consensus)]
    return ReadTwice(
        source=spot[0],
        segment=spot[1],
        codebook=spot[2],
        readings={one.coder: one for one in people},
        codings={name: tuple(made.get(name, ())) for name in coders},
        is_agreed=bool(consensus & (read.keys() | made.keys())),
    )


def _books(books: Sequence[Codebook], name: str) -> list[Codebook]:
    found = [
        book for book in books if not name or fold_line(name) in (fold_line(book.name), fold_line(book.title))
    ]
    if not found:
        said = f'There is no codebook called "{name}".' if name else "The study has no codebook yet."
        raise NotFound(said, candidates=[book.name for book in books])
    return found


def _scope(connection: Connection, selection: Selection) -> set[tuple[str, str]]:
    """(source, segment) of what is asked for, less what is in no table."""
    stored = sources.sources(connection)
    left_out = LeftOut.load(connection, load_texts(connection, stored), People.load(connection))
    return {
        (one.stored.source.name, segment.key)
        for one in select_segments(connection, selection)
        for segment in one.segments
        if not left_out.has(segment)
    }


def waiting_table(study: Study, selection: Selection | None = None, codebook: str = "") -> Table:
    """A row a passage that waits for the team: who read it, and with which codes."""
    found = waiting(study, selection, codebook)
    with study.database.reading() as connection:
        paths = {
            code.id: book.path(code.id) for book in codebooks.codebooks(connection) for code in book.codes
        }
    coders = list(dict.fromkeys(coder for one in found for coder in one.readings))
    rows: list[dict[str, Value]] = []
    for one in found:
        row: dict[str, Value] = {
            "passage": f"{one.source}#{one.segment}",
            "source": one.source,
            "segment": one.segment,
            "codebook": one.codebook,
        }
        for coder in coders:
            codes = dict.fromkeys(paths[coding.code] for coding in one.codings.get(coder, ()))
            row[f"coder {coder}"] = (list(codes) or ["no code"]) if coder in one.readings else []
        rows.append(row)
    columns = (
        Column(key="passage", title="Passage"),
        Column(key="source", title="Source", shown=False),
        Column(key="segment", title="Number", shown=False),
        Column(key="codebook", title="Codebook"),
        *(Column(key=f"coder {coder}", title=coder, unit=Unit.LIST) for coder in coders),
    )
    return Table(
        id="agree",
        title=f"Waiting for a decision in {study.title}",
        columns=columns,
        rows=tuple(rows),
        notes=(f"{counted(len(rows), 'passage')} that two or more have read and coded differently.",),
        provenance=provenance(study, "agree", filter=str(selection or ""), coder="any"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Adopted:
    """What became of the passages that two or more have read."""

    coder: str
    consensus: str
    passages: int
    """Agreed on now."""
    codings: int
    settled: int
    """Of them, those of which readers differed."""
    agreed_before: int = 0
    """Left as the team had them."""
    unread: tuple[str, ...] = field(default=())
    """Passages that the person has not read, so they were left."""


def adopt(study: Study, coder: str, selection: Selection | None = None, codebook: str = "") -> Adopted:
    """Make a person's coding the agreed one of passages that two or more have read, as one step.

    Passages on which the team has agreed before stay as they are. Raises NotFound for nobody's name, Refused
    for the consensus coder's own, and where there is nothing to agree on.
    """
    if not study.manifest.consensus:
        raise Refused(
            "The study has no consensus coder.", hint='Write in study.toml: consensus = ["agreed"].'
        )
    team = study.manifest.consensus[0]
    with study.step("agree") as writer:
        check_coder(study, writer.connection, coder)
        if coder in study.manifest.consensus or coder == "any":
            raise Refused(
                f'"{coder}" is not one person\'s coding.', hint="Name the person whose coding holds."
            )
        found = _read_twice(study, writer.connection, selection or Selection(), codebook)
        fresh = [one for one in found if not one.is_agreed]
        taken = [one for one in fresh if coder in one.readings]
        if not taken:
            raise Refused(
                f"There is nothing that {coder} and somebody else have read and the team has not agreed on.",
                hint="qualkit agree lists what waits; qualkit finish says that you have read a source.",
            )
        count = agreed.adopt(
            writer,
            team,
            [coding for one in taken for coding in one.codings[coder]],
            [one.readings[coder] for one in taken],
        )
        settled = sum(one.differs for one in taken)
        writer.summary = f"made {coder}'s coding of {counted(len(taken), 'passage')} the agreed one"
        writer.detail = {"coder": coder, "consensus": team, "passages": len(taken), "codings": count}
        writer.detail |= {"settled": settled, "where": str(selection or "")}
    return Adopted(
        coder=coder,
        consensus=team,
        passages=len(taken),
        codings=count,
        settled=settled,
        agreed_before=len(found) - len(fresh),
        unread=tuple(f"{one.source}#{one.segment}" for one in fresh if coder not in one.readings),
    )
