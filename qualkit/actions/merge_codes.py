"""Merging: one code goes into another, with everything that hangs on it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from qualkit.actions.codebook_step import editing_code
from qualkit.errors import NotFound, Refused
from qualkit.model.codebook import Code, Codebook, CodeStatus
from qualkit.model.codepath import is_alike
from qualkit.store import code_use, codebooks, recoding
from qualkit.study import Study


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What became of a merged code."""

    into: Code
    codings: int
    """Codings that now have the other code."""
    joined: int
    """Codings on the same passage by the same coder that became one."""
    was_removed: bool
    """Whether the merged code is gone; else it is retired, and says where it went."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MergePlan:
    """What merging would do."""

    passages: int
    people: int
    joined: int
    """Codings on a passage that the same coder gave both codes: they become one."""
    codes_below: int
    is_unused: bool
    """Whether the code would be gone; else it is retired."""


def plan_merge(study: Study, from_id: str, into_id: str) -> MergePlan:
    """What merging two codes would do. Raises Refused where `merge_codes` would."""
    with study.database.reading() as connection:
        book = next((one for one in codebooks.codebooks(connection) if from_id in one), None)
        if book is None:
            raise NotFound("This code is no longer in the codebook.")
        _mergeable(book, book[from_id], into_id)
        use = code_use.use_of(connection, from_id)
        return MergePlan(
            passages=use.passages,
            people=use.people,
            joined=code_use.joined_by(connection, from_id, into_id),
            codes_below=len(book.children(from_id)),
            is_unused=not recoding.is_referred_to(connection, from_id),
        )


def merge_codes(study: Study, from_id: str, into_id: str) -> Merged:
    """Let one code go into another: everybody's codings, proposals, memos, and the codes below it move.

    Where a coder has both on the same passage, one coding stays with both memos. The merged code is retired
    and says where it went, since files of colleagues may still name it; it is removed if nothing ever hung
    on it. Raises Refused across codebooks, into a code below itself, into a retired one, and where both have
    a code of the same name below them.
    """
    with editing_code(study, "merge codes", from_id) as (editing, code):
        writer, book = editing.writer, editing.book
        into = _mergeable(book, code, into_id)
        is_unused = not recoding.is_referred_to(writer.connection, from_id)
        moved = recoding.recode(writer, from_id, into_id)
        children = [child.id for child in book.children(from_id)]
        for child in children:
            codebooks.change_code(writer, replace(book[child], parent=into_id))
        codebooks.order_codes(writer, book.name, children)
        if is_unused:
            codebooks.remove_code(writer, from_id)
        else:
            note = f'Merged into "{book.path(into_id)}": use that.'
            text = "\n".join(part for part in (note, code.when_not) if part)
            codebooks.change_code(writer, replace(code, status=CodeStatus.RETIRED, when_not=text))
        what = f"merged the code {book.path(from_id)} into {book.path(into_id)}"
        old = {"status": code.status.value, "when_not": code.when_not}
        new = {"into": book.path(into_id), "codings": moved.codings, "joined": moved.joined}
        editing.tell(code, what, old, new | {"codes below": len(children), "was_removed": is_unused})
        writer.detail["into_ids"] = [into_id]
    return Merged(into=into, codings=moved.codings, joined=moved.joined, was_removed=is_unused)


def _mergeable(book: Codebook, code: Code, into_id: str) -> Code:
    if into_id not in book:
        raise Refused("Both codes must be in one codebook.", hint="Apply the other code where it belongs.")
    into = book[into_id]
    if into_id == code.id:
        raise Refused("A code can't be merged with itself.")
    if into_id in book.under(code.id):
        raise Refused(
            f'"{into.name}" stands below "{code.name}".', hint=f'Move "{into.name}" out first, then merge.'
        )
    if into.status is CodeStatus.RETIRED:
        raise Refused(f'The code "{book.path(into_id)}" is retired.', hint="Make it active again first.")
    for child in book.children(code.id):
        for other in book.children(into_id):
            if is_alike(child.name, other.name):
                raise Refused(
                    f'Both codes have a code called "{child.name}" below them.', hint="Merge these two first."
                )
    return into
