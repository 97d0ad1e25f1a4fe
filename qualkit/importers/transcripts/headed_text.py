"""Text in which a line of its own holds the speaker and the time, as services such as Otter write it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from qualkit.importers.transcripts.labels import is_candidate, key_of
from qualkit.importers.transcripts.material import Material
from qualkit.importers.transcripts.shares import LEAST_SHARE
from qualkit.importers.transcripts.stamps import milliseconds
from qualkit.importers.transcripts.talk import Talk, Utterance


class Header(NamedTuple):
    """Who, and when."""

    label: str
    start_ms: int | None


def header_of(text: str, pattern: re.Pattern[str]) -> Header | None:
    """The header that a line is, by a pattern with the groups `label` and `time`."""
    found = pattern.match(text)
    if found is None or not is_candidate(found["label"]):
        return None
    return Header(found["label"].strip(), milliseconds(found["time"]))


def fits_headers(material: Material, pattern: re.Pattern[str]) -> bool:
    """Whether at least two lines and 15 % of all are headers, and one speaker comes back."""
    keys = [key_of(header.label) for _, header in _headed(material, pattern) if header]
    return len(keys) >= 2 and len(keys) >= LEAST_SHARE * len(material.lines) and len(set(keys)) < len(keys)


def read_headers(material: Material, pattern: re.Pattern[str]) -> Talk:
    """The turns under their headers; what stands above the first is a memo."""
    utterances: list[Utterance] = []
    above: list[str] = []
    current: Header | None = None
    rows: list[str] = []
    join = " " if material.is_wrapped else "\n"
    for text, header in _headed(material, pattern):
        if header is None:
            (rows if current else above).append(text)
            continue
        utterances += _closed(current, join.join(rows))
        current, rows = header, []
    utterances += _closed(current, join.join(rows))
    return Talk(utterances=utterances, memo="\n".join(above))


def _headed(material: Material, pattern: re.Pattern[str]) -> Iterator[tuple[str, Header | None]]:
    for line in material.lines:
        yield line.text.strip(), header_of(line.text.rstrip("\n"), pattern)


def _closed(header: Header | None, text: str) -> list[Utterance]:
    return [Utterance(text, header.label, header.start_ms)] if header and text else []
