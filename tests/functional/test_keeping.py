"""Backups of a day, putting one back, and the day after which material may not be kept."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import update

from qualkit.actions import save
from qualkit.actions.backups import backup_of_the_day, backups
from qualkit.actions.keeping import past_date
from qualkit.actions.opening import open_study
from qualkit.store import schema
from qualkit.store.journal import add_memo


@pytest.fixture
def coded(coded):
    """The coded study, of which no backup has been made."""
    shutil.rmtree(coded / "backups", ignore_errors=True)
    return coded


@pytest.fixture
def qk(coded, run):
    return lambda *arguments, coder="ana": run("-C", coded, *arguments, coder=coder)


@pytest.fixture
def day(coded):
    """The study with all its work done two days ago, and a backup of yesterday."""
    yesterday = date.today() - timedelta(days=1)
    with open_study(coded).study as study:
        with study.database.writing() as connection:
            long_ago = (datetime.now(UTC) - timedelta(days=2)).strftime("%Y-%m-%dT%H:%M:%SZ")
            connection.execute(update(schema.event).values(at=long_ago))
        save.save(study)
        assert backup_of_the_day(study, yesterday) is not None
    return f"{yesterday:%Y-%m-%d}"


def quotes(qk):
    return [row["quote"] for row in json.loads(qk("codings", "--format", "json").out)["rows"]]


# ---- making them


def test_what_was_done_until_yesterday_is_backed_up_once_and_only_when_something_changed(coded, opened):
    today = date.today()
    with opened(coded) as study:
        assert backups(study) == ()  # all that was done was done today
        assert backup_of_the_day(study, today + timedelta(days=1)) is not None
        assert backup_of_the_day(study, today + timedelta(days=1)) is None
        assert backup_of_the_day(study, today + timedelta(days=2)) is None  # nothing has changed
        assert backups(study) == (f"{today + timedelta(days=1):%Y-%m-%d}",)


def test_seven_are_kept(coded, opened):
    with opened(coded) as study:
        for number in range(1, 10):
            with study.step("memo") as writer:
                writer.at = f"{date.today() + timedelta(days=number - 1)}T12:00:00Z"
                add_memo(writer, "study", "", f"memo {number}")
            backup_of_the_day(study, date.today() + timedelta(days=number))
        kept = backups(study)
    assert len(kept) == 7
    assert kept[0] == f"{date.today() + timedelta(days=9):%Y-%m-%d}"


def test_opening_a_study_makes_the_backup_of_the_day(day, coded, qk):
    qk("log")
    assert not (coded / "backups" / f"{date.today():%Y-%m-%d}.zip").exists()  # nothing since yesterday's
    (coded / "backups" / f"{day}.zip").unlink()
    qk("log")
    assert (coded / "backups" / f"{date.today():%Y-%m-%d}.zip").exists()


def test_a_new_study_without_any_work_has_no_backup(folder, opened):
    with opened(folder) as study:
        assert backups(study) == ()


def test_backups_stay_out_of_git(folder):
    assert "backups/" in (folder / ".gitignore").read_text()


# ---- putting one back


def test_a_day_is_put_back_with_codings_and_text_files(qk, coded, day, study_text):
    before, files = quotes(qk), study_text(coded)
    qk("code", "Help", "--match", "helped", "--yes")
    qk("codebook", "export", "feelings", "-o", coded / "mine.yaml")
    qk("save")
    assert len(quotes(qk)) == len(before) + 1
    done = qk("load", "--backup", day)
    assert done.code == 0, done.err
    assert quotes(qk) == before
    assert study_text(coded) == files
    assert "put back the backup" in qk("log").out


def test_what_was_until_then_is_kept_and_can_be_put_back_itself(qk, coded, day):
    qk("code", "Help", "--match", "helped", "--yes")
    after = quotes(qk)
    qk("load", "--backup", day)
    (kept,) = (coded / "backups").glob("before-load-*.zip")
    qk("load", "--backup", kept.stem)
    assert quotes(qk) == after


def test_what_colleagues_saved_since_is_theirs_and_stays(qk, coded, day):
    qk("code", "Help", "--match", "helped", "--yes", coder="cy")
    qk("code", "Help", "--match", "kind", "--yes")
    qk("save")
    qk("load", "--backup", day)
    assert "helped" in quotes(qk)
    assert "kind" not in quotes(qk)


def test_a_backup_that_is_damaged_changes_nothing(qk, coded, day):
    qk("code", "Help", "--match", "helped", "--yes")
    after = quotes(qk)
    path = coded / "backups" / f"{day}.zip"
    path.write_bytes(path.read_bytes()[:200])
    refused = qk("load", "--backup", day)
    assert (refused.code, "damaged" in refused.err) == (1, True)
    assert quotes(qk) == after


def test_a_day_without_a_backup_is_refused_with_those_there_are(qk, day):
    refused = qk("load", "--backup", "2001-01-01")
    assert (refused.code, day in refused.err) == (1, True)


def test_a_study_on_a_shared_drive_keeps_its_backups_on_this_computer(coded, tmp_path, opened):
    shared = tmp_path / "Dropbox" / "study"
    shared.parent.mkdir()
    shutil.copytree(coded, shared)
    with opened(shared) as study:
        assert backup_of_the_day(study, date.today() + timedelta(days=1)) is not None
    assert not (shared / "backups").exists()


# ---- the day after which it may not be kept


def test_status_says_when_the_day_is_past(qk, coded):
    path = coded / "study.toml"
    plain = path.read_text()
    path.write_text("destroy_after = 2020-03-01\n" + plain)
    assert "was to be destroyed after 1 March 2020" in qk("status").err
    path.write_text(f"destroy_after = {date.today() + timedelta(days=9)}\n" + plain)
    assert "destroyed" not in qk("status").err


def test_on_the_day_itself_it_may_still_be_kept(coded, opened):
    path = coded / "study.toml"
    path.write_text("destroy_after = 2031-12-31\n" + path.read_text())
    with opened(coded) as study:
        assert past_date(study, date(2031, 12, 31)) == ""
        assert past_date(study, date(2032, 1, 1)) != ""


def test_home_shows_safeguarding_first_and_what_is_past_its_date(qk, coded, opened):
    from qualkit.actions.workspace import home

    path = coded / "study.toml"
    path.write_text("destroy_after = 2020-03-01\n" + path.read_text())
    qk("flag", "fg1#2", "--kind", "question")
    qk("flag", "fg1#3", "--kind", "safeguarding")
    with opened(coded) as study:
        texts = [matter.text for matter in home(study).matters]
    assert texts[:3] == [
        "1 safeguarding flag, 1 told to nobody yet",
        "1 flag to look at",
        "What people said was to be destroyed after 1 March 2020",
    ]
