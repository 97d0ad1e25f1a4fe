"""The quote bank as a value: themes, their passages, and what should be said about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from qualkit.model.codebook import Code, Codebook
from qualkit.model.people import Consent
from qualkit.model.quote import Quote
from qualkit.model.source import SpeakerRole, Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One speaker's stretch of a passage, redactions applied. `text` is what may be shown."""

    speaker: str | None
    role: SpeakerRole | None
    case: str | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A coded passage with everything that a bank says of it. Coded alike by two people, it is one."""

    code: str
    """The code's id."""
    source: str
    source_title: str
    kind: str
    """The source's kind (transcript, answers, records, document)."""
    voice: Voice
    segment: str
    """The key of the segment where it starts."""
    ordinal: int
    """The turn, answer or record number of that segment in its source."""
    start: int
    end_segment: str
    end: int
    parts: tuple[Part, ...]
    group: str
    """The attribution group: the source's stem, for looking up the template."""
    attributes: Mapping[str, str] = field(default_factory=dict)
    """Of the one person or record it belongs to; empty where it spans several people."""
    quotation: Consent = Consent.NOT_RECORDED
    """No, if any of its people said no; not recorded, if any has not said; else yes."""
    attribution: str = ""
    start_ms: int | None = None
    before: str = ""
    """Context, when asked for."""
    after: str = ""
    coders: tuple[str, ...] = ()
    memo: str = ""
    record: str | None = None
    coding_ids: tuple[str, ...] = ()
    is_read: bool = True
    quote: Quote | None = None
    """What was chosen of it for the bank; None where it is not."""
    is_flagged: bool = False
    """Whether somebody on the team should look at it first: it stays out of the bank."""
    has_old_wording: bool = False
    """Whether its edited words are left aside since they no longer fit the text, which was corrected."""

    @property
    def credit(self) -> str:
        """Who it is by, as it prints: as written for this quote, else as the study says."""
        return (self.quote.attribution if self.quote else "") or self.attribution

    @property
    def is_display(self) -> bool:
        """Whether it is to be set apart, large."""
        return self.quote is not None and self.quote.is_display

    @property
    def cases(self) -> tuple[str, ...]:
        """The people who speak in it, each once, in order; a moderator is not one of them."""
        heard = (part.case for part in self.parts if part.case and (part.role is None or part.role.is_heard))
        return tuple(dict.fromkeys(heard))


@dataclass(frozen=True, slots=True, kw_only=True)
class BankCode:
    """A code's place in the bank, with its passages; `depth` 0 is a theme.

    Among chosen quotes a code stands anew wherever the order comes back to it.
    """

    code: Code
    path: str
    depth: int
    passages: tuple[Passage, ...]
    """Coded with this very code: those chosen in their order, else in source order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How much stands behind a theme, with all below it."""

    quotes: int
    people: int
    sources: int
    by_voice: Mapping[str, int] = field(default_factory=dict)
    """Attribution → number of quotes."""
    of_known: int = 0
    """How many of the quotes are of people who are known by name or number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """A theme of the bank: its own passages first, then those of the codes below it."""

    codes: tuple[BankCode, ...]
    """Depth first; the first is the theme itself. Codes without passages here or below are left out."""
    tally: Tally
    """Of what is shown."""
    chosen_from: Tally | None = None
    """Of all that is coded, where only chosen quotes are shown."""

    @property
    def code(self) -> Code:
        """The theme's own code."""
        return self.codes[0].code


@dataclass(frozen=True, slots=True, kw_only=True)
class Bank:
    """Everything that a quote bank shows, in order."""

    title: str
    codebooks: tuple[Codebook, ...]
    themes: tuple[Theme, ...]
    notes: tuple[str, ...]
    """At the end: dominance, people never quoted, small attributions, doubles, thin themes, consent."""
    is_for_quotation: bool = True
    """False for the separate file of evidence from worker's notes."""
