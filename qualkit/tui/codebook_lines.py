"""What the Codebook screen says of a code: its fields, how much it is used, its history."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from qualkit.model.codebook import Code, Codebook, CodeStatus
from qualkit.model.display import display_safe
from qualkit.model.plural import counted
from qualkit.tui.code_marks import CodeMark
from qualkit.tui.widgets.choose_one import Line
from qualkit.tui.widgets.coding_details import shown_time

if TYPE_CHECKING:
    from qualkit.actions.code_history import HistoryLine
    from qualkit.actions.merge_codes import MergePlan
    from qualkit.store.code_use import CodeUse

COLOURS = {
    "vermilion": "#d55e00",
    "orange": "#e69f00",
    "yellow": "#f0e442",
    "green": "#009e73",
    "light blue": "#56b4e9",
    "blue": "#0072b2",
    "purple": "#cc79a7",
    "grey": "#999999",
}
"""Told apart also by those who see colours differently (Okabe and Ito 2008)."""
OWN_COLOUR, NO_COLOUR = "own", "none"
TOP = "top"
"""What choosing a place gives for the top of the tree."""


def fields_of(code: Code, mark: CodeMark, used: str) -> Content:
    """A code as it is read: what is said of it, and what is not said yet."""
    made = f"made {shown_time(code.created)}" if code.created else ""
    facts = [code.status.value, f"version {code.version}", made, code.colour]
    facts += [] if code.counts_in_any else ["does not count in any"]
    head = Content.assemble((mark.letters, f"bold {mark.colour}"), " ", (display_safe(code.name), "bold"))
    lines = [head, Content.styled(" · ".join(fact for fact in facts if fact), "$foreground 60%")]
    lines += [Content.styled(used, "$foreground 60%")] if used else []
    said = _said(code)
    for title, text in said:
        if text:
            lines += [Content(""), Content.styled(title, "$accent"), Content(display_safe(text))]
    if missing := [title.lower() for title, text in said if not text]:
        lines += [Content(""), Content.styled(f"Not said yet: {', '.join(missing)}.", "$foreground 60%")]
    return Content("\n").join(lines)


def _said(code: Code) -> list[tuple[str, str]]:
    return [
        ("In brief", code.brief),
        ("Definition", code.definition),
        ("Use when", code.when),
        ("Not when", code.when_not),
        ("Examples", "\n".join(f"“{example}”" for example in code.examples)),
        ("Summary for the quote bank", code.summary),
    ]


def used_line(used: CodeUse, *, only_mine: bool) -> str:
    """`23 passages of 9 people`."""
    if not used.passages:
        return "not used by you" if only_mine else "not used yet"
    people = f" of {counted(used.people, 'person', 'people')}" if used.people else ""
    times = f", coded {used.codings:,} times" if used.codings != used.passages else ""
    return f"{counted(used.passages, 'passage')}{people}" + (", coded by you" if only_mine else times)


def history_of(lines: Sequence[HistoryLine]) -> Content:
    """Who did what when, newest first."""
    if not lines:
        return Content.styled("Nothing since it came in.", "$foreground 60%")
    return Content("\n").join(_history_line(line) for line in lines)


def _history_line(line: HistoryLine) -> Content:
    return Content.assemble((f"{shown_time(line.at)}  ", "$foreground 60%"), display_safe(line.text))


def whole_history(lines: Sequence[HistoryLine]) -> list[Line]:
    """The same with what was said before and since, to look through."""
    found = []
    for line in lines:
        changes = [Content.styled(f"   {display_safe(change)}", "$foreground 75%") for change in line.changes]
        found.append(
            Line(
                id=str(line.number),
                text=Content("\n").join([_history_line(line), *changes]),
                name=" ".join([line.text, *line.changes]),
            )
        )
    return found


def merge_text(code: Code, into: Code, plan: MergePlan, *, shows_counts: bool) -> str:
    """What merging will do, in sentences."""
    if shows_counts:
        people = f" of {counted(plan.people, 'person', 'people')}" if plan.people else ""
        get = "gets" if plan.passages == 1 else "get"
        said = [f"{counted(plan.passages, 'passage')}{people} {get} “{into.name}” instead of “{code.name}”."]
        if plan.joined:
            carry = "carries" if plan.joined == 1 else "carry"
            becomes = "the two become one" if plan.joined == 1 else "each two become one"
            said.append(f"{plan.joined:,} {carry} both: {becomes}, with the memos of both.")
    else:
        said = [f"Everything coded “{code.name}”, by whomever, becomes “{into.name}”."]
    if plan.codes_below:
        said.append(f"{counted(plan.codes_below, 'code')} below it will stand below “{into.name}”.")
    last = "is taken out: it was never used" if plan.is_unused else "is retired, and says where it went"
    return " ".join([*said, f"“{code.name}” {last}."])


# ---- lists to choose from


def code_lines(codes: Sequence[tuple[int, Code]], marks: dict[str, CodeMark]) -> list[Line]:
    """Codes of a tree (with their depths) to choose from."""
    return [
        Line(
            id=code.id,
            text=Content.assemble(
                "  " * depth, (marks[code.id].letters, f"bold {marks[code.id].colour}"), " ",
                display_safe(code.name),
            ),
            name=code.name,
        )
        for depth, code in codes
    ]  # fmt: skip


def places_for(book: Codebook, code: Code, marks: dict[str, CodeMark]) -> list[Line]:
    """Where a code can be put: at the top, or below a code that is not below itself."""
    outside = [(depth, one) for depth, one in book.walk() if one.id not in book.under(code.id)]
    usable = [pair for pair in outside if pair[1].status is not CodeStatus.RETIRED]
    top = Line(id=TOP, text=Content("At the top of the tree, as a theme"), name="at the top as a theme")
    return [top, *code_lines([(depth + 1, one) for depth, one in usable], marks)]


def mergeable_into(book: Codebook, code: Code, marks: dict[str, CodeMark]) -> list[Line]:
    """Which codes a code can go into."""
    below = book.under(code.id)
    usable = [
        (d, one) for d, one in book.walk() if one.id not in below and one.status is not CodeStatus.RETIRED
    ]
    return code_lines(usable, marks)


def colour_lines() -> list[Line]:
    """Named colours, one of one's own, and none."""
    return list(_colours())


def _colours() -> Iterator[Line]:
    for name, colour in COLOURS.items():
        yield Line(
            id=colour,
            text=Content.assemble(("██ ", colour), name, (f"  {colour}", "$foreground 60%")),
            name=name,
        )
    yield Line(id=OWN_COLOUR, text=Content("   another one, as #rrggbb …"), name="another")
    yield Line(id=NO_COLOUR, text=Content("   none of its own"), name="none")
