"""Which sources, passages and people a command is about: --source, --where, --speaker-role, --code."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from qualkit.errors import NotFound
from qualkit.model.people import Case
from qualkit.model.questionnaire import Use
from qualkit.model.source import Segment, SpeakerRole
from qualkit.model.text import fold_line
from qualkit.store import codings, datasets, people, screening, sources
from qualkit.store.database import Connection
from qualkit.store.sources import Stored
from qualkit.study import Study

SAMPLE = "sample"
"""What --where calls the random samples of records: sample=NAME."""
QUESTION = "question"
"""What --where calls the question or heading that a turn was said under: question=3, or as it begins."""
_NUMBERED = re.compile(r"[^\W\d_]*\s*(\d+[a-z]?)\b")
_OR = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What the researcher asked for; empty fields ask for everything."""

    sources: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    """`KEY=VALUE`, several of which must all hold; `A|B` means either."""
    speaker_roles: tuple[SpeakerRole, ...] = ()

    def __str__(self) -> str:
        parts = [*(f"source {name}" for name in self.sources), *self.where]
        return "; ".join([*parts, *(f"speaker is {role}" for role in self.speaker_roles)])


def find_sources(stored: Sequence[Stored], names: Iterable[str]) -> list[Stored]:
    """The sources with these names or stems (all for none); raises NotFound with the nearest names."""
    wanted = [fold_line(name) for name in names]
    if not wanted:
        return list(stored)
    found: list[Stored] = []
    for name in wanted:
        exact = [one for one in stored if fold_line(one.source.name) == name]
        stem = [one for one in stored if fold_line(one.source.stem) == name.removesuffix(_suffix(name))]
        if not exact and not stem:
            known = dict.fromkeys(part for one in stored for part in (one.source.stem, one.source.name))
            near = get_close_matches(name, known, n=3, cutoff=0.5)
            hint = "" if near else 'The study\'s sources are listed by "qualkit status".'
            raise NotFound(f'There is no source called "{name}".', hint=hint, candidates=near)
        found += [one for one in exact or stem if one not in found]
    return found


def check_coder(study: Study, connection: Connection, name: str) -> None:
    """Refuse the name of a coder who never worked on this study (`any` and nobody in particular pass)."""
    known = codings.coders(connection)
    if name not in ("", "any", study.coder, *known):
        near = get_close_matches(name, known, n=3, cutoff=0.5) or known[:5]
        raise NotFound(f'Nobody called "{name}" works on this study.', candidates=near)


def _suffix(name: str) -> str:
    match = re.search(r"\.(vtt|txt|md|docx|csv|tsv|xlsx)$", name)
    return match[0] if match else ""


