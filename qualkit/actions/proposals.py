"""Looking at proposed codes, and deciding on them: accept, reject, never here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from qualkit.actions.proposal_setting import set_aside
from qualkit.actions.redacting import redactor
from qualkit.errors import NotFound, Refused
from qualkit.model.coding import Coding, Decision, Origin
from qualkit.model.place import Place
from qualkit.model.plural import counted
from qualkit.store import codebooks, codings, proposals
from qualkit.store.codings import Proposal
from qualkit.store.database import Connection
from qualkit.store.writer import Writer
from qualkit.study import Study


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownProposal:
    """A code proposed to this coder for a passage, with what speaks for it."""

    id: str
    source: str
    place: Place
    code_id: str
    path: str
    codebook: str
    words: str
    """The passage as it is shown."""
    because: tuple[str, ...]
    """The words that speak for it, the strongest first; empty where it is the passage's meaning as a whole.
    Of a rule, its pattern."""
    score: float | None
    """Of a model: 0..1."""
    made_by: str
    """"rule", or a model and its version."""

    @property
    def is_by_rule(self) -> bool:
        """Whether a search proposes it, and no model."""
        return self.made_by == proposals.BY_RULE

    def spoken(self, text: str) -> tuple[tuple[int, int], ...]:
        """Where the words that speak for it stand in the text of its turn, answer or record."""
        from qualkit.analysis.suggest_words import places_of

        return () if self.is_by_rule else places_of(text, "; ".join(self.because))


def visible_proposals(study: Study, source: str = "", codebook: str = "") -> tuple[ShownProposal, ...]:
    """This coder's open proposals as far as they may be seen, in the order of sources and places.

    What a model proposes shows only in passages that this coder has marked as read for the codebook (unless
    study.toml says otherwise), never in what two people code apart, and never to somebody else.
    """
    with study.database.reading() as connection:
        found = _visible(study, connection, source)
        if not found:
            return ()
        books = codebooks.codebooks(connection)
        redact = redactor(connection)
    book_of = {code.id: book for book in books for code in book.codes}
    return tuple(
        ShownProposal(
            id=one.id,
            source=one.source,
            place=one.place,
            code_id=one.code,
            path=book_of[one.code].path(one.code),
            codebook=book_of[one.code].name,
            words=redact.text(one.quote, one.source, one.place.segment),
            because=_because(one),
            score=one.score,
            made_by=one.made_by,
        )
        for one in found
        if codebook in ("", book_of[one.code].name)
    )


def _visible(study: Study, connection: Connection, source: str = "") -> list[Proposal]:
    return proposals.shown(
        connection,
        study.coder,
        set_aside(study, connection),
        source=source,
        before_reading=study.manifest.proposals.show_before_reading,
    )


def _because(one: Proposal) -> tuple[str, ...]:
    if one.made_by == proposals.BY_RULE:
        return (one.because,)
    return tuple(words for words in one.because.split("; ") if words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """How many proposals this coder can decide on, and how many show only when their passage is read."""

    shown: int
    hidden: int


def waiting_proposals(study: Study) -> Waiting:
    """How many proposals are open for this coder."""
    with study.database.reading() as connection:
        shown = len(_visible(study, connection))
        everything = len(
            proposals.shown(connection, study.coder, set_aside(study, connection), before_reading=True)
        )
    return Waiting(shown=shown, hidden=everything - shown)


def accept_proposals(study: Study, ids: Sequence[str]) -> int:
    """Put proposed codes on their passages, as this coder and as one step; gives how many codings are new.

    The coding says that it began as a proposal; which model made it stays with the proposal. Raises NotFound
    for what is not proposed to this coder any more, Refused where the passage has not been read yet.
    """
    with study.step("accept proposals") as writer:
        found = _to_decide(study, writer, ids)
        added = codings.add_codings(writer, [_coding(writer, one) for one in found])
        proposals.decide(writer, [one.id for one in found], Decision.ACCEPTED)
        _tell(writer, f"accepted {counted(len(found), 'proposal')}", found)
        writer.detail |= {"passages": added, "origin": Origin.PROPOSAL.value}
    return added


def reject_proposals(study: Study, ids: Sequence[str]) -> int:
    """Say no to proposals, as one step. They come back only from a later model that is a good deal surer."""
    return _decided(study, ids, Decision.REJECTED, "rejected")


def never_here(study: Study, ids: Sequence[str]) -> int:
    """Say that these codes are never to be proposed to this coder for these passages again, as one step."""
    return _decided(study, ids, Decision.NEVER, "never again")


def _decided(study: Study, ids: Sequence[str], decision: Decision, said: str) -> int:
    with study.step("reject proposals") as writer:
        found = _to_decide(study, writer, ids)
        count = proposals.decide(writer, [one.id for one in found], decision)
        _tell(writer, f"{said}: {counted(count, 'proposal')}", found)
        writer.detail |= {"proposals": count, "decision": decision.value}
    return count


def _to_decide(study: Study, writer: Writer, ids: Sequence[str]) -> list[Proposal]:
    wanted = list(dict.fromkeys(ids))
    found = {one.id: one for one in proposals.of_ids(writer.connection, wanted) if one.coder == study.coder}
    if len(found) < len(wanted) or not all(_is_open(one) for one in found.values()):
        raise NotFound("This is not proposed to you any more.", hint="It was decided on, or made anew.")
    seen = {one.id for one in _visible(study, writer.connection)}
    if not seen.issuperset(wanted):
        raise Refused(
            "This proposal shows only when its passage is marked as read.",
            hint="Read the passage and code it as you see it, then mark it as read.",
        )
    return [found[id_] for id_ in wanted]


def _is_open(one: Proposal) -> bool:
    return one.status in (Decision.OPEN, Decision.SEEN)


def _coding(writer: Writer, one: Proposal) -> Coding:
    return Coding(
        id=str(uuid4()),
        source=one.source,
        place=one.place,
        code=one.code,
        coder=writer.coder,
        quote=one.quote,
        origin=Origin.PROPOSAL,
        created=writer.at,
    )


def _tell(writer: Writer, what: str, found: Sequence[Proposal]) -> None:
    paths = dict.fromkeys(codebooks.path_of(codebooks.lineage(writer.connection, one.code)) for one in found)
    names = dict.fromkeys(one.source for one in found)
    writer.summary = f"{what} in {', '.join(names)}: {', '.join(paths)}"
    writer.detail = {"source": ", ".join(names), "code": ", ".join(paths)}
    writer.detail["code_ids"] = list(dict.fromkeys(one.code for one in found))
