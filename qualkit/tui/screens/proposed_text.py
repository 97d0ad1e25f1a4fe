"""Codes that are proposed in the open text: shown once a passage is read, decided on by key or click."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on

from qualkit.actions.proposals import ShownProposal
from qualkit.actions.similar import Like
from qualkit.tui.columns import counted, cut
from qualkit.tui.layout import Spot
from qualkit.tui.open_proposals import OpenProposals
from qualkit.tui.proposal_asking import ask_decision, decide
from qualkit.tui.screens.correct_text import CorrectTextScreen
from qualkit.tui.target import TargetKind
from qualkit.tui.widgets.proposal_strip import Decided, ProposalStrip


class ProposedTextScreen(CorrectTextScreen):
    """A source with what is proposed in it. CodeScreen codes it."""

    _proposals: OpenProposals | None = None

    @property
    def _strip(self) -> ProposalStrip:
        return self.query_one(ProposalStrip)

    # ---- what is shown

    def _begin(self) -> None:
        self._read_proposals()
        super()._begin()

    def _show_text(self) -> None:
        super()._show_text()
        self._show_proposals()

    def _changed(self, passages: Sequence[int] | None = None, code_ids: Sequence[str] | None = None) -> None:
        if passages is None or any(number in self.text.page.proposed for number in passages):
            self._read_proposals()
            self._show_proposals()
        super()._changed(passages, code_ids)

    def _read_proposals(self) -> None:
        """Read what may be seen; where a name in study.toml is wrong, that is said and nothing shown."""
        if self._proposals is None or self._proposals.source != self.opened.name:
            self._proposals = OpenProposals(self._app.study, self.opened.name)
        self._app.attempt(self._proposals.read, self.opened.book)

    def _show_proposals(self) -> None:
        proposals, opened = self._proposals, self.opened
        if proposals is None:
            return
        numbers = ((key, opened.number_of(key)) for key in proposals.keys)
        self.text.page.proposed = {
            number: proposals.shown(key, opened.segments[number].text)
            for key, number in numbers
            if number is not None
        }
        self._strip.display = bool(self.text.page.proposed)

    def _describe(self) -> None:
        super()._describe()
        if self._proposals is not None and self._strip.display:
            self._strip.show(self._proposed_here(), self.opened.marks, self._proposals.otherwise)

    def _proposed_here(self) -> tuple[ShownProposal, ...]:
        if self._proposals is None or not self.opened.segments:
            return ()
        return self._proposals.on(self.opened.segments[self.text.cursor.passage].key)

    # ---- reading comes first

    def action_read(self) -> None:
        """Mark what is framed as read; stay where something is proposed now, else go on."""
        if not self.has_text:
            return
        before, target = dict(self.text.page.proposed), self.text.target
        super().action_read()
        framed = range(target.start.passage, target.end.passage + 1)
        new = [one for one in framed if one in self.text.page.proposed and one not in before]
        if new:
            number = sum(len(self.text.page.proposed[one].code_ids) for one in new)
            self.text.go(Spot(new[0], 0))
            is_one = "is" if number == 1 else "are"
            self._app.say(
                f"Read. {counted(number, 'code')} {is_one} proposed: a accepts, d rejects; f goes on."
            )

    # ---- deciding

    def action_decide(self, decided: Decided) -> None:
        """Accept or reject what is proposed at the cursor."""
        if self.has_text:
            found = self._proposed_here()
            ask_decision(self._app, found, self.opened.marks, decided, self._decided)

    @on(ProposalStrip.Decision)
    def _decided_by_click(self, event: ProposalStrip.Decision) -> None:
        event.stop()
        decide(self._app, [event.proposal], event.decided, self._decided)
        self.text.focus()

    def _decided(self) -> None:
        if (fetched := self._app.attempt(self.opened.fetch)) is not None:
            self._take(fetched)

    def action_proposal(self, direction: int) -> None:
        """Go to the next passage, or the last, for which something is proposed."""
        if not self.has_text:
            return
        proposed = self.text.page.proposed
        found = self.next_listed(self.text.cursor.passage, direction, lambda one: one in proposed)
        if found is not None:
            self.text.go(Spot(found, 0))
            self.text.show_passage()
        elif proposed:
            self._app.say(f"Nothing is proposed {'below' if direction > 0 else 'above'}.")
        else:
            self._app.say("Nothing is proposed in what you have read of this source.")

    # ---- more like this

    def action_like(self) -> None:
        """List the passages nearest in meaning to the marked words, or to the passage."""
        if not self.has_text:
            return
        from qualkit.tui.screens.like import LikeScreen

        target = self.text.target
        key = self.opened.segments[target.start.passage].key
        words = self.text.words(target.start, target.end)
        if not words.strip():
            self._app.say("There are no words here to compare with.")
            return
        is_whole = target.kind is TargetKind.WHOLE
        like = Like(passage=f"{self.source}:{key}", text="" if is_whole else cut(words, 1_000))
        self.app.push_screen(LikeScreen(like, words=words))