@dataclass(slots=True)
class People:
    """Attributes of people and records, looked up once for a command."""

    cases: Mapping[str, Case]
    answers: Mapping[tuple[str, str], Mapping[str, str]]
    """(data file's name, record key) → column → answer."""
    wordings: Mapping[str, str] = field(default_factory=dict)
    """Wording of a question (folded) → column."""
    samples: Mapping[tuple[str, str], Sequence[str]] = field(default_factory=dict)
    """(data file's name, record key) → the random samples that it was drawn into."""

    questions: Sequence[str] = ()
    """The questions and headings that turns of transcripts stand under."""

    @classmethod
    def load(cls, connection: Connection) -> People:
        """Everybody's attributes and every record's closed answers."""
        worded = {
            fold_line(question.wording): question.column
            for dataset in datasets.datasets(connection)
            for question in dataset.questionnaire.questions
            if question.use in (Use.CLOSED, Use.WEIGHT)
        }
        return cls(
            people.cases(connection),
            datasets.record_answers(connection),
            worded,
            screening.samples_of_records(connection),
            sources.sections(connection),
        )

    def attributes(self, segment: Segment) -> dict[str, str]:
        """What is known of who said a segment: the person's attributes, then the record's answers."""
        return self.record_attributes(segment.source.split(":", 1)[0], segment.record, segment.case)

    def record_attributes(self, dataset: str, record: str | None, case: str | None) -> dict[str, str]:
        """What is known of a record of a data file: its person's attributes, then its own answers."""
        person = self.cases.get(case or "")
        found = dict(person.attributes) if person else {}
        if record is not None:
            found |= self.answers.get((dataset, record), {})
            if drawn := self.samples.get((dataset, record)):
                found[SAMPLE] = "|".join(drawn)
        return found

    def names(self) -> list[str]:
        """Every attribute and column that --where can name."""
        keys = [SAMPLE] if self.samples else []
        keys += [name for case in self.cases.values() for name in case.attributes]
        return list(dict.fromkeys([*keys, *(c for answers in self.answers.values() for c in answers)]))

    def named(self, key: str) -> str:
        """The attribute or column that a key or a question's wording means; raises NotFound for none."""
        known = {**{fold_line(name): name for name in self.names()}, **self.wordings}
        if fold_line(key) not in known:
            near = get_close_matches(fold_line(key), known, n=3, cutoff=0.5)
            hint = "" if near else f"Known are: {', '.join(self.names()[:12]) or 'no attributes at all'}."
            candidates = [known[name] for name in near]
            raise NotFound(f'Nothing is known as "{key.strip()}".', hint=hint, candidates=candidates)
        return known[fold_line(key)]

    def condition(self, conditions: Sequence[str]) -> Callable[[Segment], bool]:
        """A test for segments that meet all of `KEY=VALUE`; raises NotFound for an unknown key or value."""
        on_questions = [text for text in conditions if self._names_a_question(text)]
        others = [text for text in conditions if text not in on_questions]
        wanted = [self._asked(text.partition("=")[2]) for text in on_questions]
        meets = self.attribute_condition(others)
        return lambda segment: (
            all(segment.section in sections for sections in wanted)
            and (not others or meets(self.attributes(segment)))
        )

    def _names_a_question(self, text: str) -> bool:
        """Whether a condition is about the question that was asked; a column of that name comes first."""
        key, equals, _ = text.partition("=")
        return bool(equals) and fold_line(key) == QUESTION and QUESTION not in map(fold_line, self.names())

    def _asked(self, value: str) -> set[str]:
        """The questions that a number, or the words they begin with, mean; raises NotFound for none."""
        found: set[str] = set()
        for part in _OR.split(value):
            said = fold_line(part.replace("\\|", "|"))
            meant = {one for one in self.questions if said and _is_meant(fold_line(one), said)}
            if not meant:
                known = "; ".join(_short(one) for one in self.questions[:6])
                raise NotFound(
                    f'No transcript has a question "{part.strip()}".',
                    hint=f"There are: {known}." if known else "No transcript has questions or headings.",
                )
            found |= meant
        return found

    def attribute_condition(self, conditions: Sequence[str]) -> Callable[[Mapping[str, str]], bool]:
        """The same test for attributes as they were looked up."""
        tests = [self._one(text) for text in conditions]
        return lambda attributes: all(test(attributes) for test in tests)

    def _one(self, text: str) -> Callable[[Mapping[str, str]], bool]:
        key, equals, value = text.partition("=")
        if not equals:
            raise NotFound(
                f'"{text}" is not a condition.', hint="Write KEY=VALUE, such as --where role=Police."
            )
        name = self.named(key)
        wanted = {fold_line(part.replace("\\|", "|")) for part in _OR.split(value)}
        self._refuse_unknown(name, wanted)
        if name == SAMPLE and self.samples:
            return lambda attributes: bool(wanted & set(fold_line(attributes.get(name, "")).split("|")))
        return lambda attributes: fold_line(attributes.get(name, "")) in wanted

    def _refuse_unknown(self, name: str, wanted: set[str]) -> None:
        given = [*(case.attributes for case in self.cases.values()), *self.answers.values()]
        known = {fold_line(said[name]): said[name] for said in given if said.get(name)}
        if name == SAMPLE:
            known |= {fold_line(one): one for drawn in self.samples.values() for one in drawn}
        for value in wanted - known.keys() - {""}:
            near = get_close_matches(value, known, n=3, cutoff=0.6)
            hint = "" if near else f"Known are: {', '.join(sorted(known.values())[:12])}."
            raise NotFound(
                f'Nobody has "{value}" as {name}.', hint=hint, candidates=[known[one] for one in near]
            )


def _is_meant(question: str, said: str) -> bool:
    """Whether a number or the first words mean a question.

    >>> _is_meant("question 3. who helped?", "3"), _is_meant("question 30. why?", "question 3")
    (True, False)
    """
    number = _NUMBERED.match(question)
    if number and number[1] == said:
        return True
    rest = question.removeprefix(said)
    return rest != question and not (rest[:1].isalnum() and said[-1:].isalnum())


def _short(question: str) -> str:
    return question if len(question) <= 60 else question[:59] + "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Selected:
    """A source with those of its segments that were asked for."""

    stored: Stored
    segments: tuple[Segment, ...]


def select_segments(connection: Connection, selection: Selection) -> list[Selected]:
    """The segments a selection asks for, by source; of records that were left out, none."""
    wanted = find_sources(sources.sources(connection), selection.sources)
    everybody = People.load(connection) if selection.where else None
    meets = everybody.condition(selection.where) if everybody else (lambda _segment: True)
    roles = set(selection.speaker_roles)
    left_out = screening.left_out_segments(connection)
    return [
        Selected(
            stored=stored,
            segments=tuple(
                segment
                for segment in sources.segments(connection, stored.id)
                if (stored.source.name, segment.key) not in left_out
                and (not roles or segment.speaker_role in roles)
                and meets(segment)
            ),
        )
        for stored in wanted
    ]
