"""Forgetting: what somebody said is in no file of the study any more, and all else is as it was."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile

import pytest

from qualkit.actions import coding, correct, memos, save
from qualkit.actions.checking import anchors
from qualkit.actions.forget import forget, plan_forget
from qualkit.errors import NotFound
from qualkit.model.place import Place
from qualkit.store import codings, sources

MIA = ("It was good!!! but I was scared.", "The café’s fine.", "I felt ashamed 👩🏽‍⚕️ and alone.")


@pytest.fixture
def qk(run, tmp_path):
    """The command line on the test's study."""
    return lambda *arguments, coder="ana": run("-C", tmp_path / "study", *arguments, coder=coder)


def contents(path):
    yield path.read_bytes()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            for name in packed.namelist():
                yield packed.read(name)


def traces(folder, *sentences):
    """(file, sentence) wherever a sentence still stands, in UTF-8 or UTF-16, also in packed files."""
    return [
        (path.relative_to(folder).as_posix(), sentence)
        for path in folder.rglob("*")
        if path.is_file() and path.relative_to(folder).parts[0] not in ("exports", ".git")
        for data in contents(path)
        for sentence in sentences
        if any(sentence.encode(code) in data for code in ("utf-8", "utf-16-le"))
    ]


def codings_in(study):
    with study.database.reading() as connection:
        return {
            one.id: (one.source, one.place, one.code, one.coder, one.quote)
            for one in codings.codings(connection)
        }


def texts_in(study):
    with study.database.reading() as connection:
        return {
            (stored.source.name, segment.key): (segment.speaker, segment.text)
            for stored in sources.sources(connection)
            for segment in sources.segments(connection, stored.id)
        }


def rebuilt(folder):
    for path in folder.glob("study.db*"):
        path.unlink()


def test_their_sentences_are_in_no_file_and_others_are_as_they_were(coded, opened, study_text):
    with opened(coded, "ana") as study:
        memos.add_memo(study, "Mia says: I felt ashamed 👩🏽‍⚕️ and alone. Sad.", about="code", target="Shame")
        memos.add_memo(study, "Quiet one.", about="person", target="fg1:Mia")
        before, texts = codings_in(study), texts_in(study)
        assert traces(coded, *MIA)
        done = forget(study, "fg1:Mia")
        after, left = codings_in(study), texts_in(study)
        assert not anchors(study).findings
    assert traces(coded, *MIA, "Quiet one.") == []
    theirs = {key for key, (speaker, _) in texts.items() if speaker == "Mia"}
    assert {key: left[key] for key in left if key not in theirs} == {
        key: text for key, text in texts.items() if key not in theirs
    }
    assert {left[key] for key in theirs} == {("Removed 1", "[turn removed]")}
    others = {id_: one for id_, one in before.items() if (one[0], one[1].segment) not in theirs}
    assert after == others
    assert others and len(others) < len(before)
    assert done.counts["passage"] == 2
    saved = study_text(coded)
    rebuilt(coded)
    with opened(coded, "ana") as study:
        assert (codings_in(study), texts_in(study)) == (after, left)
        assert save.save(study).written == ()
    assert study_text(coded) == saved


def test_what_could_not_be_reached_is_said_and_the_certificate_names_nobody(coded, qk, opened):
    (coded / "exports").mkdir(exist_ok=True)
    with zipfile.ZipFile(coded / "exports" / "bank.docx", "w") as packed:
        packed.writestr("word/document.xml", f"<w:t>{MIA[1]}</w:t>")
    (coded / "notes.txt").write_text(f"I liked: {MIA[2]}", encoding="utf-8")
    with opened(coded, "ana") as study:
        done = forget(study, "fg1:Mia")
    said = "\n".join(done.unreached)
    assert "exports/bank.docx still holds" in said
    assert "notes.txt still holds" in said
    certificate = (coded / done.certificate).read_text(encoding="utf-8")
    assert "Mia" not in certificate
    assert "2 passages" in certificate
    assert certificate.count("transcripts/fg1.md") == 1


def test_it_can_not_be_undone_and_other_undo_works(coded, qk, opened):
    qk("code", "Help", "--match", "helped", "--yes")
    with opened(coded, "ana") as study:
        forget(study, "fg1:Mia")
        before = codings_in(study)
    assert "Help" in qk("undo").out
    with opened(coded, "ana") as study:
        assert len(codings_in(study)) == len(before) - 1
    while qk("undo").code == 0:
        pass
    assert traces(coded, *MIA) == []
    with opened(coded, "ana") as study:
        assert texts_in(study)["fg1", "5"] == ("Removed 1", "[turn removed]")


