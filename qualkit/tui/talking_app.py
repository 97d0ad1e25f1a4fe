"""An app that says what happened: messages, refusals, slow work, and bugs, each in one place."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from threading import get_ident
from typing import Any, ParamSpec, TypeVar

from rich.text import Text
from textual.app import App
from textual.events import Event, Key
from textual.screen import Screen
from textual.worker import WorkerFailed, get_current_worker

from qualkit.errors import QualkitError
from qualkit.tui.screens.message import Window
from qualkit.tui.widgets.status_line import StatusLine, Talk

P = ParamSpec("P")
R = TypeVar("R")
BUG = 70
_KEYS = 100
"""Keys remembered: more than anybody types before the first of them is dealt with."""
_LONG = 200
"""Characters of a message that is too long for the bottom line and gets a window."""


@dataclass(frozen=True, slots=True)
class _Failed:
    """What a call gave that was not allowed."""

    error: QualkitError


class TalkingApp(App[None], inherit_bindings=False):
    """An app whose screens have a bottom line."""

    def __init__(self) -> None:
        super().__init__()
        self.talk = Talk()
        self._keys_sent: deque[tuple[Key, Screen[Any]]] = deque(maxlen=_KEYS)

    @property
    def _background_screens(self) -> list[Screen[Any]]:
        """Screens that can be seen below the top one: none where it is opaque.

        Textual 8.2 always counts the one right below, and draws the whole terminal anew with every word that
        changes there: half of the CPU of a key.
        """
        below: list[Screen[Any]] = super()._background_screens
        return below if below and self.screen.styles.background.a < 1 else []

    # ---- keys that come faster than screens

    async def on_event(self, event: Event) -> None:
        """Remember on which screen each key was pressed."""
        if isinstance(event, Key) and not event.is_forwarded:
            self._keys_sent.append((event, self.screen))
        await super().on_event(event)

    async def _on_key(self, event: Key) -> None:
        """A key that a screen left unused; if another has opened since, it was meant for that one."""
        meant = next((screen for sent, screen in self._keys_sent if sent is event), self.screen)
        event.prevent_default()
        if meant is self.screen:
            await super()._on_key(event)
        else:
            self.post_message(Key(event.key, event.character))

    # ---- saying what happened

    def say(self, text: str, *, is_warning: bool = False) -> None:
        """Say in the bottom line what happened."""
        self.talk.say(text, is_warning)
        for screen in self.screen_stack:
            for line in screen.query(StatusLine):
                line.say(text, is_warning=is_warning)

    def attempt(self, do: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R | None:
        """What a call gives; None, having said why, where the study or a file does not allow it."""
        found = self._outcome(partial(do, *args, **kwargs))
        if isinstance(found, _Failed):
            self.say_error(found.error)
            return None
        return found

    @staticmethod
    def _outcome(do: Callable[[], R]) -> R | _Failed:
        try:
            return do()
        except QualkitError as error:
            return _Failed(error)
        except OSError as error:
            return _Failed(QualkitError(f"The computer refused it ({error.strerror or error})."))

    def say_error(self, error: QualkitError) -> None:
        """Say what went wrong and what to do: in the bottom line, or in a window if it is long."""
        if self._thread_id != get_ident():
            self.call_from_thread(self.say_error, error)
            return
        text = " ".join(str(error).split()) if "\n" not in error.message else str(error)
        if "\n" in error.message or len(text) > _LONG:
            self.push_screen(Window("This did not work", str(error)))
        else:
            self.say(text, is_warning=True)

    def slowly(self, do: Callable[[], R], then: Callable[[R | None], None]) -> None:
        """Do something in a thread, and go on with what it gave if the screen that asked is still there.

        None, having said why, where the study or a file does not allow it.
        """
        asking = self.screen

        def work() -> None:
            worker = get_current_worker()
            found = self._outcome(do)
            if not worker.is_cancelled:
                self.call_from_thread(go_on, found)

        def go_on(found: R | _Failed) -> None:
            if asking not in self.screen_stack:
                return
            if isinstance(found, _Failed):
                self.say_error(found.error)
                then(None)
            else:
                then(found)

        self.run_worker(work, thread=True, group="slow", exclusive=True)

    def _handle_exception(self, error: Exception) -> None:
        """A bug ends the app with a plain message; what was done before is kept."""
        if os.environ.get("QUALKIT_DEBUG"):
            super()._handle_exception(error)
            return
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._return_code = BUG
        if not self._exit_renderables:
            self.panic(Text(_bug_text(error)))


def _bug_text(error: BaseException) -> str:
    if isinstance(error, WorkerFailed):
        return _bug_text(error.error)
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = (
        f"{trace.tb_frame.f_globals.get('__name__')}, line {trace.tb_lineno}" if trace else "unknown place"
    )
    return (
        f"This is a bug in qualkit: {type(error).__name__} in {place}.\n"
        "  What you had done before is kept. With QUALKIT_DEBUG=1 set, the details are shown."
    )
