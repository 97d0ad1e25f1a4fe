"""Deciding on proposals: which is meant, what becomes of it, and what is said of that."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from qualkit.actions.proposals import ShownProposal, accept_proposals, never_here, reject_proposals
from qualkit.tui.code_marks import CodeMark
from qualkit.tui.columns import cut
from qualkit.tui.screens.message import Choice, ChoiceWindow
from qualkit.tui.widgets.proposal_strip import Decided, spoken_for

if TYPE_CHECKING:
    from qualkit.tui.app import QualkitApp

_EVERY_ONE = "every one"
_DO = {"accept": accept_proposals, "reject": reject_proposals, "never": never_here}
_ASKED = {"accept": "Accept which?", "reject": "Reject which?", "never": "Propose which never here again?"}
_SAID = {"accept": "Accepted", "reject": "Rejected", "never": "Never proposed here again"}


def ask_decision(
    app: QualkitApp,
    found: Sequence[ShownProposal],
    marks: Mapping[str, CodeMark],
    decided: Decided,
    then: Callable[[], None],
) -> None:
    """Decide on one of the proposals for a passage, or on all; each is one step. `then` shows what it did."""

    def take(chosen: str | None) -> None:
        if chosen is not None:
            decide(app, [one for one in found if chosen in (one.id, _EVERY_ONE)], decided, then)

    if not found:
        app.say("Nothing is proposed here.")
    elif len(found) == 1:
        decide(app, found, decided, then)
    else:
        choices = [
            Choice(
                id=one.id,
                label=f"{marks[one.code_id].letters if one.code_id in marks else '??'} {cut(one.path, 34)}",
                note=cut(spoken_for(one), 28),
            )
            for one in found
        ]
        choices.append(Choice(id=_EVERY_ONE, label="All of these"))
        app.push_screen(ChoiceWindow(_ASKED[decided], choices), take)


def decide(
    app: QualkitApp, wanted: Sequence[ShownProposal], decided: Decided, then: Callable[[], None]
) -> None:
    """Decide on proposals as one step, and say so."""
    if app.attempt(_DO[decided], app.study, [one.id for one in wanted]) is not None:
        names = ", ".join(dict.fromkeys(cut(one.path, 40) for one in wanted))
        then()
        app.say(f"{_SAID[decided]}: {names}. Ctrl+Z undoes")
