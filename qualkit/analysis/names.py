"""Words that may be somebody's name, or a place or a body that could tell who somebody is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from qualkit.analysis.first_names import (
    FIRST_NAMES,
    NAMES_AND_WORDS,
    NO_NAMES,
    PLACES,
    PLACES_AND_WORDS,
)
from qualkit.analysis.identifiers import Found, identifiers

_WORD = re.compile(r"[^\W\d_](?:[\w'’-]*\w)?")
_TITLES_TEXT = """
mr mrs ms miss mx dr prof professor sister father reverend rev pc sergeant inspector
"""
_TITLES = frozenset(_TITLES_TEXT.split())
_PARTICLES_TEXT = """
of ap ab de del della der van von al el bin bint la le ni
"""
_PARTICLES = frozenset(_PARTICLES_TEXT.split())
_KINDS_OF_PLACE_TEXT = """
road street lane avenue close drive estate park rye common hospital infirmary surgery clinic school
academy college university primary high grammar station church mosque temple centre house hall square
gardens green court
"""
_KINDS_OF_PLACE = frozenset(_KINDS_OF_PLACE_TEXT.split())
_KINDS_OF_BODY_TEXT = """
council trust project charity foundation association service services partnership award limited ltd
"""
_KINDS_OF_BODY = frozenset(_KINDS_OF_BODY_TEXT.split())
_END = re.compile(r"[.!?…:\n][\"'”’)\]]*\s*$|^[\s\"'“‘(\[–—-]*$")


def common_words(texts: Iterable[str]) -> Counter[str]:
    """How often each word stands in lower case: what is a word in this study is hardly a name."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(word for word in _WORD.findall(text) if word[:1].islower())
    return counts


def names(text: str, *, common: Counter[str] | None = None, known: Collection[str] = ()) -> Iterator[Found]:
    """Each run of words that may be a name. `known` are names for certain, in any case.

    A first name counts in any case, unless it is a word too; a capital counts in the middle of a sentence.
    """
    common = common or Counter()
    certain = {word.casefold() for name in known for word in name.split()}
    words = list(_WORD.finditer(text))
    number = 0
    while number < len(words):
        end = _run_end(text, words, number)
        found = _judged(text, words[number:end], common, certain)
        if found is not None:
            yield found
        number = end


def _run_end(text: str, words: list[re.Match[str]], start: int) -> int:
    """The end of a run of words with capitals, with the particles between them."""
    if not _has_capital(words[start]):
        return start + 1
    end = start + 1
    while end < len(words):
        follows = _is_next(text, words[end - 1], words[end])
        if follows and _has_capital(words[end]) and not _is_title(words[end]):
            end += 1
        elif (
            follows
            and words[end][0] in _PARTICLES
            and end + 1 < len(words)
            and _is_next(text, words[end], words[end + 1])
            and _has_capital(words[end + 1])
        ):
            end += 2
        else:
            break
    return end


def _has_capital(word: re.Match[str]) -> bool:
    return (word[0][0].isupper() and _plain(word) not in NO_NAMES) or _is_title(word)


def _is_title(word: re.Match[str]) -> bool:
    return word[0][0].isupper() and _plain(word) in _TITLES


def _plain(word: re.Match[str]) -> str:
    return word[0].replace("’", "'").casefold()


def _is_next(text: str, one: re.Match[str], other: re.Match[str]) -> bool:
    between = text[one.end() : other.start()]
    return between == " " or (between == ". " and _is_title(one))


def _judged(
    text: str, run: list[re.Match[str]], common: Counter[str], certain: Collection[str]
) -> Found | None:
    """What a run of words is, if it is a name; less the word that begins the sentence and is none."""
    if len(run) == 1:
        return _single(text, run[0], common, certain)
    starts = _begins_sentence(text, run[0])
    if starts and not _is_title(run[0]) and not _is_name(run[0], common, certain) and len(run) == 2:
        # "Bradford Council", or "When Sandra"
        if _stem(run[0]) in _OPENERS or common[_plain(run[0])]:
            return _single(text, run[1], common, certain)
    elif starts and (_stem(run[0]) in _OPENERS or common[_plain(run[0])]) and not _is_title(run[0]):
        return _judged(text, run[1:], common, certain)
    last = _plain(run[-1])
    sort = "place" if last in _KINDS_OF_PLACE else "body" if last in _KINDS_OF_BODY else "name"
    if any(_stem(word) in PLACES for word in run) and sort == "name":
        sort = "place"
    if all(word[0].isupper() and len(word[0]) < 6 for word in run):
        return None  # NHS, GP
    return Found(start=run[0].start(), end=_bare_end(run[-1]), sort=sort)


_OPENERS_TEXT = """
a an and as at but by for from how if in is it its it's no not of on or so that the then there they this
those to was we well what when where which who why with you your my me he she his her our their just
like because also honestly basically maybe after before once since while even some any all every each
"""
_OPENERS = frozenset(_OPENERS_TEXT.split())


def _single(  # noqa: PLR0911 - one rule a line
    text: str, word: re.Match[str], common: Counter[str], certain: Collection[str]
) -> Found | None:
    stem, has_capital = _stem(word), word[0][0].isupper()
    found = Found(start=word.start(), end=_bare_end(word), sort="name")
    if stem in certain:
        return found if has_capital or stem not in NAMES_AND_WORDS else None
    if stem in NO_NAMES or _plain(word) in NO_NAMES or _is_title(word):
        return None
    if stem in PLACES and (has_capital or stem not in PLACES_AND_WORDS):
        starts = stem in PLACES_AND_WORDS and _begins_sentence(text, word)
        return None if starts else Found(start=word.start(), end=_bare_end(word), sort="place")
    if stem in NAMES_AND_WORDS:
        return found if has_capital and not _begins_sentence(text, word) else None
    if stem in FIRST_NAMES:
        return found
    is_shout = word[0].isupper() and len(word[0]) > 1
    if not has_capital or len(stem) < 3 or is_shout or _begins_sentence(text, word):
        return None
    if common[_plain(word)] or common[stem]:
        return None
    return found


def _is_name(word: re.Match[str], common: Counter[str], certain: Collection[str]) -> bool:
    stem = _stem(word)
    return stem in certain or (stem in FIRST_NAMES and not common[stem])


def _stem(word: re.Match[str]) -> str:
    return re.sub(r"'s$", "", _plain(word))


def _bare_end(word: re.Match[str]) -> int:
    """The end of a word without its possessive."""
    return word.end() - 2 if word[0].replace("’", "'").endswith("'s") else word.end()


def _begins_sentence(text: str, word: re.Match[str]) -> bool:
    return _END.search(text[max(0, word.start() - 12) : word.start()]) is not None


def tell_tales(text: str, *, common: Counter[str] | None = None, known: Collection[str] = ()) -> list[Found]:
    """Everything in a text that may tell who somebody is, in order, none over another."""
    found = list(identifiers(text))
    taken = [(one.start, one.end) for one in found]
    for one in names(text, common=common, known=known):
        if not any(one.start < end and one.end > start for start, end in taken):
            found.append(one)
    return sorted(found)
