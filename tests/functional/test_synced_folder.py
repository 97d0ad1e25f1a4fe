"""A team on one synced folder: the database stays at home, second versions are joined, a week passes."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import pytest

from qualkit import settings
from qualkit.actions import apply, bank, finish, save
from qualkit.actions.catch_up import catch_up, is_news
from qualkit.actions.checking import anchors
from qualkit.actions.forget import forget
from qualkit.actions.opening import open_study
from qualkit.actions.quotes import gather
from qualkit.actions.selection import Selection
from qualkit.store import codings
from qualkit.study import database_path, is_shared_folder


def code(study, path, pattern):
    apply.code_all(study, apply.plan_code(study, path, pattern, selection=Selection()))


def quotes(study, coder=""):
    with study.database.reading() as connection:
        return sorted(
            (one.coder, one.quote) for one in codings.codings(connection) if coder in ("", one.coder)
        )


@pytest.fixture
def shared(coded, tmp_path):
    """The coded study in a folder that Dropbox keeps."""
    target = tmp_path / "Dropbox" / "study"
    return shutil.copytree(coded, target, ignore=shutil.ignore_patterns("study.db*", "backups"))


def test_folders_of_services_are_known_by_name_by_what_they_leave_and_by_the_system(tmp_path, monkeypatch):
    for name in ("OneDrive - University", "Library/CloudStorage/x", "My Drive", "iCloud Drive", "Box"):
        assert is_shared_folder(tmp_path / name / "study"), name
    for name in ("inbox", "Documents", "synchronous", "my drives"):
        assert not is_shared_folder(tmp_path / name / "study"), name
    (tmp_path / "plain" / ".stfolder").mkdir(parents=True)
    assert is_shared_folder(tmp_path / "plain" / "study")
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path / "Work"))
    assert is_shared_folder(tmp_path / "Work" / "study")


def test_the_database_is_in_local_data_and_another_study_in_the_same_place_has_its_own(shared, opened):
    with opened(shared, "ana") as study:
        assert study.database.path == database_path(shared)
        assert settings.local_data_folder() in study.database.path.parents
    assert list(shared.glob("study.db*")) == []
    before = database_path(shared)
    text = (shared / "study.toml").read_text(encoding="utf-8")
    (shared / "study.toml").write_text(text.replace('id = "', 'id = "0', 1), encoding="utf-8")
    assert database_path(shared) != before


def test_a_study_that_is_moved_into_a_synced_folder_keeps_its_unsaved_work(coded, opened, tmp_path):
    with opened(coded, "ana") as study:
        code(study, "Help", "helped")
    target = shutil.copytree(coded, tmp_path / "OneDrive" / "study")
    with opened(target, "ana") as study:
        assert ("ana", "helped") in quotes(study)
    assert list(target.glob("study.db*")) == []


@pytest.mark.parametrize(
    "name",
    ["codings (Ana's conflicted copy 2026-11-03).csv", "codings-LAPTOP.csv", "codings (1).csv", "codings 2.csv",
     "codings (conflicted copy 2026-11-03 101010).csv", "codings.sync-conflict-20261103-101010-ABCDEF7.csv"],
)  # fmt: skip
def test_a_second_version_is_read_by_its_ids_and_set_aside(shared, opened, name):
    with opened(shared, "ana") as study:
        before = quotes(study)
    main = shared / "coding" / "ana" / "codings.csv"
    rows = list(csv.DictReader(io.StringIO(main.read_text(encoding="utf-8"), newline="")))
    fresh = rows[0] | {"id": rows[0]["id"][:-4] + "beef", "start": "0", "quote": "", "segment": "3", "end_segment": "3",
                       "end": "7"}  # fmt: skip
    fresh["quote"] = "Dr. Lee"
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows([*rows[1:], fresh])  # what the other version lacks was not taken away
    (main.parent / name).write_text(out.getvalue(), encoding="utf-8")
    with opened(shared, "ana") as study:
        assert quotes(study) == sorted([*before, ("ana", "Dr. Lee")])
        assert not anchors(study).findings
    assert not (main.parent / name).exists()
    assert [path.name for path in (shared / "set-aside").rglob("*.csv")] == [name]
    assert "Dr. Lee" in main.read_text(encoding="utf-8")


def test_a_codebook_with_a_like_name_is_no_second_version(shared, opened):
    book = "codes:\n  - name: Other\n    definition: Something else.\n"
    (shared / "codebooks" / "feelings-2.yaml").write_text(book, encoding="utf-8")
    with opened(shared, "ana"):
        pass
    assert (shared / "codebooks" / "feelings-2.yaml").exists()
    assert not (shared / "set-aside").exists()


def test_a_colleagues_work_arrives_in_an_open_study(shared, opened, monkeypatch):
    with opened(shared, "ana") as study:
        assert not is_news(study)
        with AtHomeOf("ben", monkeypatch), opened(shared, "ben") as bens:
            code(bens, "Help", "helped")
            save.save(bens)
        assert is_news(study)
        catch_up(study)
        assert ("ben", "helped") in quotes(study)
        assert not is_news(study)


# ---- a week


class AtHomeOf:
    """At somebody's own computer: their own local data."""

    def __init__(self, who, monkeypatch):
        self.who, self.monkeypatch = who, monkeypatch

    def __enter__(self):
        self.context = self.monkeypatch.context()
        patch = self.context.__enter__()
        home = Path(settings.local_data_folder()).parents[2] / f"home-of-{self.who}"
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
            patch.setenv(name, str(home))
        return self

    def __exit__(self, *error):
        return self.context.__exit__(*error)


