"""Which row of a table stands above which: by a parent's name or path, or by paths in the column of names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from qualkit.errors import Where
from qualkit.importers.codebooks.fields import MAX_DEPTH, Said, finding
from qualkit.model.codebook import join_path
from qualkit.model.codepath import is_alike, is_exact, levels_above, split_path
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
    """The rows and what is known of their parents, settled from the themes down."""

    def __init__(self, rows: Sequence[CodeRow]) -> None:
        self.rows = rows
        self.findings: list[Finding] = []
        self._above: dict[CodeRow, CodeRow | None] = {row: None for row in rows if not row.parent}
        self._by_name: dict[str, list[CodeRow]] = {}
        seen = set()
        for row in rows:
            if (row.name, row.parent) not in seen:
                seen.add((row.name, row.parent))
                self._by_name.setdefault(fold_line(row.name), []).append(row)

    def linked(self) -> dict[CodeRow, CodeRow | None]:
        """Row → the row above it; a row whose parent can't be found is left out, with an error."""
        waiting = [row for row in self.rows if row.parent]
        for _ in range(3 * MAX_DEPTH):
            found = self._settled(waiting)
            self._above |= found
            waiting = [row for row in waiting if row not in found]
            if not found or not waiting:
                break
        for row in waiting:
            meant = next((fitting for fitting in self._fits(row) if fitting), [])
            self.findings.append(_several(row, meant) if meant else _unknown(row, self.rows))
        return self._above

    def _settled(self, waiting: Sequence[CodeRow]) -> dict[CodeRow, CodeRow | None]:
        """The rows whose parent is sure now: by its full path, else its name, else the end of its path."""
        fits = {row: self._fits(row) for row in waiting}
        for best, may_have_steps in ((2, True), (4, False), (4, True)):
            found: dict[CodeRow, CodeRow | None] = {}
            for row in waiting:
                meant = next((fitting for fitting in fits[row][:best] if fitting), [])
                if len(meant) == 1 and (may_have_steps or not _STEP.search(row.parent)):
                    found[row] = meant[0]
            if found:
                return found
        return {}

    def _fits(self, row: CodeRow) -> list[list[CodeRow]]:
        """What a row's parent may be: by full path, exactly or in any case; by a part of it, likewise."""
        for pieces in (split_path(row.parent), tuple(_ARROW.split(row.parent))):
            fits: list[list[CodeRow]] = [[], [], [], []]
            for other in self._named(pieces) if len(pieces) <= MAX_DEPTH else ():
                names, is_whole = self._names(other)
                for rank, is_same in enumerate((is_exact, is_alike)):
                    above = levels_above(pieces, names, is_same) if other is not row else None
                    if above is not None:
                        fits[rank if is_whole and not above else rank + 2].append(other)
                        break
            if any(fits):
                return fits
        return [[]]

    def _named(self, pieces: Sequence[str]) -> Iterator[CodeRow]:
        names = {fold_line("/".join(pieces[cut:])): None for cut in range(len(pieces))}
        for name in names:
            yield from self._by_name.get(name, ())

    def _names(self, row: CodeRow) -> tuple[list[str], bool]:
        """The names down to a row as far as they are known, and whether that is all of them."""
        names: list[str] = []
        step: CodeRow | None = row
        while step is not None and len(names) <= MAX_DEPTH:
            names.insert(0, step.name)
            if step not in self._above:
                return names, False
            step = self._above[step]
        return names, step is None


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
