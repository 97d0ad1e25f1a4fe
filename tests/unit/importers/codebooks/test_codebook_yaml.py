from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualkit.errors import FileRefused
from qualkit.importers.codebooks import read_codebook
from qualkit.importers.codebooks.yaml_file import MAX_BYTES, yaml_codebook
from qualkit.model.codebook import CodeStatus
from qualkit.model.draft import CodebookDraft
from qualkit.model.finding import Finding, Severity


def read(text: str) -> tuple[CodebookDraft, tuple[Finding, ...]]:
    return yaml_codebook(text, file="barriers.yaml")


def paths(text: str) -> list[str]:
    draft, findings = read(text)
    assert findings == ()
    return ["/".join(code.path) for code in draft.codes]


FULL = """\
title: What stops children from telling
name: something else
codes:
  - name: Fear
    id: 1B4E28BA-2FA1-11D2-883F-0016D3CCA427
    colour: "#B5533C"
    brief: Afraid of what follows
    definition: |
      Two lines
      of it.
    when: Speaks of consequences
    when_not: Speaks of shame
    examples:
      - "If I said: no"
      - 42
    summary: >
      One paragraph
      in two lines.
    status: draft
    counts_in_any: false
    version: 3
    created: 2026-03-01
    codes:
      - name: Shame
"""


def test_every_field_is_read_and_the_file_names_the_book() -> None:
    draft, findings = read(FULL)
    fear, shame = draft.codes
    assert findings == ()
    assert (draft.name, draft.title) == ("barriers", "What stops children from telling")
    assert (fear.id, fear.colour) == ("1b4e28ba-2fa1-11d2-883f-0016d3cca427", "#b5533c")
    assert (fear.brief, fear.definition) == ("Afraid of what follows", "Two lines\nof it.")
    assert (fear.when, fear.when_not) == ("Speaks of consequences", "Speaks of shame")
    assert (fear.examples, fear.summary) == (("If I said: no", "42"), "One paragraph in two lines.")
    assert (fear.status, fear.counts_in_any, fear.version) == (CodeStatus.DRAFT, False, 3)
    assert (fear.created, fear.where.line) == ("2026-03-01", 4)
    assert shame.path == ("Fear", "Shame")


def test_what_the_file_does_not_say_is_none_and_an_empty_text_is_empty() -> None:
    (code,) = read('- name: Fear\n  definition:\n  brief: ""\n')[0].codes
    assert (code.definition, code.brief, code.examples, code.counts_in_any) == (None, "", None, None)


@pytest.mark.parametrize(
    "text",
    [
        "codes:\n- name: Fear\n  codes:\n  - name: Shame\n- name: Trust",
        "- Fear:\n    children: [Shame]\n- Trust",
        "Fear:\n  Shame: afraid\nTrust: nobody",
        "Fear: {definition: x, subcodes: {Shame: y}}\nTrust:",
        "themes:\n  Fear:\n    - Shame\n  Trust: {}\n",
        "- code: Fear\n  Sub-Codes:\n    - Shame: text\n- Trust:\n  description: x",
    ],
)
def test_the_looser_layouts_give_the_same_tree(text: str) -> None:
    assert paths(text) == ["Fear", "Fear/Shame", "Trust"]


@pytest.mark.parametrize(
    ("key", "field"),
    [
        ("description", "definition"),
        ("When To Use", "when"),
        ("when-not-to-use", "when_not"),
        ("use when", "when"),
        ("Short definition", "brief"),
    ],
)
def test_keys_are_known_by_other_names_and_in_any_case(key: str, field: str) -> None:
    draft, findings = read(f"- name: Fear\n  {key}: a text\n")
    assert (getattr(draft.codes[0], field), findings) == ("a text", ())


def test_words_and_numbers_of_yaml_are_texts_here() -> None:
    draft, _ = read("- name: No\n- name: 2020\n- name: 0755\n- name: 2026-01-01\n- name: 1:30")
    assert [code.path[0] for code in draft.codes] == ["No", "2020", "0755", "2026-01-01", "1:30"]


