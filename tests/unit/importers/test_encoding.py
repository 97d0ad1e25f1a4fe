import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualkit.errors import FileRefused, QualkitError
from qualkit.importers.encoding import decode


def test_a_byte_order_mark_is_not_part_of_the_text():
    for encoding in ("utf-8-sig", "utf-16", "utf-32"):
        decoded = decode("Hello é".encode(encoding), file="a.txt")
        assert decoded.text == "Hello é"
        assert decoded.findings == ()


def test_line_ends_become_line_feeds_and_nothing_else_changes():
    assert (
        decode("a\r\nb\rc\n\u00a0é\u0301👩🏽‍⚕️".encode(), file="a.txt").text == "a\nb\nc\n\u00a0é\u0301👩🏽‍⚕️"
    )


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_known_by_its_nuls(encoding):
    decoded = decode("Nobody rang back, naïve me.".encode(encoding), file="a.txt")
    assert decoded.text == "Nobody rang back, naïve me."
    assert decoded.encoding == encoding


def test_cp1252_comes_with_the_doubtful_words_and_the_line():
    decoded = decode("Plain line\nthe naïve “nurse”".encode("cp1252"), file="old.txt")
    assert decoded.text == "Plain line\nthe naïve “nurse”"
    (finding,) = decoded.findings
    assert "naïve" in finding.message
    assert "“nurse”" in finding.message
    assert "--encoding" in finding.hint
    assert finding.where.line == 2


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("他能徒手抓住子弹", "gb2312"),
        ("Привет, мир и люди", "cp1251"),
        ("שלום לכולם", "cp1255"),
        ("“\x81", "latin-1"),
    ],
)
def test_an_old_encoding_that_is_not_western_is_refused_by_name(text, encoding):
    data = b"1\n" + text.encode(encoding, "replace") + b"\x81\x8d"
    with pytest.raises(FileRefused, match="--encoding") as refusal:
        decode(data, file="old.srt")
    assert refusal.value.where == "old.srt, line 2"


def test_the_encoding_given_is_used_and_not_doubted():
    decoded = decode("他能徒手抓住子弹".encode("gb2312"), file="a.txt", encoding="gb2312")
    assert decoded.text == "他能徒手抓住子弹"
    assert decoded.encoding == "gb2312"
    assert decoded.findings == ()


@pytest.mark.parametrize("name", ["klingon", "hex", "rot13", "idna", "unicode_escape", "a\0b", "../x"])
def test_an_encoding_that_does_not_exist_for_files_is_refused(name):
    with pytest.raises(FileRefused, match="no encoding named"):
        decode(b"abc", file="a.txt", encoding=name)


def test_a_wrong_encoding_is_refused_with_the_line():
    with pytest.raises(FileRefused, match="can't be read as utf-8") as refusal:
        decode(b"one\ntwo \xe9", file="a.txt", encoding="utf-8")
    assert refusal.value.where == "a.txt, line 2"


def test_an_encoding_against_the_file_s_own_mark_is_refused():
    with pytest.raises(FileRefused, match="mark of UTF-8"):
        decode("é".encode("utf-8-sig"), file="a.txt", encoding="cp1252")


def test_utf_8_that_was_cut_off_is_not_turned_into_nonsense():
    with pytest.raises(FileRefused, match="damaged"):
        decode("“Naïve” – é".encode()[:-1], file="a.txt")


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7 x",
        b"PK\x03\x04rest",
        b"\x89PNG\r\n\x1a\n",
        bytes(range(256)),
        b"abcdef\x00ghi jkl mno",
        b"\x01\x02\x03" * 30,
    ],
)
def test_what_is_no_text_is_refused(data):
    with pytest.raises(FileRefused, match="not a text file"):
        decode(data, file="a.txt")


@given(st.binary(max_size=400), st.sampled_from(["", "", "utf-8", "utf-16", "cp1252", "x"]))
def test_any_bytes_give_text_or_a_refusal(data, encoding):
    try:
        decoded = decode(data, file="a.txt", encoding=encoding)
    except QualkitError as error:
        assert "a.txt" in str(error)
    else:
        assert "\r" not in decoded.text
        assert "\x00" not in decoded.text


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_utf_8_comes_back_as_it_was(text):
    assert decode(text.encode(), file="a.txt").text == text.removeprefix("\ufeff")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Анна: Мне было страшно, очень страшно.", "cp1251"),
        ("主持人：你好吗？\n小明：我很害怕。", "gb18030"),
        ("司会：こんにちは\n田中：怖かった", "shift_jis"),
    ],
)
def test_an_undecided_encoding_shows_the_words_in_each_reading(text, encoding):
    with pytest.raises(FileRefused) as refused:
        decode(text.encode(encoding), file="old.txt")
    first = text.replace("：", " ").split(":")[0].split()[0]
    assert first in refused.value.hint
    assert f"(as {encoding})" in refused.value.hint
    assert decode(text.encode(encoding), file="old.txt", encoding=encoding).text == text


def test_words_read_as_western_are_shown_as_neighbours_would_have_them():
    (finding,) = decode("Ann: święta były".encode("cp1250"), file="old.txt").findings
    assert "œwiêta, by³y" in finding.message
    assert "święta, były (as cp1250)" in finding.hint


@given(st.binary(max_size=80))
def test_any_bytes_are_text_or_refused(data):
    try:
        assert "\r" not in decode(data, file="any.txt").text
    except FileRefused as refused:
        assert refused.hint


def test_a_long_run_without_a_blank_is_read_in_no_time():
    start = time.process_time()
    decoded = decode(b"A" * 400_000 + b" na\xefve " + b"B" * 200_000 + b"\xef", file="long.txt")
    assert "naïve" in decoded.findings[0].message
    assert time.process_time() - start < 1
