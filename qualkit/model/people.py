"""The people of a study: cases, the records that speak of them, and their consent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Consent(StrEnum):
    """One of three answers; `not recorded` is neither yes nor no."""

    YES = "yes"
    NO = "no"
    NOT_RECORDED = "not recorded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A person or organisation, unique in the study (`FG1:P3`)."""

    name: str
    pseudonym: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    analysis: Consent = Consent.NOT_RECORDED
    quotation: Consent = Consent.NOT_RECORDED
    archive: Consent = Consent.NOT_RECORDED


class Screening(StrEnum):
    """Whether a record is in the study."""

    INCLUDED = "included"
    LEFT_OUT = "left out"
    UNDECIDED = "undecided"
