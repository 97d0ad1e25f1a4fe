"""`words` and `kwic`: what is counted and shown of a study."""

from __future__ import annotations

import json
import re

import pytest

from qualkit.actions import redact
from qualkit.actions.kwic import kwic
from qualkit.actions.search_limits import Limits
from qualkit.actions.selection import Selection
from qualkit.actions.words import WordCount, collocation_words, keyness_words, word_table
from qualkit.errors import NotFound, Refused
from qualkit.model.source import SpeakerRole


@pytest.fixture
def qk(run, filled):
    return lambda *arguments: run("-C", filled, *arguments)


def words_in(table):
    return {row["word"]: row["count"] for row in table.rows}


def test_moderators_are_left_out_and_it_is_said(filled, opened):
    with opened(filled, "ana") as study:
        table = word_table(study)
        assert words_in(table)["scared"] == 2
        assert table.rows[0]["base"] == 5
        assert "Without what moderators and observers said; --speaker-role chooses." in table.notes
        limits = Limits(selection=Selection(speaker_roles=(SpeakerRole.MODERATOR,)), heard_only=True)
        assert words_in(word_table(study, WordCount(limits=limits))) == {"school": 0} or set(
            words_in(word_table(study, WordCount(limits=limits)))
        ) == {"school"}


def test_what_is_redacted_is_not_counted_nor_what_stands_for_it(filled, opened):
    with opened(filled, "ana") as study:
        assert "lee" in words_in(word_table(study))
        redact.redact(study, "Dr. Lee", "[doctor Quist]")
        table = word_table(study)
        assert not {"lee", "dr", "doctor", "quist"} & set(words_in(table))
        assert any("redacted" in note for note in table.notes)


def test_the_study_has_its_own_stop_words(filled, opened):
    text = (filled / "study.toml").read_text()
    (filled / "study.toml").write_text(
        text + '\n[words]\nstop = ["school"]\nkeep = ["kind", "always", "all"]\n'
    )
    with opened(filled, "ana") as study:
        found = words_in(word_table(study))
    assert "school" not in found
    assert {"always", "all"} <= set(found)


def test_the_search_of_a_row_finds_its_passages(filled, opened):
    from qualkit.actions.search import ALL, search

    limits = Limits(selection=Selection(sources=("panel",)), heard_only=True)
    asked = (
        WordCount(limits=limits),
        WordCount(limits=limits, by_stems=True),
        WordCount(limits=limits, size=2, least=1),
    )
    with opened(filled, "ana") as study:
        for wanted in asked:
            table = word_table(study, wanted)
            assert table.rows
            for row in table.rows:
                found = search(study, row["search"], limits, page=ALL)
                assert found.passages == row["passages"], row["search"]
        for row in collocation_words(study, WordCount(least=1)).rows:
            assert search(study, row["search"], Limits(heard_only=True), page=ALL).passages >= row["passages"]


def test_groups_are_compared_with_their_bases(filled, opened):
    with opened(filled, "ana") as study:
        table = keyness_words(study, WordCount(least=1), attribute="role")
        assert table.title == "Words that tell Police from Teacher"
        assert table.notes[0] == "Police: 24 words of 2 people; Teacher: 11 words of 1 person."
        rest = keyness_words(study, WordCount(least=1), key="role=Teacher")
        assert rest.title == "Words that tell Teacher from everybody else"
        with pytest.raises(NotFound):
            keyness_words(study, attribute="rolle")
        with pytest.raises(NotFound):
            keyness_words(study, key="role=Nurse")
        only = Limits(selection=Selection(where=("role=Police",)))
        with pytest.raises(Refused, match="Two groups"):
            keyness_words(study, WordCount(limits=only), attribute="role")


