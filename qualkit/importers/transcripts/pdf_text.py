"""The running text of a PDF: page furniture dropped, hyphens at line ends joined, paragraphs parted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qualkit.errors import FileRefused, Where
from qualkit.importers.transcripts.labels import is_candidate, split_label
from qualkit.importers.transcripts.pdf_pages import Page, read_pages
from qualkit.model.finding import Finding, Severity
from qualkit.model.plural import counted

HYPHENS = "\x02\ufffe"
"""What PDFium writes where a line ended in a hyphen, whether it was typed or put in by a program."""
_HYPHENATED = re.compile(rf"(\w*)[{HYPHENS}]\s*(\w*)")
_WORD = re.compile(r"\w+(?:-\w+)*")
_NUMBER = re.compile(r"\d{1,4}")
_PAGE_OF_PAGES = re.compile(
    r"\W{0,3}(?:(?:page|seite|p\.|pagina|página)\s*\d{1,4}(?:\s*(?:/|of|von|de|di)\s*\d{1,4})?"
    r"|\d{1,4}\s*(?:/|of|von|de|di)\s*\d{1,4})\W{0,3}",
    re.IGNORECASE,
)
_PAGE_NUMBER = re.compile(r"[^\w\s]?\s?(\d{1,4})\s?[^\w\s]?")
_DIGITS = re.compile(r"\d+")
_ENDS = re.compile(r"[.?!…:;)\]\"”’»]$")
_SHORT = 0.6
_SHOWN = 6
_MARGIN = "numbers in the margin"


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfText:
    """A PDF's text, an empty line between its paragraphs, and what was done to get at it."""

    text: str
    findings: tuple[Finding, ...]


def read_pdf(data: bytes, file: str) -> PdfText:
    """The text of a PDF. Raises FileRefused where it holds none that can be read."""
    pages = read_pages(data, file)
    _refuse_unreadable(pages, file)
    bodies, dropped = _without_furniture(pages)
    rows, repeats = _joined_pages(bodies, [page.is_cut for page in pages])
    text, joins = _without_hyphens(_paragraphed(rows).replace("\u00ad", ""))
    findings = (
        *_listed(file, "page-furniture", "Page numbers and running heads were left out", dropped),
        *_listed(file, "hyphens", "Hyphens at the ends of lines were joined: look at these words", joins),
        *_repeats(file, repeats),
    )
    return PdfText(text=text, findings=findings)


def _refuse_unreadable(pages: Iterable[Page], file: str) -> None:
    """Refuses a PDF whose letters have no meaning of their own, only shapes."""
    letters = "".join("".join(page.lines) for page in pages)
    odd = sum(each == "\ufffd" or "\ue000" <= each <= "\uf8ff" or each < " " for each in letters)
    if odd > 0.3 * len(letters):
        raise FileRefused(
            "The letters of the PDF can't be told: it was made without saying what its signs stand for.",
            Where(file=file),
            "Have the text recognised (OCR) and add that, or ask for the file that it was printed from.",
        )


def _without_furniture(pages: Sequence[Page]) -> tuple[list[list[str]], list[str]]:
    """The lines of each page less margins' numbers, page numbers, heads and feet; and what was dropped."""
    bodies = [_without_margin(page.lines) for page in pages]
    had_margin = any(len(body) < len(page.lines) for body, page in zip(bodies, pages, strict=True))
    dropped = [_MARGIN] if had_margin else []
    repeated, counted_from = _repeated(bodies), _first_numbers(bodies)
    for number, body in enumerate(bodies):
        furniture = [
            at
            for at in _edges(body)
            if _PAGE_OF_PAGES.fullmatch(body[at])
            or _first_number(body[at], number) in counted_from
            or (at, _shape(body[at])) in repeated
        ]
        places = {at % len(body) for at in furniture}
        dropped += [body[place] for place in sorted(places)]
        body[:] = [line for place, line in enumerate(body) if place not in places]
    return bodies, list(dict.fromkeys(dropped))


def _without_margin(lines: Sequence[str]) -> list[str]:
    """The lines less runs of at least three numbers that go up by one: a margin's, not a speaker's."""
    kept: list[str] = []
    run: list[str] = []
    for line in (*lines, ""):
        if _NUMBER.fullmatch(line) and (not run or int(line) == int(run[-1]) + 1):
            run.append(line)
            continue
        kept += run if len(run) < 3 else []
        run = [line] if _NUMBER.fullmatch(line) else []
        kept += [line] if line and not run else []
    return kept


def _first_numbers(bodies: Sequence[Sequence[str]]) -> set[int]:
    """What the first page is numbered: 1, and what most of several pages say by a number alone on a line."""
    found: Counter[int] = Counter()
    for number, body in enumerate(bodies):
        firsts = {_first_number(body[at], number) for at in _edges(body)}
        found.update(first for first in firsts if first is not None)
    return {1} | {first for first, count in found.items() if count > max(1, 0.6 * len(bodies))}


