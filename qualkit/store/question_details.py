"""The type, levels and stem of a question, as the columns `type` and `details` of its row keep them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from qualkit.model.questionnaire import Level, LevelKind, Question, QuestionType


def text(question: Question, platform: str = "") -> str:
    """The details as JSON, empty for none. The first question also keeps the platform of its data file."""
    plain: dict[str, Any] = {
        "levels": [_plain(level) for level in question.levels],
        "stem": question.stem,
        "item": question.item,
        "separator": question.separator,
        "confirmed": question.is_confirmed,
        "share_of": question.share_of,
        "platform": platform,
    }
    kept = {name: value for name, value in plain.items() if value}
    return json.dumps(kept, ensure_ascii=False) if kept else ""


def question(bare: Question, type_: str, details: str) -> Question:
    """The question with its type and what `text` wrote."""
    if not type_ and not details:
        return bare
    plain = json.loads(details) if details else {}
    return replace(
        bare,
        type=QuestionType(type_) if type_ else None,
        levels=tuple(_level(level) for level in plain.get("levels", ())),
        stem=plain.get("stem", ""),
        item=plain.get("item", ""),
        separator=plain.get("separator", ""),
        is_confirmed=plain.get("confirmed", False),
        share_of=plain.get("share_of", ""),
    )


def platform(details: str) -> str:
    """The platform that a data file was exported from, as its first question's details keep it."""
    return str(json.loads(details).get("platform", "")) if details else ""


def _plain(level: Level) -> list[str]:
    plain = [level.label, level.kind.value, level.title]
    return plain if level.title else plain[:2] if level.kind is not LevelKind.ANSWER else plain[:1]


def _level(plain: list[str]) -> Level:
    label, kind, title = (*plain, *("", "", "")[len(plain) :])
    return Level(label=label, kind=LevelKind(kind or LevelKind.ANSWER), title=title)
