"""study.toml: title, team, nouns, attributions, bases and reporting rules of a study."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from qualkit.errors import FileRefused

NAME = "study.toml"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Reporting(_Part):
    """How small numbers are treated in what leaves the study."""

    small_numbers: Literal["warn", "hide"] = "warn"
    threshold: int = Field(default=10, ge=1)
    """Numbers of fewer people than this are small."""
    zeros: Literal["show", "hide"] = "show"
    """Whether "nobody" is hidden, too."""
    round_to: int = Field(default=0, ge=0)
    """Where small numbers are hidden: the others are rounded to a multiple of it; 0: they are not."""
    bank_facts: Literal["all"] | tuple[str, ...] | None = None
    """Attributes and closed answers that go with each quote of a bank, besides those of its attribution.

    "all" or ["*"]; None: what the team wrote of people, and none of their answers to closed questions.
    """

    @property
    def hands_over_all_facts(self) -> bool:
        """Whether everything that is known of people goes with their quotes."""
        return self.bank_facts == "all" or "*" in (self.bank_facts or ())

    @model_validator(mode="after")
    def _can_hide(self) -> Reporting:
        if self.small_numbers == "hide" and self.threshold < 3:
            raise ValueError('to hide, "threshold" has to be 3 or more: else to hide a number tells it')
        return self


class CompareSeries(_Part):
    """One of the results that a comparison sets side by side."""

    title: str
    of: str
    """What gives it, as one would type it behind `qualkit`: "prevalence harm --base missing"."""
    noun: str = ""
    """What its numbers are numbers of, such as "contacts"; else what the result itself calls them."""
    only: tuple[str, ...] = ()
    """The rows that it was asked for, where the result has more: the others are blank, and not 0."""


class Compare(_Part):
    """Results side by side, and which of their rows are the same thing."""

    title: str = ""
    series: tuple[CompareSeries, ...] = Field(min_length=1)
    rows: dict[str, tuple[str, ...] | str] = Field(default_factory=dict)
    """What a row is called → what it is called in the results."""


class WordRules(_Part):
    """Which words are counted."""

    stop: tuple[str, ...] = ()
    """Words that tell nothing in this study, besides those of qualkit's own list."""
    keep: tuple[str, ...] = ()
    """Words of that list that this study counts."""


ConsentTo = Literal["analysis", "quotation", "archive"]


class ScreeningRules(_Part):
    """How records are left out of the study."""

    reasons: tuple[str, ...] = ()
    """What a record may be left out for; empty: whatever is given."""


class ProposalRules(_Part):
    """When proposed codes are shown, and where they never are."""

    show_before_reading: bool = False
    """Whether what a model proposes is shown before a passage is marked as read; the log says since when."""
    double_coding: tuple[str, ...] = ()
    """Samples of records, and sources, that two people are to code apart: nothing is proposed there."""


class Manifest(_Part):
    """A study's own settings. Everything has a default but the title."""

    title: str
    id: str = ""
    team: tuple[str, ...] = ()
    consensus: tuple[str, ...] = ("agreed",)
    approach: Literal["codebook", "reflexive", "framework"] = "codebook"
    nouns: dict[str, tuple[str, str]] = Field(default_factory=dict)
    """Data file or source → (one, several), such as ("contact", "contacts")."""
    attribution: dict[str, str] = Field(default_factory=dict)
    """Source, file's stem or "default" → template, such as "{role}"."""
    bases: dict[str, dict[str, str]] = Field(default_factory=dict)
    reporting: Reporting = Reporting()
    consent: dict[str, dict[ConsentTo, str]] = Field(default_factory=dict)
    """Data file → consent to what → the closed question in which it was given."""
    screening: ScreeningRules = ScreeningRules()
    proposals: ProposalRules = ProposalRules()
    destroy_after: date | None = None
    """The day after which what people said may no longer be kept."""
    compare: dict[str, Compare] = Field(default_factory=dict)
    words: WordRules = WordRules()

    @property
    def counts_codes(self) -> bool:
        """Whether this team says how often a code was used: see docs/decisions/006."""
        return self.approach == "codebook"

    @property
    def compares_coders(self) -> bool:
        """Whether this team compares what its members coded."""
        return self.approach != "reflexive"


def read_manifest(path: Path) -> Manifest:
    """The manifest in a file; raises FileRefused with every problem of it."""
    try:
        return Manifest.model_validate(tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except UnicodeDecodeError as error:
        raise FileRefused("This file is not UTF-8 text.", str(path), "Save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise FileRefused(f"This file can't be read: {error}.", str(path)) from error
    except ValidationError as error:
        problems = [
            f"{'.'.join(str(p) for p in e['loc'])}: {_plain(e['msg'], e['type'])}" for e in error.errors()
        ]
        raise FileRefused("\n".join(["Some settings are not understood:", *problems]), str(path)) from error


def _plain(message: str, kind: str) -> str:
    known = ", ".join(name for name in Manifest.model_fields)
    return f"there is no such setting; known are {known}" if kind == "extra_forbidden" else message


def new_manifest_text(title: str, study_id: str) -> str:
    """A study.toml for a new study, with what can be set as comments."""
    import tomlkit

    quoted = tomlkit.string(title).as_string()
    return f"""# The settings of this study. Lines that begin with # are notes; take the # off to use them.
title = {quoted}
id = "{study_id}"

# team = ["Ana", "Ben"]
# approach = "codebook"        # or "reflexive", "framework"

# [nouns]                      # what a row of a data file is called: one, several
# helpline = ["contact", "contacts"]

# [attribution]                # who is named behind a quote
# default = "participant"
# professionals = "{{role}}"     # a column or attribute in braces

# [bases]                      # a group that you count often
# missing = {{ stage = "Currently missing|Returned" }}

# [words]                      # what "qualkit words" leaves out besides function words, and what it keeps
# stop = ["school"]
# keep = ["like"]

# destroy_after = 2031-12-31     # "qualkit status" says so when this day is past

# [consent.professionals]      # closed questions of survey/professionals.csv that hold consent
# quotation = "May we quote you?"

# [screening]                  # why a record may be left out
# reasons = ["Not about the topic", "Sent twice"]

# [proposals]                  # codes that "qualkit suggest" proposes
# show_before_reading = true   # else only in what is marked as read; the log says since when
# double_coding = ["sample 1"] # samples and sources in which nothing is proposed

# [reporting]
# small_numbers = "warn"       # or "hide"
# threshold = 10
# zeros = "show"              # or "hide"
# round_to = 5                # where they are hidden, round the others
# bank_facts = ["role"]       # what goes with each quote in .xlsx, .html, .csv and .json; or "all"
"""
