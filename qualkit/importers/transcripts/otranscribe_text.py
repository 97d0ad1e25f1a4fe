"""The text of an oTranscribe file (.otr): a page of HTML inside JSON, its stamps as `[00:04]`."""

from __future__ import annotations

import html
import re

from qualkit.errors import FileRefused, Where
from qualkit.importers.transcripts.json_text import parse_json

_PIECE = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)([^<>]*)>|<[!?][^<>]*>|([^<]+|<)")
"""A tag, a comment, or text. Python's own HTML parser takes the square of the time on tags that never end."""
_BREAKS = frozenset({"p", "div", "br", "li", "h1", "h2", "h3", "tr"})


def otranscribe_text(text: str, file: str) -> str:
    """The lines of the talk, each paragraph on its own. Raises FileRefused for what is no such file."""
    content = parse_json(text, file)
    page = content.get("text") if isinstance(content, dict) else None
    if not isinstance(page, str):
        raise FileRefused(
            "This is not a file of oTranscribe: it holds no text.",
            Where(file=file),
            "Export it again from oTranscribe (.otr), or as plain text.",
        )
    return "".join(_pieces(page)).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _pieces(page: str) -> list[str]:
    pieces: list[str] = []
    in_stamp = follows_stamp = False
    for closing, tag, attributes, text in _PIECE.findall(page):
        name = tag.lower()
        if name in _BREAKS:
            pieces.append("\n")
        elif name == "span":
            follows_stamp = in_stamp and bool(closing)
            in_stamp = not closing and "timestamp" in attributes
        elif text and in_stamp:
            pieces.append(f"[{html.unescape(text).strip()}] ")
        elif text:
            said = html.unescape(text)
            pieces.append(said.lstrip(" \u00a0") if follows_stamp else said)
            follows_stamp = False
    return pieces
