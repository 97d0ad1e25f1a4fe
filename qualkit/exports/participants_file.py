"""participants.csv with some rows changed: what else stands in it, and its columns, stay as they are."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from qualkit.importers.delimited import delimited_rows
from qualkit.importers.encoding import decode

COLUMNS = ("source", "speaker", "case", "pseudonym", "speaker_role", "analysis", "quotation", "archive")
_FILE = "participants.csv"


@dataclass(slots=True)
class ParticipantsFile:
    """The file as rows of cells; columns are found by their names, however these are written."""

    header: list[str]
    rows: list[list[str]]
    delimiter: str = ","
    encoding: str = "utf-8"

    @classmethod
    def read(cls, data: bytes) -> ParticipantsFile:
        """The file's cells; of no bytes, a file with its usual columns."""
        if not data.strip():
            return cls(list(COLUMNS), [])
        decoded = decode(data, file=_FILE)
        rows = [cells for _, cells in delimited_rows(decoded.text, file=_FILE, suffix=".csv")]
        first = decoded.text.split("\n", 1)[0]
        marked = data.startswith(b"\xef\xbb\xbf") or decoded.encoding != "utf-8"
        delimiter = max((",", ";", "\t"), key=first.count)
        return cls(
            rows[0], [row for row in rows[1:] if any(row)], delimiter, "utf-8-sig" if marked else "utf-8"
        )

    def change(self, wanted: Callable[[Mapping[str, str]], bool], values: Mapping[str, str]) -> int:
        """Set cells in every row that is wanted; gives how many rows that were. New columns come last."""
        places = {name: self._place(name) for name in values}
        count = 0
        for row in self.rows:
            if wanted(self.plain(row)):
                row.extend([""] * (len(self.header) - len(row)))
                for name, value in values.items():
                    row[places[name]] = value
                count += 1
        return count

    def add(self, values: Mapping[str, str]) -> None:
        """A new row, as the last."""
        places = {name: self._place(name) for name in values}
        row = [""] * len(self.header)
        for name, value in values.items():
            row[places[name]] = value
        self.rows.append(row)

    def data(self) -> bytes:
        """The file's bytes."""
        out = io.StringIO(newline="")
        writer = csv.writer(out, delimiter=self.delimiter, lineterminator="\n")
        writer.writerow(self.header)
        writer.writerows(row + [""] * (len(self.header) - len(row)) for row in self.rows)
        return out.getvalue().encode(self.encoding)

    def _place(self, name: str) -> int:
        names = [_plain_name(one) for one in self.header]
        if _plain_name(name) not in names:
            self.header.append(name)
            return len(self.header) - 1
        return names.index(_plain_name(name))

    def plain(self, row: list[str]) -> dict[str, str]:
        """A row by the names of its columns."""
        return {_plain_name(name): cell.strip() for name, cell in zip(self.header, row, strict=False)}


def _plain_name(name: str) -> str:
    return "_".join(name.casefold().replace("-", " ").replace("_", " ").split())
