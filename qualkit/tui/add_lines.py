"""What Add shows of a file: what was found in it, its rows, and what happens if one accepts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from textual.content import Content

from qualkit.actions.add import (
    AlreadyIn,
    DataPlan,
    ParticipantsPlan,
    Plan,
    TranscriptPlan,
    findings_of,
    same_people,
)
from qualkit.actions.codebook_files import CodebookPlan
from qualkit.model.finding import Finding
from qualkit.model.questionnaire import DataKind, Question, QuestionType, Use
from qualkit.model.source import SourceKind, SpeakerRole
from qualkit.tui.columns import counted, cut, fit, one_line
from qualkit.tui.widgets.row_painter import clock

_MOST_TURNS = 2_000
"""Lines of a list that opens at once."""
AnyPlan = Plan | CodebookPlan
USES = {
    Use.OPEN: "open question",
    Use.CLOSED: "closed question",
    Use.RECORD: "record's number",
    Use.PERSON: "the person",
    Use.WEIGHT: "weight",
    Use.PERSONAL: "left out: personal",
    Use.IGNORED: "left out",
}
TYPES = {
    QuestionType.LIKERT: "closed: scale",
    QuestionType.SINGLE: "closed: one answer",
    QuestionType.MULTI: "closed: several",
    QuestionType.NUMBER: "closed: number",
    QuestionType.DATE: "closed: date",
    QuestionType.COUNT: "closed: count",
}
KINDS = {DataKind.SURVEY: "survey answers", DataKind.RECORDS: "case records"}
ROLES = {
    SpeakerRole.PARTICIPANT: "takes part; can be quoted",
    SpeakerRole.MODERATOR: "leads the talk; never quoted",
    SpeakerRole.OBSERVER: "listens, takes notes; never quoted",
    SpeakerRole.GROUP: "several people at once",
    SpeakerRole.UNKNOWN: "nobody knows who it is",
    SpeakerRole.NON_SPEECH: "no person: a sound, a recording",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of the form; `key` is the speaker's or column's name, empty where it shows neither."""

    text: Content
    key: str = ""
    turn: int = 0
    """The number of the turn that the line shows; 0 where it shows none."""


def what_it_is(plan: AnyPlan) -> str:
    """One line: the kind of file, and how much is in it."""
    match plan:
        case TranscriptPlan():
            size = counted(len(plan.transcript.turns), plan.intake.source.kind.segment_noun)
            again = (
                f"; the study has it already, {plan.found_again} found again" if plan.is_correction else ""
            )
            title = plan.transcript.format_title
            return f"{title[:1].upper()}{title[1:]}, {size}{again}"
        case DataPlan():
            kind = KINDS[plan.intake.questionnaire.kind]
            again = "; the study has it already" if plan.is_correction else ""
            return f"{kind.capitalize()}, {counted(len(plan.intake.records), 'row')}{again}"
        case ParticipantsPlan():
            people = "1 person" if len(plan.rows) == 1 else f"{len(plan.rows):,} people"
            return f"List of participants, {people}"
        case CodebookPlan():
            return f"Codebook, {counted(len(plan.draft.codes), 'code')}"
        case AlreadyIn():
            return "A file that the study has already"


def name_kind_voice(plan: AnyPlan) -> tuple[str, str, str]:
    """What the file is called, what its rows are, whose words it holds; empty where it has no such thing."""
    match plan:
        case TranscriptPlan():
            return plan.intake.source.name, "", plan.intake.source.voice.value
        case DataPlan():
            book, sources = plan.intake.questionnaire, plan.intake.sources
            return book.name, KINDS[book.kind], sources[0].source.voice.value if sources else ""
        case CodebookPlan():
            return plan.draft.name, "", ""
    return "", "", ""


def heading(plan: AnyPlan, width: int) -> str:
    """The titles over the rows."""
    match plan:
        case TranscriptPlan() if plan.intake.source.kind is not SourceKind.TRANSCRIPT:
            return ""
        case TranscriptPlan() if not plan.transcript.speakers:
            return f"{fit('Turn', 5, is_number=True)}  {fit('Time', 8)}  Nobody is named. Who says it?"
        case TranscriptPlan():
            return f"{fit('Speaker', 20)}  {fit('Part in the talk', 16)}  {fit('Turns', 6)}  First words"
        case DataPlan():
            return f"{fit('Column', 18)}  {fit('What it is', 18)}  Wording"
        case CodebookPlan():
            return "What changes"
    return ""


