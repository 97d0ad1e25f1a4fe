"""The received files of the sample, read as qualkit reads them: their passages, and sources.toml."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from qualkit.actions import bring_in
from qualkit.actions.add_plans import AddOptions, AlreadyIn, TranscriptPlan
from qualkit.actions.make import new_study
from qualkit.actions.plan_transcript import plan_transcript
from qualkit.actions.received import SOURCES_FILE, Recipes, recipes_text
from qualkit.importers.codebooks import read_codebook
from qualkit.importers.codebooks.changes import merged
from qualkit.importers.surveys.data_file import read_data_file
from qualkit.importers.surveys.questionnaire_file import questionnaire_text, read_questionnaire
from qualkit.model.codebook import Codebook
from qualkit.model.finding import errors_in
from qualkit.model.intake import DatasetIntake
from qualkit.model.source import Segment
from qualkit.store.text_files import sha256_of
from qualkit.study import attach

TRANSCRIPTS = ("focus-group-1.md", "focus-group-2.vtt", "focus-group-3.docx")
TITLES = {"focus-group-2.vtt": "Focus group 2"}
"""Files whose format has no place for a title: the team gave them one."""
DATA = ("helpline", "return_interviews", "local_authorities", "police", "professionals")
"""In the order in which they came, which is that of the sources in every list."""


@dataclass(frozen=True, slots=True)
class Received:
    """What the study's files hold before anybody has coded."""

    sources: Mapping[str, tuple[Segment, ...]]
    """Source → its passages, both in the study's order."""
    records: Mapping[str, tuple[str, ...]]
    """Data file → ids of its records, in its order."""
    books: tuple[Codebook, ...]
    _places: dict[tuple[str, str], Segment] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        for name, segments in self.sources.items():
            self._places.update({(name, segment.key): segment for segment in segments})

    def named(self, source: str) -> str:
        """The source's whole name, where a file with one open column is called by its stem."""
        found = [name for name in self.sources if source in (name, name.partition(":")[0])]
        if len(found) != 1:
            raise ValueError(f'There is no source called "{source}"; there are {", ".join(self.sources)}.')
        return found[0]

    def passage(self, source: str, key: str) -> Segment:
        """A record's answer, or a turn."""
        if (source, key) not in self._places:
            raise ValueError(f'"{source}" has no passage "{key}".')
        return self._places[source, key]

    def between(self, source: str, first: str, last: str) -> tuple[Segment, ...]:
        """The passages from one to another, both included."""
        begin, end = (self.passage(source, key).ordinal for key in (first, last))
        return tuple(one for one in self.sources[source] if begin <= one.ordinal <= end)


def read_received(folder: Path) -> Received:
    """Read the files of a study's folder; write its sources.toml and questionnaires as they are saved."""
    books = tuple(_books(folder))
    talks = [_talk(folder, name) for name in TRANSCRIPTS if (folder / "transcripts" / name).is_file()]
    data = [_data(folder, name) for name in DATA]
    recipes = Recipes(
        transcripts={
            talk.inside: {
                "name": talk.intake.source.name,
                "sha256": talk.intake.source.sha256,
                **json.loads(json.dumps(talk.intake.recipe, sort_keys=True)),  # as the store keeps it
                **({"title": title} if (title := TITLES.get(Path(talk.inside).name)) else {}),
            }
            for talk in talks
        },
        data={
            one.file: {
                "name": one.questionnaire.name,
                "sha256": one.sha256,
                "received_name": one.received_name,
                "received_sha256": one.received_sha256,
            }
            for one in data
        },
    )
    (folder / SOURCES_FILE).write_text(recipes_text(recipes), encoding="utf-8", newline="")
    intakes = [*(talk.intake for talk in talks), *(source for one in data for source in one.sources)]
    return Received(
        {intake.source.name: intake.segments for intake in intakes},
        {one.questionnaire.name: tuple(record.key for record in one.records) for one in data},
        books,
    )


def _talk(folder: Path, name: str) -> TranscriptPlan:
    path = folder / "transcripts" / name
    with tempfile.TemporaryDirectory() as elsewhere, attach(new_study(Path(elsewhere) / "study")) as study:
        plan = plan_transcript(study, path, path.read_bytes(), AddOptions())
    if isinstance(plan, AlreadyIn):
        raise ValueError(f"{name} can't be in a new study.")
    return plan


def _data(folder: Path, name: str) -> DatasetIntake:
    path = folder / "survey" / f"{name}.csv"
    questions = path.with_suffix(".toml")
    asked = read_questionnaire(questions)
    content = read_data_file(path, encoding=asked.encoding, sheet=asked.sheet)
    asked = read_questionnaire(questions, content)
    text = questionnaire_text(asked, questions.read_text(encoding="utf-8"), file=questions.name)
    questions.write_text(text, encoding="utf-8", newline="")
    digest = sha256_of(path.read_bytes())
    return bring_in.dataset_intake(
        asked, content, file=f"survey/{path.name}", sha256=digest, received=(path.name, digest)
    )


def _books(folder: Path) -> Iterator[Codebook]:
    for path in sorted((folder / "codebooks").glob("*.yaml")):
        draft, findings = read_codebook(path)
        wrong = [str(one) for one in errors_in(findings)]
        wrong += [f'{path.name}: "{code.path[-1]}" has no id.' for code in draft.codes if not code.id]
        if wrong:
            raise ValueError("\n".join(wrong))
        yield merged(draft, None, new_id=str, now="")
