"""How much of a file a layout must explain before it is believed."""

from __future__ import annotations

from collections.abc import Mapping

from qualkit.importers.transcripts.labels import Accepted, key_of, names_a_part

LEAST_SHARE = 0.15


def is_family(accepted: Accepted, counts: Mapping[str, int], units: int) -> bool:
    """Whether labels stand before enough of `units` (lines or cues) to be the file's layout.

    At least two lines, 15 % of all, and one label that comes back, or labels that all name a part
    (P1, INT); a single line only where it names a part and is half of the file.
    """
    taken = [(label, count) for label, count in counts.items() if key_of(label) in accepted.keys]
    all_name_a_part = bool(taken) and all(names_a_part(label) for label, _ in taken)
    by_key: dict[str, int] = {}
    for label, count in taken:
        by_key[key_of(label)] = by_key.get(key_of(label), 0) + count
    if accepted.lines == 1:
        return all_name_a_part and units <= 2
    comes_back = any(count > 1 for count in by_key.values())
    return accepted.lines > 1 and accepted.lines >= LEAST_SHARE * units and (comes_back or all_name_a_part)
