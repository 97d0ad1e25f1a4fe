"""The questions that Add asks about a file, its speakers and its columns."""

from __future__ import annotations

from pathlib import Path

from qualkit.actions.add import DataPlan, TranscriptPlan, same_people
from qualkit.model.questionnaire import DataKind, QuestionType, Use
from qualkit.model.source import Voice
from qualkit.tui.add_lines import KINDS, ROLES, TYPES, USES
from qualkit.tui.screens.message import Choice, ChoiceWindow, Field, FormWindow

RENAME = "rename"
SAME = "same:"
"""Before the name of the speaker who is the same person."""

TYPE = "type:"
"""Before the type of a closed column."""
TURN = "turn"
_FROM_TO = "From and to are both turns, or both times."
_TYPE_NOTES = {
    QuestionType.LIKERT: "one answer of an ordered scale",
    QuestionType.SINGLE: "one answer of a list",
    QuestionType.MULTI: "several answers can be ticked",
    QuestionType.NUMBER: "",
    QuestionType.DATE: "",
    QuestionType.COUNT: "an organisation's figure: a number, <5, not held",
}
_COLUMN_NOTES = {
    Use.OPEN: "people's words, to be coded",
    Use.CLOSED: "answers to tick, kept beside the words",
    Use.RECORD: "a number or name that each row has for itself",
    Use.PERSON: "whom the row is about; may repeat",
}


def kind_of_file(path: Path, *, is_codebook: bool) -> ChoiceWindow:
    """Whether a sheet is answers ("data") or a codebook ("codebook")."""
    choices = [
        Choice(id="data", label="Answers or records", note="one row a person, a reply or a case"),
        Choice(id="codebook", label="A codebook", note="one row a code: name, parent, definition …"),
    ]
    return ChoiceWindow(f"What is in {path.name}?", choices, chosen="codebook" if is_codebook else "data")


def who_is(plan: TranscriptPlan, label: str) -> ChoiceWindow:
    """A speaker's part; another name (RENAME), or the same person as another speaker (SAME + name)."""
    parts = [Choice(id=role.value, label=role.value, note=note) for role, note in ROLES.items()]
    others = [one.label for one in plan.transcript.speakers if one.label != label]
    proposed = same_people(plan).get(label)
    others.sort(key=lambda one: proposed is None or one != proposed.same_as)
    same = [
        Choice(
            id=f"{SAME}{one}",
            label=f"The same person as {one}",
            note=proposed.why if proposed and proposed.same_as == one else "",
        )
        for one in others
    ]
    now = next(one.role.value for one in plan.transcript.speakers if one.label == label)
    choices = [*parts, Choice(id=RENAME, label="Another name …"), *same]
    return ChoiceWindow(f"Who is {label}?", choices, chosen=now)


def new_name(label: str) -> FormWindow:
    """Another name for a speaker."""
    return FormWindow(f"What shall {label} be called?", [Field(label="Name", value=label)], accept="Rename")


def who_says(plan: TranscriptPlan, turn: int) -> FormWindow:
    """Who says a stretch of turns; as long as the next turns are nobody's, or the same speaker's."""
    turns = plan.transcript.turns
    speaker = turns[turn - 1].speaker
    last = turn
    while last < len(turns) and turns[last].speaker == speaker:
        last += 1
    fields = [
        Field(label="Name", hint="who speaks, such as P1 or Moderator"),
        Field(label="From", value=str(turn), hint="a turn's number, or a time such as 00:02:10"),
        Field(label="To", value=str(last), hint="the last turn, or the time at which it ends"),
    ]
    return FormWindow("Who says these turns?", fields, accept="Give them", text=_FROM_TO)


def what_is_in(plan: DataPlan, column: str) -> ChoiceWindow:
    """What a column is for: the value of a `Use`, TYPE + a `QuestionType`, or TURN."""
    question = next(one for one in plan.intake.questionnaire.questions if one.column == column)
    choices = [Choice(id=use.value, label=USES[use], note=note) for use, note in _COLUMN_NOTES.items()]
    choices[1:1] = [
        Choice(id=f"{TYPE}{type_.value}", label=TYPES[type_], note=note)
        for type_, note in _TYPE_NOTES.items()
    ]
    if question.use is Use.CLOSED and question.type is QuestionType.LIKERT and question.answers:
        ends = f"low {question.answers[-1].shown} … {question.answers[0].shown} high"
        choices.insert(0, Choice(id=TURN, label="Turn the scale round", note=ends))
    is_typed = question.use is Use.CLOSED and question.type is not None
    now = f"{TYPE}{question.type.value}" if is_typed and question.type else question.use.value
    return ChoiceWindow(f"What is in the column {column}?", choices, chosen=now)


def kind_of_rows(plan: DataPlan) -> ChoiceWindow:
    """Survey answers or case records, as the value of a `DataKind`."""
    choices = [
        Choice(id=DataKind.SURVEY.value, label=KINDS[DataKind.SURVEY], note="people answered themselves"),
        Choice(id=DataKind.RECORDS.value, label=KINDS[DataKind.RECORDS], note="notes about people"),
    ]
    return ChoiceWindow("What are the rows?", choices, chosen=plan.intake.questionnaire.kind.value)


def whose_words(now: str) -> ChoiceWindow:
    """Whose words a file holds, as the value of a `Voice`."""
    choices = [
        Choice(id=Voice.OWN_WORDS.value, label="their own words", note="can be quoted"),
        Choice(id=Voice.WORKERS_NOTES.value, label="a worker's notes", note="evidence, never quoted"),
        Choice(id=Voice.DOCUMENT.value, label="a document"),
    ]
    return ChoiceWindow("Whose words are these?", choices, chosen=now)