def test_a_passage_over_several_turns_is_cut_to_what_others_said(filled, opened):
    with opened(filled, "ana") as study:
        code = coding_code(study, "Fear")
        place = Place(segment="1", start=0, end_segment="3", end=20)
        coding.apply_codes(study, "fg1", [place], [code])
        place = Place(segment="2", start=3, end_segment="3", end=20)
        coding.apply_codes(study, "fg1", [place], [code])
        forget(study, "fg1:Mia")
        quotes = [quote for *_, quote in codings_in(study).values()]
        assert sorted(quotes) == [
            "Dr. Lee helped me, e",
            "How was school?\n[turn removed]\nDr. Lee helped me, e",
        ]
        assert not anchors(study).findings


def coding_code(study, path):
    from qualkit.model.codepath import find_code
    from qualkit.store import codebooks

    with study.database.reading() as connection:
        return find_code(path, codebooks.codebooks(connection))[1].id


def test_a_respondent_goes_from_the_data_file_and_the_questionnaire(coded, opened, study_text):
    with opened(coded, "ana") as study:
        before = codings_in(study)
        forget(study, "panel:2")
        after = codings_in(study)
    said = "No fear at all, but shame was there all the time"
    assert traces(coded, said, "40-49", "Teacher") == []
    assert after == {
        id_: one for id_, one in before.items() if one[1].segment != "2" or one[0] != "panel:why"
    }
    rows = list(csv.DictReader(io.StringIO((coded / "survey" / "panel.csv").read_text(encoding="utf-8"))))
    assert [row["id"] for row in rows] == ["1", "3"]
    saved = study_text(coded)
    rebuilt(coded)
    with opened(coded, "ana") as study:
        assert codings_in(study) == after
        assert save.save(study).written == ()
    assert study_text(coded) == saved


def test_a_whole_source_goes_with_its_people(coded, opened, qk):
    with opened(coded, "ana") as study:
        forget(study, "fg1")
        assert {source for source, _ in texts_in(study)} == {"panel:why"}
    assert traces(coded, *MIA, "Dr. Lee helped me", "fg1:Tom") == []
    assert not (coded / "transcripts" / "fg1.md").exists()
    rebuilt(coded)
    assert "fg1" not in qk("status").out


def test_a_colleagues_rows_on_it_do_not_come_back(coded, qk, opened):
    theirs = (coded / "coding" / "ana" / "codings.csv").read_text(encoding="utf-8")
    with opened(coded, "ana") as study:
        forget(study, "fg1:Mia")
        after = codings_in(study)
    (coded / "coding" / "carla").mkdir()
    again = re.sub(r"^(\w{8})-", lambda found: found[1][::-1] + "-", theirs, flags=re.MULTILINE)
    (coded / "coding" / "carla" / "codings.csv").write_text(again, encoding="utf-8")
    with opened(coded, "ana") as study:
        came = {id_: one for id_, one in codings_in(study).items() if id_ not in after}
        assert {one[1].segment for one in came.values() if one[0] == "fg1"} == {"3"}
        save.save(study)
    assert traces(coded, "ashamed 👩🏽‍⚕️") == []


def test_a_corrected_turn_leaves_neither_version(coded, opened):
    with opened(coded, "ana") as study:
        correct.correct_segment(study, "fg1", "5", "I felt very much ashamed and alone.")
        forget(study, "fg1:Mia")
        assert not anchors(study).findings
    assert traces(coded, *MIA, "I felt very much ashamed and alone.") == []


def test_an_unknown_name_is_refused_with_the_nearest(coded, opened):
    with opened(coded, "ana") as study, pytest.raises(NotFound, match="fg1:Mie") as refused:
        plan_forget(study, "fg1:Mie")
    assert "fg1:Mia" in refused.value.candidates


# ---- files of other kinds

VTT = """WEBVTT

1
00:00:01.000 --> 00:00:03.000
Ann Lee: We went there and

2
00:00:03.000 --> 00:00:05.000
Ann Lee: nobody asked me anything.

3
00:00:05.000 --> 00:00:07.000
Bo Kay: That was the same for me in town.

4
00:00:07.000 --> 00:00:09.000
Ann Lee: I never went back there.

5
00:00:09.000 --> 00:00:12.000
Bo Kay: Neither did I, to be honest.
"""
TEXT = """Ann Lee: We went there and nobody asked me anything.
Bo Kay: That was the same for me in town.
Ann Lee: I never went back there.
Bo Kay: Neither did I, to be honest.
"""
SAID = ("nobody asked me anything", "I never went back there")


