"""Forgetting leaves no trace, whatever was said and however it was worked on."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from qualkit.actions import add, bank, codebook_files, coding, correct, finish, memos, save
from qualkit.actions.checking import anchors
from qualkit.actions.forget import forget
from qualkit.actions.make import new_study
from qualkit.actions.opening import open_study
from qualkit.errors import Refused
from qualkit.model.place import Place
from qualkit.store import codebooks, codings, sources

BOOK = (
    "codes:\n  - name: First\n    definition: One thing.\n  - name: Second\n    definition: Another thing.\n"
)
SENTENCES = [
    "I didn't want to go home.", "Nobody asked me what I wanted!", 'He said "never again" and left.', "It’s all right now.",
    "Then the café closed early.", "We were twelve years old, maybe.", "Who would believe me?", "They moved me twice that year.",
    "My brother knew about it.", "I still think of it at night.", "You can't un-say it.", "It was raining very hard.",
]  # fmt: skip
TURN = st.tuples(
    st.sampled_from(["Ada", "Bea", "Moderator"]), st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3)
)
TALK = st.lists(TURN, min_size=4, max_size=9)
ENDINGS = st.sampled_from([".md", ".txt", ".vtt"])
PLACES = st.lists(
    st.tuples(st.integers(0, 8), st.integers(0, 8), st.integers(0, 200), st.integers(0, 1)), max_size=6
)


def written(talk, ending):
    """The talk as a file of its kind; a speaker's turns in a row are one."""
    if ending != ".vtt":
        return "\n".join(f"{who}: {' '.join(said)}" for who, said in talk) + "\n"
    cues = [
        f"{number}\n00:00:{2 * number:02}.000 --> 00:00:{2 * number + 2:02}.000\n{who}: {sentence}\n"
        for number, (who, sentence) in enumerate(((who, one) for who, said in talk for one in said), start=1)
    ]
    return "WEBVTT\n\n" + "\n".join(cues)


def state(study):
    with study.database.reading() as connection:
        (stored,) = sources.sources(connection)
        turns = {one.key: (one.speaker, one.text) for one in sources.segments(connection, stored.id)}
        coded = {one.id: (one.place, one.quote, one.code, one.coder) for one in codings.codings(connection)}
    return turns, coded


def work_on(study, places):
    turns, _ = state(study)
    keys = list(turns)
    with study.database.reading() as connection:
        codes = [code.id for book in codebooks.codebooks(connection) for code in book.codes]
    for first, last, at, which in places:
        a, b = sorted((first % len(keys), last % len(keys)))
        start = min(at, len(turns[keys[a]][1]) - 1)
        place = Place(segment=keys[a], start=start, end_segment=keys[b], end=len(turns[keys[b]][1]))
        coding.apply_codes(study, "talk", [place], [codes[which]])
    _, coded = state(study)
    with contextlib.suppress(Refused):  # the moderator is never quoted
        bank.choose(study, list(coded)[:2])
    memos.add_memo(study, f"She said: {turns[keys[-1]][1]} Strong.", about="study")
    finish.finish(study)
    correct.correct_segment(study, "talk", keys[0], turns[keys[0]][1] + " And so on.")


@settings(
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    max_examples=5,
    phases=[Phase.generate],
)
@given(talk=TALK, ending=ENDINGS, places=PLACES)
def test_nothing_that_only_they_said_is_left_and_what_others_said_is_as_it_was(talk, ending, places):
    talk = [
        ("Ada", [SENTENCES[0]]),
        ("Bea", [SENTENCES[1]]),
        ("Ada", [SENTENCES[2]]),
        ("Bea", [SENTENCES[3]]),
        *talk,
    ]
    with tempfile.TemporaryDirectory() as room:
        path = Path(room) / f"talk{ending}"
        path.write_text(written(talk, ending), encoding="utf-8")
        (Path(room) / "book.yaml").write_text(BOOK, encoding="utf-8")
        folder = new_study(Path(room) / "study")
        with open_study(folder, "ana").study as study:
            add.accept(study, add.plan_add(study, [path]))
            codebook_files.import_codebook(
                study, codebook_files.plan_codebook(study, Path(room) / "book.yaml")
            )
            work_on(study, places)
            save.save(study)
            turns, coded = state(study)
            forget(study, "talk:Ada")
            after = state(study)
            assert anchors(study).findings == ()
        others = " ".join(text for speaker, text in turns.values() if speaker != "Ada")
        theirs = {one for who, said in talk if who == "Ada" for one in said if one not in others}
        held = [
            (file.name, sentence)
            for file in folder.rglob("*")
            if file.is_file()
            for sentence in theirs
            if sentence.encode() in file.read_bytes() or sentence.encode("utf-16-le") in file.read_bytes()
        ]
        assert held == []
        gone = {key for key, (speaker, _) in turns.items() if speaker == "Ada"}
        assert {key: turn for key, turn in after[0].items() if key not in gone} == {
            key: turn for key, turn in turns.items() if key not in gone
        }
        order = list(turns)
        for id_, one in coded.items():
            place = one[0]
            run = order[order.index(place.segment) : order.index(place.end_segment) + 1]
            if gone.isdisjoint(run):
                assert after[1][id_] == one
            elif gone >= set(run):
                assert id_ not in after[1]
        for file in folder.glob("study.db*"):
            file.unlink()
        with open_study(folder, "ana").study as study:
            assert state(study) == after
