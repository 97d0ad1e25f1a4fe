"""Names: words that may tell who somebody is, decided about one by one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Footer, Static

from qualkit.actions.redact import Decision, Redacted, decide, decisions, undecide
from qualkit.actions.redact_plan import Stands, where_words_stand
from qualkit.actions.suggest_redactions import Candidate, suggest
from qualkit.model.display import display_safe
from qualkit.model.redaction import Redaction
from qualkit.tui.columns import counted, cut, one_line
from qualkit.tui.commands import bindings_for
from qualkit.tui.correct_lines import redacted_line
from qualkit.tui.screens.message import Field, FormWindow
from qualkit.tui.screens.study_screen import StudyScreen
from qualkit.tui.widgets.row_cells import in_column
from qualkit.tui.widgets.row_list import Part, RowList
from qualkit.tui.widgets.status_line import StatusLine
from qualkit.tui.widgets.title_line import TitleLine

_REST = 0.08
"""Seconds that a row is highlighted before its places are looked up."""
_DECIDING = frozenset({"redact", "accept", "leave", "later"})
_NOTHING = "Nothing is found, or left, that would have to be decided."


class NamesList(RowList):
    """What is to be decided, or what was."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.candidates: Sequence[Candidate] = ()
        self.decided: Sequence[Redaction] = ()
        self.shows_decided = False

    def open(
        self, candidates: Sequence[Candidate], decided: Sequence[Redaction], *, is_decided: bool
    ) -> None:
        """Show one or the other; the highlighted row stays where it is."""
        self.candidates, self.decided = candidates, decided
        highlighted = self.highlighted if is_decided == self.shows_decided else 0
        self.shows_decided = is_decided
        self.show_rows(len(decided if is_decided else candidates), highlighted)

    def row_parts(self, row: int) -> Sequence[Part]:
        """Words, what they are, what is shown instead, how often or where."""
        wide = self.size.width >= 100
        if self.shows_decided:
            one = self.decided[row]
            where = " ".join(filter(None, (one.source, one.segment))) or "everywhere"
            shown = (one.replacement, "accent") if one.is_hidden else ("left as they are", "dim")
            return [
                (" ", ""),
                *in_column(one.words, 40 if wide else 26),
                *in_column(shown[0], 26 if wide else 18, shown[1]),
                *in_column(where, 22 if wide else 14, "dim"),
                (one.decided_by, "dim"),
            ]
        found = self.candidates[row]
        return [
            (" ", ""),
            *in_column(found.words, 40 if wide else 26),
            *in_column(found.sort, 16 if wide else 12, "dim"),
            *in_column(found.replacement, 26 if wide else 18, "accent"),
            (counted(found.times, "time"), "dim"),
        ]


