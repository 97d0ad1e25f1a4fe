"""What the Code screen says: its title, what the next key codes, what was coded."""

from __future__ import annotations

from collections.abc import Sequence

from qualkit.model.source import Segment
from qualkit.model.speech import words_in
from qualkit.tui.columns import bar, counted, cut
from qualkit.tui.open_source import OpenSource
from qualkit.tui.passage_filter import ListedPassages, described
from qualkit.tui.target import Target, TargetKind


def title_line(opened: OpenSource, *, is_wide: bool) -> str:
    """Study and source; the source alone where there is little room."""
    source = opened.source.title or opened.name
    return f"{opened.study.title} ▸ {source}" if is_wide else source


def progress_line(opened: OpenSource, *, is_wide: bool) -> str:
    """`ana · barriers · read 41 of 96 turns  ▓▓▓▓░░░░░░`."""
    total, done = len(opened.segments), len(opened.read)
    said = f"read {done:,} of {counted(total, opened.noun) if is_wide else f'{total:,}'}"
    read = said if opened.book else ""
    book = opened.book if is_wide or len(opened.books) > 1 else ""
    parts = [opened.study.coder, "blind" if opened.is_blind else "", book, read]
    return " · ".join(part for part in parts if part) + (f"  {bar(done, total)}" if read and is_wide else "")


def listed_line(opened: OpenSource, listed: ListedPassages | None) -> str:
    """`12 of 96 turns · P3 · not read`; empty where all are listed."""
    if listed is None:
        return ""
    total = counted(len(opened.segments), opened.noun)
    return f"{len(listed.numbers):,} of {total} · {described(listed.wanted, opened)}"


def next_key_line(target: Target, words: str, opened: OpenSource) -> str:
    """`the selection, 12 words of P2`."""
    if not words.strip():
        return "nothing: there are no words here"
    size = counted(words_in(words), "word")
    return f"{_what(target, opened.noun)}, {size}{_of_whom(target, opened.segments)}"


def coded_line(target: Target, words: str, opened: OpenSource, names: Sequence[str]) -> str:
    """`Coded whole turn, 212 words: Fear. Ctrl+Z undoes`."""
    what = _what(target, opened.noun).removeprefix("the ").replace("selection", "").strip()
    size = counted(words_in(words), "word")
    said = f"{what}, {size}" if what else size + _of_whom(target, opened.segments)
    return f"Coded {said}: {', '.join(cut(name, 40) for name in names)}. Ctrl+Z undoes"


def _what(target: Target, noun: str) -> str:
    if target.kind is TargetKind.WHOLE:
        return f"the whole {noun}"
    return str(target.kind.value)


def _of_whom(target: Target, segments: Sequence[Segment]) -> str:
    if target.start.passage != target.end.passage:
        return f" over {target.end.passage - target.start.passage + 1} turns"
    speaker = segments[target.start.passage].speaker
    return f" of {cut(speaker, 24)}" if speaker else ""
