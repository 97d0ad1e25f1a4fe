"""Topics and alike passages in a study: by command and by Python; what is kept of them, and what is not."""

from __future__ import annotations

import csv
import json
import random
from itertools import product

import pytest

pytest.importorskip("bertopic", reason="the group find is not installed")

import qualkit
from qualkit.actions import save
from qualkit.actions.code_history import code_history
from qualkit.actions.edit_topics import merge_topics, part_topic, rename_topic, topic_to_code
from qualkit.actions.forget import forget
from qualkit.actions.history import undo
from qualkit.actions.passages_in_scope import PassageScope
from qualkit.actions.redact import redact
from qualkit.actions.selection import Selection
from qualkit.actions.topics import TopicWatch, topic_run
from qualkit.analysis.topics import TopicOptions
from qualkit.errors import NotFound, Refused, Stopped
from qualkit.store import codings, topics

SAID = {
    "wait": (
        ("We waited", "I had to wait", "They kept us waiting", "The wait was"),
        ("hours", "weeks", "far too long", "all night"),
        ("for the doctor", "in a queue", "for an answer", "past our time"),
    ),
    "food": (
        ("The food was", "Dinner was", "My lunch came", "The meals were"),
        ("cold", "without taste", "late and soggy", "burnt"),
        ("so I left the plate", "and I went hungry", "like in a canteen", "even the soup"),
    ),
    "nurse": (
        ("The nurse was kind", "Kind nurses sat with me", "A nurse held my hand", "The nurses were gentle"),
        ("when I cried", "on the ward", "while I was afraid", "every evening"),
        ("and smiled", "and listened", "with a warm voice", "like family"),
    ),
}  # fmt: skip


def answers(each=14):
    """(theme, answer) in an order that tells nothing; the same each time."""
    chance, found = random.Random(4), []
    for word, parts in SAID.items():
        texts = [" ".join(one) for one in product(*parts)]
        found += [(word, text) for text in chance.sample(texts, each)]
    chance.shuffle(found)
    return found


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A study of a survey: 42 different answers, three given twice, of which Kit wrote down those on waiting."""
    folder = tmp_path_factory.mktemp("topics")
    said = answers()
    with (folder / "ward.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "author", "site", "why"])
        for number, (word, text) in enumerate([*said, *said[:3]], start=1):
            author = "Kit" if word == "wait" else ("Lou", "Max")[number % 2]
            rows.writerow([number, author, ("North", "South")[number % 5 < 2], text])
    with qualkit.new(folder / "study", coder="ana") as study:
        study.add(folder / "ward.csv")
        study.save()
    return folder / "study"


@pytest.fixture
def study_folder(made, tmp_path):
    import shutil

    return shutil.copytree(made, tmp_path / "study")


@pytest.fixture
def qk(run, study_folder):
    """The command line on the test's study."""
    return lambda *arguments, coder="ana": run("-C", study_folder, *arguments, coder=coder)


@pytest.fixture
def study(study_folder, opened):
    with opened(study_folder, "ana") as one:
        yield one


THREE = TopicOptions(k=3)


def named(run, word):
    """The topic whose first words have this one."""
    (one,) = [topic for topic in run.topics if any(first.startswith(word) for first in topic.words[:3])]
    return one


def test_json_has_a_row_a_topic_with_its_words_share_and_nearest_passages(qk):
    done = qk("topics", "-k", "3", "--format", "json")
    assert (done.code, done.err) == (0, "")
    table = json.loads(done.out)
    assert [list(row) for row in table["rows"]] == [["topic", "words", "count", "share", "passages"]] * 3
    assert sum(row["count"] for row in table["rows"]) == 45
    assert table["rows"][0]["share"] == table["rows"][0]["count"] / 45
    assert all(len(row["passages"]) == 3 and row["passages"][0].startswith("ward") for row in table["rows"])
    assert "(exploratory)" in table["title"]
    assert any("no themes" in note for note in table["notes"])
    assert "theme" not in json.dumps(table["rows"]).casefold()
    assert (
        qk("topics", "-k", "3", "--format", "json").out.partition('"date"')[0]
        == done.out.partition('"date"')[0]
    )


