"""The file that says what was forgotten: counts and hashes, never a name or a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualkit.model.forgetting import OwnWords
from qualkit.store.writer import now
from qualkit.study import Study

if TYPE_CHECKING:
    from qualkit.actions.forget import Forgotten


def text(study: Study, kind: str, done: Forgotten, own: OwnWords) -> str:
    """The certificate's text."""
    lines = [
        f"A {kind} was forgotten in this study, for good.",
        "",
        f"When: {now()}",
        f"By:   {study.coder}",
        "",
        "Erased:",
        *(f"  {one}" for one in done.said),
        "",
        "Files, by their sha256 before and after:",
        *(f"  {_shown(one.path, own)}\n    {one.before}\n    {one.after or 'removed'}" for one in done.files),
        "",
        "Not reached:",
        *(f"  {own.without(sentence, names=True)}" for sentence in done.unreached),
        "",
    ]
    return "\n".join(lines)


def _shown(path: str, own: OwnWords) -> str:
    return f"a file of {path.split('/', maxsplit=1)[0]}/" if own.are_in(path.replace("-", " ")) else path
