"""What is known of who said each passage of a source: for showing only some of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qualkit.actions.selection import People
from qualkit.model.source import Segment
from qualkit.study import Study


def attributes_of(study: Study, segments: Sequence[Segment]) -> tuple[Mapping[str, str], ...]:
    """Attributes of the person, and closed answers of the record, for each segment; empty where none are."""
    with study.database.reading() as connection:
        people = People.load(connection)
    return tuple(people.attributes(segment) for segment in segments)
