"""What a codebook still lacks: definitions, use, and names that can be told apart."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import combinations

from qualkit.errors import Where
from qualkit.model.codebook import Code, Codebook, CodeStatus
from qualkit.model.finding import Finding, Severity
from qualkit.model.text import fold_line

_SMALL_WORDS = frozenset(
    {"a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"}
)
_OPPOSITES = ("non", "not", "dis", "un", "in", "im", "ir", "il", "no", "de", "mis")
_ES = ("ches", "shes", "sses", "xes", "zes")


def check_codebook(codebook: Codebook, used: Collection[str]) -> tuple[Finding, ...]:
    """What is to be mended in a codebook; `used` holds the ids of the codes that somebody has applied.

    Warnings: a code in use without a definition; one never used, nor any below it; two with nearly the same
    name, wherever they stand; a retired one that is used. Only notes: a code without an example, and one
    name under two parents.
    """
    in_use = [code for _, code in codebook.walk() if code.status is not CodeStatus.RETIRED]
    applied = frozenset(used)
    return (
        *(_undefined(code, codebook) for code in in_use if not code.meaning.strip()),
        *(_unused(code, codebook) for code in in_use if applied.isdisjoint(codebook.under(code.id))),
        *_alike(in_use, codebook),
        *(
            _retired(code, codebook)
            for _, code in codebook.walk()
            if code.status is CodeStatus.RETIRED and code.id in applied
        ),
        *(_without_example(code, codebook) for code in in_use if not any(map(str.strip, code.examples))),
    )


def _undefined(code: Code, codebook: Codebook) -> Finding:
    hint = "Say in a sentence or two what belongs to it."
    return _finding(
        "codebook-undefined", f'"{codebook.path(code.id)}" has no definition.', book=codebook, hint=hint
    )


def _unused(code: Code, codebook: Codebook) -> Finding:
    below = ", nor is any code below it" if codebook.children(code.id) else ""
    message = f'"{codebook.path(code.id)}" is not used anywhere{below}.'
    return _finding(
        "codebook-unused",
        message,
        book=codebook,
        hint="Apply it, retire it, or say in the report that it is not there.",
    )


def _retired(code: Code, codebook: Codebook) -> Finding:
    message = f'"{codebook.path(code.id)}" is retired, but passages are coded with it.'
    return _finding(
        "codebook-retired", message, book=codebook, hint="Recode them, or take it into use again."
    )


def _without_example(code: Code, codebook: Codebook) -> Finding:
    message = f'"{codebook.path(code.id)}" has no example.'
    return _finding("codebook-example", message, book=codebook, severity=Severity.NOTE)


def _alike(codes: Collection[Code], codebook: Codebook) -> Iterator[Finding]:
    words = {code.id: _words(code.name) for code in codes}
    for one, other in combinations(codes, 2):
        paths = f'"{codebook.path(one.id)}" and "{codebook.path(other.id)}"'
        if one.name == other.name:
            message = f"{paths} have the same name under two parents."
            yield _finding("codebook-same-name", message, book=codebook, severity=Severity.NOTE)
        elif _are_alike(words[one.id], words[other.id]):
            hint = "Merge them, or name them so that nobody takes one for the other."
            yield _finding("codebook-alike", f"{paths} have nearly the same name.", book=codebook, hint=hint)


def _words(name: str) -> tuple[str, ...]:
    """The words of a name in the singular, in alphabetical order, small ones left out."""
    words = re.findall(r"\w+", fold_line(name).replace("'", ""))
    telling = [word for word in words if word not in _SMALL_WORDS] or words
    return tuple(sorted(map(_singular, telling)))


def _singular(word: str) -> str:
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(_ES) else word[:-1]


def _are_alike(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """The same words, or all but one of them the same and that one a slip of the pen away."""
    if one == other:
        return bool(one)
    if len(one) != len(other):
        return "".join(one) == "".join(other)
    different = [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
    return len(different) == 1 and _is_slip(*different[0])


def _is_slip(one: str, other: str) -> bool:
    """Whether two words differ by one letter in five or more, and not by a number or by "un" or "not"."""
    from rapidfuzz.distance import OSA

    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < 5 or any(map(str.isdigit, one + other)):
        return False
    if any(longer == opposite + shorter for opposite in _OPPOSITES):
        return False
    allowed = 1 if len(shorter) < 9 else 2
    return OSA.distance(one, other, score_cutoff=allowed) <= allowed


def _finding(
    rule: str, message: str, *, book: Codebook, hint: str = "", severity: Severity = Severity.WARNING
) -> Finding:
    where = Where(file=f"codebooks/{book.name}.yaml")
    return Finding(rule=rule, severity=severity, message=message, where=where, hint=hint)
