"""Cells of an SPSS file (.sav) as text: codes as they stand, with what the file says of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from qualkit.errors import FileRefused, Where
from qualkit.importers.apart import ReadingEndedError, read_apart
from qualkit.model.questionnaire import ColumnFacts, Level, LevelKind, QuestionType

_DATES = ("DATE", "ADATE", "EDATE", "JDATE", "SDATE", "DATETIME")


@dataclass(frozen=True, slots=True, kw_only=True)
class SpssFile:
    """The variables of an SPSS file and its cases."""

    names: tuple[str, ...]
    wordings: tuple[str, ...]
    """The variables' labels; their names where there are none."""
    rows: tuple[tuple[str, ...], ...]
    facts: Mapping[str, ColumnFacts]


def read_spss(path: Path) -> SpssFile:
    """A .sav file with its value labels; user-missing codes stay apart, as what their labels say.

    It is read in a process of its own, since some damaged files end the process that reads them.

    Raises:
        FileRefused: it can't be read, or holds no case.
    """
    try:
        return read_apart(_read_here, path, size=path.stat().st_size if path.exists() else 0)
    except ReadingEndedError as error:
        why = "There is no such file." if not path.exists() else "This is no SPSS file, or a damaged one."
        hint = "Open it in SPSS or PSPP and save it again as .sav, or export it as .csv."
        raise FileRefused(why, Where(file=path.name), hint) from error


def _read_here(path: Path) -> SpssFile:
    """The file, in this process; raises whatever pyreadstat and its C library make of a damaged one."""
    import pyreadstat

    columns, meta = pyreadstat.read_sav(str(path), user_missing=True, output_format="dict")
    names = tuple(meta.column_names)
    if not names or not len(columns[names[0]]):
        raise FileRefused("The file holds no case.", Where(file=path.name))
    texts = [[_text(value) for value in columns[name]] for name in names]
    labels = meta.column_names_to_labels
    facts = {name: _facts(name, meta) for name in names} | _multiple_responses(meta)
    return SpssFile(
        names=names,
        wordings=tuple((labels.get(name) or "").strip() or name for name in names),
        rows=tuple(zip(*texts, strict=True)),
        facts={name: fact for name, fact in facts.items() if fact != ColumnFacts()},
    )


def _facts(name: str, meta: Any) -> ColumnFacts:
    titles = {_text(code): title.strip() for code, title in meta.variable_value_labels.get(name, {}).items()}
    ranges = meta.missing_ranges.get(name, [])
    singles = [_text(one["lo"]) for one in ranges if one["lo"] == one["hi"]]
    levels = [_level(code, title, ranges) for code, title in titles.items()]
    levels += [Level(label=code, kind=LevelKind.MISSING) for code in singles if code not in titles]
    is_date = str(meta.original_variable_types.get(name, "")).rstrip("0123456789.") in _DATES
    return ColumnFacts(type=QuestionType.DATE if is_date else None, levels=tuple(levels))


def _level(code: str, title: str, ranges: Sequence[Mapping[str, Any]]) -> Level:
    kind = LevelKind.MISSING if any(_is_within(code, one) for one in ranges) else LevelKind.ANSWER
    return Level(label=code, title=title if title != code else "", kind=kind)


def _is_within(code: str, missing: Mapping[str, Any]) -> bool:
    try:
        return bool(missing["lo"] <= float(code) <= missing["hi"])
    except (TypeError, ValueError):
        return code in (missing["lo"], missing["hi"])


def _multiple_responses(meta: Any) -> dict[str, ColumnFacts]:
    """The variables of multiple response sets of ticks, as options of their set."""
    found = {}
    for name, one in (getattr(meta, "mr_sets", None) or {}).items():
        if not one.get("is_dichotomy"):
            continue
        stem = str(one.get("label") or "").strip() or str(name).lstrip("$")
        for variable in one.get("variable_list", ()):
            item = (meta.column_names_to_labels.get(variable) or "").strip() or variable
            found[variable] = replace(_facts(variable, meta), stem=stem, item=item)
    return found


def _text(value: object) -> str:
    if value is None or value != value:  # noqa: PLR0124 - NaN, NaT
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")[:19]
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return str(value).replace("\r\n", "\n").replace("\r", "\n").rstrip()
