"""One nasty bank, and files to compare its exports with: `pytest tests/golden --update-golden`."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

import pytest

from qualkit.exports.quotebank import build_bank
from qualkit.model.bank import Bank, Part, Passage
from qualkit.model.codebook import Code, Codebook
from qualkit.model.people import Consent
from qualkit.model.source import SpeakerRole, Voice
from qualkit.model.table import Column, Provenance, Table, Unit

EXPECTED = Path(__file__).parent / "expected"
MARKUP = "[I mean] it [/b] – *bold* _it_ <b>no</b> &amp; `tick` | pipe"
FORMULA = "=cmd|'/c calc'!A0"
LONG_TURN = ("and so on " * 4_000)[:40_000]
_LONG = re.compile(r"(?:and so on ){100,}")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


@pytest.fixture
def check_golden(request: pytest.FixtureRequest) -> Any:
    """Compares a text with the golden file of that name; the long turn is kept as its length and hash."""

    def compare(name: str, text: str) -> None:
        text = _LONG.sub(_summed, text)
        path = EXPECTED / name
        if request.config.getoption("--update-golden", default=False):
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(text.encode())
        assert text == path.read_bytes().decode()

    return compare


def _summed(match: re.Match[str]) -> str:
    return f"<{len(match[0])} characters, sha256 {hashlib.sha256(match[0].encode()).hexdigest()[:16]}>"


@pytest.fixture
def origin() -> Provenance:
    return Provenance(
        study="Nasty <study> & “sons”",
        command="qualkit quotes --where 'age=16|17' -o bank.docx",
        date="2026-11-22T10:00:00Z",
        version="0.1.0",
        filter="age = 16 or 17",
        coder="coding of record",
    )


@pytest.fixture
def nasty_coding() -> Table:
    columns = (Column(key="s", title="=Segment"), Column(key="c", title="Mum\\/Dad [b]", unit=Unit.COUNT))
    return Table(
        id="coding", title="Coding", columns=columns, rows=({"s": "-1", "c": 1}, {"s": "@2", "c": 0})
    )


@pytest.fixture
def nasty_bank() -> Bank:
    book = Codebook(
        name="nasty",
        codes=(
            Code(
                id="t",
                name="<script>alert(1)</script> & *stars*",
                definition="A definition with `code`, [a link](http://example.org) and a\nwrapped line.",
                summary="First paragraph.\n\n1. Second, not a list; {{ 7*7 }}.",
                examples=("=SUM(A1:A9)", "- dash"),
            ),
            Code(id="slash", name="Mum/Dad [b]", parent="t", when="when | pipe", colour="#aa0000"),
            Code(id="deep", name="Deep", parent="slash"),
            Code(id="deeper", name="Deeper", parent="deep"),
            Code(id="u", name="# No heading", counts_in_any=False),
        ),
    )
    return build_bank(
        _passages(),
        [book],
        title="A nasty *bank*",
        people=["FG1:P1", "FG1:P2", "FG1:P3", "survey:17"],
        attribution_sizes={"young person": 13, FORMULA: 1},
    )


def _passages() -> list[Passage]:
    talk = (
        _part("P1", "They’d go mad.\nReally mad."),
        _part("Dan [mod]", "Who would?", SpeakerRole.MODERATOR),
        _part("P2\x1b[31m", "My “mum”."),
    )
    return [
        _passage("t", 1, MARKUP),
        _passage("t", 1, MARKUP, coders=("ben",), memo="@memo"),
        _passage("t", 2, "\x1b[2J\x1b]0;owned\x07red \x9b31m \x00 \ud7ff\ufffe end"),
        _passage("slash", 3, "=1+1", attribution=FORMULA, attributes={"age": "+16", "source": "-x"}),
        _passage("slash", 4, "👩🏽\u200d⚕️ e\u0301clair 🇬🇧", before="What\tthen?", after="All: [laughter]"),
        _passage("deep", 5, "\u05d0\u05de\u05d0 \u05d0\u05de\u05e8\u05d4 \u202eesrever\u202c \u05dc\u05d0"),
        _passage("deeper", 6, "line one\nline two\n\n    line four\n# five\n- six"),
        _passage("deeper", 7, LONG_TURN),
        _passage("u", 8, "", parts=talk, end_segment="10", end=9),
        _answer("u", 1, "]]> </script><!-- {{ 7*7 }} _x0041_ \\n", quotation=Consent.YES, is_read=False),
        _passage("u", 11, "never shown", quotation=Consent.NO),
    ]


def _part(speaker: str, text: str, role: SpeakerRole = SpeakerRole.PARTICIPANT) -> Part:
    is_heard = role is SpeakerRole.PARTICIPANT
    return Part(speaker=speaker, role=role, case=f"FG1:{speaker[:2]}" if is_heard else None, text=text)


def _answer(code: str, number: int, text: str, **more: Any) -> Passage:
    said = Part(speaker=None, role=None, case="survey:17", text=text)
    return _passage(
        code,
        number,
        text,
        source="survey:Q7",
        kind="answers",
        parts=(said,),
        start_ms=None,
        record="17",
        **more,
    )


def _passage(code: str, turn: int, text: str, **more: Any) -> Passage:
    fields: dict[str, Any] = {
        "code": code,
        "source": "FG1",
        "source_title": "Focus group 1",
        "kind": "transcript",
        "voice": Voice.OWN_WORDS,
        "segment": str(turn),
        "ordinal": turn,
        "start": 0,
        "end_segment": str(turn),
        "end": len(text),
        "parts": (_part("P1", text),),
        "group": "FG1",
        "attributes": {"age": "16"},
        "attribution": "young person",
        "start_ms": turn * 61_500,
        "coders": ("ann",),
        "coding_ids": (f"{code}{turn}",),
    }
    return Passage(**{**fields, **more})
