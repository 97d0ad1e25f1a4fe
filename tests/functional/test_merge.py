"""A team that works apart: copies join by id, in any order, to the same study."""

from __future__ import annotations

import contextlib
import itertools
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from qualkit.actions import add, apply, bank, coding, edit_codebook, finish, memos, save, screening
from qualkit.actions.checking import anchors
from qualkit.actions.correct import correct_segment
from qualkit.actions.forget import forget
from qualkit.actions.load import load
from qualkit.actions.merge import merge
from qualkit.actions.opening import open_study
from qualkit.actions.selection import Selection
from qualkit.errors import NotFound, Refused
from qualkit.model.place import Place
from qualkit.store import codebooks, codings

TEAM = ("ana", "ben", "carla", "dan", "eve")


def texts(folder):
    kept = ("codebooks", "coding", "survey", "transcripts")
    paths = (path for part in kept for path in sorted((folder / part).rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in paths}


@pytest.fixture
def copy_of(coded, tmp_path):
    """A colleague's copy of the coded study, files only."""

    def copied(name):
        return shutil.copytree(coded, tmp_path / name, ignore=shutil.ignore_patterns("study.db*"))

    return copied


def code(study, path, pattern):
    apply.code_all(study, apply.plan_code(study, path, pattern, selection=Selection()))


def code_id(study, path):
    from qualkit.model.codepath import find_code

    with study.database.reading() as connection:
        return find_code(path, codebooks.codebooks(connection))[1].id


def quotes(study, coder=""):
    with study.database.reading() as connection:
        return sorted(
            (one.coder, one.quote) for one in codings.codings(connection) if coder in ("", one.coder)
        )


def test_two_peoples_work_stands_together(coded, copy_of, opened):
    theirs = copy_of("bens")
    with opened(theirs, "ben") as study:
        code(study, "Help", "helped")
        memos.add_memo(study, "Ben was here.")
        save.save(study)
    with opened(coded, "ana") as study:
        before = quotes(study)
        code(study, "Help", "kind")
        done = merge(study, theirs)
        assert quotes(study) == sorted([*before, ("ana", "kind"), ("ben", "helped")])
        assert not anchors(study).findings
    assert done.rows["coding/ben/codings.csv"] == 1
    assert done.clashes == ()


def test_a_coding_folder_alone_is_enough(coded, copy_of, opened):
    theirs = copy_of("bens")
    with opened(theirs, "ben") as study:
        code(study, "Help", "helped")
        save.save(study)
    with opened(coded, "ana") as study:
        merge(study, theirs / "coding")
        assert ("ben", "helped") in quotes(study)


def test_what_a_coder_took_back_goes_and_an_old_copy_does_not_bring_it_back(coded, copy_of, opened):
    old, bens = copy_of("old"), copy_of("bens")
    with opened(bens, "ana") as study:  # ana, at her other computer
        with study.database.reading() as connection:
            mine = [one.id for one in codings.codings(connection) if one.coder == "ana"]
        coding.remove_codings(study, mine[:1])
        save.save(study)
        left = quotes(study)
    with opened(coded, "ana") as study:
        merge(study, bens)
        assert quotes(study) == left
        merge(study, old)
        assert quotes(study) == left


def test_another_text_is_said_and_its_work_left_waiting(coded, copy_of, opened, files):
    theirs = copy_of("bens")
    talk = (files / "fg1.md").read_text(encoding="utf-8").replace("Tom: Yeah.", "Tom: Yeah, sure.")
    (files / "fg1.md").write_text(talk, encoding="utf-8")
    with opened(theirs, "ben") as study:
        add.accept(study, add.plan_add(study, [files / "fg1.md"]))
        code(study, "Help", "afraid|kind")
        save.save(study)
    with opened(coded, "ana") as study:
        done = merge(study, theirs)
        assert done.differing == ("fg1",)
        assert done.left > 0
        assert quotes(study, "ben") == [("ben", "kind")]


def test_a_new_source_comes_along(coded, copy_of, opened, tmp_path):
    theirs = copy_of("bens")
    (tmp_path / "fg2.md").write_text("Moderator: And?\nLiv: It helped me to talk.\n", encoding="utf-8")
    with opened(theirs, "ben") as study:
        add.accept(study, add.plan_add(study, [tmp_path / "fg2.md"]))
        code(study, "Help", "helped me to talk")
        save.save(study)
    with opened(coded, "ana") as study:
        done = merge(study, theirs)
        assert "transcripts/fg2.md" in done.files
        assert ("ben", "helped me to talk") in quotes(study)


def test_another_study_and_a_folder_without_work_are_refused(coded, opened, tmp_path):
    from qualkit.actions.make import new_study

    other = new_study(tmp_path / "other")
    with opened(coded, "ana") as study:
        with pytest.raises(Refused, match="another study"):
            merge(study, other)
        with pytest.raises(Refused, match="the study itself"):
            merge(study, coded)
        with pytest.raises(NotFound):
            merge(study, tmp_path / "received")


def define(study, path, text):
    edit_codebook.describe_code(study, code_id(study, path), definition=text)


def definition(study, path):
    with study.database.reading() as connection:
        return next(
            c for b in codebooks.codebooks(connection) for c in b.codes if c.id == code_id(study, path)
        ).definition


def test_the_same_code_edited_twice_is_a_conflict_and_settled_for_good(coded, copy_of, opened):
    theirs = copy_of("bens")
    for folder, who in ((coded, "ana"), (theirs, "ben")):
        with opened(folder, who) as study:
            define(study, "Help", f"What {who} thinks.")
            save.save(study)
    with opened(coded, "ana") as study:
        done = merge(study, theirs)
        ((path, clash),) = done.clashes
        assert path == "codebooks/feelings.yaml"
        assert (clash.ours["definition"], clash.theirs["definition"]) == (
            "What ana thinks.",
            "What ben thinks.",
        )
        load(study, "theirs")
        save.save(study)
        assert definition(study, "Help") == "What ben thinks."
        assert merge(study, theirs).clashes == ()
    with opened(theirs, "ben") as study:
        assert merge(study, coded).clashes == ()
        assert definition(study, "Help") == "What ben thinks."
    assert texts(coded) == texts(theirs)


def test_one_sides_edit_holds_though_the_other_copy_is_older(coded, copy_of, opened):
    theirs = copy_of("bens")
    with opened(coded, "ana") as study:
        define(study, "Help", "First.")
        save.save(study)
        define(study, "Help", "Second.")
        assert merge(study, theirs).clashes == ()
        assert definition(study, "Help") == "Second."
    with opened(theirs, "ben") as study:
        assert merge(study, coded).clashes == ()
        assert definition(study, "Help") == "Second."


def test_codings_of_a_colleague_follow_a_correction_they_do_not_have(coded, copy_of, opened):
    theirs = copy_of("bens")
    with opened(coded, "ana") as study:
        correct_segment(study, "fg1", "3", "Well, Dr. Lee helped me, e.g. with maths. I was afraid of him.")
        save.save(study)
    with opened(theirs, "ben") as study:
        code(study, "Help", "helped me")
        save.save(study)
    for folder, who, other in ((coded, "ana", theirs), (theirs, "ben", coded)):
        with opened(folder, who) as study:
            merge(study, other)
            assert ("ben", "helped me") in quotes(study)
            assert not anchors(study).findings
    assert texts(coded) == texts(theirs)


def test_what_one_has_forgotten_a_colleagues_copy_neither_brings_back_nor_keeps(coded, copy_of, opened):
    theirs = copy_of("bens")
    with opened(theirs, "ben") as study:
        code(study, "Help", "ashamed|helped")
        save.save(study)
    with opened(coded, "ana") as study:
        forget(study, "fg1:Mia")
        merge(study, theirs)
        assert ("ben", "helped") in quotes(study)
    with opened(theirs, "ben") as study:
        merge(study, coded)
        assert not anchors(study).findings
    for folder in (coded, theirs):
        held = [
            path
            for path in folder.rglob("*")
            if path.is_file() and "ashamed 👩🏽‍⚕️".encode() in path.read_bytes()
        ]
        assert held == []
    assert texts(coded) == texts(theirs)


def test_a_colleagues_passage_over_a_forgotten_turn_comes_without_its_words(coded, copy_of, opened):
    theirs = copy_of("bens")
    with opened(theirs, "ben") as study:
        place = Place(segment="4", start=0, end_segment="6", end=4)
        coding.apply_codes(study, "fg1", [place], [code_id(study, "Help")])
        save.save(study)
    with opened(coded, "ana") as study:
        forget(study, "fg1:Mia")
        merge(study, theirs)
        assert ("ben", "And then?\n[turn removed]\nYeah") in quotes(study)
        assert not anchors(study).findings


def test_the_command_says_what_it_joined(coded, copy_of, opened, run):
    theirs = copy_of("bens")
    with opened(theirs, "ben") as study:
        code(study, "Help", "helped")
        save.save(study)
    assert "coding/ben/codings.csv: 1 row joined" in run("-C", coded, "merge", theirs).out
    assert "nothing new" in run("-C", coded, "merge", theirs).out


# ---- in any order

WORDS = ("scared", "afraid", "school", "good", "maths", "kind", "shame", "dare", "Yeah", "alone")
ACTS = st.sampled_from(
    ["code", "uncode", "finish", "memo", "make", "define", "drop", "choose", "word", "let go", "screen"]
)


def act(study, what, number):
    """One thing that a coder does; nothing where it can't be done."""
    with study.database.reading() as connection:
        mine = [one.id for one in codings.codings(connection) if one.coder == study.coder]
        own = [c for b in codebooks.codebooks(connection) for c in b.codes if c.name.startswith(study.coder)]
    match what:
        case "code":
            code(study, ("Fear", "Shame", "Help")[number % 3], WORDS[number % len(WORDS)])
        case "uncode" if mine:
            coding.remove_codings(study, [mine[number % len(mine)]])
        case "finish":
            finish.finish(study, source=[("fg1", "panel")[number % 2]])
        case "memo":
            memos.add_memo(study, f"{study.coder} thinks {number}.")
        case "make":
            edit_codebook.make_code(study, "feelings", f"{study.coder} {number}")
        case "define" if own:
            edit_codebook.describe_code(
                study, own[number % len(own)].id, definition=f"As {study.coder} says {number}."
            )
        case "drop" if own:
            edit_codebook.remove_code(study, own[number % len(own)].id)
        case "choose" if mine:
            bank.choose(study, [mine[number % len(mine)]])
        case "let go" if mine:
            bank.unchoose(study, [mine[number % len(mine)]])
        case "word" if mine:
            bank.attribute_quote(study, mine[number % len(mine)], f"somebody {number}")
        case "screen":
            key = str(TEAM.index(study.coder) % 3 + 1)
            screening.include(study, screening.Which(file="panel", records=(key,)))


def tried(study, what, number):
    with contextlib.suppress(Refused):  # the code is in use, or the name is taken
        act(study, what, number)


@pytest.fixture(scope="session")
def base(_coded_once, tmp_path_factory):
    folder = shutil.copytree(_coded_once, tmp_path_factory.mktemp("base") / "study")
    for path in folder.glob("study.db*"):
        path.unlink()
    return folder


def simulate(base, team, steps, order):
    """Everybody works in a copy; copies meet as `steps` say, and at last all meet in an order."""
    with tempfile.TemporaryDirectory() as room:
        folders = [shutil.copytree(base, Path(room) / name / "study") for name in team]
        for who, other, what, number in steps:
            with open_study(folders[who % len(team)], team[who % len(team)]).study as study:
                if what == "meet":
                    if other % len(team) != who % len(team):
                        assert merge(study, folders[other % len(team)]).clashes == ()
                else:
                    tried(study, what, number)
                save.save(study)
        meet_all(folders, team, order)
        found = [texts(folder) for folder in folders]
        with open_study(folders[0], team[0]).study as study:
            assert not anchors(study).findings
            for folder in folders[1:]:  # again changes nothing
                assert merge(study, folder).rows == {}
        assert texts(folders[0]) == found[0]
    return found


def meet_all(folders, team, order):
    first = order[0]
    for place in order[1:]:
        with open_study(folders[first], team[first]).study as study:
            merge(study, folders[place])
    for place in order[1:]:
        with open_study(folders[place], team[place]).study as study:
            merge(study, folders[first])


STEPS = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 4), st.one_of(ACTS, st.just("meet")), st.integers(0, 30)),
    min_size=3, max_size=10,
)  # fmt: skip
SLOW = settings(
    deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, phases=[Phase.generate]
)


