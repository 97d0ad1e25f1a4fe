"""The work as text: saved, rebuilt from, edited by hand, and joined with a colleague's."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil

import pytest

from qualkit.actions import codebook_files, save
from qualkit.errors import Refused


@pytest.fixture
def qk(run, tmp_path):
    """The command line on the test's study, `filled` or `coded`."""
    return lambda *arguments, coder="ana": run("-C", tmp_path / "study", *arguments, coder=coder)


def rebuilt(folder):
    for path in folder.glob("study.db*"):
        path.unlink()


def rows(folder, path):
    return list(csv.DictReader(io.StringIO((folder / path).read_text(encoding="utf-8"), newline="")))


def put_rows(folder, path, plain):
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, plain[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(plain)
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text(out.getvalue(), encoding="utf-8")


def everything(qk):
    commands = [
        ("codings",), ("memo",), ("codebook", "show"), ("status",), ("log",),
    ]  # fmt: skip
    shown = [json.loads(qk(*command, "--format", "json").out) for command in commands]
    return [(table["title"], sorted(table["rows"], key=str)) for table in shown]


def codings(qk):
    return json.loads(qk("codings", "--format", "json").out)["rows"]


# ---- rebuilding


def test_everything_comes_back_with_the_same_ids_when_the_database_is_gone(coded, qk, opened):
    before = everything(qk)
    rebuilt(coded)
    opening = qk("status")
    assert "Made study.db anew" in opening.err
    assert "Not yet in the text files" not in opening.out
    assert everything(qk) == before
    with opened(coded) as study, study.database.reading() as connection:
        from qualkit.store import codings as stored

        assert [one.quote for one in stored.proposals(connection)] == ["school", "school"]


def test_a_rebuilt_study_saves_the_same_bytes(coded, qk, study_text):
    before = study_text(coded)
    rebuilt(coded)
    assert qk("save").out == "The text files say all of it already.\n"
    assert study_text(coded) == before


def test_undo_starts_afresh_after_a_rebuild_and_the_log_does_not(coded, qk):
    rebuilt(coded)
    assert "nothing to undo" in qk("undo").err
    said = [row["summary"] for row in json.loads(qk("log", "--format", "json").out)["rows"]]
    assert said[0].startswith("added fg1.md")
    assert "coded 3 passages: Fear" in said
    qk("code", "Help", "--match", "helped", "--yes")
    assert qk("undo").code == 0


def test_saving_names_the_files_in_the_order_of_their_names(coded, qk):
    for coder in ("zoe", "ben", "ana"):
        qk("code", "Shame", "--match", "ashamed", "--source", "fg1", "--yes", coder=coder)
    named = [line.strip() for line in qk("save").err.splitlines() if "/" in line]
    assert len(named) > 3
    assert named == sorted(named)


def test_saving_twice_writes_nothing_the_second_time(coded, qk):
    assert qk("save").out == "The text files say all of it already.\n"


def test_status_says_how_much_is_unsaved(coded, qk):
    qk("code", "Help", "--match", "helped", "--yes")
    assert "Not yet in the text files: 1 step." in qk("status").out
    qk("save")
    assert "Not yet" not in qk("status").out


def test_codings_are_sorted_by_source_and_place_and_carry_what_the_design_names(coded):
    plain = rows(coded, "coding/ana/codings.csv")
    assert list(plain[0]) == [
        "id", "source", "segment", "start", "end_segment", "end", "code_id", "code", "quote", "memo", "origin", "created",
        "anchor",
    ]  # fmt: skip
    assert [(row["source"], row["segment"]) for row in plain] == [
        ("fg1", "2"), ("fg1", "3"), ("fg1", "5"), ("panel:why", "1"),
    ]  # fmt: skip


def test_a_coder_with_a_slash_in_the_name_comes_back(coded, qk):
    rebuilt(coded)
    assert {row["coder"] for row in codings(qk)} == {"ana", "Zoë / ben"}


def test_taken_back_work_is_taken_out_of_the_text_files_too(coded, qk):
    qk("undo", coder="Zoë / ben")
    qk("save")
    rebuilt(coded)
    assert {row["coder"] for row in codings(qk)} == {"ana"}


def test_an_undone_codebook_does_not_come_back_with_a_rebuild(filled, qk):
    qk("save")
    assert (filled / "codebooks" / "feelings.yaml").is_file()
    qk("undo")
    qk("save")
    rebuilt(filled)
    assert not (filled / "codebooks" / "feelings.yaml").exists()
    assert "There is no codebook in this study" in qk("codebook", "show", "feelings").err


def test_a_very_long_memo_survives(filled, qk, opened):
    from qualkit.actions.memos import add_memo, memos_table

    with opened(filled) as study:
        add_memo(study, "long " * 60_000)
    qk("save")
    rebuilt(filled)
    with opened(filled) as study:
        assert memos_table(study).rows[0]["text"] == ("long " * 60_000).strip()


# ---- files changed, nothing unsaved: reloaded


def test_a_colleagues_coding_arrives_with_the_files(coded, qk):
    theirs = [row | {"id": row["id"][:-4] + "beef"} for row in rows(coded, "coding/ana/codings.csv")]
    put_rows(coded, "coding/carla/codings.csv", theirs)
    opening = qk("status")
    assert "Took in 1 changed text file." in opening.err
    assert len([row for row in codings(qk) if row["coder"] == "carla"]) == len(theirs)


def test_taking_files_in_is_no_unsaved_work(coded, qk):
    put_rows(coded, "coding/carla/memos.csv", [
        {"id": "m1", "about": "study", "target": "", "text": "Hello", "created": "2026-01-01T00:00:00Z"}
    ])  # fmt: skip
    assert "Not yet in the text files" not in qk("status").out


def test_a_coding_removed_in_the_files_goes(coded, qk):
    plain = rows(coded, "coding/ana/codings.csv")
    put_rows(coded, "coding/ana/codings.csv", plain[1:])
    assert plain[0]["id"] not in {row["id"] for row in codings(qk)}
    assert len(codings(qk)) == len(plain) - 1 + 2


def test_a_missing_file_is_not_a_deletion(coded, qk):
    before = codings(qk)
    shutil.rmtree(coded / "coding" / "ana")
    shown = qk("status")
    assert "Text files that are gone; save writes them again" in shown.err
    assert codings(qk) == before
    qk("save")
    assert len(rows(coded, "coding/ana/codings.csv")) == 4


def test_files_edited_on_windows_say_the_same(coded, qk, study_text):
    before = everything(qk)
    for path in (
        "coding/ana/codings.csv", "coding/ana/memos.csv", "coding/ana/log.jsonl", "codebooks/feelings.yaml",
        "survey/panel.toml", "transcripts/sources.toml",
    ):  # fmt: skip
        text = (coded / path).read_bytes().replace(b"\n", b"\r\n")
        (coded / path).write_bytes(b"\xef\xbb\xbf" + text)
    opening = qk("status")
    assert (opening.code, "could be taken in" in opening.err) == (0, False), opening.err
    assert everything(qk) == before
    rebuilt(coded)
    assert everything(qk) == before
    assert qk("save").code == 0


# ---- both changed: joined by id


def both_changed(folder, qk, change):
    """Unsaved work here, and one row of ana's codings changed in the files; gives its id."""
    plain = rows(folder, "coding/ana/codings.csv")
    with_memo = plain[0]["id"]
    qk("code", "Help", "--match", "helped", "--yes")
    plain[0] = plain[0] | change
    put_rows(folder, "coding/ana/codings.csv", plain)
    return with_memo


def test_unsaved_work_and_a_colleagues_change_of_another_row_are_both_kept(coded, qk):
    changed = both_changed(coded, qk, {"memo": "from the other computer"})
    found = {row["id"]: row for row in codings(qk)}
    assert found[changed]["memo"] == "from the other computer"
    assert "Help" in {row["code"] for row in found.values()}
    assert qk("save").code == 0
    assert {row["code"] for row in rows(coded, "coding/ana/codings.csv")} >= {
        "feelings:Help",
        "feelings:Fear",
    }


def test_only_our_own_steps_count_as_unsaved_when_a_colleagues_log_arrives(coded, qk):
    qk("code", "Help", "--match", "helped", "--yes")
    (coded / "coding" / "carla").mkdir()
    event = {"id": "e1", "at": "2026-01-01T00:00:00Z", "verb": "code", "summary": "coded 2 passages: Fear"}
    (coded / "coding" / "carla" / "log.jsonl").write_text(json.dumps(event) + "\n")
    assert "Not yet in the text files: 1 step." in qk("status").out


@pytest.fixture
def clashing(coded, qk, opened):
    """One of ana's codings was taken away here, unsaved, and changed in the files."""
    plain = rows(coded, "coding/ana/codings.csv")
    (ours,) = [row for row in plain if row["code"] == "feelings:Shame"]
    with opened(coded) as study, study.step("remove") as writer:
        from qualkit.store import schema

        writer.delete(schema.coding, schema.coding.c.id == ours["id"])
        writer.summary = "took a coding away"
    put_rows(coded, "coding/ana/codings.csv", [
        row | ({"memo": "theirs"} if row["id"] == ours["id"] else {}) for row in plain
    ])  # fmt: skip
    return ours["id"]


def test_conflicts_are_listed_and_save_refuses_until_they_are_settled(clashing, qk, coded):
    shown = qk("status")
    assert "1 pieces of work were changed both here and in the files" in shown.err
    assert "Changed on both sides: coding/ana/codings.csv, feelings:Shame" in shown.err
    assert "mine:   taken away" in shown.err
    saved = qk("save")
    assert saved.code == 1
    assert "load --keep mine" in saved.err
    assert "theirs" in (coded / "coding/ana/codings.csv").read_text()


def test_keep_mine_leaves_the_work_here_as_it_is(clashing, qk, coded):
    assert qk("load", "--keep", "mine").out == "Conflicts are settled.\n"
    assert clashing not in {row["id"] for row in codings(qk)}
    assert qk("save").code == 0
    assert clashing not in {row["id"] for row in rows(coded, "coding/ana/codings.csv")}
    assert qk("status").err == ""


def test_keep_theirs_takes_the_row_of_the_files(clashing, qk, coded):
    assert qk("load", "--keep", "theirs").out == "Conflicts are settled.\n"
    assert {row["id"]: row["memo"] for row in codings(qk)}[clashing] == "theirs"
    assert qk("save").code == 0


def test_conflicts_wait_through_a_restart(clashing, qk):
    qk("status")
    assert "Changed on both sides" in qk("status").err


def test_the_same_words_coded_on_two_computers_by_one_coder_are_one_coding(coded, qk):
    plain = rows(coded, "coding/ana/codings.csv")
    elsewhere = plain[0] | {"id": "00000000-0000-4000-8000-000000000001"}
    put_rows(coded, "coding/ana/codings.csv", [*plain, elsewhere])
    opening = qk("codings", "--format", "json")
    assert opening.code == 0, opening.err
    assert len([row for row in json.loads(opening.out)["rows"] if row["coder"] == "ana"]) == len(plain)


def test_a_coders_folder_copied_under_another_name_takes_nothing_from_the_first(coded, qk):
    shutil.copytree(coded / "coding" / "ana", coded / "coding" / "carla")
    assert qk("status").code == 0
    assert len([row for row in codings(qk) if row["coder"] == "ana"]) == 4
    assert qk("save").code == 0
    assert len(rows(coded, "coding/carla/codings.csv")) == 4


# ---- rows that wait, files that can't be read


def test_a_row_whose_source_is_missing_waits_and_is_written_back(coded, qk):
    plain = rows(coded, "coding/ana/codings.csv")
    stray = plain[0] | {"id": "00000000-0000-4000-8000-000000000002", "source": "fg9"}
    put_rows(coded, "coding/ana/codings.csv", [*plain, stray])
    shown = qk("status")
    assert "Waiting for their source or code, 1 row of text files" in shown.err
    assert 'the source "fg9" is not in the study' in shown.err
    qk("code", "Help", "--match", "helped", "--yes")
    assert qk("save").code == 0
    assert stray in rows(coded, "coding/ana/codings.csv")
    assert qk("check", "anchors").code == 3


def test_a_row_that_waits_is_placed_when_its_source_comes(coded, qk, files):
    plain = rows(coded, "coding/ana/codings.csv")
    stray = plain[0] | {"id": "00000000-0000-4000-8000-000000000003", "source": "fg9"}
    put_rows(coded, "coding/ana/codings.csv", [*plain, stray])
    qk("status")
    text = (files / "fg1.md").read_text(encoding="utf-8")
    (files / "fg9.md").write_text(text + "Tom: Indeed so.\n", encoding="utf-8")
    assert qk("add", files / "fg9.md", "--yes").code == 0
    assert "fg9" in {row["source"] for row in codings(qk)}
    assert "wait" not in qk("status").err


def test_codings_of_a_missing_codebook_wait_and_are_placed_when_it_comes(coded, qk, tmp_path):
    before = codings(qk)
    (coded / "codebooks" / "feelings.yaml").rename(tmp_path / "feelings.yaml")
    rebuilt(coded)
    assert codings(qk) == []
    assert "in no codebook of the study" in qk("status").err
    assert qk("codebook", "import", tmp_path / "feelings.yaml", "--yes").code == 0
    assert sorted(codings(qk), key=str) == sorted(before, key=str)


def test_one_bad_row_never_loses_the_others(coded, qk):
    plain = rows(coded, "coding/ana/codings.csv")
    bad = plain[0] | {"id": "00000000-0000-4000-8000-000000000004", "start": "seven", "quote": "Seven"}
    put_rows(coded, "coding/ana/codings.csv", [bad, *plain[1:]])
    shown = qk("status")
    assert "can't be read" in shown.err
    assert len([row for row in codings(qk) if row["coder"] == "ana"]) == len(plain) - 1
    qk("code", "Help", "--match", "helped", "--yes")
    qk("save")
    assert bad in rows(coded, "coding/ana/codings.csv")


@pytest.mark.parametrize(
    ("path", "content", "said"),
    [
        ("coding/ana/codings.csv", b"\xff\xfe\x00a" * 9, "not UTF-8 text"),
        ("coding/ana/codings.csv", b"name;place\nx;y\n", "The column id is missing"),
        ("coding/ana/codings.csv", b'id,source\n"x,y\n', "not a readable csv file"),
        ("coding/ana/log.jsonl", b"{this is no json}\n", "This line of the log can't be read"),
        ("coding/ana/log.jsonl", b'{"id":"x","at":"y","verb":"z","summary":"s","detail":"words"}\n', "log can't be read"),
        ("codebooks/feelings.yaml", b"codes: [a: {]\n", "feelings.yaml"),
        ("survey/panel.toml", b"kind = \n", "panel.toml"),
        ("transcripts/sources.toml", b"[[transcript]]\nfile = \n", "sources.toml"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_named_and_never_written_over(coded, qk, path, content, said):
    before = codings(qk)
    (coded / path).write_bytes(content)
    shown = qk("status")
    assert shown.code == 0, shown.err
    assert said in shown.err
    assert codings(qk) == before
    saved = qk("save")
    assert saved.code == 1
    assert path in saved.err
    assert (coded / path).read_bytes() == content


def test_a_broken_list_of_participants_does_not_keep_the_study_shut(coded, qk):
    (coded / "transcripts" / "participants.csv").write_text("what,is,this\n1,2,3\n")
    shown = qk("status")
    assert shown.code == 0
    assert "participants.csv" in shown.err


# ---- edited by hand


def edit(path, *pairs):
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def use(folder, column, wanted):
    """Correct the use of a column in the questionnaire, as a text editor does."""
    path = folder / "survey" / "panel.toml"
    head, found, tail = path.read_text(encoding="utf-8").partition(f'column = "{column}"')
    assert found
    path.write_text(
        head + found + re.sub(r'use = "\w+"', f'use = "{wanted}"', tail, count=1), encoding="utf-8"
    )


def test_a_code_renamed_by_hand_keeps_its_id_and_its_codings(coded, qk):
    before = {row["id"]: row["code_id"] for row in codings(qk)}
    edit(coded / "codebooks" / "feelings.yaml", ("name: Shame", "name: Guilt and shame"))
    after = codings(qk)
    assert {row["id"]: row["code_id"] for row in after} == before
    assert "Guilt and shame" in {row["code"] for row in after}


def test_comments_in_a_codebook_survive_the_next_save(coded, qk):
    path = coded / "codebooks" / "feelings.yaml"
    edit(path, ("  - name: Shame", "  # Carla: too broad?\n  - name: Shame"))
    qk("code", "Help", "--match", "helped", "--yes")
    qk("save")
    rebuilt(coded)
    qk("save")
    assert "# Carla: too broad?" in path.read_text(encoding="utf-8")


def test_a_code_written_by_hand_without_an_id_gets_one_and_keeps_it(coded, qk):
    path = coded / "codebooks" / "feelings.yaml"
    with path.open("a", encoding="utf-8") as file:
        file.write("  - name: Anger\n    definition: Being angry.\n")
    assert qk("code", "Anger", "--match", "good", "--yes").code == 0
    (given,) = [row["code_id"] for row in codings(qk) if row["code"] == "Anger"]
    qk("save")
    assert given in path.read_text(encoding="utf-8")
    rebuilt(coded)
    assert given in {row["code_id"] for row in codings(qk)}


def without(text, name):
    """A codebook's text less the code called `name` (two levels deep at most)."""
    kept, skipping = [], False
    for line in text.splitlines(keepends=True):
        stripped = line.lstrip()
        if stripped.startswith("- "):
            skipping = stripped.startswith(f"- name: {name}\n")
        if not skipping:
            kept.append(line)
    return "".join(kept)


def test_an_unused_code_removed_by_hand_goes(coded, qk):
    path = coded / "codebooks" / "feelings.yaml"
    path.write_text(without(path.read_text(encoding="utf-8"), "Help"), encoding="utf-8")
    assert "Help" not in qk("codebook", "show", "--format", "csv").out
    qk("save")
    assert "Help" not in path.read_text(encoding="utf-8")


def test_a_used_code_removed_by_hand_stays_with_its_codings(coded, qk):
    path = coded / "codebooks" / "feelings.yaml"
    before = codings(qk)
    path.write_text(without(path.read_text(encoding="utf-8"), "Shame"), encoding="utf-8")
    assert codings(qk) == before
    qk("code", "Fear", "--match", "alone", "--yes")
    assert qk("save").code == 0
    assert "Shame" in path.read_text(encoding="utf-8")


def test_a_definition_changed_by_hand_and_another_here_are_both_kept(coded, qk, opened, files, write):
    path = coded / "codebooks" / "feelings.yaml"
    theirs = (files / "feelings.yaml").read_text().replace("Somebody helped.", "Help that was given.")
    write(files / "x" / "feelings.yaml", theirs)
    qk("codebook", "import", files / "x" / "feelings.yaml", "--yes")
    edit(path, ("Being ashamed.", "Ashamed of oneself."))
    shown = {
        row["code"]: row["definition"]
        for row in json.loads(qk("codebook", "show", "--format", "json").out)["rows"]
    }
    assert shown["Shame"] == "Ashamed of oneself."
    assert shown["Help"] == "Help that was given."


def test_a_definition_changed_on_both_sides_is_a_conflict(coded, qk, files, write):
    path = coded / "codebooks" / "feelings.yaml"
    ours = (files / "feelings.yaml").read_text().replace("Being ashamed.", "Mine.")
    write(files / "x" / "feelings.yaml", ours)
    qk("codebook", "import", files / "x" / "feelings.yaml", "--yes")
    edit(path, ("Being ashamed.", "Theirs."))
    shown = qk("status")
    assert "Changed on both sides: codebooks/feelings.yaml, Shame" in shown.err
    assert qk("save").code == 1
    assert qk("load", "--keep", "theirs").code == 0
    assert "Theirs." in qk("codebook", "show", "--format", "csv").out
    assert qk("save").code == 0
    assert "Theirs." in path.read_text(encoding="utf-8")


def test_an_open_question_closed_by_hand_is_taken_in(filled, qk):
    qk("save")
    use(filled, "why", "closed")
    shown = json.loads(qk("status", "--format", "json").out)["rows"]
    assert [row["source"] for row in shown] == ["fg1"]
    assert "Known are: I was scared" in qk("codings", "--where", "why=nothing").err


def test_a_closed_question_opened_by_hand_becomes_a_source(filled, qk):
    qk("save")
    use(filled, "role", "open")
    shown = json.loads(qk("status", "--format", "json").out)["rows"]
    assert [row["source"] for row in shown] == ["fg1", "panel:why", "panel:role"]
    assert qk("quotes", "--where", "role=Police").code == 1


def test_a_coded_question_cannot_be_closed_by_hand_and_nothing_is_lost(coded, qk):
    before = codings(qk)
    use(coded, "why", "closed")
    shown = qk("status")
    assert shown.code == 0
    assert '"panel:why" can\'t be taken out' in shown.err
    assert codings(qk) == before


def test_a_speakers_part_corrected_in_sources_toml_holds(filled, qk):
    qk("save")
    edit(filled / "transcripts" / "sources.toml", ('Tom = "participant"', 'Tom = "moderator"'))
    qk("code", "Fear", "--match", "afraid", "--yes")
    assert codings(qk)[0]["speaker_role"] == "moderator"
    assert codings(qk)[0]["cases"] == []


def test_participants_edited_by_hand_are_taken_in_whole(filled, qk, write):
    people = filled / "transcripts" / "participants.csv"
    write(people, "source,speaker,quotation,gender\nfg1,Mia,no,female\nfg1,Tom,yes,male\n")
    qk("code", "Fear", "--match", "scared|afraid", "--source", "fg1", "--yes")
    assert "scared" not in qk("quotes").out
    assert len(codings(qk)) == 2
    write(people, "source,speaker,quotation,age\nfg1,Mia,yes,12\n")
    assert "scared" in qk("quotes").out
    gone = qk("codings", "--where", "gender=male")
    assert (gone.code, 'Nothing is known as "gender"' in gone.err) == (1, True)
    assert "scared" in qk("codings", "--where", "age=12").out


def test_a_list_of_participants_that_is_gone_takes_no_refusal_back(filled, qk, write, files):
    people = write(filled / "transcripts" / "participants.csv", "source,speaker,quotation\nfg1,Mia,no\n")
    qk("code", "Fear", "--match", "scared", "--source", "fg1", "--yes")
    people.unlink()
    write(files / "fg2.md", "Moderator: Well?\nZoe: I was scared of them.\n")
    qk("add", files / "fg2.md", "--yes")
    assert "scared" not in qk("quotes", "--source", "fg1").out


def test_a_codebook_put_into_the_folder_by_hand_is_taken_in(filled, qk):
    (filled / "codebooks" / "second.yaml").write_text("codes: [Anger, Joy]\n")
    assert "Codebook second: 2 codes." in qk("status").out
    assert qk("save").code == 0
    assert "Codebook second: 2 codes." in qk("status").out


def test_a_received_file_changed_in_the_folder_is_named(filled, qk):
    (filled / "transcripts" / "fg1.md").write_text("Mia: Something else.\n")
    assert "transcripts/fg1.md was changed in the folder" in qk("status").err
    (filled / "transcripts" / "fg1.md").unlink()
    assert "transcripts/fg1.md is missing" in qk("status").err


def test_an_export_is_no_unsaved_work_but_is_kept_in_the_log(coded, qk, tmp_path):
    qk("quotes", "-o", tmp_path / "bank.csv")
    assert "Not yet in the text files" not in qk("status").out
    qk("save")
    rebuilt(coded)
    assert "exported bank.csv" in qk("log").out


def test_ids_that_two_books_share_are_made_different_on_import(coded, qk, opened, files, tmp_path):
    (tmp_path / "copy.yaml").write_bytes((coded / "codebooks" / "feelings.yaml").read_bytes())
    with opened(coded) as study:
        copy = codebook_files.import_codebook(
            study, codebook_files.plan_codebook(study, tmp_path / "copy.yaml")
        )
        assert not {code.id for code in copy.codes} & {row["code_id"] for row in codings(qk)}


# ---- received files that are not there


@pytest.mark.parametrize("missing", ["transcripts/fg1.md", "survey/panel.csv"])
def test_what_hangs_on_a_missing_received_file_waits_and_comes_back_with_it(
    coded, qk, tmp_path, missing, study_text
):
    before, texts = everything(qk), study_text(coded)
    (coded / missing).rename(tmp_path / "away")
    rebuilt(coded)
    assert missing in qk("status").err
    qk("memo", "While it was away.")
    assert qk("save").code == 0
    kept = study_text(coded)
    for path in texts:
        if path != missing and "log" not in path and "memos" not in path:
            assert sorted(kept[path].splitlines()) == sorted(texts[path].splitlines()), path
    (tmp_path / "away").rename(coded / missing)
    after = everything(qk)
    assert after[0] == before[0]  # the codings
    assert after[3] == before[3]  # the status


def test_a_misspelt_part_in_sources_toml_is_explained_and_kept(filled, qk):
    qk("save")
    path = filled / "transcripts" / "sources.toml"
    edit(path, ('Tom = "participant"', 'Tom = "moderater"'))
    shown = qk("status")
    assert shown.code == 0
    assert "moderater" in shown.err
    assert "moderator" in shown.err
    assert qk("save").code == 0
    assert "moderater" in path.read_text(encoding="utf-8")


def test_a_colleagues_corrected_survey_is_taken_in(coded, qk, tmp_path, files, run):
    other = shutil.copytree(coded, tmp_path / "other")
    rebuilt(other)
    text = (files / "panel.csv").read_text(encoding="utf-8").replace("Teacher", "Headteacher")
    (files / "panel.csv").write_text(text, encoding="utf-8")
    assert run("-C", other, "add", files / "panel.csv", "--yes", coder="carla").code == 0
    for part in ("survey", "transcripts"):
        shutil.copytree(other / part, coded / part, dirs_exist_ok=True)
    assert qk("codings", "--where", "role=Headteacher").code == 0
    assert len(codings(qk)) == 6


def test_a_colleagues_corrected_talk_is_taken_in_with_its_codings(coded, qk, tmp_path, files, run):
    other = shutil.copytree(coded, tmp_path / "other")
    rebuilt(other)
    text = (files / "fg1.md").read_text(encoding="utf-8")
    (files / "fg1.md").write_text(
        text.replace("It was good", "Well, I think that it was good"), encoding="utf-8"
    )
    assert run("-C", other, "add", files / "fg1.md", "--yes", coder="carla").code == 0
    for part in ("survey", "transcripts"):
        shutil.copytree(other / part, coded / part, dirs_exist_ok=True)
    assert [row["quote"] for row in codings(qk)][:2] == ["scared", "afraid"]
    assert qk("check", "anchors").code == 0


def test_a_folder_moved_while_it_was_open_is_said_and_not_made_anew(filled, opened, tmp_path):
    with opened(filled, "ana") as study:
        filled.rename(tmp_path / "elsewhere")
        with pytest.raises(Refused, match="moved or deleted"):
            save.save(study)
    assert not filled.exists()
