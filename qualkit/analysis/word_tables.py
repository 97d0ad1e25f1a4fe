"""Counts of words as tables; each row says which search finds its passages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from qualkit.analysis.collocations import Collocations, Measure, Pair
from qualkit.analysis.keyness import Key, Keyness
from qualkit.analysis.word_counts import Base, Frequencies, Spread
from qualkit.model.figures import Figure, Figures, Form, Name
from qualkit.model.plural import counted
from qualkit.model.table import Column, NumberNote, Table, Unit, Value

_SEARCH = Column(key="search", title="Search", shown=False)
_BASE = Column(key="base", title="Base", unit=Unit.COUNT, shown=False)


def frequency_table(found: Frequencies, title: str) -> Table:
    """Words, or words in a row, the commonest first."""
    base = found.base
    return Table(
        id="words",
        title=title,
        columns=(Column(key="word", title="Word"), *_spread_columns(base), _BASE, _FORMS, _SEARCH),
        rows=tuple(
            {
                "word": item,
                **_spread(base, spread),
                "forms": list(found.forms.get(item, ())),
                "search": _quoted(*found.forms.get(item, (item,))),
            }
            for item, spread in found.items.items()
        ),
        notes=(_base_note(base), f"{found.different:,} different ones in all."),
        figures=_figures,
    )


_FORMS = Column(key="forms", title="Forms", unit=Unit.LIST, shown=False)


def collocation_table(found: Collocations, measure: Measure) -> Table:
    """Pairs of words, those that belong together most first."""
    base = found.base
    return Table(
        id="words:collocations",
        title=f"Words that go together ({measure})",
        columns=(
            Column(key="pair", title="Words"),
            *_spread_columns(base),
            Column(key="log_likelihood", title="Log-likelihood", unit=Unit.NUMBER),
            Column(key="pmi", title="PMI", unit=Unit.NUMBER),
            _BASE,
            _SEARCH,
        ),
        rows=tuple(_pair_row(base, pair, found.window) for pair in found.pairs),
        notes=(
            _base_note(base),
            f"The second word follows within {counted(found.window - 1, 'word')}. Log-likelihood says how "
            "sure it is that they belong together, PMI how strongly: it favours rare pairs.",
        ),
        figures=_figures,
    )


def _pair_row(base: Base, pair: Pair, window: int) -> dict[str, Value]:
    return {
        "pair": f"{pair.first} {pair.second}",
        **_spread(base, pair.spread),
        "log_likelihood": pair.log_likelihood,
        "pmi": pair.pmi,
        "search": f'NEAR("{pair.first}" "{pair.second}", {2 * window})',
    }


def keyness_table(found: Keyness) -> Table:
    """Words by how surely the groups differ, with how often each group says them."""
    columns = [Column(key="word", title="Word"), Column(key="more", title="Said more by")]
    for number, group in enumerate(found.groups):
        several = found.bases[number].noun[1]
        columns += [
            Column(key=f"times_{number}", title=f"{group}: times", unit=Unit.COUNT),
            Column(key=f"per_1000_{number}", title=f"{group}: per 1,000 words", unit=Unit.NUMBER),
            Column(key=f"count_{number}", title=f"{group}: {several}", unit=Unit.COUNT),
            Column(key=f"share_{number}", title=group, unit=Unit.SHARE, shown=False),
        ]
    columns += [
        Column(key="g2", title="G²", unit=Unit.NUMBER),
        Column(key="log_ratio", title="Log ratio", unit=Unit.NUMBER),
        _SEARCH,
    ]
    bases = "; ".join(
        f"{group}: {counted(base.words, 'word')} of {counted(base.number, *base.noun)}"
        for group, base in zip(found.groups, found.bases, strict=True)
    )
    return Table(
        id="words:keyness",
        title=f"Words that tell {found.groups[0]} from {found.groups[1]}",
        columns=tuple(columns),
        rows=tuple(_key_row(found, key) for key in found.keys),
        notes=(
            f"{bases}.",
            "G² (log-likelihood, Rayson & Garside 2000) says how sure a difference is: above 3.84 p < 0.05, "
            "above 15.13 p < 0.0001, of a single word. Among many words some pass by chance, and a word that "
            "few people repeat passes easily: look at how many said it.",
            "Log ratio says how large it is: 1 is twice as often, 2 four times; below 0, the second group "
            "says it more. Never said counts as half a time.",
        ),
        figures=lambda table: _key_figures(table, found),
    )


def _key_row(found: Keyness, key: Key) -> dict[str, Value]:
    row: dict[str, Value] = {"word": key.item, "more": found.groups[0 if key.log_ratio > 0 else 1]}
    for number, (base, spread) in enumerate(zip(found.bases, key.spreads, strict=True)):
        row |= {
            f"times_{number}": spread.times,
            f"per_1000_{number}": 1000 * spread.times / base.words,
            f"count_{number}": base.of(spread),
            f"share_{number}": base.of(spread) / base.number,
        }
    return row | {"g2": key.g2, "log_ratio": key.log_ratio, "search": _quoted(key.item)}


def _quoted(*forms: str) -> str:
    """The search that finds these."""
    return " OR ".join(f'"{form}"' for form in forms)


def _spread_columns(base: Base) -> tuple[Column, ...]:
    several = base.noun[1]
    count = Column(key="count", title=several.capitalize(), unit=Unit.COUNT)
    passages = Column(key="passages", title="Passages", unit=Unit.COUNT, shown=base.has_people)
    return (
        Column(key="times", title="Times", unit=Unit.COUNT),
        Column(key="per_1000", title="Per 1,000 words", unit=Unit.NUMBER),
        count,
        Column(key="share", title=f"% of {several}", unit=Unit.SHARE),
        passages,
        Column(key="sources", title="Sources", unit=Unit.COUNT),
    )


def _spread(base: Base, spread: Spread) -> dict[str, Value]:
    return {
        "times": spread.times,
        "per_1000": 1000 * spread.times / base.words,
        "count": base.of(spread),
        "share": base.of(spread) / base.number,
        "passages": spread.passages,
        "sources": spread.sources,
        "base": base.number,
    }


def _base_note(base: Base) -> str:
    people = f" by {counted(base.people, 'person', 'people')}" if base.people else ""
    passages, sources = counted(base.passages, "passage"), counted(base.sources, "source")
    return NumberNote(f"Looked through: {counted(base.words, 'word')} in {passages} of {sources}{people}.")


def _figures(table: Table) -> Figures:
    """The numbers of people that a table of words tells."""
    found = Figures()
    if not table.rows:
        return found
    base = found.add(Figure(name=("words", "base"), value=_int(table.rows[0]["base"]), label="base"))
    for number, row in enumerate(table.rows):
        said = str(row.get("word") or row.get("pair"))
        name = found.part(("word", said), _int(row["count"]), of=base, label=said)
        found.tell(number, "count", Form.COUNT, (name,))
        found.tell(number, "share", Form.SHARE, (name, base))
        found.tell(number, "base", Form.COUNT, (base,))
        _tell_hints(found, number, row, name)
    return found


def _tell_hints(found: Figures, number: int, row: Mapping[str, Value], name: Name) -> None:
    """Times and passages say at most how many people there are, where they are few."""
    for key in ("times", "per_1000", "passages", "sources"):
        if key in row:
            found.tell(number, key, Form.OTHER, (name,))


def _key_figures(table: Table, keyness: Keyness) -> Figures:
    found = Figures()
    for place, (group, base) in enumerate(zip(keyness.groups, keyness.bases, strict=True)):
        whole = found.add(Figure(name=("words", "base", group), value=base.number, label=f"{group}: base"))
        for number, row in enumerate(table.rows):
            said = f"{row['word']} · {group}"
            count = _int(row[f"count_{place}"])
            name = found.part(("word", str(row["word"]), group), count, of=whole, label=said)
            found.tell(number, f"count_{place}", Form.COUNT, (name,))
            found.tell(number, f"share_{place}", Form.SHARE, (name, whole))
            for key in (f"times_{place}", f"per_1000_{place}", "g2", "log_ratio"):
                found.tell(number, key, Form.OTHER, (name,))
    return found


def _int(value: Value) -> int:
    return int(cast("int", value))
