"""Values as they are written: one rule for each unit."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from qualkit.model.table import MARKS, Column, Table, Unit, Value

NUMERIC = frozenset({Unit.COUNT, Unit.NUMBER, Unit.SHARE, Unit.P})
"""Units that are set flush right."""


def clock(milliseconds: int) -> str:
    """Hours, minutes and whole seconds.

    >>> clock(461_900)
    '00:07:41'
    """
    seconds = milliseconds // 1000
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def percent(share: float, places: int = 1) -> str:
    """A share of 0 to 1 as a percentage, rounded half up.

    >>> percent(289 / 2000), percent(0.625, places=0)
    ('14.5%', '63%')
    """
    return f"{_half_up(Decimal(repr(float(share))) * 100, places)}%"


def whole_percent(share: float) -> str:
    """A share in whole percent, as charts show it; one that is not 0 is never said to be 0.

    >>> whole_percent(0.0), whole_percent(0.004), whole_percent(0.005)
    ('0%', '<1%', '1%')
    """
    said = percent(share, 0)
    return "<1%" if share > 0 and said == "0%" else said


def on_paper(value: Value, unit: Unit) -> str:
    """A value as a person reads it: shares in percent, counts with thousands marked, times as a clock."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, list):
        return "; ".join(value)
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {item}" for name, item in value.items())
    if unit is Unit.FLAG or isinstance(value, bool):
        return "yes" if value else "no"
    return _number_on_paper(value, unit)


def cell_on_paper(row: Mapping[str, Value], column: Column) -> str:
    """A cell of a row as a person reads it, with the mark behind it or in its place, where it has one."""
    text, mark = on_paper(row.get(column.key), column.unit), mark_of(row, column)
    return (f"{text} {mark}" if text else mark) if mark else text


def mark_of(row: Mapping[str, Value], column: Column) -> str:
    """The mark of a cell: of a small number, or that it is hidden; empty for most."""
    marks = row.get(MARKS)
    return str(marks.get(column.key, "")) if isinstance(marks, Mapping) else ""


def as_data(value: Value, unit: Unit) -> Value:
    """A value for json: numbers as they are, shares from 0 to 1, times as a clock."""
    if unit is Unit.TIME and isinstance(value, int):
        return clock(value)
    return value


def as_cell(value: Value, unit: Unit) -> str:
    """A value for csv: like `as_data`, with lists joined by semicolons."""
    data = as_data(value, unit)
    if isinstance(data, bool):
        return "yes" if data else "no"
    if isinstance(data, list):
        return "; ".join(data)
    if isinstance(data, Mapping):
        return json.dumps(data, ensure_ascii=False)
    return "" if data is None else str(data)


def shown_columns(table: Table) -> tuple[Column, ...]:
    """The columns that stand on paper."""
    return tuple(column for column in table.columns if column.shown)


def _number_on_paper(value: int | float, unit: Unit) -> str:
    if unit is Unit.SHARE:
        return percent(value)
    if unit is Unit.P:
        return "< 0.001" if value < 0.001 else f"{_half_up(Decimal(repr(value)), 3)}"
    if unit is Unit.TIME:
        return clock(int(value))
    if unit is Unit.COUNT or isinstance(value, int):
        return f"{_half_up(Decimal(repr(value)), 0):,}"
    return f"{_half_up(Decimal(repr(value)), 2):,}"


def _half_up(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
