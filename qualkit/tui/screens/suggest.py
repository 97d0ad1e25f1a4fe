"""Proposed codes: learning them in the background, how good they are, and where they wait."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Footer, Static

from qualkit.actions.dated_path import dated_path
from qualkit.actions.proposals import ShownProposal, Waiting, visible_proposals, waiting_proposals
from qualkit.actions.suggest import PRECISION, Suggested, suggest
from qualkit.actions.suggest_report import evaluate
from qualkit.actions.take_out import CopiedTable, copy_out, write_out
from qualkit.actions.workspace import codebook_view
from qualkit.errors import QualkitError
from qualkit.model.display import display_safe
from qualkit.model.result import Result
from qualkit.model.table import Column, Table, Unit
from qualkit.study import Study
from qualkit.tui.columns import counted
from qualkit.tui.commands import bindings_for
from qualkit.tui.leaving_lines import with_small, wrote_small
from qualkit.tui.long_work import LongWork, Told
from qualkit.tui.screens.message import Choice, ChoiceWindow, Field, FormWindow
from qualkit.tui.screens.study_screen import StudyScreen
from qualkit.tui.widgets.row_list import RowList
from qualkit.tui.widgets.status_line import StatusLine
from qualkit.tui.widgets.table_rows import TableRows
from qualkit.tui.widgets.title_line import TitleLine

_TELL_EVERY = 0.2
_INTRO = (
    "p learns from what was read and coded by hand, and proposes codes to you alone. Nothing is coded: you "
    "accept or reject each proposal in Code or Answers (a, d). It shows there, marked ?, once you have "
    "marked the passage as read."
)
_EARLY = "This study shows proposals before a passage is read: study.toml says so, and the log since when."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Evaluated:
    result: Result


class SuggestScreen(StudyScreen):
    """What is proposed to this coder, and how good it is."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings_for("suggest"))
    AUTO_FOCUS = "TableRows"
    CSS: ClassVar[str] = """
    #suggest-told { height: auto; max-height: 6; padding: 0 1; margin: 0 0 1 0; }
    #suggest-row { height: auto; max-height: 4; padding: 0 1; border-top: solid $border-blurred; }
    SuggestScreen.-tall #suggest-told { margin: 1 0; max-height: 12; }
    SuggestScreen TableRows { height: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._book = ""
        self._precision = PRECISION
        self._shown: Table | Result | None = None
        """What is on the screen besides what waits."""
        self._learning = LongWork[Suggested | _Evaluated](self, self._took, self._refused)
        self._said = ""

    def compose(self) -> ComposeResult:
        """What waits, and the codes."""
        yield TitleLine()
        yield Static("", id="suggest-told", markup=False)
        yield TableRows(id="suggest-rows")
        yield Static("", id="suggest-row", markup=False)
        yield StatusLine()
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Show what waits, and look from time to time whether somebody has worked."""
        self.study_changed()
        self.follow()
        self.set_interval(_TELL_EVERY, self._tell_progress)

    def on_unmount(self) -> None:
        """Nobody waits any more."""
        self._learning.stop()

    @property
    def is_ready(self) -> bool:
        """Whether nothing is being learned."""
        return not self._learning.is_busy

    # ---- what waits

    def study_changed(self) -> None:
        """Count what waits anew."""
        self.note_event()
        waiting = self._app.attempt(waiting_proposals, self._app.study)
        found = self._app.attempt(visible_proposals, self._app.study, "", self._book)
        if waiting is None or found is None:
            return
        if self._shown is None:
            self.query_one(TableRows).open([_waiting_table(found)] if found else [])
        self._describe()
        self._waiting = waiting
        if not self._learning.is_busy:
            self._tell()
        self._entitle(waiting)

    def _tell(self) -> None:
        early = _EARLY if self._app.study.manifest.proposals.show_before_reading else ""
        lines = [self._said or _INTRO, _waits(self._waiting), early]
        text = Content("\n").join(
            Content.styled(display_safe(one), "$foreground 80%") for one in lines if one
        )
        self.query_one("#suggest-told", Static).update(text)

    def _tell_progress(self) -> None:
        if self._learning.is_busy:
            text = Content.assemble((self._learning.said, "$accent"), "\n\nEsc stops it.")
            self.query_one("#suggest-told", Static).update(text)

    def _entitle(self, waiting: Waiting) -> None:
        book = f"{self._book} · " if self._book else ""
        self.query_one(TitleLine).show(
            f"{self._app.study.title} ▸ Proposed codes",
            f"{book}{waiting.shown:,} to decide · {self._app.coder}",
        )

    # ---- learning

    def action_propose(self) -> None:
        """Learn and propose."""
        self._begin(partial(_suggested, self._app.study, self._book, self._precision))

    def action_evaluate(self) -> None:
        """Judge proposals against people."""
        self._begin(partial(_evaluated, self._app.study, self._book, self._precision))

    def _begin(self, do: Callable[[Told, Callable[[], bool]], Suggested | _Evaluated]) -> None:
        self._shown = None
        self.query_one(TableRows).open([])
        self._learning.start(do)

    def _took(self, found: Suggested | _Evaluated) -> None:
        if isinstance(found, _Evaluated):
            self._shown = found.result
            self._said = " ".join(found.result.tables[0].notes) if found.result.tables else ""
            self.query_one(TableRows).open(found.result.tables)
        else:
            self._shown = found.table
            self._said = _told(found)
            self.query_one(TableRows).open([found.table])
            self._app.refresh_study()
        self.study_changed()
        self.query_one(TableRows).focus()

    def _refused(self, error: QualkitError) -> None:
        self._said = ""
        self.study_changed()
        self.query_one("#suggest-told", Static).update(
            Content.assemble((display_safe(error.message), "$warning"), "\n\n", display_safe(error.hint))
        )

    # ---- which

    def action_book(self) -> None:
        """Choose the codebook."""
        views = self._app.attempt(codebook_view, self._app.study) or ()
        choices = [Choice(id="=", label="all codebooks")]
        choices += [
            Choice(id=f"={one.codebook.name}", label=one.codebook.title or one.codebook.name) for one in views
        ]

        def take(chosen: str | None) -> None:
            if chosen is not None:
                self._book = chosen.removeprefix("=")
                self.study_changed()

        window = ChoiceWindow("Propose codes of which codebook?", choices, chosen=f"={self._book}")
        self.app.push_screen(window, take)

    def action_precision(self) -> None:
        """Say how sure proposals must be."""

        def take(typed: tuple[str, ...] | None) -> None:
            if typed is None:
                return
            if not typed[0].isdecimal() or not 5 <= int(typed[0]) <= 9:
                self._app.say("Type a number from 5 to 9.", is_warning=True)
            else:
                self._precision = int(typed[0]) / 10
                self._app.say(f"{typed[0]} of ten proposals should be right. p learns anew.")

        label = "Of ten proposals, so many should be right (5 to 9)"
        field = Field(label=label, value=str(round(self._precision * 10)))
        self.app.push_screen(FormWindow("How sure", [field], accept="Take it"), take)

    # ---- going there

    @on(RowList.Highlighted, "#suggest-rows")
    def _highlighted(self, event: RowList.Highlighted) -> None:
        event.stop()
        self._describe()

    def _describe(self) -> None:
        told = self.query_one(TableRows).told
        line = self.query_one("#suggest-row", Static)
        line.display = bool(told)
        line.update(Content(display_safe(told)))

    @on(RowList.Chosen, "#suggest-rows")
    def _chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        if event.x < 0:
            self.action_open()

    def action_open(self) -> None:
        """Open the first passage with a proposal of the highlighted code, or of any."""
        found = self._app.attempt(visible_proposals, self._app.study, "", self._book)
        if found is None:
            return
        row = self.query_one(TableRows).row
        code = row.get("code_id") if row is not None else None
        theirs = [one for one in found if one.code_id == code] if code else list(found)
        if theirs:
            self._app.open_source(theirs[0].source, theirs[0].place.segment)
        elif self._waiting.hidden:
            self._app.say(
                "Nothing of it may be seen yet: proposals show once their passage is marked as read."
            )
        else:
            self._app.say("Nothing of it is proposed to you.")

    def action_back(self) -> None:
        """Stop, or leave."""
        if self._learning.stop():
            self._said = ""
            self.study_changed()
            self._app.say("Stopped.")
        else:
            self.app.pop_screen()

    # ---- what leaves the screen

    def action_copy(self) -> None:
        """Copy the table."""
        if (shown := self._has_table()) is not None:
            study = self._app.study
            table = shown.tables[0] if isinstance(shown, Result) else shown
            self._app.slowly(lambda: copy_out(study, table), self._copy)

    def _copy(self, found: CopiedTable | None) -> None:
        if found is not None:
            self._app.copy(found.text, found.html, what=f"the table{with_small(found.small)}")

    def action_hand_over(self, suffix: str) -> None:
        """Write what is shown into a file."""
        if (shown := self._has_table()) is not None:
            study = self._app.study
            self._app.say("Writing the table …")
            path = dated_path(study, "proposed-codes", suffix)
            self._app.slowly(lambda: write_out(study, shown, path), partial(self._handed_over, path))

    def _handed_over(self, path: Path, small: int | None) -> None:
        if small is not None:
            self._app.handed_over([path])
            if small:
                self._app.say(wrote_small(path, small), is_warning=True)

    def _has_table(self) -> Table | Result | None:
        if self._shown is None:
            self._app.say("There is no table yet: p proposes codes, e says how good that is.")
        return self._shown


