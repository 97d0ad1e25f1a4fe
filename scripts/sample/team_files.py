"""What belongs to the whole team, memos and flags, as rows of the files of coding/."""

from __future__ import annotations

import itertools
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from qualkit.model.codebook import Codebook
from qualkit.model.codepath import find_code
from qualkit.store import bank_rows, screening_rows
from sample.by_hand import Row, refuse, rows_of
from sample.coding_files import Calendar, Files, TextRow, coding_id, made_id
from sample.received import Received
from sample.records import RecordFile
from sample.two_readers import BATCH, Shared
from sample.work import AGREED, CODERS, Coded, Visit

NOTES = Path(__file__).parent / "notes.toml"
_FLAG = ("source", "segment", "kind", "text", "told", "told_on")


def screening(files: Sequence[RecordFile], calendar: Calendar) -> Files:
    """coding/screening.csv: notes that are not about a child who goes missing are left out, one by one."""
    rows: list[TextRow] = []
    for file in files:
        decided = {row[0]: file.left_out.get(row[0], "") for row in file.rows}
        at_once = "" if file.left_out else calendar.spend(CODERS[0], 60, 90)
        for number, (record, reason) in enumerate(decided.items()):
            coder = CODERS[0] if at_once else CODERS[number // BATCH % 2]
            row = {"file": file.stem, "record": record, "reason": reason, "by": coder}
            row["screening"] = "left out" if reason else "included"
            rows.append(row | {"at": at_once or calendar.spend(coder, 8, 30)})
    return {screening_rows.SCREENING: rows}


def samples(drawn: Sequence[tuple[RecordFile, Shared, int]], calendar: Calendar) -> Files:
    """coding/samples.csv: the notes that both have read, as `qualkit screen --sample` keeps them."""
    rows: list[TextRow] = []
    for file, shared, seed in drawn:
        at = calendar.spend(CODERS[0], 120, 240)
        method = f"{len(shared.both):,} of {len(shared.readers):,} records at random; seed {seed}"
        rows += [
            {
                "sample": sample_name(file),
                "file": file.stem,
                "record": record,
                "method": method,
                "by": CODERS[0],
                "at": at,
            }
            for record in shared.both
        ]
    return {screening_rows.SAMPLES: sorted(rows, key=lambda row: row["sample"])}


def sample_name(file: RecordFile) -> str:
    """What the notes are called that both have read."""
    return f"read by both, {file.stem.replace('_', ' ')}"


# ---- the bank


def bank(received: Received, visits: Sequence[Visit], calendar: Calendar) -> Files:
    """coding/bank.csv: the chosen quotes by theme and code, in the order that the tables made by hand give.

    Raises ValueError with file and row of every quote that nobody has coded so.
    """
    whose = (AGREED, *CODERS)  # whose coding counts comes first
    coded: dict[tuple[str, str, str], list[tuple[Visit, Coded]]] = {}
    for visit in sorted(visits, key=lambda visit: whose.index(visit.coder)):
        for one in visit.codings:
            coded.setdefault((visit.source, one.place.segment, one.code), []).append((visit, one))
    ranks = dict(_ranks(received.books))
    chosen: list[tuple[tuple[int, int, int, int], TextRow]] = []
    problems: list[str] = []
    for number, row in enumerate(rows_of("bank*.csv")):
        with row.noting(problems):
            source = received.named(row["source"])
            book, code = find_code(row["code"], received.books)
            visit, one = _meant(row, coded.get((source, row["segment"], code.id), ()))
            said = _quote_row(row, visit, one, f"{book.name}:{book.path(code.id)}")
            chosen.append(((*ranks[code.id], int(row["order"]), number), said))
    refuse(problems)
    positions: Counter[int] = Counter()
    for (theme, *_), said in sorted(chosen, key=lambda one: one[0]):
        positions[theme] += 1000
        said["position"] = str(positions[theme])
        said["created"] = calendar.spend(said["chosen_by"], 20, 60)
    rows = [said for _, said in sorted(chosen, key=lambda one: one[0])]
    return {bank_rows.BANK: rows} if rows else {}


def _ranks(books: Sequence[Codebook]) -> Iterator[tuple[str, tuple[int, int]]]:
    """Code → (number of its theme, number of the code)."""
    number = itertools.count()
    themes = [(book, theme) for book in books for theme in book.themes]
    for rank, (book, theme) in enumerate(themes):
        yield theme.id, (rank, next(number))
        yield from ((code.id, (rank, next(number))) for _, code in book.walk(theme.id))


def _meant(row: Row, here: Sequence[tuple[Visit, Coded]]) -> tuple[Visit, Coded]:
    """The coding that a row means, by its words, or by those of the first of its turns."""
    quote = row["quote"]
    fitting = [both for both in here if both[1].quote == quote or both[1].quote.startswith(f"{quote}\n")]
    if not fitting:
        raise ValueError(f'"{quote[:60]}" is not coded {row["code"]} there.')
    return fitting[0]


def _quote_row(row: Row, visit: Visit, one: Coded, path: str) -> TextRow:
    coding = coding_id(visit, one)
    return {
        "id": made_id("quote", coding),
        "coding_id": coding,
        "source": visit.source,
        "segment": one.place.segment,
        "start": str(one.place.start),
        "end_segment": one.place.end_segment,
        "end": str(one.place.end),
        "code_id": one.code,
        "code": path,
        "quote": one.quote,
        "wording": row["wording"],
        "attribution": row["attribution"],
        "display": row["display"],
        "chosen_by": row["chosen_by"] or CODERS[0],
    }


# ---- memos and flags


def notes(received: Received) -> Files:
    """memos.csv and flags.csv of every coder, from notes.toml."""
    said = tomllib.loads(NOTES.read_text(encoding="utf-8"))
    files: Files = {}
    problems: list[str] = []
    for number, one in enumerate(said.get("memo", []), 1):
        with Row(f"{NOTES.name}, memo", number, {}).noting(problems):
            row = {"id": made_id("memo", one["text"]), **_plain(one, "about", "target", "text", "created")}
            row["target"] = _target(received, row["about"], row["target"])
            files.setdefault(f"coding/{one['coder']}/memos.csv", []).append(row)
    for number, one in enumerate(said.get("flag", []), 1):
        with Row(f"{NOTES.name}, flag", number, {}).noting(problems):
            source = received.named(one["source"])
            received.passage(source, one["segment"])
            row = _plain(one, *_FLAG, "created") | {"source": source, "about": ""}
            row["id"] = made_id("flag", source, one["segment"], one["kind"], one["created"])
            files.setdefault(f"coding/{one['coder']}/flags.csv", []).append(row)
            for cleared in [one["cleared"]] if "cleared" in one else []:
                settled = dict.fromkeys(row, "") | _plain(cleared, "text", "created")
                settled |= {"id": made_id("cleared", row["id"]), "about": row["id"], "kind": "cleared"}
                settled |= {"source": source, "segment": one["segment"]}
                files.setdefault(f"coding/{cleared['coder']}/flags.csv", []).append(settled)
    refuse(problems)
    return {path: sorted(rows, key=_age) for path, rows in files.items()}


def _plain(one: dict[str, Any], *names: str) -> TextRow:
    return {name: str(one.get(name, "")) for name in names}


def _target(received: Received, about: str, target: str) -> str:
    match about:
        case "code":
            return find_code(target, received.books)[1].id
        case "source":
            return received.named(target)
        case "passage":
            source, _, key = target.rpartition("#")
            return f"{(name := received.named(source))}#{received.passage(name, key).key}"
    return target


def _age(row: TextRow) -> tuple[str, ...]:
    return (row["created"], row.get("told_on", ""), row["id"])
