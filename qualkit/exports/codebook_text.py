"""A codebook as YAML in our own layout, or in the user's own file with only the changes made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from qualkit.exports.codebook_layout import CodeLines, Layout, Part
from qualkit.exports.yaml_text import yaml_pair
from qualkit.model.codebook import Code, Codebook, CodeStatus
from qualkit.model.draft import CodebookDraft, CodeDraft

_Value = str | tuple[str, ...]

_FIELDS = (
    "name", "id", "colour", "brief", "definition", "when", "when_not", "examples", "summary", "status",
    "counts_in_any", "version", "created",
)  # fmt: skip
_BARE = ("counts_in_any", "version")
_STEP = 2


def rendered(codebook: Codebook, layout: Layout | None = None, draft: CodebookDraft | None = None) -> str:
    """The codebook's file. `layout` is that of the file as it stands, `draft` what it says.

    What the study has as the file has it keeps its lines; comments stay with the code or key below them.
    """
    writing = _Writing(
        codebook=codebook, layout=layout or Layout(), draft=draft or CodebookDraft(name=codebook.name)
    )
    return "\n".join(writing.lines()).rstrip("\n") + "\n"


@dataclass(slots=True, kw_only=True)
class _Writing:
    codebook: Codebook
    layout: Layout
    draft: CodebookDraft
    _lines: dict[str, tuple[CodeLines, CodeDraft]] = field(init=False)
    """Code id → where and how the file has it."""
    _step: int = field(init=False)
    """From the keys of a code to the dashes of the codes below it, where the file does not say."""

    def __post_init__(self) -> None:
        by_line = {lines.name_line: lines for lines in self.layout.codes}
        found = [(by_line[each.where.line], each) for each in self.draft.codes if each.where.line in by_line]
        by_id = {each.id: (lines, each) for lines, each in found if each.id}
        by_path = {each.path: (lines, each) for lines, each in found if (each.id or "") not in self.codebook}
        self._lines = {}
        for code in self.codebook.codes:
            names = tuple(above.name for above in self.codebook.lineage(code.id))
            own = by_id.get(code.id) or by_path.get(names)
            if own:
                self._lines[code.id] = own
        steps = [lines.step for lines in self.layout.codes if lines.step is not None]
        self._step = steps[0] if steps else _STEP

    def lines(self) -> Iterator[str]:
        yield from self._top()
        yield from self._level(None, self.layout.codes[0].dash if self.layout.codes else _STEP)
        for part in self.layout.bottom:
            yield from (*part.lead, *part.lines)
        yield from self.layout.tail

    def _top(self) -> Iterator[str]:
        title = yaml_pair("title", self.codebook.title, 0) if self.codebook.title else []
        if not self.layout.top:
            yield from (*title, "codes:")
            return
        has_title = any(_is_title(part) for part in self.layout.top)
        for at, part in enumerate(self.layout.top):
            yield from part.lead
            if at == 0 and not has_title:
                yield from title
            is_changed = _is_title(part) and self.codebook.title != self.draft.title
            yield from title if is_changed else part.lines

    def _level(self, parent: str | None, dash: int) -> Iterator[str]:
        for code in self.codebook.children(parent):
            lines, draft = self._lines.get(code.id, (None, None))
            keys = dash + (lines.parts[0].column - lines.dash if lines else _STEP)
            parts = [_at(part, keys) for part in self._parts(code, lines, draft)]
            yield from _with_dash(parts, dash)
            step = lines.step if lines and lines.step is not None else self._step
            yield from self._level(code.id, keys + step)

    def _parts(self, code: Code, lines: CodeLines | None, draft: CodeDraft | None) -> Iterator[Part]:
        """The code's keys as they shall be, its `codes` last."""
        under = None
        for part in _completed(lines.parts if lines else (), code):
            if part.field == "codes":
                under = part if lines and lines.step is not None else None
            elif part.field not in _FIELDS or (
                part.key and draft and _said(draft, part.field) == _value(code, part.field)
            ):
                yield part
            elif value := _value(code, part.field):
                yield replace(part, lines=_pair(part, value))
        if self.codebook.children(code.id):
            yield under or _new_part("codes", "codes:")


def _pair(part: Part, value: _Value) -> tuple[str, ...]:
    if part.field in _BARE:
        return (f"{' ' * part.column}{part.key}: {value}",)
    first, *others = yaml_pair(part.key or "name", value, part.column)
    return (" " * part.column + first, *others)


def _completed(parts: Iterable[Part], code: Code) -> list[Part]:
    """The file's parts, and one for each field that the file lacks, in its usual place."""
    completed = list(parts)
    there = {part.field for part in completed}
    for rank, each in enumerate(_FIELDS):
        if each not in there and _value(code, each):
            earlier = [at for at, part in enumerate(completed) if part.field in _FIELDS[:rank]]
            completed.insert(earlier[-1] + 1 if earlier else len(completed), _new_part(each))
    return completed


def _new_part(key: str, *lines: str) -> Part:
    return Part(key=key, field=key, column=0, first=0, end=0, lines=lines)


def _at(part: Part, column: int) -> Part:
    """The part with its keys at another column."""
    by = column - part.column
    lead, lines = (tuple(_shifted(line, by) for line in each) for each in (part.lead, part.lines))
    return replace(part, column=column, lead=lead, lines=lines)


def _shifted(line: str, by: int) -> str:
    if not line.strip() or by == 0:
        return line
    return " " * by + line if by > 0 else line[min(-by, len(line) - len(line.lstrip(" "))) :]


def _with_dash(parts: Iterable[Part], dash: int) -> Iterator[str]:
    for at, part in enumerate(parts):
        yield from part.lead
        opening = part.lines[0]
        yield opening if at else f"{opening[:dash]}-{opening[dash + 1 :]}"
        yield from part.lines[1:]


def _is_title(part: Part) -> bool:
    return part.key.strip().casefold() == "title"


def _value(code: Code, name: str) -> _Value:
    """A field as the file would have it; empty where it need not be said."""
    if name == "status":
        return "" if code.status is CodeStatus.ACTIVE else code.status.value
    if name == "counts_in_any":
        return "" if code.counts_in_any else "false"
    if name == "version":
        return "" if code.version == 1 else str(code.version)
    value: _Value = getattr(code, name)
    return value


def _said(draft: CodeDraft, name: str) -> _Value:
    """The same of what the file says."""
    if name == "name":
        return draft.path[-1]
    if name == "status":
        return draft.status.value if draft.status and draft.status is not CodeStatus.ACTIVE else ""
    if name == "counts_in_any":
        return "false" if draft.counts_in_any is False else ""
    if name == "version":
        return str(draft.version) if draft.version and draft.version > 1 else ""
    value: _Value | None = getattr(draft, name)
    return value or () if name == "examples" else value or ""
