"""How a codebook's YAML file is laid out, line by line, so that what has not changed can stay as it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from qualkit.importers.codebooks.fields import field_named
from qualkit.importers.codebooks.yaml_file import Node, compose

_BLOCKS = ("|", ">")


@dataclass(slots=True, kw_only=True)
class Part:
    """A key with its value, or a code that is a bare name: its lines, and what stands right above them."""

    key: str
    """As the file spells it; empty for a bare name."""
    field: str | None
    """The field it means; None for a key of the user's own."""
    column: int
    first: int
    """Index of its first line."""
    end: int
    """Index of the line after its last one."""
    lead: tuple[str, ...] = ()
    """Comments and blank lines above."""
    lines: tuple[str, ...] = ()
    """With blanks in place of a dash."""


@dataclass(slots=True, kw_only=True)
class CodeLines:
    """A code's own parts, without the codes below it."""

    dash: int
    """The column of its dash."""
    name_line: int
    """The line of its name, from 1: where the reader found it."""
    parts: list[Part]
    step: int | None = None
    """From the column of its keys to the dashes of the codes right below; None if there are none."""


@dataclass(slots=True, kw_only=True)
class Layout:
    """The whole file."""

    top: list[Part] = field(default_factory=list)
    """The keys of the book up to `codes`; none where the file is a bare list."""
    codes: list[CodeLines] = field(default_factory=list)
    bottom: list[Part] = field(default_factory=list)
    tail: tuple[str, ...] = ()
    """Comments after everything else."""


class _TooLooseError(Exception):
    """The layout is not one that can be kept line by line."""


def layout_of(text: str, file: str) -> Layout | None:
    """The layout of a codebook in the documented form; None for the looser ones.

    Raises:
        FileRefused: the text is no YAML.
    """
    root = compose(text, file)
    try:
        return _scanned(root, text.rstrip("\n").split("\n"))
    except _TooLooseError:
        return None


def _scanned(root: Node, lines: Sequence[str]) -> Layout:
    layout = Layout()
    codes: Node | None = root
    if root.id == "mapping":
        codes = None
        for key, value in _pairs(root):
            is_codes = codes is None and field_named(key.value) == "codes"
            part = _part(key, value, lines, ends_with_key=is_codes)
            (layout.top if codes is None else layout.bottom).append(part)
            codes = value if is_codes else codes
    if codes is None:
        raise _TooLooseError
    layout.codes = list(_codes(codes, lines))
    layout.tail = _divide(
        [*layout.top, *(part for code in layout.codes for part in code.parts), *layout.bottom], lines
    )
    return layout


def _codes(sequence: Node, lines: Sequence[str]) -> Iterator[CodeLines]:
    """Each code of a list, and those below it, as they stand in the file."""
    if sequence.id != "sequence" or getattr(sequence, "flow_style", False):
        raise _TooLooseError
    dash = sequence.start_mark.column
    for item in sequence.value:
        if item.id == "scalar":
            part = Part(
                key="",
                field="name",
                column=item.start_mark.column,
                first=item.start_mark.line,
                end=item.end_mark.line + 1,
            )
            yield CodeLines(dash=dash, name_line=part.first + 1, parts=[part])
            continue
        pairs = list(_pairs(item))
        first = pairs[0][0].start_mark
        if lines[first.line][: first.column].strip() != "-":
            raise _TooLooseError
        yield from _code(pairs, dash, lines)


def _code(pairs: Sequence[tuple[Node, Node]], dash: int, lines: Sequence[str]) -> Iterator[CodeLines]:
    parts, below, step, name_line = [], [], None, 0
    for key, value in pairs:
        known = field_named(key.value)
        is_list = known == "codes" and value.id == "sequence" and bool(value.value)
        parts.append(_part(key, value, lines, ends_with_key=is_list))
        if known == "name" and not name_line:
            name_line = value.start_mark.line + 1
        if is_list:
            step = value.start_mark.column - key.start_mark.column
            below += list(_codes(value, lines))
    if not name_line:
        raise _TooLooseError
    yield CodeLines(dash=dash, name_line=name_line, parts=parts, step=step)
    yield from below


def _pairs(node: Node) -> Iterator[tuple[Node, Node]]:
    if node.id != "mapping" or getattr(node, "flow_style", False) or not node.value:
        raise _TooLooseError
    for key, value in node.value:
        if key.id != "scalar" or key.start_mark.line != key.end_mark.line:
            raise _TooLooseError
        yield key, value


def _part(key: Node, value: Node, lines: Sequence[str], *, ends_with_key: bool) -> Part:
    line, column = key.start_mark.line, key.start_mark.column
    end = line + 1 if ends_with_key else max(_end(value, lines, column), line + 1)
    return Part(key=key.value, field=field_named(key.value), column=column, first=line, end=end)


def _end(node: Node, lines: Sequence[str], column: int) -> int:
    """Index of the line after the last one of a value, whose key or dash stands at `column`."""
    if node.id == "scalar" and node.style in _BLOCKS:
        return _block_end(lines, node.start_mark.line, column)
    if node.id == "scalar" and not node.value and node.style is None:
        return 0  # nothing stands there, and its marks may be anywhere
    if node.id == "scalar" or getattr(node, "flow_style", False):
        return node.end_mark.line + 1
    if node.id == "mapping":
        key, value = node.value[-1]
        return _part(key, value, lines, ends_with_key=False).end
    return max(node.start_mark.line + 1, _end(node.value[-1], lines, node.start_mark.column))


def _block_end(lines: Sequence[str], header: int, column: int) -> int:
    """A block goes on as long as lines are blank or stand further in than `column`."""
    end = header + 1
    for at in range(header + 1, len(lines)):
        if lines[at].strip():
            if _indent(lines[at]) <= column:
                break
            end = at + 1
    return end


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _divide(parts: Sequence[Part], lines: Sequence[str]) -> tuple[str, ...]:
    """Gives each part its lines and what stands between it and the one before; what is left is the tail."""
    at = 0
    for part in sorted(parts, key=lambda part: part.first):
        if part.first < at:
            raise _TooLooseError
        part.lead = tuple(lines[at : part.first])
        opening = lines[part.first]
        part.lines = (" " * part.column + opening[part.column :], *lines[part.first + 1 : part.end])
        at = part.end
    return tuple(lines[at:])
