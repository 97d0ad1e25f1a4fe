"""Coding passages that were found by their meaning, as one step of undo."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

from qualkit.actions.coding import Applied, NewCode, usable_path
from qualkit.actions.edit_codebook import new_code
from qualkit.actions.passages_in_scope import ScopedPassage
from qualkit.actions.present_texts import present_texts
from qualkit.errors import NotFound, Refused
from qualkit.model.coding import Coding, Origin
from qualkit.model.plural import counted
from qualkit.store import codings
from qualkit.store.writer import Writer
from qualkit.study import Study


def code_passages(
    study: Study,
    passages: Sequence[ScopedPassage],
    code_ids: Sequence[str],
    *,
    like: str = "",
    make: NewCode | None = None,
) -> Applied:
    """Put codes on passages of whatever sources, as this coder and one step; what is there already stays.

    `like` says for the log what they were looked for by; `make` is a code that is made on the way. Raises
    NotFound where a passage or code is gone, Refused for a retired code and for nothing to code.
    """
    if not passages or not (code_ids or make):
        raise Refused("There is nothing to code: no passage, or no code, was chosen.")
    with study.step("code") as writer:
        paths = {one: usable_path(writer.connection, one) for one in dict.fromkeys(code_ids)}
        made = ""
        if make is not None:
            book, code = new_code(writer, make.book, make.name, make.parent)
            paths[code.id], made = book.path(code.id), f"made the code {book.path(code.id)} and "
        _refuse_changed(writer, passages)
        wanted = [_coding(writer, one, code_id) for one in passages for code_id in paths]
        added = codings.added_codings(writer, wanted)
        said = ", ".join(paths.values())
        places = {(one.source, one.place) for one in added}
        writer.summary = f"{made}coded {counted(len(places), 'passage')} found by what they mean: {said}"
        writer.detail = {
            "code": said,
            "code_ids": list(paths),
            "passages": len(added),
            "origin": Origin.RULE.value,
            "like": like,
        }
    quotes = tuple(one.quote for one in passages)
    return Applied(quotes=quotes, codes=tuple(paths.values()), codings=tuple(added))


def _coding(writer: Writer, one: ScopedPassage, code_id: str) -> Coding:
    return Coding(
        id=str(uuid4()),
        source=one.segment.source,
        place=one.place,
        code=code_id,
        coder=writer.coder,
        quote=one.quote,
        origin=Origin.RULE,
        created=writer.at,
    )


def _refuse_changed(writer: Writer, passages: Sequence[ScopedPassage]) -> None:
    """Refuse passages whose words are others by now, or gone."""
    segments = [one.segment for one in passages]
    now = present_texts(writer.connection, ((one.source, one.key) for one in segments))
    for one in segments:
        if now.get((one.source, one.key)) != one.text:
            raise NotFound(
                f"Passage {one.key} of {one.source} is no longer as it was found.", hint="Look once more."
            )