def _suggested(
    study: Study, book: str, precision: float, told: Told, is_stopped: Callable[[], bool]
) -> Suggested:
    return suggest(study, codebook=book, precision=precision, progress=told, is_stopped=is_stopped)


def _evaluated(
    study: Study, book: str, precision: float, told: Told, is_stopped: Callable[[], bool]
) -> _Evaluated:
    result = evaluate(study, codebook=book, precision=precision, progress=told, is_stopped=is_stopped)
    return _Evaluated(result=result)


def _waiting_table(found: Sequence[ShownProposal]) -> Table:
    """How many proposals wait, by code."""
    counts = Counter((one.path, one.code_id, one.codebook) for one in found)
    return Table(
        id="waiting",
        title="Proposals that wait for you",
        columns=(Column(key="code", title="Code"), Column(key="wait", title="To decide", unit=Unit.COUNT)),
        rows=tuple(
            {"code": path, "code_id": code, "wait": number} for (path, code, _), number in counts.items()
        ),
    )


def _waits(waiting: Waiting) -> str:
    waits, shows = ("waits" if waiting.shown == 1 else "wait"), ("shows" if waiting.hidden == 1 else "show")
    number = counted(waiting.shown, "proposal")
    shown = f"{number} {waits} for you" if waiting.shown else "Nothing waits for you now"
    hidden = f"; {waiting.hidden:,} more {shows} when the passage is marked as read" if waiting.hidden else ""
    return f"{shown}{hidden}."


def _told(found: Suggested) -> str:
    earlier = f", {found.stayed:,} as before" if found.stayed else ""
    gone = f"; {found.gone:,} earlier ones are gone" if found.gone else ""
    silent = sum(bool(one.why_silent) for one in found.codes)
    said = f"{found.new:,} new proposals{earlier}{gone}."
    said += f" {counted(silent, 'code')} silent: the last column says why." if silent else ""
    if found.set_aside:
        said += f" Nothing is proposed in {found.set_aside:,} passages that two people code apart."
    return f"{said} {' '.join(found.table.notes[:1])}"
