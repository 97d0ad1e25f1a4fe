"""What the name of a column says of its use. Names are told in words: `ResponseId` is "response id"."""

from __future__ import annotations

import re

RECORD_NAMES = (
    "record id", "response id", "submission id", "record no", "record number", "record ref",
    "record reference", "urn", "unique response number", "unique reference number", "case note id",
    "contact id", "interview id", "incident id", "respondent id", "record", "id", "ref", "reference", "no",
    "uuid", "guid", "key",
)  # fmt: skip
"""Names of a record's id, the surest first."""

PERSON_NAMES = (
    "person", "child", "respondent", "participant", "client", "young person", "yp", "case", "service user",
    "patient", "pupil", "student", "interviewee", "learner", "resident", "beneficiary", "victim", "caller",
)  # fmt: skip
"""Names of the person a record speaks of, the surest first."""

_PERSON_SUFFIXES = ("id", "no", "number", "ref", "reference", "code", "pseudonym", "identifier", "urn")
_WEIGHT_WORDS = frozenset({"weight", "weights", "weighting", "wt", "wgt", "wts"})
_WEIGHT_COMPANY = frozenset({
    "survey", "sample", "sampling", "final", "case", "person", "design", "post", "stratification", "rim",
    "factor", "normalised", "response",
})  # fmt: skip
_RECORD_FILE_WORDS = frozenset({
    "contact", "contacts", "case", "record", "interview", "note", "notes", "incident", "worker",
    "caseworker", "practitioner", "referral", "referrer", "helpline", "counsellor", "disclosure",
    "safeguarding",
})  # fmt: skip
_FREE_TEXT = re.compile(
    r"\b(explain|describe|comments?|anything else|own words|specify|tell us|feedback|story|suggestions?|"
    r"open ended|free ?text|verbatim|what else|notes?|narrative|summary|details?)\b"
)
_OWN_WORDS = re.compile(r"\b(own words|verbatim|quotes?|quotation|transcript)\b")
_QUESTION_CODE = re.compile(r"^q\s?\d+( \w+)*$|^question \d+$")
_WORDS_OF_A_LABEL = 3


def words(name: str) -> str:
    """A name as lower-case words.

    >>> words("ResponseId"), words("IP_Address"), words("Q1: Your e-mail?")
    ('response id', 'ip address', 'q1 your e mail')
    """
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name)
    return " ".join(re.findall(r"[^\W_]+", apart.casefold()))


def rank_as_record(name: str) -> int | None:
    """How sure a name is that of the record's id: 0 is the surest; None for other names."""
    said = words(name)
    return RECORD_NAMES.index(said) if said in RECORD_NAMES else None


def rank_as_person(name: str) -> int | None:
    """How sure a name is that of the person, with or without `id`: 0 is the surest; None for other names."""
    said = words(name)
    for suffix in _PERSON_SUFFIXES:
        said = said.removesuffix(f" {suffix}")
    return PERSON_NAMES.index(said) if said in PERSON_NAMES else None


def is_weight(name: str) -> bool:
    """Whether a name is that of a survey weight."""
    said = set(words(name).split())
    return bool(said & _WEIGHT_WORDS) and said <= _WEIGHT_WORDS | _WEIGHT_COMPANY


def asks_for_text(wording: str) -> bool:
    """Whether a name or question asks for an answer in one's own words."""
    return bool(_FREE_TEXT.search(words(wording)))


def holds_own_words(name: str) -> bool:
    """Whether a column of records says that it holds what the person said."""
    return bool(_OWN_WORDS.search(words(name)))


def is_question(name: str) -> bool:
    """Whether a name reads like a question of a questionnaire, or its number."""
    said = words(name)
    return "?" in name or len(said.split()) > 2 * _WORDS_OF_A_LABEL or bool(_QUESTION_CODE.match(said))


def record_file_words(name: str) -> frozenset[str]:
    """The words of a short name that a file of records would use."""
    said = words(name).split()
    return _RECORD_FILE_WORDS & set(said) if len(said) <= _WORDS_OF_A_LABEL else frozenset()
