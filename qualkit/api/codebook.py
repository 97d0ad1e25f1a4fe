"""Working on codebooks. Codes are given by their paths: `Parent/Child`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Unpack

from qualkit.actions import code_history, edit_codebook, merge_codes, split_code, workspace
from qualkit.actions.code_history import HistoryLine
from qualkit.actions.merge_codes import Merged
from qualkit.actions.split_code import Recoded
from qualkit.model.codebook import Code, Codebook
from qualkit.model.codepath import find_code

if TYPE_CHECKING:
    from qualkit.study import Study


class Codebooks:
    """The part of an open study that works on codebooks. Every change is one step of undo."""

    _study: Study

    def make_codebook(self, name: str, *, title: str = "") -> Codebook:
        """Make an empty codebook."""
        return edit_codebook.make_codebook(self._study, name, title)

    def make_code(self, name: str, *, codebook: str, under: str = "") -> Code:
        """Make a code: a theme, or `under` the code of a path."""
        return edit_codebook.make_code(self._study, codebook, name, self._code_id(under) if under else None)

    def rename_code(self, code: str, name: str) -> Code:
        """Give the code of a path another name."""
        return edit_codebook.rename_code(self._study, self._code_id(code), name)

    def describe_code(self, code: str, **fields: Unpack[edit_codebook.Fields]) -> Code:
        """Change a code's definition, use, examples, colour or summary; what is not given stays."""
        return edit_codebook.describe_code(self._study, self._code_id(code), **fields)

    def move_code(self, code: str, *, under: str = "", before: str = "", after: str = "") -> Code:
        """Put a code under another one, or beside one; without any, make it a theme."""
        under, before, after = (self._code_id(path) if path else "" for path in (under, before, after))
        return edit_codebook.move_code(
            self._study, self._code_id(code), parent=under or None, before=before, after=after
        )

    def merge_codes(self, code: str, into: str) -> Merged:
        """Let one code, with everybody's codings and the codes below it, go into another."""
        return merge_codes.merge_codes(self._study, self._code_id(code), self._code_id(into))

    def retire_code(self, code: str) -> Code:
        """Take a code out of use; its codings stay."""
        return edit_codebook.retire_code(self._study, self._code_id(code))

    def reactivate_code(self, code: str) -> Code:
        """Bring a retired code into use again."""
        return edit_codebook.reactivate(self._study, self._code_id(code))

    def remove_code(self, code: str) -> None:
        """Take out a code on which nothing hangs."""
        edit_codebook.remove_code(self._study, self._code_id(code))

    def not_looked_for(self, code: str) -> list[tuple[str, str]]:
        """(source, key) of what this coder read before there was the code."""
        return edit_codebook.not_looked_for(self._study, self._code_id(code))

    def split_code(self, code: str, names: Sequence[str], *, beside: bool = False) -> tuple[Code, ...]:
        """Make the codes that a code is to be split into, below it or `beside` it; passages stay with it."""
        return split_code.split_code(self._study, self._code_id(code), names, is_beside=beside)

    def recode(self, coding_id: str, codes: Sequence[str]) -> Recoded:
        """Give one passage of this coder's other codes instead of the one it has; its memo stays."""
        return split_code.recode_coding(self._study, coding_id, [self._code_id(code) for code in codes])

    def code_history(self, code: str) -> tuple[HistoryLine, ...]:
        """What was done with a code, newest first."""
        return code_history.code_history(self._study, self._code_id(code))

    def _code_id(self, path: str) -> str:
        return find_code(path, [view.codebook for view in workspace.codebook_view(self._study)])[1].id
