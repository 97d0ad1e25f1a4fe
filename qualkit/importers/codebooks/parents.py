"""Which row of a table stands above which: by a parent's name or path, or by paths in the column of names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from qualkit.errors import Where
from qualkit.importers.codebooks.fields import MAX_DEPTH, Said, finding
from qualkit.model.codebook import join_path
from qualkit.model.codepath import split_path
from qualkit.model.finding import Finding
from qualkit.model.text import fold_line

_ARROW = re.compile(r"\s*>\s*")
_STEP = re.compile(r"\s*>\s*|(?<!\\)/")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CodeRow:
    """One row: `parent` is what the row itself says of it, empty for a theme."""

    name: str
    parent: str
    said: tuple[Said, ...]
    where: Where


_Path = tuple[str, ...]


def placed(rows: Sequence[CodeRow], *, has_parents: bool) -> tuple[dict[CodeRow, _Path], list[Finding]]:
    """The path of each row, parents before their children; an error for each row that has no place.

    Without a column of parents, a name such as "Fear/Shame" or "Fear > Shame" is a path if "Fear" is the
    name of another row, and a plain name if not.
    """
    tree = _Tree(rows)
    if has_parents:
        above = tree.linked()
        names = {row: row.name for row in rows}
    else:
        above, names = _by_paths(rows, tree.findings)
    paths = {}
    for row in rows:
        lineage = _lineage(row, above, tree.findings)
        if lineage:
            paths[row] = tuple(names[each] for each in lineage)
    return dict(_in_order(paths, above)), tree.findings


class _Tree:
    """The rows by name, to find the one that a row's parent means."""

    def __init__(self, rows: Sequence[CodeRow]) -> None:
        self.rows = rows
        self.findings: list[Finding] = []
        self._meant: dict[str, list[CodeRow]] = {}
        self._asked: list[str] = []
        self._by_name: dict[str, list[CodeRow]] = {}
        seen = set()
        for row in rows:
            if (row.name, row.parent) not in seen:
                seen.add((row.name, row.parent))
                self._by_name.setdefault(fold_line(row.name), []).append(row)

    def linked(self) -> dict[CodeRow, CodeRow | None]:
        """Row → the row above it; a row whose parent can't be found is left out, with an error."""
        above: dict[CodeRow, CodeRow | None] = {}
        for row in self.rows:
            meant = [found for found in self.meant(row.parent) if found is not row]
            if not row.parent or len(meant) == 1:
                above[row] = meant[0] if row.parent else None
            else:
                self.findings.append(_several(row, meant) if meant else _unknown(row, self.rows))
        return above

    def meant(self, path: str) -> list[CodeRow]:
        """The rows that a parent's name or path fits best; a theme's own name means the theme."""
        if path in self._meant:
            return self._meant[path]
        if not path or path in self._asked or len(self._asked) > MAX_DEPTH:
            return []
        self._asked.append(path)
        found = self._best(split_path(path)) or (self._best(tuple(_ARROW.split(path))) if ">" in path else [])
        self._asked.pop()
        self._meant[path] = found
        return found

    def _best(self, pieces: Sequence[str]) -> list[CodeRow]:
        if len(pieces) > MAX_DEPTH:
            return []
        named = [
            row
            for cut in range(len(pieces))
            for row in self._by_name.get(fold_line("/".join(pieces[cut:])), ())
        ]
        for is_same in (_is_exact, _is_alike):
            tops = {row: top for row in named if (top := self._top(row, pieces, is_same)) is not None}
            if tops:
                full = [row for row, is_full in tops.items() if is_full]
                return full or list(tops)
        return []

    def _top(self, row: CodeRow, pieces: Sequence[str], is_same: Callable[[str, str], bool]) -> bool | None:
        """None if the pieces do not spell this row; else whether they begin at a theme."""
        for cut in range(len(pieces)):
            if not is_same("/".join(pieces[cut:]), row.name):
                continue
            if cut == 0:
                return not row.parent
            for parent in self.meant(row.parent):
                top = self._top(parent, pieces[:cut], is_same)
                if top is not None:
                    return top
        return None


