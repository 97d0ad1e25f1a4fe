"""Multi-selects joined in one cell: their separator, their options, and one cell as its options.

`;` and `|` are safe. `, ` is not, since options hold commas too: cells are split against the known options,
the longest first (Google Forms joins with `, ` or `;`, Microsoft Forms with `;` and one at the end, Jisc with
a bare `,`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SEPARATORS = (";", "|", "\n", ", ", ",")
_SAFE = (";", "|", "\n")
_JOINED_SHARE = 0.03
_MOST_OPTIONS = 60
_RARE = 0.01
_WRITTEN_IN, _ENOUGH_TO_TELL = 0.005, 50
"""What fewer than this share ticked is what people wrote in; in small files nobody can tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MultiSelect:
    """How a column joins its options, and the options in the order of the questionnaire."""

    separator: str
    options: tuple[str, ...]


def split_options(cell: str, options: Sequence[str], separator: str) -> list[str]:
    """The options ticked in a cell; what is not known is split at the separator and kept.

    >>> split_options("Police, Other (e.g. church, club)", ["Police", "Other (e.g. church, club)"], ", ")
    ['Police', 'Other (e.g. church, club)']
    """
    if not separator:
        return [cell.strip()] if cell.strip() else []
    by_length = sorted((option for option in options if option), key=len, reverse=True)
    found: list[str] = []
    rest = cell.strip()
    while rest:
        rest = rest.lstrip() if rest.lstrip() else ""
        option = next((one for one in by_length if _starts(rest, one, separator)), None)
        if option is None:
            option, _, rest = _cut(rest, separator)
        else:
            rest = rest[len(option) :].lstrip().removeprefix(separator.strip() or separator)
        if option.strip():
            found.append(option.strip())
    return list(dict.fromkeys(found))


def join_options(options: Sequence[str], separator: str) -> str:
    """A cell with these options ticked, as the platform would have written it."""
    return separator.join(options)


def multi_select(counts: Mapping[str, int]) -> MultiSelect | None:
    """The multi-select that the answers of a column (and how often each was given) come from, or None."""
    for separator in SEPARATORS:
        tokens = {cell: _tokens(cell, separator) for cell in counts}
        joined = sum(counts[cell] for cell, parts in tokens.items() if len(parts) > 1)
        if joined < max(_JOINED_SHARE * sum(counts.values()), 1):
            continue
        tokens = _rejoined(tokens, counts, separator)
        if _is_multi(tokens, counts, separator):
            options = _options(tokens, counts)
            return MultiSelect(separator=separator, options=options)
    return None


def in_order_asked(cells: Sequence[Sequence[str]]) -> list[str]:
    """Options in the order of the questionnaire as far as cells tell it; else as first seen."""
    before: Counter[tuple[str, str]] = Counter()
    seen: dict[str, int] = {}
    for options in cells:
        for place, option in enumerate(options):
            seen.setdefault(option, len(seen))
            before.update((earlier, option) for earlier in options[:place])
    left = list(seen)
    ordered: list[str] = []
    while left:
        first = min(
            left, key=lambda one: (sum(before[other, one] > before[one, other] for other in left), seen[one])
        )
        ordered.append(first)
        left.remove(first)
    return ordered


def _starts(text: str, option: str, separator: str) -> bool:
    if not text.startswith(option):
        return False
    after = text[len(option) :]
    return not after.strip() or after.lstrip().startswith(separator.strip() or separator)


def _cut(text: str, separator: str) -> tuple[str, str, str]:
    """The first part of a text up to a separator that stands in no bracket, the separator, the rest."""
    depth = 0
    for place, character in enumerate(text):
        depth += (character in "([") - (character in ")]")
        if (depth <= 0 or separator in _SAFE) and text.startswith(separator, place):
            if separator == "," and text[place + 1 : place + 2] == " ":
                continue  # Jisc joins without a blank, so this comma is the option's own
            return text[:place], separator, text[place + len(separator) :]
    if depth > 0:  # a bracket that never closes
        return text.partition(separator)
    return text, "", ""