def test_identical_answers_count_once_for_sorting_and_all_in_the_figures(study):
    run = topic_run(study, options=THREE)
    assert (run.distinct, len(run.passages)) == (42, 45)
    assert sum(topic.count for topic in run.topics) + len(run.unfitted) == 45
    assert sum(len(topic.texts) for topic in run.found.topics) + len(run.found.unfitted) == 42


def test_topics_that_follow_the_note_taker_are_said(qk):
    done = qk("topics", "-k", "3", "--by", "author")
    assert done.code == 0
    assert "Topics by author" in done.out
    assert "100% of its passages are Kit's" in " ".join(done.out.split())
    assert "way of writing notes" in " ".join(done.out.split())
    by_site = " ".join(qk("topics", "-k", "3", "--by", "site").out.split())
    assert "No topic is mostly of one site" in by_site
    (row, *_) = json.loads(qk("topics", "-k", "3", "--by", "author", "--format", "json").out)["rows"]
    assert sum(row["by"].values()) == row["count"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--where", "author=Nobody"), "as author"),
        (("--where", "author=Kit", "--where", "site=South"), "topics need at least 10"),
        (("--classic",), "--classic needs at least 50"),
        (("-k", "30"), "2 to 21 topics"),
        (("--by", "weight"), "Nothing is known as"),
        (("--source", "nowhere"), "There is no source"),
    ],
)
def test_what_can_not_be_done_is_refused_with_exit_code_1(qk, arguments, said):
    done = qk("topics", *arguments)
    assert (done.code, done.out) == (1, "")
    assert said in done.err


def test_a_malformed_request_is_a_mistake_of_usage(qk):
    assert qk("topics", "--name", "Waiting").code == 2
    assert qk("topics", "--join", "3").code == 2
    assert qk("similar").code == 2


def test_sentences_questions_and_conditions_narrow_what_is_sorted(study):
    scope = PassageScope(selection=Selection(where=("site=North",)), questions=("why",), unit="sentence")
    run = topic_run(study, scope, TopicOptions(k=2))
    assert 15 < len(run.passages) < 30
    with pytest.raises(NotFound):
        topic_run(study, PassageScope(questions=("how",)))


def test_a_stop_leaves_the_study_as_it_was_and_the_next_run_complete(study, monkeypatch):
    looks = iter([False, True])
    with pytest.raises(Stopped):
        topic_run(study, options=THREE, watch=TopicWatch(is_stopped=lambda: next(looks)))
    told = []
    run = topic_run(study, options=THREE, watch=TopicWatch(told=lambda *said: told.append(said)))
    assert len(run.topics) == 3
    assert {what for what, *_ in told} == {"Reading what the passages mean", "Sorting them into topics"}


def test_ctrl_c_ends_the_command_with_nothing_half_done(qk, monkeypatch):
    def stop(*_arguments, **_more):
        raise KeyboardInterrupt

    monkeypatch.setattr("qualkit.actions.topics.find_topics", stop)
    before = qk("log").out
    done = qk("topics", "--name", "1=Waiting")
    assert (done.code, done.out) == (130, "")
    assert "Nothing is half done" in done.err
    assert qk("log").out == before


# ---- what people make of topics


def test_names_and_joins_are_kept_for_the_same_scope_and_settings_and_undone(study):
    run = topic_run(study, options=THREE)
    wait, food = named(run, "wait"), named(run, "food")
    run = rename_topic(study, run, wait.number, "  Waiting  ")
    run = merge_topics(study, run, [wait.number, food.number])
    one = run.topic(wait.number)
    assert (one.name, one.joined, one.count) == ("Waiting", (food.number,), wait.count + food.count)
    assert len(run.topics) == 2
    again = topic_run(study, options=THREE)
    assert again.topics == run.topics
    assert all(not topic.name for topic in topic_run(study, options=TopicOptions(k=2)).topics)
    assert len(part_topic(study, again, wait.number).topics) == 3
    assert "apart" in undo(study)
    undo(study)
    (left,) = [topic for topic in topic_run(study, options=THREE).topics if topic.name]
    assert (left.name, left.joined) == ("Waiting", ())


