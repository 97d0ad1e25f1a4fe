"""Search: what the index finds is what a plain scan of the texts as shown finds, whatever was done to them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualkit.actions import correct, history, redact, screening
from qualkit.actions.code_hits import code_hits
from qualkit.actions.forget import forget
from qualkit.actions.opening import open_study
from qualkit.actions.redacting import redactor_of
from qualkit.actions.search import ALL, excerpt, search
from qualkit.actions.search_limits import Limits
from qualkit.actions.selection import Selection
from qualkit.analysis.query import parse
from qualkit.analysis.query_match import places
from qualkit.analysis.stems import stem
from qualkit.errors import NotFound, QualkitError, Refused
from qualkit.model.coding import Origin
from qualkit.model.intake import SourceIntake, SpeakerIntake
from qualkit.model.redaction import Redaction
from qualkit.model.source import Segment, Source, SourceKind, SpeakerRole, Voice
from qualkit.model.words import tokens
from qualkit.store import codings, redactions, sources
from qualkit.store import search as index
from qualkit.study import Study

QUERIES = (
    "scared",
    "scar*",
    "school NOT scared",
    "the",
    '"in the meetings"',
    "NEAR(scared school, 4)",
    "cafe",
)


def as_shown(study):
    """(source, key) → text as it is shown, of every passage."""
    redact_ = redactor_of(study)
    with study.database.reading() as connection:
        return {
            (one.source.name, segment.key): redact_.text(segment.text, one.source.name, segment.key)
            for one in sources.sources(connection)
            for segment in sources.segments(connection, one.id)
        }


def found(study, query, **how):
    return [(hit.source, hit.segment) for hit in search(study, query, page=ALL, **how).hits]


def scanned(study, query):
    return [key for key, text in as_shown(study).items() if places(parse(query), text) is not None]


def agree(study):
    """The index holds the words of the texts, and searches find what a scan finds."""
    with study.database.writing() as connection:
        index.refuse_differences(connection)
    for query in QUERIES:
        assert found(study, query) == scanned(study, query), query


# ---- against a plain scan


WORDS = st.sampled_from(
    ["a", "b", "ab", "abc", "café", "cafe", "CAFE\u0301", "don’t", "don't", "straße", "ﬁn", "学校", "校", "👍", "x_y", "q\x00r",
     "s\u00adt", "Name", "name’s", "नमस्ते", "Ωmega", "ʼtis", "½", "а́б"]
)  # fmt: skip
TEXTS = st.lists(
    st.tuples(WORDS, st.sampled_from([" ", ", ", "\n", "-", "", "’"])), min_size=1, max_size=7
).map(lambda parts: "".join(word + gap for word, gap in parts))
SAID = st.sampled_from(["a", "b", "ab", "cafe", "Café", "don’t", "dont", "STRASSE", "fin", "学校", "校", "👍", "st", "name", "नमस्ते", "ωMEGA", "tis", "hidden", "r"])  # fmt: skip


@st.composite
def queries(draw, depth=2):
    kind = draw(
        st.sampled_from(
            ["word", "prefix", "phrase", "near", "all", "either", "not"]
            if depth
            else ["word", "prefix", "phrase", "near"]
        )
    )
    inner = queries(depth=depth - 1)
    match kind:
        case "word":
            return draw(SAID)
        case "prefix":
            return draw(SAID) + "*"
        case "phrase":
            return (
                '"'
                + " ".join(draw(st.lists(SAID, min_size=1, max_size=3)))
                + '"'
                + draw(st.sampled_from(["", "*"]))
            )
        case "near":
            return (
                f"NEAR({' '.join(draw(st.lists(SAID, min_size=2, max_size=3)))}, {draw(st.integers(0, 4))})"
            )
        case "all":
            return f"({draw(inner)} {draw(inner)})"
        case "either":
            return f"({draw(inner)} OR {draw(inner)})"
    return f"({draw(inner)} NOT {draw(inner)})"


def intake(texts):
    source = Source(
        name="one", title="One", kind=SourceKind.TRANSCRIPT, voice=Voice.OWN_WORDS, file="", sha256=""
    )
    segments = [
        Segment(source="one", key=str(number), ordinal=number, text=text, speaker="P", speaker_role=SpeakerRole.PARTICIPANT)
        for number, text in enumerate(texts, 1)
    ]  # fmt: skip
    speaker = SpeakerIntake(name="P", role=SpeakerRole.PARTICIPANT, case="one:P")
    return SourceIntake(source=source, segments=tuple(segments), speakers=(speaker,))


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    from qualkit.actions.make import new_study

    with open_study(new_study(tmp_path_factory.mktemp("small") / "study"), "ana").study as study:
        yield study


def fill(study: Study, texts):
    with study.step("add") as writer:
        sources.sync(writer, intake(texts))


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(texts=st.lists(TEXTS, min_size=1, max_size=5), wanted=st.lists(queries(), min_size=3, max_size=3))
def test_the_index_finds_what_a_plain_scan_finds(small, texts, wanted):
    fill(small, texts)
    for query in wanted:
        result = search(small, query, page=ALL)
        assert [(hit.source, hit.segment) for hit in result.hits] == scanned(small, query), query
        assert result.passages == len(result.hits)
        for hit in result.hits:
            text = texts[int(hit.segment) - 1]
            assert hit.marks and all(0 <= start < end <= len(text) for start, end in hit.marks)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(texts=st.lists(TEXTS, min_size=1, max_size=5), query=queries(), hidden=WORDS, wide=st.booleans())
def test_what_is_redacted_is_searched_as_it_is_shown(small, texts, query, hidden, wide):
    fill(small, texts)
    rule = Redaction(words=hidden, replacement="[hidden cafe]", source="" if wide else "one")
    with small.step("redact") as writer:
        redactions.put(writer, [rule])
    assert found(small, query) == scanned(small, query)
    with small.step("redact") as writer:
        redactions.drop(writer, [redactions.redaction_id(rule)])


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(first=st.lists(TEXTS, max_size=5), second=st.lists(TEXTS, max_size=5))
def test_the_index_follows_the_texts_through_changes_undo_and_redo(small, first, second):
    fill(small, first)
    fill(small, second)
    for step in (history.undo, history.redo):
        with suppress(Refused):  # there is nothing to undo where nothing was said
            step(small)
        with small.database.writing() as connection:
            index.refuse_differences(connection)
        assert found(small, "a* OR cafe") == scanned(small, "a* OR cafe")


def test_many_passages_are_indexed_and_numbered_as_they_came(small):
    fill(small, [f"passage p{number} a" for number in range(300)])
    with small.database.writing() as connection:
        index.refuse_differences(connection)
    assert found(small, "p64 OR p65 OR p299") == [("one", "65"), ("one", "66"), ("one", "300")]
    assert search(small, "passage").passages == 300
    fill(small, ["b"])
    assert found(small, "passage") == []


def test_the_deepest_and_the_longest_search_is_read_by_the_index(small):
    fill(small, ["x"])
    deep = "x"
    for number in range(8):
        deep = f"({deep} OR b{number}) NOT c{number}" if number % 2 else f"({deep} NOT b{number} OR d)"
    assert found(small, deep) == scanned(small, deep) == [("one", "1")]
    assert found(small, " OR ".join(f"w{number}" for number in range(99)) + " OR x") == [("one", "1")]


# ---- through what people do


def test_the_index_agrees_after_corrections_redactions_undo_forgetting_and_a_rebuild(coded, opened):
    with opened(coded, "ana") as study:
        agree(study)
        correct.correct_segment(study, "fg1", "2", "It was fine!!! The school café was shut.")
        agree(study)
        assert ("fg1", "2") not in found(study, "scared")
        history.undo(study)
        agree(study)
        assert ("fg1", "2") in found(study, "scared")
        correct.split_turn(study, "fg1", "3", 18)
        agree(study)
        redact.redact(study, "school", "[the scared place]")
        agree(study)
        history.undo(study)
        history.redo(study)
        agree(study)
        screening.leave_out(study, screening.Which(file="panel", records=("1",)), "Not about it")
        assert ("panel:why", "1") not in found(study, "scared")
        history.undo(study)
        forget(study, "fg1:Mia")
        agree(study)
        assert found(study, "ashamed") == []
        before = {query: found(study, query) for query in QUERIES}
    for path in coded.glob("study.db*"):
        path.unlink()
    with opened(coded, "ana") as study:
        agree(study)
        assert {query: found(study, query) for query in QUERIES} == before


def test_nothing_forgotten_is_left_in_the_index(coded, opened):
    with opened(coded, "ana") as study:
        forget(study, "fg1:Mia")
        with study.database.reading() as connection:
            assert index.vocabulary(connection, "alone") == []
    data = b"".join(path.read_bytes() for path in coded.glob("study.db*"))
    assert b"lone" not in data  # the index leaves out letters that the word before it has, too


KILLED = """
import sys
from pathlib import Path
from qualkit.actions.opening import open_study
from qualkit.actions import correct, history
with open_study(Path(sys.argv[1]), "ana").study as study:
    print("go", flush=True)
    while True:
        correct.correct_segment(study, "fg1", "2", "Quite other words " * 50)
        history.undo(study)
