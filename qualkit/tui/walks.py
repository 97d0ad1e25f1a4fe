"""The two reasons to walk through passages: a code is split, or codes were made late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qualkit.actions.coding import apply_codes, mark_read, remove_codings
from qualkit.actions.split_code import recode_coding
from qualkit.actions.walk_passages import Stop, given
from qualkit.errors import NotFound
from qualkit.model.codebook import Code
from qualkit.study import Study

Given = Mapping[Stop, Mapping[str, str]]
"""Stop → code id → the id of this coder's coding."""


class Splitting:
    """The passages of one code are given to others."""

    def __init__(self, study: Study, old: Code, codes: Sequence[Code], stops: Sequence[Stop]) -> None:
        self._study = study
        self.old = old
        self.codes = tuple(codes)
        self.stops = tuple(stops)
        self.title = f"Split ▸ {old.name}"
        self._among = [old.id, *(code.id for code in codes)]

    def given(self) -> Given:
        """Which of the codes, old and new, the passages have."""
        return given(self._study, self.stops, self._among)

    def give(self, stop: Stop, code_id: str, now: Mapping[str, str]) -> str:
        """The new code instead of the old one; where it is given already, it goes."""
        new = [one.id for one in self.codes if one.id in now]
        wanted = [one for one in new if one != code_id] if code_id in now else [*new, code_id]
        return self._recode(wanted or [self.old.id], now)

    def settle(self, stop: Stop, now: Mapping[str, str]) -> str:
        """The old code stays, or comes back."""
        if list(now) == [self.old.id]:
            return f"Left with {self.old.name}."
        return self._recode([self.old.id], now)

    def _recode(self, wanted: Sequence[str], now: Mapping[str, str]) -> str:
        if not now:
            raise NotFound("This coding is no longer there.", hint="It was taken off meanwhile: go on.")
        coding = now.get(self.old.id) or next(iter(now.values()))
        done = recode_coding(self._study, coding, wanted, among=self._among)
        return f"Now: {', '.join(done.codes)}. Ctrl+Z undoes"


class LookingFor:
    """What was read before codes were made is looked through for them."""

    def __init__(self, study: Study, book: str, codes: Sequence[Code], stops: Sequence[Stop]) -> None:
        self._study = study
        self._book = book
        self.codes = tuple(codes)
        self.stops = tuple(stops)
        self.title = f"Look for ▸ {', '.join(code.name for code in codes)}"

    def given(self) -> Given:
        """Which of the codes the whole passages have."""
        return given(self._study, self.stops, [code.id for code in self.codes])

    def give(self, stop: Stop, code_id: str, now: Mapping[str, str]) -> str:
        """Code the whole passage; where it is so coded already, take the code off."""
        name = next(code.name for code in self.codes if code.id == code_id)
        if code_id in now:
            remove_codings(self._study, [now[code_id]])
            return f"Took off: {name}. Ctrl+Z undoes"
        apply_codes(self._study, stop.source, [stop.place], [code_id])
        return f"Coded: {name}. Ctrl+Z undoes"

    def settle(self, stop: Stop, now: Mapping[str, str]) -> str:
        """The codes have been looked for here."""
        mark_read(self._study, stop.source, [stop.place.segment], [self._book])
        return "Looked for here. Ctrl+Z undoes"


Walk = Splitting | LookingFor
