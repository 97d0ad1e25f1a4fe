"""Which answers of a list are left out of the study, which are flagged, and of which records they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qualkit.actions.answers import Sheet
from qualkit.actions.flag_views import open_flags_of
from qualkit.store import answer_rows, screening, sources
from qualkit.study import Study

_FEW = 400  # SQLite allows 999 variables a statement on old systems


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerStanding:
    """Ids of the answers that stand out."""

    left_out: frozenset[int] = frozenset()
    """Their records were left out by screening."""
    flagged: frozenset[int] = frozenset()
    """A flag on them is not cleared."""


def answer_standing(study: Study, sheet: Sheet) -> AnswerStanding:
    """How the answers of a list stand now."""
    with study.database.reading() as connection:
        keys = list(open_flags_of(connection, sheet.source.name))
        return AnswerStanding(
            left_out=frozenset(screening.left_out_ids(connection, sheet.source_id)),
            flagged=frozenset(sources.segment_ids(connection, sheet.source_id, keys).values()),
        )


def record_keys(study: Study, ids: Sequence[int]) -> tuple[str, ...]:
    """The records of answers, once each; those that belong to none are left out."""
    found: dict[str, None] = {}
    with study.database.reading() as connection:
        for start in range(0, len(ids), _FEW):
            for row in answer_rows.rows(connection, ids[start : start + _FEW]):
                if row.record:
                    found[row.record] = None
    return tuple(found)
