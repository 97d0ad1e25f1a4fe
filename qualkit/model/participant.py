"""A row of `participants.csv`: who a speaker is, and what they agreed to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from qualkit.errors import Where
from qualkit.model.people import Consent
from qualkit.model.source import SpeakerRole


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantRow:
    """One speaker of one source, or a case by itself where `source` and `speaker` are empty."""

    source: str = ""
    """The source's name or stem."""
    speaker: str = ""
    """The name in the transcript."""
    case: str = ""
    """The person's name in the study; empty for the usual `SOURCE:SPEAKER`."""
    pseudonym: str = ""
    speaker_role: SpeakerRole | None = None
    """None where the file does not say."""
    analysis: Consent = Consent.NOT_RECORDED
    quotation: Consent = Consent.NOT_RECORDED
    archive: Consent = Consent.NOT_RECORDED
    attributes: Mapping[str, str] = field(default_factory=dict)
    """Of the columns that are none of the above; empty cells are left out."""
    where: Where = field(default_factory=Where)
