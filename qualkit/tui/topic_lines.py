"""Lines of the Topics screen: what was found, a topic in full, the curve, topics by group."""

from __future__ import annotations

from collections import Counter

from textual.content import Content

from qualkit.actions.topic_tables import followed, groups_table
from qualkit.actions.topics import RunTopic, TopicRun
from qualkit.errors import QualkitError
from qualkit.exports.render.format import cell_on_paper, percent, shown_columns
from qualkit.model.display import display_safe
from qualkit.model.plural import counted
from qualkit.model.table import Table, Unit
from qualkit.study import Study
from qualkit.tui.columns import cut, fit, one_line
from qualkit.tui.widgets.figure_rows import share_bar

_DIM = "$foreground 60%"
NOT_A_THEME = "A topic is what a computer finds in the words: no theme, and counted nowhere."
INTRO = (
    "t sorts what people said into topics, by what it means. Choose above what is looked through, or press t "
    "now. It takes some seconds, with many passages some minutes; Esc stops it, and nothing is changed."
)
_ON_SCREEN = (
    ("-k", "k chooses the number of topics."),
    ("--where", "s, f and q above say what is looked through: more sources give more."),
    ("--classic", "k lets the number be found the plain way."),
)
"""What stands in a hint for the command line → what to do on this screen."""
_PLAIN = (("--classic", "BERTopic's own way"),)
_BAR, _GROUP, _MOST = 30, 9, 14


def refusal(error: QualkitError) -> Content:
    """Why no topics are found, and what to do here."""
    hint = next((ours for theirs, ours in _ON_SCREEN if theirs in error.hint), error.hint)
    message = error.message
    for theirs, ours in _PLAIN:
        message = message.replace(theirs, ours)
    return Content.assemble((display_safe(message), "$warning"), "\n\n", display_safe(hint))


def noun(run: TopicRun, number: int) -> str:
    """`1 sentence`, `340 passages`."""
    return counted(number, "sentence" if run.scope.unit == "sentence" else "passage")


def told_of(run: TopicRun) -> str:
    """What was looked through, how much of it fits, and how it was sorted."""
    every = len(run.passages)
    parts = [f"{noun(run, every)}, {run.distinct:,} different"]
    if run.unfitted:
        parts.append(f"{len(run.unfitted):,} fit none ({percent(len(run.unfitted) / every, 0)})")
    if run.is_exploratory:
        parts.append("exploratory: with so few, another few would give other topics")
    if run.lost:
        parts.append(f"{counted(run.lost, 'name or join', 'names or joins')} of topics not found now")
    told = " · ".join(parts)
    return " ".join([f"{told}.", *run.notes, f"{run.settings}."])


def topic_head(run: TopicRun, topic: RunTopic | None) -> Content:
    """A topic in full: its words, what was joined into it, whose its passages are."""
    if topic is None:
        text = "They are far from the middle of every topic, or hold only words that stand everywhere."
        return Content.assemble(("What fits none", "bold $accent"), "\n", (text, _DIM))
    name = f"  {one_line(topic.name)}" if topic.name else ""
    share = f"{topic.count:,} of {noun(run, len(run.passages))}, {percent(topic.share, 0)}"
    lines = [
        Content.assemble(
            (f"Topic {topic.number}{name}", "bold $accent"),
            (f"   {share} · sharp {topic.sharpness:.2f}", _DIM),
        ),
        Content(one_line(", ".join(topic.words))),
    ]
    if topic.joined:
        joined = ", ".join(map(str, topic.joined))
        lines.append(Content.styled(f"Holds topic {joined}, too: joined by hand. u parts them.", _DIM))
    if run.by is not None:
        lines.append(Content.assemble((f"By {one_line(run.by.key)}: ", _DIM), _by(run, topic)))
    return Content("\n").join(lines)


def _by(run: TopicRun, topic: RunTopic) -> str:
    assert run.by is not None
    here, every = Counter(run.by.of[one] for one in topic.passages), Counter(run.by.of)
    return " · ".join(f"{cut(name, 24)} {here[name]:,} of {every[name]:,}" for name, _ in here.most_common(6))


def curve_content(run: TopicRun) -> Content:
    """How well each number of topics is set apart, as bars."""
    curve = run.found.curve
    if not curve:
        return Content("No other number of topics was tried.")
    best, taken = max(score for _, score in curve), len(run.found.topics)
    why = "you asked for it" if run.options.k else "its topics are set apart best"
    head = "How well so many topics are set apart (mean silhouette, -1 to 1). Near ones are as good."
    lines = [Content.styled(head, _DIM), Content("")]
    for number, score in curve:
        shown = share_bar(max(score, 0.0) / best if best > 0 else 0.0, _BAR)
        mark = f"  taken: {why}" if number == taken else ""
        style = "bold $accent" if number == taken else ""
        bar = Content.assemble((f"{number:>4} topics  {score:6.3f}  ", style), (fit(shown, _BAR), "$accent"))
        lines.append(Content.assemble(bar, (mark, "bold")))
    lines += [Content(""), Content.styled("k takes another number: choose what reads best.", _DIM)]
    return Content("\n").join(lines)


def groups_content(study: Study, run: TopicRun, width: int) -> Content:
    """Topics by group as a table, and what is to be thought of it."""
    table = groups_table(study, run)
    if table is None or run.by is None:
        return Content("b splits the topics: by who wrote the notes, an attribute, a source.")
    lines = [Content.styled(f"Topics by {one_line(run.by.key)}", "bold $accent")]
    lines += _grid(table, width)
    lines.append(Content(""))
    warns = not followed(run)[0].startswith("No topic") if followed(run) else False
    lines += [Content.styled(display_safe(one), "$warning" if warns else _DIM) for one in followed(run)]
    return Content("\n").join(lines)


def _grid(table: Table, width: int) -> list[Content]:
    """The rows of a table in columns of even width; numbers to the right."""
    columns = shown_columns(table)
    longest = max((len(cell_on_paper(row, columns[0])) for row in table.rows), default=0)
    texts = sum(one.unit is Unit.TEXT for one in columns[1:])
    first = max(10, min(longest, 26))
    room = width - first - len(columns) - (texts + 2) * _MOST
    groups = sum(one.key.startswith("group_") for one in columns)
    wide = max(_GROUP, min(room // max(groups, 1), 24))
    cells = [first] + [
        _MOST if one.unit is Unit.TEXT else wide if one.key.startswith("group_") else _GROUP
        for one in columns[1:]
    ]
    fitting = [n for n in range(len(columns)) if sum(cells[: n + 1]) + n <= width - 2]
    head = " ".join(_cell(columns[n].title, cells[n], is_text=columns[n].unit is Unit.TEXT) for n in fitting)
    rows = [
        " ".join(
            _cell(cell_on_paper(row, columns[n]), cells[n], is_text=columns[n].unit is Unit.TEXT)
            for n in fitting
        )
        for row in table.rows
    ]
    return [Content.styled(head, _DIM), *map(Content, rows)]


def _cell(text: str, cells: int, *, is_text: bool) -> str:
    return fit(text, cells, is_number=not is_text)
