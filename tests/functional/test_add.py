"""Bringing in files: all of them or none, once, and again when they were corrected."""

from __future__ import annotations

import json
import shutil

import pytest


@pytest.fixture
def qk(run, tmp_path):
    return lambda *arguments, coder="ana": run("-C", tmp_path / "study", *arguments, coder=coder)


def codings(qk):
    return json.loads(qk("codings", "--format", "json").out)["rows"]


def sources(qk):
    return {row["source"]: row for row in json.loads(qk("status", "--format", "json").out)["rows"]}


def everything_in(folder):
    return {
        path: path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "study.db" not in path.name
    }


# ---- refusals


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.md", b""),
        ("empty.csv", b""),
        ("picture.docx", b"\x89PNG\r\n\x1a\n" + b"\x00" * 200),
        ("torn.docx", b"PK\x03\x04" + b"\x00" * 100),
        ("torn.xlsx", b"PK\x03\x04" + b"\x00" * 100),
        ("talk.pdf", b"%PDF-1.7\n" + b"x" * 100),
        ("talk.xyz", b"what is this"),
        ("noise.txt", bytes(range(256)) * 20),
        ("header.csv", b"id,why\n"),
        ("broken.vtt", b"WEBVTT\n\nnothing here\n"),
        ("participants.csv", b"a,b\n1,2\n"),
        ("list.csv", b"source,speaker,quotation\nx,y,yes\n\xff\xfe\x00"),
    ],
)
def test_a_file_that_cannot_be_read_brings_in_nothing_and_says_which(folder, qk, tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    before = everything_in(folder)
    refused = qk("add", tmp_path / name, "--yes")
    assert (refused.code, refused.out) == (1, ""), refused
    assert name in refused.err
    assert "bug" not in refused.err
    assert sources(qk) == {}
    assert everything_in(folder) == before


@pytest.mark.parametrize("name", ["nowhere.md", "."])
def test_a_file_that_is_not_there_or_no_file_is_refused(folder, qk, tmp_path, name):
    refused = qk("add", tmp_path / name, "--yes")
    assert refused.code == 1
    assert "bug" not in refused.err


def test_with_one_unreadable_file_among_several_nothing_at_all_comes_in(folder, files, qk):
    (files / "bad.md").write_bytes(b"")
    (files / "worse.xlsx").write_bytes(b"PK\x03\x04")
    before = everything_in(folder)
    refused = qk(
        "add", files / "fg1.md", files / "bad.md", files / "panel.csv", files / "worse.xlsx", "--yes"
    )
    assert refused.code == 1
    assert "bad.md" in refused.err
    assert "worse.xlsx" in refused.err
    assert sources(qk) == {}
    assert everything_in(folder) == before
    assert "nothing to undo" in qk("undo").err


def test_nobody_to_ask_and_no_yes_brings_in_nothing(folder, files, qk):
    refused = qk("add", files / "fg1.md")
    assert refused.code == 1
    assert "--yes" in refused.err
    assert "Mia" in refused.err  # what it would be is shown
    assert sources(qk) == {}


def test_a_codebook_is_sent_to_its_own_command(folder, files, qk):
    refused = qk("add", files / "feelings.yaml", "--yes")
    assert refused.code == 1
    assert "qualkit codebook import" in refused.err


def test_two_files_of_one_name_are_refused_together(folder, files, qk):
    (files / "other").mkdir()
    shutil.copy(files / "fg1.md", files / "other" / "fg1.txt")
    refused = qk("add", files / "fg1.md", files / "other" / "fg1.txt", "--yes")
    assert refused.code == 1
    assert "--name" in refused.err
    assert sources(qk) == {}


def test_another_text_of_the_same_name_is_refused(filled, qk, files):
    (files / "fg1.md").write_text(
        "Lea: Something else altogether.\nKim: Nobody said that before.\nLea: Oh.\n"
    )
    refused = qk("add", files / "fg1.md", "--yes")
    assert refused.code == 1
    assert "another text called" in refused.err
    assert "--name" in refused.err
    assert qk("add", files / "fg1.md", "--name", "fg2", "--yes").code == 0
    assert set(sources(qk)) == {"fg1", "panel:why", "fg2"}


@pytest.mark.parametrize("said", ["Dan", "Dan=chair", "=moderator"])
def test_a_part_that_is_none_is_explained(folder, files, qk, said):
    refused = qk("add", files / "fg1.md", "--speaker", said, "--yes")
    assert refused.code == 1
    assert "bug" not in refused.err
    assert sources(qk) == {}


def test_a_speaker_whom_the_file_does_not_have_is_refused(folder, files, qk):
    refused = qk("add", files / "fg1.md", "--speaker", "Zebedee=moderator", "--yes")
    assert refused.code == 1
    assert "Zebedee" in refused.err


# ---- the same, and the corrected


def test_the_same_file_twice_says_so_and_changes_nothing(filled, qk, files):
    before = everything_in(filled)
    again = qk("add", files / "fg1.md", files / "panel.csv", "--yes")
    assert again.code == 0
    assert 'the study has it already, as "fg1"' in again.err
    assert "panel" in again.err
    assert everything_in(filled) == before
    qk("undo")  # still the codebook's import
    assert "fg1" in sources(qk)


def test_the_same_list_of_participants_twice_says_so(filled, qk, files, write):
    people = write(files / "participants.csv", "source,speaker,quotation\nfg1,Mia,no\n")
    assert qk("add", people, "--yes").code == 0
    assert "has it already" in qk("add", people, "--yes").err
    assert qk("status").err == ""


def test_a_corrected_file_keeps_codings_and_says_what_became_of_them(filled, qk, files):
    for pattern in ("scared", "afraid", "ashamed", "Yeah"):
        qk("code", "Fear", "--match", pattern, "--source", "fg1", "--yes")
    text = (files / "fg1.md").read_text(encoding="utf-8")
    for old, new in [
        ("It was good", "Well, it was really good"),  # scared moves
        ("was afraid of", "was horrified of"),  # afraid is gone
        ("Tom: Yeah.\n", ""),  # the turn is gone
    ]:
        text = text.replace(old, new)
    (files / "fg1.md").write_text(text, encoding="utf-8")
    added = qk("add", files / "fg1.md", "--yes")
    assert added.code == 0, added.err
    assert "corrected: 5 turns found again" in added.err
    assert "1 coding moved with" in added.err.replace("1 codings", "1 coding")
    assert "2 codings lost their place" in added.err
    assert {row["quote"]: row["anchor"] for row in codings(qk)} == {
        "scared": "moved", "afraid": "lost", "ashamed": "kept", "Yeah": "lost",
    }  # fmt: skip
    checked = qk("check", "anchors")
    assert checked.code == 3
    assert "afraid" in checked.out


def test_a_coding_on_corrected_words_is_marked_to_be_looked_at(filled, qk, files):
    qk("code", "Fear", "--match", "I was afraid of him", "--source", "fg1", "--yes")
    text = (files / "fg1.md").read_text(encoding="utf-8").replace("afraid of him", "afraid of them")
    (files / "fg1.md").write_text(text, encoding="utf-8")
    added = qk("add", files / "fg1.md", "--yes")
    assert "words that changed" in added.err
    assert [(row["quote"], row["anchor"]) for row in codings(qk)] == [("I was afraid of them", "changed")]
    assert qk("check", "anchors").code in (0, 3)


def test_a_passage_over_several_turns_keeps_its_exact_words_through_a_correction(filled, qk, files, write):
    row = "source,code,segment,start,end_segment,end\nfg1,Fear,2,0,5,14\n"
    assert qk("codings", "--import", write(files / "one.csv", row)).code == 0
    text = (files / "fg1.md").read_text(encoding="utf-8").replace("And then?", "And what then?")
    (files / "fg1.md").write_text(text, encoding="utf-8")
    assert qk("add", files / "fg1.md", "--yes").code == 0
    (row,) = codings(qk)
    assert "And what then?" in row["quote"]
    assert row["anchor"] == "changed"
    assert "stand" not in qk("check", "anchors").err


def test_codings_one_after_the_other_all_move_on(filled, qk, files):
    (files / "t.md").write_text("Mia: scared scared scared scared\nTom: yes\nMia: no\n")
    qk("add", files / "t.md", "--yes")
    qk("code", "Fear", "--match", "scared", "--source", "t", "--yes")
    (files / "t.md").write_text("Mia: so scar scared scared scared scared\nTom: yes\nMia: no\n")
    added = qk("add", files / "t.md", "--yes")
    assert added.code == 0, added.err
    assert [(row["start"], row["quote"]) for row in codings(qk)] == [
        (8, "scared"), (15, "scared"), (22, "scared"), (29, "scared"),
    ]  # fmt: skip


def test_codings_that_would_fall_together_are_listed_and_not_dropped(filled, qk, files, write):
    (files / "t.md").write_text("Mia: scared of him\nTom: yes\nMia: no\n")
    qk("add", files / "t.md", "--yes")
    rows = "source,code,segment,start,end\nt,Fear,1,0,6\nt,Fear,1,0,9\n"
    assert qk("codings", "--import", write(files / "one.csv", rows)).code == 0
    (files / "t.md").write_text("Mia: scared him\nTom: yes\nMia: no\n")
    added = qk("add", files / "t.md", "--yes")
    assert added.code == 0, added.err
    assert sorted((row["quote"], row["anchor"]) for row in codings(qk)) == [
        ("scared", "kept"),
        ("scared of", "lost"),
    ]
    assert qk("undo").code == 0
    assert sorted(row["quote"] for row in codings(qk)) == ["scared", "scared of"]


def test_the_key_of_a_turn_that_is_gone_is_never_given_to_another(filled, qk, files, write):
    (files / "t.md").write_text("Mia: one one\nTom: two two\nMia: three three\nTom: four four\n")
    qk("add", files / "t.md", "--yes")
    (files / "t.md").write_text("Mia: one one\nTom: two two\nMia: three three\n")
    qk("add", files / "t.md", "--yes")
    (files / "t.md").write_text(
        "Mia: one one\nTom: two two\nMia: three three\nTom: something else entirely\n"
    )
    qk("add", files / "t.md", "--yes")
    qk("code", "Fear", "--match", "else", "--source", "t", "--yes")
    assert codings(qk)[0]["segment"] == "5"
    qk("save")
    for path in filled.glob("study.db*"):
        path.unlink()
    assert codings(qk)[0]["segment"] == "5"


def test_readings_stay_and_a_new_turn_is_unread(filled, qk, files):
    qk("finish", "--source", "fg1")
    text = (files / "fg1.md").read_text(encoding="utf-8") + "Mia: And one more thing, to end with.\n"
    (files / "fg1.md").write_text(text, encoding="utf-8")
    qk("add", files / "fg1.md", "--yes")
    row = sources(qk)["fg1"]
    assert (row["segments"], row["read"]) == (7, 6)


def test_proposals_follow_their_words(filled, qk, files, opened):
    qk("code", "Fear", "--match", "scared|afraid", "--source", "fg1", "--propose")
    text = (files / "fg1.md").read_text(encoding="utf-8")
    text = text.replace("It was good", "Well, it was good").replace("was afraid of", "was horrified of")
    (files / "fg1.md").write_text(text, encoding="utf-8")
    assert qk("add", files / "fg1.md", "--yes").code == 0
    with opened(filled) as study, study.database.reading() as connection:
        from qualkit.store import codings as stored
        from qualkit.store import sources as texts

        (one,) = stored.proposals(connection)
        (text,) = [s.text for s in texts.segments(connection, 1) if s.key == one.place.segment]
        assert text[one.place.start : one.place.end] == one.quote == "scared"


def test_a_corrected_survey_keeps_codings_by_record(filled, qk, files):
    qk("code", "Fear", "--match", "scared", "--source", "panel", "--yes")
    text = (files / "panel.csv").read_text(encoding="utf-8").splitlines()
    text[1] = text[1].replace("I was scared", "Indeed I was scared")
    (files / "panel.csv").write_text("\n".join([text[0], text[3], text[2], text[1]]) + "\n", encoding="utf-8")
    added = qk("add", files / "panel.csv", "--yes")
    assert added.code == 0, added.err
    (row,) = codings(qk)
    assert (row["segment"], row["quote"], row["cases"]) == ("1", "scared", ["panel:1"])


# ---- speakers, and the recipe


def test_what_was_said_of_speakers_is_repeated_for_a_corrected_file(folder, files, qk):
    done = qk(
        "add", files / "fg1.md", "--speaker", "Tom=moderator", "--rename", "Mia=Rose", "--yes"
    )  # fmt: skip
    assert done.code == 0, done.err
    text = (files / "fg1.md").read_text(encoding="utf-8").replace("And then?", "And what then?")
    (files / "fg1.md").write_text(text, encoding="utf-8")
    assert qk("add", files / "fg1.md", "--yes").code == 0
    qk("codebook", "import", files / "feelings.yaml", "--yes")
    qk("code", "Fear", "--match", "scared|afraid", "--yes")
    assert [(row["speaker_role"], row["cases"]) for row in codings(qk)] == [
        ("participant", ["fg1:Rose"]), ("moderator", []),
    ]  # fmt: skip


def test_two_labels_merged_are_one_speaker(folder, files, qk):
    (files / "t.md").write_text(
        "Mia: one and one\nM: two and two\nTom: three\nMia: four\nM: five\nTom: six\n"
    )
    assert qk("add", files / "t.md", "--merge", "M=Mia", "--yes").code == 0
    assert sources(qk)["t"]["cases"] == 2


def test_a_person_of_two_groups_is_two_people_unless_the_list_says_otherwise(filled, qk, files, write):
    write(
        files / "fg2.md", "Moderator: Well?\nMia: I was scared of them all.\nModerator: Why?\nMia: Because.\n"
    )
    qk("add", files / "fg2.md", "--yes")
    qk("code", "Fear", "--match", "scared", "--source", "fg1", "--source", "fg2", "--yes")
    assert [row["cases"] for row in codings(qk)] == [["fg1:Mia"], ["fg2:Mia"]]
    people = write(files / "participants.csv", "source,speaker,case,gender\nfg1,Mia,Mia,girl\nfg2,Mia,Mia,\n")
    assert qk("add", people, "--yes").code == 0
    assert [row["cases"] for row in codings(qk)] == [["Mia"], ["Mia"]]
    table = json.loads(qk("codings", "--where", "gender=girl", "--format", "json").out)
    assert len(table["rows"]) == 2


def test_a_list_that_names_a_speaker_nobody_has_says_so(filled, qk, files, write):
    people = write(files / "participants.csv", "source,speaker,quotation\nfg1,Mai,no\n")
    said = qk("add", people, "--yes").err
    assert "Mai" in said
    assert "row 2" in said


def test_undoing_a_list_of_participants_takes_its_refusals_back(filled, qk, files, write):
    qk("code", "Fear", "--match", "scared", "--source", "fg1", "--yes", coder="ben")
    people = write(files / "participants.csv", "source,speaker,quotation\nfg1,Mia,no\n")
    qk("add", people, "--yes")
    assert json.loads(qk("quotes", "--format", "json").out)["rows"] == []
    assert qk("undo").code == 0
    assert len(json.loads(qk("quotes", "--format", "json").out)["rows"]) == 1
    assert not (filled / "transcripts" / "participants.csv").exists()
    assert qk("status").err == ""


def test_groups_and_unknown_speakers_are_nobody(folder, files, qk):
    (files / "t.md").write_text(
        "Mia: one and one\nAll: yes yes\nUnknown: what\nMia: four\nAll: yes\nUnknown: no\n"
    )
    qk("add", files / "t.md", "--yes")
    assert sources(qk)["t"]["cases"] == 1


# ---- data files


def test_personal_columns_are_left_out_of_the_copy_and_said(folder, files, qk):
    added = qk("add", files / "panel.csv", "--yes")
    assert "left out as personal data: email" in added.err
    assert "example.org" not in (folder / "survey" / "panel.csv").read_text(encoding="utf-8")
    assert b"example.org" not in b"".join(path.read_bytes() for path in folder.glob("study.db*"))


def test_personal_columns_stay_when_asked(folder, files, qk):
    qk("add", files / "panel.csv", "--keep-personal", "--yes")
    assert (folder / "survey" / "panel.csv").read_bytes() == (files / "panel.csv").read_bytes()
    assert qk("codings", "--where", "email=a@example.org").code == 0


def test_each_row_of_a_survey_is_its_own_person(folder, files, qk):
    qk("add", files / "panel.csv", "--yes")
    assert sources(qk)["panel:why"]["cases"] == 3


RECORDS = """\
contact,stage,notes
c1,Missing,Child said she was scared of going home and would not ring the police at all today
c2,Returned,Child is ashamed of what has happened and wants nobody at her school to be told of it
c3,Missing,Caller was afraid that her mum would find out and so she hung up when we asked for a name
"""


def test_a_questionnaire_that_lies_in_the_study_already_is_taken(folder, qk, write, tmp_path):
    write(folder / "survey" / "returns.toml", 'kind = "survey"\ntitle = "Returns"\n\n[[question]]\ncolumn = "who"\n'
          'question = "Which one"\nuse = "record"\n\n[[question]]\ncolumn = "seen"\nuse = "closed"\ntype = "count"\n')  # fmt: skip
    data = write(tmp_path / "returns.csv", "who,seen,said\nA,3,yes\nB,4,no\nC,5,yes\n")
    waiting = qk("status").err
    assert "survey/returns.toml: No data file has come for this questionnaire yet." in waiting
    shown = qk("add", data, "--yes").err
    assert "The questionnaire survey/returns.toml is taken as it stands." in shown
    rows = json.loads(qk("survey", "show", "returns", "--format", "json").out)["rows"]
    assert [(row["column"], row["use"], row["type"]) for row in rows] == [
        ("who", "record", ""), ("seen", "closed", "count"), ("said", "closed", "single")
    ]  # fmt: skip
    (row,) = json.loads(qk("survey", "show", "returns", "seen", "--format", "json").out)["rows"]
    assert (row["column"], qk("survey", "show", "returns", "lost").code) == ("seen", 1)
    assert 'question = "Which one"' in (folder / "survey" / "returns.toml").read_text(encoding="utf-8")
    assert "No data file" not in qk("status").err


def test_a_file_of_records_names_nobody(folder, files, qk, write):
    write(files / "helpline.csv", RECORDS)
    assert qk("add", files / "helpline.csv", "--kind", "records", "--record", "contact", "--yes").code == 0
    row = sources(qk)["helpline:notes"]
    assert (row["kind"], row["voice"], row["cases"]) == ("records", "worker's notes", 0)


def test_a_column_of_persons_may_repeat(folder, files, qk, write):
    text = (
        RECORDS.replace("contact,", "contact,child,")
        .replace("c1,", "c1,k1,")
        .replace("c2,", "c2,k1,")
        .replace("c3,", "c3,k2,")
    )
    write(files / "helpline.csv", text)
    assert qk("add", files / "helpline.csv", "--kind", "records", "--yes").code == 0
    assert sources(qk)["helpline:notes"]["cases"] == 2


def test_a_column_is_open_or_closed_as_it_was_said(folder, files, qk):
    assert qk("add", files / "panel.csv", "--open", "role", "--closed", "why", "--yes").code == 0
    assert set(sources(qk)) == {"panel:role"}


def test_a_column_that_the_file_does_not_have_is_refused(folder, files, qk):
    refused = qk("add", files / "panel.csv", "--open", "rôle", "--yes")
    assert refused.code == 1
    assert "role" in refused.err
    assert sources(qk) == {}


def test_the_voice_can_be_corrected_later(folder, files, qk):
    qk("add", files / "panel.csv", "--yes")
    assert qk("add", files / "panel.csv", "--voice", "worker's notes", "--yes").code == 0
    assert sources(qk)["panel:why"]["voice"] == "worker's notes"
    (files / "fg1.md").read_bytes()


def test_received_files_are_copied_and_never_changed(folder, files, qk):
    before = {path: path.read_bytes() for path in files.iterdir()}
    qk("add", files / "fg1.md", files / "panel.csv", "--yes")
    assert {path: path.read_bytes() for path in files.iterdir()} == before
    assert (folder / "transcripts" / "fg1.md").read_bytes() == before[files / "fg1.md"]


def test_a_text_without_speakers_is_a_document(folder, files, qk):
    (files / "note.txt").write_text("A note that I wrote.\n\nIt has two paragraphs.\n")
    assert qk("add", files / "note.txt", "--yes").code == 0
    assert sources(qk)["note"]["kind"] == "document"


def test_windows_line_ends_and_marks_give_the_same_turns(folder, files, qk):
    text = (files / "fg1.md").read_text(encoding="utf-8")
    (files / "win.md").write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    qk("add", files / "fg1.md", files / "win.md", "--yes")
    qk("codebook", "import", files / "feelings.yaml", "--yes")
    qk("code", "Fear", "--match", "How|Yeah", "--yes")
    places = [(row["segment"], row["start"], row["end"], row["quote"]) for row in codings(qk)]
    assert places[:2] == places[2:]
