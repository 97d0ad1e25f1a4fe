from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualkit.errors import FileRefused, NotFound, QualkitError
from qualkit.importers.cells import read_cells
from qualkit.model.finding import Severity
from qualkit.model.guard import guard, unguard


def table(folder: Path, text: str | bytes, name: str = "t.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def workbook(folder: Path, rows: list[list[object]], name: str = "t.xlsx") -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    path = folder / name
    book.save(path)
    return path


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_the_delimiter_of_a_csv_is_found(tmp_path, mark):
    text = f'id{mark}note\n1{mark}"a, b; c"\n2{mark}plain\n'
    assert read_cells(table(tmp_path, text)).rows == (("id", "note"), ("1", "a, b; c"), ("2", "plain"))


def test_a_line_that_names_the_delimiter_is_no_row(tmp_path):
    cells = read_cells(table(tmp_path, "sep=;\nid;note\n1;x\n"))
    assert cells.rows == (("id", "note"), ("1", "x"))
    assert cells.row_numbers == (2, 3)


def test_one_column_with_commas_and_semicolons_in_some_answers_stays_one_column(tmp_path):
    cells = read_cells(table(tmp_path, 'comment\nI left; they stayed\nfine\n"well, no"\ngood\n'))
    assert {len(row) for row in cells.rows} == {1}


def test_line_ends_inside_an_answer_are_kept_and_rows_still_know_their_line(tmp_path):
    cells = read_cells(table(tmp_path, 'id,note\r\n1,"two\r\nlines"\r\n2,x\r\n'))
    assert cells.rows[1] == ("1", "two\nlines")
    assert cells.row_numbers == (1, 2, 4)


def test_text_is_kept_as_it_stands(tmp_path):
    cells = read_cells(table(tmp_path, "id,note\n1,  [I mean] it [/b] 👩🏽\u200d⚕️ '=1+1 \n"))
    assert cells.rows[1][1] == "  [I mean] it [/b] 👩🏽\u200d⚕️ '=1+1 "


def test_a_bom_is_not_part_of_the_first_column_name(tmp_path):
    assert read_cells(table(tmp_path, b"\xef\xbb\xbfid,a\n1,2\n")).rows[0] == ("id", "a")


def test_a_row_with_too_few_or_too_many_cells_is_kept_and_named(tmp_path):
    cells = read_cells(table(tmp_path, "a,b,c\n1,2,3\n4\n5,6,7\n8,9,10,11\n"))
    assert cells.rows[2] == ("4", "", "", "")
    assert cells.rows[4] == ("8", "9", "10", "11")
    assert [finding.where.line for finding in cells.findings] == [3, 5]
    assert {finding.severity for finding in cells.findings} == {Severity.WARNING}


def test_thousands_of_ragged_rows_do_not_flood_the_researcher(tmp_path):
    cells = read_cells(table(tmp_path, "a,b\n" + "1,2\n" * 3000 + "1\n" * 2000))
    assert len(cells.findings) == 21
    assert "1980 more rows" in cells.findings[-1].message


def test_blank_rows_are_left_out_and_counted_but_not_those_at_the_end(tmp_path):
    cells = read_cells(table(tmp_path, "a,b\n1,2\n\n,\n3,4\n\n\n"))
    assert cells.rows == (("a", "b"), ("1", "2"), ("3", "4"))
    assert [finding.message for finding in cells.findings] == ["2 blank rows were skipped."]


def test_empty_columns_at_the_end_are_left_out(tmp_path):
    assert read_cells(table(tmp_path, "a,b,,\n1,2,,\n")).rows == (("a", "b"), ("1", "2"))


def test_a_quotation_that_never_closes_is_refused_with_its_line(tmp_path):
    with pytest.raises(FileRefused, match="never closes") as caught:
        read_cells(table(tmp_path, 'id,note\n1,fine\n2,"I said\n3,x\n4,y\n'))
    assert "line 3" in caught.value.where


def test_a_stray_quotation_mark_in_a_tsv_is_a_character(tmp_path):
    cells = read_cells(table(tmp_path, 'id\tnote\n1\t"why me\n2\tx\n', "t.tsv"))
    assert cells.rows == (("id", "note"), ("1", '"why me'), ("2", "x"))
    assert cells.row_numbers == (1, 2, 3)


def test_an_answer_longer_than_a_book_chapter_is_refused_in_plain_words(tmp_path):
    with pytest.raises(FileRefused, match="longer than"):
        read_cells(table(tmp_path, "id,note\n1," + "x" * 140_000 + "\n"))


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "t.csv"),
        (b" \n\n", "t.csv"),
        (b",,\n,,\n", "t.csv"),
        (b"a,b\n\x00\x01\x02\xff\xfe\x00,2\n", "t.csv"),
        (b"PK\x03\x04rest", "t.csv"),
        (b"", "t.xlsx"),
        (b"not a workbook", "t.xlsx"),
        (b"PK\x03\x04cut off", "t.xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "t.xlsx"),
        (b"a,b\n1,2\n", "t.docx"),
    ],
)
def test_what_is_no_table_is_refused_with_its_name(tmp_path, content, name):
    with pytest.raises(FileRefused) as caught:
        read_cells(table(tmp_path, content, name))
    assert name in caught.value.where


