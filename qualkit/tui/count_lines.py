"""What the How many screen says: the sentence's parts, the columns of the counts, the words behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

from textual.content import Content

from qualkit.actions.count_views import CountChoices, CountView, CountWish, PassageBehind
from qualkit.actions.counting_units import CountBy
from qualkit.analysis.phrases import in_words, phrase
from qualkit.analysis.prevalence import Count, PrevalenceRow
from qualkit.errors import QualkitError
from qualkit.exports.render.format import percent
from qualkit.model.display import display_safe
from qualkit.model.plural import counted
from qualkit.tui.columns import cut, one_line
from qualkit.tui.widgets.choose_one import Line

_DIM = "$foreground 60%"
_WORDS = 400
_LISTED = 500
"""So many passages at most are listed behind a number."""
FEW_MARK = "·"
UNITS: tuple[tuple[CountBy | None, str], ...] = (
    (None, "what fits"),
    (CountBy.RECORD, "records: answers of a survey, case records"),
    (CountBy.CASE, "people"),
    (CountBy.SEGMENT, "turns and answers"),
    (CountBy.SOURCE, "sources: whole transcripts, groups"),
)
_ON_SCREEN = (
    ("finish", "Read and code, and mark what you have read as read: f in the text."),
    ("--source", "Choose the sources: s."),
    ("--take", "l chooses which of them counts: the first, the last, or any."),
    ("--anyway", "Count something else (u: turns or sources), or people all the same (a)."),
    ("--unit", "Count something else: u."),
)
"""What stands in a hint for the command line → what to do on this screen."""


def refusal(error: QualkitError) -> Content:
    """Why nothing may be counted so, and what to do here."""
    hint = next((ours for theirs, ours in _ON_SCREEN if theirs in error.hint), error.hint)
    return Content.assemble((display_safe(error.message), "$warning"), "\n\n", display_safe(hint))


# ---- the sentence


def condition_said(condition: str) -> str:
    r"""`stage=Missing|Returned` as `stage is Missing or Returned`.

    >>> condition_said(r"stage=On \\| off|Returned")
    'stage is On | off or Returned'
    """
    key, _, value = condition.partition("=")
    parts = value.replace("\\|", "\0").split("|")
    return f"{key} is {' or '.join(parts)}".replace("\0", "|")


def condition(key: str, values: Sequence[str]) -> str:
    """A condition that one of some values meets."""
    return f"{key}={'|'.join(value.replace('|', chr(92) + '|') for value in values)}"


def sentence(wish: CountWish, view: CountView | None, choices: CountChoices) -> dict[str, str]:
    """What each field of the sentence says."""
    counting = wish.counting
    units = {unit: said.partition(":")[0] for unit, said in UNITS}
    names = counting.selection.sources
    titles = {one.name: one.title for one in choices.sources} | choices.titles
    where = [counting.base] * bool(counting.base) + [condition_said(one) for one in counting.selection.where]
    return {
        "unit": view.noun[1] if view else units[counting.unit],
        "of": " and ".join(titles.get(name, name) for name in names) or "all that was read",
        "with": _code_said(wish, choices),
        "where": "; ".join(where) or "anything",
        "by": counting.by or "nothing",
        "whose": {"": "of record", "any": "by anybody"}.get(counting.coder, f"by {counting.coder}"),
    }


def _code_said(wish: CountWish, choices: CountChoices) -> str:
    book = next((one for one in choices.books if one.name == wish.codebook), None)
    if book is None:
        return "a codebook"
    return book.path(wish.code_id) if wish.code_id else f"any code of {book.title or book.name}"


# ---- columns


@dataclass(frozen=True, slots=True, kw_only=True)
class CountColumn:
    """A column of counts; `group` is empty for all together."""

    title: tuple[str, ...]
    width: int
    kind: str
    """`count`, `share`, `any`, `bar`, `words` or `group`."""
    group: str = ""
    is_number: bool = True


_NUMBER = 13
_GROUP = 14
_LEAST_NAME, _MOST_NAME = 20, 44


def columns(view: CountView, width: int, *, has_bars: bool) -> tuple[int, tuple[CountColumn, ...]]:
    """(cells for the code's name, the columns beside it); groups may go beyond the width."""
    one, several = view.noun
    longest = max((len(_name(row)) for row in view.rows), default=0)
    found = [
        _column("count", several, max(8, min(len(one_line(several)), 16))),
        _column("share", f"% of {counted(view.base, one, several)}", _NUMBER),
    ]
    if view.groups:
        groups = [_column("group", "all", _GROUP, "", f"n = {view.base:,}")]
        groups += [
            _column("group", one_line(group), _GROUP, group, f"n = {base:,}")
            for group, base in view.groups.items()
        ]
        return max(_LEAST_NAME, min(longest, _MOST_NAME, width - 3 * (_GROUP + 2) - 1)), tuple(groups)
    if not view.wish.code_id and not has_bars and view.rows and width >= 80:
        some = counted(view.rows[0].found.count, one, several)
        found.append(_column("any", f"% of the {some} with any", _NUMBER))
    taken = sum(one.width + 2 for one in found)
    name = max(_LEAST_NAME, min(longest, _MOST_NAME, width - taken - 14))
    rest = max(width - name - taken - 4, 0)
    if rest >= 8:
        title = ("",) if has_bars else ("in words",)
        kind = "bar" if has_bars else "words"
        found.append(CountColumn(title=title, width=min(rest, 40), kind=kind, is_number=False))
    return name, tuple(found)


def _column(kind: str, title: str, width: int, group: str = "", below: str = "") -> CountColumn:
    lines = [*(wrap(title, width) or [""]), *([below] if below else [])]
    shown = tuple(cut(line, width) for line in (lines if len(lines) <= 4 else [*lines[:3], lines[-1]]))
    return CountColumn(title=shown, width=width, kind=kind, group=group)


def _name(row: PrevalenceRow) -> str:
    return "  " * row.depth + (one_line(row.code.name) if row.code else "Any of these")


def row_name(row: PrevalenceRow) -> str:
    """The code, indented by what it stands below."""
    return _name(row)


def group_cells(view: CountView, row: PrevalenceRow, group: str) -> tuple[str, str]:
    """(how many, the share) of a group; of all together, where it is empty."""
    found = row.by[group] if group else row.found
    return _marked(found.count, view.few), _percent(found)


def cell(view: CountView, row: PrevalenceRow, column: CountColumn) -> str:
    """What stands in a column of a row; bars and groups apart."""
    match column.kind:
        case "count":
            return _marked(row.found.count, view.few)
        case "share":
            return _percent(row.found)
        case "any":
            return _percent(row.of_any)
        case _:
            return str(in_words(row.found.count, row.found.base))


def _marked(number: int, few: int) -> str:
    return f"{number:,} {FEW_MARK if 0 < number < few else ' '}"


def _percent(count: Count) -> str:
    return "" if count.share is None else percent(count.share)


def has_few(view: CountView) -> bool:
    """Whether a number is small enough to want a thought."""
    counts = [row.found.count for row in view.rows] + [
        one.count for row in view.rows for one in row.by.values()
    ]
    return any(0 < number < view.few for number in counts)


def notes_below(view: CountView) -> Content:
    """What is left out, and what the marks mean."""
    few = [f"{FEW_MARK} under {view.few}: think before it leaves"] if has_few(view) else []
    return Content.styled("\n".join(display_safe(one_line(note)) for note in (*view.notes, *few)), _DIM)


# ---- the words behind a number


def behind_title(view: CountView, row: PrevalenceRow, group: str, passages: int) -> str:
    """`Fear: 6 of 27 professionals, 9 passages`."""
    found = row.by[group] if group else row.found
    name = one_line(row.code.name) if row.code else "Any of these"
    who = f"{name}, {group}" if group else name
    return f"{who}: {phrase(found.count, found.base)} {view.noun[1]}, {counted(passages, 'passage')}"


def passage_lines(passages: Sequence[PassageBehind]) -> list[Line]:
    """Passages with who said them and where."""
    codes = {one.code for one in passages}
    lines = []
    for number, one in enumerate(passages[:_LISTED]):
        code = [one.code.replace("/", " › ")] if len(codes) > 1 else []
        head = " · ".join(
            one_line(part) for part in (one.person, one.spot, cut(one.title, 36), *code) if part
        )
        words = cut(one.words, _WORDS)
        text = Content.assemble((head, _DIM), "\n", f"  {words}")
        lines.append(Line(id=str(number), text=text, name=f"{head} {words}"))
    return lines