def test_all_problems_are_named_at_once_with_their_lines_and_cost_only_what_is_wrong() -> None:
    text = (
        "codes:\n"
        "  - name: Fear\n"
        "    colour: reddish\n"
        "    defintion: lost\n"
        "    when: [a, b]\n"
        "    id: 17\n"
        "    brief: one\n"
        "    brief: two\n"
        "    codes:\n"
        "      - name: Shame\n"
        "      - Shame\n"
        "      - definition: nameless\n"
        "  - [Trust]\n"
        "  - name: Services\n"
        "    codes: none\n"
    )
    draft, findings = read(text)
    assert [code.path[-1] for code in draft.codes] == ["Fear", "Shame", "Services"]
    assert draft.codes[0].brief == "one"
    assert {(found.where.line, found.severity.value) for found in findings} == {
        (3, "warning"),
        (4, "warning"),
        (5, "error"),
        (6, "warning"),
        (8, "error"),
        (11, "error"),
        (12, "error"),
        (13, "error"),
        (15, "error"),
    }
    assert 'Did you mean "definition"?' in " ".join(map(str, findings))


def test_a_copied_id_is_read_once() -> None:
    same = "1b4e28ba-2fa1-11d2-883f-0016d3cca427"
    draft, (found,) = read(f"- name: Fear\n  id: {same}\n- name: Trust\n  id: {same}\n")
    assert [code.id for code in draft.codes] == [same, None]
    assert (found.severity, found.where.line) == (Severity.WARNING, 3)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("codes:\n  - name: Fear\n definition: x", 3),
        ("codes:\n  - name: Fear: of others", 2),
        ("codes:\n\t- name: Fear", 2),
        ("codes:\n  - name: *nothing", 2),
        ("codes:\n  - [a", 2),
        ("a: 1\n---\nb: 2", 2),
        ("codes:\n  - name: \x07", 2),
        ("only words", 1),
    ],
)
def test_what_is_no_codebook_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(FileRefused) as caught:
        read(text)
    assert f"line {line}" in caught.value.where
    assert caught.value.hint


@pytest.mark.parametrize("text", ["", "# only a comment\n", "[" * 5000, "a: " + "{a: " * 5000])
def test_empty_and_bottomless_files_are_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "barriers.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FileRefused):
        read_codebook(path)


def test_tags_are_not_obeyed() -> None:
    draft, _ = read("- name: !!python/object/apply:os.getcwd []\n- !!python/name:os.system Fear\n")
    assert [code.path for code in draft.codes] == [("Fear",)]


def test_aliases_can_not_blow_a_file_up() -> None:
    levels = ["a0: &a0 [x, y, z]"]
    for n in range(1, 9):
        levels.append(f"a{n}: &a{n} {{{', '.join(f'k{i}: *a{n - 1}' for i in range(9))}}}")
    with pytest.raises(FileRefused, match="20,000 codes"):
        read("\n".join(levels))


def test_an_alias_of_itself_ends() -> None:
    draft, findings = read("codes: &all\n  - name: Fear\n    codes: *all\n")
    assert len(draft.codes) == 20
    assert any("20 levels" in found.message for found in findings)


def test_a_plain_alias_repeats_a_text() -> None:
    draft, findings = read("- name: Fear\n  when: &rule Said aloud\n- name: Trust\n  when: *rule\n")
    assert ([code.when for code in draft.codes], findings) == (["Said aloud"] * 2, ())


def test_a_file_larger_than_any_codebook_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "big.yaml"
    path.write_bytes(b"- x\n" * (MAX_BYTES // 4 + 1))
    with pytest.raises(FileRefused, match="too large"):
        read_codebook(path)


def test_a_missing_file_and_another_kind_of_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused):
        read_codebook(tmp_path / "absent.yaml")
    with pytest.raises(FileRefused, match=r"\.xlsx"):
        read_codebook(tmp_path / "codes.qdc")


def test_a_windows_file_with_a_byte_order_mark_reads_as_any_other(tmp_path: Path) -> None:
    path = tmp_path / "barriers.yaml"
    path.write_bytes("\ufeffcodes:\r\n  - name: Peur\r\n    definition: |\r\n      é\r\n      ü\r\n".encode())
    draft, findings = read_codebook(path)
    assert (draft.codes[0].definition, findings) == ("é\nü", ())


@given(st.text(alphabet="ab:-[]{}#&*!|>'\"\n \t?,é", max_size=60))
def test_whatever_stands_in_a_file_it_is_read_or_refused(text: str) -> None:
    try:
        draft, findings = read(text)
    except FileRefused as error:
        assert error.message
    else:
        assert len({code.path for code in draft.codes}) == len(draft.codes)
        assert all(finding.where.line for finding in findings)


def test_an_anchor_that_is_given_twice_is_no_matter(tmp_path):
    path = tmp_path / "codes.yaml"
    path.write_text("codes: [&a {name: Fear}, &a {name: Shame}]\n", encoding="utf-8")
    draft, _ = read_codebook(path)
    assert [code.path[-1] for code in draft.codes] == ["Fear", "Shame"]
