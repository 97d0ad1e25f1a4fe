"""Splitting: a code becomes several, and its passages are given out to them one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import uuid4

from qualkit.actions.codebook_step import Editing, editing_code, free_name
from qualkit.errors import NotFound, Refused
from qualkit.model.codebook import Code, Codebook, CodeStatus
from qualkit.model.codepath import is_alike
from qualkit.model.plural import counted
from qualkit.store import code_use, codebooks, codings, recoding
from qualkit.store.code_use import Placed
from qualkit.store.codings import Owned
from qualkit.store.database import Connection
from qualkit.store.writer import Writer
from qualkit.study import Study


@dataclass(frozen=True, slots=True, kw_only=True)
class Recoded:
    """What a passage was given."""

    coding_id: str
    """The coding that stays on the passage."""
    codes: tuple[str, ...]
    """Paths of the codes that it has now."""


def split_code(
    study: Study, code_id: str, names: Sequence[str], *, is_beside: bool = False
) -> tuple[Code, ...]:
    """Make the codes that a code is to be split into, as one step, and give them in the order of the names.

    They stand below it, or `is_beside` right after it. A name that a code there has already means that code.
    No passage is given to them yet: `recode_coding` does that, one by one. Raises Refused without names, for
    a name given twice, and for the name of a retired code.
    """
    with editing_code(study, "split code", code_id) as (editing, code):
        wanted = [" ".join(name.split()) for name in names if name.strip()]
        _refuse_names(wanted)
        parent = code.parent if is_beside else code.id
        into = [_found_or_new(editing, name, parent, code) for name in wanted]
        fresh = [one for one in into if one.id not in editing.book]
        for one in fresh:
            codebooks.add_code(editing.writer, editing.book.name, one)
        if is_beside and fresh:
            _put_after(editing, code, fresh)
        after = replace(editing.book, codes=(*editing.book.codes, *fresh))
        paths = [after.path(one.id) for one in into]
        names = ", ".join(one.name for one in into)
        what = f"split the code {editing.book.path(code.id)} into {names}"
        editing.tell(code, what, {}, {"into": paths})
        editing.writer.detail["into_ids"] = [one.id for one in into]
    return tuple(into)


def _refuse_names(names: Sequence[str]) -> None:
    if not names:
        raise Refused("A code is split into others: give their names.", hint="One name a line.")
    for number, name in enumerate(names):
        if any(is_alike(name, other) for other in names[:number]):
            raise Refused(f'"{name}" is given twice.', hint="Give every new code a name of its own.")


def _found_or_new(editing: Editing, name: str, parent: str | None, code: Code) -> Code:
    for sibling in editing.book.children(parent):
        is_there = is_alike(sibling.name, name) and sibling.id != code.id
        if is_there and sibling.status is not CodeStatus.RETIRED:
            return sibling
    name = free_name(editing.book, name, parent)
    return Code(id=str(uuid4()), name=name, parent=parent, created=editing.writer.at)


def _put_after(editing: Editing, code: Code, fresh: Sequence[Code]) -> None:
    siblings = [sibling.id for sibling in editing.book.children(code.parent)]
    if below := siblings[siblings.index(code.id) + 1 :]:
        codebooks.order_codes(editing.writer, editing.book.name, [*(one.id for one in fresh), *below])


def split_into(study: Study, code_id: str) -> tuple[Code, ...]:
    """The codes that a code was last split into, those that are in use; before any split, the codes below."""
    with study.database.reading() as connection:
        book = _book_of(connection, code_id)
        if book is None:
            return ()
        splits = [
            one.event.detail
            for one in code_use.events_about(connection, code_id)
            if one.event.verb == "split code" and one.event.detail.get("code_id") == code_id
        ]
    for detail in reversed(splits):
        ids = detail.get("into_ids")
        found = _in_use(book, ids) if isinstance(ids, list) else ()
        if found:
            return found
    return _in_use(book, [code.id for code in book.children(code_id)])


def _in_use(book: Codebook, ids: Sequence[str]) -> tuple[Code, ...]:
    codes = (book[one] for one in ids if one in book)
    return tuple(code for code in codes if code.status is not CodeStatus.RETIRED)


def _book_of(connection: Connection, code_id: str) -> Codebook | None:
    return next((book for book in codebooks.codebooks(connection) if code_id in book), None)


# ---- giving passages out


def recode_coding(
    study: Study, coding_id: str, code_ids: Sequence[str], *, among: Sequence[str] = ()
) -> Recoded:
    """Give the passage of one of this coder's codings these codes instead of its code, as one step.

    The coding keeps its coder, memo, time and place; where several codes are given, each gets a coding like
    it. Where this coder has one of them there already, the two become one with both memos. Codes of `among`
    that are not given are taken off the passage. Raises Refused for a colleague's coding, for no codes, and
    for a retired code that the passage does not have yet.
    """
    with study.step("recode") as writer:
        found = codings.owned(writer.connection, [coding_id])
        if not found:
            raise NotFound("This coding is no longer there.", hint="It was taken off meanwhile.")
        coding = found[0]
        if coding.coder != writer.coder:
            raise Refused(f"This coding is {coding.coder}'s: only {coding.coder} can give it another code.")
        if not code_ids:
            raise Refused("A passage needs a code here.", hint="Take its code off where the text is open.")
        paths = _paths(writer.connection, coding, code_ids)
        stays = recoding.recode_one(writer, coding_id, code_ids, among)
        writer.summary = f"gave a passage of {coding.source} {', '.join(paths)}"
        writer.detail = {
            "source": coding.source,
            "code": ", ".join(paths),
            "code_ids": list(code_ids),
            "coding": stays,
        }
    return Recoded(coding_id=stays, codes=tuple(paths))


def _paths(connection: Connection, coding: Owned, code_ids: Sequence[str]) -> list[str]:
    book = _book_of(connection, coding.code)
    paths = []
    for code_id in dict.fromkeys(code_ids):
        if book is None or code_id not in book:
            raise Refused("This code is not in the codebook of the code that the passage has.")
        if book[code_id].status is CodeStatus.RETIRED and code_id != coding.code:
            raise Refused(f'The code "{book.path(code_id)}" is retired.', hint="Make it active again first.")
        paths.append(book.path(code_id))
    return paths


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleagues:
    """What colleagues coded with a code that this coder has split."""

    names: tuple[str, ...]
    passages: int
    """Codings of theirs with the code."""
    alike: int
    """Those on passages that this coder has given other codes."""


def colleagues_with(study: Study, code_id: str, into_ids: Sequence[str]) -> Colleagues:
    """Whose codings still have a split code, and how many of them could follow this coder."""
    with study.database.reading() as connection:
        theirs = _theirs(connection, study.coder, code_id)
        given = _given(connection, study.coder, code_id, into_ids)
    return Colleagues(
        names=tuple(dict.fromkeys(one.coder for one in theirs)),
        passages=len(theirs),
        alike=sum((one.source, one.place) in given for one in theirs),
    )


def recode_alike(study: Study, code_id: str, into_ids: Sequence[str]) -> int:
    """Give colleagues' codings with a split code the codes that this coder gave the identical passage.

    One step; gives how many codings. They stay their coder's, with memo and time.
    """
    with study.step("recode") as writer:
        given = _given(writer.connection, study.coder, code_id, into_ids)
        theirs = [
            one
            for one in _theirs(writer.connection, study.coder, code_id)
            if (one.source, one.place) in given
        ]
        for one in theirs:
            recoding.recode_one(writer, one.id, given[one.source, one.place])
        names = list(dict.fromkeys(one.coder for one in theirs))
        path = _path(writer, code_id)
        writer.summary = (
            f"gave {counted(len(theirs), 'coding')} of {', '.join(names)} other codes than {path}"
        )
        writer.detail = {"code": path, "code_ids": list(into_ids), "codings": len(theirs), "coders": names}
    return len(theirs)


def _theirs(connection: Connection, coder: str, code_id: str) -> list[Placed]:
    return [one for one in code_use.placed(connection, [code_id]) if one.coder != coder]


def _given(
    connection: Connection, coder: str, code_id: str, into_ids: Sequence[str]
) -> Mapping[tuple[str, object], list[str]]:
    """(source, place) → codes, of the passages that a coder has taken from a code and given to others."""
    found: dict[tuple[str, object], list[str]] = {}
    for one in code_use.placed(connection, [code_id, *into_ids], coder=coder):
        found.setdefault((one.source, one.place), []).append(one.code)
    return {where: codes for where, codes in found.items() if code_id not in codes}


def _path(writer: Writer, code_id: str) -> str:
    return codebooks.path_of(codebooks.lineage(writer.connection, code_id))