def word_file(path, text):
    import docx

    document = docx.Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    document.save(path)


@pytest.mark.parametrize("name", ["talk.vtt", "talk.txt", "talk.md", "talk.docx"])
def test_a_talk_of_any_kind_keeps_what_others_said(filled, opened, qk, tmp_path, name, study_text):
    path = tmp_path / name
    if name.endswith(".docx"):
        word_file(path, TEXT)
    else:
        path.write_text(VTT if name.endswith(".vtt") else TEXT, encoding="utf-8")
    assert qk("add", path, "--yes").code == 0
    qk("code", "Help", "--match", "same|honest|nobody|never", "--yes")
    with opened(filled, "ana") as study:
        before, texts = codings_in(study), texts_in(study)
        done = forget(study, "talk:Ann Lee")
        after, left = codings_in(study), texts_in(study)
        assert not anchors(study).findings
    assert traces(filled, *SAID, "Ann Lee") == []
    assert after == {id_: one for id_, one in before.items() if "Bo" in texts["talk", one[1].segment][0]}
    assert len(after) == 2
    assert [left["talk", key][1] for _, key in texts if _ == "talk"][1::2] == [
        "That was the same for me in town.", "Neither did I, to be honest.",
    ]  # fmt: skip
    kept_layout = not name.endswith(".docx")
    assert (filled / "transcripts" / name).exists() is kept_layout
    if name.endswith(".vtt"):
        assert "00:00:03.000 --> 00:00:05.000" in (filled / "transcripts" / name).read_text(encoding="utf-8")
    saved = study_text(filled) if kept_layout else None
    rebuilt(filled)
    with opened(filled, "ana") as study:
        assert (codings_in(study), texts_in(study)) == (after, left)
        assert save.save(study).written == ()
    assert saved is None or study_text(filled) == saved
    assert done.files[0].before != done.files[0].after


def test_rows_without_an_id_of_their_own_stay_the_same_records(filled, opened, qk, tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    for row in (["what happened"], ["She was afraid of what he would do next."], ["He ran away from home twice."],
                ["They were never asked what they wanted."]):  # fmt: skip
        book.active.append(row)
    book.save(tmp_path / "notes.xlsx")
    assert qk("add", tmp_path / "notes.xlsx", "--yes").code == 0
    qk("code", "Help", "--match", "asked|afraid|home", "--yes")
    with opened(filled, "ana") as study:
        texts = {key: text for key, text in texts_in(study).items() if key[0].startswith("notes")}
        assert len(texts) == 3
        source = next(iter(texts))[0]
        forget(study, "notes:2")
        left = {key: text for key, text in texts_in(study).items() if key[0].startswith("notes")}
        assert not anchors(study).findings
        after = codings_in(study)
    assert set(left) == {(source, "1"), (source, "3")}
    assert traces(filled, "He ran away from home twice") == []
    rebuilt(filled)
    with opened(filled, "ana") as study:
        assert codings_in(study) == after


# ---- by command


def test_the_command_needs_a_yes_where_nobody_can_type_the_name(coded, qk):
    refused = qk("forget", "fg1:Mia")
    assert refused.code == 2
    assert "--yes" in refused.err
    assert traces(coded, MIA[2])
    done = qk("forget", "fg1:Mia", "--yes")
    assert done.code == 0
    assert "forgotten-" in done.out
    assert "Copies outside this folder" in done.err
    assert traces(coded, *MIA) == []


def test_a_group_that_was_read_is_still_read_when_one_of_it_is_forgotten(coded, qk, opened):
    before = json.loads(qk("prevalence", "--source", "fg1", "--unit", "source", "--format", "json").out)[
        "rows"
    ]
    qk("forget", "fg1:Mia", "--yes")
    after = json.loads(qk("prevalence", "--source", "fg1", "--unit", "source", "--format", "json").out)[
        "rows"
    ]
    assert [row["base"] for row in after] == [row["base"] for row in before]
    rows = json.loads(qk("status", "--format", "json").out)["rows"]
    (talk,) = [row for row in rows if row["source"] == "fg1"]
    assert talk["segments"] == talk["read"] == 4
