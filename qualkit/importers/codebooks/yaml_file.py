"""Codebooks in YAML, read from the bare tree of the file: no tag is obeyed and every line is known."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from qualkit.errors import FileRefused, Where
from qualkit.importers.codebooks.fields import (
    MAX_DEPTH,
    TITLES,
    Said,
    distinct,
    draft_of,
    field_named,
    finding,
    nearest_key,
)
from qualkit.importers.encoding import decode
from qualkit.model.draft import CodebookDraft, CodeDraft
from qualkit.model.finding import Finding

MAX_BYTES = 5_000_000
MAX_CODES = 20_000

_PROBLEMS = {
    "quoted scalar": "a quotation mark opens and is never closed",
    "'\\t'": "a tab stands where blanks should",
    "mapping values are not allowed": 'this line has a ": " too many, or is not indented like its neighbours',
    "<block end>": "this line is not indented like its neighbours",
    "<document start>": "this line is not indented like its neighbours",
    "flow": "a bracket opens and is not closed as it should be",
    "undefined alias": "a text that begins with * must stand in quotes",
    "could not find expected ':'": 'this line should have a ": "',
    "cannot start any token": "a text that begins with this sign must stand in quotes",
    "another document": "a line of dashes begins a second document",
}
"""What the parser says → what it means to somebody who writes a codebook."""
_BOOK_KEYS = frozenset({"title", "name", "version", "author", "authors", "date", "licence", "license"})
_CODE_FIELDS = frozenset(TITLES) - {"parent"}


class Mark(Protocol):
    """A place in the file; lines and columns count from 0."""

    line: int
    column: int


class Node(Protocol):
    """What is read of a node of ruamel.yaml's tree, whose own types say less."""

    id: str
    value: Any
    style: str | None
    start_mark: Mark
    end_mark: Mark


def read_yaml(path: Path) -> tuple[CodebookDraft, tuple[Finding, ...]]:
    """The codebook of a .yaml file; the layout is that of docs/codebooks.md, and looser ones of its kind.

    Raises:
        FileRefused: no YAML, too large, or no codes in it.
    """
    text, findings = _text_of(path)
    draft, problems = yaml_codebook(text, file=path.name)
    return draft, (*findings, *problems)


def yaml_codebook(text: str, *, file: str) -> tuple[CodebookDraft, tuple[Finding, ...]]:
    """The codebook of a YAML text, as if it stood in `file`.

    Raises:
        FileRefused: no YAML, or no codes in it.
    """
    reading = _Reading(file=file)
    title, codes = reading.book(compose(text, file))
    kept, doubles = distinct(codes)
    return CodebookDraft(name=Path(file).stem, title=title, codes=kept), (*reading.findings, *doubles)


def _text_of(path: Path) -> tuple[str, tuple[Finding, ...]]:
    where = Where(file=path.name)
    try:
        is_too_large = path.stat().st_size > MAX_BYTES
        data = b"" if is_too_large else path.read_bytes()
    except OSError as error:
        hint = "Check its name and folder, and whether another program holds it open."
        raise FileRefused("The file can't be opened.", where, hint) from error
    if is_too_large:
        raise FileRefused("The file is too large for a codebook.", where, "Check that it is the right one.")
    if not data.strip():
        raise FileRefused("The file is empty.", where, "See docs/codebooks.md for what a codebook holds.")
    decoded = decode(data, file=path.name)
    return decoded.text, decoded.findings


