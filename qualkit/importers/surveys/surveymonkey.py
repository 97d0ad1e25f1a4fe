"""The two header rows of a SurveyMonkey export: questions, and under them `Response` or the options."""

from __future__ import annotations

from qualkit.importers.surveys.layout import Header, Rows
from qualkit.importers.surveys.platforms import SURVEYMONKEY

_ANSWER_MARKS = frozenset({"response", "open-ended response"})


def header(rows: Rows) -> Header | None:
    """The header, if the second row is SurveyMonkey's; else None.

    A question with several columns stands over the first of them only; the others take it from there.
    """
    if len(rows) < 2:
        return None
    marked = sum(cell.strip().casefold() in _ANSWER_MARKS for cell in rows[1])
    blank_above = sum(
        not above.strip() and bool(below.strip()) for above, below in zip(*rows[:2], strict=True)
    )
    said = sum(bool(cell.strip()) for cell in rows[1])
    if not marked or marked + blank_above < said / 2:
        return None
    names = _names(rows[0], rows[1])
    return Header(names=names, wordings=names, rows=2, rows_kept_under_names=0, platform=SURVEYMONKEY)


def _names(questions: tuple[str, ...], options: tuple[str, ...]) -> tuple[str, ...]:
    names: list[str] = []
    question = ""
    for above, below in zip(questions, options, strict=True):
        question, option = above.strip() or question, below.strip()
        if option and option.casefold() not in _ANSWER_MARKS:
            names.append(f"{question} [{option}]" if question else option)
        else:
            names.append(question if above.strip() or option else "")
    return tuple(names)
