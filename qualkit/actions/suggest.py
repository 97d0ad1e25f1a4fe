"""Codes proposed for passages, learned from the study's own coding (`qualkit suggest`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from qualkit.actions.proposals import waiting_proposals
from qualkit.actions.provenance import provenance
from qualkit.actions.suggest_lessons import IsStopped, Material, Progress, hint, lessons_of, material
from qualkit.analysis.told_suggestions import suggestion_figures
from qualkit.errors import NotFound, Refused
from qualkit.model.codebook import Code, Codebook
from qualkit.model.codepath import find_code
from qualkit.model.place import Place
from qualkit.model.plural import counted
from qualkit.model.table import Column, Table, Unit, Value
from qualkit.model.text import fold_line
from qualkit.store import codebooks, proposals
from qualkit.store.codings import Proposal
from qualkit.study import Study

if TYPE_CHECKING:
    import numpy as np

    from qualkit.analysis.suggest import Learned, Suggestion

PRECISION = 0.8
_OF_A_MODEL = UUID("0d1c9b52-51a7-4c0e-9a0e-5f7b1f7a7c11")


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedCode:
    """What became of one code: its proposals, or why it keeps silent."""

    codebook: str
    code: Code
    path: str
    examples: int
    """Passages that a person gave the code, unaided."""
    people: int
    proposed: int
    """Passages for which it is proposed now."""
    precision: float | None
    """Of what was proposed to people whom the model had not seen, the share that was right."""
    recall: float | None
    threshold: float | None
    why_silent: str = ""
    words: tuple[str, ...] = ()
    """Those that speak most for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """What was proposed to this coder."""

    codes: tuple[SuggestedCode, ...]
    new: int
    stayed: int
    gone: int
    """Proposals of an earlier model that this one does not make."""
    hidden: int
    """Of all that are open: how many show only when their passage is marked as read."""
    set_aside: int
    """Passages in which nothing is proposed since two people code them apart."""
    versions: tuple[str, ...]
    features: str
    precision: float
    table: Table

    @property
    def table_with_words(self) -> Table:
        """The same with the words that speak most for each code."""
        columns = (replace(one, shown=True) if one.key == "words" else one for one in self.table.columns)
        return replace(self.table, columns=tuple(columns))


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught:
    """A codebook's material, and what was learned of it."""

    found: Material
    learned: Learned
    vectors: np.ndarray | None
    """Of all its passages; None without an embedding model."""


def suggest(
    study: Study,
    *,
    codebook: str = "",
    code: str = "",
    precision: float = PRECISION,
    progress: Progress | None = None,
    is_stopped: IsStopped | None = None,
) -> Suggested:
    """Learn from the coding of record, and propose codes to this coder, as one step.

    Earlier proposals of a model for these codes give way to these; what was decided stays decided. A passage
    that was learned from is scored by a model that has not seen its person. Raises Refused without
    scikit-learn, and where nothing was read yet; NotFound for unknown names; Stopped when asked to stop.
    """
    taught = teach(study, codebook, code, precision, told=(progress, is_stopped))
    codes, wanted, aside = [], [], 0
    for one in taught:
        made = _proposals(study, one, _suggestions(one, progress, is_stopped))
        codes += _told(one, made)
        wanted += made
        aside += sum((s.source, s.key) in one.found.aside for s in one.found.segments)
    versions = tuple(f"{one.found.book.name} {one.learned.version}" for one in taught)
    renewed = _kept(study, codes, wanted, {"models": list(versions), "precision": precision})
    return Suggested(
        codes=tuple(codes),
        new=renewed.came,
        stayed=renewed.stayed,
        gone=renewed.went,
        hidden=waiting_proposals(study).hidden,
        set_aside=aside,
        versions=versions,
        features=taught[0].learned.features,
        precision=precision,
        table=_table(study, codes, taught, precision),
    )


def _kept(
    study: Study, codes: Sequence[SuggestedCode], wanted: Sequence[Proposal], told: dict[str, object]
) -> proposals.Renewed:
    with study.step("suggest") as writer:
        renewed = proposals.renew(writer, wanted, [one.code.id for one in codes])
        speaking = [one.path for one in codes if not one.why_silent]
        writer.summary = (
            f"proposed {counted(len(wanted), 'coding')} of {counted(len(speaking), 'code')}; "
            f"{renewed.came:,} of them new"
        )
        writer.detail = {**told, "proposals": len(wanted), "codes": speaking}
    return renewed


def teach(
    study: Study,
    codebook: str,
    code: str,
    precision: float,
    *,
    told: tuple[Progress | None, IsStopped | None] = (None, None),
) -> list[Taught]:
    """Learn each codebook that is asked for; `code` names one code, and then only its codebook counts."""
    if find_spec("sklearn") is None:
        from qualkit.analysis.embedding import HOW_TO_ADD

        raise Refused("Proposals need scikit-learn, which is not installed here.", hint=HOW_TO_ADD)
    if not 0.5 <= precision < 1:
        raise Refused(
            f"A precision of {precision:g} can't be asked for.",
            hint="Give a share from 0.5 to below 1, such as 0.8.",
        )
    with study.database.reading() as connection:
        books, only = _asked_for(codebooks.codebooks(connection), codebook, code)
    found = [material(study, book) for book in books]
    if not any(one.learned for one in found):
        raise Refused(
            "Nothing has been read and coded yet that proposals could be learned from.",
            hint='Read and code, and mark as read: "f" in the workspace, or qualkit finish NAME.',
        )
    return [_learned(study, one, precision, told, only) for one in found if one.learned]


