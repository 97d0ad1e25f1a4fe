"""The bank as its screen shows it: themes with their passages, and who is quoted how often."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from qualkit.model.bank import Passage
from qualkit.model.codebook import Code
from qualkit.model.quote import Quote
from qualkit.study import Study


@dataclass(frozen=True, slots=True, kw_only=True)
class BankQuote:
    """A coded passage, chosen or not."""

    passage: Passage
    """With what stands before and after."""
    coding_id: str
    code: Code
    path: str
    """The code's path, without its book."""
    quote: Quote | None
    """None where it is not chosen."""
    wording: str
    """As it will print, without quotation marks."""
    verbatim: str
    attribution: str
    """As it will print."""
    withheld: str = ""
    """A sentence saying why it can't be printed; empty where it can."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BankTheme:
    """A theme with its passages: those chosen first, in their order, then the others as in the sources."""

    code: Code
    book: str
    codes: tuple[Code, ...]
    """The theme's own code and those below it, depth first."""
    quotes: tuple[BankQuote, ...]
    chosen: int
    """How many of the quotes are chosen."""
    people: Mapping[str, int] = field(default_factory=dict)
    """Person as shown → chosen quotes, most first."""
    by_attribution: Mapping[str, int] = field(default_factory=dict)
    """Attribution → chosen quotes, most first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BankView:
    """Every theme that has passages."""

    themes: tuple[BankTheme, ...]
    quoted: Mapping[str, int]
    """Person as shown → chosen quotes, most first."""
    never_quoted: tuple[str, ...]
    """People who speak or answer in the study and have no chosen quote, as shown."""
    withheld: int
    """How many passages can't be printed."""
    last_event: int
    """The newest event that this view knows of."""


def bank_view(study: Study, *, context: int = 1) -> BankView:
    """The whole bank, with so many turns of context around each passage. Nothing is changed."""
    raise NotImplementedError
