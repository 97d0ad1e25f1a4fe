"""Answers that are not answers: don't know, not applicable, refused, not selected, not asked, missing."""

from __future__ import annotations

import re

from qualkit.model.questionnaire import LevelKind

_PATTERNS: tuple[tuple[LevelKind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (LevelKind.NOT_ASKED, r"not asked|not shown|not routed|logical skip|skipped by routing"),
        (LevelKind.NOT_SELECTED, r"not (selected|ticked|checked|chosen)|un(selected|ticked|checked)"),
        (
            LevelKind.REFUSED,
            r"(id |i |i would )?(prefer|rather|choose) not( to)?"
            r"( say| answer| disclose| state| respond| tell)?( this| that)?"
            r"|refused|(i )?declined?( to (say|answer|state))?",
        ),
        (
            LevelKind.NOT_APPLICABLE,
            r"n a|(this |it )?(does not|doesnt) apply( to me)?|not applicable( .*)?|inapplicable"
            r"|i (dont|do not|never) do (this|that|it)",
        ),
        (
            LevelKind.DONT_KNOW,
            r"d k|dk|(i )?(dont|do not|didnt|did not) (know|remember|recall)( .*)?|(im |i am )?not sure"
            r"|(im |i am )?unsure|no opinion|no idea|(i )?(cant|cannot|can not) (say|remember|recall|tell)"
            r"|unable to say|not sure (or|i) dont know|unsure (or|i) dont know|uncertain",
        ),
        (
            LevelKind.MISSING,
            r"no (answer|response|reply)( given)?|not (answered|stated|known|recorded|completed|provided)"
            r"|missing|unknown|blank|skipped|unanswered",
        ),
    )
)
_NUMBERED = re.compile(r"^\s*[-+]?\d+\s*[-\u2013\u2014.:)=]*\s+(?=\D)")
_WITHIN_WORD = re.compile(r"(?<=\w)['\u2018\u2019`\u00b4?\ufffd](?=\w)")


def plain_words(label: str) -> str:
    """A label as lower-case words without punctuation; `don't` in any of its spellings is `dont`.

    >>> plain_words(" I don’t know/not sure. ")
    'i dont know not sure'
    """
    return " ".join(re.findall(r"[^\W_]+", _WITHIN_WORD.sub("", label.casefold())))


def kind_of_answer(label: str) -> LevelKind:
    """What an answer says; `ANSWER` where it is one. A number before the words does not matter.

    >>> [kind_of_answer(label).value for label in ("9 - Prefer not to say", "NA", "N/A", "Agree")]
    ['prefer not to say', 'not asked', 'not applicable', 'answer']
    """
    if not label.strip():
        return LevelKind.MISSING
    if label.strip() == "NA":
        return LevelKind.NOT_ASKED
    said = plain_words(_NUMBERED.sub("", label))
    return next((kind for kind, pattern in _PATTERNS if pattern.fullmatch(said)), LevelKind.ANSWER)
