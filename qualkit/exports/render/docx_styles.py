"""The styles of a Word file: our own, or a house template's with what it lacks."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from typing import Any

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BUILT_IN = frozenset({"Default Paragraph Font", "Normal Table", "No List"})


def set_own_styles(word: Any, language: str) -> Mapping[str, str]:
    """Replaces every style by ours. Gives the id of each style by its name, in lower case."""
    styles = word.styles.element
    for style in styles.findall(f"{_WORD}style"):
        if _name(style) not in _BUILT_IN:
            styles.remove(style)
    styles.extend(_own_styles())
    for element in styles.iter(f"{_WORD}lang"):
        element.set(f"{_WORD}val", language)
    return _ids(styles)


def add_missing_styles(word: Any) -> Mapping[str, str]:
    """Adds those of our styles that a template lacks, in its fonts. Gives ids by name, in lower case."""
    styles = word.styles.element
    present = _ids(styles)
    for style in _own_styles():
        if _name(style).lower() in present:
            continue
        for tag in ("basedOn", "next"):
            link = style.find(f"{_WORD}{tag}")
            if link is not None and link.get(f"{_WORD}val") == "Normal" and "normal" in present:
                link.set(f"{_WORD}val", present["normal"])
        styles.append(style)
    return _ids(styles)


def _own_styles() -> list[Any]:
    from docx.oxml import parse_xml

    return list(parse_xml(files("qualkit.exports.render").joinpath("word_styles.xml").read_bytes()))


def _name(style: Any) -> str:
    return str(style.find(f"{_WORD}name").get(f"{_WORD}val"))


def _ids(styles: Any) -> Mapping[str, str]:
    return {
        _name(style).lower(): str(style.get(f"{_WORD}styleId")) for style in styles.findall(f"{_WORD}style")
    }