def _tokens(cell: str, separator: str) -> list[str]:
    parts: list[str] = []
    rest = cell
    while rest:
        part, _, rest = _cut(rest, separator)
        if part.strip():
            parts.append(part.strip())
    return parts


def _rejoined(
    tokens: dict[str, list[str]], counts: Mapping[str, int], separator: str
) -> dict[str, list[str]]:
    """Tokens that are the tail of an option (`looking for work`) put back to it; for unsafe separators."""
    if separator in _SAFE:
        return tokens
    for _ in range(4):  # an option may hold several commas
        tails = _tails(tokens, counts)
        if not tails:
            return tokens
        tokens = {cell: _with_tails(parts, tails, separator) for cell, parts in tokens.items()}
    return tokens


def _tails(tokens: Mapping[str, list[str]], counts: Mapping[str, int]) -> set[str]:
    """Tokens in small letters that always follow the same other one."""
    heads: dict[str, set[str]] = {}
    for parts in tokens.values():
        for place, part in enumerate(parts):
            heads.setdefault(part, set()).add(parts[place - 1] if place else "")
    given: Counter[str] = Counter()
    for cell, parts in tokens.items():
        given.update(dict.fromkeys(parts, counts[cell]))
    starts = sum(count for token, count in given.items() if token[:1].islower())
    if starts > 0.6 * given.total():
        return set()  # options are in small letters here
    return {
        token
        for token, before in heads.items()
        if token[:1].islower() and len(before) == 1 and "" not in before
    }


def _with_tails(parts: list[str], tails: set[str], separator: str) -> list[str]:
    whole: list[str] = []
    for part in parts:
        if part in tails and whole:
            whole[-1] += separator + part
        else:
            whole.append(part)
    return whole


def _is_multi(tokens: Mapping[str, list[str]], counts: Mapping[str, int], separator: str) -> bool:
    given, alone = _given(tokens, counts)
    joined = {cell for cell, parts in tokens.items() if len(parts) > 1}
    if not joined or not given:
        return False
    answers = sum(counts.values())
    needed = max(2, round(_RARE * answers))
    common = {token for token, count in given.items() if count >= needed}
    familiar = sum(counts[cell] for cell, parts in tokens.items() if set(parts) & common)
    if len(common) < 2 or familiar < 0.6 * answers:
        return False
    if separator in _SAFE:
        return True
    free = sum(
        1
        for token in common
        if alone[token] or len({tuple(tokens[cell]) for cell in joined if token in tokens[cell]}) > 1
    )
    both = sum(1 for token in common if alone[token] and given[token] > alone[token])
    mixed = len({frozenset(tokens[cell]) for cell in joined}) >= 2 or both >= 2
    return free >= 0.5 * len(common) and both >= 1 and mixed


def _given(tokens: Mapping[str, list[str]], counts: Mapping[str, int]) -> tuple[Counter[str], Counter[str]]:
    """(how often each option was ticked, how often as the only one)."""
    given: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    for cell, parts in tokens.items():
        given.update(dict.fromkeys(parts, counts[cell]))
        if len(parts) == 1:
            alone[parts[0]] += counts[cell]
    return given, alone


def _options(tokens: Mapping[str, list[str]], counts: Mapping[str, int]) -> tuple[str, ...]:
    """The options, less what only single people wrote in."""
    given, _ = _given(tokens, counts)
    answers = sum(counts.values())
    needed = max(2, round(_WRITTEN_IN * answers)) if answers >= _ENOUGH_TO_TELL else 1
    by_count = [token for token, count in given.most_common(_MOST_OPTIONS) if count >= needed]
    kept = set(by_count)
    cells = sorted(tokens, key=lambda cell: -counts[cell])
    return tuple(in_order_asked([[part for part in tokens[cell] if part in kept] for cell in cells]))
