"""Several results side by side, as study.toml sets them out (`qualkit compare`)."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from qualkit.actions.counting_units import CountBy, Counting
from qualkit.actions.pooled_returns import pooled_returns
from qualkit.actions.prevalence import prevalence_of
from qualkit.actions.provenance import provenance
from qualkit.actions.selection import Selection
from qualkit.analysis.compare import Comparison, Series, Sort, compare, with_only
from qualkit.analysis.prevalence import ANY, Count
from qualkit.errors import NotFound, QualkitError, Refused, Where
from qualkit.manifest import NAME, CompareSeries
from qualkit.model.table import Table
from qualkit.study import Study

Said = Mapping[str, Sequence[str]]


def comparison(study: Study, name: str = "", *, sort: Sort = "", head: int = 0) -> Comparison:
    """The comparison of this name in study.toml; the only one, without a name.

    Raises NotFound and Refused, with the line of study.toml, for what can't be counted or compared so.
    """
    known = study.manifest.compare
    if not name and len(known) == 1:
        (name,) = known
    if name not in known:
        raise NotFound(
            f'study.toml has no comparison "{name}".'
            if name
            else "Say which comparison of study.toml is meant.",
            hint=""
            if known
            else "One is written there as [compare.NAME], with a [[compare.NAME.series]] a result.",
            candidates=get_close_matches(name, known, n=3, cutoff=0.4) or list(known),
        )
    wanted = known[name]
    series = [_series(study, one) for one in wanted.series]
    labels = {label: (names,) if isinstance(names, str) else names for label, names in wanted.rows.items()}
    try:
        return compare(series, labels, title=wanted.title or name, sort=sort, head=head)
    except QualkitError as error:
        line = _line(study, f"[compare.{name}.rows]")
        raise type(error)(error.message, Where(file=NAME, line=line), error.hint) from error


def compare_table(study: Study, name: str = "", *, sort: Sort = "", head: int = 0) -> Table:
    """The same as a table, with where it comes from."""
    found = comparison(study, name, sort=sort, head=head).table
    said = [
        f"compare {name}".strip(),
        *([f"--sort {sort}"] if sort else []),
        *([f"--head {head}"] if head else []),
    ]
    return replace(found, provenance=provenance(study, " ".join(said)))


def _series(study: Study, wanted: CompareSeries) -> Series:
    try:
        order = _order(wanted.of)
        found = with_only(order.kind.run(study, order), wanted.only)
    except QualkitError as error:
        where = Where(file=NAME, line=_line(study, wanted.of))
        said = f'"{wanted.title}" can\'t be counted: {error.message}'
        raise type(error)(said, where, error.hint) from error
    return replace(found, title=wanted.title, noun=wanted.noun or found.noun)


def _line(study: Study, text: str) -> int | None:
    lines = study.path(NAME).read_text(encoding="utf-8-sig").splitlines()
    quoted = text.replace('"', '\\"')
    return next((number for number, line in enumerate(lines, 1) if text in line or quoted in line), None)


@dataclass(frozen=True, slots=True)
class _Kind:
    """A command that can be a series: what it is called, its options, and what runs it."""

    name: str
    example: str
    options: tuple[str, ...]
    flags: tuple[str, ...]
    run: Callable[[Study, _Order], Series]


@dataclass(frozen=True, slots=True)
class _Order:
    """A series as it was written."""

    kind: _Kind
    subject: str
    said: Said

    def one(self, option: str) -> str:
        """What was said of an option, the last time."""
        return (self.said.get(option) or ("",))[-1]

    def every(self, option: str) -> tuple[str, ...]:
        """All that was said of an option."""
        return tuple(self.said.get(option, ()))


def _order(of: str) -> _Order:
    try:
        words = shlex.split(of)
    except ValueError as error:
        raise Refused(
            "A quotation mark in it is not closed.", hint="Write names of several words as 'Two words'."
        ) from error
    words = words[1:] if words[:1] == ["qualkit"] else words
    known = {kind.name: kind for kind in _KINDS}
    if not words or words[0] not in known:
        raise Refused(
            f"A series is a result of {', '.join(known)}.",
            hint="Such as: " + "; ".join(f'of = "{kind.example}"' for kind in _KINDS) + ".",
        )
    kind = known[words[0]]
    subject, said = _read(kind, words[1:])
    if not subject:
        raise Refused(f"It does not say which {kind.name} is meant.", hint=f'Such as: of = "{kind.example}".')
    return _Order(kind, subject, said)


def _read(kind: _Kind, words: Sequence[str]) -> tuple[str, Said]:
    subject: list[str] = []
    said: dict[str, list[str]] = {}
    rest = iter(words)
    for word in rest:
        option, has_value, value = word.partition("=")
        if not word.startswith("--"):
            subject.append(word)
        elif option in kind.flags and not has_value:
            said[option] = ["yes"]
        elif option in kind.options:
            given = value if has_value else next(rest, "")
            if not given:
                raise Refused(f"{option} needs a value.")
            said.setdefault(option, []).append(given)
        else:
            raise Refused(
                f"{kind.name} has no {option} here.",
                hint=f"There are {', '.join((*kind.options, *kind.flags))}.",
            )
    if len(subject) > 1:
        raise Refused(
            f'"{" ".join(subject)}" should be one name.',
            hint=f"Write it as '{' '.join(subject)}', with quotation marks.",
        )
    return "".join(subject), said


_ANY = "Any of these"
"""What the row of any code is called beside other results."""


def _prevalence(study: Study, order: _Order) -> Series:
    unit = order.one("--unit")
    if unit and unit not in tuple(CountBy):
        raise Refused(f'"{unit}" is no --unit.', hint=f"There are {', '.join(CountBy)}.")
    found = prevalence_of(
        study,
        order.subject,
        Counting(
            selection=Selection(sources=order.every("--source"), where=order.every("--where")),
            base=order.one("--base"),
            unit=CountBy(unit) if unit else None,
            coder=order.one("--coder"),
            takes_partial=bool(order.said.get("--partial")),
            anyway=bool(order.said.get("--anyway")),
        ),
    )
    counts = {row.path if row.code else _ANY: Count(row.found.count, row.found.base) for row in found.rows}
    names = {row.code.name: row.path for row in found.rows if row.code is not None}
    often = Counter(row.code.name for row in found.rows if row.code is not None)
    return Series(
        title=found.title,
        noun=found.noun[1],
        counts=counts,
        names={name: path for name, path in names.items() if often[name] == 1} | {"Any": _ANY, ANY: _ANY},
        notes=_left_out(found.left_out.values(), found.noun[1]),
    )


def _left_out(numbers: Iterable[int], noun: str) -> tuple[str, ...]:
    number = sum(numbers)
    return (f"{number:,} {noun} are left out, as not read or not agreed.",) if number else ()


def _returns(study: Study, order: _Order) -> Series:
    found = pooled_returns(study, order.subject, of=order.one("--of"), where=order.every("--where"))
    ranges = any(row.low != row.high for row in found.rows)
    return Series(
        title=found.title,
        noun=found.base_title[:1].lower() + found.base_title[1:],
        # What no organisation gave was not asked, or not answered: it is no 0.
        counts={row.title: Count(row.low, row.base) for row in found.rows if row.organisations},
        names={},
        notes=("counts such as <5 are taken as 1, the least that they can be.",) if ranges else (),
    )


def _multi(study: Study, order: _Order) -> Series:
    from qualkit.actions.closed_questions import Asked
    from qualkit.actions.closed_tables import multi_of
    from qualkit.analysis.multiselect import MultiOptions

    selection = Selection(sources=order.every("--source"), where=order.every("--where"))
    asked = Asked(questions=(order.subject,), selection=selection, base=order.one("--base"))
    share_of = order.one("--share-of")
    if share_of not in ("", "rated", "asked"):
        raise Refused(f'"{share_of}" is no --share-of.', hint="There are rated and asked.")
    (found,) = multi_of(study, asked, MultiOptions(share_of=share_of))
    counts = {row.option: Count(row.count, row.base) for row in found.rows}
    return Series(title=order.subject, noun=found.options.people, counts=counts, names={})


_KINDS = (
    _Kind(
        "prevalence", "prevalence harm --source helpline --base missing",
        ("--source", "--where", "--base", "--unit", "--coder"), ("--partial", "--anyway"), _prevalence,
    ),
    _Kind("returns", "returns local_authorities --of Missing", ("--of", "--where"), (), _returns),
    _Kind(
        "multi", "multi 'What harm have you seen?'",
        ("--source", "--where", "--base", "--share-of"), (), _multi,
    ),
)  # fmt: skip
