"""Otter: `Name  0:04` on a line of its own, two blanks before the time."""

from __future__ import annotations

import re

from qualkit.importers.transcripts.headed_text import fits_headers, read_headers
from qualkit.importers.transcripts.labels import TIME
from qualkit.importers.transcripts.material import Material
from qualkit.importers.transcripts.talk import Talk

HEADER = re.compile(rf"^\s*(?P<label>\S.{{0,79}}?)[ \t\u00a0]{{2,}}(?P<time>{TIME})[ \t\u00a0]*$")
"""The two blanks are what tells it from prose that ends in a time."""


def fits(material: Material) -> bool:
    """Whether the file has such lines."""
    return fits_headers(material, HEADER)


def read(material: Material) -> Talk:
    """The turns under them."""
    return read_headers(material, HEADER)
