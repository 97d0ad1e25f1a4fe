"""Choosing quotes for the bank: which, in what order, in what words, by whom, and which to set apart.

Choosing is shared work: anyone in the team may change it. Every function here is one step of undo.
"""

from __future__ import annotations

from collections.abc import Sequence

from qualkit.actions.bank_step import bank_step
from qualkit.actions.bank_view import BankQuote, BankTheme, BankView, bank_view
from qualkit.errors import Refused
from qualkit.exports.wording import speakers_named, verbatim_text
from qualkit.model.display import display_safe
from qualkit.model.plural import counted
from qualkit.model.wording import checked_wording
from qualkit.study import Study

__all__ = [
    "BankQuote",
    "BankTheme",
    "BankView",
    "attribute_quote",
    "bank_view",
    "choose",
    "mark_for_display",
    "move_quote",
    "unchoose",
    "word_quote",
]


def choose(study: Study, coding_ids: Sequence[str]) -> int:
    """Choose passages for the bank, each as the last of its code; gives how many are new.

    Raises NotFound for a coding that is gone; Refused where somebody in a passage said no to being quoted,
    and for worker's notes or a moderator's words.
    """
    with bank_step(study, "choose quotes", coding_ids) as step:
        new = [step.choose(coding) for coding in step.codings if step.quote_of(coding) is None]
        step.tell(f"chose {counted(len(new), 'quote')} for the bank", quotes=len(new))
    return len(new)


def unchoose(study: Study, coding_ids: Sequence[str]) -> int:
    """Take passages out of the bank again, with all that was edited of them; gives how many went."""
    with bank_step(study, "unchoose quotes", coding_ids) as step:
        gone = [coding for coding in step.codings if step.remove(coding)]
        step.tell(f"took {counted(len(gone), 'quote')} out of the bank", quotes=len(gone))
    return len(gone)


def move_quote(study: Study, coding_id: str, *, before: str = "", after: str = "") -> None:
    """Put a chosen quote before or after another one of its theme, both named by a coding's id.

    Raises Refused where either is not chosen, or they are of different themes.
    """
    if not (before or after):
        raise Refused("Say which quote it goes before or after.")
    with bank_step(study, "move quote", [coding_id, before or after]) as step:
        moved, beside = step.coding(coding_id), step.coding(before or after)
        if step.theme_of(moved) != step.theme_of(beside):
            raise Refused("A quote stays in its theme.", hint="Code the passage with the other theme too.")
        step.move(moved, beside, is_before=bool(before))
        step.tell("moved a quote of the bank", moved)


def mark_for_display(study: Study, coding_id: str, is_display: bool) -> None:
    """Mark a quote to be set apart, large, or no longer. It is chosen if it was not."""
    with bank_step(study, "display quote", [coding_id]) as step:
        step.change(step.coding(coding_id), is_display=is_display)
        step.tell("marked a quote for display" if is_display else "a quote is no longer for display")


def word_quote(study: Study, coding_id: str, wording: str) -> str:
    """Edit a quote's words, and give them as they will print; empty, or as they were said: verbatim again.

    It is chosen if it was not. Raises Refused where a word was changed, added or left out without brackets,
    naming the first.
    """
    with bank_step(study, "word quote", [coding_id]) as step:
        coding = step.coding(coding_id)
        passage = step.shown(coding)
        verbatim = verbatim_text(passage)
        edited = checked_wording(verbatim, wording, speakers_named(passage))
        step.change(coding, wording=edited)
        step.tell("edited the words of a quote" if edited else "put a quote back to what was said")
    return edited or verbatim


def attribute_quote(study: Study, coding_id: str, attribution: str) -> None:
    """Write who a quote is by, as it will print; empty: as the study says. It is chosen if it was not."""
    with bank_step(study, "attribute quote", [coding_id]) as step:
        step.change(step.coding(coding_id), attribution=" ".join(display_safe(attribution).split()))
        step.tell("wrote who a quote is by" if attribution.strip() else "a quote is by whom the study says")
