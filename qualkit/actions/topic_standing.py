"""Topics that were found a while ago: whether they still hold, and other groups for them."""

from __future__ import annotations

from dataclasses import replace

from qualkit.actions.passages_in_scope import passages_in_scope
from qualkit.actions.topic_groups import groups_of
from qualkit.actions.topics import TopicRun, with_edits
from qualkit.store.topics import topic_edits
from qualkit.study import Study


def renewed_topics(study: Study, run: TopicRun) -> TopicRun | None:
    """The run with the names and joins that it has now; None where its passages are others by now.

    They are when a text was corrected, redacted or forgotten, a source came in, or a record was left out.
    """
    with study.database.reading() as connection:
        if passages_in_scope(connection, run.scope).passages != run.passages:
            return None
        return with_edits(run, topic_edits(connection, run.key))


def regrouped_topics(study: Study, run: TopicRun, by: str) -> TopicRun:
    """The run split by something else; by nothing, where `by` is empty. Raises NotFound for unknown names."""
    with study.database.reading() as connection:
        groups = groups_of(connection, passages_in_scope(connection, run.scope), by) if by else None
    return replace(run, by=groups)