def _is_exact(one: str, other: str) -> bool:
    return one == other


def _is_alike(one: str, other: str) -> bool:
    return fold_line(one) == fold_line(other)


def _by_paths(
    rows: Sequence[CodeRow], findings: list[Finding]
) -> tuple[dict[CodeRow, CodeRow | None], dict[CodeRow, str]]:
    """Rows above and names, where the column of names may hold paths."""
    steps = {row: tuple(map(fold_line, _STEP.split(row.name))) for row in rows}
    first: dict[_Path, CodeRow] = {}
    for row, path in steps.items():
        first.setdefault(path, row)
    above: dict[CodeRow, CodeRow | None] = {}
    names = {}
    for row, path in steps.items():
        cut = next((cut for cut in range(len(path) - 1, 0, -1) if path[:cut] in first), 0)
        above[row] = first[path[:cut]] if cut else None
        names[row] = _after(row.name, cut).replace("\\/", "/")
        if not cut and _ARROW.search(row.name):
            findings.append(_lone_path(row))
    return above, names


def _after(name: str, cut: int) -> str:
    """The name without its first `cut` steps."""
    ends = [step.end() for step in _STEP.finditer(name)]
    return name[ends[cut - 1] :].strip() if cut else name


def _lineage(row: CodeRow, above: Mapping[CodeRow, CodeRow | None], findings: list[Finding]) -> list[CodeRow]:
    """From the theme down to the row; empty, with an error, if there is no way up."""
    if row not in above:
        return []
    lineage = [row]
    while (parent := above[lineage[0]]) is not None:
        if parent not in above:
            message = f'"{row.name}" is left out, because "{parent.name}" above it is.'
            findings.append(finding("codebook-parent", message, row.where))
            return []
        if parent in lineage or len(lineage) == MAX_DEPTH:
            findings.append(_endless(row, is_circle=parent in lineage))
            return []
        lineage.insert(0, parent)
    return lineage


def _in_order(
    paths: Mapping[CodeRow, _Path], above: Mapping[CodeRow, CodeRow | None]
) -> Iterator[tuple[CodeRow, _Path]]:
    below: dict[CodeRow | None, list[CodeRow]] = {}
    for row in paths:
        below.setdefault(above[row], []).append(row)

    def walk(parent: CodeRow | None) -> Iterator[tuple[CodeRow, _Path]]:
        for row in below.get(parent, ()):
            yield row, paths[row]
            yield from walk(row)

    return walk(None)


def _unknown(row: CodeRow, rows: Sequence[CodeRow]) -> Finding:
    near = get_close_matches(row.parent, [other.name for other in rows if other is not row], n=1)
    message = f'"{row.name}" has the parent "{row.parent}", which is the name of no row.'
    hint = f'Did you mean "{near[0]}"?' if near else f'Add a row for "{row.parent}", or empty the cell.'
    return finding("codebook-parent", message, row.where, hint=hint)


def _several(row: CodeRow, meant: Sequence[CodeRow]) -> Finding:
    paths = ", ".join(f'"{_written(found)}"' for found in meant)
    message = f'"{row.name}" has the parent "{row.parent}", which is the name of {len(meant)} rows.'
    return finding("codebook-parent", message, row.where, hint=f"Give the whole path of the parent: {paths}.")


def _written(row: CodeRow) -> str:
    name = join_path([row.name])
    return f"{row.parent}/{name}" if row.parent else name


def _lone_path(row: CodeRow) -> Finding:
    top = _ARROW.split(row.name)[0]
    message = f'"{row.name}" is read as one name, because no row is named "{top}".'
    hint = f'If it is a path, add a row for "{top}", or a column "parent".'
    return finding("codebook-parent", message, row.where, is_error=False, hint=hint)


def _endless(row: CodeRow, *, is_circle: bool) -> Finding:
    why = "it stands below itself" if is_circle else f"it is more than {MAX_DEPTH} levels down"
    hint = "Empty the parent of the one that should be the theme." if is_circle else ""
    return finding("codebook-parent", f'"{row.name}" is left out: {why}.', row.where, hint=hint)
