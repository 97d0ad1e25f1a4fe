"""Where to look: sources, who speaks, what was asked, what is coded already."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache

from qualkit.actions.selection import QUESTION, People, Selection, check_coder, find_sources
from qualkit.model.codepath import find_code
from qualkit.model.source import Segment
from qualkit.model.text import fold_line
from qualkit.store import codebooks, search, sources
from qualkit.store.database import Connection
from qualkit.store.search import Coded, Scope, Wanted
from qualkit.store.sources import Stored
from qualkit.study import Study

Meets = Callable[[str, str | None, str | None, str | None], bool]
"""Whether a passage is wanted, by its source, record, person, and question or heading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Which passages a search looks at; empty fields ask for everything."""

    selection: Selection = field(default_factory=Selection)
    questions: tuple[str, ...] = ()
    """Questions of a talk, by number or as they begin, or open questions of a survey; either of them."""
    code: str = ""
    """Passages that have this code or one below it; with `is_coded` False, those that do not."""
    is_coded: bool | None = None
    coder: str = ""
    """Whose coding that is; empty: anybody's."""
    heard_only: bool = False
    """Without what moderators, observers and the like said."""

    def __str__(self) -> str:
        parts = [str(self.selection)] if str(self.selection) else []
        parts += [f"question {one}" for one in self.questions]
        if self._looks_at_coding:
            what = f"coded {self.code}".strip() if self._is_coded else f"not coded {self.code}".strip()
            parts.append(what + (f" by {self.coder}" if self.coder else ""))
        return "; ".join(parts)

    @property
    def _looks_at_coding(self) -> bool:
        return bool(self.code or self.coder or self.is_coded is not None)

    @property
    def _is_coded(self) -> bool:
        return self.is_coded is not False

    def scope(self, study: Study, connection: Connection) -> Scope:
        """The limits that the store looks after; raises NotFound for names that the study does not know."""
        check_coder(study, connection, self.coder)
        stored = find_sources(sources.sources(connection), self.selection.sources)
        asked = [self._open_questions(stored, one) for one in self.questions]
        if asked and all(asked):
            stored = [one for one in stored if any(one in some for some in asked)]
        is_all = not self.selection.sources and not any(asked)
        return Scope(
            sources=None if is_all else tuple(one.id for one in stored),
            roles=tuple(role.value for role in self.selection.speaker_roles),
            heard_only=self.heard_only and not self.selection.speaker_roles,
            coded=self._coded(connection) if self._looks_at_coding else None,
        )

    @staticmethod
    def _open_questions(stored: Sequence[Stored], question: str) -> list[Stored]:
        said = fold_line(question)
        names = ((one, (one.source.name.partition(":")[2], one.source.title)) for one in stored)
        return [one for one, known in names if one.question_id and said in map(fold_line, known)]

    def _coded(self, connection: Connection) -> Coded:
        codes: tuple[str, ...] | None = None
        if self.code:
            book, code = find_code(self.code, codebooks.codebooks(connection))
            codes = tuple(book.under(code.id))
        coder = "" if self.coder == "any" else self.coder
        return Coded(codes=codes, coder=coder, is_coded=self._is_coded)

    def met_by(self, connection: Connection, wanted: Wanted) -> Wanted:
        """Less what does not meet --where, or was said under another question."""
        meets = self.condition(connection)
        if meets is None:
            return wanted
        kept = tuple(row[0] for row in search.speaking(connection, wanted) if meets(*row[1:]))
        return Wanted(scope=wanted.scope, plus=kept)

    def condition(self, connection: Connection) -> Meets | None:
        """A test for passages that the store does not look after; None where there is nothing to test."""
        conditions = list(self.selection.where)
        stored = sources.sources(connection)
        if self.questions and not all(self._open_questions(stored, one) for one in self.questions):
            conditions.append(f"{QUESTION}={'|'.join(self.questions)}")
        if not conditions:
            return None
        test = People.load(connection).condition(conditions)

        @cache
        def meets(source: str, record: str | None, case: str | None, section: str | None) -> bool:
            return test(
                Segment(
                    source=source, key="", ordinal=0, text="", record=record, case=case, section=section
                )
            )  # fmt: skip

        return meets
