"""What the Quotes screen says: the theme in numbers, the highlighted quote with its context, who is quoted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual.content import Content

from qualkit.model.display import display_safe
from qualkit.model.plural import counted
from qualkit.tui.code_marks import CodeMark
from qualkit.tui.columns import cut, one_line
from qualkit.tui.widgets.quote_rows import place_of

if TYPE_CHECKING:
    from qualkit.actions.bank import BankQuote, BankTheme, BankView

_DIM = "$foreground 60%"
_SAID = 60
"""Characters of a quote in the bottom line."""
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
    never = f"never quoted: {', '.join(view.never_quoted)}" if view.never_quoted else ""
    return " · ".join(part for part in (voices, never) if part)


def warning_line(theme: BankTheme) -> str:
    """`P3 has 4 of these 11`, where one person holds many of a theme."""
    held = theme.people.get(theme.dominant, 0) if theme.dominant else 0
    return f"⚠ {one_line(theme.dominant)} has {held} of these {theme.chosen}" if held else ""


def short(quote: BankQuote) -> str:
    """The beginning of a quote in curly quotes, for the bottom line."""
    return f"“{cut(quote.wording, _SAID)}”"


def quote_details(quote: BankQuote, mark: CodeMark | None, width: int) -> Content:
    """The passage between what comes before and after, its code, who coded it, and how it prints."""
    lines = [_in_context(quote), _where_from(quote, mark, width)]
    if quote.withheld:
        lines.append(Content.assemble(("Not printed: ", "$warning"), (display_safe(quote.withheld), _DIM)))
        return Content("\n").join(lines)
    if quote.quote is not None and quote.quote.wording:
        prints = f"“{display_safe(quote.wording)}” – {one_line(quote.attribution)}"
        lines.append(Content.assemble(("Prints: ", "$accent"), prints))
    return Content("\n").join(lines)


def _in_context(quote: BankQuote) -> Content:
    before, after = quote.passage.before, quote.passage.after
    before = f"… {before[-_CONTEXT:]}" if len(before) > _CONTEXT else before
    after = f"{after[:_CONTEXT]} …" if len(after) > _CONTEXT else after
    return Content.assemble(
        (display_safe(before) + _blank(before), _DIM),
        (display_safe(quote.verbatim), "bold"),
        (_blank(after) + display_safe(after), _DIM),
    )


def _blank(context: str) -> str:
    """Between turns a new line, inside one a blank."""
    return "" if not context else "\n" if ": " in context[:40] or "\n" in context else " "


def _where_from(quote: BankQuote, mark: CodeMark | None, width: int) -> Content:
    letters = (f"{mark.letters} ", f"bold {mark.colour}") if mark else ""
    who = f"coded by {', '.join(quote.passage.coders)}" if quote.passage.coders else ""
    own = "own attribution" if quote.quote is not None and quote.quote.attribution else ""
    about = [one_line(quote.path), f"– {one_line(quote.attribution)}", own, place_of(quote), who]
    if quote.quote is not None and quote.quote.is_display:
        about.append("★ for display")
    if quote.passage.memo:
        about.append(f"memo: {quote.passage.memo}")
    return Content.assemble(letters, (cut(" · ".join(one for one in about if one), width - 4), "$foreground 75%"))


def people_lines(view: BankView) -> str:
    """Who is quoted how often, most often first, and who never."""
    quoted = sorted(view.quoted.items(), key=lambda one: -one[1])
    lines = [f"{number:>4}  {one_line(name)}" for name, number in quoted if number]
    said = ["Chosen for the bank, by person:", *lines] if lines else ["Nobody is quoted yet: nothing is chosen."]
    if view.never_quoted:
        said += ["", "Never quoted:", *(f"      {one_line(name)}" for name in view.never_quoted)]
    if view.withheld:
        said += ["", f"Held back: {counted(view.withheld, 'passage')} that may not be quoted."]
    return "\n".join(said)


def marks_of(theme: BankTheme, marks: Mapping[str, CodeMark]) -> CodeMark | None:
    """The mark of a theme's own code."""
    return marks.get(theme.code.id)
