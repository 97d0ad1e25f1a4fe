"""Settling which end of a scale is low, so that its top and bottom may be counted."""

from __future__ import annotations

from collections.abc import Collection

from qualkit.actions.questionnaires import change_questionnaire
from qualkit.importers.surveys.corrections import confirmed, reversed_scale
from qualkit.model.plural import counted
from qualkit.study import Study


def confirm_scales(study: Study, file: str, columns: Collection[str], *, is_reversed: bool = False) -> None:
    """Confirm the scales of a data file's columns (of all, for none) as they stand, or turned round.

    One step of undo. Raises NotFound for a file or column that is not there, FileRefused where the data
    file is missing.
    """
    what = f'the scale of "{next(iter(columns))}"' if len(columns) == 1 else counted(len(columns), "scale")
    did = "turned round" if is_reversed else "confirmed"
    change_questionnaire(
        study,
        file,
        lambda book, _: reversed_scale(book, columns) if is_reversed else confirmed(book, columns),
        f"{did} {what if columns else 'all scales'}",
    )
