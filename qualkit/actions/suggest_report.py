"""How good the proposals are, as a methods section has to say it (`qualkit suggest --evaluate`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualkit.actions.provenance import provenance
from qualkit.actions.suggest import PRECISION, Taught, teach
from qualkit.actions.suggest_lessons import IsStopped, Progress
from qualkit.analysis.told_suggestions import suggestion_figures
from qualkit.model.coding import Anchor, Reading
from qualkit.model.plural import counted
from qualkit.model.result import Result
from qualkit.model.table import Column, Table, Unit, Value
from qualkit.store import codings, readings
from qualkit.study import Study

if TYPE_CHECKING:
    from qualkit.analysis.agreement_of_two import PeopleAgree
    from qualkit.analysis.suggest_judging import Rates

ASKED = (0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)
"""Precisions for which it is said how far proposals would reach."""
_CODE = (
    Column(key="code", title="Code"),
    Column(key="n", title="Examples", unit=Unit.COUNT),
    Column(key="people", title="People", unit=Unit.COUNT),
    Column(key="precision", title="Precision", unit=Unit.SHARE),
    Column(key="recall", title="Recall", unit=Unit.SHARE),
    Column(key="f1", title="F1", unit=Unit.NUMBER),
    Column(key="kappa", title="Kappa, model and person", unit=Unit.NUMBER),
    Column(key="people_kappa", title="Kappa, two people", unit=Unit.NUMBER),
    Column(key="read_twice", title="Read by two", unit=Unit.COUNT),
    Column(key="silent", title="Silent, since"),
)
_REACH = (
    Column(key="asked", title="Precision asked for", unit=Unit.NUMBER),
    Column(key="codes", title="Codes that speak", unit=Unit.COUNT),
    Column(key="coverage", title="Passages with a proposal", unit=Unit.SHARE),
    Column(key="precision", title="Precision", unit=Unit.SHARE),
    Column(key="recall", title="Recall", unit=Unit.SHARE),
)
_BOTH = (
    Column(key="kind", title="Row"),
    Column(key="codebook", title="Codebook"),
    *_CODE,
    *(column for column in _REACH if column.key in ("asked", "codes", "coverage")),
)


def evaluate(
    study: Study,
    *,
    codebook: str = "",
    code: str = "",
    precision: float = PRECISION,
    progress: Progress | None = None,
    is_stopped: IsStopped | None = None,
) -> Result:
    """Judge proposals against people, out of fold; nothing is proposed. Raises what `suggest` raises.

    A row a code, one for all that speak, and one for each precision that could be asked for.
    """
    taught = teach(study, codebook, code, precision, told=(progress, is_stopped))
    parts = [_Judged(study, one) for one in taught]
    rows = [row for part in parts for row in (*part.codes(), *part.reach())]
    tables = [table for part in parts for table in part.tables()]
    title = f"Proposed codes in {study.title}, judged against people"
    notes = tuple(note for part in parts for note in part.notes())
    found = Result(
        title=title,
        data=Table(
            id="suggest-evaluate",
            title=title,
            columns=_BOTH,
            rows=tuple(rows),
            notes=notes,
            figures=suggestion_figures,
        ),
        tables=tuple(tables),
    )
    return found.by(provenance(study, "suggest --evaluate"))


@dataclass(frozen=True, slots=True)
class _Judged:
    """One codebook's model with what it has to be told of it."""

    study: Study
    taught: Taught

    @property
    def _book(self) -> str:
        return self.taught.found.book.name

    def codes(self) -> list[dict[str, Value]]:
        """A row a code, and before them one for all that speak."""
        from qualkit.analysis.suggest_judging import rates

        learned, book = self.taught.learned, self.taught.found.book
        agree = _agreement(self.study, self.taught)
        rows = [
            _row(
                {
                    "codebook": self._book,
                    "code": book.path(code.id),
                    "n": said.examples,
                    "people": said.people,
                },
                said.rates,
                agree[code.id],
                said.why_silent,
            )
            for number, (code, said) in enumerate(zip(self.taught.found.codes, learned.codes, strict=True))
            if number in learned.asked
        ]
        speaking = [number for number in learned.tried if learned.codes[number].threshold is not None]
        if len(speaking) < 2:
            return rows
        unseen = learned.out_of_fold
        decided = unseen.proposed(speaking, learned.precision)[:, speaking]
        all_ = rates(decided, unseen.given[:, speaking], unseen.judged[:, speaking])
        head: dict[str, Value] = {"codebook": self._book, "code": "all that speak", "n": all_.examples}
        return [_row(head, all_, None, ""), *rows]

    def reach(self) -> list[dict[str, Value]]:
        """Coverage against precision: a row for each precision that could be asked for."""
        from qualkit.analysis.suggest_judging import rates

        learned = self.taught.learned
        unseen, tried = learned.out_of_fold, list(learned.tried)
        rows: list[dict[str, Value]] = []
        for asked in ASKED if tried else ():
            decided = unseen.proposed(tried, asked) & unseen.judged
            found = rates(decided[:, tried], unseen.given[:, tried], unseen.judged[:, tried])
            speaking = sum(bar is not None for bar in unseen.thresholds(tried, asked))
            rows.append(
                {
                    "kind": "reach",
                    "codebook": self._book,
                    "asked": asked,
                    "codes": speaking,
                    "coverage": float(decided.any(axis=1).mean()),
                    "precision": found.precision,
                    "recall": found.recall,
                }
            )
        return rows

    def tables(self) -> list[Table]:
        """The two tables on paper."""
        title = self.taught.found.book.title or self._book
        return [
            Table(
                id=f"suggest-evaluate-{self._book}",
                title=f"{title}: proposals against people",
                columns=_CODE,
                rows=tuple(self.codes()),
                notes=tuple(self.notes()),
                figures=suggestion_figures,
            ),
            Table(
                id=f"suggest-reach-{self._book}",
                title=f"{title}: how far proposals reach, by the precision asked for",
                columns=_REACH,
                rows=tuple(self.reach()),
                notes=("Recall is of the codes with enough examples.",),
                figures=suggestion_figures,
            ),
        ]

    def notes(self) -> list[str]:
        """What a methods section has to say."""
        learned, lessons = self.taught.learned, self.taught.learned.lessons
        people = counted(len(set(lessons.groups)), "person", "people")
        aided = int((lessons.known & lessons.given & ~lessons.judged).sum())
        told = [
            f"Model {learned.version}, learned from {counted(len(lessons.texts), 'passage')} of {people} "
            f"that were read for {self._book} (coding of record). Features: {learned.features}.",
            f"Judged by cross-validation in {learned.folds} parts, no person in two of them; the scores "
            "from which codes are proposed in a part come from the other parts alone.",
            f"Precision asked for: {learned.precision:.2f}, met by the lower end of a one-sided 80% interval "
            "(Wilson 1927) of at least 5 proposals. Silent: fewer than 15 examples, or those of fewer than 3 "
            "people.",
            "Kappa is Cohen's; that of two people is of passages that both have read, before any agreement.",
        ]
        if aided:
            told.append(
                f"Learned from and not judged by: {counted(aided, 'passage')} coded by a rule or an accepted "
                "proposal."
            )
        return told


