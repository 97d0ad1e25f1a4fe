"""The platform that a data file with one row of names was exported from, told by its columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

GOOGLE_FORMS, MICROSOFT_FORMS, JISC = "Google Forms", "Microsoft Forms", "Jisc Online Surveys"
LIMESURVEY, REDCAP, SURVEYMONKEY, QUALTRICS, SPSS = (
    "LimeSurvey",
    "REDCap",
    "SurveyMonkey",
    "Qualtrics",
    "SPSS",
)

_MOMENT = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}[ T]\d{1,2}[:.]\d{2}.*")
_JISC_TEXT = re.compile(r"\d+\.(\d+\.)?([a-z]\.)?\s*\S.*", re.DOTALL)
_JISC_CODE = re.compile(r"Q\d+(_\d+)?(_[a-z])?(_\d+)?")
_CONDENSED = re.compile(r"q\d{4}(_\d{4})*(_other)?", re.IGNORECASE)
_LIMESURVEY = (
    frozenset({"id", "submitdate", "lastpage", "startlanguage"}),
    frozenset({"response id", "date submitted", "last page", "start language"}),
)
_MICROSOFT = ("id", "start time", "completion time")
_MOST = 0.6


def platform_of(names: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """The platform's name, or an empty text for a file that any program may have written."""
    return next((platform for platform, fits in _RULES if fits(names, rows)), "")


def _is_google(names: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    moments = [row[0].strip() for row in rows[:200] if row[0].strip()]
    fitting = sum(bool(_MOMENT.fullmatch(moment)) for moment in moments)
    return names[0].strip().casefold() == "timestamp" and bool(moments) and fitting >= 0.9 * len(moments)


def _is_microsoft(names: Sequence[str], _: Sequence[Sequence[str]]) -> bool:
    return tuple(name.strip().casefold() for name in names[:3]) == _MICROSOFT


def _is_limesurvey(names: Sequence[str], _: Sequence[Sequence[str]]) -> bool:
    plain = {name.strip().casefold() for name in names}
    texts = {name.partition(". ")[2] for name in plain}
    return any(len(known & plain) >= 3 or len(known & texts) >= 3 for known in _LIMESURVEY)


def _is_redcap(names: Sequence[str], _: Sequence[Sequence[str]]) -> bool:
    has_forms = any(name.endswith("_complete") for name in names)
    is_plain = all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in names)
    return is_plain and has_forms and (names[0] == "record_id" or any("___" in name for name in names))


def _is_jisc(names: Sequence[str], _: Sequence[Sequence[str]]) -> bool:
    numbered = sum(bool(_JISC_TEXT.fullmatch(name.strip())) for name in names)
    coded = sum(bool(_JISC_CODE.fullmatch(name.strip())) for name in names)
    return numbered >= max(2, _MOST * len(names)) or (
        names[0].strip() == "URN" and coded >= _MOST * len(names)
    )


def _is_surveymonkey(names: Sequence[str], _: Sequence[Sequence[str]]) -> bool:
    return sum(bool(_CONDENSED.fullmatch(name.strip())) for name in names) >= max(3, 0.5 * len(names))


_RULES: tuple[tuple[str, Callable[[Sequence[str], Sequence[Sequence[str]]], bool]], ...] = (
    (MICROSOFT_FORMS, _is_microsoft),
    (GOOGLE_FORMS, _is_google),
    (LIMESURVEY, _is_limesurvey),
    (REDCAP, _is_redcap),
    (JISC, _is_jisc),
    (SURVEYMONKEY, _is_surveymonkey),
)
