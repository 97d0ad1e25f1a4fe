"""Topics as tables: what they are, who they are by, and how their number was chosen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from qualkit.actions.provenance import provenance
from qualkit.model.plural import counted
from qualkit.model.result import Result
from qualkit.model.table import Column, Table, Unit, Value

if TYPE_CHECKING:
    from qualkit.actions.topic_groups import Groups
    from qualkit.actions.topics import RunTopic, TopicRun
    from qualkit.study import Study

NEAREST = 3
_MOST_GROUPS = 8
_FOLLOWS = 0.5
"""Share of a topic's passages by one person from which it may be theirs rather than the people's."""
_TIMES = 2.0
_FEWEST = 5
_NOT_A_THEME = (
    "Topics are sorted by a computer from words alone. They are no themes: no table counts them, "
    "and the quote bank does not know them. Read the passages before you make a code of one."
)


def topics_result(study: Study, run: TopicRun, *, nearest: int = NEAREST) -> Result:
    """Topics as one table of data, and as tables for people: topics, groups, passages nearest the middle."""
    data = topics_table(study, run, nearest=nearest)
    paper = Table(
        id=data.id,
        title=data.title,
        columns=(
            Column(key="topic", title="Topic"),
            Column(key="words", title="Words"),
            Column(key="count", title="How many", unit=Unit.COUNT),
            Column(key="share", title="Share", unit=Unit.SHARE),
            Column(key="sharpness", title="Sharp", unit=Unit.NUMBER),
        ),
        rows=tuple(
            {
                "topic": topic.title,
                "words": ", ".join(topic.words),
                "count": topic.count,
                "share": topic.share,
                "sharpness": topic.sharpness,
            }
            for topic in run.topics
        ),
        notes=data.notes,
        provenance=data.provenance,
    )
    groups = groups_table(study, run)
    tables = (paper, *([groups] if groups else []), _nearest_table(data, run, nearest))
    return Result(title=data.title, data=data, tables=tables)


def topics_table(study: Study, run: TopicRun, *, nearest: int = NEAREST) -> Table:
    """One row a topic: its words, how many passages, their share, and those nearest its middle."""
    by = run.by
    columns = [
        Column(key="topic", title="Topic"),
        Column(key="words", title="Words", unit=Unit.LIST),
        Column(key="count", title="How many", unit=Unit.COUNT),
        Column(key="share", title="Share", unit=Unit.SHARE),
        Column(key="passages", title="Nearest its middle", unit=Unit.LIST),
    ]
    rows: list[dict[str, Value]] = []
    for topic in run.topics:
        row: dict[str, Value] = {
            "topic": topic.title,
            "words": list(topic.words),
            "count": topic.count,
            "share": topic.share,
            "passages": [_cited(run, number) for number in nearest_of(run, topic, nearest)],
        }
        if by:
            row["by"] = dict(Counter(by.of[number] for number in topic.passages).most_common())
        rows.append(row)
    return Table(
        id="topics",
        title=f"Topics in {counted(len(run.passages), _noun(run))}" + _exploratory(run),
        columns=(*columns, *([Column(key="by", title=f"By {by.key}")] if by else [])),
        rows=tuple(rows),
        notes=(*_notes(run), *followed(run)),
        provenance=provenance(study, "topics", filter=str(run.scope), coder="none"),
    )


def _nearest_table(data: Table, run: TopicRun, nearest: int) -> Table:
    rows = []
    for topic in run.topics:
        for place, number in enumerate(nearest_of(run, topic, nearest)):
            passage = run.passages[number]
            where = f"{passage.segment.source} {passage.segment.key}"
            rows.append({"topic": topic.title if place == 0 else "", "where": where, "text": passage.text})
    return Table(
        id="topics_nearest",
        title="Passages nearest the middle of each topic",
        columns=(
            Column(key="topic", title="Topic"),
            Column(key="where", title="Passage"),
            Column(key="text", title="Words"),
        ),
        rows=tuple(rows),
        provenance=data.provenance,
    )


def nearest_of(run: TopicRun, topic: RunTopic, most: int) -> list[int]:
    """The passages nearest the middle of a topic, each wording once."""
    found: dict[str, int] = {}
    for number in topic.passages:
        found.setdefault(run.passages[number].text, number)
        if len(found) == most:
            break
    return list(found.values())


def _cited(run: TopicRun, number: int) -> str:
    passage = run.passages[number]
    return f"{passage.segment.source} {passage.segment.key}: {passage.text}"


def _noun(run: TopicRun) -> str:
    return "sentence" if run.scope.unit == "sentence" else "passage"


def _exploratory(run: TopicRun) -> str:
    return " (exploratory)" if run.is_exploratory else ""


def _notes(run: TopicRun) -> list[str]:
    every = len(run.passages)
    notes = [f"Shares are of the {counted(every, _noun(run))} in scope, {run.distinct:,} of them different."]
    if run.unfitted:
        notes.append(f"{len(run.unfitted):,} fit no topic ({len(run.unfitted) / every:.0%}).")
    if run.is_exploratory:
        notes.append("Exploratory: with so few passages, another few would give other topics.")
    sharp = ", ".join(f"{topic.number} {topic.sharpness:.2f}" for topic in run.topics)
    notes.append(f"Sharp is the mean cosine of a topic's passages to its middle; 1: all alike ({sharp}).")
    if curve := run.found.curve:
        told = ", ".join(f"{number} {score:.2f}" for number, score in curve)
        chosen = "as asked for" if run.options.k else "the highest was taken"
        notes.append(f"How well so many topics are set apart (mean silhouette, -1 to 1; {chosen}): {told}.")
    notes += [
        f"Topic {topic.number} holds {', '.join(map(str, topic.joined))}, too: joined by hand."
        for topic in run.topics
        if topic.joined
    ]
    if run.lost:
        notes.append(
            f"{counted(run.lost, 'name or join', 'names or joins')} of topics that are not found now."
        )
    return [*notes, *run.notes, f"Found with {run.settings}.", _NOT_A_THEME]


def groups_table(study: Study, run: TopicRun) -> Table | None:
    """Topics by the groups of the run, with whose most of a topic's passages are; None without groups."""
    by = run.by
    if by is None:
        return None
    names = by.names[:_MOST_GROUPS]
    others = set(by.names[_MOST_GROUPS:])
    rows = [_group_row(topic.title, topic.passages, by, names) for topic in run.topics]
    if run.unfitted:
        rows.append(_group_row("fits none", run.unfitted, by, names))
    rows.append(_group_row("All", range(len(run.passages)), by, names))
    groups = [Column(key=f"group_{n}", title=name, unit=Unit.COUNT) for n, name in enumerate(names)]
    if others:
        groups.append(Column(key="others", title=f"{len(others)} others", unit=Unit.COUNT))
    return Table(
        id="topics_by",
        title=f"Topics by {by.key}",
        columns=(
            Column(key="topic", title="Topic"),
            Column(key="count", title="How many", unit=Unit.COUNT),
            *groups,
            Column(key="most", title="Most by"),
            Column(key="most_share", title="Their share", unit=Unit.SHARE),
        ),
        rows=tuple(rows),
        provenance=provenance(study, f"topics --by {by.key}", filter=str(run.scope), coder="none"),
    )


