"""The codings that begin in a few passages of an open source: cheap enough to ask after every key."""

from __future__ import annotations

from collections.abc import Sequence

from qualkit.actions.workspace import CodingView, SourceView
from qualkit.model.coding import Anchor
from qualkit.store import codings, sources
from qualkit.study import Study


def codings_beginning_in(study: Study, view: SourceView, keys: Sequence[str]) -> tuple[CodingView, ...]:
    """The codings of now that begin in these segments of the view, in the order of their places."""
    with study.database.reading() as connection:
        stored = sources.source(connection, view.source.name)
        found = codings.codings(connection, sources=[stored.id], keys=keys)
    return tuple(
        CodingView(
            id=one.id,
            first=view.index[one.place.segment],
            start=one.place.start,
            last=view.index[one.place.end_segment],
            end=one.place.end,
            code_id=one.code,
            coder=one.coder,
            is_mine=one.coder == study.coder,
            memo=one.memo,
            created=one.created,
        )
        for one in found
        if one.anchor is not Anchor.LOST
        and one.place.segment in view.index
        and one.place.end_segment in view.index
    )
