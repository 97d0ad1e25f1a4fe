"""Code paths as people type them: `[book:]Parent/Child`, from any level, and what they may have meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from enum import IntEnum
from functools import lru_cache

from qualkit.errors import Ambiguous, NotFound, Refused
from qualkit.model.codebook import Code, Codebook, CodeStatus
from qualkit.model.text import fold_line

_PIECE = re.compile(r"(?:\\[\\/]|[^/])*")
_ESCAPED = re.compile(r"\\([\\/])")
_LEAST_LIKENESS = 0.6
_NEAREST = 3

_Match = tuple[Codebook, Code]
_fold = lru_cache(maxsize=8192)(fold_line)


class _Fit(IntEnum):
    """How well a path fits a code: the smallest wins, and two codes that fit alike are ambiguous."""

    AS_WRITTEN = 0
    FULL = 1
    PARTIAL = 2
    FULL_FOLDED = 3
    PARTIAL_FOLDED = 4


def split_path(path: str) -> tuple[str, ...]:
    """The names of a path from the top down; `\\/` and `\\\\` stand for the character itself.

    The inverse of `join_path`. A codebook's prefix stays where it is: only `find_code` knows the books.

    >>> split_path("Home/Mum\\\\/Dad")
    ('Home', 'Mum/Dad')
    """
    names, at = [], 0
    while at <= len(path):
        piece = _PIECE.match(path, at)
        end = piece.end() if piece else len(path)
        names.append(_ESCAPED.sub(r"\1", path[at:end]))
        at = end + 1
    return tuple(names)


def full_path(code_id: str, book: Codebook, codebooks: Sequence[Codebook]) -> str:
    """A code's path, with its codebook before it where there are several."""
    return f"{book.name}:{book.path(code_id)}" if len(codebooks) > 1 else book.path(code_id)


def is_exact(one: str, other: str) -> bool:
    """Whether two names are spelled the same."""
    return one == other


def is_alike(one: str, other: str) -> bool:
    """Whether two names differ in case, blanks and typographic marks at most."""
    return _fold(one) == _fold(other)


def levels_above(
    pieces: Sequence[str], names: Sequence[str], is_same: Callable[[str, str], bool]
) -> int | None:
    """How many of the names stand above those that the pieces spell; None if they spell others.

    A name with `/` takes as many pieces as it needs.
    """
    if not pieces or not names:
        return None if pieces else len(names)
    above = [
        levels_above(pieces[:cut], names[:-1], is_same)
        for cut in range(len(pieces))
        if is_same("/".join(pieces[cut:]), names[-1])
    ]
    return min((levels for levels in above if levels is not None), default=None)


def find_code(path: str, codebooks: Sequence[Codebook]) -> tuple[Codebook, Code]:
    """The code that a path means, and the codebook it is in. Retired codes are found too.

    A path may start at any level: "Shame" finds Fear/Shame if it is the only Shame. The path of a code as
    `Codebook.path` gives it always finds that code in its book. After that the exact spelling wins over one
    that differs in case, blanks or typographic marks, then a full path over a partial one, then a code in
    use over a retired one. A `/` inside a name may be written plainly where only one code fits. A prefix
    that names a codebook is taken for one; only if nothing fits there is its colon part of a name.

    Raises:
        Ambiguous: several codes fit alike; the candidates are their full paths.
        NotFound: no code fits; the candidates are the nearest full paths, three at most.
    """
    readings = list(_readings(path, codebooks))
    for books, rest in readings:
        fitting = _fitting(rest, books)
        if len(fitting) > 1:
            raise _ambiguous(path, fitting, codebooks)
        if fitting:
            return fitting[0]
    books, rest = readings[0]
    raise _not_found(rest, books, codebooks)


def find_usable_code(path: str, codebooks: Sequence[Codebook]) -> tuple[Codebook, Code]:
    """The same, for coding with it. Raises what `find_code` raises, and Refused for a retired code."""
    book, code = find_code(path, codebooks)
    if code.status is CodeStatus.RETIRED:
        raise Refused(
            f'The code "{book.path(code.id)}" is retired.', hint="Use another, or make it active again."
        )
    return book, code