def compose(text: str, file: str) -> Node:
    """The tree of a YAML text, before any of its values is interpreted.

    Raises:
        FileRefused: with the line where it stops being YAML.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, ReusedAnchorWarning, YAMLError
    from ruamel.yaml.reader import ReaderError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ReusedAnchorWarning)  # YAML 1.2 allows it: the last one holds
            root: Node | None = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _no_yaml(file, mark.line + 1 if mark else None, _in_plain_words(error)) from error
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise _no_yaml(file, line, "a character that can't be shown stands here") from error
    except (YAMLError, ValueError) as error:
        raise _no_yaml(file, None, "it can't be understood") from error
    except RecursionError as error:
        raise FileRefused("The file is nested too deeply for a codebook.", Where(file=file)) from error
    if root is None:
        raise FileRefused("The file holds nothing but comments.", Where(file=file))
    return root


def _in_plain_words(error: Any) -> str:
    said = f"{error.context or ''} {error.problem or ''}"
    return next(
        (plain for words, plain in _PROBLEMS.items() if words in said), "this line can't be understood"
    )


def _no_yaml(file: str, line: int | None, problem: str) -> FileRefused:
    return FileRefused(
        f"This is not YAML that can be read: {problem}.",
        Where(file=file, line=line),
        'Indent with spaces, codes of one level alike; put texts with ": " or " #" in them in quotes.',
    )


@dataclass(slots=True)
class _Reading:
    """One pass over the tree: where it is, and what was wrong so far."""

    file: str
    findings: list[Finding] = field(default_factory=list)
    codes: int = 0

    def where(self, node: Node) -> Where:
        return Where(file=self.file, line=node.start_mark.line + 1)

    def error(self, message: str, node: Node, hint: str = "") -> None:
        self.findings.append(finding("codebook-shape", message, self.where(node), hint=hint))

    def book(self, root: Node) -> tuple[str, list[CodeDraft]]:
        if root.id == "scalar":
            hint = "See docs/codebooks.md for what a codebook holds."
            raise FileRefused("The file holds no list of codes.", self.where(root), hint)
        if root.id == "sequence":
            return "", list(self.level(root, ()))
        title, under, others = "", None, []
        for key, value in root.value:
            plain = key.value.strip().casefold() if key.id == "scalar" else ""
            if plain == "title" and value.id == "scalar":
                title = " ".join((_text(value) or "").split("\n")).strip()
            elif plain not in _BOOK_KEYS and field_named(plain) == "codes" and under is None:
                under = value
            elif plain not in _BOOK_KEYS:
                others.append((key, value))
        if under is None:
            return title, [draft for key, value in others for draft in self.entry(key, value, ())]
        for key, _ in others:
            self.unknown(key, frozenset({"codes"}))
        return title, list(self.level(under, ()))

    def level(self, node: Node, above: tuple[str, ...]) -> Iterator[CodeDraft]:
        """The codes of one list (or mapping) and all below them, depth first."""
        if _is_null(node):
            return
        if node.id == "scalar":
            self.error("Here should stand a list of codes, each on a line that begins with a dash.", node)
        elif len(above) >= MAX_DEPTH:
            self.error(f"Codes deeper than {MAX_DEPTH} levels are left out.", node)
        elif node.id == "mapping":
            for key, value in node.value:
                yield from self.entry(key, value, above)
        else:
            for item in node.value:
                yield from self.item(item, above)

    def item(self, node: Node, above: tuple[str, ...]) -> Iterator[CodeDraft]:
        if node.id == "scalar":
            yield from self.code(node, [], above)
        elif node.id == "sequence":
            self.error("Here should stand one code, not a list.", node, "Give the list a code with a name.")
        elif any(_field_of(key) == "name" for key, _ in node.value):
            named = next(value for key, value in node.value if _field_of(key) == "name")
            pairs = [(key, value) for key, value in node.value if value is not named]
            yield from self.code(named, pairs, above)
        elif [_field_of(key) for key, _ in node.value].count(None) in (0, len(node.value)):
            yield from self._nameless_or_entries(node, above)
        else:  # "- Fear:" with its fields on the level of the name
            key, value = next(pair for pair in node.value if _field_of(pair[0]) is None)
            own = [] if _is_null(value) else [(key, value)]
            yield from self.code(key, [*own, *(pair for pair in node.value if pair[0] is not key)], above)

    def _nameless_or_entries(self, node: Node, above: tuple[str, ...]) -> Iterator[CodeDraft]:
        if not node.value or _field_of(node.value[0][0]) is not None:
            self.error("A code without a name is left out.", node, "Begin it with: - name: …")
            return
        for key, value in node.value:
            yield from self.entry(key, value, above)

    def entry(self, key: Node, value: Node, above: tuple[str, ...]) -> Iterator[CodeDraft]:
        """`Fear: definition`, `Fear: {definition: …}`, or `Fear:` with the codes below it."""
        if value.id == "scalar":
            yield from self.code(key, [] if _is_null(value) else [(_key("definition", value), value)], above)
        elif value.id == "mapping" and any(_field_of(inner) is not None for inner, _ in value.value):
            yield from self.code(key, value.value, above)
        else:
            yield from self.code(key, [(_key("codes", value), value)], above)

    def code(
        self, named: Node, pairs: list[tuple[Node, Node]], above: tuple[str, ...]
    ) -> Iterator[CodeDraft]:
        """A code with the given name and fields, then all codes below it."""
        self.codes += 1
        if self.codes > MAX_CODES:
            raise FileRefused(f"The file has more than {MAX_CODES:,} codes.", self.where(named))
        name = " ".join(named.value.split("\n")).strip() if named.id == "scalar" else ""
        if not name:
            self.error("A code without a name is left out, with all below it.", named)
            return
        path, said, below = (*above, name), [], []
        for key, value in self.known(pairs):
            if _field_of(key) == "codes":
                below.append(value)
            else:
                said += self.said(_field_of(key) or "", key, value)
        draft, problems = draft_of(path, said, self.where(named))
        self.findings += problems
        yield draft
        for node in below:
            yield from self.level(node, path)

    def known(self, pairs: list[tuple[Node, Node]]) -> Iterator[tuple[Node, Node]]:
        """The pairs whose key is a field, each field once; a finding for each of the others."""
        seen: dict[str, int] = {"name": 0}
        for key, value in pairs:
            known = _field_of(key)
            if known is None or known not in _CODE_FIELDS:
                self.unknown(key, _CODE_FIELDS)
            elif known in seen and known != "codes":
                earlier = f", first in line {seen[known]}" if seen[known] else ""
                self.error(f'This code has "{TITLES[known]}" twice{earlier}.', key, "Keep one of them.")
            else:
                seen[known] = key.start_mark.line + 1
                yield key, value

    def said(self, known: str, key: Node, value: Node) -> list[Said]:
        if _is_null(value):
            return []
        items = value.value if value.id == "sequence" and known == "examples" else [value]
        texts = [_text(item) for item in items if item.id == "scalar"]
        if len(texts) < len(items):
            should = "a list of texts" if known == "examples" else "a text"
            hint = 'Put a text with ": " in it in quotes, or write it on its own line after >-'
            self.error(f'What stands under "{TITLES[known]}" should be {should}.', key, hint)
            return []
        said = tuple(text for text in texts if text is not None)
        return [Said(field=known, texts=said, where=self.where(key))]

    def unknown(self, key: Node, allowed: frozenset[str]) -> None:
        name = key.value.strip() if key.id == "scalar" else ""
        near = nearest_key(name, allowed)
        hint = f'Did you mean "{near}"?' if near else "See docs/codebooks.md for the keys there are."
        message = f'The key "{name}" is not known and was left out.' if name else "A key is not a plain name."
        self.findings.append(
            finding("codebook-key", message, self.where(key), is_error=False, hint=hint),
        )


def _key(name: str, at: Node) -> Node:
    from ruamel.yaml.nodes import ScalarNode

    node: Node = ScalarNode(
        tag="tag:yaml.org,2002:str", value=name, start_mark=at.start_mark, end_mark=at.end_mark
    )
    return node


def _field_of(key: Node) -> str | None:
    return field_named(key.value) if key.id == "scalar" else None


def _is_null(node: Node) -> bool:
    return node.id == "scalar" and node.style is None and node.value in ("", "~", "null", "Null", "NULL")


def _text(node: Node) -> str | None:
    """The text of a scalar as it stands; a block (`|` or `>`) without the line ends that close it."""
    if _is_null(node):
        return None
    return str(node.value).rstrip("\n") if node.style in ("|", ">") else str(node.value)
