"""`codings --import`, and what the commands hand to other programs."""

from __future__ import annotations

import csv
import io
import json

import pytest


@pytest.fixture
def qk(run, tmp_path):
    return lambda *arguments, coder="ana": run("-C", tmp_path / "study", *arguments, coder=coder)


def codings(qk):
    return json.loads(qk("codings", "--format", "json").out)["rows"]


@pytest.fixture
def bring(qk, write, tmp_path):
    return lambda text: qk("codings", "--import", write(tmp_path / "more.csv", text))


# ---- in


def test_codings_come_in_by_source_and_quote(filled, bring, qk):
    done = bring(
        'source,code,quote,memo\nfg1,Shame,"I felt ashamed",strong\npanel,Fear/Of school,scared of the school,\n'
    )
    assert (done.code, done.out) == (0, "Coded 2 passages from more.csv.\n")
    assert [
        (row["source"], row["code"], row["quote"], row["memo"], row["origin"]) for row in codings(qk)
    ] == [
        ("fg1", "Shame", "I felt ashamed", "strong", "imported"),
        ("panel:why", "Fear/Of school", "scared of the school", "", "imported"),
    ]
    assert qk("check", "anchors").code == 0


def test_codings_come_in_by_place_over_several_turns(filled, bring, qk):
    assert bring("source,code,segment,start,end_segment,end\nfg1,Fear,2,7,3,13\n").code == 0
    (row,) = codings(qk)
    assert row["quote"] == "good!!! but I was scared. The café’s fine.\nDr. Lee helpe"
    assert (row["source_start"], row["source_end"]) == (23, 79)
    assert row["cases"] == ["fg1:Mia", "fg1:Tom"]


def test_a_quote_goes_on_to_the_words_that_end_it_in_a_later_turn(filled, bring, qk):
    done = bring(
        "source,code,segment,quote,end_segment,to\n"
        "fg1,Fear,2,good!!! but I was scared. The café’s fine.,3,Dr. Lee helpe\n"
        "fg1,Shame,3,Dr. Lee helpe,2,good!!!\n"
        "fg1,Shame,2,good!!!,3,I was never there\n"
    )
    (row,) = codings(qk)
    assert row["quote"] == "good!!! but I was scared. The café’s fine.\nDr. Lee helpe"
    assert "fg1 has no passage from 3 to 2." in done.err
    assert '"I was never there" is not in fg1.' in done.err


def test_the_quote_is_found_whatever_its_case_and_typography(filled, bring, qk):
    assert bring("source,code,quote\nfg1,Fear,THE CAFÉ'S FINE\n").code == 0
    assert codings(qk)[0]["quote"] == "The café’s fine"


def test_each_row_that_does_not_match_is_reported_with_its_row_and_the_others_come_in(filled, bring, qk):
    done = bring(
        "source,code,quote,segment,start,end\n"
        "fg1,Shame,I felt ashamed,,,\n"
        "fg1,Shame,I was never there,,,\n"
        "fg1,Fear,was,,,\n"
        "fg7,Fear,scared,,,\n"
        "fg1,Fer,scared,,,\n"
        "fg1,Fear,,2,4,9000\n"
        "fg1,Fear,,2,x,9\n"
        "fg1,Fear,,,,\n"
        "fg1,Fear,tested,2,0,6\n"
    )
    assert done.code == 1
    assert "Coded 1 passage" in done.out
    for row, said in {
        3: '"I was never there" is not in fg1',
        4: "times in fg1",
        5: 'no source called "fg7"',
        6: "Fear",
        7: "no such place",
        8: "must be whole numbers",
        9: "neither a quote nor a place",
        10: 'not "tested"',
    }.items():
        assert [line for line in done.err.splitlines() if f"row {row}:" in line and said in line], (
            row,
            done.err,
        )
    assert len(codings(qk)) == 1


def test_the_same_file_twice_adds_nothing(filled, bring, qk):
    text = "source,code,quote\nfg1,Shame,I felt ashamed\n"
    bring(text)
    assert "1 were there already" in bring(text).out or "1 was there already" in bring(text).out
    assert len(codings(qk)) == 1


def test_an_import_is_one_step(filled, bring, qk):
    bring("source,code,quote\nfg1,Shame,I felt ashamed\nfg1,Fear,I was scared\n")
    assert qk("undo").code == 0
    assert codings(qk) == []


