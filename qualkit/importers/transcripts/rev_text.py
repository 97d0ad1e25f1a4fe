"""Rev: `Name (00:00:04):` on a line of its own."""

from __future__ import annotations

import re

from qualkit.importers.transcripts.headed_text import fits_headers, read_headers
from qualkit.importers.transcripts.labels import TIME
from qualkit.importers.transcripts.material import Material
from qualkit.importers.transcripts.talk import Talk

_HEADER = re.compile(rf"^\s*(?P<label>\S.{{0,79}}?)[ \t]+[(\[](?P<time>{TIME})[)\]]:?[ \t]*$")


def fits(material: Material) -> bool:
    """Whether the file has such lines."""
    return fits_headers(material, _HEADER)


def read(material: Material) -> Talk:
    """The turns under them."""
    return read_headers(material, _HEADER)