def test_a_missing_file_is_refused():
    with pytest.raises(FileRefused):
        read_cells(Path("nowhere/t.csv"))


def test_a_truncated_workbook_is_refused(tmp_path):
    path = workbook(tmp_path, [["a", "b"], [1, 2]])
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(FileRefused):
        read_cells(path)


def test_a_word_document_named_xlsx_is_refused(tmp_path):
    import docx

    path = tmp_path / "t.xlsx"
    docx.Document().save(str(path))
    with pytest.raises(FileRefused, match="no Excel workbook"):
        read_cells(path)


def test_cells_of_a_workbook_come_as_people_see_them(tmp_path):
    path = workbook(
        tmp_path,
        [
            ["what", "value"],
            ["whole", 3.0],
            ["part", 0.1 + 0.2],
            ["large", 12345678901],
            ["day", date(2024, 3, 1)],
            ["moment", datetime(2024, 3, 1, 9, 5, 11)],
            ["time", time(9, 5)],
            ["ticked", True],
            ["text", "  =not touched\nhere "],
        ],
    )
    assert [row[1] for row in read_cells(path).rows[1:]] == [
        "3", "0.3", "12345678901", "2024-03-01", "2024-03-01 09:05:11", "09:05:00", "TRUE",
        "  =not touched\nhere ",
    ]  # fmt: skip


def test_percentages_and_leading_zeros_are_read_as_they_are_shown(tmp_path):
    path = workbook(tmp_path, [["a", "b"], [0.25, 7]])
    book = openpyxl.load_workbook(path)
    book.active["A2"].number_format = "0%"
    book.active["B2"].number_format = "00000"
    book.save(path)
    assert read_cells(path).rows[1] == ("25%", "00007")


def test_an_error_in_a_cell_is_a_finding_and_an_empty_answer(tmp_path):
    path = workbook(tmp_path, [["a", "b"], ["#N/A", "x"]])
    book = openpyxl.load_workbook(path)
    book.active["A2"].data_type = "e"
    book.save(path)
    cells = read_cells(path)
    assert cells.rows[1] == ("", "x")
    assert "A2" in cells.findings[0].message


def test_an_answer_stored_as_a_formula_without_result_is_not_lost(tmp_path):
    cells = read_cells(workbook(tmp_path, [["id", "note"], ["1", "=we never asked"], ["2", "x"]]))
    assert cells.rows[1] == ("1", "=we never asked")
    assert [finding.rule for finding in cells.findings] == ["formula-without-result"]


def test_rows_of_a_sheet_keep_their_numbers_over_blank_ones(tmp_path):
    cells = read_cells(workbook(tmp_path, [["a"], [None], ["x"], [None]]))
    assert (cells.rows, cells.row_numbers) == ((("a",), ("x",)), (1, 3))


def two_sheets(folder: Path) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "Cover"
    for name in ("Answers", "Notes"):
        book.create_sheet(name).append([name])
    book.save(folder / "t.xlsx")
    return folder / "t.xlsx"


def test_the_first_sheet_with_anything_in_it_is_read_and_the_others_are_named(tmp_path):
    cells = read_cells(two_sheets(tmp_path))
    assert (cells.sheet, cells.rows) == ("Answers", (("Answers",),))
    assert "Notes" in cells.findings[0].message


def test_a_sheet_is_chosen_by_name_whatever_its_case(tmp_path):
    assert read_cells(two_sheets(tmp_path), sheet="notes").rows == (("Notes",),)


def test_a_missing_sheet_names_those_there_are(tmp_path):
    with pytest.raises(NotFound) as caught:
        read_cells(two_sheets(tmp_path), sheet="Answer")
    assert "Answers" in caught.value.candidates


@given(st.text())
def test_a_guarded_text_comes_back_whole(text):
    assert unguard(guard(text)) == text


@given(st.text(alphabet="'=+-@ a\t"))
def test_no_guarded_text_begins_like_a_formula(text):
    assert not guard(text).startswith(("=", "+", "-", "@", "\t"))


def test_an_apostrophe_of_the_speaker_stays():
    assert unguard("'twas fine") == "'twas fine"


@given(st.text(max_size=200), st.sampled_from([".csv", ".tsv"]))
def test_any_text_is_a_table_or_refused(tmp_path_factory, text, suffix):
    path = tmp_path_factory.getbasetemp() / f"any{suffix}"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        cells = read_cells(path)
    except QualkitError:
        return
    assert len({len(row) for row in cells.rows}) == 1
    assert len(cells.rows) == len(cells.row_numbers)
    assert list(cells.row_numbers) == sorted(set(cells.row_numbers))


@given(
    st.lists(
        st.lists(
            st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc"])), min_size=3, max_size=3
        ),
        min_size=2,
    )
)
def test_what_a_csv_writer_wrote_is_read_back(tmp_path_factory, rows):
    import csv

    rows = [[f"c{cell}" for cell in row] for row in rows]
    path = tmp_path_factory.getbasetemp() / "written.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    assert read_cells(path).rows == tuple(map(tuple, rows))