def _asked_for(books: Sequence[Codebook], codebook: str, code: str) -> tuple[list[Codebook], str]:
    """The codebooks, and the id of the one code that is asked for."""
    some = [one for one in books if one.codes]
    if codebook:
        wanted = fold_line(codebook)
        some = [one for one in some if wanted in (fold_line(one.name), fold_line(one.title))]
        if not some:
            raise NotFound(
                f'There is no codebook called "{codebook}".', candidates=[one.name for one in books][:4]
            )
    if not some:
        raise Refused("There is no code yet that could be proposed.", hint="qualkit codebook import FILE")
    if not code:
        return some, ""
    book, one = find_code(code, some)
    return [book], one.id


def _learned(
    study: Study,
    found: Material,
    precision: float,
    told: tuple[Progress | None, IsStopped | None],
    only: str,
) -> Taught:
    from qualkit.actions.vectors import vectors_of
    from qualkit.analysis.embedding import find_embedder
    from qualkit.analysis.suggest import learn

    progress, is_stopped = told
    embedder, vectors, hints = find_embedder(), None, None
    if embedder is not None:
        vectors = vectors_of(
            study, found.texts, progress=_saying(progress, "what passages mean"), is_stopped=is_stopped
        )
        hints = embedder.embed([hint(found.redact, code) for code in found.codes])
    lessons = lessons_of(found, means=embedder.name if embedder else "", vectors=vectors, hint_vectors=hints)
    saying = _saying(progress, f"learning {found.book.name}")
    learned = learn(lessons, precision, only=only, progress=saying, is_stopped=is_stopped)
    return Taught(found=found, learned=learned, vectors=vectors)


def _saying(progress: Progress | None, what: str) -> Callable[[int, int], None] | None:
    if progress is None:
        return None

    def say(done: int, of: int) -> None:
        progress(what, done, of)

    return say


def _suggestions(one: Taught, progress: Progress | None, is_stopped: IsStopped | None) -> list[Suggestion]:
    row_of = {number: row for row, number in enumerate(one.found.learned)}
    return one.learned.suggest(
        one.found.texts,
        one.vectors,
        seen=[row_of.get(number) for number in range(len(one.found.texts))],
        progress=_saying(progress, f"looking through passages for {one.found.book.name}"),
        is_stopped=is_stopped,
    )


def _proposals(study: Study, one: Taught, suggestions: Sequence[Suggestion]) -> list[Proposal]:
    """The proposals to be kept: not in what is set aside, nor where this coder has coded so."""
    made = []
    for said in suggestions:
        segment = one.found.segments[said.passage]
        source, key = segment.source, segment.key
        if (source, key) in one.found.aside or (source, key, said.code) in one.found.mine:
            continue
        made.append(
            Proposal(
                id=str(uuid5(_OF_A_MODEL, "\x1f".join((study.coder, source, key, said.code)))),
                source=source,
                place=Place(segment=key, start=0, end_segment=key, end=len(segment.text)),
                code=said.code,
                coder=study.coder,
                quote=segment.text,
                made_by=f"{proposals.MODEL}{one.learned.version}",
                because="; ".join(reason.words for reason in said.reasons),
                score=said.score,
            )
        )
    return made


def _told(one: Taught, made: Sequence[Proposal]) -> list[SuggestedCode]:
    book, learned = one.found.book, one.learned
    return [
        SuggestedCode(
            codebook=book.name,
            code=code,
            path=book.path(code.id),
            examples=said.examples,
            people=said.people,
            proposed=sum(proposal.code == code.id for proposal in made),
            precision=said.rates.precision if said.rates else None,
            recall=said.rates.recall if said.rates else None,
            threshold=said.threshold,
            why_silent=said.why_silent,
            words=learned.scorer.strongest(number) if learned.scorer and not said.why_silent else (),
        )
        for number, (code, said) in enumerate(zip(one.found.codes, learned.codes, strict=True))
        if number in learned.asked
    ]


def _table(study: Study, codes: Sequence[SuggestedCode], taught: Sequence[Taught], precision: float) -> Table:
    rows: list[dict[str, Value]] = [
        {
            "codebook": one.codebook,
            "code": one.path,
            "code_id": one.code.id,
            "examples": one.examples,
            "people": one.people,
            "proposed": one.proposed,
            "precision": one.precision,
            "recall": one.recall,
            "threshold": one.threshold,
            "silent": one.why_silent,
            "words": list(one.words),
        }
        for one in codes
    ]
    several = len({one.codebook for one in codes}) > 1
    columns = (
        Column(key="codebook", title="Codebook", shown=several),
        Column(key="code", title="Code"),
        Column(key="code_id", title="Code's id", shown=False),
        Column(key="examples", title="Examples", unit=Unit.COUNT),
        Column(key="people", title="People", unit=Unit.COUNT, shown=False),
        Column(key="proposed", title="Proposed", unit=Unit.COUNT),
        Column(key="precision", title="Precision", unit=Unit.SHARE),
        Column(key="recall", title="Recall", unit=Unit.SHARE),
        Column(key="threshold", title="From score", unit=Unit.NUMBER, shown=False),
        Column(key="silent", title="Silent, since"),
        Column(key="words", title="Words", unit=Unit.LIST, shown=False),
    )
    return Table(
        id="suggest",
        title=f"Codes proposed in {study.title}",
        columns=columns,
        rows=tuple(rows),
        notes=tuple(_notes(taught, precision)),
        provenance=provenance(study, "suggest"),
        figures=suggestion_figures,
    )


def _notes(taught: Sequence[Taught], precision: float) -> list[str]:
    versions = ", ".join(f"{one.found.book.name} {one.learned.version}" for one in taught)
    return [
        f"Precision asked for: {precision:.2f}. Precision and recall are those in people whom the model had "
        "not seen.",
        f"Models: {versions}. Learned from {taught[0].learned.features}.",
    ]
