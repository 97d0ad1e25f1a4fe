"""A study with the verbs of the command line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from qualkit.actions import add as adding
from qualkit.actions import (
    apply,
    bank,
    catch_up,
    checking,
    codebook_files,
    coding,
    disclosing,
    finish,
    hand_over,
    history,
    import_codings,
    list_codings,
    load,
    make,
    memos,
    opening,
    quotes,
    save,
    status,
)
from qualkit.actions.finish import Finished
from qualkit.actions.selection import Selection
from qualkit.api.codebook import Codebooks
from qualkit.api.correcting import Correcting
from qualkit.api.counting import Counting
from qualkit.api.finding import Finding
from qualkit.api.people import People
from qualkit.api.suggesting import Suggesting
from qualkit.api.together import Together
from qualkit.api.topics import Topics
from qualkit.model.codebook import Codebook
from qualkit.model.coding import Memo
from qualkit.model.place import Place
from qualkit.model.source import SpeakerRole
from qualkit.model.table import Table
from qualkit.study import Study as _Study

if TYPE_CHECKING:
    import pandas

PathLike = str | Path


class Study(Codebooks, Correcting, Counting, Finding, People, Suggesting, Together, Topics):
    """An open study. Every method that changes it is one step of undo; use it in a `with`, or close it."""

    def __init__(self, opened: opening.Opened) -> None:
        self._study: _Study = opened.study
        self.loaded = opened.loaded
        """What the study's text files brought when it was opened."""

    def __enter__(self) -> Study:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the study. Nothing is saved as text by closing: see `save`."""
        self._study.close()

    @property
    def title(self) -> str:
        """The study's title."""
        return self._study.title

    @property
    def folder(self) -> Path:
        """The study's folder."""
        return self._study.folder

    @property
    def coder(self) -> str:
        """Who works."""
        return self._study.coder

    # ---- bringing in

    def add(
        self, *files: PathLike, speakers: Mapping[str, str] | None = None, **options: Any
    ) -> adding.Added:
        """Bring in files as proposed. `speakers` maps a name to its part, such as "moderator".

        `options` are the fields of `qualkit.actions.add.AddOptions`. Raises FileRefused where a file can't
        be read; then nothing is brought in.
        """
        roles = {name: SpeakerRole(role) for name, role in (speakers or {}).items()}
        plans = self.plan_add(*files, speakers=roles, **options)
        return adding.accept(self._study, plans)

    def plan_add(self, *files: PathLike, **options: Any) -> tuple[adding.Plan, ...]:
        """What files would become, for looking at first; nothing is changed."""
        return adding.plan_add(self._study, [Path(file) for file in files], adding.AddOptions(**options))

    def import_codebook(self, file: PathLike, *, name: str = "") -> Codebook:
        """Bring in a codebook (.yaml, .csv, .xlsx); codes that the file does not have are kept."""
        return codebook_files.import_codebook(
            self._study, codebook_files.plan_codebook(self._study, Path(file), name=name)
        )

    def export_codebook(self, file: PathLike, *, name: str = "", force: bool = False) -> None:
        """Write a codebook by suffix: .yaml, .csv, .xlsx."""
        codebook_files.export_codebook(self._study, Path(file), name=name, force=force)

    # ---- coding

    def code(
        self, code: str, *, match: str, unit: apply.Unit = "span", match_case: bool = False, **selection: Any
    ) -> int:
        """Code every passage that meets a pattern; gives how many codings are new.

        `selection` are the fields of `qualkit.actions.selection.Selection`: sources, where, speaker_roles.
        """
        plan = self._plan(code, match, unit, match_case, selection)
        return apply.code_all(self._study, plan)

    def propose(
        self, code: str, *, match: str, unit: apply.Unit = "span", match_case: bool = False, **selection: Any
    ) -> int:
        """Leave every passage that meets a pattern as a proposal; gives how many are new."""
        plan = self._plan(code, match, unit, match_case, selection)
        return apply.propose_all(self._study, plan)

    def _plan(
        self, code: str, match: str, unit: apply.Unit, match_case: bool, selection: Mapping[str, Any]
    ) -> apply.CodePlan:
        wanted = Selection(**selection)
        return apply.plan_code(self._study, code, match, selection=wanted, unit=unit, match_case=match_case)

    def apply(self, codes: Sequence[str], source: str, places: Sequence[Place]) -> coding.Applied:
        """Put codes, given by their paths, on passages of one source; what is coded so already stays."""
        ids = [self._code_id(code) for code in codes]
        return coding.apply_codes(self._study, source, places, ids)

    def remove_codings(self, ids: Sequence[str]) -> int:
        """Take this coder's codings off again; gives how many went. Refused for a colleague's."""
        return coding.remove_codings(self._study, ids)

    def note(self, coding_id: str, text: str) -> bool:
        """Write this coder's memo on a coding of theirs; an empty text takes it away."""
        return coding.set_memo(self._study, coding_id, text)

    def mark_read(self, source: str, segments: Sequence[str], codebooks: Sequence[str]) -> int:
        """Mark some passages of a source, by their keys, as read for codebooks; gives how many are new."""
        return coding.mark_read(self._study, source, segments, codebooks)

    def mark_unread(self, source: str, segments: Sequence[str], codebooks: Sequence[str]) -> int:
        """Say that passages have not been read after all; gives how many that changed."""
        return coding.mark_unread(self._study, source, segments, codebooks)

    def import_codings(self, file: PathLike) -> import_codings.ImportedCodings:
        """Take codings from a .csv file, by place or by source and quote."""
        return import_codings.import_codings(self._study, Path(file))

    def finish(
        self,
        source: Sequence[str] = (),
        codebook: Sequence[str] = (),
        *,
        where: Sequence[str] = (),
        stretch: tuple[str, str] = ("", ""),
    ) -> Finished:
        """Mark sources as read by this coder, for codebooks (all, where none is named).

        `stretch` is the first and the last passage of one source: a turn's number, or a record's id.
        """
        return finish.finish(self._study, source=source, codebook=codebook, where=where, stretch=stretch)

    def unfinish(
        self,
        source: Sequence[str] = (),
        codebook: Sequence[str] = (),
        *,
        where: Sequence[str] = (),
        stretch: tuple[str, str] = ("", ""),
    ) -> Finished:
        """Say that this coder has not read sources after all."""
        return finish.unfinish(self._study, source=source, codebook=codebook, where=where, stretch=stretch)

    def memo(self, text: str, *, about: str = "study", target: str = "") -> Memo:
        """Write a memo on the study, a source, a passage (`SOURCE#17`), a person, a code or a coding."""
        return memos.add_memo(self._study, text, about=about, target=target)

    def undo(self) -> str:
        """Take back this coder's last step and say what it was."""
        return history.undo(self._study)

    def redo(self) -> str:
        """Do this coder's last undone step again and say what it was."""
        return history.redo(self._study)

    # ---- looking

    def status(self) -> status.Status:
        """What the study holds, and how far it is read and coded."""
        return status.status(self._study)

    def codebook(self, name: str = "") -> Table:
        """Every code with its definition and how many codings it has."""
        return codebook_files.codebook_table(self._study, name=name)

    def codings(self, *, code: str = "", coder: str = "", **selection: Any) -> Table:
        """One row a coding, in the order of sources and places."""
        wanted = Selection(**selection)
        return list_codings.codings_table(self._study, selection=wanted, code=code, coder=coder)

    def memos(self) -> Table:
        """All memos, oldest first."""
        return memos.memos_table(self._study)

    def log(self, coder: str = "") -> Table:
        """Who did what, when, oldest first."""
        return history.log_table(self._study, coder=coder)

    def check_anchors(self) -> checking.Checked:
        """Whether the exact words of every coding stand at its place."""
        return checking.anchors(self._study)

    def check_disclosure(self) -> checking.Checked:
        """What the study's standard tables would tell of few people."""
        return disclosing.disclosure(self._study)

    def check_codebook(self, name: str = "") -> checking.Checked:
        """Codes without definition, never used, or with nearly the same name."""
        return checking.codebook(self._study, name=name)

    # ---- choosing quotes

    def bank(self, *, context: int = 1) -> bank.BankView:
        """Every theme with its passages: chosen quotes first, in their order."""
        return bank.bank_view(self._study, context=context)

    def choose(self, coding_ids: Sequence[str]) -> int:
        """Choose coded passages for the bank; gives how many are new."""
        return bank.choose(self._study, coding_ids)

    def unchoose(self, coding_ids: Sequence[str]) -> int:
        """Take passages out of the bank again; gives how many went."""
        return bank.unchoose(self._study, coding_ids)

    def move_quote(self, coding_id: str, *, before: str = "", after: str = "") -> None:
        """Put a chosen quote before or after another one of its theme."""
        bank.move_quote(self._study, coding_id, before=before, after=after)

    def mark_for_display(self, coding_id: str, is_display: bool = True) -> None:
        """Mark a quote to be set apart, large, or no longer."""
        bank.mark_for_display(self._study, coding_id, is_display)

    def word_quote(self, coding_id: str, wording: str) -> str:
        """Edit a quote's words: `[...]`, `[words]`, `[sic]`, an opening capital; empty: as they were said."""
        return bank.word_quote(self._study, coding_id, wording)

    def attribute_quote(self, coding_id: str, attribution: str) -> None:
        """Write who a quote is by, as it will print; empty: as the study says."""
        bank.attribute_quote(self._study, coding_id, attribution)

    # ---- handing over

    def quotes(self, **options: Any) -> quotes.Gathered:
        """The quote bank. `options` are the fields of `qualkit.actions.quotes.BankOptions`."""
        return quotes.gather(self._study, quotes.BankOptions(**options))

    def write_quotes(
        self, file: PathLike, *, template: PathLike | None = None, force: bool = False, **options: Any
    ) -> tuple[Path, ...]:
        """Write the quote bank by suffix: .docx, .xlsx, .html, .md, .csv, .json; gives the files written."""
        house_style = Path(template) if template else None
        gathered = self.quotes(**options)
        return quotes.export_quotes(self._study, gathered, Path(file), template=house_style, force=force)

    def hand_over(self, suffix: hand_over.Suffix) -> tuple[Path, ...]:
        """Write the quote bank into exports/ with date and time in its name: docx, xlsx or html."""
        return hand_over.hand_over(self._study, suffix)

    # ---- the work as text

    def save(self) -> tuple[str, ...]:
        """Write the work as text files; gives those that were written."""
        return save.save(self._study).written

    def load(self, keep: Literal["", "mine", "theirs"] = "") -> load.Loaded:
        """Take in what changed in the text files, and settle conflicts for one side."""
        return load.load(self._study, keep) if keep else catch_up.catch_up(self._study)


def open_study(folder: PathLike | None = None, *, coder: str = "") -> Study:
    """Open the study in a folder, or the nearest one above the working directory."""
    return Study(opening.open_study(Path(folder) if folder is not None else None, coder))


def new(folder: PathLike, *, title: str = "", data_in_git: bool = False, coder: str = "") -> Study:
    """Make a study in a folder, and open it."""
    return open_study(make.new_study(Path(folder), title=title, data_in_git=data_in_git), coder=coder)


def to_frame(table: Table) -> pandas.DataFrame:
    """A table as a pandas DataFrame: one column a key, values as they are."""
    import pandas as pd

    return pd.DataFrame(list(table.rows), columns=[column.key for column in table.columns])
