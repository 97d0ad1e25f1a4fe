"""Makes the sample study's data files and its coding, the same bytes every time.

    uv run python scripts/make_sample.py                in the repository's root, which is the sample study
    uv run python scripts/make_sample.py --into FOLDER  a whole study in a folder of its own

What is written by hand stays as it is: study.toml, codebooks/, two transcripts, participants.csv and the
questionnaires. Made are survey/*.csv, transcripts/focus-group-3.docx, transcripts/sources.toml and coding/.
"""

from __future__ import annotations

import argparse
import csv
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from random import Random

from sample import by_hand, coding_files, helpline, interviews, professionals, returns, team_files
from sample.coding_files import Calendar
from sample.received import DATA, Received, read_received
from sample.records import Found, RecordFile
from sample.two_readers import Shared, differences, share_out
from sample.typed_transcript import write_focus_group_3
from sample.work import AGREED, Coded, Stage, Visit
from sample.workdays import Workdays

from qualkit.errors import QualkitError
from qualkit.model.place import Place

ROOT = Path(__file__).resolve().parents[1]
BY_HAND = ("study.toml", "codebooks", "transcripts", "survey")
SEED = 7
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = range(5)
FIRST_DAY = date(2026, 6, 1)
NOTES_BEGIN, SURVEY_CAME, GROUPS_CAME = (f"2026-{day}T00:00:00Z" for day in ("06-03", "06-16", "06-22"))
"""When the screening was through, when the survey had closed, and when the focus groups had been typed."""


def main(arguments: Sequence[str]) -> int:
    """Make the sample, and say where."""
    parser = argparse.ArgumentParser(description="Make the sample study.")
    parser.add_argument("--into", type=Path, default=ROOT, help="a folder; without it, the repository")
    folder: Path = parser.parse_args(arguments).into.resolve()
    try:
        make(folder)
    except (ValueError, QualkitError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"The sample study is in {folder}.")
    return 0


def make(folder: Path) -> None:
    """Write the whole study, or nothing of it. Raises ValueError with file and row for what does not fit."""
    with tempfile.TemporaryDirectory() as elsewhere:
        made = Path(elsewhere)
        for part in BY_HAND:
            _copy(ROOT / part, made / part)
        write_focus_group_3(made)
        files = (helpline.make(Random(SEED)), interviews.make(Random(SEED + 1)))
        tables: dict[str, Sequence[Sequence[str]]] = {}
        tables |= {file.stem: [file.header, *file.rows] for file in files}
        tables |= returns.make(Random(SEED + 2))
        tables["professionals"] = [professionals.HEADER, *professionals.rows()]
        for stem in DATA:
            _write_table(made / "survey" / f"{stem}.csv", tables[stem])
        received = read_received(made)
        coding_files.write_rows(made, _work(received, files))
        shutil.rmtree(folder / "coding", ignore_errors=True)
        for part in (*BY_HAND, "coding"):
            _copy(made / part, folder / part)


def _copy(here: Path, there: Path) -> None:
    if here.is_dir():
        shutil.copytree(here, there, dirs_exist_ok=True, copy_function=shutil.copyfile)
    else:
        there.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(here, there)


def _write_table(path: Path, rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def _work(received: Received, files: Sequence[RecordFile]) -> coding_files.Files:
    days = {
        "ana": Workdays(FIRST_DAY, (MONDAY, TUESDAY, WEDNESDAY, THURSDAY)),
        "ben": Workdays(FIRST_DAY, (MONDAY, TUESDAY, THURSDAY, FRIDAY)),
        AGREED: Workdays(FIRST_DAY, (TUESDAY, THURSDAY)),
    }
    calendar = Calendar(days, SEED)
    shared = {file.stem: share_out(file, SEED) for file in files}
    made = team_files.screening(files, calendar)
    made |= team_files.samples([(file, shared[file.stem], SEED) for file in files], calendar)
    stages = [
        Stage(begins=NOTES_BEGIN, visits=tuple(_of_notes(received, file, shared[file.stem])))
        for file in files
    ]
    stages += [Stage(begins=day, visits=tuple(visits)) for day, visits in _by_hand(received)]
    made |= coding_files.coding_rows(received, stages, calendar)
    calendar.begin(calendar.days[AGREED].now)
    made |= team_files.bank(received, [visit for stage in stages for visit in stage.visits], calendar)
    return made | team_files.notes(received)


def _of_notes(received: Received, file: RecordFile, shared: Shared) -> Iterator[Visit]:
    """Who has read which note, and found what."""
    notes = {row[0]: row[file.header.index("note")] for row in file.rows}
    differing = differences(file, shared.both, Random(f"{file.stem} {SEED}"))
    source = received.named(file.stem)
    read_for = {book: frozenset(records) for book, records in file.read_for.items()}
    for record, coders in shared.readers.items():
        books = tuple(book.name for book in received.books if record in read_for.get(book.name, ()))
        for coder in coders if books else ():
            found = differing.get((coder, record), file.found.get(record, ()))
            codings = [_coded(received, notes[record], record, one) for one in found if one.book in books]
            if len(codings) != len(found):
                raise ValueError(f"{file.stem}, {record}: coded for a codebook that it was not read for.")
            yield Visit(coder=coder, source=source, segment=record, books=books, codings=tuple(codings))


def _coded(received: Received, note: str, record: str, found: Found) -> Coded:
    place = Place(segment=record, start=found.start, end_segment=record, end=found.end)
    codes = [
        c for book in received.books if book.name == found.book for c in book.codes if c.name == found.code
    ]
    if len(codes) != 1 or not 0 <= found.start < found.end <= len(note):
        raise ValueError(f"{record}: {found} is not one code on words of the note.")
    return Coded(place=place, code=codes[0].id, quote=note[found.start : found.end])


def _by_hand(received: Received) -> Iterator[tuple[str, list[Visit]]]:
    """(when it came, what was done with it): the survey, then the talks."""
    visits = by_hand.visits(received)
    for day, is_talk in ((SURVEY_CAME, False), (GROUPS_CAME, True)):
        yield day, [visit for visit in visits if (":" not in visit.source) == is_talk]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
