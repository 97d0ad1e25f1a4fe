"""Coding in a spreadsheet: what is given out, what comes back, and what it changes."""

from __future__ import annotations

import json

import pytest
from openpyxl import load_workbook


@pytest.fixture
def qk(coded, run):
    return lambda *arguments, coder="ana": run("-C", coded, *arguments, coder=coder)


@pytest.fixture
def sheet(qk, tmp_path):
    """Maria's sheet of the talk: nothing is ticked in it."""
    path = tmp_path / "maria.xlsx"
    assert qk("codings", "--sheet", path, "--source", "fg1", coder="maria").code == 0
    return path


def filled_in(path, ticks):
    """Write into cells, given by passage and heading."""
    workbook = load_workbook(path)
    coding = workbook["Coding"]
    columns = {cell.value: cell.column for cell in coding[1]}
    rows = {coding.cell(number, columns["Passage"]).value: number for number in range(2, coding.max_row + 1)}
    for (passage, heading), value in ticks.items():
        coding.cell(rows[passage], columns[heading]).value = value
    workbook.save(path)
    return path


def codings(qk, coder):
    found = json.loads(qk("codings", "--coder", coder, "--format", "json").out)["rows"]
    return sorted((row["source"], row["segment"], row["code"], row["quote"]) for row in found)


# ---- given out


def test_the_sheet_has_a_row_a_passage_and_a_column_a_code(sheet):
    workbook = load_workbook(sheet)
    rows = list(workbook["Coding"].iter_rows(values_only=True))
    assert rows[0] == ("Passage", "Who", "Text", "Read", "Fear", "Fear/Of school", "Shame", "Help")
    assert rows[2][:4] == ("fg1#2", "Mia", "It was good!!! but I was scared. The café’s fine.", None)
    assert len(rows) == 7
    book = list(workbook["Codebook"].iter_rows(values_only=True))
    assert book[1][:3] == ("Fear", None, "Being afraid of somebody or something.")
    (offer,) = workbook["Coding"].data_validations.dataValidation
    assert (offer.formula1, str(offer.sqref)) == ('"x"', "D2:H7")
    assert workbook["As it was"].sheet_state == "hidden"


def test_a_coder_s_own_ticks_are_in_it(qk, tmp_path):
    qk("codings", "--sheet", tmp_path / "ana.xlsx", "--source", "fg1")
    rows = {row[0]: row for row in load_workbook(tmp_path / "ana.xlsx")["Coding"].iter_rows(values_only=True)}
    assert rows["fg1#2"][3:] == ("x", "x", None, None, None)
    assert rows["fg1#6"][3:] == ("x", None, None, None, None)


def test_what_looks_like_a_formula_is_a_text(filled, run, write, tmp_path):
    write(tmp_path / "odd.md", "Mia: =1+1 and so on\nMia: +41 is the number\n")
    run("-C", filled, "add", tmp_path / "odd.md", "--yes")
    run("-C", filled, "codings", "--sheet", tmp_path / "odd.xlsx", "--source", "odd")
    cells = [row[2] for row in load_workbook(tmp_path / "odd.xlsx")["Coding"].iter_rows(min_row=2)]
    assert [(cell.data_type, cell.value) for cell in cells] == [
        ("s", "=1+1 and so on"), ("s", "+41 is the number"),
    ]  # fmt: skip


def test_a_file_that_is_there_is_not_replaced(qk, sheet):
    assert qk("codings", "--sheet", sheet).code == 1
    assert qk("codings", "--sheet", sheet, "--force").code == 0


# ---- coming back


def test_ticks_become_codings_of_whole_passages_and_readings_of_the_person(qk, sheet):
    filled_in(sheet, {("fg1#2", "Fear"): "x", ("fg1#2", "Read"): "X", ("fg1#6", "Read"): "yes"})
    said = qk("codings", "--import", sheet, "--coder", "maria")
    assert said.code == 0, said.err
    assert "Fear: 1 passage more (fg1#2)" in said.out
    assert "as the work of maria: 1 tick more, 0 less; 2 marked read." in said.out
    assert codings(qk, "maria") == [
        ("fg1", "2", "Fear", "It was good!!! but I was scared. The café’s fine."),
    ]  # fmt: skip


