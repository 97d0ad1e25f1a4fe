from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualkit.errors import FileRefused
from qualkit.importers.codebooks import read_codebook
from qualkit.model.codebook import CodeStatus
from qualkit.model.draft import CodebookDraft
from qualkit.model.finding import Finding, errors_in


def read(tmp_path: Path, text: str, name: str = "barriers.csv") -> tuple[CodebookDraft, tuple[Finding, ...]]:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_codebook(path)


def paths(draft: CodebookDraft) -> list[tuple[str, ...]]:
    return [code.path for code in draft.codes]


def test_headers_are_known_in_any_spelling_and_empty_cells_say_nothing(tmp_path: Path) -> None:
    draft, findings = read(
        tmp_path,
        "CODE,Parent code,Description,When to use,When NOT to use,"
        "Example,example 2,Color,Counts in any,Status\n"
        'Fear,,"Afraid,\nof it",often,rarely,one,two,B5533C,no,retired\n'
        "Shame,Fear,,,,,,,,\n",
    )
    fear, shame = draft.codes
    assert findings == ()
    assert (fear.definition, fear.when, fear.when_not) == ("Afraid,\nof it", "often", "rarely")
    assert (fear.examples, fear.colour) == (("one", "two"), "#b5533c")
    assert (fear.counts_in_any, fear.status) == (False, CodeStatus.RETIRED)
    assert (shame.path, shame.definition, shame.examples) == (("Fear", "Shame"), None, None)
    assert shame.where.line == 4


def test_a_column_of_examples_holds_one_a_line(tmp_path: Path) -> None:
    draft, _ = read(tmp_path, 'name,examples\nFear,"one\n\ntwo"\n')
    assert draft.codes[0].examples == ("one", "two")


def test_rows_above_the_header_are_passed_over(tmp_path: Path) -> None:
    draft, _ = read(tmp_path, "Our codebook,,\nMay,,\nname,parent,definition\nFear,,x\n")
    assert paths(draft) == [("Fear",)]


def test_parents_may_come_after_their_children_and_be_named_or_given_as_a_path(tmp_path: Path) -> None:
    draft, findings = read(
        tmp_path,
        "name,parent\nDeep,Fear/Other\nOther,fear\nFear,\nTrust,\nOther,Trust\nToo,trust > other\n",
    )
    assert findings == ()
    assert paths(draft) == [
        ("Fear",),
        ("Fear", "Other"),
        ("Fear", "Other", "Deep"),
        ("Trust",),
        ("Trust", "Other"),
        ("Trust", "Other", "Too"),
    ]


def test_a_parent_that_two_codes_are_named_is_refused_with_their_paths(tmp_path: Path) -> None:
    draft, (found,) = read(tmp_path, "name,parent\nFear,\nTrust,\nOther,Fear\nOther,Trust\nDeep,Other\n")
    assert ("Fear", "Other") in paths(draft) and ("Trust", "Other") in paths(draft)
    assert (found.where.line, found.severity.value) == (6, "error")
    assert "Fear/Other" in found.hint and "Trust/Other" in found.hint


def test_a_theme_wins_over_a_code_of_its_name_as_a_parent(tmp_path: Path) -> None:
    draft, findings = read(tmp_path, "name,parent\nOther,\nFear,\nOther,Fear\nDeep,Other\n")
    assert findings == ()
    assert ("Other", "Deep") in paths(draft)


def test_rows_without_a_place_are_named_and_lose_no_other(tmp_path: Path) -> None:
    draft, findings = read(
        tmp_path,
        "name,parent\nFear,\nShame,Faer\nA,B\nB,A\nSelf,Self\nLow,Shame\n,Fear\nFear,\nTrust,\n",
    )
    assert paths(draft) == [("Fear",), ("Trust",)]
    assert sorted(found.where.line or 0 for found in errors_in(findings)) == [3, 4, 5, 6, 7, 8, 9]
    assert 'Did you mean "Fear"?' in " ".join(map(str, findings))


