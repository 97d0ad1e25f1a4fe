"""`participants.csv`: who the speakers are, what they agreed to, and facts about them."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path

from qualkit.errors import FileRefused, Where
from qualkit.importers.cells import Cells, read_cells
from qualkit.model.finding import Finding, Imported, Severity
from qualkit.model.participant import ParticipantRow
from qualkit.model.people import Consent
from qualkit.model.source import SpeakerRole

_COLUMNS = (
    "source", "speaker", "case", "pseudonym", "speaker_role", "analysis", "quotation", "archive",
)  # fmt: skip
_CONSENT = {
    "": Consent.NOT_RECORDED, "not recorded": Consent.NOT_RECORDED, "yes": Consent.YES, "y": Consent.YES,
    "true": Consent.YES, "no": Consent.NO, "n": Consent.NO, "false": Consent.NO,
}  # fmt: skip
_ROLES = {
    **{str(role): role for role in SpeakerRole},
    "facilitator": SpeakerRole.MODERATOR, "interviewer": SpeakerRole.MODERATOR,
    "interviewee": SpeakerRole.PARTICIPANT, "respondent": SpeakerRole.PARTICIPANT,
}  # fmt: skip


def read_participants(path: Path) -> Imported[ParticipantRow]:
    """The rows of a participants file (.csv, .tsv or .xlsx).

    Its columns: source, speaker, case, pseudonym, speaker_role, analysis, quotation, archive; any other is
    an attribute. Case and blanks in their names do not matter. A consent that can't be read counts as no,
    with an error finding; a row that names nobody, or a speaker named before, gives a finding and no item.

    Raises:
        FileRefused: it can't be read, or has neither a speaker nor a case column.
    """
    cells = read_cells(path)
    header, findings = _header(cells, path.name)
    items: list[ParticipantRow] = []
    seen: dict[tuple[str, ...], int] = {}
    for number, row in zip(cells.row_numbers[1:], cells.rows[1:], strict=True):
        where = Where(file=path.name, row=number)
        values = {name: cell.strip() for name, cell in zip(header, row, strict=True) if name}
        wrong = [*_nameless(values, where), *_doubled(values, where, seen)]
        findings += [*_unreadable(values, where), *wrong]
        if not wrong:
            items.append(_participant(values, where))
    return Imported(items=tuple(items), findings=(*cells.findings, *findings))


def _header(cells: Cells, file: str) -> tuple[list[str], list[Finding]]:
    """(the name of each column; empty for one that is not read, what was wrong with them)."""
    names: list[str] = []
    findings: list[Finding] = []
    for place, said in enumerate(cells.rows[0], start=1):
        plain = "_".join(said.casefold().replace("-", " ").replace("_", " ").split())
        name = plain if plain in _COLUMNS else " ".join(said.split())
        if not name and any(row[place - 1].strip() for row in cells.rows[1:]):
            findings.append(_column_not_read(f"Column {place} has no name.", file, cells.row_numbers[0]))
        if name and name in names:
            findings.append(_column_not_read(f"A second column {name!r}.", file, cells.row_numbers[0]))
            name = ""
        names.append(name)
    if not {"speaker", "case"} & set(names):
        raise FileRefused(
            "The file has neither a column `speaker` nor a column `case`, so it names nobody.",
            Where(file=file, row=cells.row_numbers[0]),
            f"Its first row holds the names of the columns: {', '.join(_COLUMNS)}, and any attributes.",
        )
    return names, findings


def _column_not_read(message: str, file: str, row: int) -> Finding:
    return Finding(
        rule="participant-column",
        severity=Severity.WARNING,
        message=f"{message} It was not read.",
        where=Where(file=file, row=row),
        hint="Give it a name of its own.",
    )


def _unreadable(values: Mapping[str, str], where: Where) -> list[Finding]:
    """An error for each cell that holds something unknown; a consent then counts as no."""
    findings = []
    for column, known in (("analysis", _CONSENT), ("quotation", _CONSENT), ("archive", _CONSENT)):
        if values.get(column, "").casefold() not in known:
            hint = "It counts as no. Write yes or no, or leave it empty where it was not recorded."
            findings.append(_error(f"{values[column]!r} is neither yes nor no.", where, column, hint))
    role = values.get("speaker_role", "")
    if role and role.casefold() not in _ROLES:
        near = get_close_matches(role.casefold(), list(_ROLES), n=1)
        roles = ", ".join(str(found) for found in SpeakerRole)
        hint = f'Did you mean "{near[0]}"?' if near else f"Known ones: {roles}."
        findings.append(_error(f"{role!r} is no part that a speaker can have.", where, "speaker_role", hint))
    return findings


def _nameless(values: Mapping[str, str], where: Where) -> list[Finding]:
    """An error for a row that names nobody."""
    if (values.get("source") and values.get("speaker")) or values.get("case"):
        return []
    return [_error("The row names nobody.", where, "", "Each row needs a source and a speaker, or a case.")]


def _doubled(values: Mapping[str, str], where: Where, seen: dict[tuple[str, ...], int]) -> list[Finding]:
    """An error for a row about a speaker, or a case without one, that an earlier row is about."""
    source, speaker, case = (values.get(name, "") for name in ("source", "speaker", "case"))
    who = (source.casefold(), speaker.casefold()) if speaker else (case.casefold(),)
    if not any(who):
        return []
    first = seen.setdefault(who, where.row or 0)
    if first == where.row:
        return []
    named = f"{speaker} of {source}" if speaker else case
    return [
        _error(
            f"{named} comes a second time; the first is in row {first}.", where, "", "Keep one of the two."
        )
    ]


def _error(message: str, where: Where, column: str, hint: str) -> Finding:
    return Finding(
        rule="participant",
        severity=Severity.ERROR,
        message=message,
        where=Where(file=where.file, row=where.row, column=column),
        hint=hint,
    )


def _participant(values: Mapping[str, str], where: Where) -> ParticipantRow:
    consent = {
        name: _CONSENT.get(values.get(name, "").casefold(), Consent.NO)
        for name in ("analysis", "quotation", "archive")
    }
    role = values.get("speaker_role", "").casefold()
    return ParticipantRow(
        source=values.get("source", ""),
        speaker=values.get("speaker", ""),
        case=values.get("case", ""),
        pseudonym=values.get("pseudonym", ""),
        speaker_role=_ROLES.get(role),
        analysis=consent["analysis"],
        quotation=consent["quotation"],
        archive=consent["archive"],
        attributes={name: value for name, value in values.items() if name not in _COLUMNS and value},
        where=where,
    )
