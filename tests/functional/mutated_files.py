"""Damages files and gives them to the importers, in a process of its own with little memory and time.

    python tests/functional/mutated_files.py CORPUS SEED COUNT

CORPUS is a folder with a folder for each importer. Prints what it did as JSON, with what went wrong.
"""

from __future__ import annotations

import faulthandler
import io
import json
import random
import resource
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from qualkit.actions.add import accept, plan_add
from qualkit.actions.codebook_files import import_codebook, plan_codebook
from qualkit.actions.history import undo
from qualkit.actions.make import new_study
from qualkit.actions.opening import open_study
from qualkit.errors import QualkitError
from qualkit.importers.codebooks import read_codebook
from qualkit.importers.participants import read_participants
from qualkit.importers.surveys.data_file import read_data_file
from qualkit.importers.surveys.proposal import propose_questionnaire
from qualkit.importers.transcripts import read_transcript
from qualkit.study import Study

MEMORY = 4 << 30
"""Bytes of address space, most of which libraries reserve and never use."""
LONGEST = 20
"""Seconds of CPU for a file."""
BIGGEST = 60_000
"""Bytes of a text file that are used: damage matters more than length."""
BROUGHT_IN = 20
"""Every which file is also brought into a study."""
ZIPPED = frozenset({".docx", ".xlsx", ".odt"})
TEXT = frozenset({".csv", ".tsv", ".md", ".txt", ".vtt"})
SCRAPS = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\n", b"\r\n\r\n", b'"', b",,,", b"\t", b";", b": ", b"-->", b"<v ", b"{", b"}", b"[",
    b"]]>", b"<!--", b"&#0;", b"&#1114112;", b"0:01", b"99:99:99.999", b"=1+1", b"- ", b"? ", b"&a ", b"*a ", b"!!python/object:x ",
    b"\\u", b"\\'", b"PK\x03\x04", b"endstream", b"obj", b"/Filter", b"-1", b"1e999", b"NaN", b"\xf0\x9f\x91\xa9", b"\xe2\x80\xae",
    b"A" * 5000, b"(" * 300, b"[" * 2000, b"<a>" * 500,
)  # fmt: skip


