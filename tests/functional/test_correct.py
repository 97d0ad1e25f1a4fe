"""Correcting a coded transcript: words, turns and speakers; codings follow, nothing is dropped."""

from __future__ import annotations

import json
import random
import time
from pathlib import Path

import pytest

from qualkit.actions import (
    add,
    apply,
    checking,
    codebook_files,
    correct,
    history,
    load,
    memos,
    review_places,
    save,
    workspace,
)
from qualkit.actions.make import new_study
from qualkit.actions.opening import open_study
from qualkit.actions.selection import Selection
from qualkit.errors import NotFound, Refused
from qualkit.model.coding import Anchor
from qualkit.model.place import Place
from qualkit.store import codings, corrections, sources


@pytest.fixture
def study(coded, opened):
    with opened(coded, "ana") as found:
        yield found


@pytest.fixture
def qk(coded, run):
    return lambda *arguments, coder="ana": run("-C", coded, *arguments, coder=coder)


def texts(study, source="fg1"):
    return {segment.key: segment.text for segment in workspace.open_source(study, source).segments}


def spoken(study, source="fg1"):
    return [(one.key, one.speaker, one.text) for one in workspace.open_source(study, source).segments]


def all_codings(study):
    with study.database.reading() as connection:
        return {one.id: one for one in codings.codings(connection)}


def code(study, path, pattern):
    plan = apply.plan_code(study, path, pattern, selection=Selection(sources=("fg1",)))
    apply.code_all(study, plan)


def test_codings_on_untouched_words_stay_exact_and_the_others_follow(study):
    before = all_codings(study)
    done = correct.correct_segment(
        study, "fg1", "2", "Oh! It was good!!! but I was so scared. The café’s fine."
    )
    after = all_codings(study)
    assert before.keys() == after.keys()
    assert texts(study)["2"].startswith("Oh! It was")
    moved = [one for one in after.values() if one.anchor is Anchor.MOVED]
    assert [one.quote for one in moved] == ["scared"]
    assert done.codings == {Anchor.MOVED: 1}
    assert checking.anchors(study).findings == ()


def test_a_coding_whose_words_are_gone_is_listed_and_can_be_put_back_by_hand(study):
    done = correct.correct_segment(study, "fg1", "2", "It was good!!! The café’s fine.")
    (lost,) = review_places.lost_places(study)
    assert (lost.quote, lost.became, done.to_review) == ("scared", Anchor.LOST, (lost,))
    words = review_places.replace_lost(
        study, lost.coding, Place(segment="2", start=7, end_segment="2", end=11)
    )
    assert words == "good"
    assert review_places.lost_places(study) == ()
    history.undo(study)
    assert review_places.lost_places(study) == (lost,)


def test_lost_words_that_stand_elsewhere_are_proposed(study):
    correct.correct_segment(study, "fg1", "2", "It was good!!! The café’s fine.")
    correct.correct_segment(study, "fg1", "4", "And then? Were you scared?")
    (lost,) = review_places.lost_places(study)
    assert lost.proposed == Place(segment="4", start=19, end_segment="4", end=25)


def test_changed_words_stay_marked_until_somebody_has_looked(study):
    correct.correct_segment(study, "fg1", "5", "I felt ashamed, really 👩🏽‍⚕️ and alone.")
    seen = review_places.places_to_review(study)
    assert {one.became for one in seen} == {Anchor.CHANGED}
    assert {one.quote for one in seen if one.coder == "ana"} == {"ashamed, really 👩🏽‍⚕️"}
    assert review_places.accept_places(study, [one.coding for one in seen]) == len(seen) == 2
    assert review_places.places_to_review(study) == ()


def test_joined_turns_take_their_codings_memos_and_readings_with_them(study):
    code(study, "Help", "Yeah")
    memos.add_memo(study, "Quick.", about="passage", target="fg1#6")
    correct.merge_turns(study, "fg1", ["5", "6"])
    assert spoken(study)[-1] == ("5", "Mia", "I felt ashamed 👩🏽‍⚕️ and alone. Yeah.")
    yeah = next(one for one in all_codings(study).values() if one.quote == "Yeah")
    assert yeah.place == Place(segment="5", start=32, end_segment="5", end=36)
    assert yeah.anchor is Anchor.MOVED
    assert "fg1#5" in {memo["target"] for memo in memos.memos_table(study).rows}
    assert workspace.open_source(study, "fg1").read == {"1", "2", "3", "4", "5"}
    assert checking.anchors(study).findings == ()


