"""The header rows of a Qualtrics export: names, wordings, and `{"ImportId": …}`; old ones have two."""

from __future__ import annotations

import re

from qualkit.importers.surveys.layout import Header, Rows
from qualkit.importers.surveys.names import words
from qualkit.importers.surveys.platforms import QUALTRICS

_BASE = frozenset({
    "start date", "end date", "status", "ip address", "progress", "finished", "recorded date", "response id",
    "response set", "recipient email", "recipient first name", "recipient last name", "email address",
    "external data reference", "external reference", "distribution channel", "user language", "name",
})  # fmt: skip
_FEWEST = 4
_SELECTED = re.compile(r"\s+-\s+Selected Choice(?=\s+-\s|\s*$)")


def header(rows: Rows) -> Header | None:
    """The header, if the third row is Qualtrics' own, or the first two name its columns twice; else None."""
    under = 2 if _has_import_ids(rows) else 1 if _is_legacy(rows) else 0
    if not under:
        return None
    wordings = tuple(_SELECTED.sub("", wording) for wording in rows[1])
    return Header(
        names=rows[0], wordings=wordings, rows=under + 1, rows_kept_under_names=under, platform=QUALTRICS
    )


def _has_import_ids(rows: Rows) -> bool:
    said = [cell for cell in rows[2] if cell.strip()] if len(rows) > 2 else []
    return bool(said) and all(cell.startswith('{"ImportId":') for cell in said)


def _is_legacy(rows: Rows) -> bool:
    """`V1, V2, …` or `ResponseID, …` over the same columns in words."""
    if len(rows) < 2:
        return False
    below = sum(words(cell) in _BASE for cell in rows[1])
    above = sum(words(cell) in _BASE or bool(re.fullmatch(r"V\d+", cell.strip())) for cell in rows[0])
    return below >= _FEWEST and above >= _FEWEST
