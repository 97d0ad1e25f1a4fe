"""One step of work on a codebook, and the names that codes can have there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from qualkit.errors import NotFound, Refused
from qualkit.model.codebook import Code, Codebook, CodeStatus
from qualkit.model.codepath import is_alike
from qualkit.model.display import UNSAFE
from qualkit.store import codebooks
from qualkit.store.writer import Writer
from qualkit.study import Study


@dataclass(frozen=True, slots=True)
class Editing:
    """One step of work on a codebook."""

    writer: Writer
    book: Codebook

    def tell(self, code: Code, what: str, old: Mapping[str, object], new: Mapping[str, object]) -> None:
        """Put into the event what was done, with what changed."""
        self.writer.summary = what
        self.writer.detail = {
            "codebook": self.book.name,
            "code": self.book.path(code.id) if code.id in self.book else code.name,
            "code_id": code.id,
            "old": dict(old),
            "new": dict(new),
        }


@contextmanager
def editing_code(study: Study, verb: str, code_id: str) -> Iterator[tuple[Editing, Code]]:
    """A step of work on one code; raises NotFound where it is gone."""
    with study.step(verb) as writer:
        books = codebooks.codebooks(writer.connection)
        book = next((book for book in books if code_id in book), None)
        if book is None:
            raise NotFound(
                "This code is no longer in the codebook.", hint="Somebody has removed or merged it."
            )
        yield Editing(writer, book), book[code_id]


def free_name(book: Codebook, name: str, parent: str | None, but: str = "") -> str:
    """The name as it can stand under this parent; raises Refused for an empty one and one that is taken.

    `but` is the code that is to have it, which may have it already.
    """
    wanted = " ".join(name.split())
    if not wanted:
        raise Refused("A code needs a name.", hint="A word or two that say what belongs to it.")
    if UNSAFE.search(wanted):
        raise Refused("This name has characters in it that can't be shown.", hint="Type it anew.")
    for sibling in book.children(parent):
        if sibling.id != but and is_alike(sibling.name, wanted):
            is_retired = sibling.status is CodeStatus.RETIRED
            raise Refused(
                f'There is a code called "{book.path(sibling.id)}" already'
                + (", retired." if is_retired else "."),
                hint="Make it active again, or give another name."
                if is_retired
                else "Give another name, or put it under another code.",
            )
    return wanted
