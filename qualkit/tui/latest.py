"""One thing at a time in a thread; of what is asked for meanwhile, only the last is done."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from textual.screen import Screen
from textual.worker import get_current_worker

from qualkit.errors import QualkitError

if TYPE_CHECKING:
    from qualkit.tui.app import QualkitApp

R = TypeVar("R")


class Latest(Generic[R]):
    """Answers to what a screen asks; one that something newer overtook is dropped."""

    def __init__(
        self,
        screen: Screen[Any],
        then: Callable[[R], None],
        refused: Callable[[QualkitError], None] | None = None,
    ) -> None:
        """`refused` takes what is not allowed; without it, the app says so."""
        self._screen = screen
        self._then = then
        self._refused = refused
        self._wanted: Callable[[], R] | None = None
        self.is_busy = False

    def ask(self, do: Callable[[], R]) -> None:
        """Do this, as soon as what is being done is over."""
        self._wanted = do
        if not self.is_busy:
            self._start()

    def _start(self) -> None:
        do, self._wanted = self._wanted, None
        if do is not None:
            self.is_busy = True
            self._screen.run_worker(partial(self._work, do), thread=True)

    def _work(self, do: Callable[[], R]) -> None:
        worker = get_current_worker()
        try:
            found: R | QualkitError = do()
        except QualkitError as error:
            found = error
        if not worker.is_cancelled:
            self._screen.app.call_from_thread(self._done, found)

    def _done(self, found: R | QualkitError) -> None:
        self.is_busy = False
        if not self._screen.is_attached:
            return
        if self._wanted is not None:
            self._start()
        elif isinstance(found, QualkitError):
            refused = self._refused or cast("QualkitApp", self._screen.app).say_error
            refused(found)
        else:
            self._then(found)
