"""What the Quotes screen says: a theme in numbers, a quote with its context, who is quoted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textual.content import Content

from qualkit.analysis.dominance import dominant
from qualkit.model.display import display_safe
from qualkit.model.plural import counted
from qualkit.tui.code_marks import CodeMark
from qualkit.tui.columns import cut, one_line
from qualkit.tui.widgets.quote_rows import place_of

if TYPE_CHECKING:
    from qualkit.actions.bank import BankQuote, BankTheme, BankView

_DIM = "$foreground 60%"
_TURN = re.compile(r"\[turn left out\]|[^:\n]{1,40}: ")
"""How a turn begins in the context: with who speaks."""
_SAID = 40
"""Characters of a quote in the bottom line."""
_NAMED = 5
"""So many people are named above the quotes; more are counted, and listed in a window."""
_CONTEXT = 400
"""Characters of the context at either side."""
NOTHING_CODED = (
    "Nothing is coded yet, so there is nothing to quote.\n\n"
    "Esc leads back. Open a source, mark a passage, and press c to give it a code: "
    "it then stands here, under its theme."
)


def chosen_line(theme: BankTheme) -> str:
    """`11 chosen of 21 · 7 people`."""
    people = counted(len(theme.people), "person", "people")
    return f"{theme.chosen} chosen of {len(theme.quotes)}" + (f" · {people}" if theme.people else "")


def balance_line(view: BankView, theme: BankTheme) -> str:
    """`professional 2, young person 5 · never quoted: P6, P9`."""
    voices = ", ".join(f"{name} {number}" for name, number in theme.by_attribution.items())
    return " · ".join(part for part in (voices, _never(view)) if part)


def _never(view: BankView) -> str:
    """Who is never quoted, once somebody is: by name, or how many where they are many."""
    silent = view.never_quoted
    if not (view.quoted and silent):
        return ""
    are_few = len(silent) <= _NAMED
    return f"never quoted: {', '.join(silent) if are_few else counted(len(silent), 'person', 'people')}"


def warning_line(theme: BankTheme) -> str:
    """`⚠ P3 has 4 of these 11`, where one person holds many of a theme."""
    found = dominant(theme.people, theme.chosen)
    held = ", ".join(f"{one_line(person)} has {number}" for person, number in found)
    return f"⚠ {held} of these {theme.chosen}" if found else ""


def short(quote: BankQuote) -> str:
    """The beginning of a quote in curly quotes, for the bottom line."""
    return f"“{cut(quote.wording, _SAID)}”"


def quote_details(quote: BankQuote, mark: CodeMark | None, width: int) -> Content:
    """Its code, who said and who coded it, how it prints, and the passage in its context."""
    lines = [_where_from(quote, mark, width)]
    if quote.withheld:
        lines.append(Content.assemble(("Not printed: ", "$warning"), (display_safe(quote.withheld), _DIM)))
    elif quote.quote is not None and quote.quote.wording:
        prints = f"“{display_safe(quote.wording)}” – {one_line(quote.attribution)}"
        lines.append(Content.assemble(("Prints: ", "$accent"), prints))
    lines.append(_in_context(quote))
    if quote.passage.memo:
        lines.append(Content.styled(f"Memo: {one_line(quote.passage.memo)}", _DIM))
    return Content("\n").join(lines)


def _in_context(quote: BankQuote) -> Content:
    before, after = quote.passage.before, quote.passage.after
    before = f"… {before[-_CONTEXT:]}" if len(before) > _CONTEXT else before
    after = f"{after[:_CONTEXT]} …" if len(after) > _CONTEXT else after
    turned = "\n" if quote.passage.start == 0 else " "
    return Content.assemble(
        (display_safe(before) + (turned if before else ""), _DIM),
        (display_safe(quote.verbatim), "bold"),
        (("\n" if _TURN.match(after) else " ") + display_safe(after) if after else "", _DIM),
    )


def _where_from(quote: BankQuote, mark: CodeMark | None, width: int) -> Content:
    letters = (f"{mark.letters} ", f"bold {mark.colour}") if mark else ""
    who = f"coded by {', '.join(quote.passage.coders)}" if quote.passage.coders else ""
    own = "own attribution" if quote.quote is not None and quote.quote.attribution else ""
    place = place_of(quote, max(width // 3, 24))
    heard = (one for one in quote.passage.parts if one.role is None or one.role.is_heard)
    person = ", ".join(dict.fromkeys(one.speaker for one in heard if one.speaker))
    about = [one_line(quote.path), f"– {one_line(quote.attribution)}", own, place, person, who]
    if quote.quote is not None and quote.quote.is_display:
        about.append("★ for display")
    said = cut(" · ".join(one for one in about if one), width - 8)
    return Content.assemble(letters, (said, "$foreground 75%"))


def people_lines(view: BankView) -> str:
    """Who is quoted how often, most often first, and who never."""
    quoted = sorted(view.quoted.items(), key=lambda one: -one[1])
    lines = [f"{number:>4}  {one_line(name)}" for name, number in quoted if number]
    said = [
        "Chosen for the bank, by person:" if lines else "Nobody is quoted yet: nothing is chosen.",
        *lines,
    ]
    if view.never_quoted:
        said += ["", "Never quoted:", *(f"      {one_line(name)}" for name in view.never_quoted)]
    if view.withheld:
        said += ["", f"Held back: {counted(view.withheld, 'passage')} that may not be quoted."]
    return "\n".join(said)
