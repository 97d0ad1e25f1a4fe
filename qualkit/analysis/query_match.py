"""Where a search is met in a text, by its words alone: what the index has to agree with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import product

from qualkit.errors import QualkitError
from qualkit.model.query import All, Either, Near, Query, Words
from qualkit.model.words import Token, tokens

Span = tuple[int, int]
_MOST_FORMS = 1000


def places(query: Query, text: str) -> list[Span] | None:
    """The half-open places in a text that meet a search, in order, none over another; None: it is not met.

    >>> from qualkit.analysis.query import parse
    >>> places(parse("scared OR afraid"), "I was Afraid, so afraid.")
    [(6, 12), (17, 23)]
    """
    said = tokens(text)
    found = _met(query, [one.form for one in said])
    return None if found is None else _joined(said, found)


def is_met(query: Query, forms: Sequence[str]) -> bool:
    """Whether a text of these words (as `tokens` folds them) meets a search."""
    return _met(query, forms) is not None


def widened(query: Query, forms: Callable[[str], Sequence[str]]) -> Query:
    """The search with every plain word as any of its forms; phrases and beginnings stay as they are."""
    match query:
        case Words():
            return _either(_forms_of(query, forms))
        case Near():
            ways = [_forms_of(part, forms) for part in query.parts]
            number = 1
            for way in ways:
                number *= len(way)
            if number > _MOST_FORMS:
                raise QualkitError(
                    "These words have too many forms to look for near each other.",
                    hint="Look for fewer words at once, or put some of them in quotation marks.",
                )
            return _either([Near(parts=parts, within=query.within) for parts in product(*ways)])
        case All():
            parts = tuple(widened(part, forms) for part in query.parts)
            return All(parts=parts, without=tuple(widened(part, forms) for part in query.without))
        case Either():
            return Either(parts=tuple(widened(part, forms) for part in query.parts))


def _forms_of(words: Words, forms: Callable[[str], Sequence[str]]) -> list[Words]:
    if words.is_quoted or words.is_prefix or len(words.words) > 1:
        return [words]
    return [Words(words=(form,), is_quoted=True) for form in forms(words.words[0])] or [words]


def _either(parts: Sequence[Query]) -> Query:
    return parts[0] if len(parts) == 1 else Either(parts=tuple(parts))


def _met(query: Query, forms: Sequence[str]) -> set[Span] | None:
    """Spans of words (from, to before) that meet the search."""
    match query:
        case Words():
            starts = _starts(query, forms)
            return {(start, start + len(query.words)) for start in starts} or None
        case Near():
            return _near(query, forms)
        case Either():
            met = [found for part in query.parts if (found := _met(part, forms)) is not None]
            return set().union(*met) if met else None
        case All():
            return _all(query, forms)


def _all(query: All, forms: Sequence[str]) -> set[Span] | None:
    spans: set[Span] = set()
    for part in query.parts:
        found = _met(part, forms)
        if found is None:
            return None
        spans |= found
    return None if any(_met(part, forms) is not None for part in query.without) else spans


def _starts(query: Words, forms: Sequence[str]) -> list[int]:
    *whole, last = query.words
    size = len(whole)
    found = []
    for at in range(len(forms) - size):
        form = forms[at + size]
        is_last = form.startswith(last) if query.is_prefix else form == last
        if is_last and list(forms[at : at + size]) == whole:
            found.append(at)
    return found


def _near(query: Near, forms: Sequence[str]) -> set[Span] | None:
    """Every instance that belongs to a clump: all parts there, none ending too far before the last begins."""
    places = [(_starts(part, forms), len(part.words)) for part in query.parts]
    spans: set[Span] = set()
    for latest in sorted({start for starts, _ in places for start in starts}):
        clump = [
            [(start, start + size) for start in starts if latest - size - query.within <= start <= latest]
            for starts, size in places
        ]
        if all(clump):
            spans |= {span for part in clump for span in part}
    return spans or None


def _joined(said: Sequence[Token], spans: Iterable[Span]) -> list[Span]:
    found: list[Span] = []
    for first, after in sorted(spans):
        start, end = said[first].start, said[after - 1].end
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
