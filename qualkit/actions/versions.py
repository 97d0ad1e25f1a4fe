"""coding/versions.csv: which rows of shared files were changed after they had been handed on."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

from qualkit.actions.received import text_of
from qualkit.actions.reread import code_rows_of_text
from qualkit.errors import FileRefused
from qualkit.files import replace_file
from qualkit.model.versions import joined_edits
from qualkit.store import bank_rows, edit_rows, screening_rows, text_files, topic_rows, work_rows
from qualkit.store.database import Connection
from qualkit.study import Study

VERSIONS = "coding/versions.csv"
_FIELDS = ("file", "row", "edits")
Versions = dict[tuple[str, str], frozenset[str]]
"""(path, row id) → marks of its changes."""
Taken = frozenset[tuple[str, str]]
"""(path, row id) of rows."""

COMPARED: Mapping[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    bank_rows.BANK: bank_rows.said_of_quote,
    edit_rows.EDITS: edit_rows.said_of_edit,
    **dict.fromkeys(screening_rows.PATHS, screening_rows.said),
    topic_rows.TOPICS: topic_rows.said,
}
"""What two versions of a row of a shared file are compared by; of others, all of it."""


def is_shared(path: str) -> bool:
    """Whether a text file belongs to everybody."""
    return path in COMPARED or path.startswith("codebooks/")


def rows_of(path: str, text: str) -> dict[str, Mapping[str, Any]]:
    """The rows of a text file of the study by their ids; of a codebook, its codes."""
    if path.startswith("codebooks/"):
        return dict(code_rows_of_text(path, text)) if text.strip() else {}
    return dict(work_rows.parse_rows(path.rsplit("/", 1)[-1], text, path))


def parse(text: str) -> Versions:
    """The marks in the text of the file."""
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    return {
        (row["file"], row["row"]): frozenset((row["edits"] or "").split())
        for row in rows
        if row.get("file") and row.get("row")
    }


def text_of_versions(versions: Versions) -> str:
    """The text of the file, in an order of its own: two copies with the same marks are the same."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_FIELDS)
    writer.writerows([*key, " ".join(sorted(marks))] for key, marks in sorted(versions.items()))
    return out.getvalue()


def read(study: Study) -> Versions:
    """The marks that the study's own folder has."""
    return parse(text_of(study.path(VERSIONS)))


def put(study: Study, versions: Versions) -> None:
    """Write the marks, where they are others than before."""
    if versions and versions != read(study):
        replace_file(study.path(VERSIONS), text_of_versions(versions).encode(), make_folders=True)


def with_edits(
    connection: Connection, versions: Versions, texts: Mapping[str, str], taken: Taken = frozenset()
) -> Versions:
    """The marks with a new one for each shared row that `texts` say otherwise than the files did.

    Rows that were `taken` from a colleague's copy have the marks that they came with.
    """
    fresh: Versions = {}
    for path, text in texts.items():
        had = text_files.content_of(connection, path).decode("utf-8", "surrogateescape")
        if not had or had == text or not is_shared(path):
            continue
        for row_id in _changed(path, had, text, versions):
            if (path, row_id) in taken:
                continue
            fresh[path, row_id] = frozenset([uuid4().hex[:12]])
    return joined_edits(versions, fresh)


def _changed(path: str, had: str, text: str, versions: Versions) -> list[str]:
    try:
        before, now = rows_of(path, had), rows_of(path, text)
    except FileRefused:  # somebody spoilt it by hand; it is written anew
        return []
    said = COMPARED.get(path, dict)
    changed = [
        row_id for row_id, row in before.items() if row_id not in now or said(row) != said(now[row_id])
    ]
    return changed + [id_ for id_ in now if id_ not in before and (path, id_) in versions]


def of_file(versions: Versions, path: str) -> dict[str, frozenset[str]]:
    """The marks of one file's rows."""
    return {row_id: marks for (file, row_id), marks in versions.items() if file == path}
