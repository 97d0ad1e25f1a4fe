"""Names that can be the name of a file on every computer, and are no way out of a folder."""

from __future__ import annotations

import re

_UNFIT = re.compile(r'[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff/\\:*?"<>|]')


def as_file_name(text: str) -> str:
    """The text with `_` for what a file name can't hold; empty where nothing is left of it.

    >>> as_file_name("../Group: 1"), as_file_name("..")
    ('_Group_ 1', '')
    """
    return _UNFIT.sub("_", text).strip().lstrip(".").rstrip(". ")
