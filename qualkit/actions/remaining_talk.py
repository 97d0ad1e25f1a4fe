"""What remains of a transcript's file when some of its turns are forgotten."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from qualkit.actions import bring_in
from qualkit.errors import QualkitError
from qualkit.model.forgetting import GONE, OwnWords
from qualkit.model.source import Segment, SpeakerRole
from qualkit.store.text_files import sha256_of
from qualkit.study import Study

_EDITED = frozenset({".txt", ".md", ".vtt", ".srt"})
_BETWEEN = r"(?:\s|<[^<>\n]*>|[^\n]*-->[^\n]*\n|\d+\n(?=[^\n]*-->)|{labels})++"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remaining:
    """A received file as it shall be: its path in the study, its bytes, and how it is read."""

    file: str
    data: bytes
    recipe: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """A transcript of which some turns are to go."""

    file: str
    segments: Sequence[Segment]
    """As they stand in the file."""
    gone: Collection[str]
    """Keys of the turns that go."""
    names: Mapping[str, str]
    """Name of a speaker who goes → what stands there instead."""
    recipe: Mapping[str, Any]
    about: str = ""
    is_anew: bool = False
    """Whether the turns are others than the file's, so that it has to be written anew."""

    def wanted(self) -> list[Segment]:
        """The turns as they shall be."""
        return [
            replace(one, text=GONE, times=(), speaker=self.names.get(one.speaker or "", one.speaker))
            if one.key in self.gone
            else one
            for one in self.segments
        ]


def remaining(study: Study, talk: Talk, own: OwnWords) -> Remaining:
    """The file with its own layout where that can be kept, else as a text file turn by turn.

    Either is read again and compared before it is trusted. A file that has another layout than text is
    written as text.
    """
    suffix = PurePosixPath(talk.file).suffix.lower()
    if suffix in _EDITED and not (talk.is_anew or talk.recipe.get("given")):
        edited = _edited(study, talk)
        found = _tried(talk, talk.file, edited, dict(talk.recipe)) if edited else None
        if found is not None and not own.bytes_in(found.data):
            return found
    return _anew(study, talk, own)


def _anew(study: Study, talk: Talk, own: OwnWords) -> Remaining:
    from qualkit.importers.transcripts.remains import remains_text

    about = own.without(talk.about, names=True)
    data = remains_text(talk.wanted(), about).encode("utf-8", "surrogatepass")
    path = PurePosixPath(talk.file).with_suffix(".txt")
    if path.as_posix() != talk.file and study.path(path.as_posix()).exists():
        path = path.with_stem(f"{path.stem}-remaining")
    recipe = {**talk.recipe, "format": "remains", "encoding": "utf-8", "renames": {}, "given": {}}
    recipe.pop("given", None)  # the file then says itself who speaks
    keys = [one.key for one in talk.segments]
    if keys != bring_in.first_keys(len(keys)):
        recipe["keys"] = bring_in.packed_keys(keys)
    found = _tried(talk, path.as_posix(), data, recipe)
    if found is None:
        raise QualkitError("What remains of this talk can't be written.", talk.file, "Nothing was changed.")
    return found


def _tried(talk: Talk, file: str, data: bytes, recipe: dict[str, Any]) -> Remaining | None:
    """The file with its recipe, if it is read as the turns that are wanted."""
    from qualkit.importers.transcripts import read_transcript

    wanted = talk.wanted()
    recipe["roles"] = _roles(talk, wanted)
    if renames := {
        label: name for label, name in recipe.get("renames", {}).items() if name not in talk.names
    }:
        recipe["renames"] = renames
    else:
        recipe.pop("renames", None)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / PurePosixPath(file).name
        path.write_bytes(data)
        try:
            read = read_transcript(path, bring_in.recipe_from_plain(recipe))
        except QualkitError:  # it can't be read so, and is written in another way
            return None
    turns = [(turn.text, turn.speaker, turn.start_ms) for turn in read.turns]
    if turns != [(one.text, one.speaker, one.start_ms) for one in wanted]:
        return None
    return Remaining(file=file, data=data, recipe={**recipe, "sha256": sha256_of(data)})


def _roles(talk: Talk, wanted: Sequence[Segment]) -> dict[str, str]:
    speak = {one.speaker for one in wanted}
    roles = {name: role for name, role in talk.recipe.get("roles", {}).items() if name in speak}
    return roles | {name: SpeakerRole.NON_SPEECH.value for name in talk.names.values() if name in speak}


# ---- in the file's own layout


def _edited(study: Study, talk: Talk) -> bytes | None:
    """The file with other words where turns go; None where these can't be found in it."""
    from qualkit.importers.encoding import decode

    decoded = decode(
        study.path(talk.file).read_bytes(),
        file=talk.file,
        encoding=str(talk.recipe.get("encoding", "")),
    )
    labels = _labels(talk)
    parts: list[str] = []
    text, at = decoded.text, 0
    for segment in talk.segments:
        if segment.key not in talk.gone:
            at = _behind(text, at, segment.text)
            continue
        found = _words_pattern(segment.text, labels).search(text, at) if segment.text.split() else None
        if found is None:
            return None
        before = _relabelled(text[at : found.start()], labels, segment.speaker)
        parts.append(text[:at] + before + _emptied(found[0], labels, segment.speaker))
        text, at = text[found.end() :], 0
    return _encoded("".join([*parts, text]), decoded.encoding) if parts else None


def _encoded(text: str, encoding: str) -> bytes | None:
    try:
        return text.encode(encoding or "utf-8", "surrogatepass")
    except (UnicodeEncodeError, LookupError):
        return None


def _labels(talk: Talk) -> dict[str, tuple[str, str]]:
    """Label in the file → (the speaker it is, what is to stand there)."""
    renames = talk.recipe.get("renames", {})
    labels = {name: (name, new) for name, new in talk.names.items()}
    labels |= {label: (name, talk.names[name]) for label, name in renames.items() if name in talk.names}
    return labels


def _behind(text: str, at: int, said: str) -> int:
    first = said.split("\n", 1)[0][:60]
    found = text.find(first, at)
    return at if found < 0 else found + len(first)


def _words_pattern(said: str, labels: Mapping[str, tuple[str, str]]) -> re.Pattern[str]:
    names = "|".join(re.escape(label) + ":" for label in labels) or r"(?!)"
    between = _BETWEEN.replace("{labels}", names)
    return re.compile(between.join(map(re.escape, said.split())))


def _relabelled(before: str, labels: Mapping[str, tuple[str, str]], speaker: str | None) -> str:
    """What stands before a turn, with another name in the last place where its speaker's stands."""
    mine = [(label, new) for label, (name, new) in labels.items() if name == speaker]
    last = max(((before.rfind(label), label, new) for label, new in mine), default=(-1, "", ""))
    if last[0] < 0:
        return before
    return before[: last[0]] + last[2] + before[last[0] + len(last[1]) :]


def _emptied(found: str, labels: Mapping[str, tuple[str, str]], speaker: str | None) -> str:
    """The words of a turn, less the words: what divides captions stays."""
    lines = found.split("\n")
    kept = [GONE]
    for place, line in enumerate(lines[1:], start=1):
        if "-->" in line:
            number = [lines[place - 1]] if lines[place - 1].strip().isdecimal() else []
            kept += ["", *number, line]
    text = "\n".join(kept)
    for label, (name, new) in labels.items():
        if name == speaker:
            text = text.replace(label, new)
    return text
