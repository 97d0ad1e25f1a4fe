"""How long what people said may be kept, as study.toml says."""

from __future__ import annotations

from datetime import date

from qualkit.study import Study


def past_date(study: Study, today: date | None = None) -> str:
    """A sentence where the day is past after which the material may no longer be kept; else empty."""
    last = study.manifest.destroy_after
    if last is None or (today or date.today()) <= last:
        return ""
    return f"What people said was to be destroyed after {last:%d %B %Y}".replace(" 0", " ")
