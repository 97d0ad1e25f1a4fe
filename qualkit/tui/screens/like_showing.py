"""More like this on the screen: what was asked for, the nearest passages, the highlighted one in full."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Footer, Static

from qualkit.actions.similar import MOST, Like, Similar, SimilarOptions, similar
from qualkit.actions.topics import TopicWatch
from qualkit.actions.whose_passages import codes_on_passages, passages_stand, whose_passages
from qualkit.actions.workspace import codebook_view
from qualkit.errors import QualkitError
from qualkit.model.codebook import Codebook
from qualkit.model.display import display_safe
from qualkit.model.source import Source
from qualkit.study import Study
from qualkit.tui.code_marks import code_marks
from qualkit.tui.columns import counted, cut, one_line
from qualkit.tui.latest import Latest
from qualkit.tui.long_work import LongWork, Told
from qualkit.tui.screens.message import Field, FormWindow
from qualkit.tui.screens.study_screen import StudyScreen
from qualkit.tui.widgets.passage_rows import NearPassage, PassageRows
from qualkit.tui.widgets.row_list import RowList
from qualkit.tui.widgets.status_line import StatusLine
from qualkit.tui.widgets.title_line import TitleLine

_DIM = "$foreground 60%"
_TELL_EVERY = 0.2
_TITLE = 90
Codes = Sequence[tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundLike:
    """What was found, who said it, and what is coded on it."""

    similar: Similar
    who: tuple[str, ...]
    codes: Codes
    titles: dict[str, str]


class LikeShowingScreen(StudyScreen):
    """Passages nearest in meaning. Nothing is changed here; LikeScreen does that."""

    AUTO_FOCUS = "PassageRows"
    CSS = """
    #like-told { height: auto; max-height: 4; padding: 0 1; }
    LikeScreen.-tall #like-told { margin: 1 0; }
    #like-list { height: 3fr; }
    #like-passage { height: 2fr; padding: 0 1; border-top: solid $border-blurred; }
    #like-passage Static { height: auto; }
    """

    def __init__(self, like: Like | None = None, *, words: str = "", code_ids: tuple[str, ...] = ()) -> None:
        """`words`: those of the passage; `code_ids`: the code that is asked by, and those below it."""
        super().__init__()
        self._words = words
        self.like = like
        self.code_ids = code_ids
        self.found: FoundLike | None = None
        self.books: tuple[Codebook, ...] = ()
        self._most = MOST
        self._finding = LongWork[FoundLike](self, self._took, self._refused)
        self._renewing = Latest[Codes | None](self, self._took_codes)

    def compose(self) -> ComposeResult:
        """What was asked for, what was found, the highlighted passage."""
        yield TitleLine()
        yield Static("", id="like-told", markup=False)
        yield PassageRows(can_mark=True, id="like-list")
        with VerticalScroll(id="like-passage", can_focus=False):
            yield Static("", id="like-text", markup=False)
        yield StatusLine()
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Look for them; ask for a sentence where nothing was asked for."""
        self.study_changed()
        self.follow()
        self.set_interval(_TELL_EVERY, self._tell_progress)
        if self.like is None:
            self._entitle()
            self._tell("Passages are listed by what they mean: type a sentence with /.")
            self.call_after_refresh(self.action_words)
        else:
            self.look()

    def on_unmount(self) -> None:
        """Nobody waits any more."""
        self._finding.stop()

    @property
    def is_ready(self) -> bool:
        """Whether nothing is being looked for."""
        return not self._finding.is_busy and not self._renewing.is_busy

    @property
    def rows(self) -> PassageRows:
        """What was found."""
        return self.query_one(PassageRows)

    # ---- looking

    def look(self) -> None:
        """Find what is nearest, in the background."""
        if self.like is None:
            return
        self._entitle()
        options = SimilarOptions(most=self._most)
        only_mine = self._app.is_blind
        self._finding.start(partial(_found, self._app.study, self.like, options, only_mine))

    def action_words(self) -> None:
        """Ask for a sentence."""

        def take(typed: tuple[str, ...] | None) -> None:
            if typed is not None and typed[0]:
                self.like, self.code_ids, self._most = Like(text=typed[0]), (), MOST
                self._words = ""
                self.rows.mark_all(is_so=False)
                self.look()
            elif self.like is None and typed is None:
                self.app.pop_screen()

        field = Field(label="A sentence, or a few words", hint="nobody asked me how I was")
        self.app.push_screen(FormWindow("Passages that mean the like", [field], accept="Find them"), take)

    def action_more(self) -> None:
        """List twice as many."""
        if self.found is not None and len(self.found.similar.found) < self._most:
            self._app.say("There are no more that are anything like it.")
        elif self.found is not None:
            self._most *= 2
            self.look()

    def stop(self) -> bool:
        """Stop looking; gives whether it was."""
        return self._finding.stop()

    def _took(self, found: FoundLike) -> None:
        row = self.rows.highlighted if self.found is not None else 0
        self.found = found
        self.rows.titles = found.titles
        self.rows.wanted = frozenset(self.code_ids)
        self.rows.otherwise = "Nothing was found that is anything like it."
        self.rows.open(_near(found), row)
        among = found.similar.table.notes[0]
        asked = f"Like “{cut(self._words, 240)}”\n" if self._words else ""
        self._tell(f"{asked}Nearest in meaning first; nearness orders them and decides nothing. {among}")
        self._entitle()
        self._describe()

    def _refused(self, error: QualkitError) -> None:
        self.rows.open(())
        self.query_one("#like-told", Static).update(
            Content.assemble((display_safe(error.message), "$warning"), "\n", display_safe(error.hint))
        )

    def _tell(self, text: str) -> None:
        self.query_one("#like-told", Static).update(Content.styled(display_safe(text), "$foreground 75%"))

    def _tell_progress(self) -> None:
        if self._finding.is_busy:
            self._tell(f"{self._finding.said}\nEsc stops it.")

    def _entitle(self) -> None:
        title = self.found.similar.title if self.found and not self._finding.is_busy else "More like this"
        marked = len(self.rows.marked)
        said = f"{counted(marked, 'passage')} marked · " if marked else ""
        blind = "blind · " if self._app.is_blind else ""
        left = f"{self._app.study.title} ▸ Passages {title}" if title.startswith("like") else title
        self.query_one(TitleLine).show(cut(left, _TITLE), f"{said}{blind}{self._app.coder}")

    # ---- the highlighted one

    @on(RowList.Highlighted, "#like-list")
    def _highlighted(self, event: RowList.Highlighted) -> None:
        event.stop()
        self._describe()

    @on(PassageRows.MarksChanged)
    def _marks_changed(self, event: PassageRows.MarksChanged) -> None:
        event.stop()
        self._entitle()

    def _describe(self) -> None:
        one, text = self.rows.highlighted_passage, Content("")
        if one is not None:
            segment = one.passage.segment
            title = self.rows.titles.get(segment.source, segment.source)
            head = [(one_line(one.who), "bold $accent"), ("   " if one.who else "", "")]
            head.append((f"{one_line(title)}, {segment.ordinal:,}", _DIM))
            text = Content.assemble(*head, "\n", self._coded(one), display_safe(one.passage.text))
        self.query_one("#like-text", Static).update(text)

    def _coded(self, one: NearPassage) -> Content:
        names = {code.id: code.name for book in self.books for code in book.codes}
        marks = self.rows.code_marks
        pieces: list[str | tuple[str, str]] = []
        for code in one.codes:
            if code in names and code in marks:
                mark = marks[code]
                pieces += [(mark.letters, f"bold {mark.colour}"), f" {one_line(names[code])}   "]
        return Content.assemble(*pieces, "\n") if pieces else Content.styled("Nothing is coded here.\n", _DIM)

    # ---- what others do

    def study_changed(self) -> None:
        """Codes may be others; where the texts are, it is looked for anew."""
        self.note_event()
        study, found, only_mine = self._app.study, self.found, self._app.is_blind
        views = self._app.attempt(codebook_view, study)
        if views is not None:
            self.books = tuple(view.codebook for view in views)
            self.rows.code_marks = code_marks(self.books)
        if found is not None:
            self._renewing.ask(lambda: _codes_by_now(study, found, only_mine))

    def _took_codes(self, codes: Codes | None) -> None:
        if codes is None:
            self.found = None
            self.rows.open(())
            self._describe()
            self.look()
        elif self.found is not None and len(codes) == len(self.found.codes):
            self.found = replace(self.found, codes=codes)
            self.rows.renew(_near(self.found))
            self._describe()


