"""The work as text: whatever people write comes back byte for byte."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualkit.actions.bring_in import first_keys, packed_keys, unpacked_keys
from qualkit.actions.save import coder_of, coding_path
from qualkit.errors import FileRefused
from qualkit.store.changes import Deleted, FileChanged, Inserted, Updated, pack, unpack
from qualkit.store.work_rows import FIELDS, parse_log, parse_rows, row_id, rows_text

NASTY = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        ["=1+1", "'=1", '"', '""', ",", "\n", "\r", "a\rb", "\r\n", "\x00", "\x1b[31m", "\ufeff", "👩🏽‍⚕️", "\u202eabc", " x ", "\u2028", "a\\/b"]
    ),
)  # fmt: skip


@pytest.mark.parametrize("file", list(FIELDS))
@given(st.data())
def test_rows_come_back_as_they_were(file, data):
    names = FIELDS[file]
    rows = data.draw(st.lists(st.fixed_dictionaries(dict.fromkeys(names, NASTY)), max_size=4))
    by_id = {row_id(file, row): row for row in rows}
    assert parse_rows(file, rows_text(file, by_id.values()), "path") == by_id


def test_a_field_longer_than_csv_allows_comes_back():
    row = dict.fromkeys(FIELDS["memos.csv"], "") | {"id": "1", "text": "long" * 100_000}
    assert parse_rows("memos.csv", rows_text("memos.csv", [row]), "path") == {"1": row}


def test_the_limit_of_csv_is_as_it_was_afterwards():
    import csv

    before = csv.field_size_limit()
    parse_rows("memos.csv", "id,text\n1,x\n", "path")
    with pytest.raises(FileRefused):
        parse_rows("memos.csv", "text\nx\n", "path")
    assert csv.field_size_limit() == before


def test_a_column_that_somebody_added_does_not_matter_and_one_that_is_gone_is_empty():
    (row,) = parse_rows("memos.csv", "mine,text,id\n1,words,a\n", "path").values()
    assert row == {"id": "a", "about": "", "target": "", "text": "words", "created": ""}


@given(st.text(min_size=1, max_size=20).filter(lambda name: name == name.strip()))
def test_a_coders_name_comes_back_from_its_folder(name):
    path = coding_path(name, "codings.csv")
    assert coder_of(path) == name
    folder = path.split("/")[1]
    assert path.count("/") == 2
    assert not folder.startswith(".")
    assert not set(folder) & set('\\/:*?"<>|\x00\n')


def test_two_coders_never_share_a_folder():
    names = ["a", "a/b", "a%2Fb", "..", ".a", "%2Ea", "a b", "a:b"]
    assert len({coding_path(name, "x") for name in names}) == len(names)


def test_a_log_line_comes_back():
    line = json.dumps({"id": "1", "at": "2026", "verb": "code", "summary": "é\nx", "detail": {"n": 1}})
    ((uid, event),) = parse_log(line + "\n\n", "ana", "path")
    assert (uid, event.summary, dict(event.detail), event.coder) == ("1", "é\nx", {"n": 1}, "ana")


def test_a_bad_log_line_is_named():
    with pytest.raises(FileRefused, match="log") as refused:
        parse_log('{"id":"1","at":"2","verb":"x","summary":"y"}\nnonsense\n', "ana", "coding/ana/log.jsonl")
    assert "line 2" in refused.value.where


@given(st.lists(st.integers(1, 40), unique=True, max_size=20))
def test_keys_come_back_from_their_runs(numbers):
    keys = [str(number) for number in numbers]
    assert not keys or unpacked_keys(packed_keys(keys)) == keys


def test_runs_of_keys_are_short():
    assert packed_keys([*first_keys(11), "97", *map(str, range(12, 97))]) == "1-11,97,12-96"


@given(st.binary(max_size=20), st.text(max_size=10))
def test_changes_come_back_from_their_packing(data, text):
    changes = [
        Inserted(table="coding", keys=[("a", 1)], rows=[{"id": text, "n": None, "b": data}]),
        Updated(table="code", key=("x",), before={"name": text}, after={"name": ""}),
        Deleted(table="answer", rows=[{"question_id": 1, "level": 2.5}]),
        FileChanged(path="transcripts/é.md", before=None, after=data),
    ]
    assert unpack(pack(changes)) == changes


WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30).filter(str.strip)


NAMES = st.text("abcé’/\\:*?.%#~ 👩🏽‍⚕️Ω", min_size=1, max_size=12).filter(lambda name: name == name.strip())


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(memos=st.lists(WORDS, min_size=5, max_size=20), coder=NAMES)
def test_memos_and_coders_survive_save_and_rebuild(filled, opened, memos, coder):
    from qualkit.actions.memos import add_memo, memos_table
    from qualkit.actions.save import save

    with opened(filled, coder) as study:
        for text in memos:
            add_memo(study, text)
        before = memos_table(study).rows
        save(study)
    for path in filled.glob("study.db*"):
        path.unlink()
    with opened(filled, coder) as study:
        assert sorted(memos_table(study).rows, key=str) == sorted(before, key=str)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    turns=st.lists(
        st.text("abc é\u0301👩🏽‍⚕️'\"=,;[]/\\\x1b\u202e", min_size=1, max_size=30), min_size=10, max_size=30
    )
)
def test_quotes_survive_save_and_rebuild(opened, turns, tmp_path_factory):
    from qualkit.actions import add, apply, make
    from qualkit.actions.checking import anchors
    from qualkit.actions.codebook_files import import_codebook, plan_codebook
    from qualkit.actions.list_codings import codings_table
    from qualkit.actions.save import save
    from qualkit.actions.selection import Selection

    home = tmp_path_factory.mktemp("quotes")
    talk = "".join(f"{'AB'[number % 2]}: x {turn}\n" for number, turn in enumerate(turns))
    (home / "talk.md").write_text(talk, encoding="utf-8")
    (home / "book.yaml").write_text("codes: [Fear]\n")
    folder = make.new_study(home / "study")
    with opened(folder, "ana") as study:
        add.accept(study, add.plan_add(study, [home / "talk.md"]))
        import_codebook(study, plan_codebook(study, home / "book.yaml"))
        apply.code_all(study, apply.plan_code(study, "Fear", ".*", selection=Selection(), unit="segment"))
        before = codings_table(study).rows
        save(study)
    for path in folder.glob("study.db*"):
        path.unlink()
    with opened(folder, "ana") as study:
        assert codings_table(study).rows == before
        assert before
        assert anchors(study).findings == ()
