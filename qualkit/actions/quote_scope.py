"""Everything that is looked up for a quote bank."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from qualkit.actions.chosen_quotes import Where, chosen_by_place, where, with_quote
from qualkit.actions.left_out import LeftOut, Split
from qualkit.actions.passages import PassageMaker
from qualkit.actions.quoting import attributed, facts_handed_over
from qualkit.actions.redacting import redactor
from qualkit.actions.selection import People, find_sources
from qualkit.actions.texts import SourceText, load_texts
from qualkit.analysis.coding_of_record import RecordOfCoding, Spot, Standing, coding_of_record
from qualkit.errors import NotFound
from qualkit.exports.attribution import fields_of
from qualkit.model.bank import Passage
from qualkit.model.codebook import Codebook
from qualkit.model.coding import Anchor, Coding
from qualkit.model.quote import Quote
from qualkit.model.redaction import Redactor
from qualkit.model.source import SpeakerRole, Voice
from qualkit.store import bank, codebooks, codings, flags, readings, sources
from qualkit.store.database import Connection
from qualkit.study import Study


@dataclass(slots=True, kw_only=True)
class QuoteScope:
    """The sources, people, codings and chosen quotes in scope of a bank."""

    study: Study
    books: Sequence[Codebook]
    record: RecordOfCoding
    placed: Sequence[Coding]
    """All codings in scope, of record or not, that have not lost their place."""
    texts: Mapping[str, SourceText]
    everybody: People
    quotes: Mapping[Where, Quote]
    redact: Redactor = field(default_factory=Redactor)
    context: int = 0
    book_of: Mapping[str, str] = field(default_factory=dict)
    """Code's id → name of its codebook."""
    left_out: LeftOut = field(default_factory=LeftOut)
    flagged: frozenset[tuple[str, str]] = frozenset()
    """(source's name, segment's key) of passages with a flag that is not cleared."""
    read_at: Mapping[Spot, str] = field(default_factory=dict)
    """When each passage was last read for a codebook, by anybody."""
    counting: Split
    """What of all the codings counts, and how many passages don't."""

    @classmethod
    def load(
        cls,
        study: Study,
        connection: Connection,
        selected: Sequence[str] = (),
        *,
        coder: str = "",
        context: int = 0,
    ) -> QuoteScope:
        """Look everything up, in all sources or in those selected."""
        books = codebooks.codebooks(connection)
        stored = find_sources(sources.sources(connection), selected)
        ids = [one.id for one in stored]
        book_of = {code.id: book.name for book in books for code in book.codes}
        texts, everybody = load_texts(connection, stored), People.load(connection)
        left_out = LeftOut.load(connection, texts, everybody)
        counting = left_out.split(codings.codings(connection, sources=ids), texts)
        everything, reads = counting.codings, left_out.readings(readings.readings(connection, sources=ids))
        record = coding_of_record(
            everything,
            reads,
            book_of=book_of,
            consensus=study.manifest.consensus,
            coder=coder,
        )
        scope = cls(
            study=study,
            books=books,
            record=record,
            placed=[coding for coding in everything if coding.anchor is not Anchor.LOST],
            texts=texts,
            everybody=everybody,
            quotes=chosen_by_place(bank.quotes(connection), everything),
            redact=redactor(connection),
            context=context,
            book_of=book_of,
            left_out=left_out,
            flagged=flags.flagged(connection),
            counting=counting,
            read_at={
                (one.source, one.segment, one.codebook): one.at
                for one in sorted(reads, key=lambda one: one.at)
            },
        )
        scope._check_templates()
        return scope

    def _check_templates(self) -> None:
        """Refuse an attribution, or a fact for the bank, that names an attribute nobody has."""
        names = self.everybody.names()
        known = {name.casefold() for name in names}
        manifest = self.study.manifest
        wanted = [
            (f'The attribution of "{source}"', name)
            for source, template in manifest.attribution.items()
            for name in fields_of(template)
        ]
        if not manifest.reporting.hands_over_all_facts:
            wanted += [('"bank_facts"', name) for name in manifest.reporting.bank_facts or ()]
        for where_, name in wanted:
            if known and name.casefold() not in known:
                raise NotFound(
                    f'{where_} names "{name}", which nobody has.',
                    "study.toml",
                    f"Known are: {', '.join(names[:12])}.",
                )

    def handed_over(self, passage: Passage) -> Passage:
        """The passage with those facts of its person that may leave the study."""
        source = self.texts[passage.source].stored.source
        facts = facts_handed_over(self.study.manifest, source, self.everybody, passage)
        return replace(passage, attributes=facts)

    def passages(self, codings: Iterable[Coding]) -> Iterable[Passage]:
        """The passages of codings, as far as the texts have them, each with its chosen quote."""
        maker = PassageMaker(
            manifest=self.study.manifest,
            everybody=self.everybody,
            texts=self.texts,
            flagged=self.flagged,
            redact=self.redact,
            context=self.context,
        )
        for coding in codings:
            if maker.holds(coding):
                passage = maker.passage(coding, is_read=self.standing(coding) is Standing.READ)
                quote = self.quotes.get(where(coding))
                yield with_quote(passage, quote and self._redacted(quote, coding))

    def _redacted(self, quote: Quote, coding: Coding) -> Quote:
        """A chosen quote with its own wording and attribution as they are shown."""
        if self.redact.is_idle:
            return quote
        return replace(
            quote,
            wording=self.redact.text(quote.wording, coding.source, coding.place.segment),
            attribution=self.redact.text(quote.attribution),
        )

    def standing(self, coding: Coding) -> Standing | None:
        """How the passage of a coding stands for its codebook."""
        return self.record.standing.get((coding.source, coding.place.segment, self.book_of[coding.code]))

    def voices(self, conditions: Sequence[str] = ()) -> tuple[dict[str, int], list[str]]:
        """Attribution → how many people it fits, and everybody heard who meets the conditions, in order."""
        meets = self.everybody.condition(conditions)
        fits: dict[str, set[str]] = {}
        people: dict[str, None] = {}
        for text in self.texts.values():
            source = text.stored.source
            if source.voice is not Voice.OWN_WORDS:
                continue
            for segment in text.segments:
                is_person = segment.speaker_role in (None, SpeakerRole.PARTICIPANT)
                if segment.case and is_person and not self.left_out.has(segment):
                    said = attributed(self.study.manifest, source, self.everybody.attributes(segment))
                    fits.setdefault(said, set()).add(segment.case)
                    people |= {segment.case: None} if meets(segment) else {}
        return {said: len(cases) for said, cases in fits.items()}, list(people)
