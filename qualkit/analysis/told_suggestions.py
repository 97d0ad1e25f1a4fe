"""The numbers of people that tables of proposed codes tell: those whose words are a code's examples."""

from __future__ import annotations

from qualkit.model.figures import Figure, Figures, Form
from qualkit.model.table import Table

_HINTS = ("n", "examples", "precision", "recall", "f1", "kappa", "threshold", "silent")
"""What is made of their passages, and says something of how many there are."""


def suggestion_figures(table: Table) -> Figures:
    """People behind each code of such a table."""
    found = Figures()
    for number, row in enumerate(table.rows):
        people, code = row.get("people"), str(row.get("code"))
        if not isinstance(people, int):
            continue
        name = found.add(Figure(name=("examples", row.get("codebook"), code), value=people, label=code))
        found.tell(number, "people", Form.COUNT, (name,))
        for key in _HINTS:
            if row.get(key) is not None:
                found.tell(number, key, Form.OTHER, (name,))
    return found
