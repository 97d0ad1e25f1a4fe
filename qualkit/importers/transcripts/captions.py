"""Caption files taken apart into cues, before anybody asks who speaks."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate

from qualkit.errors import FileRefused, Where
from qualkit.importers.transcripts.stamps import milliseconds
from qualkit.model.finding import Finding, Severity

_SHOWN = 20
_ARROW = "-->"
_TIME_LIKE = re.compile(r"\d+\s*[:.,]\s*\d")
_ID = re.compile(r"\d{1,7}|\S*[-/]\S*\d\S*|\S*\d\S*[-/]\S*")
_HEADER = re.compile(r"WEBVTT(?:[ \t][^\n]*)?(?:\n|$)")
_NOT_SPEECH = ("NOTE", "STYLE", "REGION", "WEBVTT", "X-TIMESTAMP-MAP")
_TAG = re.compile(r"</?(?:v|c|i|b|u|s|font|lang|ruby|rt)(?:[.\s][^<>]*)?>|<\d{2,}:\d\d(?::\d\d)?\.\d{3}>")
_POSITION = re.compile(r"\{\\an?\d{1,2}\}")
"""Where on the screen a subtitle stands, as .srt files have it."""


_Block = tuple[int, str, str, str]
"""Which arrow of the text it stands at, start, end, lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Captions:
    """The cues of a file in its order, one list a field because there may be 60,000 of them."""

    starts: list[int | None]
    """In milliseconds; None where unreadable."""
    ends: list[int | None]
    payloads: list[str]
    """The lines of each cue, as written."""
    findings: tuple[Finding, ...] = ()

    @property
    def cues(self) -> Iterator[tuple[int | None, int | None, str]]:
        """(start, end, lines) of each cue."""
        return zip(self.starts, self.ends, self.payloads, strict=True)


def looks_like_captions(text: str) -> bool:
    """Whether a text of any name is a caption file."""
    return _HEADER.match(text) is not None or (_ARROW in text and len(list(_blocks(text[:20_000]))) > 1)


def read_captions(text: str, file: str) -> Captions:
    """All cues of a caption file. Raises FileRefused where it has none, or where no time can be read."""
    captions = Captions(starts=[], ends=[], payloads=[])
    untimed: list[int] = []
    stray: list[int] = []
    for arrow, start, end, payload in _blocks(text):
        start_ms, end_ms = milliseconds(start), milliseconds(end)
        if start_ms is None or end_ms is None:
            untimed.append(arrow)
        speech, is_stray = _speech_of(payload) if "\n\n" in payload else (payload, False)
        if is_stray:
            stray.append(arrow)
        captions.starts.append(start_ms)
        captions.ends.append(end_ms)
        captions.payloads.append(speech)
    if not captions.payloads:
        raise FileRefused(
            "There is not one caption in the file.",
            Where(file=file),
            "It may be empty or cut off: download the transcript again.",
        )
    lines = _lines_of_arrows(text) if untimed or stray else []
    if len(untimed) == len(captions.payloads):
        raise FileRefused(
            f"No time of its captions can be read: lines {_listed([lines[arrow] for arrow in untimed])}.",
            Where(file=file),
            "Each should look like 00:00:04.120 --> 00:00:08.000.",
        )
    findings = [_finding_of_time(file, lines[arrow]) for arrow in untimed]
    return replace(
        captions, findings=(*findings, *(_finding_of_stray(file, lines[arrow]) for arrow in stray))
    )


def plain(text: str) -> str:
    """A cue's words: tags off, entities decoded, its lines joined by one blank."""
    if "{\\" in text:
        text = _POSITION.sub("", text)
    if "<" in text:
        text = _TAG.sub("", text)
    if "&" in text:
        text = html.unescape(text)
    if "\n" in text:
        text = " ".join(line.strip() for line in text.split("\n") if not line.isspace() and line)
    return text.strip()


def _blocks(text: str) -> Iterator[_Block]:
    """The text cut at the arrows of its timing lines; an arrow in speech is left where it is."""
    parts = text.split(_ARROW)
    below, start, end, arrow = parts[0], "", "", -1
    for number, part in enumerate(parts[1:]):
        above, _, stamp = below.rpartition("\n")
        timing, _, following = part.partition("\n")
        is_usual = stamp[:1].isdigit() and timing[1:2].isdigit()
        if not is_usual and not _is_meant_as_timing(stamp, timing):
            below = f"{below}{_ARROW}{part}"
            continue
        if arrow >= 0:
            yield arrow, start, end, _without_id(above)
        below, start, arrow, end = following, stamp.strip(), number, timing.strip()
        if " " in end or "\t" in end:
            end = end.split(None, 1)[0]
    if arrow >= 0:
        yield arrow, start, end, below.rstrip("\n")


def _is_meant_as_timing(before: str, after: str) -> bool:
    """Whether what stands around an arrow on its line is meant as times, if badly written."""
    if len(before) >= 30:
        return False
    has_time = _TIME_LIKE.search(before) or _TIME_LIKE.search(after[:20])
    return has_time is not None or (":" in before and ":" in after[:20])


def _without_id(body: str) -> str:
    """What stands between two timing lines, less the second one's id.

    An id stands alone under an empty line. Where that line is missing, only what looks like an id is one:
    a cue may well end in the single word "Yes".
    """
    above, _, last = body.rpartition("\n")
    if not last or last.isspace():
        return body.rstrip("\n")
    if above.endswith("\n") or _ID.fullmatch(last.strip()):
        return above.rstrip("\n")
    return body


def _lines_of_arrows(text: str) -> list[int]:
    """On which line, from 1, each arrow of a text stands."""
    return [1 + line for line in accumulate(part.count("\n") for part in text.split(_ARROW))]


def _speech_of(payload: str) -> tuple[str, bool]:
    """A cue's lines less the notes and styles under it, and whether other text stood there too."""
    first, *others = payload.split("\n\n")
    kept = [
        block
        for block in others
        if block.strip() and not block.lstrip().startswith(_NOT_SPEECH) and not _ID.fullmatch(block.strip())
    ]
    return "\n".join([first, *kept]), bool(kept)


def _listed(lines: list[int]) -> str:
    shown = ", ".join(map(str, lines[:_SHOWN]))
    return f"{shown} and {len(lines) - _SHOWN:,} more" if len(lines) > _SHOWN else shown


def _finding_of_time(file: str, line: int) -> Finding:
    return Finding(
        rule="caption-time",
        severity=Severity.WARNING,
        message="The time of this caption can't be read; its words were kept without it.",
        where=Where(file=file, line=line),
        hint="It should look like 00:00:04.120 --> 00:00:08.000.",
    )


def _finding_of_stray(file: str, line: int) -> Finding:
    return Finding(
        rule="caption-text",
        severity=Severity.NOTE,
        message="Text under an empty line has no time of its own; it was read with the caption above it.",
        where=Where(file=file, line=line),
    )
