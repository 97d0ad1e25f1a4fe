"""Leaving records out and bringing them back, and flags, on the Answers screen."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from qualkit.actions.screening import Screened, Which, include, leave_out, reasons, undecide
from qualkit.tui.columns import counted, cut
from qualkit.tui.flagging import FlagAsking
from qualkit.tui.screens.answer_reading import AnswerReadingScreen
from qualkit.tui.screens.message import Choice
from qualkit.tui.widgets.code_form import CodeForm, FormField

_OTHER = "other reason"


class AnswerDecidingScreen(AnswerReadingScreen):
    """Answers whose records may be left out, and which may be flagged."""

    _last_reason = ""
    """Why a record was left out last: offered first."""

    # ---- in and out

    def action_leave_out(self) -> None:
        """Leave the records of what is meant out; asks why."""
        which = self._records_meant()
        if which is None:
            return
        known = list(self._app.attempt(reasons, self._app.study) or ())
        listed = self._app.study.manifest.screening.reasons
        if self._last_reason:
            known = [self._last_reason, *(one for one in known if one != self._last_reason)]
        if not known:
            self._ask_reason(which)
            return
        choices = [Choice(id=f"reason:{number}", label=cut(one, 60)) for number, one in enumerate(known)]
        if not listed:
            choices.append(Choice(id=_OTHER, label="another reason …"))

        def take(chosen: str) -> None:
            if chosen == _OTHER:
                self._ask_reason(which)
            else:
                self._leave_out(which, known[int(chosen.removeprefix("reason:"))])

        self.ask(f"Leave out {self._records_named(which)}: why?", choices, take)

    def _ask_reason(self, which: Which) -> None:
        def keep(given: object) -> None:
            if given:
                self._leave_out(which, str(given))

        fields = [FormField(key="reason", label="Why? It is offered again for the next one")]
        title = f"Leave out {self._records_named(which)}"
        form = CodeForm(title, fields, lambda typed: typed.get("reason", "").strip(), accept="Leave out")
        self.app.push_screen(form, keep)

    def _leave_out(self, which: Which, reason: str) -> None:
        do = partial(leave_out, self._app.study, which, reason)
        if (done := self._app.attempt(do)) is not None:
            self._last_reason = done.reason
            self._decided(done, f"Left out {self._records_named(which)}: {done.reason}.")

    def action_bring_back(self) -> None:
        """Say that the records of what is meant are in the study."""
        self._decide(include, "In the study: {}.")

    def action_undecide(self) -> None:
        """Take back what was decided of the records of what is meant."""
        self._decide(undecide, "Not decided any more: {}.")

    def _decide(self, do: Callable[..., Screened], said: str) -> None:
        which = self._records_meant()
        if which is not None and (done := self._app.attempt(do, self._app.study, which)) is not None:
            self._decided(done, said.format(self._records_named(which)))

    def _decided(self, done: Screened, said: str) -> None:
        self._app.say(f"{said} Ctrl+Z undoes" if done.changed else "It was so already.")
        keep, marked = self.rows.highlighted_id, set(self.rows.marked)
        self.study_changed()
        self.rows.mark([one for one in self.opened.ids if one in marked])
        self.rows.keep(keep)

    def _records_meant(self) -> Which | None:
        if not self.has_answer:
            return None
        keys = self.opened.record_keys(self.ids_meant())
        if not keys:
            self._app.say("This belongs to no record of a data file, so it can't be left out.")
            return None
        return Which(file=self.opened.sheet.source.stem, records=keys)

    @staticmethod
    def _records_named(which: Which) -> str:
        return (
            f"record {which.records[0]}" if len(which.records) == 1 else counted(len(which.records), "record")
        )

    # ---- flags

    def action_flag(self) -> None:
        """Flag the highlighted answer, or do something about its flags."""
        if self.has_answer and self._answer is not None:
            segment = self._answer.segment
            asking = FlagAsking(app=self._app, then=self.study_changed)
            asking.passage(self.source, segment.key, f"{self.opened.noun} {segment.ordinal:,}")
