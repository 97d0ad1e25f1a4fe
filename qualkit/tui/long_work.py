"""Work that takes a while: in a thread, with how far it is, and a way to stop it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import Event
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from textual.screen import Screen
from textual.worker import get_current_worker

from qualkit.errors import QualkitError, Stopped
from qualkit.tui.columns import bar

if TYPE_CHECKING:
    from qualkit.tui.app import QualkitApp

R = TypeVar("R")
Told = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and of how much."""


class LongWork(Generic[R]):
    """One piece of work at a time for a screen, which asks `said` from time to time."""

    def __init__(
        self,
        screen: Screen[Any],
        then: Callable[[R], None],
        refused: Callable[[QualkitError], None] | None = None,
    ) -> None:
        """`refused` takes what is not allowed, and Stopped; without it, the app says so."""
        self._screen = screen
        self._then = then
        self._refused = refused
        self._stop: Event | None = None
        self._said = ("", 0, 0)

    @property
    def is_busy(self) -> bool:
        """Whether it is at work."""
        return self._stop is not None

    @property
    def said(self) -> str:
        """How far it is, in words; empty while nothing is done."""
        what, done, of = self._said
        if not self.is_busy:
            return ""
        far = f"  {bar(done, of)}  {done:,} of {of:,}" if of > 1 else " …"
        return f"{what or 'Beginning'}{far}"

    def start(self, do: Callable[[Told, Callable[[], bool]], R]) -> None:
        """Do this; what was at work before is stopped, and what it gives is dropped."""
        self.stop()
        stop = self._stop = Event()
        self._said = ("", 0, 0)

        def told(what: str, done: int, of: int) -> None:
            if not stop.is_set():
                self._said = (what, done, of)

        work = partial(self._work, stop, lambda: do(told, stop.is_set))
        self._screen.run_worker(work, thread=True, group="long")

    def stop(self) -> bool:
        """Stop it; gives whether there was anything to stop."""
        if self._stop is None:
            return False
        self._stop.set()
        self._stop = None
        return True

    def _work(self, stop: Event, do: Callable[[], R]) -> None:
        worker = get_current_worker()
        try:
            found: R | QualkitError = do()
        except QualkitError as error:
            found = error
        if not worker.is_cancelled and not stop.is_set():
            self._screen.app.call_from_thread(self._done, stop, found)

    def _done(self, stop: Event, found: R | QualkitError) -> None:
        if self._stop is not stop:
            return
        self._stop = None
        if not self._screen.is_attached:
            return
        if isinstance(found, QualkitError):
            refused = self._refused or cast("QualkitApp", self._screen.app).say_error
            if not isinstance(found, Stopped):
                refused(found)
        else:
            self._then(found)
