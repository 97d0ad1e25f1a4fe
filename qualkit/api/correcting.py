"""Correcting and redacting texts, and printing a coded transcript."""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from qualkit.actions import correct as _correct
from qualkit.actions import redact as _redact
from qualkit.actions import review_places, suggest_redactions
from qualkit.actions.correct import TextCorrected
from qualkit.actions.redact import Decision, Redacted
from qualkit.model.place import Place
from qualkit.model.source import SpeakerRole
from qualkit.model.table import Table

if TYPE_CHECKING:
    from qualkit.study import Study


class Correcting:
    """The part of an open study that corrects and redacts. Each call is one step of undo."""

    _study: Study

    def text_to_edit(self, source: str) -> str:
        """The whole text of a source for editing, with the words as they were said."""
        return _correct.text_to_edit(self._study, source)

    def correct(self, source: str, segment: str, text: str) -> TextCorrected:
        """Correct the words of one passage, given by its key; codings follow their words."""
        return _correct.correct_segment(self._study, source, segment, text)

    def correct_source(self, source: str, edited_text: str) -> TextCorrected:
        """Take in the whole text of a source as `text_to_edit` gave it, edited."""
        return _correct.correct_source(self._study, source, edited_text)

    def merge_turns(self, source: str, segments: Sequence[str]) -> TextCorrected:
        """Make turns that follow each other one, of the first one's speaker."""
        return _correct.merge_turns(self._study, source, segments)

    def split_turn(self, source: str, segment: str, at: int, *, speaker: str = "") -> TextCorrected:
        """Split a turn before the character `at`; the second part is of `speaker`, or of the same one."""
        return _correct.split_turn(self._study, source, segment, at, speaker=speaker)

    def reassign_turn(self, source: str, segment: str, speaker: str, *, role: str = "") -> TextCorrected:
        """Say that another speaker said a turn; `role` makes one whom the source does not have yet."""
        part = SpeakerRole(role) if role else None
        return _correct.reassign_turn(self._study, source, segment, speaker, role=part)

    def places_to_review(self) -> tuple[review_places.PlaceView, ...]:
        """Every coding whose words changed, or that lost its place, since texts were corrected."""
        return review_places.places_to_review(self._study)

    def lost_places(self) -> tuple[review_places.PlaceView, ...]:
        """The codings that have lost their place."""
        return review_places.lost_places(self._study)

    def replace_lost(self, coding_id: str, place: Place) -> str:
        """Give a coding that lost its place one by hand; gives the words there."""
        return review_places.replace_lost(self._study, coding_id, place)

    def accept_places(self, coding_ids: Sequence[str]) -> int:
        """Say that codings stand well on the changed words; gives how many."""
        return review_places.accept_places(self._study, coding_ids)

    def redact(
        self,
        words: str,
        replacement: str = "",
        *,
        source: str = "",
        segment: str = "",
        match_case: bool = False,
    ) -> Redacted:
        """Show something else instead of words: everywhere, in a source, or in one passage of it."""
        return _redact.redact(
            self._study, words, replacement, source=source, segment=segment, match_case=match_case
        )

    def leave(self, words: str, *, source: str = "") -> Redacted:
        """Leave words as they are: they are no longer redacted, nor proposed."""
        return _redact.leave(self._study, words, source=source)

    def decide(self, decisions: Sequence[Decision]) -> Redacted:
        """Take several decisions about words as one step."""
        return _redact.decide(self._study, decisions)

    def redactions(self) -> Table:
        """Every decision, with the words themselves: this list is not to be handed over."""
        return _redact.redactions_table(self._study)

    def suggest_redactions(self, source: Sequence[str] = ()) -> tuple[suggest_redactions.Candidate, ...]:
        """Words that may tell who somebody is, and that nobody has decided about."""
        return suggest_redactions.suggest(self._study, source)

    def write_transcript(
        self, source: str, file: str | PathLike[str], *, coder: str = "", force: bool = False
    ) -> Path:
        """Write a coded transcript to print: .docx, .html or .md, with redactions applied."""
        from qualkit.actions.transcript import export_transcript

        return export_transcript(self._study, source, Path(file), coder=coder, force=force)
