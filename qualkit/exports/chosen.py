"""A theme narrowed to the quotes that were chosen of it, in their order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import Literal

from qualkit.exports.tally import tally
from qualkit.model.bank import BankCode, Passage, Theme


def has_chosen(theme: Theme) -> bool:
    """Whether any quote of a theme was chosen."""
    return any(passage.quote for code in theme.codes for passage in code.passages)


def narrowed(theme: Theme, show: Literal["as chosen", "all", "chosen"]) -> Theme:
    """The theme with its chosen quotes only, where there are any; with `all`, these come first."""
    if not has_chosen(theme):
        return theme
    if show == "all":
        return replace(theme, codes=tuple(replace(one, passages=_chosen_first(one)) for one in theme.codes))
    everything = [passage for code in theme.codes for passage in code.passages]
    chosen = sorted((one for one in everything if one.quote), key=_place)
    return Theme(codes=tuple(_runs(theme, chosen)), tally=tally(chosen), chosen_from=tally(everything))


def _chosen_first(code: BankCode) -> tuple[Passage, ...]:
    chosen = sorted((one for one in code.passages if one.quote), key=_place)
    return (*chosen, *(one for one in code.passages if not one.quote))


def _place(passage: Passage) -> tuple[int, str, str]:
    return passage.quote.order if passage.quote else (0, "", "")


def _runs(theme: Theme, chosen: Iterable[Passage]) -> Iterator[BankCode]:
    """The codes as the order of the quotes comes to them, each after those above it."""
    entries = {entry.code.id: entry for entry in theme.codes}
    told: set[str] = set()
    for code_id, run in groupby(chosen, key=lambda passage: passage.code):
        for above in _above(entries, code_id):
            if above.code.id not in told:
                told.add(above.code.id)
                yield replace(above, passages=())
        told.add(code_id)
        yield replace(entries[code_id], passages=tuple(run))


def _above(entries: dict[str, BankCode], code_id: str) -> list[BankCode]:
    """The entries above a code, the theme first."""
    parent = entries[code_id].code.parent
    return [*_above(entries, parent), entries[parent]] if parent is not None else []