def damaged(data: bytes, chance: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 12))):
        at = chance.randrange(len(out) + 1)
        size = chance.choice((1, 2, 8, 64, 1024))
        match chance.randrange(7):
            case 0:
                out[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del out[at : at + size]
            case 2:
                out[at:at] = chance.choice(SCRAPS) * chance.choice((1, 1, 1, 40))
            case 3:
                out[at:at] = out[at : at + size] * chance.choice((1, 3))
            case 4:
                other = chance.randrange(len(out) + 1)
                out[at : at + size] = out[other : other + size]
            case 5:
                out[at : at + size] = chance.randbytes(len(out[at : at + size]))
            case _:
                if chance.random() < 0.3:
                    del out[at:]
    return bytes(out)


def damaged_inside(data: bytes, chance: random.Random) -> bytes:
    """A zip-based file of which one part is damaged, gone or another's."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {one.filename: archive.read(one) for one in archive.infolist()}
    name = chance.choice([one for one in parts if one.endswith((".xml", ".rels"))])
    match chance.randrange(8):
        case 0:
            del parts[name]
        case 1:
            parts[name] = parts[chance.choice(list(parts))]
        case _:
            parts[name] = damaged(parts[name], chance)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for one, content in parts.items():
            archive.writestr(one, content)
    return made.getvalue()


def read_survey(path: Path) -> object:
    return propose_questionnaire(read_data_file(path), "panel")


READERS: dict[str, Callable[[Path], Any]] = {
    "transcripts": lambda path: read_transcript(path).turns,
    "surveys": read_survey,
    "codebooks": read_codebook,
    "participants": read_participants,
}


class Desk:
    """A study into which files are brought, and taken out again."""

    def __init__(self, study: Study) -> None:
        self.study = study

    def take(self, kind: str, path: Path) -> str:
        """Bring a file in, and say what is half in; empty where all is well."""
        before = self.state()
        try:
            if kind == "codebooks":
                import_codebook(self.study, plan_codebook(self.study, path))
            else:
                accept(self.study, plan_add(self.study, [path]))
        except QualkitError:
            return "" if self.state() == before else "something of a refused file is in the study"
        if self.state() == before:
            return ""  # the study had it already
        undo(self.study)
        return "" if self.rows() == before[1] else "undoing left something of the file in the study"

    def state(self) -> tuple[dict[str, bytes], list[tuple[str, int]]]:
        folder = self.study.folder
        files = {
            str(one.relative_to(folder)): one.read_bytes()
            for one in folder.rglob("*")
            if one.is_file() and "study.db" not in one.name and "sources.toml" not in one.name
        }
        return files, self.rows()

    def rows(self) -> list[tuple[str, int]]:
        tables = (
            "source",
            "segment",
            "speaker",
            "dataset",
            "record",
            "question",
            "answer",
            "code",
            "codebook",
            "cases",
        )
        with self.study.database.reading() as connection:
            known = {
                row[0]
                for row in connection.exec_driver_sql("select name from sqlite_master where type = 'table'")
            }
            return [
                (name, connection.exec_driver_sql(f'select count(*) from "{name}"').scalar_one())
                for name in tables
                if name in known
            ]


SHARES = {"transcripts": 10, "surveys": 5, "codebooks": 3, "participants": 2}
"""How often each importer gets a file."""


def material(corpus: Path) -> dict[str, list[tuple[Path, bytes]]]:
    """Importer → files with their bytes; cheap files are there several times, dear ones once."""
    found: dict[str, list[tuple[Path, bytes]]] = {}
    for path in sorted(one for one in corpus.rglob("*") if one.is_file()):
        data = path.read_bytes()
        data = data[:BIGGEST] if path.suffix in TEXT else data
        often = 1 if path.suffix in (".pdf", ".sav") or len(data) > BIGGEST // 2 else 3
        found.setdefault(path.parent.name, []).extend([(path, data)] * often)
    return found


def run(corpus: Path, seed: int, count: int) -> dict[str, Any]:
    chance = random.Random(seed)
    files = material(corpus)
    faults: list[str] = []
    outcomes: Counter[str] = Counter()
    slowest = (0.0, "")
    with tempfile.TemporaryDirectory() as scratch:
        found = open_study(new_study(Path(scratch) / "study"), "ana")
        with found.study as study:
            desk = Desk(study)
            for number in range(count):
                (kind,) = chance.choices(list(SHARES), SHARES.values())
                path, data = chance.choice(files[kind])
                is_inside = path.suffix in ZIPPED and chance.random() < 0.7
                bad = damaged_inside(data, chance) if is_inside else damaged(data, chance)
                name = "participants.csv" if kind == "participants" else f"file{number}{path.suffix}"
                target = Path(scratch) / name
                target.write_bytes(bad)
                faulthandler.dump_traceback_later(4 * LONGEST, exit=True)
                start = time.process_time()
                label = f"{kind}/{path.name}, seed {seed}, file {number}"
                try:
                    READERS[kind](target)
                    outcomes[f"{kind} read"] += 1
                except QualkitError as error:
                    outcomes[f"{kind} refused"] += 1
                    if not error.message:
                        faults.append(f"{label}: refused without a word")
                except Exception as error:
                    faults.append(f"{label}: {type(error).__name__}: {error}"[:500])
                if number % BROUGHT_IN == 0:
                    outcomes["brought in"] += 1
                    try:
                        if wrong := desk.take(kind, target):
                            faults.append(f"{label}: {wrong}")
                    except Exception as error:
                        faults.append(f"{label}: when brought in, {type(error).__name__}: {error}"[:500])
                spent = time.process_time() - start
                slowest = max(slowest, (spent, label))
                if spent > LONGEST:
                    faults.append(f"{label}: took {spent:.0f} s")
                if faults and faults[-1].startswith(label):
                    keep = Path(tempfile.gettempdir()) / f"qualkit-fault-{seed}-{number}{path.suffix}"
                    keep.write_bytes(bad)
                target.unlink()
                faulthandler.cancel_dump_traceback_later()
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"outcomes": outcomes, "faults": faults, "slowest": slowest, "megabytes": megabytes}


if __name__ == "__main__":
    faulthandler.enable()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    print(json.dumps(run(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))
