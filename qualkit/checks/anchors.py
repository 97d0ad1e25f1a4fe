"""Whether every coding still stands on the words it was made on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from qualkit.errors import Where
from qualkit.model.finding import Finding, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class AnchoredQuote:
    """A coding's quote beside the words that now stand at its place (None where there is no such place)."""

    coding: str
    source: str
    segment: str
    code: str
    quote: str
    found: str | None
    is_lost: bool


def check_anchors(quotes: Iterable[AnchoredQuote]) -> tuple[Finding, ...]:
    """A finding for each coding whose exact words are not at its place."""
    return tuple(finding for quote in quotes if (finding := _finding(quote)) is not None)


def _finding(quote: AnchoredQuote) -> Finding | None:
    where = Where(file=f"{quote.source}, passage {quote.segment}")
    if quote.is_lost or quote.found is None:
        return Finding(
            rule="lost-its-place",
            severity=Severity.ERROR,
            message=f'A coding with "{quote.code}" lost its place. Its words were: "{_short(quote.quote)}".',
            where=where,
            hint="Code the passage again where it now stands, or take the coding away.",
        )
    if quote.found != quote.quote:
        return Finding(
            rule="words-differ",
            severity=Severity.ERROR,
            message=f'A coding with "{quote.code}" was made on "{_short(quote.quote)}"; '
            f'there now stands "{_short(quote.found)}".',
            where=where,
            hint="Was a file of the study edited by hand? Bring the edited file in with qualkit add.",
        )
    return None


def _short(words: str) -> str:
    return words if len(words) <= 80 else words[:77] + "…"
