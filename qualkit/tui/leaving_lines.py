"""What is said when a table or a quote leaves the study: small numbers, and who agreed to be quoted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from qualkit.actions.copying import QuoteRow
from qualkit.model.people import Consent
from qualkit.model.plural import counted
from qualkit.model.source import Voice


def with_small(small: int) -> str:
    """`, with 3 small numbers in it`; nothing for none."""
    return f", with {counted(small, 'small number')} in it" if small else ""


def wrote_small(path: Path, small: int) -> str:
    """What was written, and that a thought is due before it is passed on."""
    numbers = counted(small, "small number")
    return f"Wrote {path.name} into {path.parent.name}. It has {numbers}: think before it leaves. o opens it."


def caution(row: QuoteRow) -> str:
    """What to think of before a copied quote leaves the study."""
    if row.voice is Voice.WORKERS_NOTES:
        return " (worker's notes: evidence, not somebody's own words)"
    if row.consent is Consent.NO:
        return " (do not use it: this person does not want to be quoted)"
    if row.consent is Consent.NOT_RECORDED:
        return " (it is not recorded whether this person agreed to be quoted)"
    return ""


def cautions(rows: Sequence[QuoteRow]) -> str:
    """The same of several quotes, the gravest thing only."""
    refused = sum(row.consent is Consent.NO for row in rows)
    return f" (do not use {refused:,} of them: these people do not want to be quoted)" if refused else ""
