"""What the tables counted from the coding, and those of returns, tell as numbers of people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from qualkit.model.figures import Figure, Figures, Form, Name
from qualkit.model.table import Table, Value

Row = Mapping[str, Value]
_BASE: Name = ("codes", "base")


def prevalence_figures(table: Table) -> Figures:
    """What a table of codes tells: codes overlap, the groups that it is split by add up."""
    found = Figures()
    if not table.rows:
        return found
    base = found.add(Figure(name=_BASE, value=_int(table.rows[0].get("base")), label="base"))
    found.titles["share"] = found.titles["count"] = (base,)
    groups = _groups(found, table, base)
    names = [_code(found, (number, row), base, groups) for number, row in enumerate(table.rows)]
    found.titles["share_of_any"] = (names[0],)
    for number, row in enumerate(table.rows):
        _of_any(found, (number, row), names[0], names[number])
    for which in ("", *groups):
        _tree(found, table, which)
    return found


def _groups(found: Figures, table: Table, base: Name) -> dict[str, Name]:
    """Group → its base."""
    split = cast("Mapping[str, Mapping[str, Value]]", table.rows[0].get("groups") or {})
    groups: dict[str, Name] = {}
    for number, (group, counts) in enumerate(split.items()):
        name, size, label = (*_BASE, group), _int(counts["base"]), f"{group}: base"
        if size == found.figures[base].value:
            found.add(Figure(name=name, value=size, label=label, of=base))
        else:
            found.part(name, size, of=base, label=label)
        groups[group] = name
        found.titles[f"count_{number}"] = found.titles[f"share_{number}"] = (name,)
    _add_up(found, base, tuple(groups.values()))
    return groups


def _add_up(found: Figures, total: Name, parts: tuple[Name, ...]) -> None:
    """The groups and what is in none of them; not where a unit can be in several."""
    if not parts:
        return
    left = found.figures[total].value - sum(found.figures[name].value for name in parts)
    if left > 0:
        rest = Figure(name=(*total, "in no group"), value=left, label="in no group", is_told=False)
        parts = (*parts, found.add(rest))
    if left >= 0:
        found.whole(total, parts)


def _code(found: Figures, row: tuple[int, Row], base: Name, groups: Mapping[str, Name]) -> Name:
    number, values = row
    path = str(values["code"])
    name = found.part(("code", path), _int(values["count"]), of=base, label=path)
    found.tell(number, "count", Form.COUNT, (name,))
    found.tell(number, "base", Form.COUNT, (base,))
    found.tell(number, "share", Form.SHARE, (name, base))
    found.tell(number, "phrase", Form.PHRASE, (name, base))
    found.tell(number, "in_words", Form.IN_WORDS, (name, base))
    found.tell(number, "in_words_distance", Form.DISTANCE, (name, base))
    if "direct" in values:
        direct = Figure(
            name=("direct", path), value=_int(values["direct"]), label=f"{path}, directly", of=base
        )
        found.tell(number, "direct", Form.COUNT, (found.add(direct) if number else name,))
    split = cast("Mapping[str, Mapping[str, Value]]", values.get("groups") or {})
    parts = []
    for place, (group, whole) in enumerate(groups.items()):
        said = f"{path} · {group}"
        part = found.part(("code", path, group), _int(split[group]["count"]), of=whole, label=said)
        parts.append(part)
        found.tell(number, f"count_{place}", Form.COUNT, (part,))
        found.tell(number, f"share_{place}", Form.SHARE, (part, whole))
        for key, form, told in (
            ("count", Form.COUNT, (part,)),
            ("base", Form.COUNT, (whole,)),
            ("share", Form.SHARE, (part, whole)),
        ):
            found.tell_inside((number, "groups", (group, key)), form, told)
    _add_up(found, name, tuple(parts))
    return name


def _of_any(found: Figures, row: tuple[int, Row], any_: Name, name: Name) -> None:
    """The share of those with any code: of the code's own units, or of those with another that counts."""
    number, values = row
    share, with_any = values.get("share_of_any"), found.figures[any_].value
    if not isinstance(share, int | float):
        return
    count, own = round(share * with_any), found.figures[name]
    inside = name if count == own.value else (*name, "of any")
    if name != any_:
        found.part(inside, count, of=any_, label=f"{own.label}, of those with any")
    found.tell(number, "share_of_any", Form.SHARE, (inside, any_))


def _tree(found: Figures, table: Table, group: str) -> None:
    """A code has at least the units of each below it, and at most those of all, with its own."""
    below: dict[Name, list[Name]] = {}
    above: list[Name] = []
    for row in table.rows:
        path, text = str(row["code"]), str(row.get("name") or "")
        name: Name = ("code", path, group) if group else ("code", path)
        depth = (len(text) - len(text.lstrip(" "))) // 2
        above[depth:] = [name]
        if depth:
            below.setdefault(above[depth - 1], []).append(name)
        if not group and ("direct", path) in found.figures:
            below.setdefault(name, []).append(("direct", path))
    for parent, parts in below.items():
        found.whole(parent, tuple(parts), overlap=True)


def cooccur_figures(table: Table) -> Figures:
    """What a table of pairs tells: the units with both are a part of those with either."""
    found = Figures()
    if not table.rows:
        return found
    base = found.add(Figure(name=_BASE, value=_int(table.rows[0]["base"]), label="base"))
    for number, row in enumerate(table.rows):
        one, other = str(row["code"]), str(row["also"])
        with_one = found.part(("code", one), _int(row["with_code"]), of=base, label=one)
        with_other = found.part(("code", other), _int(row["with_also"]), of=base, label=other)
        both = found.part(("both", one, other), _int(row["both"]), of=with_one, label=f"{one} and {other}")
        found.part(both, _int(row["both"]), of=with_other, label=f"{one} and {other}")
        told = {
            "both": (Form.COUNT, (both,)), "with_code": (Form.COUNT, (with_one,)),
            "with_also": (Form.COUNT, (with_other,)), "base": (Form.COUNT, (base,)),
            "share_of_code": (Form.SHARE, (both, with_one)),
            "share_of_also": (Form.SHARE, (both, with_other)),
            "sentence": (Form.OTHER, (both, with_one, with_other)),
        }  # fmt: skip
        for key, (form, names) in told.items():
            found.tell(number, key, form, names)
    return found


def returns_figures(table: Table) -> Figures:
    """What a table of returns tells; what the largest organisation gave is told by its part."""
    found = Figures()
    for number, row in enumerate(table.rows):
        ident: Name = ("returns", number, row["row"])
        label, count = str(row["row"]), _int(row["count"])
        base = found.add(Figure(name=(*ident, "base"), value=_int(row["base"]), label=f"{label}: base"))
        name = found.part((*ident, "count"), count, of=base, label=label)
        found.tell(number, "base", Form.COUNT, (base,))
        for key in ("count", "low"):
            found.tell(number, key, Form.COUNT, (name,))
        high = Figure(name=(*ident, "high"), value=_int(row["high"]), label=f"{label}, at most", of=base)
        # Where the two ends are one, it is one number.
        ends = (found.add(high), name) if high.value != count else (name,)
        found.tell(number, "high", Form.COUNT, ends)
        found.tell(number, "share", Form.SHARE, (name, base))
        part = row.get("largest_part")
        if isinstance(part, int | float) and count:
            largest = found.part(
                (*ident, "largest"), round(part * count), of=name, label=f"{label}: the largest"
            )
            found.tell(number, "largest_part", Form.OTHER, (largest, (*largest, "not in", *name), name))
    return found


def _int(value: object) -> int:
    return int(value) if isinstance(value, int | float) else 0