def _group_row(title: str, passages: Sequence[int], by: Groups, names: Sequence[str]) -> dict[str, Value]:
    here = Counter(by.of[number] for number in passages)
    most = min(here, key=lambda name: (-here[name], name))
    row: dict[str, Value] = {f"group_{number}": here[name] for number, name in enumerate(names)}
    rest = len(passages) - sum(here[name] for name in names)
    return row | {
        "topic": title,
        "count": len(passages),
        "others": rest,
        "most": most,
        "most_share": here[most] / len(passages),
    }


def followed(run: TopicRun) -> list[str]:
    """Which topics are mostly one group's, far above its share of all passages; a sentence each."""
    by = run.by
    if by is None or len(by.names) < 2:
        return []
    overall, told = Counter(by.of), []
    for topic in run.topics:
        name, count = Counter(by.of[number] for number in topic.passages).most_common(1)[0]
        share, expected = count / topic.count, overall[name] / len(by.of)
        if count >= _FEWEST and share >= _FOLLOWS and share >= min(_TIMES * expected, (1 + expected) / 2):
            told.append(
                f"Topic {topic.title}: {share:.0%} of its passages are {name}'s, "
                f"and so are {expected:.0%} of all."
            )
    if not told:
        return [f"No topic is mostly of one {by.key} that has far fewer of all passages."]
    if by.are_authors:
        told.append("Such a topic may be somebody's way of writing notes, rather than what people said.")
    return told
