"""Counting: closed questions, official returns, and how often a code was found."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from qualkit.actions import compare, cross_codes, pooled_returns, prevalence
from qualkit.actions.counting_units import CountBy
from qualkit.actions.counting_units import Counting as _Counting
from qualkit.actions.selection import Selection
from qualkit.model.table import Table

if TYPE_CHECKING:
    from qualkit.actions.closed_questions import Asked
    from qualkit.analysis.compare import Comparison, Sort
    from qualkit.analysis.likert import Likert
    from qualkit.analysis.likert_rows import LikertOptions
    from qualkit.analysis.multiselect import Multi, MultiOptions
    from qualkit.analysis.prevalence import Prevalence
    from qualkit.analysis.returns import Returns
    from qualkit.analysis.tabulate import Tabulation
    from qualkit.analysis.tabulate_rows import TabulateOptions
    from qualkit.study import Study


class Records(TypedDict, total=False):
    """Of which records closed questions are counted; what is not given is everything."""

    source: Sequence[str]
    """Names of data files."""
    where: Sequence[str]
    """Conditions `KEY=VALUE` that all hold."""
    base: str
    by: str
    weight: bool


class Counting:
    """The part of an open study that counts. Results have a `.table` and a `.to_frame()`."""

    _study: Study

    def likert(
        self, *questions: str, options: LikertOptions | None = None, **of: Unpack[Records]
    ) -> tuple[Likert, ...]:
        """Items on a scale, one result a data file."""
        from qualkit.actions.closed_tables import likert_of

        return likert_of(self._study, _asked(questions, of), options)

    def multi(
        self, *questions: str, options: MultiOptions | None = None, **of: Unpack[Records]
    ) -> tuple[Multi, ...]:
        """Multi-selects, one result a data file."""
        from qualkit.actions.closed_tables import multi_of

        return multi_of(self._study, _asked(questions, of), options)

    def tabulate(
        self, *questions: str, options: TabulateOptions | None = None, **of: Unpack[Records]
    ) -> tuple[Tabulation, ...]:
        """Single choices, numbers and dates, one result a data file."""
        from qualkit.actions.closed_tables import tabulate_of

        return tabulate_of(self._study, _asked(questions, of), options)

    def returns(self, file: str, *, of: str = "", where: Sequence[str] = ()) -> Returns:
        """Official returns pooled over organisations; `of` is the column that is the base of the others."""
        return pooled_returns.pooled_returns(self._study, file, of=of, where=where)

    def prevalence(
        self, codebook: str = "", *, source: Sequence[str] = (), where: Sequence[str] = (), **options: Any
    ) -> Prevalence:
        """How many units each code was found in. `options` are fields of actions.counting_units.Counting."""
        return prevalence.prevalence_of(self._study, codebook, _counting(source, where, options))

    def crosstab(
        self,
        attribute: str,
        codebook: str = "",
        *,
        source: Sequence[str] = (),
        where: Sequence[str] = (),
        **options: Any,
    ) -> Table:
        """Codes by an attribute or a closed question."""
        wanted = _counting(source, where, options)
        return cross_codes.crosstab_table(self._study, attribute, codebook, wanted)

    def cooccur(
        self, codebook: str = "", *, source: Sequence[str] = (), where: Sequence[str] = (), **options: Any
    ) -> Table:
        """Which codes come together in the same record or person."""
        return cross_codes.cooccurrence_table(self._study, codebook, _counting(source, where, options))

    def compare(self, name: str = "", *, sort: Sort = "", head: int = 0) -> Comparison:
        """Several results side by side, as `[compare.NAME]` of study.toml says."""
        return compare.comparison(self._study, name, sort=sort, head=head)

    def matrix(
        self, codebook: str = "", *, source: Sequence[str] = (), where: Sequence[str] = (), **options: Any
    ) -> Table:
        """People, records or sources by code, with the passages behind each cell."""
        return cross_codes.matrix_table(self._study, codebook, _counting(source, where, options))

    def write_survey_report(self, file: str | Path, *, reason: str = "", **of: Unpack[Records]) -> Path:
        """Write every question with table and chart, open questions with their themes: docx, html, xlsx, md.

        `reason` says in the log why small numbers in it may be shown.
        """
        from qualkit.actions.survey_report import (
            ReportOptions,
            ReportTarget,
            export_survey_report,
            survey_report,
        )

        wanted = _asked((), of)
        options = ReportOptions(
            selection=wanted.selection, base=wanted.base, by=wanted.by, is_weighted=wanted.is_weighted
        )
        report, findings = survey_report(self._study, options)
        target = ReportTarget(path=Path(file), reason=reason)
        export_survey_report(self._study, report, findings, target)
        return target.path


def _counting(source: Sequence[str], where: Sequence[str], options: dict[str, Any]) -> _Counting:
    if unit := options.pop("unit", None):
        options["unit"] = CountBy(unit)
    return _Counting(selection=Selection(sources=tuple(source), where=tuple(where)), **options)


def _asked(questions: Sequence[str], of: Records) -> Asked:
    from qualkit.actions.closed_questions import Asked

    return Asked(
        questions=tuple(questions),
        selection=Selection(sources=tuple(of.get("source", ())), where=tuple(of.get("where", ()))),
        base=of.get("base", ""),
        by=of.get("by", ""),
        is_weighted=of.get("weight", False),
    )