def test_more_than_two_groups_are_refused_with_a_way_on(folder, tmp_path, opened):
    from qualkit.actions import add

    (tmp_path / "s.csv").write_text(
        "id,role,why\n1,Nurse,I was afraid of what might come next for all of us here\n"
        "2,Police,They never had the time to listen to anybody at all there\n"
        "3,Teacher,It is hard to say it out loud when they all look at you\n"
        "4,Nurse,Nobody asked me what I wanted and so I kept it to myself\n"
    )
    with opened(folder, "ana") as study:
        add.accept(study, add.plan_add(study, [tmp_path / "s.csv"]))
        with pytest.raises(NotFound, match="3 groups") as refused:
            keyness_words(study, attribute="role")
    assert '--key "role=Nurse"' in refused.value.hint


def test_small_numbers_are_hidden_where_the_study_says_so(filled, qk):
    (filled / "study.toml").write_text(
        (filled / "study.toml").read_text() + '\n[reporting]\nsmall_numbers = "hide"\nthreshold = 3\n'
    )
    rows = json.loads(qk("words", "--format", "json").out)["rows"]
    hidden = [row for row in rows if row["word"] == "scared"]
    assert [(row["count"], row["share"], row["times"], row["passages"]) for row in hidden] == [(None,) * 4]
    keys = json.loads(qk("words", "--keyness", "role", "--least", "1", "--format", "json").out)["rows"]
    assert {row["times_0"] for row in keys} <= {None, 0} | {row["times_0"] for row in keys if row["count_0"]}


def test_a_concordance_is_aligned_and_sorted_by_its_neighbours(filled, opened, qk):
    with opened(filled, "ana") as study:
        lines = kwic(study, "was", sort="right").lines
        assert [line.right.split()[0] for line in lines] == [
            "afraid",
            "good!!!",
            "scared",
            "scared.",
            "there",
        ]
        lines = kwic(study, "was", sort="left", context=1).lines
        assert [line.left for line in lines] == ["I", "I", "I", "It", "shame"]
        assert {line.right for line in lines} == {"afraid", "scared", "good", "there"}
    shown = qk("kwic", "was").out.splitlines()
    columns = [{found.start() for found in re.finditer("  was  ", line)} for line in shown]
    assert len(set.intersection(*columns)) == 1
    assert max(map(len, shown)) <= 100


def test_kwic_shows_what_is_shown(filled, opened):
    with opened(filled, "ana") as study:
        redact.redact(study, "Dr. Lee", "[doctor]")
        assert kwic(study, "lee").lines == ()
        (line,) = kwic(study, "helped").lines
        assert line.left == "[doctor]"
        assert kwic(study, "school").told == "1 place in 1 passage of 1 source by 1 person."


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "docx", "html", "md", "json"])
def test_words_are_written_in_every_format(qk, tmp_path, suffix):
    for name, arguments in (("words", ["words"]), ("kwic", ["kwic", "was"]), ("search", ["search", "was"])):
        done = qk(*arguments, "-o", tmp_path / f"{name}.{suffix}")
        assert done.code == 0, done.err
        assert (tmp_path / f"{name}.{suffix}").stat().st_size > 50


def test_words_are_drawn(qk, tmp_path):
    assert "scared" in qk("words", "--bars").out
    assert qk("words", "--keyness", "role", "--least", "1", "--chart", tmp_path / "keys.svg").code == 0
    assert b"Police" in (tmp_path / "keys.svg").read_bytes()


@pytest.mark.parametrize(
    "arguments",
    [("--collocations", "--keyness", "role"), ("--collocations", "--ngrams", "2"), ("--window", "3")],
)
def test_options_that_do_not_go_together_are_refused(qk, arguments):
    assert qk("words", *arguments).code == 2


def test_python_counts_words_too(filled):
    import qualkit

    with qualkit.open(filled, coder="ana") as study:
        assert study.words(where=["role=Police"]).rows[0]["base"] == 2
        assert study.kwic("scared", source=["fg1"]).passages == 1
        assert study.collocations(window=2).id == "words:collocations"
        assert study.keyness("role").id == "words:keyness"