def test_a_path_in_the_name_column_counts_where_its_beginning_is_a_row(tmp_path: Path) -> None:
    draft, findings = read(
        tmp_path, "code,definition\nFear,x\nFear/Shame,y\nFear > Shame > Deep,z\nMum/Dad,w\n"
    )
    assert findings == ()
    assert paths(draft) == [("Fear",), ("Fear", "Shame"), ("Fear", "Shame", "Deep"), ("Mum/Dad",)]


def test_an_arrow_that_leads_nowhere_is_a_name_with_a_warning(tmp_path: Path) -> None:
    draft, (found,) = read(tmp_path, "code\nFear > Shame\n")
    assert paths(draft) == [("Fear > Shame",)]
    assert found.where.line == 2


def test_with_a_column_of_parents_a_slash_is_part_of_the_name(tmp_path: Path) -> None:
    draft, _ = read(tmp_path, "name,parent\nFear,\nFear/Shame,\nDeep,Fear\\/Shame\n")
    assert paths(draft) == [("Fear",), ("Fear/Shame",), ("Fear/Shame", "Deep")]


def test_an_unknown_column_is_named_with_the_nearest_known_one(tmp_path: Path) -> None:
    _, findings = read(tmp_path, "name,defintion,frequency,empty\nFear,x,12,\n")
    assert [found.severity.value for found in findings] == ["warning", "warning"]
    assert 'Did you mean "definition"?' in findings[0].hint


def test_senseless_values_are_left_out_with_their_column(tmp_path: Path) -> None:
    draft, findings = read(tmp_path, "name,colour,id,status,version\nFear,reddish,17,perhaps,0\n")
    code = draft.codes[0]
    assert (code.colour, code.id, code.status, code.version) == (None, None, None, None)
    assert [found.where.column for found in findings] == ["colour", "id", "status", "version"]


def test_the_apostrophe_of_our_own_exports_is_taken_off_in_csv_only(tmp_path: Path) -> None:
    from openpyxl import Workbook

    draft, _ = read(tmp_path, "name,definition\n'=1+1,'twas\n")
    assert (draft.codes[0].path, draft.codes[0].definition) == (("=1+1",), "'twas")
    workbook = Workbook()
    workbook.worksheets[0].append(["name"])
    workbook.worksheets[0].append(["'=1+1"])
    workbook.save(tmp_path / "barriers.xlsx")
    draft, _ = read_codebook(tmp_path / "barriers.xlsx")
    assert draft.codes[0].path == ("'=1+1",)
    assert draft.codes[0].where.row == 2


@pytest.mark.parametrize("text", ["", "only,these\ncolumns,here\n", "definition\nx\n"])
def test_a_table_without_names_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(FileRefused):
        read(tmp_path, text)


def test_a_truncated_workbook_is_refused(tmp_path: Path) -> None:
    (tmp_path / "barriers.xlsx").write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(FileRefused):
        read_codebook(tmp_path / "barriers.xlsx")


def test_a_chain_of_a_thousand_parents_is_cut_off_and_ends(tmp_path: Path) -> None:
    rows = "".join(f"c{n},c{n - 1}\n" for n in range(1, 1000))
    draft, findings = read(tmp_path, f"name,parent\nc0,\n{rows}")
    assert len(draft.codes) + len(errors_in(findings)) == 1000
    assert max(map(len, paths(draft))) == 20


CELLS = st.text(alphabet="ab/>\\ ", max_size=5)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=8))
def test_every_row_is_a_code_or_has_a_finding(rows: list[tuple[str, str]], tmp_path: Path) -> None:
    text = "name,parent,definition\n" + "".join(f"{name},{parent},x\n" for name, parent in rows)
    draft, findings = read(tmp_path, text)
    placed = {code.where.line for code in draft.codes} | {found.where.line for found in errors_in(findings)}
    assert placed == set(range(2, len(rows) + 2))
    seen: set[tuple[str, ...]] = {()}
    for code in draft.codes:
        assert code.path[:-1] in seen
        seen.add(code.path)
