"""Whether proposals are shown before a passage is read: kept in study.toml, and logged when it changes."""

from __future__ import annotations

from qualkit.errors import NotFound
from qualkit.model.text import fold_line
from qualkit.store import journal, screening, sources
from qualkit.store.database import Connection
from qualkit.store.proposals import SetAside
from qualkit.store.writer import record_event, unrecorded
from qualkit.study import Study

VERB = "proposals"


def note_setting(study: Study) -> None:
    """Log that proposals are shown before reading, or are not any more; nothing where the log knows it."""
    is_early = study.manifest.proposals.show_before_reading
    with study.database.reading() as connection:
        known = journal.last_of(connection, VERB)
    if is_early == bool(known is not None and known.detail.get("show_before_reading")):
        return
    with unrecorded(study.database, study.coder) as writer:
        shown = "before a passage is marked as read" if is_early else "only in what is marked as read"
        writer.summary = f"study.toml: proposed codes are shown {shown}"
        writer.detail = {"show_before_reading": is_early}
        record_event(writer, VERB)


def set_aside(study: Study, connection: Connection) -> SetAside:
    """What study.toml sets aside for coding by two people; raises NotFound for a name that is neither."""
    names = study.manifest.proposals.double_coding
    if not names:
        return SetAside(consensus=study.manifest.consensus)
    drawn = {fold_line(one.sample): one.sample for one in screening.sampled(connection)}
    stored = [one.source for one in sources.sources(connection)]
    samples, chosen = [], []
    for name in names:
        known = fold_line(name)
        texts = [one.name for one in stored if known in (fold_line(one.name), fold_line(one.stem))]
        if known in drawn:
            samples.append(drawn[known])
        elif not texts:
            raise NotFound(
                f'There is no sample or source called "{name}".',
                "study.toml, double_coding",
                candidates=[*drawn.values(), *(one.name for one in stored)][:4],
            )
        chosen += texts
    return SetAside(samples=tuple(samples), sources=tuple(chosen), consensus=study.manifest.consensus)
