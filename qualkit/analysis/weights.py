"""Survey weights, and how many people a weighted sample is worth."""

from __future__ import annotations

import numpy as np

from qualkit.analysis.closed import ClosedAnswers, Numbers
from qualkit.errors import Refused


def effective_n(total: float, total_of_squares: float) -> float:
    """Kish's effective sample size, (sum of w)² / sum of w² (Kish 1965, Survey Sampling, 11.7).

    >>> effective_n(4.0, 4.0), effective_n(6.0, 12.0)
    (4.0, 3.0)
    """
    return total * total / total_of_squares if total_of_squares > 0 else 0.0


def weights_of(answers: ClosedAnswers) -> Numbers:
    """The weights in a column, one a record; a blank cell weighs nothing. Anything else is refused."""
    column = answers.question.column
    values = []
    for label in answers.labels:
        try:
            values.append(float(label))
        except ValueError:
            raise Refused(
                f"“{label}” in the column “{column}” is not a weight.",
                hint="A weight is a number such as 0.8; leave the cell empty where there is none.",
            ) from None
    return checked_weights(np.array([*values, 0.0])[answers.codes], column)


def checked_weights(weights: Numbers, column: str = "weight") -> Numbers:
    """The weights, with 0 where there is none (nan); negative and endless ones are refused, and all of 0."""
    given = np.where(np.isnan(weights), 0.0, weights)
    bad = int((~np.isfinite(given) | (given < 0)).sum())
    if bad:
        raise Refused(f"The column “{column}” has weights that are negative or without end: {bad:,}.")
    if len(given) and not given.any():
        raise Refused(f"The column “{column}” has no weight above 0.")
    return given


def weight_notes(weights: Numbers | None) -> list[str]:
    """What a reader has to know of a weighted table; nothing without weights."""
    if weights is None:
        return []
    worth = effective_n(float(weights.sum()), float((weights**2).sum()))
    notes = [
        f"Shares are weighted; counts are people as they answered. {len(weights):,} people weigh as much as "
        f"{worth:,.1f} (Kish's effective n); intervals use the effective n of each row."
    ]
    without = int((weights == 0).sum())
    return notes + ([f"Without a weight, so counted and changing no share: {without:,}."] if without else [])
