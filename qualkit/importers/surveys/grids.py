"""Columns that share a question: rows of a grid, and options of a multi-select spread over columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from qualkit.model.questionnaire import ColumnFacts

_BRACKET_LAST = re.compile(r"(?P<stem>.*\S)\s*\[(?P<item>[^\[\]]+)\]", re.DOTALL)
_BRACKET_FIRST = re.compile(r"\[(?P<item>[^\[\]]+)\]\s*(?P<stem>\S.*)", re.DOTALL)
_LEADING = re.compile(
    r"(?P<stem>\S.+?\S)\s*(?::|\s[-\u2013\u2014|]|\u2026|\.\.\.)\s+(?P<item>\S.*)", re.DOTALL
)
_TRAILING = re.compile(r"(?P<item>\S.*?)\s+[-\u2013\u2014]\s+(?P<stem>[^-\u2013\u2014]+)", re.DOTALL)
_CODE = re.compile(r"(?P<stem>[^\W\d_]\w*?)(?:___|[_.#])(?P<item>\d{1,4}(?:[_.][a-z0-9]{1,3})?|[a-z])")
_REDCAP = re.compile(r"(?P<stem>[a-z]\w*?)___(?P<item>\w+)")
_NUMBERED = re.compile(r"(?P<number>\d+)\.(?P<below>\d+\.)?(?P<letter>[a-z]\.)?\s*(?P<text>.*)", re.DOTALL)
_FEWEST_TRAILING = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class InGrid:
    """Where a column stands: the question it shares, and the row or option that it is."""

    stem: str
    item: str


def places_in_grids(
    columns: Sequence[str], wordings: Sequence[str], facts: Mapping[str, ColumnFacts]
) -> dict[str, InGrid]:
    """Stem and item of the columns that share a stem with another one; the file's own word comes first."""
    found = {
        column: InGrid(stem=facts[column].stem, item=facts[column].item)
        for column in columns
        if column in facts and facts[column].stem
    }
    for rule in (_numbered, _bracketed, _coded, _led, _trailed):
        left = [
            (column, wording)
            for column, wording in zip(columns, wordings, strict=True)
            if column not in found
        ]
        found |= rule(left)
    return {column: found[column] for column in columns if column in found}


def _numbered(columns: Sequence[tuple[str, str]]) -> dict[str, InGrid]:
    """`14. How likely are you to` over `14.1.a. Write a letter`, as Jisc Online Surveys writes."""
    matches = {column: match for column, _ in columns if (match := _NUMBERED.fullmatch(column))}
    parents = {match["number"]: match["text"] for match in matches.values() if not match["below"]}
    rows = {column: match for column, match in matches.items() if match["below"] and match["text"]}
    return _shared(
        {
            column: InGrid(stem=parents[match["number"]].strip(), item=match["text"].strip())
            for column, match in rows.items()
            if parents.get(match["number"], "").strip()
        }
    )


def _bracketed(columns: Sequence[tuple[str, str]]) -> dict[str, InGrid]:
    """`Question [Row]` of Google Forms and of SurveyMonkey, `[Row] Question` of LimeSurvey."""
    return _shared(_matching(columns, _BRACKET_LAST.fullmatch) | _matching(columns, _BRACKET_FIRST.fullmatch))


def _coded(columns: Sequence[tuple[str, str]]) -> dict[str, InGrid]:
    """`q0007_0001`, `Q14_1_a`, `races___2`; the wordings' common beginning is the stem where there is one."""
    families: dict[str, list[tuple[str, str, str]]] = {}
    for column, wording in columns:
        match = _REDCAP.fullmatch(column) or _CODE.fullmatch(column)
        if match:
            families.setdefault(match["stem"], []).append((column, wording, match["item"]))
    found: dict[str, InGrid] = {}
    for code, family in families.items():
        if len(family) < 2:
            continue
        worded = [(column, wording) for column, wording, _ in family if wording != column]
        led = _led(worded) if len(worded) == len(family) else {}
        if len({place.stem for place in led.values()}) == 1 and len(led) == len(family):
            found |= led
            continue
        found |= {
            column: InGrid(stem=code, item="" if wording == column else wording)
            for column, wording, _ in family
        }
    return found


def _led(columns: Sequence[tuple[str, str]]) -> dict[str, InGrid]:
    """`How often do you: Row` and `How often do you - Row`."""
    return _shared(_matching(columns, _LEADING.fullmatch), next_to_each_other=True)


def _trailed(columns: Sequence[tuple[str, str]]) -> dict[str, InGrid]:
    """`Row - Importance`, the question behind."""
    return _shared(_matching(columns, _TRAILING.fullmatch), fewest=_FEWEST_TRAILING, next_to_each_other=True)


def _matching(
    columns: Sequence[tuple[str, str]], match: Callable[[str], re.Match[str] | None]
) -> dict[str, InGrid]:
    return {
        column: InGrid(stem=" ".join(found["stem"].split()), item=" ".join(found["item"].split()))
        for column, wording in columns
        if (found := match(wording.strip()))
    }


def _shared(
    places: Mapping[str, InGrid], *, fewest: int = 2, next_to_each_other: bool = False
) -> dict[str, InGrid]:
    """Those whose stem several columns have, each with an item of its own."""
    items = Counter(place.stem for place in places.values())
    kept = {column: place for column, place in places.items() if items[place.stem] >= fewest}
    if next_to_each_other:
        stems = [place.stem for place in kept.values()]
        runs = sum(one != other for one, other in pairwise(stems)) + bool(stems)
        if runs > 2 * len(set(stems)):
            return {}
    doubled = Counter((place.stem, place.item.casefold()) for place in kept.values())
    return {
        column: place for column, place in kept.items() if doubled[place.stem, place.item.casefold()] == 1
    }