def _first_number(line: str, number: int) -> int | None:
    """What the first page is numbered if a line is the number of a page; None where it is none."""
    found = _PAGE_NUMBER.fullmatch(line)
    return int(found[1]) - number if found else None


def _repeated(bodies: Sequence[Sequence[str]]) -> set[tuple[int, str]]:
    """(place, shape) of the first and last lines that stand there on most of at least three pages.

    Most is more than 60 %, and three; a line of one word without a number, with which a page may well end
    twice, must stand on all of them.
    """
    if len(bodies) < 3:
        return set()
    found = Counter(
        (at, _shape(body[at]))
        for body in bodies
        for at in _edges(body)
        if not _is_labelled(body[at]) and _PAGE_NUMBER.fullmatch(body[at]) is None
    )
    return {
        (at, shape)
        for (at, shape), count in found.items()
        if count == len(bodies) or (count > max(2, 0.6 * len(bodies)) and ("#" in shape or " " in shape))
    }


def _edges(body: Sequence[str]) -> range | tuple[int, ...]:
    """Where the first two lines of a page stand, from its top, and the last two, from its end."""
    return (0, 1, -1, -2) if len(body) > 3 else range(0) if not body else (0, -1)


def _shape(line: str) -> str:
    return _DIGITS.sub("#", line)


def _is_labelled(line: str) -> bool:
    label = split_label(line)
    return label is not None and is_candidate(label.name)


def _joined_pages(bodies: Sequence[list[str]], are_cut: Sequence[bool]) -> tuple[list[str], list[str]]:
    """All lines in order, and those that a page repeats at its top because its edge cuts them off.

    The words of such a line are read once. A speaker's label on it opens a turn on both pages, as MAXQDA's
    prints have it.
    """
    rows: list[str] = []
    repeats: list[str] = []
    for body, is_cut in zip(bodies, are_cut, strict=True):
        if is_cut and body and rows and body[0] == rows[-1]:
            repeats.append(body[0])
            rows += _after_repeat(body)
        else:
            rows += body
    return rows, repeats


def _after_repeat(body: list[str]) -> list[str]:
    label = split_label(body[0])
    rest = body[1:]
    if label is None or not is_candidate(label.name) or not rest or _is_labelled(rest[0]):
        return rest
    return [f"{label.name}: {rest[0]}", *rest[1:]]


def _paragraphed(rows: Sequence[str]) -> str:
    """The lines, with an empty one where a paragraph ends: after a short line that ends a sentence."""
    lengths = sorted(map(len, rows))
    usual = lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0
    parts: list[str] = []
    for row in rows:
        parts.append(row)
        if len(row) < _SHORT * usual and _ENDS.search(row):
            parts.append("")
    return "\n".join(parts)


def _without_hyphens(text: str) -> tuple[str, list[str]]:
    """The text with words joined that a line's end had cut, and those words.

    The hyphen stays where the text has the word with it elsewhere, or both halves as words of their own.
    """
    if not any(hyphen in text for hyphen in HYPHENS):
        return text, []
    words = {word.casefold() for word in _WORD.findall(_HYPHENATED.sub(" ", text))}
    joins: list[str] = []

    def joined(found: re.Match[str]) -> str:
        first, second = found[1], found[2]
        whole, parts = f"{first}{second}", (first.casefold(), second.casefold())
        is_one_word = whole.casefold() in words or not all(part in words for part in parts)
        if first and second and (f"{first}-{second}".casefold() in words or not is_one_word):
            whole = f"{first}-{second}"
        joins.append(whole)
        return whole

    return _HYPHENATED.sub(joined, text), list(dict.fromkeys(joins))


def _listed(file: str, rule: str, said: str, items: Sequence[str]) -> tuple[Finding, ...]:
    if not items:
        return ()
    shown = ", ".join(f"“{item[:60]}”" if item != _MARGIN else item for item in items[:_SHOWN])
    more = f" and {len(items) - _SHOWN} more" if len(items) > _SHOWN else ""
    return (
        Finding(rule=rule, severity=Severity.NOTE, message=f"{said}: {shown}{more}.", where=Where(file=file)),
    )


def _repeats(file: str, repeats: Sequence[str]) -> tuple[Finding, ...]:
    if not repeats:
        return ()
    lines = counted(len(repeats), "line")
    return (
        Finding(
            rule="repeated-lines",
            severity=Severity.NOTE,
            message=f"{lines} printed at the end of a page and again at the top of the next: read once.",
            where=Where(file=file),
            hint="A speaker's label on such a line begins a turn on both pages.",
        ),
    )
