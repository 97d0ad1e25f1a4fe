"""Codebooks as files that people edit and that come back: .yaml, .csv and .xlsx."""

from __future__ import annotations

from pathlib import Path

from qualkit.errors import FileRefused, Refused, Where
from qualkit.exports.codebook_layout import layout_of
from qualkit.exports.codebook_sheet import codebook_csv, codebook_xlsx
from qualkit.exports.codebook_text import rendered
from qualkit.files import replace_file
from qualkit.importers.codebooks.changes import merged
from qualkit.importers.codebooks.yaml_file import yaml_codebook
from qualkit.importers.encoding import decode
from qualkit.model.codebook import Codebook
from qualkit.model.draft import CodebookDraft
from qualkit.model.finding import errors_in

SUFFIXES = (".yaml", ".yml", ".csv", ".xlsx")


def write_codebook(codebook: Codebook, path: Path) -> None:
    """Writes the codebook in the format of the file's ending, whole or not at all.

    A .yaml file that is there keeps its comments, its order of keys and all lines that still hold; other
    files are replaced.

    Raises:
        Refused: another ending, or a file that can't be written.
        FileRefused: the .yaml file that is there can't be read, so that its comments would be lost.
    """
    suffix = path.suffix.lower()
    if suffix in (".yaml", ".yml"):
        content = codebook_yaml(codebook, _text_at(path)).encode()
    elif suffix == ".csv":
        content = codebook_csv(codebook)
    elif suffix == ".xlsx":
        content = codebook_xlsx(codebook)
    else:
        hint = f"Choose one of {', '.join(SUFFIXES)}."
        raise Refused("A codebook can't be written to such a file.", Where(file=path.name), hint)
    replace_file(path, content)


def codebook_yaml(codebook: Codebook, existing: str = "") -> str:
    """The codebook in the layout of docs/codebooks.md.

    `existing` is the text of its file as it stands: where it says the same, it is given back unchanged;
    else its comments, its order of keys and all lines that still hold are kept. Where it is in one of the
    looser layouts, only the comments that open it are.

    Raises:
        FileRefused: `existing` is no YAML.
    """
    existing = existing.removeprefix("\ufeff").replace("\r\n", "\n")
    opening = _opening_comments(existing)
    if len(opening) == len(existing.rstrip("\n")):
        return _joined(opening, rendered(codebook))
    file = f"{codebook.name}.yaml"
    draft, findings = yaml_codebook(existing, file=file)
    if not errors_in(findings) and _says(draft, codebook):
        return existing
    layout = layout_of(existing, file)
    if layout:
        text = rendered(codebook, layout, draft)
        if _is_read_as(text, codebook, file):
            return text
    return _joined(opening, rendered(codebook))


def _opening_comments(text: str) -> str:
    lines: list[str] = []
    for line in text.split("\n"):
        if line.strip() and not line.startswith("#"):
            break
        lines.append(line)
    return "\n".join(lines).rstrip("\n")


def _joined(opening: str, text: str) -> str:
    return f"{opening}\n{text}" if opening.strip() else text


def _is_read_as(text: str, codebook: Codebook, file: str) -> bool:
    try:
        return _says(yaml_codebook(text, file=file)[0], codebook)
    except FileRefused:
        return False


def _says(draft: CodebookDraft, codebook: Codebook) -> bool:
    if any(code.id is None for code in draft.codes):
        return False
    read = merged(draft, None, new_id=str, now="")
    return draft.title == codebook.title and read.codes == tuple(code for _, code in codebook.walk())


def _text_at(path: Path) -> str:
    if not path.is_file():
        return ""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FileRefused("The file that is there can't be read.", Where(file=path.name)) from error
    return decode(data, file=path.name).text
