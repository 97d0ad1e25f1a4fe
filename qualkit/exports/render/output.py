"""Names of files that are handed over: known endings, and never over another file by chance."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from qualkit.errors import Refused, Where


def suffix_of(path: Path, known: Sequence[str], *, template: Path | None = None, force: bool = False) -> str:
    """The file's ending in lower case, `.htm` as `.html`.

    Raises Refused when it is not among `known`, when the file exists and `force` is not given, or when a
    Word template is given for another kind of file.
    """
    suffix = {".htm": ".html", ".markdown": ".md"}.get(path.suffix.lower(), path.suffix.lower())
    if suffix not in known:
        ending = f'the ending "{path.suffix}"' if path.suffix else "a name without an ending"
        raise Refused(
            f"This can't be written to a file with {ending}.",
            Where(file=path.name),
            f"Choose one of {', '.join(known)}.",
        )
    if template and suffix != ".docx":
        raise Refused("A template is for Word files only.", Where(file=path.name), "Name the file ….docx.")
    if path.is_dir():
        raise Refused("This is a folder.", Where(file=str(path)), "Give the name of a file.")
    if path.exists() and not force:
        raise Refused("The file is there already.", Where(file=path.name), "Use --force to replace it.")
    return suffix
