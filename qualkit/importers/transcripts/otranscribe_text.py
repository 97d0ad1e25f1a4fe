"""The text of an oTranscribe file (.otr): a page of HTML inside JSON, its stamps as `[00:04]`."""

from __future__ import annotations

from html.parser import HTMLParser

from qualkit.errors import FileRefused, Where
from qualkit.importers.transcripts.json_text import parse_json

_BREAKS = frozenset({"p", "div", "br", "li", "h1", "h2", "h3", "tr"})
_SILENT = frozenset({"script", "style"})


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
    reading = _Page()
    reading.feed(page)
    reading.close()
    return "".join(reading.parts)


class _Page(HTMLParser):
    """The text of a page, a line a paragraph."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._in_stamp = False
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A paragraph begins a line; a stamp is put in brackets."""
        if tag in _BREAKS:
            self.parts.append("\n")
        elif tag in _SILENT:
            self._silent += 1
        elif tag == "span" and ("class", "timestamp") in attrs:
            self._in_stamp = True

    def handle_endtag(self, tag: str) -> None:
        """A paragraph ends its line."""
        if tag == "span":
            self._in_stamp = False
        elif tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _BREAKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        """Text as it is; the no-break space after a stamp is a blank."""
        if self._silent:
            return
        if self._in_stamp:
            self.parts.append(f"[{data.strip()}] ")
            return
        follows_stamp = bool(self.parts) and self.parts[-1].endswith("] ")
        self.parts.append(data.lstrip(" \u00a0") if follows_stamp else data)
