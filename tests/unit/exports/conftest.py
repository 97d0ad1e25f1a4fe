"""Passages, codebooks and banks to build on. Everything in them is invented."""

from __future__ import annotations

from typing import Any

import pytest

from qualkit.exports.quotebank import build_bank
from qualkit.model.bank import Bank, Part, Passage
from qualkit.model.codebook import Code, Codebook
from qualkit.model.source import SpeakerRole, Voice
from qualkit.model.table import Column, Provenance, Table, Unit


def make_passage(
    code: str, text: str = "Nobody asked me.", *, who: str = "P1", turn: int = 1, **more: Any
) -> Passage:
    said = Part(speaker=who, role=SpeakerRole.PARTICIPANT, case=f"FG1:{who}", text=text)
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
        "parts": (said,),
        "group": "FG1",
        "attribution": "young person",
        "coders": ("ann",),
        "coding_ids": (f"{code}-{turn}",),
    }
    return Passage(**{**fields, **more})


def make_book(name: str = "themes") -> Codebook:
    return Codebook(
        name=name,
        codes=(
            Code(id=f"{name}-trust", name="Trust", definition="Whom one can rely on.", summary="It is rare."),
            Code(id=f"{name}-adults", name="Adults", parent=f"{name}-trust"),
            Code(id=f"{name}-teachers", name="Teachers", parent=f"{name}-adults"),
            Code(id=f"{name}-heads", name="Heads", parent=f"{name}-teachers"),
            Code(id=f"{name}-shame", name="Shame"),
            Code(id=f"{name}-unused", name="Unused"),
        ),
    )


@pytest.fixture
def passage() -> Any:
    """A factory: `passage(code, text, who=, turn=, …)`."""
    return make_passage


@pytest.fixture
def book() -> Codebook:
    return make_book()


@pytest.fixture
def bank_of(book: Codebook) -> Any:
    """A factory: `bank_of(passages, people=, sizes=, …)`."""

    def build(passages: list[Passage], **more: Any) -> Bank:
        given = {
            "title": "What they said",
            "people": sorted({case for item in passages for case in item.cases}),
            "attribution_sizes": {},
            **more,
        }
        return build_bank(passages, given.pop("books", [book]), **given)

    return build


@pytest.fixture
def table() -> Table:
    return Table(
        id="tell",
        title="Whom they tell",
        columns=(
            Column(key="item", title="Item"),
            Column(key="n", title="People", unit=Unit.COUNT),
            Column(key="share", title="Share", unit=Unit.SHARE),
            Column(key="mean", title="Mean", unit=Unit.NUMBER),
            Column(key="at", title="At", unit=Unit.TIME),
            Column(key="who", title="Who", unit=Unit.LIST, shown=False),
        ),
        rows=(
            {
                "item": "A friend",
                "n": 1082,
                "share": 289 / 2000,
                "mean": 3.455,
                "at": 461_900,
                "who": ["P1", "P2"],
            },
            {"item": "=1+1", "n": 0, "share": 0.0, "mean": None, "at": None, "who": []},
        ),
        notes=("% of 2,000 people.",),
        provenance=Provenance(study="Telling", command="qualkit tabulate", date="2026-11-22"),
    )
