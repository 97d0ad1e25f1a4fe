"""Finding topics in what people said (`qualkit topics`)."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256

from qualkit.actions.passages_in_scope import PassageScope, ScopedPassage, passages_in_scope
from qualkit.actions.topic_groups import Groups, groups_of
from qualkit.actions.vectors import vectors_of
from qualkit.analysis.clusters import Watch
from qualkit.analysis.embedding import WORDS_ALONE, find_embedder
from qualkit.analysis.topic_words import stop_words
from qualkit.analysis.topics import (
    Topic,
    TopicOptions,
    Topics,
    TopicTexts,
    find_topics,
    joined,
    refuse_missing,
    refuse_too_little,
)
from qualkit.model.text import fold_line
from qualkit.store.topics import TopicEdit, topic_edits
from qualkit.study import Study

Told = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and of how much."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunTopic:
    """A topic as a person sees it."""

    number: int
    """From 1, the largest first; a joined topic has the number of the one that others went into."""
    words: tuple[str, ...]
    passages: tuple[int, ...]
    """Which passages of the run, those nearest its middle first."""
    nearness: tuple[float, ...]
    """Cosine of each of them to the middle."""
    sharpness: float
    """Mean cosine of its different passages to its middle."""
    share: float
    """Of all passages in scope."""
    name: str = ""
    joined: tuple[int, ...] = ()
    """Numbers of topics that went into it."""

    @property
    def count(self) -> int:
        """How many passages."""
        return len(self.passages)

    @property
    def title(self) -> str:
        """Its number, with its name where somebody gave it one."""
        return f"{self.number} {self.name}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicRun:
    """Topics of a scope, with what people made of them."""

    key: str
    """Stands for scope and settings: names and joined topics are kept under it."""
    scope: PassageScope
    options: TopicOptions
    passages: tuple[ScopedPassage, ...]
    topics: tuple[RunTopic, ...]
    unfitted: tuple[int, ...]
    """Passages that fit no topic."""
    distinct: int
    """How many different passages there are."""
    model: str
    """What the passages were compared by."""
    found: Topics
    """Before topics were joined, over different texts."""
    texts: TopicTexts
    alike: tuple[tuple[int, ...], ...]
    """The passages behind each different text."""
    by: Groups | None = None
    notes: tuple[str, ...] = ()
    lost: int = 0
    """Names and joins of earlier runs whose topics are not found any more."""

    @property
    def is_exploratory(self) -> bool:
        """Whether there are so few passages that another few would change the topics."""
        return self.found.is_exploratory

    @property
    def settings(self) -> str:
        """How they were found, in words."""
        if self.options.is_classic:
            how = "UMAP and HDBSCAN"
        else:
            how = "Ward clustering" if self.is_exploratory else "k-means"
            how += f", {len(self.found.topics)} topics" + ("" if self.options.k else " by silhouette")
        return f"BERTopic with {how}; {self.model}; seed {self.options.seed}"

    def topic(self, number: int) -> RunTopic | None:
        """The topic with this number, if there is one."""
        return next((one for one in self.topics if one.number == number), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicWatch:
    """Who waits for topics: is told how far they are, and may stop."""

    told: Told | None = None
    is_stopped: Callable[[], bool] | None = None

    def phase(self, what: str) -> Watch:
        """Who watches one part of the work."""
        told = self.told
        tell = (lambda done, of: told(what, done, of)) if told else None
        return Watch(progress=tell, is_stopped=self.is_stopped)


def topic_run(
    study: Study,
    scope: PassageScope | None = None,
    options: TopicOptions | None = None,
    *,
    by: str = "",
    watch: TopicWatch | None = None,
) -> TopicRun:
    """Topics of what people said, the same each time for the same study, version and settings.

    `by` splits them by an attribute, `author`, `coder`, `person` or `source`. The study stays as it is.
    Raises Refused where there is too little or a library is missing, Stopped when asked to stop.
    """
    scope, options, watch = scope or PassageScope(), options or TopicOptions(), watch or TopicWatch()
    refuse_missing(is_classic=options.is_classic)
    with study.database.reading() as connection:
        inside = passages_in_scope(connection, scope)
        groups = groups_of(connection, inside, by) if by else None
        edits = topic_edits(connection, run_key(scope, options))
    alike = _alike(inside.passages)
    given = _given(study, [inside.passages[same[0]] for same in alike], options, watch)
    run = TopicRun(
        key=run_key(scope, options),
        scope=scope,
        options=options,
        passages=inside.passages,
        topics=(),
        unfitted=(),
        distinct=len(alike),
        model=given.model,
        found=find_topics(given, options, watch.phase("Sorting them into topics")),
        texts=given,
        alike=alike,
        by=groups,
        notes=inside.notes,
    )
    return with_edits(run, edits)


def _given(
    study: Study, passages: Sequence[ScopedPassage], options: TopicOptions, watch: TopicWatch
) -> TopicTexts:
    """Different passages with their rows; refused, before anything slow, where they are too few."""
    texts, rules = [one.text for one in passages], study.manifest.words
    stop = stop_words(stop=rules.stop, keep=rules.keep)
    refuse_too_little(texts, options, stop)
    embedder, reading = find_embedder(), watch.phase("Reading what the passages mean")
    rows = vectors_of(
        study,
        texts,
        within=[one.within for one in passages],
        progress=reading.progress,
        is_stopped=reading.is_stopped,
    )
    model = embedder.name if embedder else WORDS_ALONE
    return TopicTexts(texts=texts, rows=rows, model=model, stop=stop)


def run_key(scope: PassageScope, options: TopicOptions) -> str:
    """What names and joins of topics are kept under: scope and settings."""
    selection = scope.selection
    plain = [
        sorted(map(fold_line, selection.sources)),
        sorted(map(fold_line, selection.where)),
        sorted(selection.speaker_roles),
        sorted(map(fold_line, scope.questions)),
        scope.unit,
        options.k,
        options.is_classic,
        options.seed,
    ]
    return sha256(json.dumps(plain, ensure_ascii=False).encode()).hexdigest()


def _alike(passages: Sequence[ScopedPassage]) -> tuple[tuple[int, ...], ...]:
    """Passages that say the same together, in the order of their texts: that of sources has no say."""
    same: dict[str, list[int]] = {}
    for number, passage in enumerate(passages):
        same.setdefault(fold_line(passage.text), []).append(number)
    return tuple(tuple(same[text]) for text in sorted(same))


# ---- what people made of them


@dataclass(slots=True)
class _Made:
    """Names and joins, by the place of topics in what was found."""

    names: dict[int, str] = field(default_factory=dict)
    into: dict[int, int] = field(default_factory=dict)
    lost: int = 0


def with_edits(run: TopicRun, edits: Sequence[TopicEdit]) -> TopicRun:
    """The run with the names and joins that people gave its topics."""
    made, shown = _made(run.found, edits), run.found
    if made.into:
        kept = set(range(len(run.found.topics))) - made.into.keys()
        groups = [[one, *(number for number, into in made.into.items() if into == one)] for one in kept]
        shown = joined(run.texts, run.found, groups)
    # joining may change the order of size: each topic is known by a text that it holds
    of_text = {text: number for number, topic in enumerate(run.found.topics) for text in topic.texts}
    topics = []
    for topic in shown.topics:
        number = of_text[topic.texts[0]]
        topics.append(_run_topic(run, topic, made.into.get(number, number), made))
    unfitted = tuple(passage for text in shown.unfitted for passage in run.alike[text])
    topics.sort(key=lambda one: (-one.count, one.number))
    return replace(run, topics=tuple(topics), unfitted=unfitted, lost=made.lost)


def _run_topic(run: TopicRun, topic: Topic, number: int, made: _Made) -> RunTopic:
    near = [
        (passage, nearness)
        for text, nearness in zip(topic.texts, topic.nearness, strict=True)
        for passage in run.alike[text]
    ]
    return RunTopic(
        number=number + 1,
        words=topic.words,
        passages=tuple(passage for passage, _ in near),
        nearness=tuple(nearness for _, nearness in near),
        sharpness=topic.sharpness,
        share=len(near) / len(run.passages),
        name=made.names.get(number, ""),
        joined=tuple(sorted(one + 1 for one, into in made.into.items() if into == number)),
    )


def _made(found: Topics, edits: Sequence[TopicEdit]) -> _Made:
    made = _Made()
    for edit in edits:
        topic = _known_again(found, edit.words, edit.topic - 1)
        into = _known_again(found, edit.into, -1) if edit.into else None
        if topic is None or (edit.into and into is None):
            made.lost += 1
            continue
        if edit.name:
            made.names[topic] = edit.name
        if into is not None and into != topic:
            made.into[topic] = into
    for topic in list(made.into):  # what went into one that went into another
        target, seen = made.into[topic], {topic}
        while target in made.into and target not in seen:
            seen.add(target)
            target = made.into[target]
        made.into[topic] = target
    made.into = {topic: into for topic, into in made.into.items() if into != topic and into not in made.into}
    return made


def _known_again(found: Topics, words: Sequence[str], number: int) -> int | None:
    """The topic with most of these words, where it has more than half of them; the numbered one first."""
    shared = [len(set(words) & set(topic.words)) for topic in found.topics]
    order = sorted(range(len(shared)), key=lambda one: (-shared[one], one != number, one))
    best = order[0] if order else None
    return best if best is not None and 2 * shared[best] > len(words) else None
