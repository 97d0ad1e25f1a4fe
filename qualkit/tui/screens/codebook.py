"""Codebook: the tree of codes, what is said of each, and everything that can be done to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from textual.binding import BindingType
from textual.widgets import Input

from qualkit.actions.code_history import code_history
from qualkit.actions.edit_codebook import (
    describe_code,
    move_code,
    reactivate,
    remove_code,
    retire_code,
)
from qualkit.actions.merge_codes import MergePlan, merge_codes, plan_merge
from qualkit.actions.similar import Like
from qualkit.actions.split_code import colleagues_with, split_into
from qualkit.actions.walk_passages import late_codes, stops_not_looked_for, stops_with_code
from qualkit.model.codebook import Code, Codebook, CodeStatus
from qualkit.model.codepath import full_path
from qualkit.model.plural import counted
from qualkit.tui import code_edits
from qualkit.tui.codebook_lines import (
    NO_COLOUR,
    OWN_COLOUR,
    TOP,
    colour_lines,
    merge_text,
    mergeable_into,
    places_for,
    whole_history,
)
from qualkit.tui.commands import bindings_for
from qualkit.tui.screens.message import Choice, ChoiceWindow, Window
from qualkit.tui.screens.open_codebook import OpenCodebookScreen
from qualkit.tui.screens.walk import WalkScreen
from qualkit.tui.walks import LookingFor, Splitting
from qualkit.tui.widgets.choose_one import ChooseOne


class CodebookScreen(OpenCodebookScreen):
    """One codebook. What is done here is done to the highlighted code, one step of undo each."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings_for("codebook"))

    def _code(self) -> Code | None:
        """The highlighted code; says so where there is none."""
        code = self.rows.highlighted_code
        if code is None:
            self._app.say("There is no code here yet: a makes one.")
        return code

    def _done(self, done: object, said: str, code_id: str = "") -> None:
        """Show what an action changed and say it, unless it was refused (None)."""
        if done is not None:
            self.study_changed()
            if code_id:
                self.rows.show_code(code_id)
            self._app.say(f"{said} Ctrl+Z undoes")

    # ---- making and describing

    def action_new(self, where: str) -> None:
        """Make a code below or beside the highlighted one, or a theme."""
        form = code_edits.new_form(self._app.study, self.book, self.rows.highlighted_code, where)
        self.app.push_screen(form, self._kept("Made"))

    def _kept(self, did: str) -> Callable[[object], None]:
        def kept(code: object) -> None:
            if isinstance(code, Code):
                self._done(code, f"{did}: {code.name}.", code.id)

        return kept

    def action_edit(self) -> None:
        """Change everything that is said of the code."""
        if code := self._code():
            form = code_edits.edit_form(self._app.study, code, self.facts_of(code))
            self.app.push_screen(form, self._kept("Kept"))

    def action_rename(self) -> None:
        """Give the code another name."""
        if code := self._code():
            self.app.push_screen(code_edits.rename_form(self._app.study, code), self._kept("Now called"))

    def action_colour(self) -> None:
        """Choose a colour."""
        if code := self._code():
            chosen = code.colour.lower() or NO_COLOUR
            window = ChooseOne(f"A colour for “{code.name}”", colour_lines(), chosen=chosen)
            self.app.push_screen(window, lambda colour: self._coloured(code, colour))

    def _coloured(self, code: Code, colour: str | None) -> None:
        if colour == OWN_COLOUR:
            self.app.push_screen(code_edits.colour_form(self._app.study, code), self._kept("Coloured"))
        elif colour is not None:
            colour = "" if colour == NO_COLOUR else colour
            done = self._app.attempt(describe_code, self._app.study, code.id, colour=colour)
            self._done(done, f"Coloured: {code.name}.", code.id)

    def action_retire(self) -> None:
        """Take the code out of use, or into use again."""
        code = self._code()
        if code is None:
            return
        if code.status is CodeStatus.DRAFT:
            choices = [Choice(id="use", label="Bring it into use"), Choice(id="retire", label="Retire it")]
            window = ChoiceWindow(f"“{code.name}” is a draft", choices)
            self.app.push_screen(window, lambda answer: self._set_use(code, answer))
        else:
            self._set_use(code, "use" if code.status is CodeStatus.RETIRED else "retire")

    def _set_use(self, code: Code, answer: str | None) -> None:
        if answer == "use":
            done = self._app.attempt(reactivate, self._app.study, code.id)
            self._done(done, f"In use: {code.name}.", code.id)
        elif answer == "retire":
            done = self._app.attempt(retire_code, self._app.study, code.id)
            self._done(done, f"Retired: {code.name}; what is coded with it stays.", code.id)

    def action_delete(self) -> None:
        """Take out a code that was never used."""
        if code := self._code():
            beside = self.rows.beside_highlighted
            self._done(self._app.attempt(self._delete, code.id), f"Deleted: {code.name}.", beside)

    def _delete(self, code_id: str) -> bool:
        remove_code(self._app.study, code_id)
        return True

    # ---- the tree

    def action_shift(self, direction: int) -> None:
        """Move the code among its neighbours."""
        code = self._code()
        if code is None or self.book is None:
            return
        siblings = [one.id for one in self.book.children(code.parent)]
        at = siblings.index(code.id) + direction
        if not 0 <= at < len(siblings):
            self._app.say(f"{code.name} is the {'first' if direction < 0 else 'last'} there already.")
        elif direction < 0:
            self._move(code, before=siblings[at])
        else:
            self._move(code, after=siblings[at])

    def action_level(self, direction: int) -> None:
        """Move the code below the neighbour before it, or out of the one above it."""
        code = self._code()
        if code is None or self.book is None:
            return
        siblings = [one.id for one in self.book.children(code.parent)]
        at = siblings.index(code.id)
        if direction > 0 and at:
            self._move(code, parent=siblings[at - 1])
        elif direction < 0 and code.parent is not None:
            self._move(code, after=code.parent)
        else:
            why = "is at the top already" if direction < 0 else "has no neighbour before it to stand below"
            self._app.say(f"{code.name} {why}.")

    def _move(self, code: Code, **where: Any) -> None:
        done = self._app.attempt(move_code, self._app.study, code.id, **where)
        self._done(done, f"Moved: {code.name}.", code.id)

    def action_move(self) -> None:
        """Choose another place for the code."""
        code = self._code()
        if code is None or self.book is None:
            return
        lines = places_for(self.book, code, self.marks)
        window = ChooseOne(f"Put “{code.name}” below …", lines, chosen=code.parent or TOP)
        self.app.push_screen(window, lambda place: self._moved_to(code, place))

    def _moved_to(self, code: Code, place: str | None) -> None:
        if place is not None and place != (code.parent or TOP):
            self._move(code, parent=None if place == TOP else place)

    # ---- merging

    def action_merge(self) -> None:
        """Choose a code for this one to go into."""
        code = self._code()
        if code is None or self.book is None:
            return
        lines = mergeable_into(self.book, code, self.marks)
        if lines:
            window = ChooseOne(f"Merge “{code.name}” into …", lines)
            self.app.push_screen(window, lambda into: self._plan_merge(code, into))
        else:
            self._app.say(f"There is no other code that {code.name} could go into.")

    def _plan_merge(self, code: Code, into_id: str | None) -> None:
        if into_id is None:
            return
        plan = self._app.attempt(plan_merge, self._app.study, code.id, into_id)
        if plan is not None and self.book is not None:
            self._ask_to_merge(code, self.book[into_id], plan)

    def _ask_to_merge(self, code: Code, into: Code, plan: MergePlan) -> None:
        shows_counts = self.shows_counts and not self._app.is_blind
        text = merge_text(code, into, plan, shows_counts=shows_counts)
        choices = (Choice(id="merge", label="Merge them"), Choice(id="leave", label="Leave them"))

        def told(answer: str | None) -> None:
            if answer == "merge":
                done = self._app.attempt(merge_codes, self._app.study, code.id, into.id)
                self._done(done, f"Merged {code.name} into {into.name}.", into.id)

        self.app.push_screen(Window(f"Merge “{code.name}” into “{into.name}”?", text, choices), told)

    # ---- splitting, and looking for late codes

    def action_split(self) -> None:
        """Make several codes of one, and walk through its passages."""
        code = self._code()
        if code is None:
            return
        study = self._app.study
        into = self._app.attempt(split_into, study, code.id)
        others = self._app.attempt(colleagues_with, study, code.id, ())
        stops = self._app.attempt(stops_with_code, study, code.id)
        if into is None or others is None or stops is None:
            return
        text = f"You go through your {counted(len(stops), 'passage')} one by one."
        if others.passages and not self._app.is_blind:
            text += (
                f" {counted(others.passages, 'passage')} of {' and '.join(others.names)} stay as they are."
            )
        form = code_edits.split_form(study, code, into, text)
        self.app.push_screen(form, lambda codes: self._walk_split(code, codes))

    def _walk_split(self, code: Code, codes: object) -> None:
        if not isinstance(codes, tuple):
            return
        study = self._app.study
        self.study_changed()
        stops = self._app.attempt(stops_with_code, study, code.id)
        if stops:
            self.app.push_screen(WalkScreen(Splitting(study, code, codes, stops)))
        elif stops is not None:
            self._app.say(
                f"There are {len(codes)} codes now. You have coded nothing with {code.name} to give out."
            )

    def action_queue(self) -> None:
        """Walk through what was read before the code was made."""
        code = self._code()
        if code is None or self.book is None:
            return
        study = self._app.study
        stops = self._app.attempt(stops_not_looked_for, study, code.id)
        codes = self._app.attempt(late_codes, study, code.id)
        if stops and codes:
            self.app.push_screen(WalkScreen(LookingFor(study, self.book.name, codes, stops)))
        elif stops is not None:
            self._app.say(f"Nothing that you read is older than {code.name}: it was always looked for.")

    def action_like(self) -> None:
        """List the passages nearest in meaning to those that have the code."""
        code = self._code()
        if code is None or self.book is None:
            return
        from qualkit.tui.screens.like import LikeScreen

        like = Like(code=full_path(code.id, self.book, self.books))
        below = (one for one in self.book.under(code.id) if one != code.id)
        self.app.push_screen(LikeScreen(like, code_ids=(code.id, *below)))

    # ---- history, filter, books

    def action_history(self) -> None:
        """Who did what to the code."""
        code = self._code()
        if code is None:
            return
        lines = self._app.attempt(code_history, self._app.study, code.id)
        if lines:
            hint = "Type to find · Esc closes"
            self.app.push_screen(ChooseOne(f"History of “{code.name}”", whole_history(lines), hint=hint))
        elif lines is not None:
            self._app.say(f"Nothing was done to {code.name} since it came in.")

    def action_filter(self) -> None:
        """Type a part of a code's name."""
        self.query_one(Input).focus()

    def action_fold(self) -> None:
        """Fold what is below the code, or unfold it."""
        if self.rows.rows:
            self.rows.fold(self.rows.highlighted)

    def action_book(self) -> None:
        """Choose another codebook."""
        if len(self.books) < 2:
            self._app.say("There is no other codebook: k makes one.")
            return
        choices = [Choice(id=book.name, label=book.title or book.name) for book in self.books]
        chosen = self.book.name if self.book else ""
        self.app.push_screen(ChoiceWindow("Which codebook?", choices, chosen=chosen), self._chosen_book)

    def _chosen_book(self, name: str | None) -> None:
        if name is not None:
            self.show_book(name)

    def action_new_book(self) -> None:
        """Make an empty codebook."""
        self.app.push_screen(code_edits.book_form(self._app.study), self._made_book)

    def _made_book(self, made: object) -> None:
        if isinstance(made, Codebook):
            self._done(made, f"Made the codebook {made.title or made.name}.")
            self.show_book(made.name)

    def action_back(self) -> None:
        """Show all codes again, then leave."""
        typed = self.query_one(Input)
        if typed.value or typed.has_focus:
            typed.value = ""
            self.rows.focus()
        else:
            self.app.pop_screen()
