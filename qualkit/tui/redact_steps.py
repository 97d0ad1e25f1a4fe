"""Asking how words are redacted, doing it, and saying what was done: the same on every screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from qualkit.actions.redact import Where, redact, undecide
from qualkit.actions.redact_plan import RedactionPlan, plan_redaction
from qualkit.tui.columns import counted
from qualkit.tui.correct_lines import redacted_line
from qualkit.tui.widgets.redact_window import Redacting, RedactWindow, Scope

if TYPE_CHECKING:
    from qualkit.tui.app import QualkitApp


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """Words that a user marked in a passage, as they are."""

    words: str
    source: str
    segment: str
    noun: str


def ask_redaction(app: QualkitApp, marked: Marked, then: Callable[[], None]) -> None:
    """Ask what is shown instead of marked words, and where; `then` shows the study anew."""

    def ask(plan: RedactionPlan | None) -> None:
        if plan is not None:
            window = RedactWindow(plan, marked.noun)
            app.push_screen(window, lambda answer: _do(app, (marked, plan), answer, then))

    app.slowly(partial(plan_redaction, app.study, marked.words, marked.source, marked.segment), ask)


def _do(
    app: QualkitApp,
    asked: tuple[Marked, RedactionPlan],
    answer: Redacting | None,
    then: Callable[[], None],
) -> None:
    if answer is None:
        return
    marked, plan = asked
    if answer.scope is Scope.SHOW_AGAIN:
        count = app.attempt(undecide, app.study, [one.id for one in plan.decided])
        if count is not None:
            app.say(f"Shown again: took back {counted(count, 'decision')}. Ctrl+Z undoes")
            then()
        return
    where: Where = {}
    if answer.scope is not Scope.EVERYWHERE:
        where["source"] = marked.source
    if answer.scope is Scope.SEGMENT:
        where["segment"] = marked.segment
    done = app.attempt(partial(redact, app.study, plan.words, answer.replacement, **where))
    if done is not None:
        app.say(redacted_line(done))
        then()
