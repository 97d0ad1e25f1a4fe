"""What the Answers screen says: its title, what is shown, what the next key codes, what was coded."""

from __future__ import annotations

from collections.abc import Sequence

from qualkit.actions.answers import Answer, Keep, Only, Order, Wanted
from qualkit.actions.coding import Applied
from qualkit.model.speech import words_in
from qualkit.tui.columns import counted, cut
from qualkit.tui.open_answers import OpenAnswers
from qualkit.tui.widgets.text_view import Target, TargetKind

_EVERYTHING = "all"
NOTHING_KNOWN = "not said"


def title_line(opened: OpenAnswers, *, is_wide: bool) -> str:
    """Study and source; the source alone where there is little room."""
    source = opened.sheet.source.title or opened.name
    return f"{opened.study.title} ▸ {source}" if is_wide else source


def progress_line(opened: OpenAnswers) -> str:
    """`12 of 29 answers · 3 not read · barriers · ana`."""
    total = counted(opened.total, opened.noun)
    shown = total if len(opened.ids) == opened.total else f"{len(opened.ids):,} of {total}"
    out = opened.standing.left_out
    unread = opened.total - len(opened.read | out)
    read = (f"{unread:,} not read" if unread else "all read") if opened.book else ""
    lost = f"{counted(opened.sheet.lost, 'coding')} lost" if opened.sheet.lost else ""
    left = f"{len(out):,} left out" if out else ""
    return " · ".join(part for part in (shown, left, read, lost, opened.book, opened.study.coder) if part)


def sorting_line(wanted: Wanted) -> str:
    """`unread first`, `by role`."""
    return f"by {wanted.field}" if wanted.order is Order.FIELD else str(wanted.order)


def only_line(wanted: Wanted, opened: OpenAnswers) -> str:
    """`role Police, not read`; `all` where nothing is left out."""
    parts = [only_words(one, opened) for one in wanted.only]
    return ", ".join(parts) or _EVERYTHING


def only_words(only: Only, opened: OpenAnswers) -> str:
    """One condition in words."""
    if only.keep is Keep.FIELD:
        return f"{only.field} {only.value or NOTHING_KNOWN}"
    if only.keep in (Keep.WITH, Keep.WITHOUT):
        named = next(
            (opened.codes[one].name for one in only.codes if one in opened.codes), "a code that is gone"
        )
        return f"{'with' if only.keep is Keep.WITH else 'without'} {named}"
    return str(only.keep)


def facts_line(answer: Answer | None) -> str:
    """`R07 · role Police · years 6-10`."""
    if answer is None:
        return ""
    facts = [f"{name} {value}" for name, value in answer.facts.items()]
    return " · ".join(part for part in (answer.who, *facts) if part)


def next_key_line(opened: OpenAnswers, marked: int, target: Target | None, words: str) -> str:
    """`12 marked answers`; `the whole answer, 21 words`."""
    if marked and target is None:
        return f"{marked:,} marked {opened.noun}{'' if marked == 1 else 's'}"
    if not words.strip():
        return "nothing: there are no words here"
    what = "the whole " + opened.noun
    if target is not None and target.kind is not TargetKind.WHOLE:
        what = str(target.kind.value)
    return f"{what}, {counted(words_in(words), 'word')}"


def coded_line(opened: OpenAnswers, ids: Sequence[int], applied: Applied, names: Sequence[str]) -> str:
    """`Coded 12 answers: Fear. Ctrl+Z undoes`, and what was left as it is."""
    named = ", ".join(cut(name, 40) for name in names)
    if not applied.added:
        return f"Already coded so: {named}."
    fresh = len({coding.place.segment for coding in applied.codings})
    already, silent = len(applied.quotes) - fresh, len(ids) - len(applied.quotes)
    notes = [f"{already:,} had it already"] if already else []
    notes += [f"{silent:,} without words"] if silent else []
    noted = f" ({', '.join(notes)})" if notes else ""
    if len(ids) == 1:
        what = f"whole {opened.noun}, {counted(words_in(applied.quotes[0]), 'word')}"
    else:
        what = counted(fresh, opened.noun)
    return f"Coded {what}: {named}{noted}. Ctrl+Z undoes"


def passage_line(target: Target, words: str, names: Sequence[str], noun: str) -> str:
    """`Coded 5 words: Fear. Ctrl+Z undoes`."""
    what = {TargetKind.WHOLE: f"whole {noun}, ", TargetKind.SENTENCE: "sentence, "}.get(target.kind, "")
    named = ", ".join(cut(name, 40) for name in names)
    return f"Coded {what}{counted(words_in(words), 'word')}: {named}. Ctrl+Z undoes"
