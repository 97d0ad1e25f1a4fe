"""What the tables of closed questions tell: `likert`, `multi` and `tabulate`, for data and on paper alike.

A number is named by what stands around it, so that it is the same one in every table of a result.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import cast

from qualkit.analysis.boxes import box_name
from qualkit.analysis.closed import APART
from qualkit.model.figures import Figure, Figures, Form, Name
from qualkit.model.table import Table, Value

Row = Mapping[str, Value]
_BLANKS = frozenset({"missing", "not_asked"})
"""Kinds of no answer that say nothing of a person."""
_LEVEL = re.compile(r"(count|share)_(\d+)")
_AVERAGES = ("median", "mean", "sd")
_SAID = (("phrase", Form.PHRASE), ("in_words", Form.IN_WORDS), ("in_words_distance", Form.DISTANCE))
_ONE_PERSONS = ("min", "max", "first", "last")


class SaidNote(str):
    """A note that tells what single people said; it stays away where small numbers are hidden."""

    __slots__ = ()


def likert_figures(table: Table) -> Figures:
    """What a table of items tells: each row is an item in a group, whose levels add up to who rated it."""
    found = Figures()
    titles = {column.key: column.title for column in table.columns}
    for number, row in enumerate(table.rows):
        counts = _levels(row, titles)
        ident = (
            "likert",
            *(row.get(key) for key in ("column", "question", "item", "group")),
            *counts.items(),
        )
        _LikertRow(found, number, row, ident).take(counts)
    return found


def _levels(row: Row, titles: Mapping[str, str]) -> dict[str, int]:
    """Level → how many gave it, from the row for data or the one on paper."""
    if isinstance(counts := row.get("counts"), Mapping):
        return {name: _int(count) for name, count in cast("Mapping[str, Value]", counts).items()}
    places = sorted(int(key.split("_")[1]) for key in row if _LEVEL.fullmatch(key) and key[0] == "c")
    return {titles[f"share_{place}"]: _int(row[f"count_{place}"]) for place in places}


class _LikertRow:
    """One item in one group, its numbers taken into those of the table."""

    def __init__(self, found: Figures, number: int, row: Row, ident: Name) -> None:
        self._found = found
        self._number = number
        self._row = row
        self._ident = ident
        self._form = Form.SHARE if row.get("n_eff") is None else Form.WEIGHTED
        self._label = " · ".join(str(row[key]) for key in ("item", "group") if row.get(key))

    def take(self, counts: Mapping[str, int]) -> None:
        """Take in the levels, the boxes and what is no answer."""
        rated = self._add("n", _int(self._row["n"]), "who rated")
        self._tell("n", Form.COUNT, rated)
        base = self._base(rated)
        self._tell("base", Form.COUNT, base)
        levels = {
            name: self._found.part(
                (*self._ident, "level", name), count, of=base, label=f"{self._label}: {name}"
            )
            for name, count in counts.items()
        }
        self._found.whole(rated, tuple(levels.values()))
        for place, (name, level) in enumerate(levels.items(), 1):
            self._tell(f"count_{place}", Form.COUNT, level)
            self._tell(f"share_{place}", self._form, level, base)
            inside = {"counts": Form.COUNT, "shares": self._form, "intervals": Form.OTHER}
            for key, form in inside.items():
                told = (level,) if form is Form.COUNT else (level, base)
                self._found.tell_inside((self._number, key, (name,)), form, told)
        self._boxes(levels, base)
        for key in _AVERAGES:
            self._tell(key, Form.OTHER, rated, *levels.values())
        self._tell("n_eff", Form.OTHER, rated, base)

    def _base(self, rated: Name) -> Name:
        """Who rated, or who was asked; and everybody, who are known from other rows."""
        row = self._row
        apart = {
            key: self._add(key, _int(row[key]), title.lower(), is_guarded=key not in _BLANKS)
            for _, key, title in APART
        }
        apart["unknown"] = self._add("unknown", _int(row["unknown"]), "not in the questionnaire")
        for key, name in apart.items():
            self._tell(key, Form.COUNT, name)
        everybody = (rated, *apart.values())
        known = sum(self._found.figures[name].value for name in everybody)
        self._found.whole(self._add("all", known, is_guarded=False, is_known=True), everybody)
        if row.get("share_of") != "asked":
            return rated
        base = self._add("asked", _int(row["base"]), "asked")
        self._found.whole(base, (rated, *(name for key, name in apart.items() if key != "not_asked")))
        return base

    def _boxes(self, levels: Mapping[str, Name], base: Name) -> None:
        names: dict[str, Name] = {}
        for key in ("bottom", "middle", "top"):
            said = str(self._row.get(f"{key}_is") or "")
            if not said:
                continue
            count = _int(self._row[f"{key}_count"])
            label = f"{self._label}: {said}"
            names[key] = self._found.part((*self._ident, "box", key), count, of=base, label=label)
            self._found.whole(names[key], _inside_box(levels, said))
            self._tell(key, self._form, names[key], base)
            self._tell(f"{key}_count", Form.COUNT, names[key])
        if "top" in names:
            self._tell(
                "net",
                Form.NET if self._form is Form.SHARE else Form.WEIGHTED,
                names["top"],
                names["bottom"],
                base,
            )
            for key in ("top_low", "top_high"):
                self._tell(key, Form.OTHER, names["top"], base)
            for key, form in _SAID:
                self._tell(key, form if self._form is Form.SHARE else Form.WEIGHTED, names["top"], base)

    def _add(
        self, key: str, value: int, label: str = "", *, is_guarded: bool = True, is_known: bool = False
    ) -> Name:
        figure = Figure(
            name=(*self._ident, key),
            value=value,
            label=f"{self._label}: {label}",
            is_guarded=is_guarded,
            is_told=not is_known,
            is_known=is_known,
        )
        return self._found.add(figure)

    def _tell(self, key: str, form: Form, *names: Name) -> None:
        if key in self._row:
            self._found.tell(self._number, key, form, names)


def _inside_box(levels: Mapping[str, Name], said: str) -> tuple[Name, ...]:
    """The levels of the box that is called so."""
    names = list(levels)
    places = range(len(names) + 1)
    box = next(
        (
            names[start:end]
            for start in places
            for end in places[start + 1 :]
            if box_name(names, start, end) == said
        ),
        [],
    )
    return tuple(levels[name] for name in box)


def multi_figures(table: Table) -> Figures:
    """What a table of multi-selects tells. Options overlap: they add up to more than who ticked any."""
    found = Figures()
    for block in _blocks(table, ("column", "question", "group", "base"), "option"):
        _multi_block(found, block)
    return found


Block = list[tuple[int, Row]]


def _blocks(table: Table, keys: tuple[str, ...], each: str) -> Iterator[Block]:
    """Rows of one question and group, in order; what comes twice in one begins another."""
    numbered = enumerate(table.rows)
    for _, rows in groupby(numbered, key=lambda one: tuple(one[1].get(key) for key in keys)):
        block: Block = []
        seen: set[Value] = set()
        for number, row in rows:
            if row.get(each) in seen:
                yield block
                block, seen = [], set()
            block.append((number, row))
            seen.add(cast("str", row.get(each)))
        yield block


def _multi_block(found: Figures, block: Block) -> None:
    _, first = block[0]
    ident: Name = ("multi", first["column"], first["question"], first["group"], first["base"])
    ident = (*ident, *((row["option"], row["count"]) for _, row in block))
    label = " · ".join(str(first[key]) for key in ("question", "group") if first.get(key))
    base = found.add(Figure(name=(*ident, "base"), value=_int(first["base"]), label=f"{label}: base"))
    options = tuple(
        found.part((*ident, row["option"]), _int(row["count"]), of=base, label=f"{label}: {row['option']}")
        for _, row in block
    )
    _multi_rest(found, (first, ident, label), base, options)
    for (number, row), option in zip(block, options, strict=True):
        form = Form.SHARE if row.get("n_eff") is None else Form.WEIGHTED
        found.tell(number, "count", Form.COUNT, (option,))
        found.tell(number, "base", Form.COUNT, (base,))
        found.tell(number, "share", form, (option, base))
        # The ticks of all, told by any of these shares, would tell the one that is hidden.
        found.tell(number, "share_of_ticks", Form.OTHER, options)
        for key in ("low", "high", "n_eff"):
            found.tell(number, key, Form.OTHER, (option, base))
        for key, said in _SAID:
            found.tell(number, key, said if form is Form.SHARE else form, (option, base))
        for key in ("ticked_none", *(key for _, key, _ in APART)):
            found.tell(number, key, Form.COUNT, ((*ident, "apart", key),))


def _multi_rest(found: Figures, block: tuple[Row, Name, str], base: Name, options: tuple[Name, ...]) -> None:
    """Who ticked nothing, and what is no answer."""
    row, ident, label = block
    apart = {}
    for key in ("ticked_none", *(key for _, key, _ in APART)):
        said = f"{label}: {key.replace('_', ' ')}"
        figure = Figure(
            name=(*ident, "apart", key), value=_int(row[key]), label=said, is_guarded=key not in _BLANKS
        )
        apart[key] = found.add(figure)
    values = {key: found.figures[name].value for key, name in apart.items()}
    answered = _int(row["base"])
    asked = [key for _, key, _ in APART if key != "not_asked"]
    if row.get("share_of") == "asked":
        answered -= sum(values[key] for key in asked)
    who = found.add(Figure(name=(*ident, "answered"), value=answered, is_told=False, is_guarded=False))
    found.whole(base, (who,) if row.get("share_of") != "asked" else (who, *(apart[key] for key in asked)))
    ticked = Figure(
        name=(*ident, "ticked"), value=answered - values["ticked_none"], is_told=False, is_guarded=False
    )
    found.whole(who, (found.add(ticked), apart["ticked_none"]))
    found.whole(ticked.name, options, overlap=True)
    everybody = (who, *(apart[key] for _, key, _ in APART))
    known = answered + sum(values[key] for _, key, _ in APART)
    whole = Figure(name=(*ident, "all"), value=known, is_guarded=False, is_told=False, is_known=True)
    found.whole(found.add(whole), everybody)


def tabulate_figures(table: Table) -> Figures:
    """What a table of single choices, numbers and dates tells: values add up to who answered."""
    found = Figures()
    for block in _blocks(table, ("column", "question", "type", "group"), "value"):
        _tabulate_block(found, block)
    return found


def _tabulate_block(found: Figures, block: Block) -> None:
    _, first = block[0]
    ident: Name = ("tabulate", first["column"], first["question"], first["group"])
    ident = (*ident, *((row["kind"], row["count"]) for _, row in block))
    label = " · ".join(str(first[key]) for key in ("question", "group") if first.get(key))
    bases = [_int(row["base"]) for _, row in block if row.get("base") is not None]
    rated = sum(_int(row["count"]) for _, row in block if row["kind"] == "answer")
    base = found.add(
        Figure(name=(*ident, "base"), value=bases[0] if bases else rated, label=f"{label}: base")
    )
    names = []
    for number, row in block:
        names.append(_tabulate_row(found, (number, row), ident, (base, label)))
    answers = tuple(n for n, (_, row) in zip(names, block, strict=True) if row["kind"] == "answer")
    with_base = tuple(n for n, (_, row) in zip(names, block, strict=True) if row.get("base") is not None)
    found.whole(base, with_base)
    if set(with_base) != set(answers):
        # Shares of all who were asked: who gave no answer is in the base.
        who = Figure(name=(*ident, "rated"), value=rated, is_told=False, is_guarded=False)
        found.whole(found.add(who), answers)
    everybody = Figure(
        name=(*ident, "all"),
        value=sum(found.figures[name].value for name in names),
        is_guarded=False,
        is_told=False,
        is_known=True,
    )
    found.whole(found.add(everybody), tuple(names))


def _tabulate_row(found: Figures, row: tuple[int, Row], ident: Name, of: tuple[Name, str]) -> Name:
    number, values = row
    base, label = of
    name: Name = (*ident, values["kind"], "" if values["type"] == "number" else values["value"])
    said, count = f"{label}: {values['value'] or 'a number'}", _int(values["count"])
    if values.get("base") is not None:
        found.part(name, count, of=base, label=said)
    else:
        is_guarded = str(values["kind"]).replace(" ", "_") not in _BLANKS
        found.add(Figure(name=name, value=count, label=said, is_guarded=is_guarded))
    is_weighted = "weighted" in str(values.get("phrase"))
    found.tell(number, "count", Form.COUNT, (name,))
    if values.get("base") is not None:
        form = Form.WEIGHTED if is_weighted else Form.SHARE
        found.tell(number, "base", Form.COUNT, (base,))
        found.tell(number, "share", form, (name, base))
        for key in ("low", "high"):
            found.tell(number, key, Form.OTHER, (name, base))
        for key, spoken in _SAID:
            found.tell(number, key, form if is_weighted else spoken, (name, base))
    for key in ("mean", "median", "q1", "q3", "sd"):
        found.tell(number, key, Form.OTHER, (name,))
    for key in _ONE_PERSONS:
        found.tell(number, key, Form.ONE_PERSON, (name,))
    return name


def _int(value: object) -> int:
    return int(value) if isinstance(value, int | float) else 0
