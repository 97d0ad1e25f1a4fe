"""Whatever a file holds, the importers give something or refuse it, and say so in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualkit.errors import QualkitError
from qualkit.importers.codebooks import read_codebook
from qualkit.importers.participants import read_participants
from qualkit.importers.surveys.data_file import read_data_file
from qualkit.importers.surveys.proposal import propose_questionnaire
from qualkit.importers.transcripts import read_transcript

CHECKS = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
FEW = settings(suppress_health_check=CHECKS, max_examples=20, deadline=None)
MANY = settings(suppress_health_check=CHECKS, max_examples=2_000, deadline=None)
SEEDS = {
    "panel.csv": ["id,", "why,", "1,", "yes", "no", "5 - Strongly agree", "\n", '"', ";", "\t", ",,", "01/02/2026", "3.5", "a@example.org"],
    "panel.tsv": ["id\t", "why\t", "\n", '"', "1\t", "<5", "s12", "\t\t", "-99"],
    "codes.csv": ["code,", "parent,", "definition\n", "Fear,", "Fear/Of school,", "\n", '"', ",,", "|", "-> "],
    "codes.yaml": ["codes:\n", "- name: ", "  codes:\n", "  definition: ", "Fear", "\n", "&a ", "*a ", "[", "{", "? ", "!!python/none", "---\n", "%TAG", "\t", "<<: "],
    "participants.csv": ["source,", "speaker,", "quotation,", "case,", "role\n", "fg1,", "P1,", "yes", "no", "maybe", "\n", '"'],
    "talk.srt": ["1\n", "00:00:01,000 --> 00:00:02,000\n", "Ann: ", "hello", "\n\n", "-->", "99:99:99,999"],
    "talk.json": ['{"segments": [', '{"text": "a", "start": 1, "end": 2}', "]}", ",", "null", '"speaker": "A"', "[[", "1e400", "{}"],
    "talk.rtf": [r"{\rtf1", r"\ansi ", r"\par ", r"\'e9", r"\u8217?", "}", "{", r"{\*\x ", "P1: so", r"\bin9 "],
    "talk.eaf": ["<A>", "</A>", '<TIER TIER_ID="A">', "</TIER>", "<ANNOTATION_VALUE>x</ANNOTATION_VALUE>", "&x;", "<!DOCTYPE a>", "<?x"],
    "talk.otr": ['{"text": "', "<p>P1: so</p>", "<span class=\\\"timestamp\\\" data-timestamp=\\\"1\\\">", '"}', "&nbsp;", "</p>"],
}  # fmt: skip


def _read(path: Path) -> object:
    if path.name == "participants.csv":
        return read_participants(path)
    if path.stem == "codes":
        return read_codebook(path)
    if path.stem == "panel":
        return propose_questionnaire(read_data_file(path), "panel")
    return read_transcript(path).turns


def _is_read_or_refused(path: Path, data: bytes) -> bool:
    path.write_bytes(data)
    try:
        return bool(_read(path))
    except QualkitError as error:
        return bool(error.message)


def _scraps(name: str) -> st.SearchStrategy[bytes]:
    pieces = st.sampled_from(SEEDS[name]) | st.text(max_size=8)
    text = st.lists(pieces, max_size=30).map("".join).map(lambda one: one.encode("utf-8", "replace"))
    return text | st.tuples(text, st.binary(max_size=6)).map(b"".join)


@pytest.mark.parametrize("name", SEEDS)
@FEW
@given(data=st.data())
def test_anything_like_a_file_is_read_or_refused(tmp_path, name, data):
    assert _is_read_or_refused(tmp_path / name, data.draw(_scraps(name)))


@pytest.mark.slow
@pytest.mark.parametrize("name", SEEDS)
@MANY
@given(data=st.data())
def test_very_many_things_like_files_are_read_or_refused(tmp_path, name, data):
    assert _is_read_or_refused(tmp_path / name, data.draw(_scraps(name)))