"""


def test_index_and_texts_are_one_after_kill_9(filled, opened):
    for delay in (0.05, 0.17):
        with subprocess.Popen([sys.executable, "-c", KILLED, str(filled)], stdout=subprocess.PIPE) as process:
            assert process.stdout.readline().strip() == b"go"
            time.sleep(delay)
            os.kill(process.pid, signal.SIGKILL)
        with opened(filled, "ana") as study:
            agree(study)


# ---- what is shown


def test_a_redacted_word_is_neither_found_nor_betrayed_and_its_replacement_is(filled, opened):
    with opened(filled, "ana") as study:
        redact.redact(study, "Dr. Lee", "[doctor]")
        assert found(study, "lee") == found(study, "le*") == found(study, '"dr lee"') == []
        assert found(study, "helped NOT lee") == [("fg1", "3")]
        (hit,) = search(study, "doctor").hits
        assert hit.text.startswith("[doctor] helped")
        assert hit.text[slice(*hit.marks[0])] == "doctor"
        assert (hit.places[0].start, hit.places[0].end) == (0, 7)
        assert found(study, r"\blee", by="pattern") == []
        assert found(study, "doctors", by="stems") == [("fg1", "3")]
        redact.redact(study, "panel:1", "[somebody]")
        assert "panel:1" not in [hit.person for hit in search(study, "scared").hits]


def test_a_hit_tells_where_who_and_which_words(filled, opened):
    with opened(filled, "ana") as study:
        result = search(study, "scared OR afraid")
    assert (result.passages, result.sources, result.people) == (3, 2, 3)
    assert result.told == "3 passages in 2 sources by 3 people."
    first = result.hits[0]
    assert (first.source, first.segment, first.person) == ("fg1", "2", "fg1:Mia")
    assert excerpt(first) == "It was good!!! but I was «scared». The café’s fine."


def test_pages_are_in_order_and_count_the_whole(filled, opened):
    with opened(filled, "ana") as study:
        every = found(study, "i OR they")
        pages = [search(study, "i OR they", page=(first, 2)) for first in range(0, 6, 2)]
    assert [(hit.source, hit.segment) for page in pages for hit in page.hits] == every
    assert {page.passages for page in pages} == {len(every)}


def test_stems_find_every_form_but_phrases_stay_exact(filled, opened):
    with opened(filled, "ana") as study:
        assert found(study, "helps") == []
        assert found(study, "helps", by="stems") == [("fg1", "3")]
        assert found(study, '"helps"', by="stems") == []
        assert found(study, "NEAR(helping lees, 3)", by="stems") == [("fg1", "3")]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    texts=st.lists(st.lists(st.sampled_from(["help", "helped", "helping", "helps", "tell", "telling", "told", "shame", "ashamed"]), min_size=1, max_size=4), min_size=1, max_size=4),
    word=st.sampled_from(["help", "telling", "told", "shames", "helper"]),
)  # fmt: skip
def test_stems_find_what_a_scan_by_stems_finds(small, texts, word):
    fill(small, [" ".join(words) for words in texts])
    expected = [
        key for key, text in as_shown(small).items() if stem(word) in {stem(one.form) for one in tokens(text)}
    ]
    assert found(small, word, by="stems") == expected


# ---- where to look


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        (Limits(selection=Selection(sources=("fg1",))), ["2", "3"]),
        (Limits(selection=Selection(where=("role=Police",))), ["1"]),
        (Limits(questions=("why",)), ["1"]),
        (Limits(selection=Selection(speaker_roles=(SpeakerRole.MODERATOR,))), []),
        (Limits(selection=Selection(speaker_roles=(SpeakerRole.PARTICIPANT,))), ["2", "3"]),
        (Limits(is_coded=True), ["2", "3", "1"]),
        (Limits(code="Shame"), []),
        (Limits(code="Fear", coder="ana"), ["2", "3", "1"]),
        (Limits(code="Fear", is_coded=False), []),
        (Limits(code="Shame", is_coded=False), ["2", "3", "1"]),
        (Limits(is_coded=False, coder="Zoë / ben"), ["2", "3", "1"]),
    ],
)
def test_a_search_is_limited_to_what_is_asked_for(coded, opened, limits, expected):
    with opened(coded, "ana") as study:
        assert [key for _, key in found(study, "scared OR afraid", limits=limits)] == expected


def test_a_question_of_a_talk_limits_a_search(folder, tmp_path, opened):
    from qualkit.actions import add

    (tmp_path / "talk.md").write_text(
        "# Who helped?\nModerator: Who?\nP1: My nan helped.\n\n# What got in the way?\nModerator: What?\nP1: Nobody helped me.\n"
    )
    with opened(folder, "ana") as study:
        add.accept(study, add.plan_add(study, [tmp_path / "talk.md"]))
        every = found(study, "helped")
        assert len(every) == 2
        part = found(study, "helped", limits=Limits(questions=("What got in the way",)))
        assert part == every[1:]


def test_a_passage_in_the_middle_of_a_longer_coding_is_coded(filled, opened):
    from qualkit.actions import coding
    from qualkit.actions.workspace import codebook_view
    from qualkit.model.codepath import find_code
    from qualkit.model.place import Place

    with opened(filled, "ana") as study:
        code = find_code("Help", [view.codebook for view in codebook_view(study)])[1].id
        coding.apply_codes(study, "fg1", [Place(segment="2", start=0, end_segment="5", end=3)], [code])
        assert found(study, "helped", limits=Limits(code="Help")) == [("fg1", "3")]
        assert found(study, "helped", limits=Limits(is_coded=False)) == []


def test_unknown_names_are_refused(filled, opened):
    with opened(filled, "ana") as study:
        for limits in (
            Limits(code="Feer"), Limits(coder="nobody"), Limits(selection=Selection(sources=("fg9",))),
            Limits(questions=("What then?",)),
        ):  # fmt: skip
            with pytest.raises(NotFound):
                search(study, "a", limits)


# ---- coding what was found


@pytest.mark.parametrize(
    ("unit", "quotes"),
    [
        ("span", ["scared", "afraid", "scared"]),
        ("sentence", ["but I was scared.", "I was afraid of him.", "I was scared of the school and did not dare to say so"]),
        ("segment", ["It was good!!! but I was scared. The café’s fine.", "Dr. Lee helped me, e.g. with maths. I was afraid of him.", "I was scared of the school and did not dare to say so"]),
    ],
)  # fmt: skip
def test_all_hits_are_coded_as_one_step_of_undo(filled, opened, unit, quotes):
    with opened(filled, "ana") as study:
        hits = search(study, "scared OR afraid").hits
        assert code_hits(study, hits, "Fear", unit=unit).added == 3
        with study.database.reading() as connection:
            made = codings.codings(connection)
        assert [one.quote for one in made] == quotes
        assert {one.origin for one in made} == {Origin.RULE}
        assert code_hits(study, hits, "Fear", unit=unit).added == 0
        history.undo(study)
        with study.database.reading() as connection:
            assert codings.codings(connection) == []


def test_hits_are_not_coded_where_the_text_has_changed_since(filled, opened):
    with opened(filled, "ana") as study:
        hits = search(study, "scared").hits
        correct.correct_segment(study, "fg1", "2", "Nothing of the kind.")
        with pytest.raises(NotFound, match="no longer as it was found"):
            code_hits(study, hits, "Fear")
        with pytest.raises(Refused, match="nothing was found"):
            code_hits(study, (), "Fear")
        with study.database.reading() as connection:
            assert codings.codings(connection) == []


# ---- the command


def test_the_command_lists_codes_and_says_what_is_wrong(filled, run):
    def qk(*arguments):
        return run("-C", filled, "search", *arguments)

    listed = qk("scared", "OR", "afraid")
    assert listed.code == 0
    assert "I was «afraid» of him." in listed.out
    assert "3 passages in 2 sources by 3 people." in listed.out
    rows = json.loads(qk("scared", "--format", "json").out)["rows"]
    assert [row["found"] for row in rows] == [["scared"], ["scared"]]
    assert "Nothing was coded" in qk("scared", "--code-as", "Fear").err
    assert qk("scared", "--code-as", "Fear", "--unit", "span", "--yes").out.endswith(
        "Coded 2 passages: Fear.\n"
    )
    assert "(none)" in qk("scared", "--uncoded").out
    wrong = qk('"scared')
    assert wrong.code == 1
    assert wrong.err == 'This quotation mark is not closed (character 1).\n  "scared\n  ^\n'
    assert qk("a", "--stems", "--pattern").code == 2


def test_python_has_the_same_verbs(filled):
    import qualkit

    with qualkit.open(filled, coder="ana") as study:
        result = study.search("scared", source=["fg1"])
        assert [hit.segment for hit in result.hits] == ["2"]
        assert study.code_hits(result.hits, "Fear") == 1
        with pytest.raises(QualkitError, match="character 1"):
            study.search("(scared")
