"""Bringing an open study up to date with its folder: what colleagues and sync services changed there."""

from __future__ import annotations

from qualkit.actions import consent_columns
from qualkit.actions.carry_out import carry_out, tidy
from qualkit.actions.copies import copies, join_copies, join_files
from qualkit.actions.drift import drift
from qualkit.actions.forget import drop_copies
from qualkit.actions.load import Loaded, have_come_back, take_in
from qualkit.actions.save import save_files
from qualkit.store.traces import rewrite_pages
from qualkit.study import Study


def is_news(study: Study) -> bool:
    """Whether the folder holds something that the study has not taken in."""
    return (
        bool(drift(study).changed or copies(study)) or have_come_back(study) or consent_columns.is_news(study)
    )


def catch_up(study: Study) -> Loaded:
    """Take in what changed in the text files, join second versions, and forget what colleagues forgot."""
    found = copies(study)
    join_files(study, found)
    gone = carry_out(study)
    changes = drift(study)
    has_news = bool(changes.changed) or have_come_back(study) or consent_columns.is_news(study)
    loaded = take_in(study, changes.changed) if has_news else Loaded()
    if gone is not None:
        tidy(study, gone)
        drop_copies(study)
        rewrite_pages(study.database.path)
    if found:
        more = join_copies(study, found)
        loaded.problems += more.problems
        loaded.files += more.files
        loaded.clashes = more.clashes or loaded.clashes
        loaded.set_aside = more.files
        loaded.held_forgotten += more.held_forgotten
    if loaded.held_forgotten and not loaded.clashes:
        save_files(study, set(loaded.held_forgotten))
    return loaded
