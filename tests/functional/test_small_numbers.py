"""Small numbers in what leaves the study, as commands."""

from __future__ import annotations

import csv
import io
import json
from contextlib import redirect_stdout

import pytest

from qualkit.actions.prevalence import prevalence_table
from qualkit.cli.output import Wanted, hand_out
from qualkit.study import attach

NOTES = "The child said she was {} of going home and would not ring the police at all on that day, and it was call {} of theirs"


@pytest.fixture
def qk(folder, run, write, tmp_path):
    lines = ["contact,stage,notes"]
    for number in range(60):
        word = "scared" if number < 40 else "ashamed" if number < 44 else "quiet"
        said = NOTES.format(word, number)
        lines.append(f'c{number},{"Missing" if number % 2 else "Returned"},"{said}"')
    write(tmp_path / "helpline.csv", "\n".join(lines) + "\n")
    write(tmp_path / "felt.yaml", "title: Felt\ncodes:\n  - name: Fear\n  - name: Shame\n")

    def call(*arguments):
        return run("-C", folder, *arguments)

    assert call("add", tmp_path / "helpline.csv", "--kind", "records", "--yes").code == 0
    assert call("codebook", "import", tmp_path / "felt.yaml", "--yes").code == 0
    assert call("code", "Fear", "--match", "scared", "--yes").code == 0
    assert call("code", "Shame", "--match", "ashamed", "--yes").code == 0
    assert call("finish", "--source", "helpline").code == 0
    return call


def hide(folder, more=""):
    with (folder / "study.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[reporting]\nsmall_numbers = "hide"\n{more}')


def test_an_export_names_its_small_numbers_and_the_log_keeps_the_reason(qk, tmp_path):
    said = qk("prevalence", "-o", tmp_path / "felt.md", "--reason", "all agreed to it")
    assert said.code == 0
    assert "Shame: 4." in said.err
    assert "Fear: 40" not in said.err
    assert "4 ·" in (tmp_path / "felt.md").read_text(encoding="utf-8")
    log = qk("log").out
    assert "all agreed to it" in " ".join(log.split())


def test_without_a_reason_it_is_asked_for(qk, tmp_path):
    assert "--reason" in qk("prevalence", "-o", tmp_path / "felt.csv").err
    lines = csv.DictReader((tmp_path / "felt.csv").read_text(encoding="utf-8").splitlines())
    row = next(row for row in lines if row["code"] == "Shame")
    assert "count" in row["small_numbers"]


@pytest.mark.parametrize("suffix", ["csv", "json", "md", "html", "xlsx", "docx"])
def test_hidden_numbers_are_in_no_format(qk, folder, tmp_path, suffix):
    hide(folder)
    path = tmp_path / f"felt.{suffix}"
    assert qk("prevalence", "-o", path).code == 0
    text = words(path)
    assert "hidden" in text
    assert "6.7" not in text
    assert "(4 of 60)" not in text


def words(path):
    if path.suffix == ".xlsx":
        from openpyxl import load_workbook

        sheets = load_workbook(path).worksheets
        return " ".join(str(cell) for sheet in sheets for row in sheet.values for cell in row)
    if path.suffix == ".docx":
        import docx

        return " ".join(
            cell.text for table in docx.Document(path).tables for row in table.rows for cell in row.cells
        )
    return path.read_text(encoding="utf-8")


def test_what_goes_into_a_pipe_has_left_the_study(qk, folder):
    assert (
        next(
            row
            for row in json.loads(qk("prevalence", "--format", "json").out)["rows"]
            if row["code"] == "Shame"
        )["count"]
        == 4
    )
    hide(folder)
    row = next(
        row for row in json.loads(qk("prevalence", "--format", "json").out)["rows"] if row["code"] == "Shame"
    )
    assert row["count"] is None
    assert row["hidden_because"]["count"] == "a small number"


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.usefixtures("qk")
@pytest.mark.parametrize(("screen", "is_shown"), [(Terminal(), True), (io.StringIO(), False)])
def test_the_analysts_own_screen_shows_everything_and_nothing_else_does(folder, screen, is_shown):
    hide(folder)
    with attach(folder) as study, redirect_stdout(screen):
        hand_out(study, prevalence_table(study), Wanted())
    assert ("6.7%" in screen.getvalue()) is is_shown
    assert ("hidden" in screen.getvalue()) is not is_shown


def test_to_hide_with_a_threshold_of_two_is_refused(qk, folder):
    hide(folder, "threshold = 2\n")
    said = qk("prevalence")
    assert said.code == 1
    assert "threshold" in said.err


def test_a_check_lists_what_would_be_shown_and_leaves_with_three(qk, folder):
    said = qk("check", "disclosure")
    assert said.code == 3
    assert "“Shame”: 4." in said.out
    hide(folder)
    assert "“Shame”: 4" not in qk("check", "disclosure").out


def test_a_check_looks_at_a_codebook_file_by_file(qk, tmp_path, write):
    """Two files that were read for one codebook have two bases."""
    lines = ["call,notes", *(f'd{n},"{NOTES.format("ashamed" if n < 3 else "quiet", n)}"' for n in range(20))]
    write(tmp_path / "night.csv", "\n".join(lines) + "\n")
    assert qk("add", tmp_path / "night.csv", "--kind", "records", "--yes").code == 0
    assert qk("code", "Shame", "--match", "ashamed", "--source", "night", "--yes").code == 0
    assert qk("finish", "--source", "night").code == 0
    said = qk("check", "disclosure").out
    assert "Not looked at" not in said
    by_day, by_night = (
        said.partition(f"in {file}\n")[2].partition("\n\n")[0] for file in ("helpline", "night")
    )
    assert "“Shame”: 4" in by_day
    assert "“Shame”: 3" in by_night


def test_small_numbers_of_a_picture_are_not_said_to_be_marked(qk, tmp_path):
    drawn = qk("prevalence", "--chart", tmp_path / "felt.svg").err
    assert "Small numbers in it" in drawn
    assert "marked" not in drawn
    assert "marked with ·" in qk("prevalence", "-o", tmp_path / "felt.md").err
