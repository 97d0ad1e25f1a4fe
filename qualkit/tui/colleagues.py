"""Colleagues' work that arrives while a study is open: taken in, shown, and said."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from qualkit.errors import QualkitError

if TYPE_CHECKING:
    from qualkit.actions.arrivals import Arrivals
    from qualkit.actions.load import Loaded
    from qualkit.study import Study
    from qualkit.tui.app import QualkitApp

LOOK_EVERY = 1.5
"""Seconds between looks at the text files; what has changed is taken in at the second look."""

_GONE = (
    "The study's folder was moved or deleted: what you do now may be lost. Put it back, or leave with Ctrl+Q."
)


class Colleagues:
    """Looks whether a colleague's text files have changed, as on a shared drive."""

    def __init__(self, app: QualkitApp) -> None:
        self._app = app
        self._arrivals: Arrivals | None = None
        self._is_busy = False

    def watch(self, study: Study) -> None:
        """Look at this study's files from now on."""
        from qualkit.actions.arrivals import Arrivals

        self._arrivals = Arrivals(study)

    def rest(self) -> None:
        """The study is closed: look no more."""
        self._arrivals = None

    def look(self) -> None:
        """Take in what has arrived, in the background."""
        if self._arrivals is None or self._is_busy:
            return
        if not self._app.study.is_there:
            self._app.say(_GONE, is_warning=True)
            return
        ready = self._app.attempt(self._arrivals.ready)
        if ready:
            self._is_busy = True
            take = partial(self._take, self._arrivals, ready)
            self._app.run_worker(take, thread=True, group="colleagues")

    def _take(self, arrivals: Arrivals, ready: tuple[str, ...]) -> None:
        try:
            loaded: Loaded | QualkitError = arrivals.take(ready)
        except QualkitError as error:
            loaded = error
        except OSError as error:
            loaded = QualkitError(f"The computer refused it ({error.strerror or error}).")
        self._app.call_from_thread(self._taken, arrivals, loaded)

    def _taken(self, arrivals: Arrivals, loaded: Loaded | QualkitError) -> None:
        from qualkit.actions.arrivals import arrived_line

        self._is_busy = False
        if arrivals is not self._arrivals:
            return
        if isinstance(loaded, QualkitError):
            self._app.say_error(loaded)
            return
        self._app.refresh_study()
        if loaded.problems:
            self._app.say(
                f"Not everything that arrived could be taken in: {loaded.problems[0]}", is_warning=True
            )
        elif loaded.clashes:
            said = "Some work was changed both here and by a colleague: Home says how many."
            self._app.say(said, is_warning=True)
        elif said := arrived_line(loaded, self._app.coder):
            self._app.say("Colleagues' work has arrived." if self._app.is_blind else said)