def _near(found: FoundLike) -> list[NearPassage]:
    return [
        NearPassage(passage=one.passage, nearness=one.nearness, who=who, codes=codes)
        for one, who, codes in zip(found.similar.found, found.who, found.codes, strict=True)
    ]


def _found(
    study: Study,
    like: Like,
    options: SimilarOptions,
    only_mine: bool,
    told: Told,
    is_stopped: Callable[[], bool],
) -> FoundLike:
    found = similar(study, like, options, watch=TopicWatch(told=told, is_stopped=is_stopped))
    passages = [one.passage for one in found.found]
    return FoundLike(
        similar=found,
        who=whose_passages(study, passages),
        codes=codes_on_passages(study, passages, only_mine=only_mine),
        titles=_titles(study),
    )


def _titles(study: Study) -> dict[str, str]:
    from qualkit.actions.search_choices import search_choices

    every: Sequence[Source] = search_choices(study).sources
    return {one.name: one.title or one.name for one in every}


def _codes_by_now(study: Study, found: FoundLike, only_mine: bool) -> Codes | None:
    """The codes that are on the passages by now; None where the passages are others."""
    passages = [one.passage for one in found.similar.found]
    if not passages_stand(study, passages):
        return None
    return codes_on_passages(study, passages, only_mine=only_mine)
