"""Words that only one person said: finding them anywhere, and taking them out."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

GONE = "[turn removed]"
"""What stands where somebody's turn was."""
REMOVED = "[removed]"
"""What stands in other texts where somebody's words or name were."""
_SENTENCE = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+|\n+")
_WORD = re.compile(r"\w+(?:['’]\w+)*")
_FEWEST_WORDS, _FEWEST_CHARACTERS = 2, 8


def label_of_nobody(number: int) -> str:
    """The name that a forgotten speaker has in a talk."""
    return f"Removed {number}"


class OwnWords:
    """Sentences that one person said and nobody else did; shorter ones than two words are anybody's."""

    def __init__(self, said: Iterable[str], by_others: Iterable[str], names: Iterable[str] = ()) -> None:
        others = _plain(" \n ".join(by_others))
        found: dict[str, str] = {}
        for text in said:
            for piece in (text, *_SENTENCE.split(text)):
                plain = _plain(piece)
                if _is_telling(plain) and plain not in found and f" {plain} " not in f" {others} ":
                    found[plain] = piece.strip()
        self.sentences = tuple(sorted(found.values(), key=len, reverse=True))
        """As they were said, the longest first."""
        self._plain = tuple(found)
        self._names = tuple(sorted({name for name in names if name}, key=len, reverse=True))
        self._pattern = _pattern(self.sentences)
        self._name_pattern = _name_pattern(self._names)

    def are_in(self, text: str) -> bool:
        """Whether a text holds one of them, however it is spaced and punctuated, or a name."""
        plain = f" {_plain(text)} "
        return any(f" {one} " in plain for one in self._plain) or self._has_name(text)

    def _has_name(self, text: str) -> bool:
        return self._name_pattern is not None and self._name_pattern.search(text) is not None

    def without(self, text: str, *, names: bool = False) -> str:
        """A text with the sentences, and with `names` the names too, taken out."""
        if self._pattern is not None and any(map(_plain(text).__contains__, self._plain)):
            text = self._pattern.sub(REMOVED, text)
        if names and self._name_pattern is not None:
            text = self._name_pattern.sub(REMOVED, text)
        return text

    def bytes_in(self, data: bytes) -> bool:
        """Whether bytes hold one of the sentences, as UTF-8 or UTF-16."""
        return any(
            one.encode(encoding, "surrogatepass") in data
            for one in self.sentences
            for encoding in ("utf-8", "utf-16-le")
        )


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold().replace("’", "'")))


def _is_telling(plain: str) -> bool:
    return len(plain) >= _FEWEST_CHARACTERS and plain.count(" ") >= _FEWEST_WORDS - 1


def _pattern(sentences: Iterable[str]) -> re.Pattern[str] | None:
    each = [r"\W+".join(map(re.escape, _WORD.findall(one))) for one in sentences]
    marks = r"[.!?…]*"
    return re.compile(rf"(?<!\w)(?:{'|'.join(each)})(?!\w){marks}", re.IGNORECASE) if each else None


def _name_pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    each = [re.escape(name) for name in names]
    return re.compile(rf"(?<!\w)(?:{'|'.join(each)})(?!\w)") if each else None


# ---- marks: what has been forgotten, so that a colleague's copy does not bring it back


def mark(kind: str, *parts: str) -> str:
    """A mark of something forgotten, from which nobody can tell what it was."""
    said = "\x1f".join(("qualkit", kind, *parts))
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def passage_mark(source: str, key: str) -> str:
    """The mark of a passage."""
    return mark("passage", source, key)


def record_mark(file: str, key: str) -> str:
    """The mark of a record of a data file."""
    return mark("record", file, key)


def source_mark(name: str) -> str:
    """The mark of a source, or of a data file by its stem."""
    return mark("source", name)


def person_mark(name: str) -> str:
    """The mark of a person."""
    return mark("person", name)


def row_mark(id_: str) -> str:
    """The mark of a coding, a memo or another row with an id of its own."""
    return mark("row", id_)


def file_mark(source: str, sha256: str) -> str:
    """The mark of a received file as it was before something in it was forgotten."""
    return mark("file", source, sha256)
