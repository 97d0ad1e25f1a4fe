"""What the study's texts mean, as rows of numbers: made once, and kept with the study."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qualkit.analysis.embedding import IsStopped, Progress, find_embedder, unit_rows, word_vectors
from qualkit.store import vectors as store
from qualkit.store.vectors import Kept, hash_of
from qualkit.study import Study

if TYPE_CHECKING:
    from qualkit.analysis.embedding import Vectors

_BATCH = 256
"""So many texts are kept at once: a stop loses no more than these."""


def vectors_of(
    study: Study,
    texts: Sequence[str],
    *,
    within: Sequence[str] | None = None,
    progress: Progress | None = None,
    is_stopped: IsStopped | None = None,
) -> Vectors:
    """A row of length 1 for each text, as it is shown; only what is not kept yet is made.

    `within` gives for each text the whole passage, as it is shown, that it is a part of: what is kept goes
    when no passage says that any more. Texts that are in no passage go at the next change of any text.
    Raises Stopped when asked to stop; what was made until then is kept. Where no model is installed, the rows
    are of these texts' words alone, and are not kept. Nothing of this is work: no event, no undo.
    """
    embedder = find_embedder()
    if embedder is None:
        return word_vectors(texts)
    import numpy as np

    hashes = [hash_of(text) for text in texts]
    around = hashes if within is None else [hash_of(passage) for passage in within]
    with study.database.reading() as connection:
        known = store.kept(connection, embedder.name, hashes)
    wanted = {key: number for number, key in enumerate(hashes) if key not in known}
    missing = sorted(wanted.values(), key=lambda number: len(texts[number]))
    for start in range(0, len(missing), _BATCH):
        some = missing[start : start + _BATCH]
        told = _told(progress, start, len(missing))
        rows = embedder.embed([texts[number] for number in some], progress=told, is_stopped=is_stopped)
        made = [
            Kept(sha256=hashes[number], within=around[number], numbers=row.astype(np.float16).tobytes())
            for number, row in zip(some, rows, strict=True)
        ]
        with study.database.writing() as connection:
            store.keep(connection, embedder.name, made)
        known |= {one.sha256: one.numbers for one in made}
    if not hashes:
        return np.zeros((0, 1), dtype=np.float32)
    packed = np.frombuffer(b"".join(known[key] for key in hashes), dtype=np.float16)
    return unit_rows(packed.reshape(len(hashes), -1).astype(np.float32))


def _told(progress: Progress | None, before: int, every: int) -> Progress | None:
    """What a batch tells of itself, as a part of all that is to be made."""
    return (lambda done, _of: progress(before + done, every)) if progress else None
