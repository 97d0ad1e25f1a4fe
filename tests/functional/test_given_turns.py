"""Speakers given afterwards to turns that name nobody, and asking what was said on a question."""

from __future__ import annotations

import json

import pytest

SAID = (
    (1, "Welcome to all of you."),
    (5, "Question 3. What was school like?"),
    (9, "It was good, but I was scared."),
    (131, "I told nobody at all."),
)


def srt(*said):
    def stamp(seconds):
        return f"00:{seconds // 60:02}:{seconds % 60:02},000"

    return "\n".join(
        f"{n}\n{stamp(at)} --> {stamp(at + 3)}\n{text}\n" for n, (at, text) in enumerate(said, 1)
    )


@pytest.fixture
def qk(run, folder):
    return lambda *arguments: run("-C", folder, *arguments)


@pytest.fixture
def talk(tmp_path):
    path = tmp_path / "talk.srt"
    path.write_text(srt(*SAID), encoding="utf-8")
    return path


def speakers(study_of, name="talk"):
    from qualkit.store import sources

    with study_of("ana") as study, study.database.reading() as connection:
        return [one.speaker for one in sources.segments(connection, sources.source(connection, name).id)]


@pytest.fixture
def study_of(folder):
    from qualkit.actions.opening import open_study

    return lambda coder: open_study(folder, coder).study


RANGES = ("--speaker-range", "Moderator=0:00-0:09", "--speaker-range", "P1=3")


def test_a_file_with_times_is_a_talk_even_if_it_names_nobody(qk, talk, study_of):
    shown = qk("add", talk, "--yes").err
    assert "Nobody is named in 4 turns" in shown
    assert "    4  00:02:11  I told nobody at all." in shown
    (row,) = json.loads(qk("status", "--format", "json").out)["rows"]
    assert (row["kind"], row["voice"]) == ("transcript", "own words")
    assert speakers(study_of) == [None] * 4


def test_turns_and_times_are_given_to_speakers(qk, talk, study_of):
    added = qk("add", talk, "--yes", *RANGES)
    assert added.code == 0, added
    assert "Nobody is named in 1 turn." in added.err
    assert speakers(study_of) == ["Moderator", "Moderator", "P1", None]


def test_given_turns_survive_a_corrected_file_and_a_new_database(qk, talk, study_of, folder):
    qk("add", talk, "--yes", *RANGES)
    more = (*SAID[:2], (7, "Anyone?"), *SAID[2:3], (120, "I told no one at all."), (140, "Last."))
    talk.write_text(srt((0, "Hello."), *more), encoding="utf-8")
    assert qk("add", talk, "--yes").code == 0
    now = [None, "Moderator", "Moderator", None, "P1", None, None]
    assert speakers(study_of) == now
    qk("save")
    for file in folder.glob("study.db*"):
        file.unlink()
    assert "anew" in qk("status").err
    assert speakers(study_of) == now


def test_a_new_turn_inside_somebody_s_stretch_is_theirs(qk, talk, study_of):
    qk("add", talk, "--yes", "--speaker-range", "Dan=1-3")
    talk.write_text(srt(SAID[0], (3, "Sit where you like."), *SAID[1:]), encoding="utf-8")
    qk("add", talk, "--yes")
    assert speakers(study_of) == ["Dan"] * 4 + [None]


def test_who_was_given_turns_can_be_renamed_and_has_a_part(qk, talk, study_of):
    qk("add", talk, "--yes", *RANGES)
    again = qk(
        "add", talk, "--yes", "--rename", "P1=Mia", "--speaker", "Mia=observer", "--speaker-range", "P2=4"
    )
    assert again.code == 0, again
    assert speakers(study_of) == ["Moderator", "Moderator", "Mia", "P2"]
    assert "Mia (talk, observer)" in qk("people").out
    assert qk("undo").code == 0
    assert speakers(study_of) == ["Moderator", "Moderator", "P1", None]


def test_what_is_coded_stays_when_its_turn_gets_a_speaker(qk, talk, tmp_path):
    qk("add", talk, "--yes")
    (tmp_path / "b.yaml").write_text("codes:\n- name: Fear\n", encoding="utf-8")
    qk("codebook", "import", tmp_path / "b.yaml", "--yes")
    qk("code", "Fear", "--match", "scared", "--yes")
    qk("add", talk, "--yes", "--speaker-range", "P1=3")
    (row,) = json.loads(qk("codings", "--format", "json").out)["rows"]
    assert (row["quote"], row["segment"], row["cases"], row["anchor"]) == ("scared", "3", ["talk:P1"], "kept")