class NamesScreen(StudyScreen):
    """The list; below it the sentences in which the highlighted words stand."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings_for("names"))
    AUTO_FOCUS = "NamesList"
    CSS: ClassVar[str] = """
    #names-list { height: 1fr; }
    #names-where { height: 7; padding: 0 1; border-top: solid $border-blurred; }
    .-tall #names-where { height: 11; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._found: list[Candidate] = []
        self._decided: tuple[Redaction, ...] = ()
        self._later: list[str] = []
        """Words that are to be decided later."""
        self._stands: tuple[Stands, ...] = ()
        self._resting: Timer | None = None
        self.is_ready = False
        """Whether the texts were looked through."""

    def compose(self) -> ComposeResult:
        """Title, the list, where the highlighted words stand."""
        yield TitleLine()
        yield NamesList(id="names-list")
        yield Static("Looking through the texts …", id="names-where", markup=False)
        yield StatusLine()
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Look through the texts, and from time to time whether somebody has worked on them."""
        self.study_changed()
        self.follow()

    @property
    def _list(self) -> NamesList:
        return self.query_one(NamesList)

    @property
    def _may_look(self) -> bool:
        return self.is_active and self.is_ready

    def study_changed(self) -> None:
        """Look through the texts again: what is decided is not proposed."""
        study = self._app.study
        self.note_event()
        self._app.slowly(lambda: (suggest(study), decisions(study)), self._looked)

    def _looked(self, found: tuple[tuple[Candidate, ...], tuple[Redaction, ...]] | None) -> None:
        if found is None:
            return
        candidates, self._decided = found
        order = {words: number for number, words in enumerate(self._later, start=1)}
        self._found = sorted(candidates, key=lambda one: order.get(one.words, 0))
        self.is_ready = True
        self._show()

    def _show(self, *, is_decided: bool | None = None) -> None:
        shows_decided = self._list.shows_decided if is_decided is None else is_decided
        self._list.open(self._found, self._decided, is_decided=shows_decided)
        number = f"{len(self._found):,} to decide, {len(self._decided):,} decided"
        name = "Names ▸ decided" if shows_decided else "Names"
        self.query_one(TitleLine).show(f"{self._app.study.title} ▸ {name}", f"{number} · {self._app.coder}")
        self.refresh_bindings()
        self._rest()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What was decided is taken back; what was not is decided."""
        if action in _DECIDING or action == "take_back":
            return (action == "take_back") == self._list.shows_decided
        return super().check_action(action, parameters)

    # ---- where the words stand

    @on(RowList.Highlighted)
    def _highlighted(self, event: RowList.Highlighted) -> None:
        event.stop()
        if event.row == self._list.highlighted:
            self._rest()

    def _rest(self) -> None:
        if self._resting is not None:
            self._resting.stop()
        self._resting = self.set_timer(_REST, self._describe)

    @property
    def candidate(self) -> Candidate | None:
        """What is highlighted of what is to be decided."""
        rows = self._list
        return self._found[rows.highlighted] if self._found and not rows.shows_decided else None

    @property
    def decision(self) -> Redaction | None:
        """What is highlighted of what was decided."""
        rows = self._list
        return self._decided[rows.highlighted] if self._decided and rows.shows_decided else None

    def _describe(self) -> None:
        where = self.query_one("#names-where", Static)
        one = self.candidate
        if one is None:
            self._stands = ()
            where.update(Content(self._said_without()))
            return
        found = self._app.attempt(where_words_stand, self._app.study, one.words, one.sources)
        self._stands = found or ()
        lines = [_stands_line(each) for each in self._stands]
        if one.times > len(lines):
            lines.append(Content.styled(f"and {one.times - len(lines):,} more", "$foreground 60%"))
        where.update(Content("\n").join(lines))

    def _said_without(self) -> str:
        if self._list.shows_decided:
            said = "x takes the highlighted decision back. This list holds the words: do not show it around."
            return said if self._decided else "Nothing was decided yet. d goes back."
        return f"{_NOTHING} What is added later is looked through when you come back here."

    # ---- deciding

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        if self.candidate is not None:
            self.action_redact()

    def action_redact(self) -> None:
        """Ask what is shown instead."""
        one = self.candidate
        if one is None:
            self._say_nothing()
            return
        stands = self._stands[0] if self._stands else None
        text = one_line(f"{stands.before}{stands.words}{stands.after}") if stands else one.context
        form = FormWindow(
            f"Redact “{cut(one.words, 50)}” everywhere",
            [Field(label="Show instead", value=one.replacement)],
            accept="Redact",
            text=cut(text, 180),
        )

        def take(lines: tuple[str, ...] | None) -> None:
            if lines is not None:
                self._decide(one, lines[0] or one.replacement)

        self.app.push_screen(form, take)

    def action_accept(self) -> None:
        """Redact as proposed."""
        if (one := self.candidate) is not None:
            self._decide(one, one.replacement)
        else:
            self._say_nothing()

    def action_leave(self) -> None:
        """Leave the words as they are."""
        if (one := self.candidate) is not None:
            self._decide(one, "")
        else:
            self._say_nothing()

    def _decide(self, one: Candidate, replacement: str) -> None:
        decision = Decision(words=one.words, replacement=replacement, sort=one.sort)
        done: Redacted | None = self._app.attempt(decide, self._app.study, [decision])
        if done is None:
            return
        self._found = [each for each in self._found if each.words != one.words]
        said = redacted_line(done) if replacement else "Left as it is, and not proposed again. Ctrl+Z undoes"
        self._app.say(said)
        self._show()
        self.study_changed()

    def action_later(self) -> None:
        """Put it at the end of the list."""
        if (one := self.candidate) is None:
            self._say_nothing()
            return
        self._later = [*(words for words in self._later if words != one.words), one.words]
        self._found = [*(each for each in self._found if each is not one), one]
        self._show()
        self._app.say("It is at the end of the list, still to decide.")

    def _say_nothing(self) -> None:
        self._app.say(_NOTHING)

    # ---- what was decided, and leaving

    def action_decided(self) -> None:
        """Show what was decided, or what is to be."""
        self._show(is_decided=not self._list.shows_decided)

    def action_take_back(self) -> None:
        """Take a decision back."""
        one = self.decision
        if one is not None and self._app.attempt(undecide, self._app.study, [one.id]) is not None:
            self._app.say("Taken back: the words are shown and proposed again. Ctrl+Z undoes")
            self.study_changed()

    def action_in_text(self) -> None:
        """Open the text where the words first stand."""
        if self._stands:
            self._app.open_source(self._stands[0].source, self._stands[0].segment)

    def action_back(self) -> None:
        """Go back to what is to be decided, then leave."""
        if self._list.shows_decided:
            self._show(is_decided=False)
        else:
            self.app.pop_screen()


def _stands_line(one: Stands) -> Content:
    who = f"{one.source}, {one.speaker}: " if one.speaker else f"{one.source}: "
    around = [display_safe(" ".join(part.split())) for part in (one.before, one.after)]
    before, after = (around[0] and f"{around[0]} ", around[1])
    glue = " " if one.after[:1].isspace() else ""
    before = before if one.before[-1:].isspace() or not one.before else before.rstrip()
    return Content.assemble(
        (one_line(who) + " ", "$foreground 60%"), before, (one_line(one.words), "bold $accent"), glue + after
    )