class Computer:
    """Somebody's computer with its own copy of the shared folder, kept by a service."""

    def __init__(self, who, folder, monkeypatch):
        self.who, self.folder, self.monkeypatch = who, folder, monkeypatch

    def work(self, *what, coder=""):
        with AtHomeOf(self.who, self.monkeypatch), open_study(self.folder, coder or self.who).study as study:
            for one in what:
                one(study)
            save.save(study)

    def look(self, what):
        with AtHomeOf(self.who, self.monkeypatch), open_study(self.folder, self.who).study as study:
            return what(study)

    def database(self):
        with AtHomeOf(self.who, self.monkeypatch):
            return database_path(self.folder)


class Service:
    """Keeps folders alike as Dropbox does: who comes second with a file finds a second version of it."""

    def __init__(self, computers):
        self.computers = computers
        self.seen = {one.who: self.files(one) for one in computers}
        self.server = dict(self.seen[computers[0].who])

    def files(self, computer):
        root = computer.folder
        return {
            path.relative_to(root).as_posix(): path.read_bytes()
            for path in sorted(root.rglob("*"))
            if path.is_file() and not path.name.endswith(".part")
        }

    def sync(self, computer):
        """Hand on what changed on a computer, then fetch what changed elsewhere."""
        now, seen = self.files(computer), self.seen[computer.who]
        for path in seen.keys() | now.keys():
            if now.get(path) == seen.get(path):
                continue
            if self.server.get(path) == seen.get(path):
                self.put(path, now.get(path))
            elif now.get(path) is not None and now.get(path) != self.server.get(path):
                stem, _, suffix = path.rpartition(".")
                self.put(f"{stem} ({computer.who}'s conflicted copy 2026-11-03).{suffix}", now[path])
        for path in self.server.keys() | now.keys():
            target = computer.folder / path
            if path in self.server:
                target.parent.mkdir(parents=True, exist_ok=True)
                if not target.exists() or target.read_bytes() != self.server[path]:
                    target.write_bytes(self.server[path])
            else:
                target.unlink(missing_ok=True)
        self.seen[computer.who] = dict(self.server)

    def put(self, path, data):
        if data is None:
            self.server.pop(path, None)
        else:
            self.server[path] = data

    def settle(self):
        """Everybody opens the study and everything is handed on, until nothing changes any more."""
        for _ in range(6):
            before = dict(self.server)
            for computer in self.computers:
                self.sync(computer)
                computer.look(catch_up)
                self.sync(computer)
            if self.server == before:
                return
        raise AssertionError("the folders do not come to rest")


