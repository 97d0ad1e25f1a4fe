"""Sentences of workers' notes: patterns with words of a child put in, in one of five hands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from sample.phrases import forms_of

_CHOICE = re.compile(r"\{([^{}]*)\}")
_SLOT = re.compile(r"<(\w+)>")
_FIRST_PERSON = re.compile(r"\b(?:I|me|my)\b")
_THE_WORKER = re.compile(r"\bthe worker\b", re.IGNORECASE)
_SAID = re.compile(r"'[^']*'(?!\w)")
_LIMIT = 2
_MOST_WORDS_OF_A_SENTENCE = 34


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence as it stands in a note, the pattern it comes from, and the codes it carries."""

    text: str
    pattern: str
    codes: tuple[str, ...]
    """With their book: `risk:Family conflict`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Teller:
    """Who is told of, in whose hand; `said` are the sentences of the note so far."""

    words: Mapping[str, str]
    hand: str
    said: Sequence[Sentence]
    avoided: frozenset[str]
    """Patterns that this child's notes have already."""


@dataclass(slots=True)
class Sayings:
    """Says sentences of patterns, the least used first, and none in more than two notes."""

    random: Random
    used: Counter[str] = field(default_factory=Counter)

    def say(self, patterns: Sequence[str], codes: tuple[str, ...], teller: Teller) -> Sentence:
        """One sentence that suits what was said before it; it is used up only by `keep`.

        Raises ValueError when nothing is left to say.
        """
        order = sorted(
            patterns, key=lambda one: (one in teller.avoided, self.used[one], self.random.random())
        )
        for pattern in order:
            forms = [self._worded(form, teller) for form in _forms(pattern)]
            fitting = [text for text in forms if self.used[text] < _LIMIT and self._suits(text, teller)]
            if fitting:
                text = min(fitting, key=lambda one: (self.used[one], self.random.random()))
                return Sentence(text=text, pattern=pattern, codes=codes)
        raise ValueError(f"Nothing is left to say of {len(patterns)} patterns, the first: {patterns[0]}")

    def keep(self, sentences: Sequence[Sentence]) -> None:
        """Counts the sentences of a note that is done."""
        for sentence in sentences:
            self.used[sentence.text] += 1
            self.used[sentence.pattern] += 1

    def _worded(self, form: str, teller: Teller) -> str:
        known = " ".join(one.text for one in teller.said)
        text = _in_hand(form, teller.hand, is_first=len(teller.said) % 3 == 0)
        friend = teller.words["friend"]
        words = dict(teller.words)

        def word(found: re.Match[str]) -> str:
            key = found[1].lower()
            said = words[key]
            if key == "friend":
                words["friend"] = _known_friend(friend)
            return said[:1].upper() + said[1:] if found[1][0].isupper() else said

        if friend in known:
            words["friend"] = _known_friend(friend)
        return _SLOT.sub(word, text)

    def _suits(self, text: str, teller: Teller) -> bool:
        """Whether a worker who is `I` in a note stays so, and the sentence is not too long to be read."""
        outside = _SAID.sub("", " ".join(one.text for one in teller.said))
        own = _SAID.sub("", text)
        if len(text.split()) > _MOST_WORDS_OF_A_SENTENCE:
            return False
        if _THE_WORKER.search(own) and (teller.hand == "told" or _FIRST_PERSON.search(own + outside)):
            return False
        if _FIRST_PERSON.search(own) and (teller.hand == "formal" or _THE_WORKER.search(outside)):
            return False
        return text not in {one.text for one in teller.said}


def _forms(pattern: str) -> Iterator[str]:
    """Every form of a pattern; one that begins with `= ` takes the same place of each of its choices."""
    if not pattern.startswith("= "):
        return forms_of(pattern)
    choices = [found.split("|") for found in _CHOICE.findall(pattern)]
    return (_linked(pattern.removeprefix("= "), place) for place in range(min(map(len, choices))))


def _linked(pattern: str, place: int) -> str:
    return _CHOICE.sub(lambda found: found[1].split("|")[place], pattern)


def _known_friend(friend: str) -> str:
    """How a friend is called the second time in a note."""
    return friend.rpartition(" ")[2] if " friend " in friend else f"the {friend.rpartition(' ')[2]}"


def _in_hand(form: str, hand: str, *, is_first: bool) -> str:
    """The same sentence as different people write it; the first one of a note names who it is about."""
    opener = form.startswith("<They> ")
    if hand == "brief" and opener and not form.startswith(("<They> and ", "<They> or ")):
        rest = form.removeprefix("<They> ")
        return rest[0].upper() + rest[1:]
    if hand == "short" and opener and is_first:
        return "YP " + form.removeprefix("<They> ")
    if hand == "formal" and opener and is_first:
        return "The young person " + form.removeprefix("<They> ")
    if hand == "told":
        form = form.replace("<They> said that ", "<They> told me that ").replace("told the worker", "told me")
    return form
