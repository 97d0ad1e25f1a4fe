"""Undo, redo and the log."""

from __future__ import annotations

from qualkit.actions.provenance import provenance
from qualkit.actions.received import PARTICIPANTS_FILE, put_files, remember_participants
from qualkit.actions.save import save_codebooks, save_received
from qualkit.actions.selection import check_coder
from qualkit.model.table import Column, Table
from qualkit.store import journal
from qualkit.store import undo as steps
from qualkit.store.writer import Writer
from qualkit.study import Study


def next_undo(study: Study) -> steps.PendingStep | None:
    """This coder's newest step that is not taken back; None where undo has nothing to do."""
    with study.database.reading() as connection:
        return steps.next_to_undo(connection, study.coder)


def undo(study: Study) -> str:
    """Take back this coder's last step and say what it was."""
    with study.database.writing() as connection:
        undone = steps.undo(Writer(connection, study.coder))
    _after(study, undone)
    return undone.summary


def redo(study: Study) -> str:
    """Do this coder's last undone step again and say what it was."""
    with study.database.writing() as connection:
        redone = steps.redo(Writer(connection, study.coder))
    _after(study, redone)
    return redone.summary


def _after(study: Study, done: steps.Undone) -> None:
    put_files(study, done.files)
    if any(path == PARTICIPANTS_FILE for path, _ in done.files):
        with study.database.writing() as connection:
            remember_participants(study, connection)
    if done.verb == "add":
        save_received(study)
    if done.verb == "import codebook":
        save_codebooks(study)


def log_table(study: Study, *, coder: str = "") -> Table:
    """Who did what, when, oldest first."""
    with study.database.reading() as connection:
        check_coder(study, connection, coder)
        logged = journal.events(connection)
    rows = tuple(
        {"at": one.event.at, "coder": one.event.coder, "verb": one.event.verb, "summary": one.event.summary}
        for one in logged
        if coder in ("", "any", one.event.coder)
    )
    columns = (
        Column(key="at", title="When"),
        Column(key="coder", title="Who"),
        Column(key="verb", title="Did", shown=False),
        Column(key="summary", title="What"),
    )
    return Table(
        id="log",
        title=f"Log of {study.title}",
        columns=columns,
        rows=rows,
        provenance=provenance(study, "log", coder=coder or "any"),
    )