@pytest.mark.parametrize(
    ("ranges", "why"),
    [
        (["P1=3-9"], "The turns are 1 to 4"),
        (["P1=2-1"], "There are no turns 2 to 1"),
        (["P1=0"], "There are no turns 0 to 0"),
        (["P1"], "does not say who speaks"),
        (["P1=one-two"], "does not say who speaks"),
        (["P1=1-0:04"], "does not say who speaks"),
        (["P1=0:20-0:30"], "No turn begins in the time"),
        (["P1=1-3", "P2=3-4"], "Turn 3 is given to P1 and to P2"),
    ],
)
def test_a_stretch_that_is_none_is_refused(qk, talk, ranges, why):
    refused = qk("add", talk, "--yes", *(part for one in ranges for part in ("--speaker-range", one)))
    assert refused.code == 1
    assert why in refused.err
    assert json.loads(qk("status", "--format", "json").out)["rows"] == []


def test_a_speaker_whom_neither_file_nor_stretch_has_is_refused(qk, talk):
    assert "Zebedee" in qk("add", talk, "--yes", *RANGES, "--speaker", "Zebedee=moderator").err
    assert qk("add", talk, "--yes", *RANGES).code == 0
    assert qk("add", talk, "--yes", "--speaker", "Zebedee=moderator").code == 1


def test_a_renamed_speaker_can_be_renamed_again(qk, tmp_path, study_of):
    path = tmp_path / "talk.txt"
    path.write_text(
        "Dan: Hello you.\nP1: Hello.\nDan: How are you?\nP1: Fine, thank you.\n", encoding="utf-8"
    )
    qk("add", path, "--yes", "--rename", "P1=Mia")
    assert qk("add", path, "--yes", "--rename", "Mia=Lea").code == 0
    assert set(speakers(study_of)) == {"Dan", "Lea"}


# ---- variants of one label


@pytest.mark.parametrize(
    ("rare", "full", "why"),
    [
        ("Danna", "Dana", "a letter differs"),
        ("DF", "Dana Field", "these are the initials"),
        ("Dana", "Dana Field", "the name is given in full there"),
    ],
)
def test_a_variant_is_proposed_and_joined_only_when_told_to(qk, tmp_path, study_of, rare, full, why):
    path = tmp_path / "talk.txt"
    lines = [
        f"{who}: Number {n} is what I say."
        for n, who in enumerate((full, "Tom", full, "Tom", rare, "Tom", rare, full))
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    shown = qk("add", path, "--yes").err
    assert why in shown
    assert f'--merge "{rare}={full}"' in shown
    assert set(speakers(study_of)) == {rare, full, "Tom"}
    joined = qk("add", path, "--yes", "--merge", f"{rare}={full}")
    assert why not in joined.err
    assert set(speakers(study_of)) == {full, "Tom"}


# ---- questions


@pytest.fixture
def asked(qk, tmp_path):
    (tmp_path / "group.txt").write_text(
        "Moderator: Question 1. How was school?\nP1: I was scared.\nP2: Fine.\n"
        "Moderator: Question 10. Who helped?\nP1: My mum. I was scared of asking.\nP2: Nobody was scared.\n",
        encoding="utf-8",
    )
    (tmp_path / "b.yaml").write_text("codes:\n- name: Fear\n", encoding="utf-8")
    qk("add", tmp_path / "group.txt", "--yes")
    qk("codebook", "import", tmp_path / "b.yaml", "--yes")
    qk("code", "Fear", "--match", "scared", "--yes")


@pytest.mark.parametrize(
    ("wanted", "passages"),
    [
        ("1", ["2"]),
        ("Question 1", ["2"]),
        ("10", ["5", "6"]),
        ("question 10. who", ["5", "6"]),
        ("1|10", ["2", "5", "6"]),
    ],
)
def test_what_was_said_on_a_question_can_be_asked(qk, asked, wanted, passages):
    rows = json.loads(qk("codings", "--where", f"question={wanted}", "--format", "json").out)["rows"]
    assert [row["segment"] for row in rows] == passages
    quotes = qk("quotes", "--where", f"question={wanted}", "--all", "--format", "csv").out
    assert quotes.count("scared") == len(passages)


def test_only_what_was_said_on_a_question_is_coded(qk, asked):
    assert "Coded 1 passage" in qk("code", "Fear", "--match", "Nobody", "--where", "question=10", "--yes").out
    assert "Coded" not in qk("code", "Fear", "--match", "Fine", "--where", "question=10", "--yes").out


def test_a_question_that_nobody_asked_is_refused_with_those_that_were(qk, asked):
    refused = qk("codings", "--where", "question=2")
    assert refused.code == 1
    assert "Question 1. How was school?" in refused.err


def test_a_column_called_question_comes_first(qk, asked, tmp_path):
    (tmp_path / "panel.csv").write_text(
        "id,question,why\n1,early,I was scared of the school and told nobody\n2,late,My mother helped me with all of it\n",
        encoding="utf-8",
    )
    qk("add", tmp_path / "panel.csv", "--closed", "question", "--yes")
    qk("code", "Fear", "--match", "scared", "--source", "panel", "--yes")
    rows = json.loads(qk("codings", "--where", "question=early", "--format", "json").out)["rows"]
    assert [row["source"] for row in rows] == ["panel:why"]
