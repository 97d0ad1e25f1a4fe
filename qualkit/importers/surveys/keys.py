"""The key beside a coded data file: Jisc's key, REDCap's data dictionary, LimeSurvey's R syntax."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from qualkit.errors import FileRefused, Where
from qualkit.importers.delimited import delimited_rows
from qualkit.importers.encoding import decode
from qualkit.importers.surveys.platforms import JISC, LIMESURVEY, REDCAP
from qualkit.model.questionnaire import ColumnFacts, Level, LevelKind, QuestionType

_VARIABLE = re.compile(r"Q\d+\w*|URN")
_CHOICE = re.compile(r"\s*(?P<code>[^,|]+?)\s*,\s*(?P<label>[^|]*?)\s*(?:\||$)")
_FIELD = ("variable / field name", "field_name")
_LARGEST = 5_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """What a key says, by the names of the columns that the data file has."""

    file: str = ""
    wordings: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, ColumnFacts] = field(default_factory=dict)


def key_beside(path: Path, platform: str, columns: Sequence[str]) -> Key:
    """The key of a data file, from the folder in which it lies; an empty one where there is none."""
    if platform == LIMESURVEY:
        syntax = path.with_name(path.name.replace("_R_data_file.csv", "_R_syntax_file.R"))
        return _limesurvey(syntax, columns) if syntax != path and _is_readable(syntax) else Key()
    read = {JISC: _jisc, REDCAP: _redcap}.get(platform)
    if read is None:
        return Key()
    found = [read(other, columns) for other in _csv_files_beside(path)]
    return max(found, key=lambda key: len(key.facts), default=Key())


def refuse_key(rows: Sequence[Sequence[str]], file: str) -> None:
    """Raises FileRefused for a key without answers, which only makes sense beside its data file."""
    platform = JISC if _is_jisc_key(rows) else REDCAP if _is_dictionary(rows) else ""
    if platform:
        raise FileRefused(
            f"This is the key of a data file of {platform}; it holds no answers.",
            Where(file=file),
            "Leave it in the folder of its data file and add that one: the key is read with it.",
        )


def _csv_files_beside(path: Path) -> list[Path]:
    beside = (other for other in path.parent.glob("*.csv") if other != path)
    return sorted(other for other in beside if _is_readable(other))


def _is_readable(path: Path) -> bool:
    return path.is_file() and path.stat().st_size <= _LARGEST


def _rows(path: Path) -> list[list[str]]:
    try:
        text = decode(path.read_bytes(), file=path.name).text
        return [cells for _, cells in delimited_rows(text, file=path.name, suffix=".csv") if any(cells)]
    except (FileRefused, OSError):
        return []  # a file beside the data that can't be read is no key; nobody asked for it


# ---- Jisc Online Surveys


def _is_jisc_key(rows: Sequence[Sequence[str]]) -> bool:
    if len(rows) <= 3 or any(len(row) > 2 and any(map(str.strip, row[2:])) for row in rows):
        return False
    variables = sum(bool(row and _VARIABLE.fullmatch(row[0].strip())) for row in rows)
    codes = sum(bool(row and row[0].strip().isdigit()) for row in rows)
    return variables >= 2 and variables + codes == len(rows)


def _jisc(path: Path, columns: Sequence[str]) -> Key:
    rows = _rows(path)
    if not _is_jisc_key(rows):
        return Key()
    labels: dict[str, str] = {}
    options: dict[str, dict[str, str]] = {}
    for row in rows:
        first, second = row[0].strip(), (row[1].strip() if len(row) > 1 else "")
        if _VARIABLE.fullmatch(first):
            current = first
            labels[current], options[current] = second, {}
        elif labels:
            options[current][first] = second
    facts = {column: _jisc_facts(column, labels, options) for column in columns}
    kept = {column: fact for column, fact in facts.items() if fact != ColumnFacts()}
    return Key(
        file=path.name, wordings={name: labels[name] for name in columns if labels.get(name)}, facts=kept
    )


def _jisc_facts(
    column: str, labels: Mapping[str, str], options: Mapping[str, Mapping[str, str]]
) -> ColumnFacts:
    parent, _, code = column.partition("_")
    stem = labels.get(parent, "") if code else ""
    if options.get(column):
        levels = tuple(Level(label=number, title=title) for number, title in options[column].items())
        return ColumnFacts(levels=levels, stem=stem, item=labels.get(column, "") if stem else "")
    ticked = options.get(parent, {}).get(code)
    if ticked:
        return ColumnFacts(levels=(Level(label="1", title=ticked),), stem=stem or parent, item=ticked)
    return ColumnFacts()


# ---- REDCap


def _is_dictionary(rows: Sequence[Sequence[str]]) -> bool:
    return bool(rows) and rows[0][0].strip().casefold() in _FIELD and len(rows[0]) >= 6


def _redcap(path: Path, columns: Sequence[str]) -> Key:
    rows = _rows(path)
    if not _is_dictionary(rows):
        return Key()
    at = {_dictionary_column(name): place for place, name in enumerate(rows[0])}
    wordings: dict[str, str] = {}
    facts: dict[str, ColumnFacts] = {}
    stems: dict[str, str] = {}
    for row in rows[1:]:
        entry = {name: row[place].strip() if place < len(row) else "" for name, place in at.items()}
        matrix = entry.get("matrix", "")
        entry["stem"] = stems.setdefault(matrix, entry.get("section") or matrix) if matrix else ""
        for column in columns:
            if column.partition("___")[0] == entry["field"]:
                wordings[column] = entry["label"] or column
                facts[column] = _redcap_facts(column, entry)
    for column in columns:
        if column.endswith("_complete") and column not in facts:
            states = ("Incomplete", "Unverified", "Complete")
            levels = tuple(Level(label=str(code), title=title) for code, title in enumerate(states))
            facts |= {column: ColumnFacts(levels=levels)}
    kept = {column: fact for column, fact in facts.items() if fact != ColumnFacts()}
    return Key(file=path.name, wordings=wordings, facts=kept)


def _dictionary_column(name: str) -> str:
    said = name.strip().casefold()
    known = {
        "field": "variable / field name|field_name", "label": "field label|field_label",
        "type": "field type|field_type", "section": "section header|section_header",
        "choices": "choices, calculations, or slider labels|select_choices_or_calculations",
        "check": "text validation type or show slider number|text_validation_type_or_show_slider_number",
        "matrix": "matrix group name|matrix_group_name",
    }  # fmt: skip
    return next((short for short, names in known.items() if said in names.split("|")), said)


def _redcap_facts(column: str, entry: Mapping[str, str]) -> ColumnFacts:
    kind, check = entry.get("type", ""), entry.get("check", "")
    choices = redcap_choices(entry.get("choices", "")) if kind in ("radio", "dropdown", "checkbox") else {}
    choices = {"yesno": {"1": "Yes", "0": "No"}, "truefalse": {"1": "True", "0": "False"}}.get(kind, choices)
    if kind == "checkbox":
        code = column.partition("___")[2].replace("_", "-") if "___" in column else ""
        option = choices.get(code) or choices.get(code.lstrip("-")) or code
        ticks = (Level(label="1", title=option), Level(label="0", kind=LevelKind.NOT_SELECTED))
        return ColumnFacts(levels=ticks, stem=entry.get("label", ""), item=option)
    levels = tuple(Level(label=code, title=title) for code, title in choices.items())
    stem = entry["stem"]
    type_ = (
        QuestionType.DATE if check.startswith("date")
        else QuestionType.NUMBER if check.startswith(("number", "integer")) or kind in ("calc", "slider")
        else None
    )  # fmt: skip
    return ColumnFacts(type=type_, levels=levels, stem=stem, item=entry.get("label", "") if stem else "")


def redcap_choices(text: str) -> dict[str, str]:
    """The choices of a REDCap field: code → label.

    >>> redcap_choices("1, Yes, always|2, No | 99, Don't know")
    {'1': 'Yes, always', '2': 'No', '99': "Don't know"}
    """
    return {found["code"]: found["label"] for found in _CHOICE.finditer(text)}


# ---- LimeSurvey's pair for R


def _limesurvey(path: Path, columns: Sequence[str]) -> Key:
    text = decode(path.read_bytes(), file=path.name).text
    wordings: dict[str, str] = {}
    facts: dict[str, ColumnFacts] = {}
    for place, column in enumerate(columns, start=1):
        labels = _assigned(rf"variable\.labels\[{place}\]", text)
        if labels:
            wordings[column] = labels[0]
        factor = re.search(
            rf"^data\[\s*,\s*{place}\]\s*<-\s*factor\([^\n]*?levels\s*=\s*c\((.*?)\)\s*,"
            r"\s*labels\s*=\s*c\((.*)\)\)\s*$",
            text, re.MULTILINE,
        )  # fmt: skip
        if factor:
            pairs = zip(_r_values(factor[1]), _r_values(factor[2]), strict=False)
            levels = tuple(Level(label=code, title=title if title != code else "") for code, title in pairs)
            facts[column] = ColumnFacts(levels=levels)
    return Key(file=path.name, wordings=wordings, facts=facts)


def _assigned(target: str, text: str) -> list[str]:
    found = re.search(rf'{target}\s*<-\s*"((?:[^"\\]|\\.)*)"', text)
    return [found[1].replace('\\"', '"')] if found else []


def _r_values(text: str) -> list[str]:
    """The members of an R vector, without their quotation marks."""
    pairs = re.findall(r'"((?:[^"\\]|\\.)*)"|([^\s,"]+)', text)
    return [(quoted or bare).replace('\\"', '"') for quoted, bare in pairs]
