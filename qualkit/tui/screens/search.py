"""Search: words in everything that was said or written, as one types; what is found is coded at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.binding import BindingType

from qualkit.actions.copying import QuoteRow, quotes_table
from qualkit.actions.dated_path import dated_path
from qualkit.actions.quote_hits import quote_hits
from qualkit.actions.search import Hit, SearchResult, search, search_table
from qualkit.actions.search_limits import Limits
from qualkit.actions.take_out import write_out
from qualkit.model.table import Table
from qualkit.study import Study
from qualkit.tui.columns import counted
from qualkit.tui.commands import bindings_for
from qualkit.tui.found_words import FoundWords
from qualkit.tui.leaving_lines import caution, cautions, wrote_small
from qualkit.tui.screens.search_coding import Meant, SearchCodingScreen
from qualkit.tui.search_wish import SearchWish
from qualkit.tui.widgets.row_list import RowList

_MOST_IN_TEXT = 1_000
"""So many passages of a source have the words found marked when it is opened."""


class SearchScreen(SearchCodingScreen):
    """Results as one types; Enter opens a passage, c codes what was found."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings_for("search"))

    # ---- going elsewhere

    @on(RowList.Chosen, "#search-hits")
    def _chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.action_open()

    def action_open(self) -> None:
        """Open the highlighted passage in its source, with the words found marked there."""
        if (hit := self.hits.highlighted_hit) is None:
            return
        found = self._app.attempt(_found_in, self._app.study, self.found_by, hit.source)
        if found is not None:
            self._app.open_source(hit.source, hit.segment, FoundWords.of(hit.source, [*found, hit]))

    def action_frequencies(self) -> None:
        """How often each word is used where it looks now."""
        self._app.show("words")

    def action_concordance(self) -> None:
        """Every place that was found, in its surroundings."""
        from qualkit.tui.screens.concordance import ConcordanceScreen

        if self.hits.count:
            self.app.push_screen(ConcordanceScreen(self.found_by))

    def action_back(self) -> None:
        """Take the marks away, look everywhere again, then leave."""
        if self.hits.marked_count:
            self.hits.mark_all(is_so=False)
        elif not self.wish.is_open:
            self.limit(Limits())
        else:
            self.app.pop_screen()

    # ---- what leaves the study

    def action_copy(self) -> None:
        """Copy the highlighted passage as a quote; those that are marked as a table."""
        if (meant := self.meant()) is None:
            self._app.say("Nothing was found that could be copied.")
            return
        study = self._app.study
        self._app.slowly(lambda: quote_hits(study, meant.hits()), self._copy)

    def _copy(self, rows: Sequence[QuoteRow] | None) -> None:
        if rows and len(rows) == 1:
            self._app.copy(rows[0].line, what=f"the quote{caution(rows[0])}")
        elif rows:
            self._app.copy(*quotes_table(rows), what=f"{counted(len(rows), 'quote')}{cautions(rows)}")

    def action_hand_over(self, suffix: str) -> None:
        """Write what is marked, else all that was found, into a file."""
        if self.found is None or not self.found.passages:
            self._app.say("There is nothing to hand over: nothing was found.")
            return
        self._app.say("Writing the table …")
        study, wish, found = self._app.study, self.found_by, self.found
        meant = self._marked() if self.hits.marked_count else self.every()
        path = dated_path(study, "search", suffix)

        def handed_over(small: int | None) -> None:
            if small is not None:
                self._app.handed_over([path])
                if small:
                    self._app.say(wrote_small(path, small), is_warning=True)

        self._app.slowly(lambda: write_out(study, _table(study, wish, found, meant), path), handed_over)


def _found_in(study: Study, wish: SearchWish, source: str) -> Sequence[Hit]:
    """What was found in one source, as far as it is marked there."""
    selection = replace(wish.limits.selection, sources=(source,))
    limits = replace(wish.limits, selection=selection)
    return search(study, wish.words, limits, by=wish.by, page=(0, _MOST_IN_TEXT)).hits


def _table(study: Study, wish: SearchWish, found: SearchResult, meant: Meant) -> Table:
    """The hits that are meant as a table."""
    hits = tuple(meant.hits())
    result = replace(found, hits=hits, first=0)
    if len(hits) < found.passages:
        sources = len({hit.source for hit in hits})
        result = replace(result, passages=len(hits), sources=sources, people=0)
    return search_table(study, result, wish.limits)
