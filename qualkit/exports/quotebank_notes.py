"""What a reader of a quote bank should know: who dominates, who is missing, what stands twice."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from qualkit.analysis.dominance import dominant
from qualkit.exports.wording import quote_text, reference
from qualkit.model.bank import Passage, Theme
from qualkit.model.people import Consent
from qualkit.model.plural import counted

SMALL_ATTRIBUTION = 5
THIN_THEME = 3
_LISTED = 20
"""So many of a kind are listed; the rest is counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What the notes need beyond the themes."""

    people: tuple[str, ...]
    attribution_sizes: Mapping[str, int]
    withheld: int
    """Passages left out because somebody in them said no to quotation."""
    is_for_quotation: bool
    flagged: int = 0
    """Passages left out because they carry a flag."""
    left_out: tuple[str, ...] = ()
    """Themes that are not shown because nothing was chosen of them."""


def bank_notes(themes: Sequence[Theme], scope: Scope) -> tuple[str, ...]:
    """Every note that applies, each one sentence or a few."""
    return (
        *_choice(themes, scope),
        *_old_wordings(themes),
        *_dominant(themes),
        *_thin(themes, scope),
        *_never_quoted(themes, scope),
        *_small_attributions(themes, scope),
        *_own_attributions(themes),
        *_doubles(themes),
        *_consent(themes, scope),
        *_flagged(scope),
        *_unread(themes),
    )


def _choice(themes: Sequence[Theme], scope: Scope) -> Iterator[str]:
    """Which themes show a choice, and which show or leave out everything."""
    whole = [theme.code.name for theme in themes if theme.chosen_from is None]
    if scope.left_out:
        yield f"Left out, since nothing has been chosen of them: {_listed(_quoted(scope.left_out))}."
    if whole and len(whole) < len(themes):
        yield f"Nothing has been chosen of {_listed(_quoted(whole))}: all passages are shown there."


def _flagged(scope: Scope) -> Iterator[str]:
    if scope.flagged:
        is_one = scope.flagged == 1
        yield (
            f"{counted(scope.flagged, 'passage')} {'is' if is_one else 'are'} flagged and left out until "
            f"{'its flag is' if is_one else 'their flags are'} cleared."
        )


def _old_wordings(themes: Iterable[Theme]) -> Iterator[str]:
    for passage in (passage for theme in themes for passage in _passages(theme)):
        if passage.has_old_wording:
            yield (
                f"“{_opening(passage)}” ({reference(passage)}) is shown verbatim: its text was corrected, "
                "and its edited words no longer fit."
            )


def _dominant(themes: Iterable[Theme]) -> Iterator[str]:
    """Persons with over a quarter of a theme of at least eight quotes."""
    for theme in themes:
        shares = Counter(case for passage in _passages(theme) for case in passage.cases)
        for case, quotes in dominant(shares, theme.tally.quotes):
            yield (
                f"{case} gives {quotes} of the {theme.tally.quotes} quotes under "
                f"“{theme.code.name}”: more than a quarter."
            )


def _thin(themes: Iterable[Theme], scope: Scope) -> Iterator[str]:
    """Themes resting on fewer than three people. Notes about nobody who is known can't be counted so."""
    for theme in themes:
        behind = theme.chosen_from or theme.tally
        people, is_all_known = behind.people, behind.of_known == behind.quotes
        if people >= THIN_THEME or not (is_all_known or scope.is_for_quotation):
            continue
        basis = (
            f"only {counted(people, 'person', 'people')}"
            if people
            else "nobody who is known by name or number"
        )
        yield f"“{theme.code.name}” rests on {basis}."


def _never_quoted(themes: Iterable[Theme], scope: Scope) -> Iterator[str]:
    quoted = {case for theme in themes for passage in _passages(theme) for case in passage.cases}
    silent = [person for person in dict.fromkeys(scope.people) if person not in quoted]
    if silent:
        total = len(dict.fromkeys(scope.people))
        yield f"Never quoted: {len(silent):,} of {counted(total, 'person', 'people')} ({_listed(silent)})."


def _small_attributions(themes: Iterable[Theme], scope: Scope) -> Iterator[str]:
    """Attributions that fit so few people that they may tell who spoke."""
    used = dict.fromkeys(name for theme in themes for name in theme.tally.by_voice)
    for name in used:
        size = scope.attribution_sizes.get(name)
        if size is not None and size < SMALL_ATTRIBUTION:
            yield (
                f"The attribution “{name}” fits {counted(size, 'person', 'people')}, fewer than "
                f"{SMALL_ATTRIBUTION}: it may tell who spoke."
            )


