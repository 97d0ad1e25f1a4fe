from __future__ import annotations

import uuid
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualkit.errors import FileRefused, Refused
from qualkit.exports.codebook import codebook_yaml, write_codebook
from qualkit.importers.codebooks import read_codebook
from qualkit.importers.codebooks.changes import compare, merged
from qualkit.importers.codebooks.yaml_file import yaml_codebook
from qualkit.model.codebook import Code, Codebook, CodeStatus


def code_id(number: int) -> str:
    return str(uuid.UUID(int=number + 1, version=4))


FEAR = Code(id=code_id(1), name="Fear", definition="Afraid of what follows", colour="#b5533c")
SHAME = Code(id=code_id(2), name="Shame", parent=FEAR.id, examples=("I could not say it.",))
TRUST = Code(id=code_id(3), name="Trust", definition="Nobody to turn to")
BOOK = Codebook(name="book", title="Barriers", codes=(FEAR, SHAME, TRUST))

HAND_WRITTEN = f"""\
# Barriers, agreed in May
title: Barriers   # as in the report

codes:
    # the first thing people say
    - name: Fear  # see memo 3
      colour: '#b5533c'
      id: {FEAR.id}
      team: north
      Definition: Afraid of
         what follows

      children:
          # often with Fear
          - id: {SHAME.id}
            name: "Shame"
            examples: [I could not say it.]
    # came up late
    - name: Trust
      id: {TRUST.id}
      definition: |
          Nobody to turn to
# the end
"""


def read(text: str, name: str = "book") -> Codebook:
    draft, findings = yaml_codebook(text, file=f"{name}.yaml")
    assert not [found for found in findings if found.severity == "error"], findings
    return merged(draft, None, new_id=lambda: "new", now="")


def test_a_new_file_reads_as_people_would_write_it() -> None:
    assert codebook_yaml(BOOK) == (
        "title: Barriers\n"
        "codes:\n"
        "  - name: Fear\n"
        f"    id: {FEAR.id}\n"
        '    colour: "#b5533c"\n'
        "    definition: Afraid of what follows\n"
        "    codes:\n"
        "      - name: Shame\n"
        f"        id: {SHAME.id}\n"
        "        examples:\n"
        "          - I could not say it.\n"
        "  - name: Trust\n"
        f"    id: {TRUST.id}\n"
        "    definition: Nobody to turn to\n"
    )


def test_a_file_that_says_the_same_stays_as_it_is() -> None:
    assert codebook_yaml(BOOK, HAND_WRITTEN) == HAND_WRITTEN
    assert codebook_yaml(BOOK, codebook_yaml(BOOK)) == codebook_yaml(BOOK)


def test_a_changed_definition_changes_its_own_lines_only() -> None:
    book = replace(BOOK, codes=(replace(FEAR, definition="Of the police"), SHAME, TRUST))
    assert codebook_yaml(book, HAND_WRITTEN) == HAND_WRITTEN.replace(
        "Definition: Afraid of\n         what follows", "Definition: Of the police"
    )


def test_a_new_field_and_a_new_code_go_where_they_belong() -> None:
    new = Code(id=code_id(4), name="Police", parent=TRUST.id)
    book = replace(BOOK, codes=(replace(FEAR, brief="Afraid"), SHAME, TRUST, new))
    written = codebook_yaml(book, HAND_WRITTEN)
    assert read(written) == book
    added = [line for line in written.split("\n") if line not in HAND_WRITTEN.split("\n")]
    assert added == [
        "      brief: Afraid",
        "      codes:",
        "          - name: Police",
        f"            id: {new.id}",
    ]
    assert all(line in written.split("\n") for line in HAND_WRITTEN.split("\n"))


def test_a_removed_code_takes_its_comment_along_and_no_other() -> None:
    written = codebook_yaml(replace(BOOK, codes=(FEAR, TRUST)), HAND_WRITTEN)
    assert "Shame" not in written and "often with Fear" not in written and "children" not in written
    assert "# came up late\n    - name: Trust" in written
    assert "# the end" in written


def test_a_moved_code_keeps_its_lines_and_its_comment() -> None:
    book = replace(BOOK, codes=(TRUST, replace(SHAME, parent=TRUST.id), FEAR))
    written = codebook_yaml(book, HAND_WRITTEN)
    assert read(written) == replace(book, codes=tuple(code for _, code in book.walk()))
    assert "          # often with Fear\n          - id:" in written
    assert written.index("came up late") < written.index("often with Fear") < written.index("the first thing")