def test_a_split_turn_gives_its_second_half_codings_and_speaker(study):
    before = spoken(study)
    correct.split_turn(study, "fg1", "3", 36, speaker="Moderator")
    assert spoken(study)[2:4] == [
        ("3", "Tom", "Dr. Lee helped me, e.g. with maths."),
        ("3.1", "Moderator", "I was afraid of him."),
    ]
    afraid = next(one for one in all_codings(study).values() if one.quote == "afraid")
    assert (afraid.place.segment, afraid.place.start, afraid.anchor) == ("3.1", 6, Anchor.MOVED)
    assert "3.1" in workspace.open_source(study, "fg1").read
    history.undo(study)
    assert spoken(study) == before
    assert next(o for o in all_codings(study).values() if o.quote == "afraid").place.segment == "3"
    history.redo(study)
    assert [key for key, *_ in spoken(study)][:4] == ["1", "2", "3", "3.1"]
    assert checking.anchors(study).findings == ()


def test_a_turn_is_given_to_another_speaker_and_a_new_one_only_when_said_so(study):
    correct.reassign_turn(study, "fg1", "6", "Mia")
    assert spoken(study)[5] == ("6", "Mia", "Yeah.")
    with pytest.raises(NotFound, match="no speaker"):
        correct.reassign_turn(study, "fg1", "6", "Mina")
    from qualkit.model.source import SpeakerRole

    correct.reassign_turn(study, "fg1", "6", "Dora", role=SpeakerRole.PARTICIPANT)
    last = workspace.open_source(study, "fg1").segments[-1]
    assert (last.speaker, last.case) == ("Dora", "fg1:Dora")


def test_one_edited_text_corrects_joins_splits_and_reassigns(study):
    text = correct.text_to_edit(study, "fg1")
    text = text.replace("How was school?", "How was your school?")
    text = text.replace("\n[6] Tom\n", "").replace("[5] Mia", "[5] Tom")
    text = text.replace(" I was afraid of him.", "\n\n[new] Mia\nI was afraid of him.")
    done = correct.correct_source(study, "fg1", text)
    assert spoken(study) == [
        ("1", "Moderator", "How was your school?"),
        ("2", "Mia", "It was good!!! but I was scared. The café’s fine."),
        ("3", "Tom", "Dr. Lee helped me, e.g. with maths."),
        ("3.1", "Mia", "I was afraid of him."),
        ("4", "Moderator", "And then?"),
        ("5", "Tom", "I felt ashamed 👩🏽‍⚕️ and alone.\nYeah."),
    ]
    assert done.changed == 5
    assert checking.anchors(study).findings == ()
    assert all(one.anchor is not Anchor.LOST for one in all_codings(study).values())


def test_the_received_file_stays_and_the_event_holds_no_words(study, coded):
    received = (coded / "transcripts" / "fg1.md").read_bytes()
    correct.correct_segment(study, "fg1", "6", "Yes, unbelievable.")
    assert (coded / "transcripts" / "fg1.md").read_bytes() == received
    event = workspace.home(study).lately[0]
    assert event.summary == "corrected 1 turn of fg1"
    assert "unbelievable" not in json.dumps(dict(event.detail))


def test_corrections_survive_a_rebuild_from_text(study, coded, opened):
    correct.split_turn(study, "fg1", "3", 36, speaker="Mia")
    correct.merge_turns(study, "fg1", ["5", "6"])
    correct.correct_segment(study, "fg1", "2", "It was good!!! The café’s fine.")
    correct.correct_segment(study, "panel:why", "2", "No fear at all, but shame was there, always")
    wanted, before = (spoken(study), spoken(study, "panel:why")), all_codings(study)
    save.save(study)
    saved = (coded / "coding" / "edits.csv").read_text(encoding="utf-8")
    study.close()
    (coded / "study.db").unlink()
    with opened(coded, "ana") as again:
        assert (spoken(again), spoken(again, "panel:why")) == wanted
        assert all_codings(again) == before
        assert len(review_places.lost_places(again)) == 1
        save.save(again)
        assert (coded / "coding" / "edits.csv").read_text(encoding="utf-8") == saved
        correct.correct_segment(again, "fg1", "3.1", "I was afraid of her.")
        correct.correct_segment(again, "fg1", "3.1", "I was afraid of him.")


