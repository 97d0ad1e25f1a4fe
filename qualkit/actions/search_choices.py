"""What a search can be limited to, and what is coded on a passage that it found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qualkit.actions.count_views import count_choices
from qualkit.actions.redacting import redactor
from qualkit.model.codebook import Codebook
from qualkit.model.source import Source
from qualkit.store import coded_passages, sources
from qualkit.study import Study


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchChoices:
    """What the limits of a search can be filled in with."""

    sources: tuple[Source, ...]
    titles: Mapping[str, str]
    """Data file → its title."""
    attributes: Mapping[str, tuple[str, ...]]
    """Attribute or closed question → its values."""
    questions: Mapping[str, str]
    """Question of a talk → the same as it is shown."""
    books: tuple[Codebook, ...]
    """Those with codes."""
    coders: tuple[str, ...]


def search_choices(study: Study) -> SearchChoices:
    """The sources, attributes, questions, codes and coders of the study."""
    known = count_choices(study)
    with study.database.reading() as connection:
        asked, redact = sources.sections(connection), redactor(connection)
    return SearchChoices(
        sources=known.sources,
        titles=known.titles,
        attributes=known.attributes,
        questions={one: redact.text(one) for one in asked},
        books=known.books,
        coders=known.coders,
    )


def codes_on(study: Study, passage: int, *, only_mine: bool = False) -> dict[str, tuple[str, ...]]:
    """Code's id → who put it on a passage (the id of a hit), or this coder's only."""
    with study.database.reading() as connection:
        found = coded_passages.codes_on(connection, passage)
    said: dict[str, dict[str, None]] = {}
    for code, coder in found:
        if not only_mine or coder == study.coder:
            said.setdefault(code, {})[coder] = None
    return {code: tuple(coders) for code, coders in said.items()}
