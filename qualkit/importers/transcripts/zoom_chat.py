"""The chat of a Zoom call, which is not its transcript: half of it quotes or reacts to somebody else."""

from __future__ import annotations

import re

from qualkit.errors import FileRefused, Where
from qualkit.importers.transcripts.material import Material
from qualkit.importers.transcripts.talk import Talk

_MESSAGE = re.compile(r"^\d{1,2}:\d{2}:\d{2}\t[ ]?.+?:[\t ]", re.MULTILINE)


def fits(material: Material) -> bool:
    """Whether messages with a time, a tab and a name make up the file."""
    return len(_MESSAGE.findall(material.text)) >= 0.4 * max(2, len(material.lines))


def read(material: Material) -> Talk:
    """Nothing: a chat is refused rather than read as speech."""
    raise FileRefused(
        "This is the chat of a Zoom call, not what was said in it.",
        Where(file=material.file),
        "Add the call's transcript, the .vtt file beside it.",
    )
