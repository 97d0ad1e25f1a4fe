"""Memos: notes on anything in the study (`qualkit memo`)."""

from __future__ import annotations

from qualkit.actions.coding import set_memo
from qualkit.actions.memo_views import MemoView
from qualkit.actions.provenance import provenance
from qualkit.actions.redacting import redactor
from qualkit.actions.selection import find_sources
from qualkit.errors import NotFound, QualkitError, Refused
from qualkit.model.codepath import find_code
from qualkit.model.coding import Memo
from qualkit.model.table import Column, Table
from qualkit.store import codebooks, codings, journal, people, sources
from qualkit.store import memos as store
from qualkit.store.writer import Writer
from qualkit.study import Study


def add_memo(study: Study, text: str, *, about: str = "study", target: str = "") -> Memo:
    """Write a memo on the study, a source, a passage (`SOURCE#17`), a person, a code or a coding.

    A code is named by its path or its id.
    """
    if not text.strip():
        raise QualkitError("The memo is empty.", hint='qualkit memo "What I noticed" --code Fear')
    with study.step("memo") as writer:
        found = _resolved(writer, about, target)
        memo = journal.add_memo(writer, about, found, _as_stored(text))
        _tell(writer, "memo on", about, found)
    return memo


def change_memo(study: Study, memo: MemoView, text: str) -> bool:
    """Give this coder's memo another text, or take it away with an empty one; gives whether it changed.

    Raises Refused for a colleague's memo, and NotFound for one that is gone.
    """
    if memo.is_in_coding:
        return set_memo(study, memo.id, text)
    with study.step("memo") as writer:
        kept = _own(writer, memo.id)
        plain = _as_stored(text)
        if not plain:
            store.remove_memo(writer, memo.id)
        changed = not plain or store.change_memo(writer, memo.id, plain)
        did = "rewrote the memo on" if plain else "took away the memo on"
        _tell(writer, did, kept.about, kept.target)
    return changed


def remove_memo(study: Study, memo: MemoView) -> bool:
    """Take this coder's memo away; raises Refused for a colleague's."""
    return change_memo(study, memo, "")


def _own(writer: Writer, memo_id: str) -> Memo:
    kept = store.memo(writer.connection, memo_id)
    if kept is None:
        raise NotFound("This memo is no longer there.", hint="It was taken away meanwhile.")
    if kept.coder != writer.coder:
        raise Refused(
            f"This memo is {kept.coder}'s: only {kept.coder} can change it.", hint="Write one of your own."
        )
    return kept


def _as_stored(text: str) -> str:
    """Lines end with LF, as in every text of the study; half a character from a terminal becomes a mark."""
    plain = text.strip().replace("\r\n", "\n").replace("\r", "\n")
    return plain.encode("utf-8", "replace").decode()


def _resolved(writer: Writer, about: str, target: str) -> str:
    connection = writer.connection
    match about:
        case "source":
            return find_sources(sources.sources(connection), [target])[0].source.name
        case "passage":
            return _passage(writer, target)
        case "code":
            if codebooks.lineage(connection, target):
                return target
            return find_code(target, codebooks.codebooks(connection))[1].id
        case "person":
            if target not in people.case_ids(connection):
                raise NotFound(
                    f'There is no person called "{target}".', hint="People are named SOURCE:SPEAKER."
                )
        case "coding":
            if not codings.has_coding(connection, target):
                raise NotFound(
                    f'There is no coding "{target}".', hint='"qualkit codings --format json" lists them.'
                )
    return target


def _passage(writer: Writer, target: str) -> str:
    source, mark, key = target.rpartition("#")
    if not mark:
        raise QualkitError(
            f'"{target}" does not name a passage.', hint="Write SOURCE#NUMBER, such as FG1#17."
        )
    stored = find_sources(sources.sources(writer.connection), [source])[0]
    if key not in {segment.key for segment in sources.segments(writer.connection, stored.id)}:
        raise NotFound(f'"{stored.source.name}" has no passage {key}.')
    return f"{stored.source.name}#{key}"


def _tell(writer: Writer, did: str, about: str, target: str) -> None:
    """Say in the log what a memo is on, by names instead of ids."""
    writer.detail = {"about": about, "target": target}
    named = f"{about} {target}".strip()
    if about in ("source", "passage"):
        writer.detail["source"] = target.rpartition("#")[0] if about == "passage" else target
    elif about == "code":
        named = f"code {_path(writer, target)}"
    elif about == "coding":
        named = "a coding"
        for one in codings.owned(writer.connection, [target]):
            writer.detail |= {"source": one.source, "code": _path(writer, one.code)}
            named = f"a coding of {one.source}: {writer.detail['code']}"
    writer.summary = f"{did} {named}"


def _path(writer: Writer, code_id: str) -> str:
    return codebooks.path_of(codebooks.lineage(writer.connection, code_id))


def memos_table(study: Study) -> Table:
    """All memos in one place, oldest first."""
    with study.database.reading() as connection:
        found, redact = journal.memos(connection), redactor(connection)
        paths = {c.id: book.path(c.id) for book in codebooks.codebooks(connection) for c in book.codes}
    rows = tuple(
        {
            "id": memo.id,
            "created": memo.created,
            "coder": memo.coder,
            "about": memo.about,
            "target": paths.get(memo.target, memo.target),
            "text": redact.text(memo.text),
        }
        for memo in found
    )
    columns = (
        Column(key="id", title="Id", shown=False),
        Column(key="created", title="When"),
        Column(key="coder", title="Who"),
        Column(key="about", title="About"),
        Column(key="target", title="What"),
        Column(key="text", title="Memo"),
    )
    return Table(
        id="memos", title=f"Memos in {study.title}", columns=columns, rows=rows,
        provenance=provenance(study, "memo", coder="any"),
    )  # fmt: skip
