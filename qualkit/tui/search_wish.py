"""What is looked for, where, and how: kept for as long as qualkit runs, and said in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from qualkit.actions.search import By
from qualkit.actions.search_choices import SearchChoices
from qualkit.actions.search_limits import Limits
from qualkit.actions.selection import Selection
from qualkit.model.source import SpeakerRole
from qualkit.tui.count_lines import condition_said

HOW: tuple[tuple[By, str, str], ...] = (
    ("words", "these words", 'as written: scared OR afraid, "not believed", asham*, NEAR(tell mum, 5)'),
    (
        "stems",
        "other forms, too",
        "scare finds scared and scaring; what is in quotation marks stays as it is",
    ),
    ("pattern", "a pattern", r"a regular expression, such as \bscar(e|ed|ing)\b"),
)
"""How it searches: its name, what the sentence says, what it means."""
ROLES: tuple[tuple[str, str], ...] = (
    ("", "anybody"),
    ("heard", "those who are heard"),
    (SpeakerRole.PARTICIPANT.value, "participants"),
    (SpeakerRole.MODERATOR.value, "moderators"),
    (SpeakerRole.OBSERVER.value, "observers"),
    (SpeakerRole.GROUP.value, "several at once"),
    (SpeakerRole.UNKNOWN.value, "somebody unknown"),
)
"""Who speaks: a name, and what the sentence says."""
OPEN_LIMITS = frozenset({"these words", "all sources", "anybody", "anything", "any question", "or not"})
"""What a field of the sentence says that narrows nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchWish:
    """A search: its words, how they are meant, and where it looks."""

    words: str = ""
    by: By = "words"
    limits: Limits = field(default_factory=Limits)

    @property
    def is_open(self) -> bool:
        """Whether it looks everywhere."""
        return self.limits == Limits()


@dataclass(slots=True)
class SearchMemory:
    """The search as it was left, for coming back to."""

    wish: SearchWish = field(default_factory=SearchWish)
    row: int = 0
    """Of the hit that was highlighted."""
    unit: str = ""
    """What was coded of a hit the last time: whole passages, sentences or words."""


def limits_said(limits: Limits, choices: SearchChoices | None) -> dict[str, str]:
    """What the fields of the sentence say that limit a search."""
    titles = {one.name: one.title for one in choices.sources} | dict(choices.titles) if choices else {}
    selection = limits.selection
    role = role_of(limits)
    known = choices.questions if choices else {}
    asked = [known.get(plain, plain) for plain in (one.replace("\\|", "|") for one in limits.questions)]
    return {
        "sources": " and ".join(titles.get(one, one) for one in selection.sources) or "all sources",
        "who": dict(ROLES).get(role, role),
        "where": "; ".join(condition_said(one) for one in selection.where) or "anything",
        "question": " or ".join(asked) or "any question",
        "coded": coded_said(limits),
        "whose": limits.coder or "anybody",
    }


def coded_said(limits: Limits) -> str:
    """How what is coded limits a search."""
    if limits.code:
        return limits.code if limits.is_coded is not False else f"not {limits.code}"
    if limits.is_coded is None:
        return "anything" if limits.coder else "or not"
    return "anything" if limits.is_coded else "nothing"


def how_said(by: By) -> str:
    """How a search is meant, as the sentence says it."""
    return next(said for name, said, _ in HOW if name == by)


def role_of(limits: Limits) -> str:
    """Who speaks, by the name in `ROLES`."""
    roles = limits.selection.speaker_roles
    return roles[0].value if roles else "heard" if limits.heard_only else ""


def with_role(limits: Limits, role: str) -> Limits:
    """The limits with another choice of who speaks."""
    roles = (SpeakerRole(role),) if role not in ("", "heard") else ()
    return replace(
        limits, selection=replace(limits.selection, speaker_roles=roles), heard_only=role == "heard"
    )


def with_selection(limits: Limits, change: Callable[[Selection], Selection]) -> Limits:
    """The limits with another selection of sources and people."""
    return replace(limits, selection=change(limits.selection))
