"""qualkit: a workbench for small research teams who read what people said and report it honestly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qualkit.version import __version__

if TYPE_CHECKING:
    from qualkit.api import Study, new, to_frame
    from qualkit.api import open_study as open

__all__ = ["Study", "__version__", "new", "open", "to_frame"]

_PUBLIC = {"Study": "Study", "new": "new", "open": "open_study", "to_frame": "to_frame"}


def __getattr__(name: str) -> Any:
    """The public names, imported when they are first asked for: `import qualkit` itself costs nothing."""
    if name not in _PUBLIC:
        raise AttributeError(f"module 'qualkit' has no attribute {name!r}")
    from qualkit import api

    return getattr(api, _PUBLIC[name])
