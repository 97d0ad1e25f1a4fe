"""What remains of a talk after forgetting is read again as it was written."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qualkit.importers.transcripts.material import Material
from qualkit.importers.transcripts.remains import fits, read, remains_text
from qualkit.model.source import Segment

WORDS = st.text(
    alphabet=st.characters(blacklist_characters="\r\x00", blacklist_categories=("Cs",)),
    min_size=1,
    max_size=30,
)
NAMES = st.one_of(
    st.none(), st.text(alphabet='abÄ :{}"-', min_size=1, max_size=8).filter(lambda name: name.strip() == name)
)
SEGMENTS = st.lists(
    st.builds(
        Segment,
        source=st.just("t"), key=st.just("1"), ordinal=st.just(1), text=WORDS, speaker=NAMES,
        section=st.one_of(st.none(), st.just('Question: "why"?')),
        start_ms=st.one_of(st.none(), st.integers(0, 10**7)), end_ms=st.one_of(st.none(), st.integers(0, 10**7)),
        times=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 99)), max_size=2).map(tuple),
    ),
    min_size=1, max_size=5,
)  # fmt: skip


@given(SEGMENTS, st.one_of(st.just(""), WORDS))
def test_every_turn_comes_back_as_it_was(tmp_path_factory, segments, about):
    text = remains_text(segments, about)
    material = Material(path=tmp_path_factory.getbasetemp() / "t.txt", text=text)
    assert fits(material)
    found = read(material)
    assert found.memo == about
    assert [(u.text, u.label, u.start_ms, u.end_ms, u.times, u.section) for u in found.utterances] == [
        (s.text, s.speaker, s.start_ms, s.end_ms, s.times, s.section) for s in segments
    ]