@settings(SLOW, max_examples=3)
@given(steps=STEPS, order=st.permutations(range(2)))
def test_two_coders_arrive_at_the_same_study_whoever_joins_first(base, steps, order):
    ana, ben = simulate(base, TEAM[:2], steps, order)
    assert ana == ben


@settings(SLOW, max_examples=1)
@given(steps=STEPS, order=st.permutations(range(5)))
def test_five_coders_arrive_at_the_same_study_in_any_order(base, steps, order):
    first, *others = simulate(base, TEAM, steps, order)
    for other in others:
        assert other == first


def test_joining_is_associative(base, tmp_path):
    """a + (b + c), (a + b) + c and every other order say the same, byte for byte."""
    worked = []
    for name in TEAM[:3]:
        folder = shutil.copytree(base, tmp_path / name / "study")
        with open_study(folder, name).study as study:
            for what, number in (
                ("code", 3),
                ("make", 1),
                ("define", 5),
                ("choose", 0),
                ("word", 2),
                ("finish", 1),
            ):
                tried(study, what, number)
                save.save(study)
        worked.append(folder)
    results = []
    for number, order in enumerate([*itertools.permutations(range(3)), "nested"]):
        room = [shutil.copytree(one, tmp_path / f"{number}" / one.parent.name / "study") for one in worked]
        first, second, third = (0, 1, 2) if order == "nested" else order
        if order == "nested":
            with open_study(room[second], TEAM[second]).study as study:
                merge(study, room[third])
        with open_study(room[first], TEAM[first]).study as study:
            merge(study, room[second])
            merge(study, room[third])
        results.append(texts(room[first]))
    for one in results:
        assert one == results[0]
