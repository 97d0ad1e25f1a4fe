"""Finding: passages by their words, words in their surroundings, and how often they are said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from qualkit.actions import words
from qualkit.actions.code_hits import code_hits
from qualkit.actions.kwic import CONTEXT, Concordance, Sort, kwic
from qualkit.actions.search import ALL, By, Hit, SearchResult, search
from qualkit.actions.search_limits import Limits
from qualkit.actions.selection import Selection
from qualkit.analysis.collocations import WINDOW, Measure
from qualkit.model.source import SpeakerRole

if TYPE_CHECKING:
    from qualkit.actions.apply import Unit
    from qualkit.model.table import Table
    from qualkit.study import Study


class Where(TypedDict, total=False):
    """Where to look; what is not given is everywhere."""

    source: Sequence[str]
    where: Sequence[str]
    """Conditions `KEY=VALUE` that all hold."""
    speaker_role: Sequence[str]
    question: Sequence[str]
    code: str
    is_coded: bool | None
    coder: str


class Finding:
    """The part of an open study that finds and proposes."""

    _study: Study

    def search(self, query: str, *, by: By = "words", **where: Unpack[Where]) -> SearchResult:
        """Every passage that meets a search: words, "phrases", beginnings*, AND, OR, NOT, NEAR(a b, 5).

        `by` is words, stems (every form of a word) or pattern (a regular expression).
        """
        return search(self._study, query, limits_of(where), by=by, page=ALL)

    def code_hits(self, hits: Sequence[Hit], code: str, *, unit: Unit = "segment", query: str = "") -> int:
        """Put a code on passages that were found: whole, their sentence, or the words (segment, sentence,
        span). One step of undo; gives how many codings are new.
        """
        return code_hits(self._study, hits, code, unit=unit, query=query).added

    def kwic(
        self,
        query: str,
        *,
        by: By = "words",
        context: int = CONTEXT,
        sort: Sort = "place",
        **where: Unpack[Where],
    ) -> Concordance:
        """Every place with what stands to its left and right; moderators only if `speaker_role` says so."""
        return kwic(self._study, query, limits_of(where, heard_only=True), by=by, context=context, sort=sort)

    def words(self, *, ngrams: int = 1, stems: bool = False, most: int = 50, **where: Unpack[Where]) -> Table:
        """How often words, or so many in a row, are said, and by how many people."""
        return words.word_table(self._study, _count(where, size=ngrams, by_stems=stems, most=most))

    def collocations(
        self,
        *,
        measure: Measure = "log-likelihood",
        window: int = WINDOW,
        most: int = 50,
        **where: Unpack[Where],
    ) -> Table:
        """Pairs of words that stand near each other more often than by chance."""
        wanted = _count(where, most=most)
        return words.collocation_words(self._study, wanted, measure=measure, window=window)

    def keyness(
        self, attribute: str = "", *, key: str = "", ngrams: int = 1, most: int = 50, **where: Unpack[Where]
    ) -> Table:
        """Words that tell the two groups of an attribute apart, or `KEY=VALUE` from everybody else."""
        wanted = _count(where, size=ngrams, most=most)
        return words.keyness_words(self._study, wanted, attribute=attribute, key=key)


def _count(where: Where, **how: Any) -> words.WordCount:
    return words.WordCount(limits=limits_of(where, heard_only=True), **how)


def limits_of(where: Where, *, heard_only: bool = False) -> Limits:
    """What these keywords ask for."""
    return Limits(
        selection=Selection(
            sources=tuple(where.get("source", ())),
            where=tuple(where.get("where", ())),
            speaker_roles=tuple(SpeakerRole(role) for role in where.get("speaker_role", ())),
        ),
        questions=tuple(where.get("question", ())),
        code=where.get("code", ""),
        is_coded=where.get("is_coded"),
        coder=where.get("coder", ""),
        heard_only=heard_only,
    )
