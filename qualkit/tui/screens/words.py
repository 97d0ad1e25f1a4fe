"""Words: how often each is said and by how many, in what company, and what tells two groups apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Footer, Static

from qualkit.actions.dated_path import dated_path
from qualkit.actions.search_limits import Limits
from qualkit.actions.stop_words import count_word_again, leave_out_words
from qualkit.actions.take_out import CopiedTable, copy_out, write_out
from qualkit.actions.words import collocation_words, keyness_words, word_table
from qualkit.errors import QualkitError
from qualkit.model.table import Table
from qualkit.study import Study
from qualkit.tui.commands import bindings_for
from qualkit.tui.latest import Latest
from qualkit.tui.leaving_lines import with_small, wrote_small
from qualkit.tui.screens.limits_asking import LimitsAskingScreen
from qualkit.tui.screens.message import Choice, ChoiceWindow
from qualkit.tui.search_wish import SearchWish, limits_said
from qualkit.tui.widgets.choose_one import ChooseOne, Line
from qualkit.tui.widgets.row_list import RowList
from qualkit.tui.widgets.status_line import StatusLine
from qualkit.tui.widgets.title_line import TitleLine
from qualkit.tui.widgets.word_list import WordList
from qualkit.tui.widgets.word_sentence import WordSentence
from qualkit.tui.word_lines import (
    KINDS,
    WordWish,
    about_word,
    forms_of,
    heard,
    notes_below,
    refusal,
    words_in_all,
)

_PAIRS = 2_000
"""Pairs of words that are looked through for a word's company."""
_MOST_FOR_PAIRS = 300_000
"""Words in all, up to which pairs are counted while one looks: three seconds or so."""