def _row(
    head: Mapping[str, Value], found: Rates | None, agree: PeopleAgree | None, silent: str
) -> dict[str, Value]:
    return {
        "kind": "code",
        **head,
        "precision": found.precision if found else None,
        "recall": found.recall if found else None,
        "f1": found.f1 if found else None,
        "kappa": found.kappa if found else None,
        "people_kappa": agree.kappa if agree else None,
        "read_twice": agree.passages if agree else None,
        "silent": silent,
    }


def _agreement(study: Study, taught: Taught) -> dict[str, PeopleAgree]:
    """Code → how people agree on it, where two or more have read the same passage."""
    from qualkit.analysis.agreement_of_two import people_agree

    book = taught.found.book
    if not study.manifest.compares_coders:
        return {code.id: people_agree([]) for code in book.codes}
    here = {(one.source, one.key) for one in taught.found.segments}
    with study.database.reading() as connection:
        reads = [
            one
            for one in readings.readings(connection)
            if one.codebook == book.name
            and one.coder not in study.manifest.consensus
            and (one.source, one.segment) in here
        ]
        made = [
            one for one in codings.codings(connection) if one.code in book and one.anchor is not Anchor.LOST
        ]
    readers = _readers(reads)
    given = {(one.source, one.place.segment, one.coder, one.code) for one in made}
    return {
        code.id: people_agree(
            {
                coder: (*spot, coder, code.id) in given
                for coder, at in by.items()
                if code.created <= at or (*spot, coder, code.id) in given
            }
            for spot, by in readers.items()
        )
        for code in taught.found.codes
    }


def _readers(reads: Sequence[Reading]) -> dict[tuple[str, str], dict[str, str]]:
    """(source, key) → coder → when, of what two or more have read."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for one in reads:
        found.setdefault((one.source, one.segment), {})[one.coder] = one.at
    return {spot: by for spot, by in found.items() if len(by) > 1}
