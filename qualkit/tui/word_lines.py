"""What the Words screen says: what is counted, the columns of the counts, a word's company."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from textual.content import Content

from qualkit.actions.search_limits import Limits
from qualkit.actions.words import WordCount
from qualkit.errors import QualkitError
from qualkit.exports.render.format import percent
from qualkit.model.display import display_safe
from qualkit.model.table import Table, Value
from qualkit.tui.columns import cut, one_line

MOST = 500
"""Words listed."""
KINDS: tuple[tuple[str, str], ...] = (
    ("1", "single words"),
    ("2", "two words in a row"),
    ("3", "three words in a row"),
    ("pairs", "words that go together"),
    ("keys", "words that tell two groups apart"),
)
_ON_SCREEN = (
    ("--speaker-role chooses", "p chooses"),
    ("Widen --source and --where", "Esc looks everywhere again"),
)
"""What is meant for the command line → what to do on this screen."""
_COMPANY = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class WordWish:
    """What is counted, and where."""

    kind: str = "1"
    attribute: str = ""
    """Whose two values are compared; or with `value`, one of them with everybody else."""
    value: str = ""
    by_stems: bool = False
    limits: Limits = field(default_factory=lambda: Limits(heard_only=True))

    @property
    def count(self) -> WordCount:
        """The same for counting."""
        size = int(self.kind) if self.kind.isdecimal() else 1
        return WordCount(limits=self.limits, size=size, by_stems=self.by_stems, most=MOST)

    @property
    def said(self) -> str:
        """What is counted, in words."""
        if self.kind == "keys":
            return f"what tells {self.value or self.attribute} apart"
        forms = ", all forms as one" if self.by_stems else ""
        return dict(KINDS)[self.kind] + forms


@dataclass(frozen=True, slots=True, kw_only=True)
class WordColumn:
    """A column beside the words."""

    title: str
    key: str
    width: int


def word_columns(table: Table) -> list[WordColumn]:
    """The columns of a table of words that a screen shows beside the word and its bar."""
    shown = {column.key: column.title for column in table.columns}
    if "log_ratio" in shown:
        groups = [shown["count_0"].partition(":")[0], shown["count_1"].partition(":")[0]]
        return [
            *(WordColumn(title=cut(group, 12), key=f"times_{n}", width=12) for n, group in enumerate(groups)),
            WordColumn(title="Log ratio", key="log_ratio", width=10),
            WordColumn(title="G²", key="g2", width=8),
        ]
    return [
        WordColumn(title="Times", key="times", width=7),
        WordColumn(title="Per 1,000", key="per_1000", width=10),
        WordColumn(title=shown["count"], key="count", width=max(len(shown["count"]) + 1, 7)),
        WordColumn(title="Sources", key="sources", width=8),
    ]


def bar_value(table: Table, row: int) -> float:
    """How long a word's bar is, from 0 to 1: by how often it is said, or how large the difference is."""
    key = "log_ratio" if "more" in table.rows[row] else "times"
    most = max(abs(number(one[key])) for one in table.rows)
    return abs(number(table.rows[row][key])) / most if most else 0.0


def number(value: Value) -> float:
    """A number of a table."""
    return float(value) if isinstance(value, int | float) else 0.0


def shown_number(value: Value) -> str:
    """A number as it is shown: whole ones with commas, others with one place."""
    return f"{value:,}" if isinstance(value, int) else f"{number(value):,.1f}"


def words_in_all(table: Table) -> int:
    """How many words were looked through, as far as that can be told from how often one is said."""
    row = table.rows[0] if table.rows else {"times": 0, "per_1000": 1.0}
    return round(1000 * number(row["times"]) / number(row["per_1000"]))


def word_of(table: Table, row: int) -> str:
    """The word, or words, of a row."""
    found = table.rows[row]
    return str(found.get("word") or found.get("pair") or "")


def company(pairs: Table | None, word: str) -> str:
    """What stands near a word more often than by chance."""
    if pairs is None or " " in word:
        return ""
    near: dict[str, int] = {}
    for row in pairs.rows:
        two = str(row["pair"]).split(" ")
        if word in two:
            other = two[two[0] == word]
            near[other] = near.get(other, 0) + round(number(row["times"]))
    return ", ".join(f"{other} {times:,}" for other, times in [*near.items()][:_COMPANY])


def about_word(table: Table, row: int, pairs: Table | None) -> Content:
    """The highlighted word: who says it, and in what company."""
    word, found = word_of(table, row), table.rows[row]
    pieces: list[str | tuple[str, str]] = [(one_line(word), "bold $accent")]
    if "more" in found:
        pieces.append((f"   {'; '.join(_by_group(table, row))}", "$foreground 75%"))
    else:
        several = next(one.title for one in table.columns if one.key == "count").lower()
        share = percent(number(found["share"]), 1)
        pieces.append((f"   {share} of {found['base']:,} {several}", "$foreground 60%"))
    if near := company(pairs, word):
        pieces += [("\nnear it: ", "$foreground 60%"), one_line(near)]
    return Content.assemble(*pieces)


def _by_group(table: Table, row: int) -> list[str]:
    """How often each of two groups says a word, and how many of them: few can say it often."""
    titles = {column.key: column.title for column in table.columns}
    said = []
    for at in "01":
        group, _, several = titles[f"count_{at}"].partition(": ")
        times, people = (shown_number(table.rows[row][f"{key}_{at}"]) for key in ("times", "count"))
        said.append(f"{one_line(group)}: {times} times, {people} {several}")
    return said


def notes_below(table: Table) -> Content:
    """What is to be known of the counts."""
    return Content.styled(display_safe(" ".join(_on_screen(note) for note in table.notes)), "$foreground 60%")


def refusal(error: QualkitError) -> Content:
    """Why nothing is counted, and what to do here."""
    return Content.assemble(
        (display_safe(error.message), "$warning"), "\n\n", display_safe(_on_screen(error.hint))
    )


def _on_screen(text: str) -> str:
    for theirs, ours in _ON_SCREEN:
        text = text.replace(theirs, ours)
    return text


def heard(limits: Limits) -> Limits:
    """The limits of a search for counting words: moderators' only where they are asked for."""
    if limits.heard_only or limits.selection.speaker_roles:
        return limits
    return replace(limits, heard_only=True)


def forms_of(table: Table, row: int) -> Sequence[str]:
    """Every form that is counted in a row."""
    forms = table.rows[row].get("forms")
    return [str(one) for one in forms] if isinstance(forms, list) and forms else [word_of(table, row)]
