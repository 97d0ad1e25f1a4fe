import zipfile
import zlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualkit.errors import FileRefused, QualkitError
from qualkit.importers import packages
from qualkit.importers.packages import open_package, parse_xml


@pytest.fixture
def package(tmp_path):
    def build(parts, name="a.docx"):
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for part, data in parts.items():
                archive.writestr(part, data)
        return path

    return build


def test_parts_are_read_by_name(package):
    opened = open_package(package({"word/document.xml": b"<a/>"}))
    assert opened.names == ("word/document.xml",)
    assert opened.read("word/document.xml") == b"<a/>"
    assert opened.read("missing.xml") is None
    assert opened.kind == "a Word document"


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/passwd", "a/../../b", "..\\evil", "C:\\x"])
def test_a_part_that_leaves_its_folder_is_refused(package, name):
    with pytest.raises(FileRefused, match="outside its own folder"):
        open_package(package({"word/document.xml": b"<a/>", name: b"x"}))


def test_a_bomb_is_refused_before_it_is_unpacked(package):
    with pytest.raises(FileRefused, match="would unpack to"):
        open_package(package({"word/document.xml": b"\0" * (40 * 1024 * 1024)}))


def test_too_many_parts_are_refused(package, monkeypatch):
    monkeypatch.setattr(packages, "MAX_PARTS", 2)
    with pytest.raises(FileRefused, match="3 parts"):
        open_package(package({"a": b"", "b": b"", "c": b""}))


def test_a_truncated_file_is_refused(package):
    path = package({"word/document.xml": b"<a/>" * 500})
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(FileRefused, match="cut off"):
        open_package(path)


def test_a_part_with_damaged_content_is_refused_when_read(package):
    path = package({"word/document.xml": zlib.compress(b"<a/>" * 500)})
    data = bytearray(path.read_bytes())
    data[50] ^= 0xFF
    path.write_bytes(bytes(data))
    with pytest.raises(FileRefused, match="damaged"):
        open_package(path).read("word/document.xml")


def test_a_protected_office_file_is_refused_as_such(tmp_path):
    path = tmp_path / "secret.docx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    with pytest.raises(FileRefused, match="password"):
        open_package(path)


def test_an_encrypted_zip_is_refused(package):
    path = package({"word/document.xml": b"<a/>"})
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(data))
    with pytest.raises(FileRefused, match="password"):
        open_package(path)


@pytest.mark.parametrize(("data", "message"), [(b"", "empty"), (b"{\\rtf1 hello}", "not really a .docx")])
def test_what_is_no_zip_is_refused(tmp_path, data, message):
    path = tmp_path / "a.docx"
    path.write_bytes(data)
    with pytest.raises(FileRefused, match=message):
        open_package(path)


def test_a_missing_file_is_refused_and_not_a_traceback(tmp_path):
    with pytest.raises(FileRefused, match="can't be opened"):
        open_package(tmp_path / "none.docx")


@pytest.mark.parametrize(
    "xml",
    [
        b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
        b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
    ],
)
def test_entities_and_doctypes_are_refused(xml):
    with pytest.raises(FileRefused, match="entities"):
        parse_xml(xml, "a.docx")


@pytest.mark.parametrize("xml", [b"<a>", b"", b"\xff\xfe<a", b'<?xml version="1.0" encoding="nope"?><a/>'])
def test_xml_that_does_not_parse_is_refused(xml):
    with pytest.raises(FileRefused, match="damaged"):
        parse_xml(xml, "a.docx")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(st.data())
def test_a_mutated_zip_is_read_or_refused(tmp_path, data):
    path = tmp_path / "mutated.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a>text</a>" * 20)
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(bytes(content))
    try:
        opened = open_package(path)
        for name in opened.names:
            opened.read(name)
    except QualkitError as error:
        assert error.message
