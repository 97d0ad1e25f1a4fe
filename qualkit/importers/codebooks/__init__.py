"""Codebooks from files: .yaml, .csv, .tsv and .xlsx, each read into a draft with its findings."""

from __future__ import annotations

from pathlib import Path

from qualkit.errors import FileRefused, Where
from qualkit.model.draft import CodebookDraft
from qualkit.model.finding import Finding

_YAML = (".yaml", ".yml")
_SHEETS = (".csv", ".tsv", ".xlsx")
SUFFIXES = (*_YAML, *_SHEETS)


def read_codebook(path: Path) -> tuple[CodebookDraft, tuple[Finding, ...]]:
    """What a codebook file says, named by the file's stem, and every problem in it.

    A code that can't be read is left out with a finding of severity error; the others are all there.

    Raises:
        FileRefused: the file can't be read at all, or is no codebook.
    """
    suffix = path.suffix.lower()
    if suffix in _YAML:
        from qualkit.importers.codebooks.yaml_file import read_yaml

        return read_yaml(path)
    if suffix in _SHEETS:
        from qualkit.importers.codebooks.sheet_file import read_sheet

        return read_sheet(path)
    raise FileRefused(
        "Not a codebook that qualkit can read.",
        Where(file=path.name),
        f"Codebooks are read from {', '.join(SUFFIXES[:-1])} and {SUFFIXES[-1]}: see docs/codebooks.md.",
    )
