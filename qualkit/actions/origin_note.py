"""How many of the codings behind a result began otherwise than by hand: said with every table and bank."""

from __future__ import annotations

from collections.abc import Iterable

from qualkit.model.coding import Coding, Origin
from qualkit.model.table import NumberNote


def origin_notes(codings: Iterable[Coding]) -> list[str]:
    """A sentence where some of these codings began as a proposal or by a rule; else none.

    How many there are in all is left out: with the others' numbers it would tell a hidden one.
    """
    made = list(codings)
    proposed = sum(one.origin is Origin.PROPOSAL for one in made)
    by_rule = sum(one.origin is Origin.RULE for one in made)
    if not proposed and not by_rule:
        return []
    parts = [f"{proposed:,} began as a proposal that somebody accepted"] if proposed else []
    parts += [f"{by_rule:,} {'' if proposed else 'began '}by a rule"] if by_rule else []
    return [NumberNote(f"Of the codings behind this, {' and '.join(parts)}.")]
