"""Who speaks: labels brought together as speakers, with the recipe's names and parts, and what they said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from qualkit.errors import NotFound, Where
from qualkit.importers.transcripts.cues import merge_cues
from qualkit.importers.transcripts.labels import (
    cleaned,
    full_and_initials,
    guessed_role,
    key_of,
    names_a_part,
)
from qualkit.importers.transcripts.questions import is_question, with_sections
from qualkit.importers.transcripts.stamps import inline_times
from qualkit.importers.transcripts.talk import Talk, Utterance
from qualkit.model.source import SpeakerRole
from qualkit.model.speech import words_in
from qualkit.model.transcript import SpeakerFound, TranscriptRecipe, Turn

_MODERATOR = "Moderator"
_FIRST_WORDS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """A voice under all its labels, after the recipe."""

    name: str
    role: SpeakerRole
    labels: tuple[str, ...]
    """As found in the file."""
    is_guess: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """Turns with the names of their speakers, and the speakers in the order in which they speak."""

    turns: tuple[Turn, ...]
    speakers: tuple[SpeakerFound, ...]


def settle(talk: Talk, recipe: TranscriptRecipe, file: str) -> Settled:
    """The turns and speakers of a talk. Raises NotFound where the recipe names somebody who is not there."""
    counts = Counter(utterance.label for utterance in talk.utterances if utterance.label is not None)
    roster = _roster(counts, talk, recipe)
    has_questions = any(utterance.is_question for utterance in talk.utterances)
    _refuse_strangers(roster, recipe, has_questions, file)
    names: dict[str | None, str | None] = {None: None}
    names |= {label: speaker.name for speaker in roster for label in speaker.labels}
    asking = _asking(roster, counts, recipe) if has_questions else None
    moderators = {speaker.name for speaker in roster if speaker.role is SpeakerRole.MODERATOR}
    moderators |= {asking.name} if asking else set()
    if talk.are_cues:
        turns = with_sections(merge_cues(*_with_asking(talk.utterances, names, asking)), moderators)
    else:
        turns = _turns(talk.utterances, names, asking, moderators)
    if asking is not None and asking not in roster:
        roster = [*roster, asking]
    return Settled(turns=tuple(turns), speakers=_found(turns, roster))


def _roster(counts: Mapping[str, int], talk: Talk, recipe: TranscriptRecipe) -> list[Speaker]:
    """One speaker for all the spellings of a label, and for all labels that the recipe gives one name."""
    same = _same_voice(counts, talk.spellings)
    groups: dict[str, list[str]] = {}
    for label in counts:
        key = key_of(label)
        groups.setdefault(same.get(key, key), []).append(label)
    renames = {key_of(label): cleaned(name) for label, name in recipe.renames.items()}
    by_name: dict[str, tuple[str, list[str]]] = {}
    for labels in groups.values():
        shown = _shown(labels, counts)
        asked_for = (renames.get(key_of(label)) for label in (*labels, shown))
        name = next(filter(None, asked_for), shown)
        by_name.setdefault(key_of(name), (name, []))[1].extend(labels)
    roles = {key_of(label): role for label, role in recipe.roles.items()}
    return [
        Speaker(
            name=name,
            role=_role(name, labels, roles),
            labels=tuple(labels),
            is_guess=all(key_of(label) in talk.uncertain for label in labels),
        )
        for name, labels in by_name.values()
    ]


def _same_voice(counts: Iterable[str], spellings: Mapping[str, str]) -> dict[str, str]:
    """Key → key of the same voice: `MF` and `Michael Folkson` after `Michael Folkson (MF)`."""
    same = {key_of(label): key_of(other) for label, other in spellings.items()}
    keys = {key_of(label) for label in counts}
    for label in counts:
        both = full_and_initials(label)
        if both is None or not keys & {key_of(both[0]), key_of(both[1])}:
            continue
        same |= {key_of(label): key_of(label), key_of(both[0]): key_of(label), key_of(both[1]): key_of(label)}
    return same


def _shown(labels: Sequence[str], counts: Mapping[str, int]) -> str:
    """The name to show: the full one where a label gives name and initials, else the commonest spelling."""
    if len({key_of(label) for label in labels}) > 1:
        both = next(filter(None, map(full_and_initials, labels)), None)
        if both is not None:
            return both[0]
    by_spelling: Counter[str] = Counter()
    for label in labels:
        by_spelling[cleaned(label)] += counts[label]
    return by_spelling.most_common(1)[0][0]


def _role(name: str, labels: Sequence[str], roles: Mapping[str, SpeakerRole]) -> SpeakerRole:
    for each in (name, *labels):
        if key_of(each) in roles:
            return roles[key_of(each)]
    guesses = (guessed_role(each) for each in (name, *labels))
    return next((role for role in guesses if role is not SpeakerRole.PARTICIPANT), SpeakerRole.PARTICIPANT)


def _refuse_strangers(
    roster: Sequence[Speaker], recipe: TranscriptRecipe, has_questions: bool, file: str
) -> None:
    there = {key_of(name): speaker.name for speaker in roster for name in (speaker.name, *speaker.labels)}
    if has_questions:
        there.setdefault(key_of(_MODERATOR), _MODERATOR)
    for name in (*recipe.renames, *recipe.roles):
        if key_of(name) not in there:
            near = get_close_matches(key_of(name), there, n=3, cutoff=0.5) or list(there)[:6]
            raise NotFound(
                f'Nobody in the transcript is called "{name}".'
                if there
                else f'The transcript names no speakers, so there is no "{name}".',
                Where(file=file),
                candidates=tuple(dict.fromkeys(there[key] for key in near)),
            )


def _asking(roster: Sequence[Speaker], counts: Mapping[str, int], recipe: TranscriptRecipe) -> Speaker:
    """Who asks the questions that carry no label: the moderator who speaks most, or one made for them."""
    moderators = [speaker for speaker in roster if speaker.role is SpeakerRole.MODERATOR]
    if moderators:
        return max(moderators, key=lambda speaker: sum(counts[label] for label in speaker.labels))
    roles = {key_of(name): role for name, role in recipe.roles.items()}
    renames = {key_of(label): cleaned(name) for label, name in recipe.renames.items()}
    name = renames.get(key_of(_MODERATOR), _MODERATOR)
    role = roles.get(key_of(name), SpeakerRole.MODERATOR)
    return Speaker(name=name, role=role, labels=(), is_guess=False)


def _with_asking(
    cues: Sequence[Utterance], names: Mapping[str | None, str | None], asking: Speaker | None
) -> tuple[Sequence[Utterance], Mapping[str | None, str | None]]:
    """The cues and names, with the unlabelled questions given to whoever asks them."""
    if asking is None:
        return cues, names
    given = [cue._replace(label=asking.name) if cue.is_question else cue for cue in cues]
    return given, {asking.name: asking.name, **names}


def _turns(
    utterances: Sequence[Utterance],
    names: Mapping[str | None, str | None],
    asking: Speaker | None,
    moderators: set[str],
) -> list[Turn]:
    """A turn an utterance, each under the last question or heading above it."""
    turns: list[Turn] = []
    heading: str | None = None
    question: str | None = None
    for utterance in utterances:
        speaker = asking.name if asking and utterance.is_question else names[utterance.label]
        if utterance.section != heading:
            heading, question = utterance.section, None
        if utterance.is_question or (speaker in moderators and is_question(utterance.text)):
            question = utterance.text.split("\n", 1)[0]
        turns.append(
            Turn(
                text=utterance.text,
                speaker=speaker,
                start_ms=utterance.start_ms,
                end_ms=utterance.end_ms,
                times=utterance.times or inline_times(utterance.text, utterance.start_ms),
                section=question or heading,
            )
        )
    return turns


def found_speakers(
    turns: Sequence[Turn], roles: Mapping[str, SpeakerRole], earlier: Sequence[SpeakerFound] = ()
) -> tuple[SpeakerFound, ...]:
    """The speakers of turns that have their names, with these parts; what `earlier` knew of them is kept."""
    before = {speaker.label: speaker for speaker in earlier}
    return tuple(
        SpeakerFound(
            label=name,
            role=roles[name],
            turns=len(texts),
            words=words_in("\n".join(texts)),
            first_words=_first_words(texts[0]),
            variants=before[name].variants if name in before else (),
            is_certain=name not in before or before[name].is_certain,
        )
        for name, texts in _said(turns).items()
    )


def _said(turns: Sequence[Turn]) -> dict[str, list[str]]:
    said: dict[str, list[str]] = {}
    for turn in turns:
        if turn.speaker is not None:
            said.setdefault(turn.speaker, []).append(turn.text)
    return said


def _found(turns: Sequence[Turn], roster: Sequence[Speaker]) -> tuple[SpeakerFound, ...]:
    by_name = {speaker.name: speaker for speaker in roster}
    found = found_speakers(turns, {name: speaker.role for name, speaker in by_name.items()})
    return tuple(
        replace(
            each,
            variants=_variants(by_name[each.label]),
            is_certain=not (by_name[each.label].is_guess and each.turns == 1) or names_a_part(each.label),
        )
        for each in found
    )


def _variants(speaker: Speaker) -> tuple[str, ...]:
    return tuple(dict.fromkeys(label for label in speaker.labels if label != speaker.name))


def _first_words(text: str) -> str:
    words = text[:400].split()
    more = len(words) > _FIRST_WORDS or len(text) > 400
    return " ".join(words[:_FIRST_WORDS])[:120] + ("…" if more else "")
