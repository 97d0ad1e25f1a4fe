"""The sentence of the How many screen: its fields, what they can be filled in with, and the counting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Footer, Static

from qualkit.actions.count_views import CountChoices, CountView, CountWish, count_choices, count_view
from qualkit.actions.counting_units import CountBy, Counting
from qualkit.actions.selection import Selection
from qualkit.errors import QualkitError
from qualkit.study import Study
from qualkit.tui.columns import counted
from qualkit.tui.count_lines import UNITS, condition, condition_said, notes_below, refusal, sentence
from qualkit.tui.screens.message import Choice, ChoiceWindow
from qualkit.tui.screens.study_screen import StudyScreen
from qualkit.tui.widgets.choose_one import ChooseOne, Line
from qualkit.tui.widgets.count_sentence import CountSentence
from qualkit.tui.widgets.count_table import CountTable
from qualkit.tui.widgets.status_line import StatusLine
from qualkit.tui.widgets.tick_window import Tick, TickWindow
from qualkit.tui.widgets.title_line import TitleLine

_NO_CODES = "There is no code yet: F4 makes some, and c in a text applies them. Then they can be counted."


class CountAskingScreen(StudyScreen):
    """What shall be counted, and the counts."""

    AUTO_FOCUS = "CountTable"
    CSS = """
    #count-head { height: auto; padding: 0; margin: 1 0 0 0; }
    #count-table { height: 1fr; }
    #count-refusal { height: auto; padding: 2 3; display: none; }
    #count-notes { height: auto; max-height: 7; padding: 0 1; margin: 1 0 0 0; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.wish = CountWish(counting=Counting())
        self.view: CountView | None = None
        """The counts; None while nothing is counted, or nothing may be."""
        self.choices: CountChoices | None = None

    def compose(self) -> ComposeResult:
        """The sentence, the counts or why there are none, what was left out."""
        yield TitleLine()
        yield CountSentence()
        yield Static("", id="count-head", markup=False)
        yield CountTable(id="count-table")
        yield Static("", id="count-refusal", markup=False)
        yield Static("", id="count-notes", markup=False)
        yield StatusLine()
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Count what fits at first, and look from time to time whether others have worked."""
        self.study_changed()
        self.follow()

    @property
    def table(self) -> CountTable:
        """The counts."""
        return self.query_one(CountTable)

    def study_changed(self) -> None:
        """Read the study again and count."""
        study = self._app.study
        self.note_event()
        self._app.slowly(lambda: count_choices(study), self._chosen_from)
        self.query_one(TitleLine).show(f"{study.title} ▸ How many", study.coder)

    def _chosen_from(self, choices: CountChoices | None) -> None:
        if choices is None:
            return
        is_first, self.choices = self.choices is None, choices
        if not choices.books:
            self._say_instead(Content(_NO_CODES))
        elif is_first or self.wish.codebook not in {book.name for book in choices.books}:
            self.count(self._begun(choices.books[0].name))
        else:
            self.count(self.wish)

    def _begun(self, book: str) -> CountWish:
        """A codebook counted where it was read; one's own coding only, where others' is hidden."""
        assert self.choices is not None
        stem = self.choices.first_stem(book)
        selection = Selection(sources=(stem,) if stem else ())
        coder = self._app.coder if self._app.is_blind else self.wish.counting.coder
        return CountWish(codebook=book, counting=Counting(selection=selection, coder=coder))

    # ---- counting

    def count(self, wish: CountWish) -> None:
        """Count as wished."""
        self.wish = wish
        self._fill_in()
        if self.view is None:
            self._say_instead(Content.styled("Counting …", "$foreground 60%"))
        study = self._app.study
        self._app.slowly(lambda: _outcome(study, wish), lambda found: self._counted(wish, found))

    def _counted(self, wish: CountWish, found: CountView | QualkitError | None) -> None:
        if wish is not self.wish:
            return
        if isinstance(found, CountView):
            self.view = found
            self.table.open(found)
            self.query_one("#count-notes", Static).update(notes_below(found))
            self._show_counts(True)
        elif found is not None:
            self._say_instead(refusal(found))
        self._fill_in()

    def _say_instead(self, text: Content) -> None:
        self.view = None
        self.table.open(None)
        self.query_one("#count-refusal", Static).update(text)
        self._show_counts(False)

    def _show_counts(self, are_shown: bool) -> None:
        self.query_one("#count-refusal").display = not are_shown
        for name in ("#count-head", "#count-table", "#count-notes"):
            self.query_one(name).display = are_shown
        if are_shown and self.focused is None:
            self.table.focus()

    def _fill_in(self) -> None:
        if self.choices is not None:
            self.query_one(CountSentence).show(sentence(self.wish, self.view, self.choices))

    @on(CountTable.HeadChanged)
    def _head_changed(self, event: CountTable.HeadChanged) -> None:
        event.stop()
        self.query_one("#count-head", Static).update(self.table.head())
        right = f"{counted(hidden, 'group')} more: → · " if (hidden := self.table.hidden_groups()) else ""
        self.query_one(TitleLine).show(f"{self._app.study.title} ▸ How many", f"{right}{self._app.coder}")

    # ---- filling in

    @on(CountSentence.Asked)
    def _asked(self, event: CountSentence.Asked) -> None:
        event.stop()
        self.action_ask(event.field)

    def action_ask(self, field: str) -> None:
        """Fill in one field of the sentence."""
        if self.choices is None or not self.choices.books:
            self._app.say(_NO_CODES)
            return
        ask = {
            "unit": self._ask_unit,
            "of": self._ask_of,
            "with": self._ask_with,
            "where": self._ask_where,
            "by": self._ask_by,
            "whose": self._ask_whose,
        }
        ask[field](self.choices)

    def _ask_unit(self, _: CountChoices) -> None:
        now = self.wish.counting.unit
        choices = [Choice(id=f"={unit or ''}", label=said) for unit, said in UNITS]
        self.app.push_screen(ChoiceWindow("Count what?", choices, chosen=f"={now or ''}"), self._take_unit)

    def _take_unit(self, chosen: str | None) -> None:
        if chosen is not None:
            name = chosen.removeprefix("=")
            self._with(replace(self.wish.counting, unit=CountBy(name) if name else None))

    def _ask_of(self, choices: CountChoices) -> None:
        stems: dict[str, list[str]] = {}
        for source in choices.sources:
            stems.setdefault(source.stem, []).append(source.title)
        ticks = []
        for stem, titles in stems.items():
            ticks.append(
                Tick(id=stem, label=choices.titles.get(stem, titles[0] if len(titles) == 1 else stem))
            )
            if len(titles) > 1:
                parts = (one for one in choices.sources if one.stem == stem)
                ticks += [Tick(id=one.name, label=f"   {one.title}") for one in parts]
        window = TickWindow("In which sources? None ticked: in all that was read", ticks, self._sources)
        self.app.push_screen(window, self._take_of)

    @property
    def _sources(self) -> Sequence[str]:
        return self.wish.counting.selection.sources

    def _take_of(self, chosen: tuple[str, ...] | None) -> None:
        if chosen is not None:
            self._select(replace(self.wish.counting.selection, sources=chosen))

    def _ask_with(self, choices: CountChoices) -> None:
        lines = []
        for book in choices.books:
            title = f"any code of {book.title or book.name}"
            lines.append(Line(id=f"{book.name}\n", text=Content.styled(title, "bold"), name=title))
            for depth, code in book.walk():
                text = Content(f"{'  ' * (depth + 1)}{code.name}")
                lines.append(Line(id=f"{book.name}\n{code.id}", text=text, name=code.name))
        chosen = f"{self.wish.codebook}\n{self.wish.code_id}"
        self.app.push_screen(ChooseOne("With which code?", lines, chosen=chosen), self._take_with)

    def _take_with(self, chosen: str | None) -> None:
        if chosen is None:
            return
        book, _, code = chosen.partition("\n")
        wish = self.wish if book == self.wish.codebook else self._begun(book)
        self.count(replace(wish, code_id=code))

    def _ask_where(self, choices: CountChoices) -> None:
        held = self.wish.counting.selection.where
        lines = [_line(f"-{one}", f"take out: {condition_said(one)}") for one in held]
        if self.wish.counting.base:
            lines.append(_line("base:", f"take out: {self.wish.counting.base}"))
        lines += [_line(f"base:{name}", f"{name}: {said}") for name, said in choices.bases.items()]
        lines += [_line(f"={name}", f"{name} is …") for name in choices.attributes]
        if not lines:
            self._app.say("Nothing is known of anybody: no attributes, no closed answers.")
            return
        self.app.push_screen(ChooseOne("Count only where", lines), self._take_where)

    def _take_where(self, chosen: str | None) -> None:
        if chosen is None:
            return
        selection = self.wish.counting.selection
        if chosen.startswith("-"):
            kept = tuple(one for one in selection.where if one != chosen[1:])
            self._select(replace(selection, where=kept))
        elif chosen.startswith("base:"):
            self._with(replace(self.wish.counting, base=chosen.removeprefix("base:")))
        else:
            self._ask_values(chosen.removeprefix("="))

    def _ask_values(self, key: str) -> None:
        assert self.choices is not None
        held = self.wish.counting.selection.where
        values = self.choices.attributes[key]
        before = [value for value in values if condition(key, [value]) in held]

        def take(chosen: tuple[str, ...] | None) -> None:
            if chosen is not None:
                others = tuple(one for one in held if one.partition("=")[0] != key)
                wanted = (condition(key, chosen),) if chosen else ()
                self._select(replace(self.wish.counting.selection, where=(*others, *wanted)))

        ticks = [Tick(id=value, label=value) for value in values]
        self.app.push_screen(TickWindow(f"{key} is one of", ticks, before), take)

    def _ask_by(self, choices: CountChoices) -> None:
        lines = [_line("", "nothing"), *(_line(f"={name}", name) for name in choices.attributes)]
        by = self.wish.counting.by
        self.app.push_screen(ChooseOne("Split by what?", lines, chosen=f"={by}" if by else ""), self._take_by)

    def _take_by(self, chosen: str | None) -> None:
        if chosen is not None:
            self._with(replace(self.wish.counting, by=chosen.removeprefix("="), take=""))

    def _ask_whose(self, choices: CountChoices) -> None:
        if self._app.is_blind:
            self._app.say("Other people's coding is hidden: these are your own.")
            return
        listed = [Choice(id="=", label="The coding of record: what was agreed, or the only reading")]
        listed += [
            Choice(id="=any", label="Anybody's"),
            *(Choice(id=f"={one}", label=one) for one in choices.coders),
        ]
        window = ChoiceWindow("Whose coding counts?", listed, chosen=f"={self.wish.counting.coder}")
        self.app.push_screen(window, self._take_whose)

    def _take_whose(self, chosen: str | None) -> None:
        if chosen is not None:
            self._with(replace(self.wish.counting, coder=chosen.removeprefix("=")))

    def _select(self, selection: Selection) -> None:
        self._with(replace(self.wish.counting, selection=selection))

    def _with(self, counting: Counting) -> None:
        self.count(replace(self.wish, counting=counting))

    def action_back(self) -> None:
        """Back to the table, then leave."""
        if self.view is not None and not self.table.has_focus:
            self.table.focus()
        else:
            self.app.pop_screen()


def _line(id_: str, text: str) -> Line:
    return Line(id=id_, text=Content(text), name=text)


def _outcome(study: Study, wish: CountWish) -> CountView | QualkitError:
    """The counts, or why there are none."""
    try:
        return count_view(study, wish)
    except QualkitError as error:
        return error
