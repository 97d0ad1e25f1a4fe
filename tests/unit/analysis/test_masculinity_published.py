"""A weighted, routed survey with grids and multi-selects, whose publisher printed every percentage."""

import csv
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from qualkit.analysis.closed import ClosedAnswers, Groups, groups
from qualkit.analysis.multiselect import multi
from qualkit.analysis.tabulate import tabulate
from qualkit.analysis.weights import weights_of
from qualkit.model.questionnaire import Level, LevelKind, Question, QuestionType, Use

SHARED = Path(__file__).parents[4] / "shared"
PUBLISHED = SHARED / "reference" / "likert" / "masculinity_published_vs_recomputed.csv"
RAW = SHARED / "data" / "surveys" / "masculinity-responses.csv"
pytestmark = pytest.mark.skipif(not PUBLISHED.exists(), reason="needs ../shared/reference/likert")
SEGMENTS = ("age3", "race2", "kids", "orientation")
NOT_ASKED = Level(label="NA", kind=LevelKind.NOT_ASKED)


@cache
def cells():
    with RAW.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def plain(text):
    return text.replace("?", "’").replace("'", "’")


def column(name, levels=(), **facts):
    values = [row[name] for row in cells()]
    labels = tuple(dict.fromkeys(values))
    place = {label: number for number, label in enumerate(labels)}
    question = Question(column=name, wording=name, use=Use.CLOSED, levels=tuple(levels), **facts)
    return ClosedAnswers(question=question, codes=np.array([place[v] for v in values]), labels=labels)


def splits():
    """The segments in the order of the published columns: everybody, then two or three of each attribute."""
    everybody = Groups(title="all", codes=np.zeros(len(cells()), dtype=np.int8), names=("all",))
    names = {"age3": ("18 - 34", "35 - 64", "65 and up"), "race2": ("White", "Non-white"),
             "kids": ("Has children", "No children"), "orientation": ("Straight", "Gay/Bisexual")}  # fmt: skip
    found = [(everybody, "all")]
    for attribute in SEGMENTS:
        others = [Level(label=x, kind=LevelKind.MISSING) for x in ("NA", "No answer", "Other")]
        split = groups(column(attribute, [*(Level(label=x) for x in names[attribute]), *others]))
        found += [(split, name) for name in split.names]
    return found


def shares(raw, split, weights):
    """(group, option) → weighted percentage."""
    columns = [name for name in cells()[0] if name.startswith(f"{raw}_")]
    if raw in cells()[0]:
        labels = sorted({row[raw] for row in cells()} - {"NA"})
        asked = [*(Level(label=label) for label in labels), NOT_ASKED]
        rows = tabulate([column(raw, asked, type=QuestionType.SINGLE)], groups=split, weights=weights).rows
        return {(row.group, plain(row.value)): row for row in rows if row.kind == "answer"}
    spread = []
    for name in columns:
        option = next(row[name] for row in cells() if row[name] not in ("NA", "Not selected"))
        levels = [Level(label=option), Level(label="Not selected", kind=LevelKind.NOT_SELECTED), NOT_ASKED]
        spread.append(column(name, levels, type=QuestionType.MULTI, stem=raw, item=option))
    return {(row.group, plain(row.option)): row for row in multi(spread, groups=split, weights=weights).rows}


def test_every_published_percentage_is_recomputed():
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        published = list(csv.DictReader(file))
    weights = weights_of(column("weight"))
    every, compared = splits(), 0
    by_raw = {}
    for row in published:
        by_raw.setdefault(row["raw"], []).append(row)
    for raw, rows in by_raw.items():
        found = {}
        for split in {id(split): split for split, _ in every}.values():
            found |= {(id(split), *key): value for key, value in shares(raw, split, weights).items()}
        for row in rows:
            if not row["published"]:
                continue
            split, group = every[int(float(row["segment"]))]
            mine = found[id(split), group, plain(row["option"])]
            assert mine.share * 100 == pytest.approx(float(row["recomputed"]), abs=1e-9)
            assert abs(mine.share * 100 - float(row["published"])) <= 0.5
            assert mine.base == int(float(row["n"]))
            compared += 1
    assert compared == 1790
