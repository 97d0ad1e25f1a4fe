"""Which code of the study each code of a file is: by id, and then by its place in the tree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from qualkit.errors import Conflict
from qualkit.model.codebook import Code, Codebook, join_path
from qualkit.model.draft import CodebookDraft, CodeDraft
from qualkit.model.text import fold_line

Names = tuple[str, ...]


def matched(draft: CodebookDraft, existing: Codebook | None) -> Mapping[Names, Code | None]:
    """For each path of the file, in its order, the study's code, or None where it is new.

    By id first; then by name under the same parent, in the very spelling or else in any case and blanks
    where only one code fits. A code of the study is matched once.

    Raises:
        Conflict: the file gives codes names that other codes of the study have, under the same parent.
    """
    book = existing or Codebook(name=draft.name)
    found: dict[Names, Code | None] = {code.path: None for code in draft.codes}
    taken: set[str] = set()
    for code in draft.codes:
        if code.id and code.id in book and code.id not in taken:
            found[code.path] = book[code.id]
            taken.add(code.id)
    for is_folded in (False, True):
        for code in draft.codes:
            twin = _twin(code, book, found, taken, is_folded) if found[code.path] is None else None
            if twin:
                found[code.path] = twin
                taken.add(twin.id)
    _refuse_clashes(book, found, taken)
    return found


def _twin(
    code: CodeDraft, book: Codebook, found: Mapping[Names, Code | None], taken: set[str], is_folded: bool
) -> Code | None:
    """The one code, not yet matched, of this name under the code that its parent was matched with."""
    parent = found.get(code.path[:-1])
    if len(code.path) > 1 and parent is None:
        return None
    siblings = [each for each in book.children(parent.id if parent else None) if each.id not in taken]
    name = code.path[-1]
    fitting = [each for each in siblings if each.name == name]
    if is_folded and not fitting:
        fitting = [each for each in siblings if fold_line(each.name) == fold_line(name)]
    return fitting[0] if len(fitting) == 1 else None


def _refuse_clashes(book: Codebook, found: Mapping[Names, Code | None], taken: set[str]) -> None:
    clashes = list(_clashes(book, found, taken))
    if clashes:
        raise Conflict(
            "The file gives names that other codes of the study have: " + "; ".join(clashes) + ".",
            hint="Rename one of each pair, in the file or in the study, and import it again.",
        )


def _clashes(book: Codebook, found: Mapping[Names, Code | None], taken: set[str]) -> Iterator[str]:
    left = {(code.parent, code.name): code for code in book.codes if code.id not in taken}
    for path, code in found.items():
        parent = found.get(path[:-1])
        other = left.get((parent.id if parent else None, path[-1])) if len(path) == 1 or parent else None
        if code and other:
            yield f'"{book.path(code.id)}" would be "{join_path(path)}", as is "{book.path(other.id)}"'
