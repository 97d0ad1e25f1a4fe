"""The words of a passage as a bank shows them: as edited or verbatim, `[moderator]` where one spoke."""

from __future__ import annotations

from dataclasses import dataclass, replace

from qualkit.model.bank import Part, Passage
from qualkit.model.source import SourceKind, SpeakerRole

_NAMELESS = "Unknown"
_PLACEHOLDERS = {
    SpeakerRole.MODERATOR: "[moderator]",
    SpeakerRole.OBSERVER: "[observer]",
    SpeakerRole.NON_SPEECH: "[not speech]",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a quote. What is not `is_verbatim` is ours: a speaker's name, `[moderator]`, a break."""

    text: str
    is_verbatim: bool = True


def quote_text(passage: Passage) -> str:
    """The bare words of a passage, without quotation marks; where several speak, a line for each.

    >>> quote_text(Passage(code="", source="", source_title="", kind="", voice="", segment="", ordinal=1,
    ...     start=0, end_segment="", end=3, group="", parts=(Part(speaker="P1", role=None, case=None,
    ...     text="Yes"), Part(speaker="P2", role=None, case=None, text="No"))))
    'P1: Yes\\nP2: No'
    """
    return "".join(piece.text for piece in pieces(passage))


def verbatim_text(passage: Passage) -> str:
    """The words as they were said, whatever was edited for the bank."""
    return "".join(piece.text for piece in _verbatim(passage))


def speakers_named(passage: Passage) -> tuple[str, ...]:
    """The names that stand before the words of a passage; none where only one person speaks."""
    parts = [part for part in passage.parts if not _is_placeholder(part)]
    voices = dict.fromkeys(part.speaker for part in parts)
    return tuple(name or _NAMELESS for name in voices) if len(voices) > 1 else ()


def pieces(passage: Passage) -> tuple[Piece, ...]:
    """The passage as its stretches, in order, with what stands between them; edited words are one."""
    if passage.quote is not None and passage.quote.wording:
        return (Piece(text=passage.quote.wording),)
    return _verbatim(passage)


def _verbatim(passage: Passage) -> tuple[Piece, ...]:
    parts = _without_repeats(passage.parts)
    voices = {part.speaker for part in parts if not _is_placeholder(part)}
    is_talk = len(voices) > 1
    inline = not is_talk and voices != {None}
    shown: list[Piece] = []
    for part in parts:
        if shown:
            shown.append(Piece(text=" " if inline else "\n", is_verbatim=False))
        if _is_placeholder(part):
            shown.append(Piece(text=part.text, is_verbatim=False))
            continue
        if is_talk:
            shown.append(Piece(text=f"{part.speaker or _NAMELESS}: ", is_verbatim=False))
        shown.append(Piece(text=part.text))
    return tuple(shown)


def reference(passage: Passage) -> str:
    """Where a passage starts, for looking it up: `FG1, turn 12`, `helpline:note, record H0031`."""
    return f"{passage.source}, {noun_of(passage)} {passage.record or passage.ordinal}"


def noun_of(passage: Passage) -> str:
    """What a segment of the passage's source is called: turn, answer, record or paragraph."""
    return SourceKind(passage.kind).segment_noun


def without_moderators(passage: Passage) -> Passage:
    """The passage with `[moderator]` for a moderator's words, and so for others who are not quoted."""
    if all(part.role is None or part.role.is_heard for part in passage.parts):
        return passage
    return replace(passage, parts=tuple(_held_back(part) for part in passage.parts))


def _held_back(part: Part) -> Part:
    if part.role is None or part.role.is_heard:
        return part
    return replace(part, speaker=None, case=None, text=_PLACEHOLDERS[part.role])


def _is_placeholder(part: Part) -> bool:
    return part.role is not None and part.speaker is None and part.text == _PLACEHOLDERS.get(part.role)


def _without_repeats(parts: tuple[Part, ...]) -> list[Part]:
    """The parts, with one placeholder where several of a kind follow each other."""
    kept: list[Part] = []
    for part in parts:
        if not (kept and _is_placeholder(part) and _is_placeholder(kept[-1]) and kept[-1].text == part.text):
            kept.append(part)
    return kept