@pytest.fixture
def team(coded, tmp_path, monkeypatch):
    computers = []
    for who in ("ana", "ben", "carla"):
        folder = tmp_path / who / "Dropbox" / "study"
        shutil.copytree(coded, folder, ignore=shutil.ignore_patterns("study.db*", "backups"))
        computers.append(Computer(who, folder, monkeypatch))
    return computers


def test_a_week_of_three_coders_ends_with_the_same_bank_in_each_folder(team):
    ana, ben, carla = team
    service = Service(team)
    # Monday: all three code at the same time, and choose quotes for the bank they share
    for one, path, words in (
        (ana, "Fear", "scared|afraid"),
        (ben, "Help", "helped|kind"),
        (carla, "Shame", "ashamed"),
    ):
        one.work(lambda study, path=path, words=words: code(study, path, words), choose_own)
    for one in team:
        service.sync(one)
    assert any("conflicted copy" in path for path in service.server)
    service.settle()
    assert not any("conflicted copy" in path and not path.startswith("set-aside") for path in service.server)
    # Tuesday: ben works at two computers at once, under his own name
    ben.work(lambda study: code(study, "Fear", "dare"))
    carla.work(lambda study: code(study, "Fear", "fear"), coder="ben")
    service.settle()
    assert {("ben", "dare"), ("ben", "fear")} <= set(ana.look(quotes))
    # Wednesday: everybody reads; what they agree on is coded as agreed, by hand
    for one in team:
        one.work(lambda study: finish.finish(study, source=["fg1"]))
    service.settle()
    ana.work(
        lambda study: code(study, "Help", "helped"),
        lambda study: finish.finish(study, source=["fg1"]),
        coder="agreed",
    )
    service.settle()
    # Thursday: Mia withdraws, while ben, who does not know yet, codes her once more
    ana.work(lambda study: forget(study, "fg1:Mia"))
    ben.work(lambda study: code(study, "Shame", "I felt.*alone[.]"))
    service.sync(ana)
    service.settle()
    # Friday: the same bank in each folder, and nothing of hers in any
    banks = {one.look(lambda study: repr(gather(study).bank)) for one in team}
    assert len(banks) == 1
    assert "helped" in banks.pop()
    everything = [one.look(lambda study: (quotes(study), anchors(study).findings)) for one in team]
    assert everything[0] == everything[1] == everything[2]
    assert everything[0][1] == ()
    for one in team:
        for sentence in ("but I was scared.", "The café’s fine.", "I felt ashamed 👩🏽‍⚕️ and alone."):
            assert not any(sentence.encode() in data for data in service.files(one).values())
            database = one.database()
            for path in database.parent.rglob("*"):
                assert not (path.is_file() and sentence.encode() in path.read_bytes()), path


def choose_own(study):
    with study.database.reading() as connection:
        mine = [one.id for one in codings.codings(connection) if one.coder == study.coder]
    bank.choose(study, mine[:1])


def test_a_second_version_that_comes_late_does_not_bring_back_what_was_forgotten(shared, opened):
    main = shared / "coding" / "ana" / "codings.csv"
    with opened(shared, "ana") as study:
        code(study, "Shame", "I felt.*alone[.]")
        save.save(study)
        late = main.read_bytes()
        forget(study, "fg1:Mia")
        left = quotes(study)
    (main.parent / "codings-LAPTOP.csv").write_bytes(late)
    with opened(shared, "ana") as study:
        assert quotes(study) == left
        held = [*shared.rglob("*"), *study.database.path.parent.rglob("*")]
    sentence = "I felt ashamed 👩🏽‍⚕️ and alone.".encode()
    assert [path for path in held if path.is_file() and sentence in path.read_bytes()] == []
    assert (shared / "set-aside").is_dir()
