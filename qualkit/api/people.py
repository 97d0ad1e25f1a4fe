"""People and records: who is counted, who is quoted, whose coding counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qualkit.actions import samples, screening
from qualkit.actions.screening import Which

if TYPE_CHECKING:
    from qualkit.model.table import Table
    from qualkit.study import Study


class People:
    """The part of an open study that is about people and their records."""

    _study: Study

    # ---- in and out

    def leave_out(
        self, file: str, reason: str, *, where: Sequence[str] = (), records: Sequence[str] = ()
    ) -> screening.Screened:
        """Leave records of a data file out of every count, list and bank."""
        return screening.leave_out(self._study, _which(file, where, records), reason)

    def include(
        self, file: str = "", *, where: Sequence[str] = (), records: Sequence[str] = ()
    ) -> screening.Screened:
        """Say that records are in the study; without a condition, all on which nobody has decided yet."""
        return screening.include(self._study, _which(file, where, records))

    def undecide(
        self, file: str, *, where: Sequence[str] = (), records: Sequence[str] = ()
    ) -> screening.Screened:
        """Take back what was decided of records."""
        return screening.undecide(self._study, _which(file, where, records))

    def screening(self, file: str = "", *, where: Sequence[str] = ()) -> Table:
        """Every record with what was decided of it."""
        return screening.screening_table(self._study, file, where)

    def flow(self, file: str = "") -> Table:
        """How many records were received, left out by reason, not decided on, and included."""
        return screening.flow_table(self._study, file)

    def draw_sample(
        self,
        file: str,
        size: int,
        *,
        by: str = "",
        seed: int | None = None,
        name: str = "",
        where: Sequence[str] = (),
    ) -> samples.Sample:
        """Draw records at random, the same ones for the same seed; `--where sample=NAME` means them."""
        return samples.draw_sample(self._study, _which(file, where, ()), size, by=by, seed=seed, name=name)


def _which(file: str, where: Sequence[str], records: Sequence[str]) -> Which:
    return Which(file=file, where=tuple(where), records=tuple(records))
