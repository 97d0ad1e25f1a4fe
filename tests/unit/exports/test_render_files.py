import os
import sys

import pytest

from qualkit.errors import Refused
from qualkit.exports.document import table_document
from qualkit.exports.render import BANK_SUFFIXES, TABLE_SUFFIXES, write_bank, write_document, write_table
from qualkit.files import replace_file
from qualkit.model.table import Provenance


@pytest.mark.parametrize("suffix", TABLE_SUFFIXES)
def test_a_table_is_written_as_its_ending_says(tmp_path, table, suffix):
    write_table(table, tmp_path / f"t{suffix}")
    content = (tmp_path / f"t{suffix}").read_bytes()
    starts = {".csv": b"item,n", ".json": b"{", ".md": b"## Whom", ".html": b"<!doctype html>"}
    assert content.startswith(starts.get(suffix, b"PK"))


@pytest.mark.parametrize("suffix", [*BANK_SUFFIXES, ".HTM", ".DOCX"])
def test_a_bank_is_written_as_its_ending_says(tmp_path, bank_of, passage, suffix):
    write_bank(bank_of([passage("themes-shame")]), tmp_path / f"bank{suffix}", provenance=Provenance())
    assert (tmp_path / f"bank{suffix}").stat().st_size > 100
    assert [path.name for path in tmp_path.iterdir()] == [f"bank{suffix}"]


@pytest.mark.parametrize("name", ["bank.pdf", "bank"])
def test_an_unknown_ending_is_refused_with_the_known_ones(tmp_path, bank_of, name):
    with pytest.raises(Refused) as refusal:
        write_bank(bank_of([]), tmp_path / name, provenance=Provenance())
    assert ".docx, .xlsx, .html, .md, .csv, .json" in refusal.value.hint
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_already_is_replaced_only_by_force(tmp_path, table):
    path = tmp_path / "t.csv"
    path.write_text("precious")
    with pytest.raises(Refused, match="there already") as refusal:
        write_table(table, path)
    assert "--force" in refusal.value.hint
    assert path.read_text() == "precious"
    write_table(table, path, force=True)
    assert path.read_text().startswith("item")


def test_a_template_is_refused_for_anything_but_word(tmp_path, table):
    with pytest.raises(Refused, match="Word files only"):
        write_document(table_document(table), tmp_path / "t.html", template=tmp_path / "house.docx")


def test_a_folder_is_no_file(tmp_path, table):
    (tmp_path / "t.csv").mkdir()
    with pytest.raises(Refused, match="folder"):
        write_table(table, tmp_path / "t.csv", force=True)


def test_a_missing_folder_is_made_but_not_a_whole_path(tmp_path, table):
    write_table(table, tmp_path / "exports" / "t.csv")
    assert (tmp_path / "exports" / "t.csv").exists()
    with pytest.raises(Refused, match="There is no folder"):
        write_table(table, tmp_path / "no" / "such" / "t.csv")


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="needs a folder that can't be written"
)
def test_a_folder_that_cannot_be_written_is_said_plainly(tmp_path, table):
    tmp_path.chmod(0o500)
    with pytest.raises(Refused, match="may be open in Excel"):
        write_table(table, tmp_path / "t.xlsx")


def test_a_file_in_place_of_a_folder_leaves_nothing_half_written(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(Refused):
        replace_file(tmp_path / "file" / "t.csv", b"content")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_name_too_long_for_the_disk_is_refused(tmp_path):
    with pytest.raises(Refused, match="can't be written"):
        replace_file(tmp_path / ("x" * 300 + ".csv"), b"content")
    assert list(tmp_path.iterdir()) == []
