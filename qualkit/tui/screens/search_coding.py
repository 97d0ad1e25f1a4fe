"""Coding what a search found: marked passages, the highlighted one, or all; one step of undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, cast

from qualkit.actions.apply import Unit
from qualkit.actions.code_hits import code_hits
from qualkit.actions.coding import Applied, NewCode
from qualkit.actions.search import ALL, Hit, search
from qualkit.actions.workspace import codebook_view
from qualkit.model.codebook import Codebook
from qualkit.model.codepath import full_path
from qualkit.model.plural import counted
from qualkit.study import Study
from qualkit.tui.code_marks import code_marks
from qualkit.tui.columns import cut
from qualkit.tui.screens.message import Choice, ChoiceWindow
from qualkit.tui.screens.picking_codes import OfferingCodesScreen
from qualkit.tui.screens.search_showing import SearchShowingScreen
from qualkit.tui.search_wish import SearchWish
from qualkit.tui.widgets.code_picker import CodePicker

if TYPE_CHECKING:
    from qualkit.tui.app import QualkitApp

_UNITS: tuple[tuple[Unit, str], ...] = (
    ("segment", "the whole passage"),
    ("sentence", "the sentences with the words found"),
    ("span", "just the words found"),
)
_NOTHING = "Nothing was found that could be coded: type words above."
_NARROW = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """What of the hits is meant: how many, and how to get them. Getting them may take a while."""

    number: int
    hits: Callable[[], Sequence[Hit]]


class SearchCodingScreen(SearchShowingScreen, OfferingCodesScreen):
    """A search whose hits can be marked and coded."""

    def __init__(self) -> None:
        super().__init__()
        self._to_code: tuple[Meant, Unit] | None = None
        self._offered: tuple[Codebook, ...] = ()

    @property
    def _app(self) -> QualkitApp:
        return cast("QualkitApp", self.app)

    # ---- marking

    def action_mark(self) -> None:
        """Mark the highlighted hit, or take its mark away, and go on to the next."""
        if self.hits.count:
            self.hits.mark(self.hits.highlighted)
            self.hits.highlight(self.hits.highlighted + 1)

    def action_mark_all(self) -> None:
        """Mark everything that was found, or nothing."""
        is_so = self.hits.count > 0 and self.hits.marked_count < self.hits.count
        self.hits.mark_all(is_so=is_so)
        self._app.say(f"Marked all {counted(self.hits.count, 'passage')}." if is_so else "Nothing is marked.")

    def meant(self) -> Meant | None:
        """What is marked, else the highlighted hit."""
        if self.hits.marked_count:
            return self._marked()
        hit = self.hits.highlighted_hit
        return None if hit is None else Meant(number=1, hits=lambda: [hit])

    def _marked(self) -> Meant:
        marked = dict(self.hits.marked)
        if not self.hits.all_marked:
            return Meant(number=len(marked), hits=lambda: list(marked.values()))
        every = self.every()
        return Meant(
            number=self.hits.marked_count, hits=lambda: [one for one in every.hits() if one.id not in marked]
        )

    def every(self) -> Meant:
        """Everything that was found."""
        return Meant(number=self.hits.count, hits=partial(_all_hits, self._app.study, self.found_by))

    # ---- coding

    def action_code(self) -> None:
        """Ask once what of the hits is to be coded, then with which codes."""
        meant = self.meant()
        if meant is None:
            self._app.say(_NOTHING)
            return
        offered = {"these" if self.hits.marked_count else "this": meant}
        if not self.hits.marked_count and self.hits.count > 1:
            offered["all"] = self.every()
        choices = [
            Choice(id=f"{scope} {unit}", label=_label(scope, unit, what.number))
            for scope, what in offered.items()
            for unit, _ in _UNITS
        ]

        def take(chosen: str | None) -> None:
            if chosen is not None:
                scope, _, said = chosen.partition(" ")
                self._pick(offered[scope], next(unit for unit, _ in _UNITS if unit == said))

        last = f"{next(iter(offered))} {self._app.searching.unit}"
        self.app.push_screen(ChoiceWindow("Code what?", choices, chosen=last), take)

    def _pick(self, meant: Meant, unit: Unit) -> None:
        self._app.searching.unit = unit
        self._to_code = meant, unit
        views = self._app.attempt(codebook_view, self._app.study)
        if views is None:
            return
        self._offered = tuple(view.codebook for view in views)
        picker = CodePicker(self._offered, code_marks(self._offered))
        if self.size.width < _NARROW:
            picker.add_class("-below")
        self.app.push_screen(picker, self._picked)

    @property
    def _books(self) -> Sequence[Codebook]:
        return self._offered

    def _apply(self, code_ids: Sequence[str]) -> None:
        self._code(code_ids, None)

    def _make(self, wanted: NewCode) -> None:
        self._code(wanted.others, wanted)

    def _code(self, code_ids: Sequence[str], wanted: NewCode | None) -> None:
        if self._to_code is None or not (code_ids or wanted):
            return
        meant, unit = self._to_code
        paths = [
            full_path(one, book, self._offered) for one in code_ids for book in self._offered if one in book
        ]
        study, words = self._app.study, self.found_by.words
        self._app.say(f"Coding {counted(meant.number, 'passage')} …")
        self._app.slowly(
            lambda: code_hits(study, meant.hits(), paths, unit=unit, query=words, make=wanted),
            partial(self._was_coded, meant),
        )

    def _was_coded(self, meant: Meant, applied: Applied | None) -> None:
        if applied is None:
            return
        names = ", ".join(cut(path, 40) for path in applied.codes)
        already = len(applied.quotes) * len(applied.codes) - applied.added
        known = f" {already:,} of it was coded so already." if already else ""
        if applied.added:
            said = f"Coded {counted(meant.number, 'passage')}: {names}.{known} Ctrl+Z undoes"
        else:
            said = f"Already coded so: {names}."
        self.hits.mark_all(is_so=False)
        self._app.refresh_study()
        self._app.say(said)


def _all_hits(study: Study, wish: SearchWish) -> Sequence[Hit]:
    return search(study, wish.words, wish.limits, by=wish.by, page=ALL).hits


def _label(scope: str, unit: Unit, number: int) -> str:
    said = dict(_UNITS)[unit]
    if scope == "this":
        return f"This passage: {said}"
    which = "The marked" if scope == "these" else "All"
    said = said.replace("the whole passage", "whole" if number == 1 else "each of them whole")
    return f"{which} {counted(number, 'passage')}: {said}"