def rows(plan: AnyPlan, width: int) -> list[Row]:
    """Speakers, columns or changes, one a line."""
    match plan:
        case TranscriptPlan():
            return [*_speakers(plan, width), *_turns_of_nobody(plan, width)]
        case DataPlan():
            return list(_columns(plan, width))
        case ParticipantsPlan():
            names = [one.pseudonym or one.case or f"{one.source}: {one.speaker}" for one in plan.rows]
            return [Row(text=Content(cut(name, width))) for name in names]
        case CodebookPlan():
            return list(_changes(plan, width))
    return []


def _speakers(plan: TranscriptPlan, width: int) -> Iterator[Row]:
    proposed = same_people(plan)
    for speaker in plan.transcript.speakers:
        same = proposed.get(speaker.label)
        guess = "" if speaker.is_certain else " (is this a speaker?)"
        words = f"“{speaker.first_words}”{guess}"
        if same:
            words = f"y: same as {same.same_as}? ({same.why}) {words}"
        style = "$foreground" if speaker.role is SpeakerRole.PARTICIPANT else "$accent"
        text = Content.assemble(
            fit(speaker.label, 20), "  ", (fit(speaker.role.value, 16), style), "  ",
            fit(f"{speaker.turns:,}", 6, is_number=True), "  ",
            (cut(words, width - 50), "$warning" if same else "$foreground 70%"),
        )  # fmt: skip
        yield Row(text=text, key=speaker.label)


def _turns_of_nobody(plan: TranscriptPlan, width: int) -> Iterator[Row]:
    """The turns of a talk that nobody says, to be given to somebody."""
    if plan.intake.source.kind is not SourceKind.TRANSCRIPT:
        return
    nobody = ((n, turn) for n, turn in enumerate(plan.transcript.turns, start=1) if turn.speaker is None)
    for number, turn in islice(nobody, _MOST_TURNS):
        text = Content.assemble(
            fit(f"{number:,}", 5, is_number=True), "  ",
            (fit(clock(turn.start_ms), 8), "$foreground 70%"), "  ", cut(turn.text[:300], width - 20),
        )  # fmt: skip
        yield Row(text=text, turn=number)


def _columns(plan: DataPlan, width: int) -> Iterator[Row]:
    for question in plan.intake.questionnaire.questions:
        is_out = question.column in plan.left_out or question.use is Use.IGNORED
        style = "$warning" if is_out else "$accent" if question.use is not Use.CLOSED else "$foreground"
        use = USES[Use.PERSONAL] if question.column in plan.left_out else _use(question)
        text = Content.assemble(
            fit(question.column, 18), "  ", (fit(use, 18), style), "  ",
            (cut(_said_of(plan, question), width - 42), "$foreground 70%"),
        )  # fmt: skip
        yield Row(text=text, key=question.column)


def _use(question: Question) -> str:
    return TYPES[question.type] if question.use is Use.CLOSED and question.type else USES[question.use]


def _said_of(plan: DataPlan, question: Question) -> str:
    """The wording, or an answer where there is none; of a scale first how it runs."""
    is_worded = question.wording != question.column
    said = question.wording if is_worded else _first_answer(plan, question.column)
    if question.use is Use.CLOSED and question.type is QuestionType.LIKERT and question.answers:
        return f"low {question.answers[0].shown} … {question.answers[-1].shown} high  {said}"
    return said


def _first_answer(plan: DataPlan, column: str) -> str:
    if column in plan.left_out or column not in plan.content.columns:
        return ""
    at = plan.content.columns.index(column)
    first = next((row[at] for row in plan.content.rows if row[at].strip()), "")
    return f"e.g. {first}" if first else "no answers"