def test_names_stand_in_a_text_file_and_come_back_with_it(qk, study_folder):
    number = next(
        row["topic"]
        for row in json.loads(qk("topics", "-k", "3", "--format", "json").out)["rows"]
        if row["words"][0].startswith("wait")
    )
    assert qk("topics", "-k", "3", "--name", f"{number}=Waiting").code == 0
    assert qk("save").code == 0
    assert "Waiting" in (study_folder / "coding" / "topics.csv").read_text(encoding="utf-8")
    for file in study_folder.glob("study.db*"):
        file.unlink()
    rows = json.loads(qk("topics", "-k", "3", "--format", "json").out)["rows"]
    assert f"{number} Waiting" in [row["topic"] for row in rows]
    assert qk("topics", "-k", "3", "--name", f"{number}=").code == 0
    qk("save")
    assert "Waiting" not in (study_folder / "coding" / "topics.csv").read_text(encoding="utf-8")


def test_a_name_follows_its_topic_when_answers_come_in_and_is_not_given_to_another(study):
    run = rename_topic(study, topic_run(study, options=THREE), 1, "Mine")
    words = run.topic(1).words
    fewer = topic_run(study, options=THREE)
    (one,) = [topic for topic in fewer.topics if topic.name]
    assert len(set(one.words) & set(words)) > 5
    with study.step("test") as writer:  # as if the topic had had other words when it was named
        other = topics.TopicEdit(topic=1, words=("quite", "other", "words"), name="Theirs")
        topics.put_topic_edit(writer, run.key, other)
    lost = topic_run(study, options=THREE)
    assert (lost.lost, [topic.name for topic in lost.topics]) == (1, [""] * 3)


def test_a_code_of_a_topic_proposes_its_passages_and_tells_where_it_came_from(study):
    run = topic_run(study, options=THREE)
    wait = named(run, "wait")
    made = topic_to_code(study, run, wait.number, name="Waiting", codebook="codes")
    with study.database.reading() as connection:
        proposed = codings.proposals(connection)
        assert codings.codings(connection) == []
    assert made.proposals == len(proposed) == wait.count
    assert {(one.code, one.made_by, one.status) for one in proposed} == {(made.code.id, "topic", "open")}
    assert {one.quote for one in proposed} == {run.passages[number].text for number in wait.passages}
    (line,) = code_history(study, made.code.id)
    assert "of a topic" in line.text
    assert wait.words[0] in line.text and "3 topics" in line.text and line.at
    undo(study)
    with study.database.reading() as connection:
        assert codings.proposals(connection) == []
    assert code_history(study, made.code.id)[0].text.startswith("ana took back")


def test_the_command_makes_a_code_where_it_is_told_to(qk):
    assert qk("topics", "-k", "3", "--make-code", "1=care:Waiting").out.startswith(
        "Made the code Waiting, and proposed"
    )
    assert qk("topics", "-k", "3", "--make-code", "2=Waiting/Food").out.startswith(
        "Made the code Waiting/Food"
    )
    assert "no topic 9" in qk("topics", "-k", "3", "--make-code", "9=Other").err
    assert qk("prevalence").code == 1  # proposals and topics are no coding: there is nothing to count


def test_what_was_forgotten_is_in_no_topic_nor_in_what_is_kept_of_one(study, study_folder):
    from qualkit.actions.correct import correct_segment

    run = topic_run(study, options=THREE)
    keys = [run.passages[number].segment.key for number in named(run, "wait").passages[:4]]
    for key in keys:
        correct_segment(study, "ward:why", key, f"We waited in the zugzwang queue {'very ' * int(key)}long")
    run = topic_run(study, options=THREE)
    with_word = next(topic for topic in run.topics if "zugzwang" in topic.words)
    run = rename_topic(study, run, with_word.number, "Kept")
    topic_to_code(study, run, with_word.number, name="Kept", codebook="codes")
    save.save(study)
    for key in keys:
        forget(study, f"ward:{key}")
    study.close()
    found = [
        path.name
        for path in study_folder.rglob("*")
        if path.is_file() and b"zugzwang" in path.read_bytes().lower()
    ]
    assert found == []


