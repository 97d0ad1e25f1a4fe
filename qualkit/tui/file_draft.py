"""A file about to come in, with what the researcher has said about it so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from qualkit.actions.add import AddOptions, Plan, Stretch, plan_add
from qualkit.actions.codebook_files import CodebookPlan, plan_codebook
from qualkit.model.questionnaire import QuestionType, Use
from qualkit.model.source import SpeakerRole
from qualkit.study import Study

_CODEBOOK = frozenset({".yaml", ".yml"})
_EITHER = frozenset({".csv", ".tsv", ".xlsx"})
_PARTICIPANTS = "participants.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileDraft:
    """One file: whether it is a codebook, and what was said about it. Each change gives a new draft."""

    path: Path
    is_codebook: bool = False
    options: AddOptions = field(default_factory=AddOptions)

    @property
    def is_in_doubt(self) -> bool:
        """Whether a person must say if it is a codebook or answers."""
        is_list = self.path.name.casefold() == _PARTICIPANTS
        return self.path.suffix.casefold() in _EITHER and not is_list

    @property
    def sounds_like_codebook(self) -> bool:
        """Whether its name speaks of a codebook."""
        plain = self.path.stem.casefold().replace("_", " ").replace("-", " ")
        return any(word in plain for word in ("codebook", "code book", "codes", "codeframe", "coding frame"))

    def read(self, study: Study) -> Plan | CodebookPlan:
        """What the file would become. Nothing is changed."""
        if self.is_codebook:
            return plan_codebook(study, self.path, name=self.options.name)
        return plan_add(study, [self.path], self.options)[0]

    def called(self, name: str) -> FileDraft:
        """The same under another name."""
        return replace(self, options=replace(self.options, name=name))

    def with_role(self, speaker: str, role: SpeakerRole) -> FileDraft:
        """The same where a speaker has another part in the talk."""
        return self._with(speakers={**self.options.speakers, speaker: role})

    def renamed(self, speaker: str, name: str) -> FileDraft:
        """The same where a speaker has another name; another speaker's name makes the two one person."""
        renames = dict(self.options.renames)
        labels = [label for label, shown in renames.items() if shown == speaker] or [speaker]
        renames |= dict.fromkeys(labels, name)
        roles = {name if one == speaker else one: role for one, role in self.options.speakers.items()}
        if name in self.options.speakers:
            roles[name] = self.options.speakers[name]
        return self._with(renames=renames, speakers=roles)

    def given(self, stretch: Stretch) -> FileDraft:
        """The same where somebody says a stretch of turns, whoever was said to say them before."""
        others = [left for one in self.options.stretches for left in _left_of(one, stretch)]
        return replace(self, options=replace(self.options, stretches=[*others, stretch]))

    def _with(
        self, *, speakers: Mapping[str, SpeakerRole], renames: Mapping[str, str] | None = None
    ) -> FileDraft:
        said = self.options.renames if renames is None else renames
        return replace(self, options=replace(self.options, speakers=speakers, renames=said))

    def with_use(self, column: str, use: Use) -> FileDraft:
        """The same where a column is for something else: open, closed, the record's number, the person."""
        said = self.options
        opened = [one for one in said.open_columns if one != column]
        closed = [one for one in said.closed_columns if one != column]
        record = None if said.record == column else said.record
        person = None if said.person == column else said.person
        match use:
            case Use.OPEN:
                opened.append(column)
            case Use.RECORD:
                record = column
            case Use.PERSON:
                person = column
            case _:
                closed.append(column)
        options = replace(said, open_columns=opened, closed_columns=closed, record=record, person=person)
        return replace(self, options=options)

    def with_type(self, column: str, type_: QuestionType) -> FileDraft:
        """The same where a closed column is counted in another way."""
        types = {**self.options.types, column: type_}
        return replace(self, options=replace(self.options, types=types)).with_use(column, Use.CLOSED)

    def turned(self, column: str) -> FileDraft:
        """The same where a column's scale runs the other way; a second time, as proposed again."""
        others = [one for one in self.options.turned if one != column]
        turned = others if column in self.options.turned else [*others, column]
        return replace(self, options=replace(self.options, turned=turned))

    def as_proposed(self) -> FileDraft:
        """The file as if nothing had been said about it."""
        return replace(self, options=AddOptions())


def _left_of(one: Stretch, taken: Stretch) -> list[Stretch]:
    """What is left of a stretch when another is taken out of it."""
    if one.is_time is not taken.is_time:
        return [one]
    gap = 0 if one.is_time else 1  # a stretch of time ends where the next begins
    before = replace(one, last=min(one.last, taken.first - gap))
    behind = replace(one, first=max(one.first, taken.last + gap))
    return [part for part in (before, behind) if part.last - part.first >= 1 - gap]


def drafts_of(paths: tuple[Path, ...]) -> list[FileDraft]:
    """A draft a file; a list of participants comes last, when its speakers are there."""
    drafts = [FileDraft(path=path, is_codebook=path.suffix.casefold() in _CODEBOOK) for path in paths]
    return sorted(drafts, key=lambda draft: draft.path.name.casefold() == _PARTICIPANTS)