class WordsScreen(LimitsAskingScreen):
    """Counts of words, and the passages behind each."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings_for("words"))
    AUTO_FOCUS = "WordList"
    CSS: ClassVar[str] = """
    #word-head { height: 1; }
    #word-refusal { height: auto; padding: 2 3; display: none; }
    WordList { height: 1fr; }
    #word-about { height: 3; padding: 0 1; border-top: solid $border-blurred; }
    #word-notes { height: auto; max-height: 18%; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.wish = WordWish()
        self.table: Table | None = None
        """The counts; None while nothing is counted."""
        self._pairs: Table | None = None
        self._counting = Latest[Table](self, self._counted, self._refused)
        self._pairing = Latest[Table](self, self._paired, lambda _: None)

    def compose(self) -> ComposeResult:
        """The sentence, the counts, the highlighted word, what is to be known."""
        yield TitleLine()
        yield WordSentence()
        yield Static("", id="word-head", markup=False)
        yield Static("", id="word-refusal", markup=False)
        yield WordList(id="word-list")
        yield Static("", id="word-about", markup=False)
        yield Static("", id="word-notes", markup=False)
        yield StatusLine()
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Count where the search looks, and look from time to time whether others have worked."""
        self.wish = replace(self.wish, limits=heard(self._app.searching.wish.limits))
        self.study_changed()
        self.follow()

    @property
    def words(self) -> WordList:
        """The counts, as rows."""
        return self.query_one(WordList)

    @property
    def is_ready(self) -> bool:
        """Whether what is shown is what is asked for."""
        is_busy = self._counting.is_busy or self._pairing.is_busy
        return self.choices is not None and not is_busy

    def study_changed(self) -> None:
        """Count again: the texts or the codings are others."""
        self.note_event()
        self.read_choices()
        self.query_one(TitleLine).show(f"{self._app.study.title} ▸ Words", self._app.coder)
        self.count(self.wish)

    # ---- counting

    def count(self, wish: WordWish) -> None:
        """Count as wished, in the background."""
        self.wish, self._pairs = wish, None
        self.fill_in()
        if self.table is None:
            self._say_instead(Content.styled("Counting …", "$foreground 60%"))
        self._counting.ask(partial(_counts, self._app.study, wish))

    def _counted(self, table: Table) -> None:
        self.table = table
        self.words.open(table)
        self._show_counts(True)
        self.query_one("#word-head", Static).update(self.words.head())
        self.query_one("#word-notes", Static).update(notes_below(table))
        self._describe()
        if self.wish.kind == "1" and not self.wish.by_stems and words_in_all(table) <= _MOST_FOR_PAIRS:
            study, count = self._app.study, replace(self.wish.count, most=_PAIRS, least=2)
            self._pairing.ask(lambda: collocation_words(study, count))

    def _refused(self, error: QualkitError) -> None:
        self._say_instead(refusal(error))

    def _say_instead(self, text: Content) -> None:
        self.table = None
        self.words.open(None)
        self._show_counts(False)
        self.query_one("#word-refusal", Static).update(text)

    def _show_counts(self, are_shown: bool) -> None:
        self.query_one("#word-refusal").display = not are_shown
        for name in ("#word-head", "#word-about", "#word-notes"):
            self.query_one(name).display = are_shown

    def _paired(self, pairs: Table) -> None:
        self._pairs = pairs
        self._describe()

    def _describe(self) -> None:
        about = self.query_one("#word-about", Static)
        if self.table is None or not self.words.count:
            about.update(Content("Nothing is said often enough here to be listed." if self.table else ""))
        else:
            about.update(about_word(self.table, self.words.highlighted, self._pairs))

    @on(RowList.Highlighted, "#word-list")
    def _highlighted(self, event: RowList.Highlighted) -> None:
        event.stop()
        if event.row == self.words.highlighted:
            self._describe()

    def on_resize(self) -> None:
        """The titles keep to the columns."""
        self.call_after_refresh(lambda: self.query_one("#word-head", Static).update(self.words.head()))

    # ---- what is counted, and where

    @property
    def limits(self) -> Limits:
        """Where it looks now."""
        return self.wish.limits

    def limit(self, limits: Limits) -> None:
        """Look somewhere else."""
        self.count(replace(self.wish, limits=limits))

    def fill_in(self) -> None:
        """Say what is counted, and where."""
        said = {"kind": self.wish.said, **limits_said(self.limits, self.choices)}
        self.query_one(WordSentence).show(said)

    def action_limit(self, field: str) -> None:
        """Fill in one field of the sentence."""
        if field != "kind":
            super().action_limit(field)
            return
        choices = [Choice(id=f"kind-{kind}", label=said) for kind, said in KINDS]

        def take(chosen: str | None) -> None:
            if chosen == "kind-keys":
                self._ask_groups()
            elif chosen is not None:
                self.count(replace(self.wish, kind=chosen.removeprefix("kind-")))

        window = ChoiceWindow("Count what?", choices, chosen=f"kind-{self.wish.kind}")
        self.app.push_screen(window, take)

    def _ask_groups(self) -> None:
        known = self.choices.attributes if self.choices else {}
        groups = [(name, "") for name, values in known.items() if len(values) == 2]
        groups += [(name, value) for name, values in known.items() for value in values]
        if not groups:
            self._app.say("Nothing is known of anybody that could tell two groups apart.")
            return
        lines = [
            Line(id=str(at), text=Content(said), name=said)
            for at, (name, value) in enumerate(groups)
            for said in [f"{name}: {value} or everybody else" if value else _both(name, known[name])]
        ]

        def take(chosen: str | None) -> None:
            if chosen is not None:
                name, value = groups[int(chosen)]
                self.count(replace(self.wish, kind="keys", attribute=name, value=value))

        self.app.push_screen(ChooseOne("Which two groups?", lines), take)

    def action_forms(self) -> None:
        """Count all forms of a word as one, or each by itself."""
        by_stems = not self.wish.by_stems
        self.count(replace(self.wish, by_stems=by_stems))
        self._app.say("All forms of a word count as one." if by_stems else "Each form counts by itself.")

    # ---- words that are left out

    def action_leave_out(self) -> None:
        """Leave the highlighted word out of every count, for good."""
        if self.table is None or not self.words.count:
            return
        if self.wish.kind in ("2", "3", "pairs"):
            self._app.say("Single words are left out: u goes to them.")
            return
        forms = forms_of(self.table, self.words.highlighted)
        said = f'"{self.words.word}" is left out from now on. + brings it back.'
        self._set_stop(lambda: leave_out_words(self._app.study, forms), said)

    def action_bring_back(self) -> None:
        """Count a word again that was left out."""
        stop = self._app.study.manifest.words.stop
        if not stop:
            self._app.say("No word was left out: - leaves the highlighted one out.")
            return

        def take(chosen: str | None) -> None:
            if chosen is not None:
                word = stop[int(chosen)]
                again = partial(count_word_again, self._app.study, word)
                self._set_stop(again, f'"{word}" is counted again.')

        lines = [Line(id=str(at), text=Content(word), name=word) for at, word in enumerate(stop)]
        self.app.push_screen(ChooseOne("Count which word again?", lines), take)

    def _set_stop(self, change: Callable[[], Study], said: str) -> None:
        if (study := self._app.attempt(change)) is not None:
            self._app.set_up_anew(study)
            self._app.say(said)
            self.study_changed()

    # ---- going elsewhere

    @on(RowList.Chosen, "#word-list")
    def _chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        if event.x < 0:
            self.action_open()
        self._describe()

    def action_open(self) -> None:
        """The passages with the highlighted word."""
        if (query := self._query) is not None:
            self._app.search(SearchWish(words=query, limits=self.limits))

    def action_concordance(self) -> None:
        """The highlighted word in its surroundings, line by line."""
        from qualkit.tui.screens.concordance import ConcordanceScreen

        if (query := self._query) is not None:
            self.app.push_screen(ConcordanceScreen(SearchWish(words=query, limits=self.limits)))

    @property
    def _query(self) -> str | None:
        rows: Sequence[object] = self.table.rows if self.table else ()
        return str(self.table.rows[self.words.highlighted]["search"]) if self.table and rows else None

    def action_back(self) -> None:
        """Look everywhere again, then leave."""
        if self.limits != Limits(heard_only=True):
            self.limit(Limits(heard_only=True))
        else:
            self.app.pop_screen()

    # ---- what leaves the study

    def action_copy(self) -> None:
        """Copy the counts as a table."""
        study, wish = self._app.study, self.wish
        if self.table is not None:
            self._app.slowly(lambda: copy_out(study, _counts(study, wish)), self._copy)

    def _copy(self, found: CopiedTable | None) -> None:
        if found is not None:
            self._app.copy(found.text, found.html, what=f"the table{with_small(found.small)}")

    def action_hand_over(self, suffix: str) -> None:
        """Write the counts into a file."""
        if self.table is None:
            self._app.say("There is nothing to hand over: nothing is counted.")
            return
        study, wish, path = self._app.study, self.wish, dated_path(self._app.study, "words", suffix)

        def handed_over(small: int | None) -> None:
            if small is not None:
                self._app.handed_over([path])
                if small:
                    self._app.say(wrote_small(path, small), is_warning=True)

        self._app.say("Writing the table …")
        self._app.slowly(lambda: write_out(study, _counts(study, wish), path), handed_over)


def _counts(study: Study, wish: WordWish) -> Table:
    if wish.kind == "pairs":
        return collocation_words(study, wish.count)
    if wish.kind != "keys":
        return word_table(study, wish.count)
    if wish.value:
        escaped = wish.value.replace("|", "\\|")
        return keyness_words(study, wish.count, key=f"{wish.attribute}={escaped}")
    return keyness_words(study, wish.count, attribute=wish.attribute)


def _both(name: str, values: Sequence[str]) -> str:
    return f"{name}: {values[0]} or {values[1]}"
