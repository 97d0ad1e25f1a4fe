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
    with study.database.reading() as connection:
        scope = Scope.load(study, connection, context=context)
        last_event = journal.last_event(connection)
    quotes = _quotes(scope)
    themes = tuple(theme for book in scope.books for theme in _themes(book, quotes))
    printed = [one for theme in themes for one in theme.quotes if one.quote and not one.withheld]
    _, people = scope.voices()
    quoted = {case for one in printed for case in one.passage.cases}
    return BankView(
        themes=themes,
        quoted=_by_person(scope.everybody, printed),
        never_quoted=tuple(shown_name(scope.everybody, case) for case in people if case not in quoted),
        withheld=sum(bool(one.withheld) for theme in themes for one in theme.quotes),
        last_event=last_event,
    )


def _quotes(scope: Scope) -> Mapping[str, list[BankQuote]]:
    """Code's id → its passages in source order, those alike by several coders as one."""
    of_record = {coding.id for coding in scope.record.codings}
    places = {where(coding) for coding in scope.record.codings}
    extra = [coding for coding in scope.placed if coding.id not in of_record and _is_extra(scope, coding, places)]
    reasons = {coding.id: _standing_reason(scope, coding) for coding in extra}
    order = {coding.id: number for number, coding in enumerate(scope.placed)}
    wanted = sorted([*scope.record.codings, *extra], key=lambda coding: order[coding.id])
    paths = {code.id: (code, book.path(code.id)) for book in scope.books for code in book.codes}
    found: dict[str, list[BankQuote]] = {}
    for passage in merge_alike(scope.passages(wanted)):
        code, path = paths[passage.code]
        shown = without_moderators(passage)
        quote = BankQuote(
            passage=shown,
            coding_id=passage.coding_ids[0],
            code=code,
            path=path,
            quote=passage.quote,
            wording=quote_text(shown),
            verbatim=verbatim_text(shown),
            attribution=passage.credit,
            withheld=never_printed(scope.everybody, passage) or reasons.get(passage.coding_ids[0], ""),
        )
        found.setdefault(passage.code, []).append(quote)
    return found


def _is_extra(scope: Scope, coding: Coding, places: Collection[Where]) -> bool:
    """Whether a coding that does not count is shown all the same: it waits for agreement, or was chosen."""
    if where(coding) in places:
        return False
    return scope.standing(coding) is Standing.AWAITING or where(coding) in scope.quotes


def _standing_reason(scope: Scope, coding: Coding) -> str:
    if scope.standing(coding) is Standing.AWAITING:
        return "Coders differ on this passage: it waits for their agreement."
    return "This passage is not coded so in the coding that counts."


def _themes(book: Codebook, quotes: Mapping[str, list[BankQuote]]) -> Iterator[BankTheme]:
    for theme in book.themes:
        codes = (theme, *(code for _, code in book.walk(theme.id)))
        here = [one for code in codes for one in quotes.get(code.id, ())]
        if not here:
            continue
        chosen = sorted((one for one in here if one.quote), key=_place)
        printed = [one for one in chosen if not one.withheld]
        yield BankTheme(
            code=theme,
            book=book.name,
            codes=codes,
            quotes=(*chosen, *(one for one in here if not one.quote)),
            chosen=len(chosen),
            people=_by_person(None, printed),
            by_attribution=dict(Counter(one.attribution for one in printed).most_common()),
        )
