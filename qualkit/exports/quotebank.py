"""The quote bank: coded passages under the themes of their codebooks, with what should be said of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from qualkit.errors import NotFound
from qualkit.exports.chosen import has_chosen, narrowed
from qualkit.exports.quotebank_notes import Scope, bank_notes
from qualkit.exports.tally import tally
from qualkit.exports.wording import without_moderators
from qualkit.model.bank import Bank, BankCode, Passage, Theme
from qualkit.model.codebook import Code, Codebook
from qualkit.model.people import Consent

Show = Literal["as chosen", "all", "chosen"]


def build_bank(
    passages: Sequence[Passage],
    codebooks: Sequence[Codebook],
    *,
    title: str,
    people: Sequence[str],
    attribution_sizes: Mapping[str, int],
    is_for_quotation: bool = True,
    include_moderator: bool = False,
    show: Show = "as chosen",
) -> Bank:
    """The bank of these passages: themes in the codebooks' order, the codes below them, and the notes.

    Left out: passages of anyone who said no to quotation, and flagged ones (whole, and counted in the
    notes), and what only a moderator said. A place coded alike by several coders is one quote. A theme of
    which quotes were chosen shows these, in their order; another one all its passages, or with `show`
    "chosen" it is left out; "all" shows every passage, chosen ones first under their code. `people` is
    everyone heard in scope, `attribution_sizes` how many people each attribution fits. A passage whose
    code stands in none of the codebooks raises `NotFound`.
    """
    cleared = [passage for passage in passages if not passage.is_flagged]
    allowed = [passage for passage in cleared if passage.quotation is not Consent.NO]
    shown = (
        allowed if include_moderator else [without_moderators(item) for item in allowed if _is_heard(item)]
    )
    merged = merge_alike(shown)
    _refuse_strangers(merged, codebooks)
    everything = tuple(_themes(merged, codebooks))
    themes = tuple(narrowed(theme, show) for theme in everything if show != "chosen" or has_chosen(theme))
    withheld = len(merge_alike(cleared)) - len(merge_alike(allowed))
    scope = Scope(
        people=tuple(people),
        attribution_sizes=dict(attribution_sizes),
        withheld=withheld,
        flagged=len(merge_alike(passages)) - len(merge_alike(cleared)),
        is_for_quotation=is_for_quotation,
        left_out=tuple(theme.code.name for theme in everything if not has_chosen(theme))
        if show == "chosen"
        else (),
    )
    return Bank(
        title=title,
        codebooks=tuple(codebooks),
        themes=themes,
        notes=bank_notes(themes, scope),
        is_for_quotation=is_for_quotation,
    )


def merge_alike(passages: Iterable[Passage]) -> list[Passage]:
    """One passage for each place and code, whoever coded it, in the order of the sources as given."""
    alike: dict[tuple[str, str, str, int, str, int], list[Passage]] = defaultdict(list)
    for item in passages:
        alike[(item.source, item.code, item.segment, item.start, item.end_segment, item.end)].append(item)
    return [_merged(group) for group in alike.values()]


def _is_heard(passage: Passage) -> bool:
    return any(part.role is None or part.role.is_heard for part in passage.parts)


def _merged(alike: list[Passage]) -> Passage:
    if len(alike) == 1:
        return alike[0]
    return replace(
        alike[0],
        coders=tuple(dict.fromkeys(coder for passage in alike for coder in passage.coders)),
        coding_ids=tuple(dict.fromkeys(coding for passage in alike for coding in passage.coding_ids)),
        memo="\n".join(dict.fromkeys(passage.memo for passage in alike if passage.memo)),
        is_read=any(passage.is_read for passage in alike),
    )


def _refuse_strangers(passages: Iterable[Passage], codebooks: Sequence[Codebook]) -> None:
    strangers = {item.code for item in passages if not any(item.code in book for book in codebooks)}
    if strangers:
        raise NotFound(
            f"{len(strangers)} of the codes applied stand in no codebook of this study: {min(strangers)}",
            hint="Bring the codebook back that they come from, or take the coding away.",
        )


def _themes(passages: Iterable[Passage], codebooks: Sequence[Codebook]) -> Iterator[Theme]:
    by_code: dict[str, list[Passage]] = defaultdict(list)
    sources: dict[str, int] = {}
    for passage in passages:
        by_code[passage.code].append(passage)
        sources.setdefault(passage.source, len(sources))
    for placed in by_code.values():
        placed.sort(key=lambda item: (sources[item.source], item.ordinal, item.start, item.end))
    used = [book for book in codebooks if any(code.id in by_code for code in book.codes)]
    for book in used:
        prefix = f"{book.name}:" if len(used) > 1 else ""
        for code in book.themes:
            codes = tuple(_codes_with_passages(book, code, by_code, prefix))
            if codes:
                yield Theme(codes=codes, tally=tally([item for entry in codes for item in entry.passages]))


def _codes_with_passages(
    book: Codebook, theme: Code, by_code: Mapping[str, Sequence[Passage]], prefix: str
) -> Iterator[BankCode]:
    """The theme and what stands below it, less the branches without a passage."""
    for depth, code in ((0, theme), *book.walk(theme.id, 1)):
        if any(below in by_code for below in book.under(code.id)):
            yield BankCode(
                code=code,
                path=prefix + book.path(code.id),
                depth=depth,
                passages=tuple(by_code.get(code.id, ())),
            )
