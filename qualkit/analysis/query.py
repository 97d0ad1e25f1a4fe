"""The grammar of a search: words, "phrases", beginnings*, AND, OR, NOT, (…) and NEAR(a b, 5)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NoReturn

from qualkit.errors import QualkitError
from qualkit.model.query import All, Either, Near, Query, Words
from qualkit.model.words import tokens

LONGEST = 1000
_MOST_WORDS = 100
_DEEPEST = 8
"""SQLite reads no deeper nesting for certain."""
_WITHIN = 10
"""Words between the parts of NEAR where nobody says how many."""
_QUOTES = '"\u201c\u201d\u201e\u201f\u00ab\u00bb'
_PIECE = re.compile(
    rf"""(?P<blank>\s+)
    |(?P<near>NEAR\s*(?=\())
    |(?P<open>\()|(?P<close>\))
    |[{_QUOTES}](?P<phrase>[^{_QUOTES}]*)(?P<shut>[{_QUOTES}]?)(?P<star>\*?)
    |(?P<comma>,)
    |(?P<word>[^\s(){_QUOTES}]+?)(?=,?(?:[\s(){_QUOTES}]|$))""",
    re.VERBOSE,
)
_OPERATORS = frozenset(("AND", "OR", "NOT"))


@dataclass(frozen=True, slots=True)
class _Piece:
    kind: str
    """near open close comma phrase word AND OR NOT; empty at the end."""
    text: str
    at: int
    is_prefix: bool = False


def parse(text: str) -> Query:
    """The search that a text means; raises QualkitError with the place of what can't be read.

    Words side by side must all be there. AND binds them no closer than that, OR looser, NOT takes away.
    In lower case, and, or and not are words like others.

    >>> parse('afraid OR "no fear"')
    Either(parts=(Words(words=('afraid',), is_prefix=False, is_quoted=False), \
Words(words=('no', 'fear'), is_prefix=False, is_quoted=True)))
    """
    if not text.strip():
        raise QualkitError("There is nothing to look for.", hint='Give words, such as afraid or "no fear".')
    if len(text) > LONGEST:
        raise QualkitError(f"This search is too long: {len(text):,} characters, {LONGEST:,} at most.")
    return _Reader(text).read()


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._pieces = _pieces(text)
        self._next = 0
        self._words = 0
        self._depth = 0

    def read(self) -> Query:
        found = self._either()
        if self._piece.kind:
            self._refuse("Nothing was opened that this could close")
        return found

    @property
    def _piece(self) -> _Piece:
        return self._pieces[self._next]

    def _take(self) -> _Piece:
        piece = self._piece
        self._next += 1
        return piece

    def _refuse(self, what: str, at: int | None = None) -> NoReturn:
        raise _unreadable(self._text, what, self._piece.at if at is None else at)

    def _either(self) -> Query:
        parts = [self._all()]
        while self._piece.kind == "OR":
            self._take()
            parts.append(self._all())
        return parts[0] if len(parts) == 1 else Either(parts=tuple(parts))

    def _all(self) -> Query:
        begins = self._piece.at
        parts: list[Query] = []
        without: list[Query] = []
        while True:
            if self._piece.kind == "AND" and (parts or without):
                self._take()
            is_taken_away = self._piece.kind == "NOT"
            if is_taken_away:
                self._take()
            (without if is_taken_away else parts).append(self._one())
            if self._piece.kind in ("", "OR", "close"):
                break
        if not parts:
            self._refuse("NOT takes away from something: say what to look for, too", begins)
        return (
            parts[0] if len(parts) == 1 and not without else All(parts=tuple(parts), without=tuple(without))
        )

    def _one(self) -> Query:
        piece = self._piece
        if piece.kind in ("word", "phrase"):
            return self._said(self._take())
        if piece.kind == "near":
            return self._near()
        if piece.kind != "open":
            self._refuse_missing()
        return self._group()

    def _refuse_missing(self) -> NoReturn:
        kind = self._piece.kind
        before = self._pieces[self._next - 1] if self._next else None
        if before is not None and before.kind != "open":
            self._refuse(f"After {before.kind} there have to be words", before.at)
        if kind in _OPERATORS:
            self._refuse(f"{kind} stands between words (in lower case it is a word like others)")
        self._refuse("There are no words in this")

    def _group(self) -> Query:
        opened = self._take()
        self._depth += 1
        if self._depth > _DEEPEST:
            self._refuse("Too many brackets inside each other", opened.at)
        found = self._either()
        self._close(opened)
        self._depth -= 1
        return found

    def _close(self, opened: _Piece) -> None:
        if self._piece.kind != "close":
            self._refuse("This bracket is not closed", opened.at)
        self._take()

    def _near(self) -> Near:
        at = self._take().at
        opened = self._take()
        parts = []
        while self._piece.kind in ("word", "phrase"):
            parts.append(self._said(self._take()))
        within = _WITHIN
        if self._piece.kind == "comma":
            self._take()
            number = self._take()
            if not (number.text.isdecimal() and len(number.text) <= 4):
                self._refuse("After the comma stands a number of words, such as NEAR(tell mum, 5)", number.at)
            within = int(number.text)
        if self._piece.kind not in ("close", ""):
            self._refuse("In NEAR stand words and phrases only, such as NEAR(tell mum, 5)")
        self._close(opened)
        if len(parts) < 2:
            self._refuse("NEAR needs two words or more, such as NEAR(tell mum, 5)", at)
        return Near(parts=tuple(parts), within=within)

    def _said(self, piece: _Piece) -> Words:
        words = tuple(one.form for one in tokens(piece.text))
        if not words:
            self._refuse("There are no letters or numbers here to look for", piece.at)
        self._words += len(words)
        if self._words > _MOST_WORDS:
            self._refuse(f"Too many words: {_MOST_WORDS} at most", piece.at)
        return Words(words=words, is_prefix=piece.is_prefix, is_quoted=piece.kind == "phrase")


def _pieces(text: str) -> list[_Piece]:
    found = []
    nears = _near_places(text)
    for match in _PIECE.finditer(text):
        kind = match.lastgroup or ""
        at = match.start()
        if kind == "star":
            if not match["shut"]:
                raise _unreadable(text, "This quotation mark is not closed", at)
            found.append(_Piece("phrase", match["phrase"], at, bool(match["star"])))
        elif kind == "word":
            found += _words(text, match["word"], at, is_in_near=any(a < at < b for a, b in nears))
        elif kind != "blank" and (kind != "comma" or any(a < at < b for a, b in nears)):
            found.append(_Piece(kind, match[0], at))
    return [*found, _Piece("", "", len(text))]


def _near_places(text: str) -> list[tuple[int, int]]:
    """Where NEAR's brackets stand: commas mean something only there."""
    return [found.span() for found in re.finditer(r"NEAR\s*\([^)]*\)?", text)]


def _words(text: str, said: str, at: int, *, is_in_near: bool) -> list[_Piece]:
    """A word; in NEAR also one with its number hung on: `mum,5`."""
    word, comma, number = said.rpartition(",")
    if not (is_in_near and word and number.isdecimal()):
        return [_word(text, said, at)]
    comma_at = at + len(word)
    return [_word(text, word, at), _Piece("comma", comma, comma_at), _Piece("word", number, comma_at + 1)]


def _word(text: str, said: str, at: int) -> _Piece:
    if said in _OPERATORS:
        return _Piece(said, said, at)
    stem = said.rstrip("*")
    if "*" in stem or (stem != said and not tokens(stem)) or said.endswith("**"):
        place = at + said.index("*")
        raise _unreadable(text, "* stands once, right behind how a word begins, such as afrai*", place)
    return _Piece("word", stem, at, stem != said)


def _unreadable(text: str, what: str, at: int) -> QualkitError:
    shown = text.replace("\n", " ").replace("\t", " ")
    start = max(at - 50, 0)
    cut = ("…" if start else "") + shown[start : start + 70] + ("…" if len(shown) > start + 70 else "")
    caret = " " * (at - start + bool(start)) + "^"
    return QualkitError(f"{what} (character {at + 1}).", hint=f"{cut}\n  {caret}")
