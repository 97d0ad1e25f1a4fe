"""The codes as rows of a tree, folded and filtered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from qualkit.model.codebook import Code, Codebook, CodeStatus
from qualkit.tui.code_marks import CodeMark
from qualkit.tui.matching import score
from qualkit.tui.widgets.row_list import Part, RowList


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRow:
    """A row of the tree: a code, or the title of a codebook where there are several."""

    title: str
    depth: int
    code: Code | None = None
    book: str = ""
    has_children: bool = False
    is_open: bool = True


class CodeRows(RowList):
    """The codebook as a tree; choosing a code applies it."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.rows: list[CodeRow] = []
        self.marks: Mapping[str, CodeMark] = {}
        self.pinned: Sequence[str] = ()
        """Ids of the codes that digits belong to: the first is 1."""
        self.counts: Mapping[str, int] = {}
        """Code id → how many codings, of everybody."""
        self._books: Sequence[Codebook] = ()
        self._folded: set[str] = set()
        self._wanted = ""

    def open(
        self, books: Sequence[Codebook], marks: Mapping[str, CodeMark], counts: Mapping[str, int]
    ) -> None:
        """Show codebooks; what was folded and highlighted stays so."""
        self._books, self.marks, self.counts = books, marks, counts
        self._lay_out()

    def filter(self, wanted: str) -> None:
        """Show the codes that fit what was typed, and what stands above them."""
        self._wanted = wanted.strip()
        self._lay_out()

    @property
    def highlighted_code(self) -> Code | None:
        """The code of the highlighted row."""
        return self.rows[self.highlighted].code if self.rows else None

    def rows_of(self, code_ids: Sequence[str]) -> list[int]:
        """The rows of some codes, those that are shown."""
        return [number for number, row in enumerate(self.rows) if row.code and row.code.id in code_ids]

    def fold(self, row: int) -> None:
        """Fold what stands below a row, or unfold it."""
        code = self.rows[row].code
        if code is not None and self.rows[row].has_children:
            self._folded ^= {code.id}
            self._lay_out()

    def _lay_out(self) -> None:
        before = self.highlighted_code
        self.rows = list(self._shown())
        ids = [row.code.id if row.code else "" for row in self.rows]
        if self._wanted:
            wanted = self._best()
        elif before is not None and before.id in ids:
            wanted = ids.index(before.id)
        else:
            wanted = next((number for number, one in enumerate(ids) if one), 0)
        self.show_rows(len(self.rows), wanted)

    def _best(self) -> int:
        scores = [score(self._wanted, row.title) if row.code else 0.0 for row in self.rows]
        return scores.index(max(scores)) if scores else 0

    def _shown(self) -> Iterable[CodeRow]:
        for book in self._books:
            fitting = self._fitting(book)
            if len(self._books) > 1 and (fitting or not self._wanted):
                yield CodeRow(title=book.title or book.name, depth=0, book=book.name)
            hidden_below: int | None = None
            for depth, code in book.walk():
                if hidden_below is not None and depth > hidden_below:
                    continue
                hidden_below = None
                if code.status is CodeStatus.RETIRED or (self._wanted and code.id not in fitting):
                    continue
                is_open = code.id not in self._folded or bool(self._wanted)
                hidden_below = None if is_open else depth
                yield CodeRow(
                    title=code.name,
                    depth=depth,
                    code=code,
                    book=book.name,
                    has_children=bool(book.children(code.id)),
                    is_open=is_open,
                )

    def _fitting(self, book: Codebook) -> set[str]:
        """The codes that fit what was typed, with those above them."""
        if not self._wanted:
            return set()
        found = [code for code in book.codes if score(self._wanted, code.name) > 0]
        return {above.id for code in found for above in book.lineage(code.id)}

    def row_parts(self, row: int) -> Sequence[Part]:
        """Fold mark, digit, letters, name, number."""
        shown = self.rows[row]
        if shown.code is None:
            return [(shown.title, "accent"), ("", "")]
        fold = ("▾ " if shown.is_open else "▸ ") if shown.has_children else "  "
        code_id = shown.code.id
        digit = str(self.pinned.index(code_id) + 1) if code_id in self.pinned else " "
        mark = self.marks[code_id]
        count = self.counts.get(code_id, 0)
        return [
            (f"{digit} ", "accent"),
            ("  " * shown.depth, ""),
            (fold, "dim"),
            (mark.letters, mark.colour),
            (" ", ""),
            (shown.title, ""),
            (str(count) if count else "", "dim"),
        ]
