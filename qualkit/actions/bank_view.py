"""The bank as its screen shows it: themes with their passages, and who is quoted how often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from qualkit.actions.chosen_quotes import Where, shown_name, where, why_never_printed
from qualkit.actions.quote_scope import QuoteScope
from qualkit.analysis.coding_of_record import Standing
from qualkit.exports.quotebank import merge_alike
from qualkit.exports.wording import quote_text, verbatim_text, without_moderators
from qualkit.model.bank import Passage
from qualkit.model.codebook import Code, Codebook
from qualkit.model.coding import Coding
from qualkit.model.quote import Quote
from qualkit.store import journal
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
        scope = QuoteScope.load(study, connection, context=context)
        last_event = journal.last_event(connection)
    quotes = _quotes(scope)
    themes = tuple(theme for book in scope.books for theme in _themes(scope, book, quotes))
    printed = [one for theme in themes for one in theme.quotes if one.quote and not one.withheld]
    _, people = scope.voices()
    quoted = {case for one in printed for case in one.passage.cases}
    return BankView(
        themes=themes,
        quoted=_by_person(scope, printed),
        never_quoted=tuple(shown_name(scope.everybody, case) for case in people if case not in quoted),
        withheld=sum(bool(one.withheld) for theme in themes for one in theme.quotes),
        last_event=last_event,
    )


def _quotes(scope: QuoteScope) -> list[BankQuote]:
    """The passages in source order, those coded alike by several as one."""
    places = {where(coding) for coding in scope.record.codings}
    of_record = {coding.id for coding in scope.record.codings}
    extra = {coding.id: coding for coding in scope.placed if _is_extra(scope, coding, places)}
    wanted = [coding for coding in scope.placed if coding.id in of_record or coding.id in extra]
    codes = {code.id: (code, book.path(code.id)) for book in scope.books for code in book.codes}
    found = []
    for passage in merge_alike(scope.passages(wanted)):
        shown, (code, path) = without_moderators(passage), codes[passage.code]
        coding_id = passage.coding_ids[0]
        out_of_record = _out_of_record(scope, extra[coding_id]) if coding_id in extra else ""
        found.append(
            BankQuote(
                passage=shown,
                coding_id=coding_id,
                code=code,
                path=path,
                quote=passage.quote,
                wording=quote_text(shown),
                verbatim=verbatim_text(shown),
                attribution=passage.credit,
                withheld=why_never_printed(scope.everybody, passage) or out_of_record,
            )
        )
    return found


def _is_extra(scope: QuoteScope, coding: Coding, places: Collection[Where]) -> bool:
    """Whether a coding that does not count is shown all the same: it waits for agreement, or was chosen."""
    if where(coding) in places:
        return False
    return scope.standing(coding) is Standing.AWAITING or where(coding) in scope.quotes


def _out_of_record(scope: QuoteScope, coding: Coding) -> str:
    if scope.standing(coding) is Standing.AWAITING:
        return "Coders differ on this passage: it waits for their agreement."
    return "This passage is not coded so in the coding that counts."


def _themes(scope: QuoteScope, book: Codebook, quotes: Sequence[BankQuote]) -> Iterator[BankTheme]:
    theme_of = {code.id: theme.id for theme in book.themes for code in _codes(book, theme)}
    by_theme: dict[str, list[BankQuote]] = {}
    for one in quotes:
        by_theme.setdefault(theme_of.get(one.code.id, ""), []).append(one)
    for theme in book.themes:
        here = by_theme.get(theme.id)
        if not here:
            continue
        chosen = sorted((one for one in here if one.quote), key=_order)
        printed = [one for one in chosen if not one.withheld]
        yield BankTheme(
            code=theme,
            book=book.name,
            codes=_codes(book, theme),
            quotes=(*chosen, *(one for one in here if not one.quote)),
            chosen=len(chosen),
            people=_by_person(scope, printed),
            by_attribution=dict(Counter(one.attribution for one in printed).most_common()),
        )


def _codes(book: Codebook, theme: Code) -> tuple[Code, ...]:
    return (theme, *(code for _, code in book.walk(theme.id)))


def _order(quote: BankQuote) -> tuple[int, str, str]:
    return quote.quote.order if quote.quote else (0, "", "")


def _by_person(scope: QuoteScope, quotes: Iterable[BankQuote]) -> Mapping[str, int]:
    cases = Counter(case for one in quotes for case in one.passage.cases)
    return {shown_name(scope.everybody, case): number for case, number in cases.most_common()}