@pytest.mark.parametrize("text", ["", "code,quote\nFear,x\n", "source,quote\nfg1,x\n"])
def test_a_file_without_what_is_needed_is_refused(filled, bring, qk, text):
    done = bring(text)
    assert done.code == 1
    assert "more.csv" in done.err
    assert "Traceback" not in done.err


def test_a_file_that_is_not_there_is_refused(filled, qk, tmp_path):
    assert qk("codings", "--import", tmp_path / "none.csv").code == 1


def test_what_was_printed_as_csv_comes_in_again_with_its_ids(coded, qk, tmp_path):
    mine = [row for row in codings(qk) if row["coder"] == "ana"]
    (tmp_path / "all.csv").write_text(
        qk("codings", "--coder", "ana", "--format", "csv").out, encoding="utf-8"
    )
    for _ in range(5):
        qk("undo")
    assert not [row for row in codings(qk) if row["coder"] == "ana"]
    assert qk("codings", "--import", tmp_path / "all.csv").code == 0
    again = [row for row in codings(qk) if row["coder"] == "ana"]
    assert [(row["id"], row["quote"], row["code"]) for row in again] == [
        (row["id"], row["quote"], row["code"]) for row in mine
    ]


# ---- out


def shape(text):
    table = json.loads(text)
    assert list(table) == ["title", "columns", "rows", "notes", "provenance"]
    assert table["rows"]
    return table


def test_codings_as_json_have_the_fields_that_others_build_on(coded, qk):
    table = shape(qk("codings", "--format", "json").out)
    for row in table["rows"]:
        assert set(row) >= {
            "id", "source", "segment", "start", "end_segment", "end", "source_start", "source_end", "code", "coder",
            "quote", "cases", "speaker_role", "memo", "origin",
        }  # fmt: skip
    assert [(r["source"], r["segment"], r["quote"], r["code"], r["coder"]) for r in table["rows"]] == [
        ("fg1", "2", "scared", "Fear", "ana"),
        ("fg1", "3", "afraid", "Fear", "ana"),
        ("fg1", "5", "I felt ashamed 👩🏽‍⚕️ and alone.", "Shame", "Zoë / ben"),
        ("fg1", "5", "ashamed 👩🏽‍⚕️", "Shame", "ana"),
        ("panel:why", "1", "scared", "Fear", "ana"),
        ("panel:why", "2", "No fear at all, but shame was there all the time", "Shame", "Zoë / ben"),
    ]
    assert table["provenance"]["study"] == "study"


def test_offsets_in_the_source_fit_the_whole_text(coded, qk, opened):
    from qualkit.store import sources

    with opened(coded) as study, study.database.reading() as connection:
        texts = {
            one.source.name: "\n".join(segment.text for segment in sources.segments(connection, one.id))
            for one in sources.sources(connection)
        }
    for row in codings(qk):
        assert texts[row["source"]][row["source_start"] : row["source_end"]] == row["quote"]


def test_quotes_as_json_have_the_fields_that_others_build_on(coded, qk):
    for row in shape(qk("quotes", "--format", "json").out)["rows"]:
        assert set(row) >= {"theme", "code", "quote", "attribution", "cases", "source", "segment"}
        assert isinstance(row["cases"], list)


def test_status_as_json_has_the_fields_that_others_build_on(coded, qk):
    rows = shape(qk("status", "--format", "json").out)["rows"]
    assert set(rows[0]) >= {"source", "kind", "voice", "segments", "cases", "codings", "read"}
    assert [(row["source"], row["segments"], row["cases"], row["read"]) for row in rows] == [
        ("fg1", 6, 2, 6), ("panel:why", 3, 3, 0),
    ]  # fmt: skip


def test_csv_has_the_same_rows_as_json(coded, qk):
    plain = list(csv.DictReader(io.StringIO(qk("codings", "--format", "csv").out)))
    assert [row["id"] for row in plain] == [row["id"] for row in codings(qk)]


def test_codings_of_one_code_take_in_those_below_it(filled, qk):
    qk("code", "Of school", "--match", "school", "--yes")
    table = json.loads(qk("codings", "--code", "Fear", "--format", "json").out)
    assert {row["code"] for row in table["rows"]} == {"Fear/Of school"}


def test_data_goes_to_stdout_and_talk_to_stderr(coded, qk, tmp_path):
    written = qk("codings", "--format", "json", "-o", tmp_path / "codings.json")
    assert written.out == ""
    assert "Wrote" in written.err
    shape((tmp_path / "codings.json").read_text(encoding="utf-8"))
    refused = qk("codings", "-o", tmp_path / "codings.json")
    assert refused.code == 1
    assert "--force" in refused.err
