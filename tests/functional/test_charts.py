"""Charts as commands: pictures, bars in the terminal, and charts in what is written with -o."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook

ROLES = ("Police", "Teacher")
SAFE = ("Very unsafe", "Fairly unsafe", "Neither", "Fairly safe", "Very safe")


@pytest.fixture
def qk(folder, run, write, tmp_path):
    lines = ["id,role,safe"]
    lines += [f"{n},{ROLES[n % 2]},{SAFE[n * n % 5]}" for n in range(60)]
    write(tmp_path / "panel.csv", "\n".join(lines) + "\n")

    def call(*arguments):
        return run("-C", folder, *arguments)

    assert call("add", tmp_path / "panel.csv", "--yes").code == 0
    return call


def test_a_chart_is_written_as_its_ending_says_and_logged(qk, tmp_path):
    for suffix, start in (("svg", b"<?xml"), ("png", b"\x89PNG"), ("pdf", b"%PDF")):
        ran = qk("likert", "safe", "--chart", tmp_path / f"safe.{suffix}")
        assert (ran.code, ran.out) == (0, "")
        assert (tmp_path / f"safe.{suffix}").read_bytes().startswith(start)
        assert f"safe.{suffix}" in ran.err
    assert "safe.svg" in qk("log").out


def test_an_unknown_ending_is_refused_with_those_there_are(qk, tmp_path):
    ran = qk("likert", "--chart", tmp_path / "safe.gif")
    assert ran.code == 1
    assert ".svg, .png, .pdf" in ran.err


def test_bars_are_drawn_in_the_place_of_the_table(qk):
    ran = qk("likert", "safe", "--bars")
    assert ran.code == 0
    assert "Fairly unsafe" in ran.out and "█" in ran.out and "─" not in ran.out


def test_stacked_and_neutral_do_not_go_together(qk):
    ran = qk("likert", "--stacked", "--neutral", "apart")
    assert ran.code == 2
    assert "leave --stacked or --neutral out" in ran.err


def test_a_workbook_of_a_result_has_its_charts(qk, tmp_path):
    assert qk("likert", "safe", "--by", "role", "-o", tmp_path / "safe.xlsx").code == 0
    workbook = load_workbook(tmp_path / "safe.xlsx")
    assert len(workbook.worksheets[0]._charts) == 1
    names = [row[0] for row in workbook["Chart data"].iter_rows(values_only=True)]
    assert names[1:3] == ["Police (n = 30)", "Teacher (n = 30)"]


def test_a_chart_hides_what_the_study_hides(qk, folder, tmp_path):
    manifest = folder / "study.toml"
    manifest.write_text(manifest.read_text("utf-8") + '\n[reporting]\nsmall_numbers = "hide"\n', "utf-8")
    assert qk("likert", "safe", "--where", "role=Police", "--chart", tmp_path / "s.svg").code == 0
    drawn = (tmp_path / "s.svg").read_text("utf-8")
    assert "What the table hides is not drawn." in drawn
