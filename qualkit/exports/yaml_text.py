"""Texts as YAML that people like to read: plain where that is safe, folded where they are long."""

from __future__ import annotations

import re

_PLAIN = re.compile(r"[^\W\d_](?:[\w ,.;!?()/+&%*’‘“”–—…-]|'(?=\w)|:(?=[^\W_]))*")
_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
_WORDS_OF_YAML = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan", "inf"})
_KEPT = frozenset("\u00a0\u00ad\u200c\u200d")
_BREAK = re.compile(r"(?<! ) (?! )")
_LINE = 100
_LEAST_WIDTH = 40


def yaml_pair(key: str, value: str | tuple[str, ...], column: int) -> list[str]:
    """The lines of `key: value` (a list, if it is a tuple), all but the key indented for `column`."""
    if isinstance(value, tuple):
        items = [_with_lead("- ", _value(item, column + 2), column + 2) for item in value]
        return [f"{key}:", *(line for item in items for line in item)]
    return _with_lead(f"{key}: ", _value(value, column), column)


def _with_lead(lead: str, lines: list[str], column: int) -> list[str]:
    margin = " " * column if lead == "- " else ""
    return [f"{margin}{lead}{lines[0]}", *lines[1:]]


def _value(text: str, column: int) -> list[str]:
    """The first line of a value, without its key, and the further ones with their indent."""
    margin = " " * (column + 2)
    if _may_stand_in_block(text):
        if "\n" in text:
            return ["|-", *(f"{margin}{line}" if line else "" for line in text.split("\n"))]
        if len(text) + column > _LINE - 10:
            return [">-", *(margin + line for line in _folded(text, max(_LINE - column - 2, _LEAST_WIDTH)))]
    return [yaml_scalar(text)]


def yaml_scalar(text: str) -> str:
    """A text on one line, in quotes where it needs them.

    >>> yaml_scalar("Fear"), yaml_scalar("Fear: of others"), yaml_scalar("no")
    ('Fear', '"Fear: of others"', '"no"')
    """
    if _UUID.fullmatch(text):
        return text
    if _PLAIN.fullmatch(text) and not text.endswith(" ") and text.casefold() not in _WORDS_OF_YAML:
        return text
    if not _is_shown(text):
        return '"' + "".join(map(_escaped, text)) + '"'
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def _may_stand_in_block(text: str) -> bool:
    lines = text.split("\n")
    return (
        all(map(_is_shown, lines))
        and all(line == line.rstrip() for line in lines)
        and lines[0].strip() != ""
        and (lines[0] == lines[0].lstrip() and lines[-1] != "")
    )


def _folded(text: str, width: int) -> list[str]:
    lines = [""]
    for word in _BREAK.split(text):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append(word)
        else:
            lines[-1] += f" {word}" if lines[-1] else word
    return lines


def _is_shown(text: str) -> bool:
    return all(character.isprintable() or character in _KEPT for character in text)


def _escaped(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    if character == "\n":
        return "\\n"
    if _is_shown(character):
        return character
    return f"\\u{ord(character):04x}" if ord(character) < 0x10000 else f"\\U{ord(character):08x}"
