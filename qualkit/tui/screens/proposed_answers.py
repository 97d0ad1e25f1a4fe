"""Codes that are proposed for answers: shown once an answer is read, decided on by key or click."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on

from qualkit.actions.answers import keys_of
from qualkit.actions.proposals import ShownProposal
from qualkit.actions.similar import Like
from qualkit.tui.columns import counted, cut
from qualkit.tui.open_proposals import OpenProposals
from qualkit.tui.proposal_asking import ask_decision, decide
from qualkit.tui.screens.correct_answers import CorrectAnswersScreen
from qualkit.tui.widgets.proposal_strip import Decided, ProposalStrip


class ProposedAnswersScreen(CorrectAnswersScreen):
    """Answers with what is proposed for them. AnswersScreen codes them."""

    _proposals: OpenProposals | None = None

    # ---- what is shown

    def _begin(self) -> None:
        self._read_proposals()
        super()._begin()

    def _changed(self, code_ids: Sequence[str] | None = None) -> None:
        if code_ids is None or not code_ids or self.rows.proposed:
            self._read_proposals()
        super()._changed(code_ids)

    def _read_proposals(self) -> None:
        """Read what may be seen; where a name in study.toml is wrong, that is said and nothing shown."""
        opened = self.opened
        proposals = self._proposals = self._proposals or OpenProposals(self._app.study, opened.name)
        self._app.attempt(proposals.read, opened.book)
        keys = keys_of(self._app.study, list(opened.sheet.lengths)) if proposals.count else {}
        self.rows.proposed = {id_: len(on) for id_, key in keys.items() if (on := proposals.on(key))}
        self.query_one(ProposalStrip).display = bool(self.rows.proposed)

    def _describe(self) -> None:
        super()._describe()
        proposals, strip = self._proposals, self.query_one(ProposalStrip)
        if proposals is None or self._answer is None:
            return
        segment = self._answer.segment
        here = proposals.on(segment.key)
        if here or self.text.page.proposed:
            self.text.propose(proposals.shown(segment.key, segment.text) if here else None)
        if strip.display:
            strip.show(here, self.opened.marks, proposals.otherwise)

    def _proposed_here(self) -> tuple[ShownProposal, ...]:
        if self._proposals is None or self._answer is None:
            return ()
        return self._proposals.on(self._answer.segment.key)

    # ---- reading comes first

    def action_read(self) -> None:
        """Mark what is meant as read; stay where something is proposed now, else go on."""
        if not self.has_answer:
            return
        row, here, before = self.rows.highlighted, self.rows.highlighted_id, dict(self.rows.proposed)
        is_many = bool(self.rows.marked) and self.passage is None
        super().action_read()
        number = self.rows.proposed.get(here, 0) if here is not None else 0
        if number and here not in before and not is_many:
            self.rows.highlight(row)
            is_one = "is" if number == 1 else "are"
            self._app.say(
                f"Read. {counted(number, 'code')} {is_one} proposed: a accepts, d rejects; f goes on."
            )

    # ---- deciding

    def action_decide(self, decided: Decided) -> None:
        """Accept or reject what is proposed for the highlighted answer."""
        if self.has_answer:
            ask_decision(self._app, self._proposed_here(), self.opened.marks, decided, self.study_changed)

    @on(ProposalStrip.Decision)
    def _decided_by_click(self, event: ProposalStrip.Decision) -> None:
        event.stop()
        decide(self._app, [event.proposal], event.decided, self.study_changed)

    def action_proposal(self, direction: int) -> None:
        """Go to the next answer, or the last, for which something is proposed."""
        if not self.has_answer:
            return
        ids, at, proposed = self.opened.ids, self.rows.highlighted, self.rows.proposed
        rows = range(at + 1, len(ids)) if direction > 0 else range(at - 1, -1, -1)
        found = next((row for row in rows if ids[row] in proposed), None)
        if found is not None:
            self.rows.stop_extending()
            self.rows.highlight(found)
        elif proposed:
            self._app.say(f"Nothing is proposed {'below' if direction > 0 else 'above'}.")
        else:
            self._app.say("Nothing is proposed in what you have read here.")

    # ---- more like this

    def action_like(self) -> None:
        """List the passages nearest in meaning to the answer, or to its marked words."""
        if not self.has_answer or self._answer is None:
            return
        from qualkit.tui.screens.like import LikeScreen

        target = self.passage
        words = "" if target is None else self.text.words(target.start, target.end)
        if not self._answer.segment.text.strip():
            self._app.say("There are no words here to compare with.")
            return
        name = f"{self.source}:{self._answer.segment.key}"
        like = Like(passage=name, text=cut(words, 1_000))
        self.app.push_screen(LikeScreen(like, words=words or self._answer.segment.text))
