"""What is said of small numbers when a table leaves the study."""

from __future__ import annotations

from pathlib import Path

from qualkit.model.plural import counted


def with_small(small: int) -> str:
    """`, with 3 small numbers in it`; nothing for none."""
    return f", with {counted(small, 'small number')} in it" if small else ""


def wrote_small(path: Path, small: int) -> str:
    """What was written, and that a thought is due before it is passed on."""
    numbers = counted(small, "small number")
    return f"Wrote {path.name} into {path.parent.name}. It has {numbers}: think before it leaves. o opens it."
