"""What one command changed, row by row, so that it can be taken back and done again."""

from __future__ import annotations

import json
import zlib
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from typing import Any

Key = tuple[Any, ...]
Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inserted:
    """Rows that were added. Their contents are read only when the step is undone (`rows`)."""

    table: str
    keys: list[Key]
    rows: list[Row] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Updated:
    """One row's changed columns, before and after."""

    table: str
    key: Key
    before: Row
    after: Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Deleted:
    """Rows that were removed, whole."""

    table: str
    rows: list[Row]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileChanged:
    """A received file in the study folder; None where it was or is not there."""

    path: str
    before: bytes | None
    after: bytes | None


Change = Inserted | Updated | Deleted | FileChanged
_KINDS: dict[str, type[Change]] = {kind.__name__: kind for kind in (Inserted, Updated, Deleted, FileChanged)}


def pack(changes: list[Change]) -> bytes:
    """Changes as compressed JSON."""
    plain = [[type(change).__name__, _fields(change)] for change in changes]
    return zlib.compress(json.dumps(plain, ensure_ascii=False, default=_encoded).encode(), 1)


def unpack(packed: bytes) -> list[Change]:
    """The changes that `pack` packed."""
    plain = json.loads(zlib.decompress(packed), object_hook=_decoded)
    changes = []
    for name, fields in plain:
        if "keys" in fields:
            fields["keys"] = [tuple(key) for key in fields["keys"]]
        if "key" in fields:
            fields["key"] = tuple(fields["key"])
        changes.append(_KINDS[name](**fields))
    return changes


def _fields(change: Change) -> dict[str, Any]:
    return {name: getattr(change, name) for name in change.__slots__}


def _encoded(value: object) -> dict[str, str]:
    if isinstance(value, bytes):
        return {"__bytes__": b64encode(value).decode()}
    raise TypeError(type(value).__name__)


def _decoded(value: dict[str, Any]) -> Any:
    return b64decode(value["__bytes__"]) if value.keys() == {"__bytes__"} else value
