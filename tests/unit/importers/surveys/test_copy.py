import openpyxl
import pytest

from qualkit.errors import NotFound
from qualkit.importers.surveys import copy
from qualkit.importers.surveys.data_file import read_data_file


def copy_without(path, columns, target):
    """The copy, written beside `target` with the suffix that it has."""
    content, suffix = copy.copy_without(path, columns)
    written = target.with_name(target.stem + suffix)
    written.write_bytes(content)
    return written


def test_a_copy_of_everything_is_the_same_byte_for_byte(tmp_path):
    source = tmp_path / "in.csv"
    source.write_bytes(b"\xef\xbb\xbfa;b\r\n1;\x80\r\n\r\n")
    written = copy_without(source, (), tmp_path / "out.csv")
    assert written.read_bytes() == source.read_bytes()


def test_columns_left_out_are_nowhere_in_the_copy(tmp_path):
    source = tmp_path / "in.csv"
    source.write_text('id,Email,why\n1,jo@example.org,"a, b\nc"\n2,,=1+1\n', encoding="utf-8")
    written = copy_without(source, ["Email"], tmp_path / "out.csv")
    assert written.read_text(encoding="utf-8") == 'id,why\n1,"a, b\nc"\n2,=1+1\n'


def test_a_tsv_stays_one_and_becomes_utf8(tmp_path):
    source = tmp_path / "in.tsv"
    source.write_bytes("id\tName\twhy\n1\tJo\tcafé\n".encode("utf-16"))
    written = copy_without(source, ["Name"], tmp_path / "out.tsv")
    assert written.read_bytes() == "id\twhy\n1\tcafé\n".encode()


def test_a_workbook_less_columns_is_written_as_csv(tmp_path):
    book = openpyxl.Workbook()
    for row in (["id", "Name", "when"], [1, "Jo", 3.0]):
        book.active.append(row)
    book.save(tmp_path / "in.xlsx")
    written = copy_without(tmp_path / "in.xlsx", ["Name"], tmp_path / "wave 1.2.xlsx")
    assert written == tmp_path / "wave 1.2.csv"
    assert written.read_text(encoding="utf-8") == "id,when\n1,3\n"
    assert not (tmp_path / "wave 1.2.xlsx").exists()


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        ("Name,,why,why,Name\nJo,1,a,b,Al\n", "Name"),
        ("Contact,,,How was it?\nName,E-mail,Town,Response\nJo,j@x.org,Leeds,kind\n", "Contact [Name]"),
        (
            'Name,Q1\nYour name,Why?\n"{""ImportId"":""QID1""}","{""ImportId"":""QID2""}"\nJo,because\n',
            "Name",
        ),
    ],
)
def test_the_other_columns_keep_their_names_in_the_copy(tmp_path, text, left_out):
    source = tmp_path / "in.csv"
    source.write_text(text, encoding="utf-8")
    before = read_data_file(source)
    after = read_data_file(copy_without(source, [left_out], tmp_path / "out.csv"))
    kept = [place for place, name in enumerate(before.columns) if name != left_out]
    assert after.columns == tuple(before.columns[place] for place in kept)
    assert after.rows == tuple(tuple(row[place] for place in kept) for row in before.rows)


def test_the_wordings_of_a_qualtrics_export_are_kept_in_the_copy(tmp_path):
    source = tmp_path / "in.csv"
    source.write_text(
        'Name,Q1\nYour name,Why?\n"{""ImportId"":""QID1""}","{""ImportId"":""QID2""}"\nJo,because\n',
        encoding="utf-8",
    )
    assert read_data_file(copy_without(source, ["Name"], tmp_path / "out.csv")).wordings == ("Why?",)


def test_an_unknown_column_writes_nothing(tmp_path):
    source = tmp_path / "in.csv"
    source.write_text("id,Email\n1,x\n", encoding="utf-8")
    with pytest.raises(NotFound) as caught:
        copy_without(source, ["E-mail"], tmp_path / "out.csv")
    assert caught.value.candidates == ("Email",)
    assert list(tmp_path.iterdir()) == [source]