def test_redacted_words_are_in_no_topic(study):
    redact(study, "nurse", "[somebody]")
    redact(study, "nurses", "[somebody]")
    run = topic_run(study, options=THREE)
    told = " ".join(" ".join(topic.words) for topic in run.topics) + " ".join(
        one.text for one in run.passages
    )
    assert "nurse" not in told
    assert "[somebody]" in told


# ---- more like this


def test_a_typed_sentence_finds_what_says_the_same_in_other_words(qk):
    pytest.importorskip("onnxruntime", reason="the model is not installed")
    done = qk("similar", "It took ages until somebody saw us", "--most", "5", "--format", "json")
    rows = json.loads(done.out)["rows"]
    assert len(rows) == 5
    assert all("wait" in row["text"].casefold() for row in rows)
    assert [row["nearness"] for row in rows] == sorted((row["nearness"] for row in rows), reverse=True)


def test_a_codes_passages_find_more_like_them_less_what_has_the_code(qk, study_folder):
    with qualkit.open(study_folder, coder="ana") as one:
        one.import_codebook(written(study_folder.parent / "care.yaml", "codes: [Meals, Other]\n"))
        one.code("Meals", match="dinner", unit="segment")
        one.code("Other", match="lunch", unit="segment")
    rows = json.loads(qk("similar", "--to-code", "Meals", "--most", "6", "--format", "json").out)["rows"]
    texts = [row["text"].casefold() for row in rows]
    assert not any("dinner" in text for text in texts)
    assert sum("food" in text or "lunch" in text or "meals" in text for text in texts) >= 5
    open_ones = json.loads(qk("similar", "My lunch was cold", "--uncoded", "--format", "json").out)["rows"]
    assert not any(
        "lunch" in row["text"].casefold() or "dinner" in row["text"].casefold() for row in open_ones
    )


def test_a_passage_finds_others_but_not_itself(qk):
    rows = json.loads(qk("similar", "--to", "ward:why:1", "--format", "json").out)["rows"]
    assert "1" not in [row["segment"] for row in rows]
    assert rows[0]["nearness"] > 0.5
    missing = qk("similar", "--to", "ward:why:999")
    assert missing.code == 1 and 'no passage "ward:why:999"' in missing.err


def test_an_empty_code_has_nothing_to_compare_with(qk, study):
    from qualkit.actions.edit_codebook import make_code

    make_code(study, "codes", "New")
    done = qk("similar", "--to-code", "New")
    assert (done.code, done.out) == (1, "")
    assert "no definition" in done.err


def test_python_has_the_same_verbs(study_folder):
    with qualkit.open(study_folder, coder="ana") as one:
        run = one.topics(k=3, by="author")
        assert len(one.topics_table(run).rows) == 3
        run = one.rename_topic(run, 1, "First")
        run = one.join_topics(run, [1, 2])
        assert one.topic_to_code(run, 1, "codes:First").proposals == run.topic(1).count
        assert one.similar("The soup was cold", most=2).found[0].nearness > 0


def test_too_few_answers_are_refused_saying_why(coded, run):
    done = run("-C", coded, "topics", "--source", "panel")
    assert done.code == 1
    assert "at least 10" in done.err


def written(path, text):
    path.write_text(text, encoding="utf-8")
    return path


def test_an_unknown_topic_and_joining_one_alone_are_refused(study):
    run = topic_run(study, options=THREE)
    with pytest.raises(NotFound, match="no topic 7"):
        rename_topic(study, run, 7, "x")
    with pytest.raises(Refused, match="several"):
        merge_topics(study, run, [1, 1])
