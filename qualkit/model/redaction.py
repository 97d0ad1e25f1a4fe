"""Words that are not shown, and what is shown instead: an overlay, under which the text stays as it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qualkit.model.text import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Redaction:
    """A decision about words: to show something else instead, or to leave them as they are."""

    words: str
    replacement: str = ""
    """With its brackets, such as `[sister]`; empty where the words are left as they are."""
    source: str = ""
    """Holds in this source only; empty: everywhere, also in what is added later."""
    segment: str = ""
    """With `source`: holds in this passage only."""
    sort: str = ""
    """What the words are: a name, a postcode, …"""
    match_case: bool = False
    is_hidden: bool = True
    """False where somebody decided to leave the words as they are."""
    decided_by: str = ""
    created: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """Words of a text, half-open, that are shown as something else."""

    start: int
    end: int
    replacement: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A text as it is shown, and the way back to the places of the text as it is."""

    text: str
    spots: tuple[Spot, ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The place in the text as it is, for one in the text as shown: whole redacted words at its ends."""
        shift, begin, finish = 0, None, None
        for spot in self.spots:
            at = spot.start + shift
            until = at + len(spot.replacement)
            if begin is None and start < until:
                begin = start - shift if start < at else spot.start
            if finish is None and end <= until:
                finish = end - shift if end <= at else spot.end
            shift += len(spot.replacement) - (spot.end - spot.start)
        return start - shift if begin is None else begin, end - shift if finish is None else finish


class Redactor:
    """Shows texts with everything redacted that is to be. Every output uses it."""

    def __init__(self, decisions: Iterable[Redaction] = ()) -> None:
        self._rules = [one for one in decisions if one.is_hidden and one.words.strip()]
        self._patterns: dict[tuple[str | None, str], _Pattern | None] = {}

    @property
    def is_idle(self) -> bool:
        """Whether nothing is redacted in this study."""
        return not self._rules

    def spots(self, text: str, source: str | None = None, segment: str = "") -> tuple[Spot, ...]:
        """Where words of a text are not to be shown; without a source, whatever is redacted anywhere."""
        pattern = self._pattern(source, segment)
        return pattern.spots(text) if pattern and text else ()

    def shown(self, text: str, source: str | None = None, segment: str = "") -> Shown:
        """A text as it is shown, with the way back."""
        found = self.spots(text, source, segment)
        return Shown(_with(text, found, 0, len(text)), found)

    def text(self, text: str, source: str | None = None, segment: str = "") -> str:
        """A text as it is shown."""
        return _with(text, self.spots(text, source, segment), 0, len(text))

    def part(self, text: str, place: tuple[int, int], source: str, segment: str) -> str:
        """A stretch of a passage as it is shown; redacted words that it cuts into are replaced whole."""
        start, end = place
        return _with(text, self.spots(text, source, segment), start, end)

    def widened(self, text: str, place: tuple[int, int], source: str, segment: str) -> tuple[int, int]:
        """A stretch of a passage that cuts into no redacted words: what stands around it begins there."""
        start, end = place
        for spot in self.spots(text, source, segment):
            if spot.start < end and spot.end > start:
                start, end = min(start, spot.start), max(end, spot.end)
        return start, end

    def _pattern(self, source: str | None, segment: str) -> _Pattern | None:
        if not self._rules:
            return None
        has_own = any(rule.segment == segment for rule in self._rules if rule.segment)
        key = (source, segment if has_own else "")
        if key not in self._patterns:
            rules = [rule for rule in self._rules if source is None or _holds(rule, source, segment)]
            self._patterns[key] = _Pattern(rules) if rules else None
        return self._patterns[key]


def _holds(rule: Redaction, source: str, segment: str) -> bool:
    stem = source.split(":", 1)[0]
    return rule.source in ("", source, stem) and rule.segment in ("", segment)


def _with(text: str, spots: Sequence[Spot], start: int, end: int) -> str:
    if not spots:
        return text[start:end]
    pieces, at = [], start
    for spot in spots:
        if spot.start < end and spot.end > start:
            pieces += [text[at : spot.start], spot.replacement]
            at = spot.end
    return "".join([*pieces, text[at:end]])


class _Pattern:
    """Several redactions as one search: the narrower first, then the longer."""

    def __init__(self, rules: Sequence[Redaction]) -> None:
        ordered = sorted(rules, key=lambda rule: (not rule.segment, not rule.source, -len(rule.words)))
        self._replacements = [rule.replacement for rule in ordered]
        self._search = re.compile("|".join(f"({_expression(rule)})" for rule in ordered))

    def spots(self, text: str) -> tuple[Spot, ...]:
        folded = fold(text)
        return tuple(
            Spot(*folded.original(*found.span()), self._replacements[(found.lastindex or 1) - 1])
            for found in self._search.finditer(folded.text)
        )


def _expression(rule: Redaction) -> str:
    """The words with any blanks between them, as words of their own, also in the possessive."""
    folded = fold(rule.words).text
    words = r"\s+".join(re.escape(word) for word in folded.split())
    before = r"(?<!\w)" if re.match(r"\w", folded.strip()) else ""
    after = r"(?!\w)" if re.search(r"\w$", folded.strip()) else ""
    any_case = words if rule.match_case else f"(?i:{words})"
    # "Sarahs house": without its apostrophe a possessive is known by the name's own capitals
    possessive = f"|{before}{words}(?=s(?!\\w))" if after else ""
    return f"{before}{any_case}{after}{possessive}"
