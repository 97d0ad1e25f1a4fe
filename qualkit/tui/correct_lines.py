"""What is said after a text was corrected or words were redacted."""

from __future__ import annotations

from qualkit.actions.correct import TextCorrected
from qualkit.actions.redact import Redacted
from qualkit.actions.review_places import PlaceView
from qualkit.model.coding import Anchor
from qualkit.tui.columns import counted, cut, one_line

_QUOTE_CELLS = 56


def moved_line(done: TextCorrected) -> str:
    """What became of the codings: "3 codings moved with their words, 1 changed"; empty for none."""
    with_words = done.codings.get(Anchor.KEPT, 0) + done.codings.get(Anchor.MOVED, 0)
    changed, lost = done.codings.get(Anchor.CHANGED, 0), done.codings.get(Anchor.LOST, 0)
    parts = [f"{counted(with_words, 'coding')} moved with {_whose(with_words)} words"] if with_words else []
    parts += [_of("changed", changed, is_first=not parts)] if changed else []
    parts += [_of("lost", lost, is_first=not parts) + f" {_whose(lost)} place"] if lost else []
    return ", ".join(parts)


def _of(verb: str, number: int, *, is_first: bool) -> str:
    return f"{counted(number, 'coding') if is_first else f'{number:,}'} {verb}"


def _whose(number: int) -> str:
    return "its" if number == 1 else "their"


def review_text(views: tuple[PlaceView, ...]) -> str:
    """The codings that a person should look at, a line each."""
    return "\n".join(
        f"{one_line(one.code)} ({one_line(one.coder)}): {_became(one)} “{cut(one.quote, _QUOTE_CELLS)}”"
        for one in views
    )


def _became(view: PlaceView) -> str:
    return "lost its place at" if view.became is Anchor.LOST else "now on"


def redacted_line(done: Redacted) -> str:
    """What is shown instead, and in how many places. It does not say the words themselves."""
    shown = done.decisions[0].replacement
    if not done.places:
        return f"Shown as {shown} from now on; the words stand nowhere yet. Ctrl+Z undoes"
    where = f"{counted(done.places, 'place')} in {counted(len(done.sources), 'source')}"
    return f"Shown as {shown} from now on: {where}. Ctrl+Z undoes"
