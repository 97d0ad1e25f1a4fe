"""One step of work on the bank: the codings it speaks of, and the chosen quotes of their themes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import uuid4

from qualkit.actions.chosen_quotes import the_one, why_never_printed
from qualkit.actions.passages import PassageMaker
from qualkit.actions.redacting import redactor
from qualkit.actions.selection import People
from qualkit.actions.texts import SourceText
from qualkit.errors import NotFound, Refused
from qualkit.exports.wording import without_moderators
from qualkit.model.bank import Passage
from qualkit.model.codebook import Codebook
from qualkit.model.coding import Coding
from qualkit.model.quote import Quote
from qualkit.store import bank, codebooks, codings, flags, people, sources
from qualkit.store.bank import Chosen, Spot
from qualkit.store.writer import Writer
from qualkit.study import Study

STEP = 1_000
"""From a quote to the next of its code; there is room for more between them."""
STRIDE = 1_000_000
"""From the last quote of a code to the first of the next."""


@dataclass(slots=True, kw_only=True)
class BankStep:
    """The chosen quotes as they stand in this step; what is done is written at once."""

    study: Study
    writer: Writer
    books: Sequence[Codebook]
    themes: Mapping[str, str]
    """Code's id → its theme's."""
    everybody: People
    codings: Sequence[Coding]
    """Those spoken of, in source order, each place once."""
    spots: Mapping[str, Spot]
    """Coding's id → its spot, of all that were named."""
    chosen: dict[Spot, Quote]
    """In order."""
    doubles: Mapping[Spot, list[str]]
    """Spot → ids of its quotes, several where it was chosen apart on two computers."""
    _passages: dict[str, Passage] = field(default_factory=dict)

    # ---- looking

    def coding(self, coding_id: str) -> Coding:
        """The coding of an id, or the one alike that stands for it."""
        spot = self.spots[coding_id]
        return next(one for one in self.codings if self.spots[one.id] == spot)

    def quote_of(self, coding: Coding) -> Quote | None:
        """Its chosen quote."""
        return self.chosen.get(self.spots[coding.id])

    def shown(self, coding: Coding) -> Passage:
        """The passage as the bank shows it."""
        return without_moderators(self._passage(coding))

    def theme_of(self, coding: Coding) -> str:
        """The id of the theme it belongs to."""
        return self.themes[coding.code]

    def _passage(self, coding: Coding) -> Passage:
        if coding.id not in self._passages:
            connection = self.writer.connection
            stored = sources.source(connection, coding.source)
            maker = PassageMaker(
                manifest=self.study.manifest,
                everybody=self.everybody,
                texts={coding.source: SourceText.around(connection, stored, [coding.place])},
                redact=redactor(connection),
                flagged=flags.flagged(connection),
            )
            if not maker.holds(coding):
                raise Refused(
                    "This passage has lost its place in the text, which was corrected.",
                    hint="Code it anew, then choose it.",
                )
            self._passages[coding.id] = maker.passage(coding)
        return self._passages[coding.id]

    # ---- changing

    def choose(self, coding: Coding, **values: Any) -> Quote:
        """Choose a passage, as the last of its code."""
        if reason := why_never_printed(self.everybody, self._passage(coding)):
            raise Refused(f"This can't be a quote. {reason}")
        quote = Quote(
            id=str(uuid4()),
            coding=coding.id,
            position=self._last_of_code(coding),
            chosen_by=self.study.coder,
            created=self.writer.at,
            **values,
        )
        bank.add_quotes(self.writer, [quote])
        self._put(self.spots[coding.id], quote)
        return quote

    def change(self, coding: Coding, **values: Any) -> None:
        """Change what is said of a quote; it is chosen if it was not."""
        quote = self.quote_of(coding)
        if quote is None:
            self.choose(coding, **values)
            return
        spot = self.spots[coding.id]
        bank.change_quote(self.writer, quote.id, **values)
        bank.remove_quotes(self.writer, [id_ for id_ in self.doubles.get(spot, ()) if id_ != quote.id])
        self._put(spot, replace(quote, **values))

    def remove(self, coding: Coding) -> bool:
        """Take a quote out of the bank; gives whether it was in it."""
        spot = self.spots[coding.id]
        bank.remove_quotes(self.writer, self.doubles.get(spot, ()))
        return self.chosen.pop(spot, None) is not None

    def move(self, coding: Coding, beside: Coding, *, is_before: bool) -> None:
        """Put a quote before or after another one of its theme."""
        moved = self.quote_of(coding)
        if moved is None or self.quote_of(beside) is None:
            raise Refused("Only chosen quotes have an order.", hint="Choose the passage first.")
        if self.spots[coding.id] == self.spots[beside.id]:
            return
        spots = [spot for spot in self._of_theme(coding) if spot != self.spots[coding.id]]
        at = spots.index(self.spots[beside.id]) + (not is_before)
        self.change(coding, position=self._between(spots, at, STEP))

    # ---- places in the order

    def _of_theme(self, coding: Coding) -> list[Spot]:
        theme = self.theme_of(coding)
        return [spot for spot in self.chosen if self.themes[spot[0]] == theme]

    def _last_of_code(self, coding: Coding) -> int:
        """A position after the last quote of the code; without any, after those of the codes before it."""
        spots = self._of_theme(coding)
        own = [number for number, spot in enumerate(spots) if spot[0] == coding.code]
        if own:
            return self._between(spots, own[-1] + 1, STEP)
        book = next(book for book in self.books if coding.code in book)
        rank = {code.id: number for number, (_, code) in enumerate(book.walk())}
        earlier = [number for number, spot in enumerate(spots) if rank[spot[0]] < rank[coding.code]]
        return self._between(spots, earlier[-1] + 1 if earlier else 0, STRIDE)

    def _between(self, spots: Sequence[Spot], at: int, step: int) -> int:
        """A free position before the quote number `at`; where there is no room, the theme gets it anew."""
        low = self.chosen[spots[at - 1]].position if at else None
        high = self.chosen[spots[at]].position if at < len(spots) else None
        if low is None:
            return STRIDE if high is None else high - step
        if high is None:
            return low + step
        if high - low < 2:
            for number, spot in enumerate(spots, 1):
                self._renumber(spot, number * STRIDE)
            return self._between(spots, at, step)
        return low + min(step, (high - low) // 2)

    def _renumber(self, spot: Spot, position: int) -> None:
        quote = self.chosen[spot]
        bank.change_quote(self.writer, quote.id, position=position)
        self.chosen[spot] = replace(quote, position=position)

    def _put(self, spot: Spot, quote: Quote) -> None:
        self.chosen[spot] = quote
        in_order = sorted(self.chosen.items(), key=lambda item: item[1].order)
        self.chosen.clear()
        self.chosen.update(in_order)

    # ---- telling

    def tell(self, what: str, *codings: Coding, **counts: int) -> None:
        """Put into the event what was done, of which codes; never anybody's words."""
        about = codings or self.codings
        names = dict.fromkeys(self._path(coding.code) for coding in about)
        self.writer.summary = f"{what}: {', '.join(names)}"
        self.writer.detail = {
            "code": ", ".join(names),
            "source": ", ".join(dict.fromkeys(coding.source for coding in about)),
            **counts,
        }

    def _path(self, code_id: str) -> str:
        return next(book.path(code_id) for book in self.books if code_id in book)


@contextmanager
def bank_step(study: Study, verb: str, coding_ids: Sequence[str]) -> Iterator[BankStep]:
    """A step of work on the bank that speaks of these codings; raises NotFound where one is gone."""
    with study.step(verb) as writer:
        wanted = [one for one in dict.fromkeys(coding_ids) if one]
        spots = bank.spots(writer.connection, wanted)
        if len(spots) < len(wanted):
            raise NotFound("This passage is no longer coded so.", hint="Somebody took the code off.")
        first: dict[Spot, str] = {}
        for coding_id in wanted:
            first.setdefault(spots[coding_id], coding_id)
        books = codebooks.codebooks(writer.connection)
        yield BankStep(
            study=study,
            writer=writer,
            books=books,
            themes={
                below: theme.id for book in books for theme in book.themes for below in book.under(theme.id)
            },
            everybody=People(people.cases(writer.connection), {}),
            codings=codings.codings(writer.connection, ids=first.values()),
            spots=spots,
            **_by_spot(bank.chosen(writer.connection)),
        )


def _by_spot(found: Sequence[Chosen]) -> dict[str, Any]:
    chosen: dict[Spot, Quote] = {}
    doubles: dict[Spot, list[str]] = {}
    for one in found:
        chosen[one.spot] = the_one(chosen.get(one.spot), one.quote)
        doubles.setdefault(one.spot, []).append(one.quote.id)
    in_order = sorted(chosen.items(), key=lambda item: item[1].order)
    return {"chosen": dict(in_order), "doubles": doubles}