def test_adding_the_received_file_again_keeps_corrections(study, files):
    correct.split_turn(study, "fg1", "3", 36, speaker="Mia")
    correct.correct_segment(study, "fg1", "6", "Yes.")
    before = all_codings(study)
    (files / "fg1.md").write_text(
        (files / "fg1.md").read_text(encoding="utf-8").replace("How was school", "How was your school")
    )
    added = add.accept(study, add.plan_add(study, [files / "fg1.md"]))
    assert added.unfit == 0
    assert [key for key, *_ in spoken(study)] == ["1", "2", "3", "3.1", "4", "5", "6"]
    assert texts(study)["1"] == "How was your school?"
    assert texts(study)["6"] == "Yes."
    assert {i: one.place for i, one in all_codings(study).items()} == {
        i: one.place for i, one in before.items()
    }


def test_adding_a_file_with_other_words_in_a_corrected_turn_says_so(study, files, qk):
    correct.correct_segment(study, "fg1", "1", "How was the school?")
    study.close()
    received = (files / "fg1.md").read_text(encoding="utf-8")
    (files / "fg1.md").write_text(
        received.replace("How was school", "How was kindergarten"), encoding="utf-8"
    )
    added = qk("add", files / "fg1.md", "--yes")
    assert added.code == 0
    assert "had been corrected" in added.err
    qk("undo")
    assert "How was the school?" in qk("correct", "fg1", "--write", files / "out.txt").err or True
    assert "How was the school?" in (files / "out.txt").read_text(encoding="utf-8")


def test_two_people_correct_two_turns_and_both_corrections_hold(coded, opened, tmp_path):
    import shutil

    with opened(coded, "ana") as mine:
        save.save(mine)
    theirs = shutil.copytree(coded, tmp_path / "theirs")
    with opened(theirs, "ben") as study:
        correct.correct_segment(study, "fg1", "6", "Yes.")
        correct.split_turn(study, "fg1", "3", 36)
        save.save(study)
    with opened(coded, "ana") as study:
        correct.correct_segment(study, "fg1", "1", "How was your school?")
    shutil.copytree(theirs / "coding", coded / "coding", dirs_exist_ok=True)
    with opened(coded, "ana") as study:
        loaded = load.load(study)
        assert loaded.clashes == ()
        assert (texts(study)["6"], texts(study)["1"]) == ("Yes.", "How was your school?")
        assert texts(study)["3.1"] == "I was afraid of him."
        assert checking.anchors(study).findings == ()


def test_undo_is_refused_when_a_colleague_has_coded_the_corrected_words(coded, opened):
    with opened(coded, "ana") as study:
        correct.correct_segment(study, "fg1", "6", "Yes, unbelievable.")
    with opened(coded, "ben") as study:
        code(study, "Shame", "unbelievable")
    with opened(coded, "ana") as study:
        with pytest.raises(Refused, match="ben has coded"):
            history.undo(study)
        assert texts(study)["6"] == "Yes, unbelievable."


def test_an_open_view_notices_that_the_text_was_corrected(study):
    view = workspace.open_source(study, "fg1")
    correct.correct_segment(study, "fg1", "6", "Yes.")
    assert workspace.renewed(study, view).segments[-1].text == "Yes."


def test_an_answer_can_be_corrected_but_not_split(study):
    correct.correct_segment(study, "panel:why", "1", "I was scared of school and did not dare to say so")
    assert texts(study, "panel:why")["1"].startswith("I was scared of school")
    with pytest.raises(Refused, match="stays one answer"):
        correct.split_turn(study, "panel:why", "1", 12)


def test_the_command_writes_the_text_out_and_takes_it_in(qk, tmp_path):
    out = tmp_path / "fg1.txt"
    assert qk("correct", "fg1", "--write", out).code == 0
    out.write_text(out.read_text(encoding="utf-8").replace("scared. The", "terrified. The"), encoding="utf-8")
    done = qk("correct", "fg1", "--file", out)
    assert (done.code, done.out) == (0, "Corrected 1 passage of fg1.\n")
    assert "lost: [2] Fear (ana): “scared”" in done.err
    assert qk("check", "anchors").code == 3
    assert qk("undo").out == "Undone: corrected 1 turn of fg1.\n"
    assert qk("check", "anchors").code == 0
    assert qk("correct", "fg1").code == 2


