"""People as rows, and the highlighted person with everything they said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from qualkit.actions.people_lines import PersonLine, Saying
from qualkit.model.display import display_safe
from qualkit.model.people import Case, Consent
from qualkit.tui.columns import counted, cut_title, fit, one_line
from qualkit.tui.widgets.row_cells import in_column, number_in_column
from qualkit.tui.widgets.row_list import Part, RowList

_CONSENT = {Consent.YES: "yes", Consent.NO: "NO", Consent.NOT_RECORDED: "–"}
_TURNS, _WORDS, _SHARE, _YES = 6, 8, 6, 8
_LEAST_KNOWN = 12
_WHERE = 44
_NUMBERS = _TURNS + _WORDS + _SHARE + 3 * _YES + 13
_CONSENTS = ("analysis", "quotation", "archive")


def _columns(width: int) -> tuple[int, int]:
    """(cells of the name, of what is known)."""
    name = max(12, min(28, width // 4))
    known = width - name - _NUMBERS - 5
    return name, known if known >= _LEAST_KNOWN else 0


def people_heading(width: int) -> str:
    """The titles over the columns."""
    name, known = _columns(width)
    numbers = f"{'turns':>{_TURNS}} {'words':>{_WORDS}} {'share':>{_SHARE}}  "
    agreed = "".join(fit(title, _YES + 1) for title in ("analysis", "quoted", "archive"))
    return f" {fit('Person', name)}  {numbers}{agreed}  {fit('Known', known)}"


class PeopleList(RowList):
    """One row a person."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.people: Sequence[PersonLine] = ()

    def open(self, people: Sequence[PersonLine]) -> None:
        """Show people; the highlighted one stays so."""
        before = self.highlighted_person
        self.people = people
        names = [one.person.case.name for one in people]
        here = before.person.case.name if before else ""
        self.show_rows(len(people), names.index(here) if here in names else self.highlighted)

    @property
    def highlighted_person(self) -> PersonLine | None:
        """The person of the highlighted row."""
        return self.people[self.highlighted] if self.highlighted < len(self.people) else None

    def row_parts(self, row: int) -> Sequence[Part]:
        """Name, numbers, the three consents, what is known; flags at the right edge."""
        line = self.people[row]
        person, case = line.person, line.person.case
        name, known = _columns(self.size.width)
        share = f"{person.share:.0%}" if person.share is not None else ""
        shown = f"{person.shown} ({case.name})" if case.pseudonym else case.name
        facts = ", ".join(f"{key} {value}" for key, value in case.attributes.items())
        return [
            (" ", ""),
            *in_column(shown, name, "bold"),
            *number_in_column(f"{person.turns:,}", _TURNS),
            *number_in_column(f"{person.words:,}", _WORDS),
            *number_in_column(share, _SHARE, gap=2),
            *(part for key in _CONSENTS for part in _consent(case, key)),
            ("  ", ""),
            *(in_column(facts, known, "dim", gap=0) if known else []),
            (f"⚑ {line.flags}" if line.flags else "", "accent"),
        ]


def _consent(case: Case, key: str) -> list[Part]:
    said: Consent = getattr(case, key)
    kind = {Consent.YES: "", Consent.NO: "bold"}.get(said, "dim")
    return in_column(_CONSENT[said], _YES, kind, gap=1)


class PersonDetails(Vertical):
    """Who it is, what they agreed to, and everything they said; choosing a line opens its text."""

    DEFAULT_CSS: ClassVar[str] = """
    PersonDetails { height: 1fr; border-top: solid $border-blurred; }
    PersonDetails Static { height: auto; padding: 0 1; }
    PersonDetails OptionList { height: 1fr; }
    PersonDetails Horizontal { height: auto; }
    """

    class Opened(Message):
        """One of the things that the person said is to be opened in its text."""

        def __init__(self, saying: Saying) -> None:
            super().__init__()
            self.saying = saying

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._said: Sequence[Saying] = ()

    def compose(self) -> ComposeResult:
        """Two lines on the person, then what they said."""
        with Horizontal():
            yield Static("", id="person-head", markup=False)
        yield OptionList(compact=True, markup=False, id="person-said")

    def show(self, line: PersonLine | None, said: Sequence[Saying], otherwise: str = "") -> None:
        """Show a person, or a word on why there is none."""
        self._said = said
        head = Content(otherwise) if line is None else _head(line)
        self.query_one("#person-head", Static).update(head)
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([Option(_saying(one)) for one in said])
        options.highlighted = 0 if said else None
        options.scroll_home(animate=False)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter or a click on something that was said."""
        event.stop()
        self.post_message(self.Opened(self._said[event.option_index]))


def _head(line: PersonLine) -> Content:
    person, case = line.person, line.person.case
    agreed = "agreed to " + ", ".join(f"{key}: {getattr(case, key)}" for key in _CONSENTS)
    facts = [f"{key} {value}" for key, value in case.attributes.items()]
    role = [line.role.value] if line.role else []
    flags = [counted(line.flags, "flag")] if line.flags else []
    also = [f"called {case.name} in the study"] if case.pseudonym else []
    rest = " · ".join([*role, agreed, *facts, *also, *flags])
    return Content.assemble((one_line(person.shown), "bold $accent"), f"  {one_line(rest)}")


def _saying(one: Saying) -> Content:
    flag = "⚑ " if one.is_flagged else ""
    return Content.assemble(
        (flag, "$accent"),
        (f"{cut_title(one.title, one.which, _WHERE)}  ", "$foreground 60%"),
        display_safe(one.words),
    )