def _readings(path: str, codebooks: Sequence[Codebook]) -> Iterator[tuple[Sequence[Codebook], str]]:
    """(codebooks to look in, path within them): a codebook that the path names comes first."""
    by_length = sorted(codebooks, key=lambda book: -len(book.name))
    for is_same in (is_exact, is_alike):
        for book in by_length:
            prefix, colon, rest = path.partition(":")
            for _ in range(book.name.count(":")):
                more, colon, rest = rest.partition(":")
                prefix = f"{prefix}:{more}"
            if colon and rest.strip() and is_same(prefix.strip(), book.name):
                yield (book,), rest
    yield codebooks, path


def _fitting(path: str, books: Sequence[Codebook]) -> list[_Match]:
    """The codes that fit best, and alike; empty if none does."""
    pieces = split_path(path.strip())
    ending = _fold("/".join(pieces))
    found: dict[_Fit, list[_Match]] = {}
    for book in books:
        for code in book.codes:
            fit = _fit(path, pieces, book, code) if ending.endswith(_fold(code.name)) else None
            if fit is not None:
                found.setdefault(fit, []).append((book, code))
    best = found[min(found)] if found else []
    in_use = [match for match in best if match[1].status is not CodeStatus.RETIRED]
    return in_use or best


def _fit(path: str, pieces: Sequence[str], book: Codebook, code: Code) -> _Fit | None:
    if path == book.path(code.id):
        return _Fit.AS_WRITTEN
    names = [above.name for above in book.lineage(code.id)]
    for is_same, full, partial in (
        (is_exact, _Fit.FULL, _Fit.PARTIAL),
        (is_alike, _Fit.FULL_FOLDED, _Fit.PARTIAL_FOLDED),
    ):
        above = levels_above(pieces, names, is_same)
        if above is not None:
            return partial if above else full
    return None


def _ambiguous(path: str, fitting: Sequence[_Match], codebooks: Sequence[Codebook]) -> Ambiguous:
    paths = [full_path(code.id, book, codebooks) for book, code in fitting]
    return Ambiguous(f'"{path.strip()}" fits {len(paths)} codes.', candidates=paths)


def _not_found(path: str, books: Sequence[Codebook], codebooks: Sequence[Codebook]) -> NotFound:
    name = path.strip()
    if not any(book.codes for book in codebooks):
        return NotFound(
            f'There is no code "{name}": the study has no codes yet.',
            hint="Bring in a codebook with: qualkit codebook import FILE",
        )
    if not name:
        return NotFound("No code was named.", hint="Name one as in: qualkit codebook show")
    nearest = _nearest(name, books, codebooks)
    hint = "" if nearest else "See them all with: qualkit codebook show"
    inside = f' in the codebook "{books[0].name}"' if len(books) == 1 < len(codebooks) else ""
    return NotFound(f'There is no code "{name}"{inside}.', hint=hint, candidates=nearest)


def _nearest(name: str, books: Sequence[Codebook], codebooks: Sequence[Codebook]) -> list[str]:
    """The full paths most like `name`, by the whole path or by its last name; retired codes left out."""
    wanted = _fold(name)
    last = _fold(split_path(name)[-1]) or wanted
    scored: list[tuple[float, int, str]] = []
    for book in books:
        for code in book.codes:
            if code.status is not CodeStatus.RETIRED:
                likeness = max(
                    _likeness(wanted, _fold(book.path(code.id))), _likeness(last, _fold(code.name))
                )
                scored.append((-likeness, len(scored), full_path(code.id, book, codebooks)))
    return [path for score, _, path in sorted(scored)[:_NEAREST] if -score >= _LEAST_LIKENESS]


def _likeness(one: str, other: str) -> float:
    """0..1, as difflib has it; words typed in full inside a longer name count as near."""
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if len(one) > 3 and one in other:
        return max(matcher.ratio(), _LEAST_LIKENESS + 0.1)
    return matcher.ratio() if matcher.quick_ratio() >= _LEAST_LIKENESS else 0.0
