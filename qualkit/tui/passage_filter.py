"""Which passages of the open source are listed: by who speaks, the question, codes, reading, words."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from qualkit.model.source import Segment
from qualkit.model.text import fold_line
from qualkit.tui.columns import cut
from qualkit.tui.open_source import OpenSource


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageFilter:
    """What is asked of a passage; what is empty asks nothing, and all the rest must hold."""

    speaker: str = ""
    question: str = ""
    """The question under which it was said."""
    attributes: tuple[tuple[str, str], ...] = ()
    """(attribute, value) of the person or record."""
    with_codes: tuple[str, ...] = ()
    """Ids of codes, one of which it has, or a code below one."""
    without_codes: tuple[str, ...] = ()
    """Ids of codes of which it has none, nor one below."""
    is_uncoded: bool = False
    is_unread: bool = False
    words: str = ""

    def __bool__(self) -> bool:
        return self != PassageFilter()


Test = Callable[[int], bool]


class ListedPassages:
    """The numbers of the passages that a filter lets through, kept true as coding and reading go on."""

    def __init__(self, opened: OpenSource, wanted: PassageFilter) -> None:
        self._opened = opened
        self.wanted = wanted
        fixed, changing = _fixed_tests(opened, wanted), _changing_tests(opened, wanted)
        self._changing = changing
        every = range(len(opened.segments))
        self._candidates = [one for one in every if all(test(one) for test in fixed)] if fixed else every
        self.numbers: list[int] = [one for one in self._candidates if self._is_let_through(one)]

    def _is_let_through(self, passage: int) -> bool:
        return all(test(passage) for test in self._changing)

    def look_again(self, passages: Sequence[int] | None = None) -> bool:
        """Ask anew what coding and reading may have changed, in some passages or everywhere.

        Gives whether others are listed now.
        """
        if not self._changing:
            return False
        if passages is None:
            before = self.numbers
            self.numbers = [one for one in self._candidates if self._is_let_through(one)]
            return self.numbers != before
        changed = [one for one in passages if self._ask_again(one)]
        return bool(changed)

    def _ask_again(self, passage: int) -> bool:
        row = bisect_left(self.numbers, passage)
        was_listed = row < len(self.numbers) and self.numbers[row] == passage
        is_listed = self._is_candidate(passage) and self._is_let_through(passage)
        if is_listed and not was_listed:
            self.numbers.insert(row, passage)
        elif was_listed and not is_listed:
            del self.numbers[row]
        return was_listed is not is_listed

    def _is_candidate(self, passage: int) -> bool:
        if isinstance(self._candidates, range):
            return passage in self._candidates
        row = bisect_left(self._candidates, passage)
        return row < len(self._candidates) and self._candidates[row] == passage


def _fixed_tests(opened: OpenSource, wanted: PassageFilter) -> list[Test]:
    """Tests whose outcome neither coding nor reading changes, the cheap ones first."""
    segments = opened.segments
    tests: list[Test] = []
    if wanted.speaker:
        tests.append(lambda one: segments[one].speaker == wanted.speaker)
    if wanted.question:
        tests.append(lambda one: segments[one].section == wanted.question)
    if wanted.attributes:
        known = opened.attributes
        tests.append(lambda one: all(known[one].get(name) == value for name, value in wanted.attributes))
    if words := fold_line(wanted.words):
        tests.append(lambda one: opened.holds(one, words))
    return tests


def _changing_tests(opened: OpenSource, wanted: PassageFilter) -> list[Test]:
    tests: list[Test] = []
    if wanted.is_unread:
        tests.append(lambda one: one not in opened.read)
    if wanted.is_uncoded:
        tests.append(opened.is_uncoded)
    if wanted.with_codes:
        codes = opened.with_those_below(wanted.with_codes)
        tests.append(lambda one: any(coding.code_id in codes for coding in opened.coded.of_passage(one)))
    if wanted.without_codes:
        others = opened.with_those_below(wanted.without_codes)
        tests.append(lambda one: all(coding.code_id not in others for coding in opened.coded.of_passage(one)))
    return tests


def described(wanted: PassageFilter, opened: OpenSource) -> str:
    """What is asked, in words: `P3 · Area: North · with Fear · not read`."""
    parts = [wanted.speaker, wanted.question and f"“{cut(wanted.question, 40)}”"]
    parts += [f"{name}: {value}" for name, value in wanted.attributes]
    for said, codes in (("with", wanted.with_codes), ("without", wanted.without_codes)):
        names = [opened.codes[one].name for one in codes if one in opened.codes]
        parts.append(f"{said} {' or '.join(names)}" if names else "")
    parts.append("no code" if wanted.is_uncoded else "")
    parts.append("not read" if wanted.is_unread else "")
    parts.append(wanted.words.strip() and f"“{wanted.words.strip()}”")
    return " · ".join(part for part in parts if part)


def speakers_of(segments: Sequence[Segment]) -> list[str]:
    """Everybody who speaks, by name; those who only ask come last."""
    heard = {one.speaker: one.speaker_role is None or one.speaker_role.is_heard for one in segments}
    return sorted((one for one in heard if one), key=lambda one: (not heard[one], one.casefold()))


def questions_of(segments: Sequence[Segment]) -> list[str]:
    """The questions of a talk in their order."""
    return list(dict.fromkeys(one.section for one in segments if one.section))


def values_of(known: Sequence[Mapping[str, str]]) -> dict[str, list[str]]:
    """Attribute → the values it has here, in order; those that say the same of everybody are left out."""
    found: dict[str, set[str]] = {}
    for attributes in known:
        for name, value in attributes.items():
            if value.strip():
                found.setdefault(name, set()).add(value)
    return {name: sorted(values) for name, values in found.items() if len(values) > 1}
