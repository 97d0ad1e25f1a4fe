"""Flagging a passage, saying who was told, and clearing a flag: the windows for it, on whatever screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from qualkit.actions.flag_views import flags_on
from qualkit.actions.flags import clear, flag, tell
from qualkit.errors import Refused
from qualkit.model.flag import Flag, FlagKind
from qualkit.tui.columns import cut
from qualkit.tui.screens.message import Choice, ChoiceWindow
from qualkit.tui.widgets.code_form import CodeForm, FormField, Kind

if TYPE_CHECKING:
    from qualkit.tui.app import QualkitApp

_ANOTHER = "another"
_NOTES = {
    FlagKind.SAFEGUARDING: "somebody may be at risk: who must be told?",
    FlagKind.IDENTIFY: "too much is said about who it is",
    FlagKind.AUDIO: "this may not be what was said",
    FlagKind.QUESTION: "something to talk about",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagAsking:
    """Windows about the flags of one passage; `then` is called after each change."""

    app: QualkitApp
    then: Callable[[], None]

    def passage(self, source: str, key: str, where: str) -> None:
        """Flag a passage; where it is flagged already, its flags are offered, too."""
        found = self.app.attempt(flags_on, self.app.study, source, key)
        if found is None:
            return
        if not found:
            self._ask_kind(f"{source}#{key}", where)
            return
        by_id = {one.id: one for one in found}
        choices = [Choice(id=one.id, label=cut(flag_line(one), 60)) for one in found]
        choices.append(Choice(id=_ANOTHER, label="another flag …"))

        def go_on(answer: str | None) -> None:
            if answer == _ANOTHER:
                self._ask_kind(f"{source}#{key}", where)
            elif answer is not None:
                self.one(by_id[answer])

        self.app.push_screen(ChoiceWindow(f"Flags on {where}", choices), go_on)

    def one(self, found: Flag) -> None:
        """What to do about a flag."""
        choices = [
            Choice(id="clear", label="Clear it", note="it is settled: say why"),
            Choice(id="told", label="Somebody was told", note="say who, and when"),
        ]

        def go_on(answer: str | None) -> None:
            if answer == "clear":
                self.clear(found)
            elif answer == "told":
                self.told(found)

        self.app.push_screen(ChoiceWindow(cut(flag_line(found), 64), choices), go_on)

    # ---- flagging

    def _ask_kind(self, passage: str, where: str) -> None:
        kinds: Sequence[FlagKind] = list(FlagKind)
        choices = [Choice(id=kind.value, label=kind.shown, note=_NOTES[kind]) for kind in kinds]

        def go_on(answer: str | None) -> None:
            if answer is not None:
                self._ask_words(passage, where, FlagKind(answer))

        self.app.push_screen(ChoiceWindow(f"Flag {where}", choices), go_on)

    def _ask_words(self, passage: str, where: str, kind: FlagKind) -> None:
        fields = [FormField(key="text", label="What should be looked at?", kind=Kind.TEXT, rows=3)]
        if kind is FlagKind.SAFEGUARDING:
            fields += _told_fields("Who was told? Leave it empty if nobody was yet")
        note = (
            "Flags are for your team: they are in no export. The passage stays out of the bank until cleared."
        )
        form = CodeForm(
            f"{kind.shown[:1].upper()}{kind.shown[1:]}: {where}",
            fields,
            partial(self._flag, passage, kind),
            accept="Flag it",
            text=note,
        )
        self.app.push_screen(form, partial(self._done, f"Flagged {where}: {kind.shown}. Ctrl+Z undoes"))

    def _flag(self, passage: str, kind: FlagKind, given: Mapping[str, str]) -> bool:
        when = _day(given.get("when", ""))
        flag(self.app.study, passage, kind, given.get("text", ""), told=given.get("told", ""), when=when)
        return True

    # ---- what becomes of a flag

    def told(self, found: Flag) -> None:
        """Say who was told of a flag."""

        def keep(given: Mapping[str, str]) -> bool:
            if not given.get("told", "").strip():
                raise Refused("Say who was told.")
            tell(self.app.study, found.id, given["told"], _day(given.get("when", "")))
            return True

        form = CodeForm("Who was told?", _told_fields("Who was told?"), keep, text=flag_line(found))
        self.app.push_screen(form, partial(self._done, "It is kept who was told. Ctrl+Z undoes"))

    def clear(self, found: Flag) -> None:
        """Settle a flag, for a reason."""

        def keep(given: Mapping[str, str]) -> bool:
            if not given.get("reason", "").strip():
                raise Refused("Say why it is settled.")
            clear(self.app.study, found.id, given["reason"])
            return True

        fields = [FormField(key="reason", label="Why is it settled?")]
        form = CodeForm("Clear the flag", fields, keep, accept="Clear it", text=flag_line(found))
        self.app.push_screen(form, partial(self._done, "The flag is cleared. Ctrl+Z undoes"))

    def _done(self, said: str, kept: object) -> None:
        if kept is not None:
            self.app.say(said)
            self.then()


def flag_line(one: Flag) -> str:
    """`safeguarding: Who is he? (ana) told Dr. Lee`."""
    said = f"{one.kind.shown}: {one.text}" if one.text else one.kind.shown
    told = f", told {', '.join(told.who for told in one.told)}" if one.told else ""
    return f"{said} ({one.coder}{told})"


def _told_fields(label: str) -> list[FormField]:
    return [
        FormField(key="told", label=label),
        FormField(key="when", label="On which day?", hint="today; or as 2026-11-02"),
    ]


def _day(given: str) -> date | None:
    if not given.strip():
        return None
    try:
        return date.fromisoformat(given.strip())
    except ValueError as error:
        raise Refused(f'"{given.strip()}" is no day.', hint="Write it as 2026-11-02.") from error