def test_taking_the_same_sheet_in_again_changes_nothing(qk, sheet):
    filled_in(sheet, {("fg1#2", "Fear"): "x", ("fg1#2", "Read"): "x"})
    qk("codings", "--import", sheet, "--coder", "maria")
    before = codings(qk, "maria")
    assert "0 ticks more, 0 less; 0 marked read" in qk("codings", "--import", sheet, "--coder", "maria").out
    assert codings(qk, "maria") == before


def test_it_is_one_step(qk, sheet):
    filled_in(sheet, {("fg1#2", "Fear"): "x", ("fg1#3", "Help"): "x", ("fg1#3", "Read"): "x"})
    qk("codings", "--import", sheet, "--coder", "maria")
    qk("undo", coder="maria")
    assert codings(qk, "maria") == []


def test_a_tick_taken_away_takes_the_coding_away_and_leaves_other_work(qk, tmp_path):
    path = tmp_path / "ana.xlsx"
    qk("codings", "--sheet", path, "--source", "fg1")
    qk("code", "Help", "--match", "good", "--yes")  # done here after the sheet was given out
    filled_in(path, {("fg1#2", "Fear"): None, ("fg1#3", "Read"): None})
    said = qk("codings", "--import", path)
    assert "Fear: 1 passage less (fg1#2)" in said.out
    assert "1 no longer" in said.out
    mine = [(segment, code) for source, segment, code, _ in codings(qk, "ana") if source == "fg1"]
    assert ("2", "Fear") not in mine
    assert ("2", "Help") in mine


def test_a_colleague_s_coding_is_never_touched(qk, tmp_path):
    path, before = tmp_path / "ben.xlsx", codings(qk, "ana")
    qk("codings", "--sheet", path, coder="ben")
    filled_in(path, {("fg1#2", "Fear"): "x"})
    qk("codings", "--import", path, "--coder", "ben")
    assert codings(qk, "ana") == before


def test_sorted_rows_and_moved_columns_come_back_right(qk, sheet):
    filled_in(sheet, {("fg1#5", "Shame"): "x"})
    workbook = load_workbook(sheet)
    coding = workbook["Coding"]
    rows = [list(row) for row in coding.iter_rows(values_only=True)]
    order = [0, *range(len(rows[0]) - 1, 0, -1)]
    for number, row in enumerate([rows[0], *reversed(rows[1:])], start=1):
        for place, at in enumerate(order, start=1):
            coding.cell(number, place).value = row[at]
    workbook.save(sheet)
    qk("codings", "--import", sheet, "--coder", "maria")
    assert [(segment, code) for _, segment, code, _ in codings(qk, "maria")] == [("5", "Shame")]


def test_a_row_that_was_deleted_changes_nothing(qk, tmp_path):
    path, before = tmp_path / "ana.xlsx", codings(qk, "ana")
    qk("codings", "--sheet", path, "--source", "fg1")
    workbook = load_workbook(path)
    workbook["Coding"].delete_rows(3)
    workbook.save(path)
    qk("codings", "--import", path)
    assert codings(qk, "ana") == before


def test_a_cell_that_is_neither_a_tick_nor_empty_is_told(qk, sheet):
    filled_in(sheet, {("fg1#2", "Fear"): "perhaps", ("fg1#3", "Help"): "x"})
    said = qk("codings", "--import", sheet, "--coder", "maria")
    assert said.code == 1
    assert "maria.xlsx, row 3, column 'Fear': \"perhaps\" is neither a tick nor empty" in said.err
    assert [code for _, _, code, _ in codings(qk, "maria")] == ["Help"]


def test_a_heading_that_is_gone_is_refused_and_nothing_changes(qk, sheet):
    workbook = load_workbook(sheet)
    workbook["Coding"]["A1"].value = "Where"
    workbook.save(sheet)
    refused = qk("codings", "--import", sheet, "--coder", "maria")
    assert (refused.code, 'The column "Passage" is missing' in refused.err) == (1, True)


def test_who_refused_analysis_and_what_was_left_out_are_not_given_out(qk, tmp_path):
    qk("people", "Mia", "--analysis", "no")
    qk("screen", "panel", "--record", "2", "--leave-out", "Sent twice")
    qk("codings", "--sheet", tmp_path / "all.xlsx")
    passages = {row[0] for row in load_workbook(tmp_path / "all.xlsx")["Coding"].iter_rows(values_only=True)}
    assert {"fg1#3", "panel:why#1"} <= passages
    assert not {"fg1#2", "panel:why#2"} & passages
