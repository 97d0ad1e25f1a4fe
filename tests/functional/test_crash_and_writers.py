"""What is acknowledged stays, whoever is killed, and two people can work at once."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time

import pytest

from qualkit.errors import FileRefused, StoreTooNew, StudyBusy
from qualkit.model.coding import Coding
from qualkit.model.place import Place
from qualkit.store import codings, database
from qualkit.study import attach, database_path

CODER = """
import sys
from pathlib import Path
from uuid import uuid4
from qualkit.model.coding import Coding
from qualkit.model.place import Place
from qualkit.store import codebooks, codings
from qualkit.study import attach

folder, coder, first, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
with attach(folder, coder) as study:
    with study.database.reading() as connection:
        code = codebooks.codebooks(connection)[0].codes[0].id
    for number in range(first, first + count):
        place = Place(segment=str(1 + number % 400), start=number // 400, end_segment=str(1 + number % 400), end=40)
        coding = Coding(id=str(uuid4()), source="long", place=place, code=code, coder=coder, quote="")
        with study.step("code") as writer:
            assert codings.add_codings(writer, [coding]) == 1
        print(coding.id, flush=True)
"""


@pytest.fixture
def long_study(filled, files, run):
    (files / "long.md").write_text(
        "".join(f"Mia: turn {n} {'word ' * 20}\nTom: yes {n} {'so ' * 20}\n" for n in range(200))
    )
    assert run("-C", filled, "add", files / "long.md", "--yes").code == 0
    return filled


def coder(folder, name, first, count=10_000):
    arguments = [sys.executable, "-c", CODER, str(folder), name, str(first), str(count)]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def stored(folder):
    with attach(folder) as study, study.database.reading() as connection:
        return {coding.id for coding in codings.codings(connection)}


def test_every_acknowledged_coding_survives_kill_9(long_study):
    acknowledged, first = set(), 0
    chance = random.Random(7)
    for _ in range(12):
        child = coder(long_study, "ana", first)
        lines = [child.stdout.readline()]  # it is at work
        timer = threading.Timer(chance.uniform(0.0, 0.25), child.send_signal, [signal.SIGKILL])
        timer.start()
        lines += child.stdout.readlines()
        assert child.wait() == -signal.SIGKILL
        child.stderr.close()
        child.stdout.close()
        whole = [line.strip() for line in lines if line.endswith("\n")]
        acknowledged.update(whole)
        assert acknowledged <= stored(long_study)
        first = len(stored(long_study))
    assert len(acknowledged) > 30
    with sqlite3.connect(long_study / "study.db") as database:
        assert database.execute("pragma integrity_check").fetchone() == ("ok",)
        assert database.execute("pragma foreign_key_check").fetchall() == []
    database.close()


def test_a_killed_step_leaves_neither_codings_nor_event_without_the_other(long_study):
    child = coder(long_study, "ana", 0)
    for _ in range(5):
        child.stdout.readline()
    child.kill()
    child.communicate()
    with attach(long_study) as study, study.database.reading() as connection:
        from qualkit.store import journal

        events = [one for one in journal.events(connection) if one.event.verb == "code"]
        assert len(events) == len(codings.codings(connection)) >= 5


def test_two_processes_code_at_once_and_both_are_kept(long_study):
    both = [coder(long_study, "ana", 0, 60), coder(long_study, "ben", 0, 60)]
    acknowledged = set()
    for child in both:
        out, err = child.communicate(timeout=60)
        assert child.returncode == 0, err
        acknowledged.update(out.split())
    assert len(acknowledged) == 120
    assert stored(long_study) == acknowledged


def test_a_writer_waits_for_another_that_finishes_in_time(long_study, opened):
    with opened(long_study, "ben") as study:
        blocker = sqlite3.connect(study.database.path, isolation_level=None, check_same_thread=False)
        blocker.execute("begin immediate")
        timer = threading.Timer(0.8, blocker.execute, ["rollback"])
        timer.start()
        began = time.monotonic()
        with study.step("memo") as writer:
            writer.summary = "waited"
        assert 0.5 < time.monotonic() - began < 4
        timer.join()
        blocker.close()


def test_a_writer_that_waits_too_long_is_told_and_nothing_is_lost(long_study, opened, monkeypatch):
    monkeypatch.setattr("qualkit.store.database.BUSY_SECONDS", 0.3)
    with opened(long_study, "ben") as study, opened(long_study, "ana") as other:
        with (
            other.step("memo"),
            pytest.raises(StudyBusy, match="did not finish in time; nothing was changed"),
        ):
            _code_once(study)
        _code_once(study)
    assert len(stored(long_study)) == 1


def _code_once(study):
    from qualkit.store import codebooks

    with study.step("code") as writer:
        code = codebooks.codebooks(writer.connection)[0].codes[0].id
        place = Place(segment="1", start=0, end_segment="1", end=4)
        codings.add_codings(
            writer, [Coding(id="a", source="long", place=place, code=code, coder="", quote="turn")]
        )


def test_the_wait_is_five_seconds():
    assert database.BUSY_SECONDS == 5.0


def test_a_busy_study_is_a_plain_message_on_the_command_line(long_study, process):
    blocker = sqlite3.connect(long_study / "study.db", isolation_level=None)
    blocker.execute("begin immediate")
    ran = process("-C", long_study, "finish")
    blocker.close()
    assert ran.code == 1
    assert "Somebody else is writing to this study" in ran.err
    assert "Traceback" not in ran.err


def test_readers_do_not_wait_for_a_writer(long_study, opened):
    with opened(long_study) as study, opened(long_study, "ben") as other, other.step("memo"):
        began = time.monotonic()
        with study.database.reading() as connection:
            codings.codings(connection)
        assert time.monotonic() - began < database.BUSY_SECONDS


def test_a_step_that_fails_halfway_leaves_nothing(long_study, opened):
    with opened(long_study) as study, pytest.raises(RuntimeError), study.step("code") as writer:
        from qualkit.store import codebooks

        code = codebooks.codebooks(writer.connection)[0].codes[0].id
        place = Place(segment="1", start=0, end_segment="1", end=4)
        codings.add_codings(
            writer, [Coding(id="a", source="long", place=place, code=code, coder="", quote="")]
        )
        raise RuntimeError
    assert stored(long_study) == set()


# ---- what a database file can be


def test_a_study_of_a_newer_qualkit_is_refused(filled, run):
    with sqlite3.connect(filled / "study.db") as database:
        database.execute("update alembic_version set version_num = '9999'")
    database.close()
    with pytest.raises(StoreTooNew):
        attach(filled)
    ran = run("-C", filled, "status")
    assert (ran.code, ran.out) == (1, "")
    assert "written by a newer qualkit" in ran.err
    assert "Update qualkit" in ran.err


@pytest.mark.parametrize(
    "content", [b"this is no database at all " * 50, b"SQLite format 3\x00" + b"\xff" * 5000]
)
def test_a_damaged_database_is_refused_with_a_hint_and_left_as_it_is(filled, run, content):
    for path in filled.glob("study.db-*"):
        path.unlink()
    (filled / "study.db").write_bytes(content)
    ran = run("-C", filled, "status")
    assert ran.code == 1
    assert "Move study.db away" in ran.err
    assert (filled / "study.db").read_bytes() == content


def test_a_database_damaged_in_its_middle_is_refused_too(long_study, run):
    path = long_study / "study.db"
    with sqlite3.connect(path) as database:
        database.execute("pragma wal_checkpoint(truncate)")
    database.close()
    data = bytearray(path.read_bytes())
    data[8192:] = b"\xab" * (len(data) - 8192)
    path.write_bytes(bytes(data))
    ran = run("-C", long_study, "codings")
    assert ran.code == 1, ran
    assert "damaged" in ran.err


def test_another_programs_database_is_refused(folder, run):
    (folder / "study.db").unlink()
    with sqlite3.connect(folder / "study.db") as database:
        database.execute("create table photos (id integer)")
    database.close()
    ran = run("-C", folder, "status")
    assert ran.code == 1
    assert "not a qualkit database" in ran.err


def test_a_database_that_was_only_begun_is_made_anew(filled, run):
    """A process killed while it made the database leaves a file without tables."""
    run("-C", filled, "save")
    for path in filled.glob("study.db*"):
        path.unlink()
    database = sqlite3.connect(filled / "study.db")
    database.execute("pragma journal_mode = wal")
    database.execute("create table x (y)")
    database.execute("drop table x")
    database.close()
    ran = run("-C", filled, "status")
    assert ran.code == 0, ran.err
    assert "fg1" in ran.out


def test_an_empty_database_file_is_filled_from_the_text_files(filled, run):
    run("-C", filled, "save")
    for path in filled.glob("study.db-*"):
        path.unlink()
    (filled / "study.db").write_bytes(b"")
    assert "fg1" in run("-C", filled, "status").out


def test_two_processes_open_a_new_study_at_once(folder):
    for path in folder.glob("study.db*"):
        path.unlink()
    script = "import sys; from pathlib import Path; from qualkit.study import attach; attach(Path(sys.argv[1])).close()"
    children = [
        subprocess.Popen([sys.executable, "-c", script, str(folder)], stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    assert [(child.communicate()[1], child.returncode) for child in children] == [("", 0)] * 4


# ---- synced folders


@pytest.mark.parametrize("part", ["OneDrive - University", "Dropbox", "iCloud Drive", "My SharePoint"])
def test_in_a_synced_folder_the_database_is_kept_elsewhere(tmp_path, run, files, part):
    folder = tmp_path / part / "my-study"
    assert run("new", folder).code == 0
    run("-C", folder, "add", files / "fg1.md", "--yes")
    assert not list(folder.rglob("*.db*"))
    assert database_path(folder).is_file()
    assert '"segments": 6' in run("-C", folder, "status", "--format", "json").out


def test_two_synced_studies_of_one_name_have_databases_of_their_own(tmp_path):
    paths = {database_path(tmp_path / "Dropbox" / place / "study") for place in ("a", "b")}
    assert len(paths) == 2


def test_a_folder_elsewhere_keeps_its_database(folder):
    assert database_path(folder) == folder / "study.db"


def test_a_study_in_a_folder_that_cannot_be_written_says_so(filled, monkeypatch):
    with pytest.raises(FileRefused, match="can't be opened"):
        from qualkit.store.database import Database

        (filled / "nothing.db").mkdir()
        Database(filled / "nothing.db")
