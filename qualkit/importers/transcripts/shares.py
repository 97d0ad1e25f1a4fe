"""How much of a file a layout must explain before it is believed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from qualkit.importers.transcripts.labels import Accepted, key_of

LEAST_SHARE = 0.15


def is_family(accepted: Accepted, counts: Mapping[str, int], units: int) -> bool:
    """Whether labels stand before enough of `units` (lines or cues) to be the file's layout.

    At least two lines, 15 % of all, and one label that comes back, or labels that are all known or name a
    part (P1, INT); a single line only where its label does so and is half of the file.
    """
    by_key: Counter[str] = Counter()
    for label, count in counts.items():
        if key_of(label) in accepted.keys:
            by_key[key_of(label)] += count
    all_are_named = bool(by_key) and by_key.keys() <= accepted.named
    if accepted.lines == 1:
        return all_are_named and units <= 2
    comes_back = any(count > 1 for count in by_key.values())
    return accepted.lines > 1 and accepted.lines >= LEAST_SHARE * units and (comes_back or all_are_named)