# ---- many corrections

_WORDS = [
    "we",
    "waited",
    "nine",
    "weeks",
    "and",
    "nobody",
    "rang",
    "so",
    "mum",
    "went",
    "there",
    "again",
    "it",
    "was",
    "raining",
    "I",
    "felt",
    "small",
]


def _long_talk(folder: Path, size: int) -> Path:
    rng, lines, length = random.Random(5), [], 0
    while length < size:
        words = " ".join(rng.choices(_WORDS, k=rng.randint(3, 60)))
        lines.append(f"{rng.choice(('Mia', 'Tom', 'Moderator'))}: {words.capitalize()}.")
        length += len(lines[-1])
    path = folder / "long.md"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _edited(rng: random.Random, study, keys):
    """One random correction of one turn; gives which turns it touched."""
    at = rng.randrange(len(keys) - 1)
    key, text = keys[at].key, keys[at].text
    match rng.choice(["word", "word", "word", "insert", "delete", "merge", "split", "speaker"]):
        case "merge":
            return {key, keys[at + 1].key}, lambda: correct.merge_turns(
                study, "long", [key, keys[at + 1].key]
            )
        case "split" if " " in text.strip():
            middle = text.index(" ", len(text) // 3) if " " in text[len(text) // 3 :] else text.index(" ")
            return {key}, lambda: correct.split_turn(study, "long", key, middle)
        case "speaker":
            return set(), lambda: correct.reassign_turn(study, "long", key, rng.choice(("Mia", "Tom")))
        case "insert":
            new = f"{text} Really, {rng.choice(_WORDS)}."
        case "delete" if len(text.split()) > 3:
            new = text.split(" ", 2)[2]
        case _:
            words = text.split()
            words[rng.randrange(len(words))] = rng.choice(["horrible", "Leeds", "waiting"])
            new = " ".join(words)
    return {key}, lambda: correct.correct_segment(study, "long", key, new)


def _correct_at_random(tmp_path, count):
    study = open_study(new_study(tmp_path / "study"), "ana").study
    rng, slowest = random.Random(7), 0.0
    with study:
        add.accept(study, add.plan_add(study, [_long_talk(tmp_path, 100_000)]))
        book = tmp_path / "book.yaml"
        book.write_text("codes:\n  - name: Wait\n    definition: Waiting.\n", encoding="utf-8")
        codebook_files.import_codebook(study, codebook_files.plan_codebook(study, book))
        for word in ("nine weeks", "raining", "nobody rang so"):
            apply.code_all(study, apply.plan_code(study, "Wait", word, selection=Selection()))
        total = len(all_codings(study))
        assert total > 300
        for _ in range(count):
            before = all_codings(study)
            touched, do = _edited(rng, study, workspace.open_source(study, "long").segments)
            begun = time.process_time()  # of this process: the machine may be busy
            do()
            slowest = max(slowest, time.process_time() - begun)
            after = all_codings(study)
            assert before.keys() == after.keys()
            for id_, one in before.items():
                if one.place.segment not in touched:
                    assert (after[id_].place, after[id_].quote) == (one.place, one.quote)
        lost = {one.coding for one in review_places.lost_places(study)}
        wrong = [one for one in checking.anchors(study).findings if one.rule != "lost-its-place"]
        assert wrong == []
        assert len(lost) < total / 4
        with study.database.reading() as connection:
            stored = sources.source(connection, "long")
            assert corrections.corrections(connection, "long")
            now = sources.segments(connection, stored.id)
        save.save(study)
        study.database.close()
        (tmp_path / "study" / "study.db").unlink()
    with open_study(tmp_path / "study", "ana").study as again, again.database.reading() as connection:
        assert sources.segments(connection, sources.source(connection, "long").id) == now
    return slowest


def test_random_corrections_drop_no_coding_and_leave_untouched_words_exact(tmp_path, slowness):
    assert _correct_at_random(tmp_path, 15) < slowness


@pytest.mark.slow
def test_a_thousand_random_corrections_drop_no_coding_each_under_a_second(tmp_path, slowness):
    assert _correct_at_random(tmp_path, 1000) < slowness