def _own_attributions(themes: Iterable[Theme]) -> Iterator[str]:
    passages = (passage for theme in themes for passage in _passages(theme))
    own = sum(bool(passage.quote and passage.quote.attribution) for passage in passages)
    if own:
        yield (
            f"{counted(own, 'quote')} with an attribution written by hand: "
            "how many people it fits is not known."
        )


def _doubles(themes: Sequence[Theme]) -> Iterator[str]:
    """The same words, or overlapping passages of one answer, under two themes."""
    found = list(dict.fromkeys((*_overlaps(themes), *_same_words(themes))))
    yield from found[:_LISTED]
    if len(found) > _LISTED:
        yield f"{len(found) - _LISTED} more passages stand under several themes in the same way."


def _overlaps(themes: Sequence[Theme]) -> Iterator[str]:
    """One note a passage, however many themes it or a part of it stands under."""
    for places in _places_by_source(themes).values():
        shared: dict[tuple[object, object], tuple[Passage, set[int]]] = {}
        open_places: list[_Placed] = []
        for placed in sorted(places, key=lambda item: (item.start, item.end, item.theme)):
            open_places = [earlier for earlier in open_places if earlier.end > placed.start]
            others = {earlier.theme for earlier in open_places} - {placed.theme}
            if others:
                _, found = shared.setdefault((placed.start, placed.end), (placed.passage, set()))
                found.update(others, {placed.theme})
            open_places.append(placed)
        for passage, numbers in shared.values():
            names = [f"“{themes[number].code.name}”" for number in sorted(numbers)]
            yield (
                f"“{_opening(passage)}” ({reference(passage)}) stands, in whole or in part, "
                f"under {', '.join(names[:-1])} and {names[-1]}."
            )


@dataclass(frozen=True, slots=True)
class _Placed:
    """A passage as a stretch of its source: (number of the turn, place in its text)."""

    start: tuple[int, int]
    end: tuple[int, int]
    theme: int
    passage: Passage


def _places_by_source(themes: Sequence[Theme]) -> Mapping[str, list[_Placed]]:
    found = [(number, item) for number, theme in enumerate(themes) for item in _passages(theme)]
    ordinals = {(item.source, item.segment): item.ordinal for _, item in found}
    places: dict[str, list[_Placed]] = defaultdict(list)
    for number, item in found:
        # Where no passage starts in the last turn, the turns between are counted by the parts.
        last = ordinals.get((item.source, item.end_segment), item.ordinal + len(item.parts) - 1)
        places[item.source].append(_Placed((item.ordinal, item.start), (last, item.end), number, item))
    return places


def _same_words(themes: Sequence[Theme]) -> Iterator[str]:
    first: dict[str, tuple[int, Passage]] = {}
    for number, theme in enumerate(themes):
        for passage in _passages(theme):
            earlier, told = first.setdefault(
                " ".join(quote_text(passage).casefold().split()), (number, passage)
            )
            if earlier != number and not _same_place(told, passage):
                yield (
                    f"The same words, “{_opening(passage)}”, stand under “{themes[earlier].code.name}” "
                    f"({reference(told)}) and under “{theme.code.name}” ({reference(passage)})."
                )


def _same_place(one: Passage, other: Passage) -> bool:
    return (one.source, one.segment, one.start) == (other.source, other.segment, other.start)


def _opening(passage: Passage) -> str:
    words = " ".join(quote_text(passage).split())
    return words if len(words) <= 60 else words[:60].rsplit(" ", 1)[0] + " …"


def _consent(themes: Iterable[Theme], scope: Scope) -> Iterator[str]:
    passages = [passage for theme in themes for passage in _passages(theme)]
    agreed = {case for item in passages if item.quotation is Consent.YES for case in item.cases}
    open_ones = [passage for passage in passages if passage.quotation is Consent.NOT_RECORDED]
    people = {case for passage in open_ones for case in passage.cases} - agreed
    if open_ones and scope.is_for_quotation:
        yield (
            f"Consent to quotation is not recorded for {counted(len(people), 'person', 'people')} "
            f"({counted(len(open_ones), 'quote', 'quotes')})."
        )
    if scope.withheld:
        yield f"Left out for want of consent to quotation: {counted(scope.withheld, 'passage', 'passages')}."


def _unread(themes: Iterable[Theme]) -> Iterator[str]:
    unread = sum(not passage.is_read for theme in themes for passage in _passages(theme))
    if unread:
        yield f"Coded but not yet marked as read: {counted(unread, 'passage', 'passages')}."


def _passages(theme: Theme) -> Iterator[Passage]:
    return (passage for code in theme.codes for passage in code.passages)


def _quoted(names: Sequence[str]) -> list[str]:
    return [f"“{name}”" for name in names]


def _listed(names: Sequence[str]) -> str:
    if len(names) <= _LISTED:
        return ", ".join(names)
    return f"{', '.join(names[:_LISTED])} and {len(names) - _LISTED} more"
