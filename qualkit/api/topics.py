"""Topics and passages that are alike in meaning."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, TypedDict, Unpack

from qualkit.actions.selection import Selection
from qualkit.model.source import SpeakerRole

if TYPE_CHECKING:
    from qualkit.actions.edit_topics import CodeOfTopic
    from qualkit.actions.passages_in_scope import PassageScope
    from qualkit.actions.similar import Similar
    from qualkit.actions.topics import TopicRun
    from qualkit.model.table import Table
    from qualkit.study import Study


class Passages(TypedDict, total=False):
    """Which passages are meant; what is not given is everything that people said."""

    source: Sequence[str]
    question: Sequence[str]
    where: Sequence[str]
    """Conditions `KEY=VALUE` that all hold."""
    speaker_role: Sequence[str]
    unit: Literal["segment", "sentence"]


class Topics:
    """The part of an open study that compares what passages mean. Nothing of it counts as a finding."""

    _study: Study

    def topics(
        self,
        *,
        k: int | None = None,
        classic: bool = False,
        seed: int = 0,
        by: str = "",
        **of: Unpack[Passages],
    ) -> TopicRun:
        """Topics of what people said, the same each time; `topics_table` shows them."""
        from qualkit.actions.topics import topic_run
        from qualkit.analysis.topics import TopicOptions

        options = TopicOptions(k=k, is_classic=classic, seed=seed)
        return topic_run(self._study, _scope(of), options, by=by)

    def topics_table(self, run: TopicRun, *, nearest: int = 3) -> Table:
        """One row a topic: topic, words, count, share, and the passages nearest its middle."""
        from qualkit.actions.topic_tables import topics_table

        return topics_table(self._study, run, nearest=nearest)

    def rename_topic(self, run: TopicRun, topic: int, name: str) -> TopicRun:
        """Give a topic a name; empty takes it away. Gives the run with it."""
        from qualkit.actions.edit_topics import rename_topic

        return rename_topic(self._study, run, topic, name)

    def join_topics(self, run: TopicRun, topics: Sequence[int], name: str = "") -> TopicRun:
        """Join topics into the first of them. Gives the run with it."""
        from qualkit.actions.edit_topics import merge_topics

        return merge_topics(self._study, run, topics, name)

    def topic_to_code(self, run: TopicRun, topic: int, code: str) -> CodeOfTopic:
        """Make a code, `[BOOK:][PARENT/]NAME`, and propose the topic's passages for it; nothing is coded."""
        from qualkit.actions.edit_topics import code_place, topic_to_code

        book, parent, name = code_place(self._study, code)
        return topic_to_code(self._study, run, topic, name=name, codebook=book, parent=parent)

    def similar(
        self,
        text: str = "",
        *,
        code: str = "",
        passage: str = "",
        uncoded: bool = False,
        most: int = 20,
        **of: Unpack[Passages],
    ) -> Similar:
        """Passages nearest in meaning to a sentence, to a code's passages, or to a passage (`SOURCE:KEY`)."""
        from qualkit.actions.similar import Like, SimilarOptions, similar

        like = Like(text=text, code=code, passage=passage)
        return similar(self._study, like, SimilarOptions(scope=_scope(of), is_uncoded=uncoded, most=most))


def _scope(of: Passages) -> PassageScope:
    from qualkit.actions.passages_in_scope import PassageScope

    selection = Selection(
        sources=tuple(of.get("source", ())),
        where=tuple(of.get("where", ())),
        speaker_roles=tuple(SpeakerRole(role) for role in of.get("speaker_role", ())),
    )
    return PassageScope(
        selection=selection, questions=tuple(of.get("question", ())), unit=of.get("unit", "segment")
    )