def _changes(plan: CodebookPlan, width: int) -> Iterator[Row]:
    for path in plan.changes.added:
        yield Row(text=Content.assemble(("new      ", "$accent"), cut(path, width - 10)))
    for change in plan.changes.changed:
        what = f"{change.path}: {change.field}: “{cut(change.old, 30)}” becomes “{cut(change.new, 30)}”"
        yield Row(text=Content.assemble(("changes  ", "$warning"), cut(what, width - 10)))
    for path in plan.changes.left:
        text = f"{path}, which is not in the file"
        yield Row(text=Content.assemble(("stays    ", "$foreground 60%"), cut(text, width - 10)))


_SHOWN_IN_ROWS = frozenset({"speaker-variant"})


def found_wrong(plan: AnyPlan) -> tuple[Finding, ...]:
    """What a person should know before accepting, worst first."""
    if isinstance(plan, CodebookPlan):
        return plan.findings
    return tuple(one for one in findings_of(plan) if one.rule not in _SHOWN_IN_ROWS)


def can_come_in(plan: AnyPlan) -> bool:
    """Whether accepting would change the study."""
    if isinstance(plan, CodebookPlan):
        return not plan.changes.is_nothing
    return not isinstance(plan, AlreadyIn)


def what_happens(plan: AnyPlan) -> str:
    """A sentence or two: what the study gets if one accepts."""
    match plan:
        case TranscriptPlan():
            return _transcript_comes(plan)
        case DataPlan():
            return _data_comes(plan)
        case ParticipantsPlan():
            return "If you accept: what the list says of people holds for the speakers it names."
        case CodebookPlan():
            return _codebook_comes(plan)
        case AlreadyIn():
            return f'The study has this file already, as "{one_line(plan.source)}". Nothing changes.'


def _transcript_comes(plan: TranscriptPlan) -> str:
    source, noun = plan.intake.source, plan.intake.source.kind.segment_noun
    people = [one.label for one in plan.transcript.speakers if one.role is SpeakerRole.PARTICIPANT]
    by = f" by {counted(len(people), 'participant')}" if people else ""
    text = f'If you accept: {counted(len(plan.transcript.turns), noun)}{by} come in as "{source.name}".'
    unheard = [one.label for one in plan.transcript.speakers if not one.role.is_heard]
    if unheard:
        text += f" What {_listed(unheard)} says is never quoted."
    elif people:
        text += " Nobody leads the talk: is one of them the moderator?"
    if plan.is_correction:
        text += " What is coded in the turns found again stays."
    return text


def _data_comes(plan: DataPlan) -> str:
    sources = plan.intake.sources
    if not sources:
        return "If you accept: no column holds people's words, so there will be nothing to code."
    answers = counted(sum(len(one.segments) for one in sources), sources[0].source.kind.segment_noun)
    voice = sources[0].source.voice.value
    text = f"If you accept: {answers} in {counted(len(sources), 'open column')} come in ({voice})."
    closed = sum(question.use is Use.CLOSED for question in plan.intake.questionnaire.questions)
    text += f" {counted(closed, 'closed column')} stay beside them." if closed else ""
    if any(one.type is QuestionType.LIKERT for one in plan.intake.questionnaire.questions):
        text += " Scales run from low to high as shown: turn one round if it does not."
    person = plan.intake.questionnaire.column_for(Use.PERSON)
    if person:
        text += f' "{one_line(person)}" says who a row is about.'
    elif plan.intake.questionnaire.kind is DataKind.SURVEY:
        text += " Each row is a person of its own."
    if plan.left_out:
        text += f" Left out of the study's copy: {_listed(plan.left_out)}."
    return text


def _codebook_comes(plan: CodebookPlan) -> str:
    changes = plan.changes
    if changes.is_nothing:
        return "The study's codebook says the same already. Nothing changes."
    parts = [f"{counted(len(changes.added), 'new code')}"] if changes.added else []
    parts += [f"{counted(len(changes.changed), 'change')} to codes you have"] if changes.changed else []
    parts += [f"{counted(len(changes.left), 'code')} left as before"] if changes.left else []
    parts += ["the order of the codes changes"] if changes.is_reordered else []
    return f'If you accept, in the codebook "{plan.draft.name}": {", ".join(parts)}.'


def _listed(names: list[str] | tuple[str, ...]) -> str:
    shown = [one_line(name) for name in names[:4]]
    more = f" and {len(names) - 4} more" if len(names) > 4 else ""
    return ", ".join(shown) + more
