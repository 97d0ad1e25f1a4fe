"""Rows of an Excel workbook as a person sees them on the sheet."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualkit.errors import FileRefused, NotFound, Where
from qualkit.importers.delimited import NumberedRow
from qualkit.importers.packages import SafePackage, open_package
from qualkit.model.finding import Finding, Severity

if TYPE_CHECKING:
    from openpyxl import Workbook

_LINE_END = re.compile(r"_x000D_\n?|\r\n?")
_ONLY_ZEROS = re.compile(r"0+")
_WITHOUT_RESULT = re.compile(rb"(?:</f>|<f[^>]*/>)\s*(?:<v\s*/>|<v></v>)?\s*</c>")
_NAMED_ONE_BY_ONE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRows:
    """The rows of one sheet that hold anything, with their numbers on the sheet."""

    rows: tuple[NumberedRow, ...]
    sheet: str
    findings: tuple[Finding, ...]


def workbook_rows(path: Path, *, sheet: str = "") -> SheetRows:
    """The rows of the named sheet, or of the first one with anything in it.

    Whole numbers come without a decimal point, dates as ISO 8601, yes and no as TRUE and FALSE, percentages
    with their sign. A cell that shows an error (`#N/A`) comes empty, with a finding.

    Raises:
        FileRefused: no workbook, a damaged one, or one behind a password.
        NotFound: no sheet of that name.
    """
    package = open_package(path)
    if package.kind != "an Excel workbook":
        raise _damaged(package.file)
    lost = _lost_results(package)
    workbook, formulas = _opened(path), _opened(path, formulas=True) if lost else None
    try:
        return _rows_of(workbook, formulas, path.name, sheet)
    except (FileRefused, NotFound):
        raise
    except Exception as error:  # openpyxl raises whatever its XML parser and its own code happen to raise
        raise _damaged(path.name) from error
    finally:
        workbook.close()
        if formulas:
            formulas.close()


def _opened(path: Path, *, formulas: bool = False) -> Workbook:
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions, which are not read
            return load_workbook(path, read_only=True, data_only=not formulas, keep_links=False)
    except Exception as error:  # openpyxl raises whatever zipfile, its XML parser and its own code raise
        raise _damaged(path.name) from error


def _damaged(file: str) -> FileRefused:
    return FileRefused(
        "This is no Excel workbook, or a damaged one.",
        Where(file=file),
        "Open it in a spreadsheet program and save it again as .xlsx or .csv.",
    )


def _rows_of(workbook: Workbook, formulas: Workbook | None, file: str, wanted: str) -> SheetRows:
    names = [worksheet.title for worksheet in workbook.worksheets]
    for name in [_named(names, wanted, file)] if wanted else names:
        findings: list[Finding] = []
        where = f"{file}, sheet {name}"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            rows = tuple(_filled_rows(workbook[name], formulas and formulas[name], where, findings))
        if rows:
            others = [other for other in names if other != name]
            said = [] if wanted or not others else [_other_sheets(name, others, file)]
            return SheetRows(rows=rows, sheet=name, findings=(*said, *_first_of(findings, file)))
    empty = f"The sheet {wanted!r} is empty." if wanted else "The workbook holds no cell with anything in it."
    raise FileRefused(empty, Where(file=file))


def _named(names: list[str], wanted: str, file: str) -> str:
    by_folded = {name.casefold().strip(): name for name in names}
    found = by_folded.get(wanted.casefold().strip())
    if found is None:
        near = get_close_matches(wanted, names, n=3) or names
        raise NotFound(f"There is no sheet {wanted!r}.", Where(file=file), candidates=near)
    return found


def _filled_rows(worksheet: Any, formulas: Any, where: str, findings: list[Finding]) -> Iterator[NumberedRow]:
    worksheet.reset_dimensions()  # what other programs write there is often wrong
    if formulas is None:
        for number, row in enumerate(worksheet.iter_rows(), start=1):
            if any(cell.value is not None for cell in row):
                yield number, [_shown(cell, where, findings) for cell in row]
        return
    formulas.reset_dimensions()
    both = zip(worksheet.iter_rows(), formulas.iter_rows(), strict=True)
    for number, (row, written) in enumerate(both, start=1):
        if any(cell.value is not None for cell in written):
            pairs = zip(row, written, strict=True)
            yield (
                number,
                [_shown(cell, where, findings) or _formula(as_, where, findings) for cell, as_ in pairs],
            )


def _formula(cell: Any, where: str, findings: list[Finding]) -> str:
    """What stands in a cell whose result was not saved; it may be an answer that begins with `=`."""
    if cell.data_type != "f":
        return ""
    text = str(getattr(cell.value, "text", cell.value))
    findings.append(
        Finding(
            rule="formula-without-result",
            severity=Severity.WARNING,
            message=f"The cell {cell.coordinate} has a formula without its result; it was read as {text!r}.",
            where=Where(file=where, row=cell.row),
            hint="If it should be a result, open the file in a spreadsheet program and save it there.",
        )
    )
    return text


def _shown(cell: Any, where: str, findings: list[Finding]) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return _text(cell, value, where, findings)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number(value, cell.number_format or "")
    return _moment(value)


def _text(cell: Any, value: str, where: str, findings: list[Finding]) -> str:
    if cell.data_type != "e":
        return _LINE_END.sub("\n", value) if "\r" in value or "_x000D_" in value else value
    findings.append(
        Finding(
            rule="error-cell",
            severity=Severity.WARNING,
            message=f"The cell {cell.coordinate} shows the error {value}; it was read as empty.",
            where=Where(file=where, row=cell.row),
        )
    )
    return ""


def _number(value: float, number_format: str) -> str:
    if number_format.endswith("%"):
        return f"{value * 100:.15g}%"
    if isinstance(value, float) and not (value.is_integer() and abs(value) < 1e15):
        return f"{value:.15g}"
    whole = str(int(value))
    return whole.zfill(len(number_format)) if _ONLY_ZEROS.fullmatch(number_format) and value >= 0 else whole


def _moment(value: object) -> str:
    if isinstance(value, datetime):
        rounded = (value + timedelta(microseconds=500_000)).replace(microsecond=0, tzinfo=None)
        return rounded.date().isoformat() if rounded.time() == time() else rounded.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat(timespec="seconds")
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return str(value)


def _other_sheets(name: str, others: list[str], file: str) -> Finding:
    left = ", ".join(others)
    return Finding(
        rule="other-sheets",
        severity=Severity.NOTE,
        message=f"The sheet {name!r} was read; not read: {left}.",
        where=Where(file=file),
        hint="Another sheet is chosen with --sheet.",
    )


def _first_of(findings: list[Finding], file: str) -> tuple[Finding, ...]:
    if len(findings) <= _NAMED_ONE_BY_ONE:
        return tuple(findings)
    more = (
        f"{len(findings) - _NAMED_ONE_BY_ONE} more cells show an error or hold a formula without its result."
    )
    rest = Finding(rule="more-cells", severity=Severity.WARNING, message=more, where=Where(file=file))
    return (*findings[:_NAMED_ONE_BY_ONE], rest)


def _lost_results(package: SafePackage) -> bool:
    """Whether formulas were saved without their results, as programs other than spreadsheets do."""
    sheets = [name for name in package.names if name.startswith("xl/worksheets/") and name.endswith(".xml")]
    return any(_WITHOUT_RESULT.search(package.read(name) or b"") for name in sheets)
