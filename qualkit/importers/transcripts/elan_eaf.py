"""ELAN (.eaf): annotations on tiers, a tier a voice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from qualkit.errors import FileRefused, Where
from qualkit.importers.packages import parse_xml
from qualkit.importers.transcripts.material import Material
from qualkit.importers.transcripts.talk import Talk, Utterance
from qualkit.model.finding import Finding, Severity

_SHOWN = 8


@dataclass(slots=True)
class _Tier:
    """A tier: its name, whom it is of, the tier above it, and (text, start, end) of its annotations."""

    name: str
    participant: str
    parent: str
    said: list[tuple[str, int | None, int | None]] = field(default_factory=list)


def fits(material: Material) -> bool:
    """Whether the name says so; nothing else is called .eaf."""
    return material.suffix == ".eaf"


def read(material: Material) -> Talk:
    """The annotations of the tiers that stand under no other. A tier of gestures is then a voice too.

    Where those tiers only number the utterances, the first one under each that holds text speaks.
    """
    root = parse_xml(material.data, material.file)
    tiers = _tiers(root)
    speaking = [_with_text(tier, tiers) for tier in tiers if not tier.parent]
    spoken = [tier for tier in speaking if tier.said]
    utterances = [
        Utterance(text, tier.participant or tier.name, start, end)
        for tier in spoken
        for text, start, end in tier.said
    ]
    if utterances and all(each.start_ms is None for each in utterances):
        raise FileRefused(
            "None of its annotations is aligned with a time, so their order can't be told.",
            Where(file=material.file),
            "Align them in ELAN, or export them as text.",
        )
    others = [tier.name for tier in tiers if tier not in spoken and tier.said]
    return Talk(utterances=utterances, findings=_findings(spoken, others, material.file), are_cues=True)


def _tiers(root: Element) -> list[_Tier]:
    slots = {each.get("TIME_SLOT_ID", ""): _ms(each.get("TIME_VALUE")) for each in root.iter("TIME_SLOT")}
    times: dict[str, tuple[int | None, int | None]] = {}
    refers: dict[str, str] = {}
    tiers: list[_Tier] = []
    waiting: list[tuple[_Tier, str, str]] = []
    for element in root.iter("TIER"):
        tier = _Tier(
            element.get("TIER_ID", "").strip(),
            element.get("PARTICIPANT", "").strip(),
            element.get("PARENT_REF", ""),
        )
        tiers.append(tier)
        for each in element.iter():
            name = each.get("ANNOTATION_ID", "")
            if each.tag == "ALIGNABLE_ANNOTATION":
                start, end = each.get("TIME_SLOT_REF1", ""), each.get("TIME_SLOT_REF2", "")
                times[name] = (slots.get(start), slots.get(end))
                waiting.append((tier, name, _value(each)))
            elif each.tag == "REF_ANNOTATION":
                refers[name] = each.get("ANNOTATION_REF", "")
                waiting.append((tier, name, _value(each)))
    for tier, name, text in waiting:
        if text:
            tier.said.append((text, *_time_of(name, times, refers)))
    return tiers


def _time_of(
    name: str, times: Mapping[str, tuple[int | None, int | None]], refers: Mapping[str, str]
) -> tuple[int | None, int | None]:
    """The time of an annotation, or of the one it is about."""
    for _ in range(20):
        if name in times:
            return times[name]
        name = refers.get(name, "")
    return None, None


def _with_text(tier: _Tier, tiers: Sequence[_Tier]) -> _Tier:
    """The tier, or the first under it that holds words where it holds none itself."""
    if any(any(map(str.isalpha, text)) for text, _, _ in tier.said):
        return tier
    below = (each for each in tiers if each.parent == tier.name)
    speaking = next(
        (each for each in below if any(any(map(str.isalpha, said[0])) for said in each.said)), None
    )
    if speaking is None:
        return tier
    speaking.participant = speaking.participant or tier.participant
    return speaking


def _value(annotation: Element) -> str:
    return " ".join((annotation.findtext("ANNOTATION_VALUE") or "").split())


def _ms(value: str | None) -> int | None:
    return int(value) if value and value.isascii() and value.isdigit() and len(value) <= 9 else None


def _findings(spoken: Sequence[_Tier], others: Sequence[str], file: str) -> tuple[Finding, ...]:
    listed = ", ".join(f"“{tier.name}”" for tier in spoken[:_SHOWN])
    found = [
        Finding(
            rule="tiers",
            severity=Severity.NOTE,
            message=f"Its tiers became speakers: {listed}.",
            where=Where(file=file),
            hint="A tier of gestures or notes is no speaker: give it the part non-speech.",
        )
    ]
    if others:
        shown = ", ".join(f"“{name}”" for name in others[:_SHOWN])
        more = f" and {len(others) - _SHOWN} more" if len(others) > _SHOWN else ""
        message = f"Tiers about other tiers (translations, glosses) were left out: {shown}{more}."
        found.append(
            Finding(rule="tiers-left-out", severity=Severity.NOTE, message=message, where=Where(file=file))
        )
    return tuple(found) if spoken else ()
