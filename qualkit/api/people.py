"""People and records: who is counted, who is quoted, whose coding counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualkit.actions import agree, describe_person, flags, people, samples, screening, tick_sheet
from qualkit.actions.people import PersonView
from qualkit.actions.screening import Which
from qualkit.actions.selection import Selection
from qualkit.model.flag import FlagKind
from qualkit.model.people import Consent
from qualkit.model.source import SpeakerRole

if TYPE_CHECKING:
    from qualkit.model.flag import Flag
    from qualkit.model.table import Table
    from qualkit.study import Study


class People:
    """The part of an open study that is about people and their records."""

    _study: Study

    # ---- in and out

    def leave_out(
        self, file: str, reason: str, *, where: Sequence[str] = (), records: Sequence[str] = ()
    ) -> screening.Screened:
        """Leave records of a data file out of every count, list and bank."""
        return screening.leave_out(self._study, _which(file, where, records), reason)

    def include(
        self, file: str = "", *, where: Sequence[str] = (), records: Sequence[str] = ()
    ) -> screening.Screened:
        """Say that records are in the study; without a condition, all on which nobody has decided yet."""
        return screening.include(self._study, _which(file, where, records))

    def undecide(
        self, file: str, *, where: Sequence[str] = (), records: Sequence[str] = ()
    ) -> screening.Screened:
        """Take back what was decided of records."""
        return screening.undecide(self._study, _which(file, where, records))

    def screening(self, file: str = "", *, where: Sequence[str] = ()) -> Table:
        """Every record with what was decided of it."""
        return screening.screening_table(self._study, file, where)

    def flow(self, file: str = "") -> Table:
        """How many records were received, left out by reason, not decided on, and included."""
        return screening.flow_table(self._study, file)

    def draw_sample(
        self,
        file: str,
        size: int,
        *,
        by: str = "",
        seed: int | None = None,
        name: str = "",
        where: Sequence[str] = (),
    ) -> samples.Sample:
        """Draw records at random, the same ones for the same seed; `--where sample=NAME` means them."""
        return samples.draw_sample(self._study, _which(file, where, ()), size, by=by, seed=seed, name=name)

    def samples(self) -> dict[str, tuple[str, int, str]]:
        """Sample → (data file, number of records, how it was drawn)."""
        return samples.samples(self._study)

    # ---- flags

    def flag(
        self, passage: str, kind: str, text: str = "", *, told: str = "", when: date | None = None
    ) -> str:
        """Flag a passage (`SOURCE#17`): question, audio, identify or safeguarding; gives the flag's id."""
        return flags.flag(self._study, passage, FlagKind(kind), text, told=told, when=when)

    def tell_flag(self, flag_id: str, told: str, when: date | None = None) -> Flag:
        """Note who was told of a flag, and on which day (today)."""
        return flags.tell(self._study, flag_id, told, when)

    def clear_flag(self, flag_id: str, reason: str) -> Flag:
        """Settle a flag; the passage may then be in the bank again."""
        return flags.clear(self._study, flag_id, reason)

    def flags(self, *, with_cleared: bool = False) -> list[Flag]:
        """Flags that are not cleared, safeguarding first."""
        return flags.flags(self._study, with_cleared=with_cleared)

    # ---- who

    def people(self, source: Sequence[str] = ()) -> Table:
        """A row a person: what they said in numbers, what is known of them, what they agreed to."""
        return people.people_table(self._study, source)

    def person(self, name: str) -> PersonView:
        """One person with everything they said."""
        return people.person_view(self._study, name)

    def describe_person(
        self, name: str, *, attributes: Mapping[str, str] | None = None, **said: str
    ) -> describe_person.Described:
        """Say of a person: analysis, quotation, archive (yes, no, not recorded), pseudonym, speaker_role."""
        kinds = {"analysis": Consent, "quotation": Consent, "archive": Consent, "speaker_role": SpeakerRole}
        plain: dict[str, Any] = {key: kinds.get(key, str)(value) for key, value in said.items()}
        wanted = describe_person.Description(attributes=attributes or {}, **plain)
        return describe_person.describe_person(self._study, name, wanted)

    # ---- whose coding counts

    def waiting(
        self, *, source: Sequence[str] = (), where: Sequence[str] = (), codebook: str = ""
    ) -> list[agree.ReadTwice]:
        """Passages that readers coded differently and the team has not decided on."""
        return agree.waiting(self._study, _selection(source, where), codebook)

    def adopt(
        self, coder: str, *, source: Sequence[str] = (), where: Sequence[str] = (), codebook: str = ""
    ) -> agree.Adopted:
        """Make a person's coding the agreed one of passages that two or more have read."""
        return agree.adopt(self._study, coder, _selection(source, where), codebook)

    # ---- in a spreadsheet

    def write_sheet(
        self, file: str | Path, *, source: Sequence[str] = (), where: Sequence[str] = (), codebook: str = "",
        force: bool = False,
    ) -> int:  # fmt: skip
        """Write an Excel sheet to be filled in, with this coder's ticks; gives how many passages it has."""
        wanted = _selection(source, where)
        return tick_sheet.write_tick_sheet(self._study, Path(file), wanted, codebook=codebook, force=force)

    def import_sheet(self, file: str | Path) -> tick_sheet.TicksTaken:
        """Take in what was ticked in such a sheet, as this coder's work."""
        return tick_sheet.import_tick_sheet(self._study, Path(file))


def _selection(source: Sequence[str], where: Sequence[str]) -> Selection:
    return Selection(sources=tuple(source), where=tuple(where))


def _which(file: str, where: Sequence[str], records: Sequence[str]) -> Which:
    return Which(file=file, where=tuple(where), records=tuple(records))
