"""What the Survey screen says: a question, how it is counted, which end of a scale is low, who is behind."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from qualkit.actions.question_lines import AnswerLine, CountedQuestion, LineKind
from qualkit.actions.records_behind import RecordBehind, Written
from qualkit.actions.survey_views import AskedQuestion, Wish, ends_of
from qualkit.exports.render.format import percent
from qualkit.model.display import display_safe
from qualkit.model.plural import counted
from qualkit.tui.columns import cut, one_line
from qualkit.tui.widgets.choose_one import Line

_DIM = "$foreground 60%"
_WORDS = 400
"""Characters of an answer in the list of those behind a figure."""
_LISTED = 500
"""So many lines at most are listed behind a figure."""


def question_title(question: AskedQuestion, view: CountedQuestion | None) -> Content:
    """The question as it was put, and how many answered."""
    n = f"   n = {view.n:,}" if view is not None and view.n is not None else ""
    return Content.assemble((display_safe(one_line(question.title)), "bold"), (n, _DIM))


def direction(question: AskedQuestion) -> str:
    """What has to be said where nobody has confirmed which end of the scale is low."""
    ends = ends_of(question.unconfirmed)
    if not ends:
        return ""
    low, high = ends[0]
    more = f" ({len(ends) - 1} more like it)" if len(ends) > 1 else ""
    return f"Is “{one_line(low)}” the low end and “{one_line(high)}” the high one{more}? k settles it."


def asking_direction(question: AskedQuestion) -> str:
    """The question to be answered with yes, or turn it round."""
    scales = question.unconfirmed or question.parts
    said = [f"“{low}” is the low end, “{high}” the high end." for low, high in ends_of(scales)]
    about = "this question" if len(scales) == 1 else f"these {len(scales)} questions"
    return "\n".join([*said, "", f"It holds for {about} from now on, and is written into the questionnaire."])


def notes_below(view: CountedQuestion) -> Content:
    """What the figures are of, and what was left out."""
    question, lines = view.wish.question, []
    if said := direction(question):
        lines.append(Content.styled(f"? {said}", "$warning"))
    items = {line.words for line in view.lines if line.kind is LineKind.ITEM}
    if question.is_grid and len(items) == 1 and not question.unconfirmed:
        lines.append(Content.styled(f"Shares: {items.pop()}. Enter shows an item by itself.", _DIM))
    elif question.is_grid and not view.wish.by:
        lines.append(Content.styled("Enter shows an item by itself.", _DIM))
    if view.n is not None and not any(line.kind is LineKind.APART for line in view.lines):
        lines.append(Content.styled("Nobody left it out or did not know.", _DIM))
    lines += [Content.styled(display_safe(one_line(note)), _DIM) for note in view.notes]
    return Content("\n").join(lines)


def behind_title(view: CountedQuestion, line: AnswerLine, number: int) -> str:
    """`Fairly unsafe: 17 professionals`."""
    who = counted(number, *view.noun)
    group = f", {line.group}" if line.group else ""
    return f"{line.text}{group}: {who}"


def share_said(line: AnswerLine) -> str:
    """`55% (17 of 31)`."""
    if line.share is None or line.base is None:
        return "" if line.count is None else f"{line.count:,}"
    return f"{percent(line.share, 0)} ({line.count:,} of {line.base:,})"


Opened = tuple[str, str]
"""A source and a passage in it."""


def behind_lines(records: Sequence[RecordBehind]) -> tuple[list[Line], list[Opened | None]]:
    """Records with what they wrote, a line for each open answer, and what each line opens."""
    lines: list[Line] = []
    opens: list[Opened | None] = []
    for record in records:
        head = " · ".join(one_line(one) for one in (record.key, *record.about))
        for number, written in enumerate(record.written or (None,)):
            if len(lines) == _LISTED:
                return lines, opens
            said = _written(written) if written else Content.styled("  wrote nothing in words", _DIM)
            text = Content("\n").join([Content.styled(head, _DIM), said]) if number == 0 else said
            lines.append(Line(id=str(len(lines)), text=text, name=f"{head} {said.plain}"))
            opens.append((written.source, written.key) if written else None)
    return lines, opens


def _written(written: Written) -> Content:
    column = written.source.partition(":")[2]
    return Content.assemble((f"  {one_line(column)}: ", _DIM), cut(written.text, _WORDS))


def said_wish(wish: Wish, split: str) -> str:
    """What the split button says."""
    return f"split by {cut(split, 24) if wish.by else 'nothing'} ▾"
