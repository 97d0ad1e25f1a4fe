"""Colleagues' work that arrives while a study is open: their text files, taken in as soon as they rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qualkit.actions.catch_up import catch_up
from qualkit.actions.copies import copies
from qualkit.actions.drift import drift
from qualkit.actions.load import Loaded
from qualkit.actions.save import coder_of
from qualkit.study import Study

State = tuple[int, int]
"""Size of a file, and when it was changed, in ns."""


class Arrivals:
    """Looks for text files that somebody has changed. A file is taken in once it was alike in two looks:
    a folder that is synced may write it piece by piece.
    """

    def __init__(self, study: Study) -> None:
        self._study = study
        self._resting: Mapping[str, State] = {}
        self._refused: dict[str, State] = {}
        """Files that could not be taken in: not tried again until they change."""

    def ready(self) -> tuple[str, ...]:
        """The changed text files that have come to rest since the last look: a few ms."""
        paths = [*drift(self._study).changed, *(copy.path for copy in copies(self._study))]
        states = {path: state for path in paths if (state := self._state(path))}
        resting, self._resting = self._resting, states
        return tuple(
            path
            for path, state in states.items()
            if resting.get(path) == state and self._refused.get(path) != state
        )

    def take(self, ready: Sequence[str]) -> Loaded:
        """Take in what has arrived, second versions of files too. Safe in a thread, one at a time."""
        states = {path: state for path in ready if (state := self._state(path))}
        loaded = Loaded()
        try:
            loaded = catch_up(self._study)
        finally:
            self._refused.update({path: one for path, one in states.items() if path not in loaded.files})
        return loaded

    def _state(self, path: str) -> State | None:
        try:
            stat = self._study.path(path).stat()
        except FileNotFoundError:  # a file that is just being replaced is there at the next look
            return None
        return stat.st_size, stat.st_mtime_ns


def arrived_line(loaded: Loaded, me: str) -> str:
    """Whose work has arrived, and what else, as a sentence; empty for none."""
    people = dict.fromkeys(coder_of(path) for path in loaded.files if path.count("/") == 2)
    whose = ["your own work from elsewhere" if name == me else f"{name}'s work" for name in people]
    shared = [path for path in loaded.files if path.count("/") != 2]
    others = [path.rpartition("/")[2] for path in shared]
    named = [*whose, *others[:3], *([f"{len(others) - 3} more files"] if len(others) > 3 else [])]
    return f"Arrived: {', '.join(named)}." if named else ""
