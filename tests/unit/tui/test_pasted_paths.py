"""What a terminal makes of a dropped file, and what people paste."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualkit.tui.pasted_paths import paths_in

NOT_WINDOWS = pytest.mark.skipif(sys.platform == "win32", reason="paths of Linux and macOS")


def never(_: Path) -> bool:
    return False


@pytest.mark.parametrize(
    ("pasted", "path"),
    [
        ("/home/ana/talk.docx", "/home/ana/talk.docx"),
        ("/home/ana/talk.docx \n", "/home/ana/talk.docx"),
        ("'/home/ana/my talk.docx' ", "/home/ana/my talk.docx"),
        ('"/home/ana/my talk.docx"', "/home/ana/my talk.docx"),
        ("/home/ana/my\\ talk\\ \\(1\\).docx", "/home/ana/my talk (1).docx"),
        ("'/home/ana/Ben'\\''s talk.docx'", "/home/ana/Ben's talk.docx"),
        ("file:///home/ana/my%20talk.docx", "/home/ana/my talk.docx"),
        ("file://localhost/home/ana/caf%C3%A9.docx\r\n", "/home/ana/café.docx"),
        ("“/home/ana/talk.docx”", "/home/ana/talk.docx"),
        ("/home/ana/my talk.docx", "/home/ana/my talk.docx"),
        ("./talk.docx", "talk.docx"),
    ],
)
@NOT_WINDOWS
def test_a_dropped_file_is_understood_however_the_terminal_writes_it(pasted: str, path: str) -> None:
    assert paths_in(pasted, is_there=lambda one: one == Path(path)) == (Path(path),)


@pytest.mark.parametrize(
    ("pasted", "path"),
    [
        (r"C:\Users\Ana B\talk.docx", r"C:\Users\Ana B\talk.docx"),
        (r'"C:\Users\Ana B\talk.docx"', r"C:\Users\Ana B\talk.docx"),
        (r"\\server\share\talk.docx", r"\\server\share\talk.docx"),
        ("file:///C:/Users/Ana%20B/talk.docx", "C:/Users/Ana B/talk.docx"),
    ],
)
def test_paths_of_windows_are_kept_whole(pasted: str, path: str) -> None:
    assert paths_in(pasted, is_there=never) == (Path(path),)


@NOT_WINDOWS
def test_a_windows_drive_is_found_where_linux_on_windows_has_it() -> None:
    there = Path("/mnt/c/Users/Ana B/talk.docx")
    assert paths_in(r"C:\Users\Ana B\talk.docx", is_there=lambda path: path == there) == (there,)


@pytest.mark.parametrize(
    "pasted",
    [
        "/a/one.docx /a/two.csv",
        "'/a/one.docx' '/a/two.csv'",
        "/a/one.docx\n/a/two.csv\n",
        "file:///a/one.docx\r\nfile:///a/two.csv\r\n",
        "/a/one.docx /a/two.csv /a/one.docx",
    ],
)
@NOT_WINDOWS
def test_several_files_come_in_order_and_each_once(pasted: str) -> None:
    assert paths_in(pasted, is_there=never) == (Path("/a/one.docx"), Path("/a/two.csv"))


def test_several_windows_files_come_in_order() -> None:
    pasted = r'"C:\My files\one.docx" C:\two.csv'
    assert paths_in(pasted, is_there=never) == (Path(r"C:\My files\one.docx"), Path(r"C:\two.csv"))


@NOT_WINDOWS
def test_a_bare_blank_belongs_to_the_name_if_such_a_file_is_there() -> None:
    pasted = "/a/one.docx /a/two.csv"
    assert paths_in(pasted, is_there=lambda path: path == Path(pasted)) == (Path(pasted),)


@NOT_WINDOWS
def test_home_is_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ana")
    assert paths_in("~/talk.docx", is_there=never) == (Path("/home/ana/talk.docx"),)


@pytest.mark.parametrize(
    "pasted",
    ["", "   \n", "I was scared of school.", "see /home/ana/talk.docx", "and/or", "1/2", "x" * 40_000],
)
def test_other_text_is_no_path(pasted: str) -> None:
    assert paths_in(pasted, is_there=never) == ()


def test_a_text_that_begins_with_a_stroke_is_no_path() -> None:
    assert paths_in("/ he said and left the room", is_there=never) == ()


def test_control_characters_are_no_part_of_a_path() -> None:
    assert paths_in("\x1b/a/one.docx\x07", is_there=never) == (Path("/a/one.docx"),)


@given(st.text(max_size=200))
def test_any_text_can_be_pasted(text: str) -> None:
    assert isinstance(paths_in(text), tuple)


@given(st.lists(st.text(st.characters(codec="utf-8", categories=["L", "N", "Zs"]), min_size=1), min_size=1))
@NOT_WINDOWS
def test_a_quoted_name_comes_back_as_it_was(names: list[str]) -> None:
    path = Path("/a", *(f"x{name}x" for name in names))
    assert paths_in(f"'{path}'", is_there=lambda one: one == path) == (path,)