def test_a_code_moved_to_the_top_is_indented_as_its_new_siblings() -> None:
    written = codebook_yaml(replace(BOOK, codes=(FEAR, TRUST, replace(SHAME, parent=None))), HAND_WRITTEN)
    assert f'    # often with Fear\n    - id: {SHAME.id}\n      name: "Shame"\n' in written


def test_bare_names_get_their_ids_and_keep_their_comments() -> None:
    text = "# ours\n- Fear\n# and\n- name: Trust\n  definition: Nobody to turn to\n"
    book = replace(BOOK, codes=(replace(FEAR, definition="", colour=""), TRUST))
    written = codebook_yaml(book, text)
    assert read(written) == book
    assert "# ours\n" in written and "# and\n- name: Trust\n  id:" in written


def test_the_looser_layouts_are_rewritten_under_their_opening_comments() -> None:
    written = codebook_yaml(BOOK, "# ours\nFear: {definition: x, codes: {Shame: y}}\n")
    assert written == "# ours\n" + codebook_yaml(BOOK)


def test_a_broken_file_is_refused_rather_than_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "book.yaml"
    path.write_text("codes: [a\n- b", encoding="utf-8")
    with pytest.raises(FileRefused, match="line 2"):
        write_codebook(BOOK, path)
    assert path.read_text(encoding="utf-8") == "codes: [a\n- b"


def test_an_unknown_ending_is_refused_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"\.xlsx"):
        write_codebook(BOOK, tmp_path / "book.docx")
    assert list(tmp_path.iterdir()) == []


def test_what_looks_like_a_formula_is_a_text_in_every_table(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    book = Codebook(name="book", codes=(replace(FEAR, name="=1+1", definition="@home"),))
    write_codebook(book, tmp_path / "book.csv")
    write_codebook(book, tmp_path / "book.xlsx")
    assert "'=1+1,,,'@home" in (tmp_path / "book.csv").read_text(encoding="utf-8-sig")
    sheet = load_workbook(tmp_path / "book.xlsx").worksheets[0]
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=1+1", "s")
    assert sheet.freeze_panes == "B2"


LETTERS = st.text(alphabet="ab é/:#-'\"\\?!&*>|%@`{}[],=~🙂\u200d\u00a0\u202ey1", max_size=12)
LINES = st.lists(LETTERS, max_size=4).map("\n".join)
TEXTS = st.one_of(LETTERS, LINES, st.text("word ", max_size=160)).map(str.strip)
NAMES = LETTERS.map(str.strip).filter(bool)


@st.composite
def codebooks(draw: st.DrawFn) -> Codebook:
    codes: list[Code] = []
    for number in range(draw(st.integers(0, 6))):
        parent = draw(st.sampled_from([None, *(code.id for code in codes)]))
        name = draw(NAMES)
        if any((code.parent, code.name) == (parent, name) for code in codes):
            continue
        texts = {key: draw(TEXTS) for key in ("brief", "definition", "when", "when_not", "summary")}
        codes.append(
            Code(
                id=code_id(number),
                name=name,
                parent=parent,
                colour=draw(st.sampled_from(["", "#00ff99"])),
                examples=tuple(draw(st.lists(TEXTS.filter(bool), max_size=3))),
                status=draw(st.sampled_from(CodeStatus)),
                counts_in_any=draw(st.booleans()),
                version=draw(st.integers(1, 3)),
                created=draw(st.sampled_from(["", "2026-03-01T10:00:00Z"])),
                **texts,
            )
        )
    book = Codebook(name="book", title=draw(NAMES), codes=tuple(codes))
    return replace(book, codes=tuple(code for _, code in book.walk()))


@pytest.mark.parametrize("suffix", [".yaml", ".csv", ".xlsx"])
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(book=codebooks())
def test_what_is_written_reads_back_the_same(suffix: str, book: Codebook, tmp_path: Path) -> None:
    path = tmp_path / f"book{suffix}"
    path.unlink(missing_ok=True)
    write_codebook(book, path)
    if not book.codes and suffix != ".yaml":
        return
    draft, findings = read_codebook(path)
    assert findings == ()
    assert merged(draft, None, new_id=lambda: "new", now="").codes == book.codes
    assert compare(draft, book).is_nothing


@settings(deadline=None)
@given(before=codebooks(), after=codebooks())
def test_whatever_changed_the_written_file_says_what_the_study_has(before: Codebook, after: Codebook) -> None:
    text = "# ours\n" + codebook_yaml(before).replace("\n  - name", "\n  # note\n  - name")
    written = codebook_yaml(after, text)
    assert read(written) == after
    assert written.startswith("# ours\n")
    assert codebook_yaml(after, written) == written
