"""The chosen quotes as rows of the bank's text file, and rows of the file as chosen quotes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from qualkit.model.codebook import Codebook
from qualkit.model.coding import Coding
from qualkit.model.quote import Quote
from qualkit.store import bank, codings, schema
from qualkit.store.codings import Places
from qualkit.store.writer import coder_id, now

BANK = "coding/bank.csv"
_OF_QUOTE = ("position", "wording", "attribution", "display", "chosen_by", "created")
_OF_CODING = ("source", "segment", "start", "end_segment", "end", "code_id", "code", "quote")
FIELDS = ("id", "coding_id", *_OF_CODING, *_OF_QUOTE)
"""What is said of the coding is for people, and for finding one alike where the coding itself is gone."""


def bank_rows(connection: Connection, books: Iterable[Codebook]) -> list[dict[str, str]]:
    """The rows of the bank's file: by theme, then in the order of its quotes."""
    quotes = bank.quotes(connection)
    by_id = {one.id: one for one in codings.codings(connection)} if quotes else {}
    paths: dict[str, str] = {}
    themes: dict[str, int] = {}
    for book in books:
        for theme in book.themes:
            rank = len(themes)  # grows from theme to theme
            for code_id in book.under(theme.id):
                paths[code_id] = f"{book.name}:{book.path(code_id)}"
                themes[code_id] = rank
    here = [(by_id[quote.coding], quote) for quote in quotes if quote.coding in by_id]
    here.sort(key=lambda both: (themes[both[0].code], both[1].order))
    return [_row(quote, coding, paths[coding.code]) for coding, quote in here]


def _row(quote: Quote, coding: Coding, path: str) -> dict[str, str]:
    place = coding.place
    return _own(quote) | {
        "source": coding.source,
        "segment": place.segment,
        "start": str(place.start),
        "end_segment": place.end_segment,
        "end": str(place.end),
        "code_id": coding.code,
        "code": path,
        "quote": coding.quote,
    }


def _own(quote: Quote) -> dict[str, str]:
    return {
        "id": quote.id,
        "coding_id": quote.coding,
        "position": str(quote.position),
        "wording": quote.wording,
        "attribution": quote.attribution,
        "display": "yes" if quote.is_display else "",
        "chosen_by": quote.chosen_by,
        "created": quote.created,
    }


def said_of_quote(row: Mapping[str, Any]) -> dict[str, Any]:
    """What a row says of the quote itself: what two versions of it are compared by."""
    return {name: row.get(name, "") for name in _OF_QUOTE}


def without_coding(
    connection: Connection, rows: Mapping[str, Mapping[str, Any]]
) -> dict[str, dict[str, Any]]:
    """Row id → row, of the quotes whose coding has gone; `rows` say where it was."""
    quotes = bank.quotes(connection)
    known = bank.spots(connection, [one.coding for one in quotes])
    return {
        one.id: {**dict.fromkeys(FIELDS, ""), **rows.get(one.id, {}), **_own(one)}
        for one in quotes
        if one.coding not in known
    }


class BankTaker:
    """Puts rows of the bank's file into the store. A row whose passage is not coded (yet) waits."""

    def __init__(self, connection: Connection, coder: str) -> None:
        self._connection = connection
        self._coder = coder
        self._places = Places(connection)
        self.waiting: list[tuple[str, str, str, str]] = []
        """(path, row id, row as JSON, reason)."""

    def take(self, changes: Mapping[str, Mapping[str, Any] | None]) -> None:
        """Make the store agree with changed rows: None removes a row."""
        for row_id, row in changes.items():
            self._connection.execute(delete(schema.quote).where(schema.quote.c.id == row_id))
            if row is None:
                continue
            coding_id = self._coding_of(row)
            if coding_id is None:
                self._wait(row_id, row, "the passage of a chosen quote is not coded so")
                continue
            try:
                values = self._values(row)
            except ValueError as error:
                self._wait(row_id, row, f"the row {row_id} can't be read ({error})")
                continue
            self._connection.execute(insert(schema.quote).values(values | {"coding_id": coding_id}))

    def _wait(self, row_id: str, row: Mapping[str, Any], reason: str) -> None:
        self.waiting.append((BANK, row_id, json.dumps(dict(row), ensure_ascii=False), reason))

    def _values(self, row: Mapping[str, Any]) -> dict[str, Any]:
        position = int(row["position"] or 0)
        if not -(2**63) <= position < 2**63:
            raise ValueError(f"{position} is no place in the order")
        return {
            "id": row["id"],
            "position": position,
            "wording": row["wording"],
            "attribution": row["attribution"],
            "is_display": row["display"] == "yes",
            "coder_id": coder_id(self._connection, row["chosen_by"] or self._coder),
            "created": row["created"] or now(),
        }

    def _coding_of(self, row: Mapping[str, Any]) -> str | None:
        """The coding that a row names, or one alike."""
        coding = schema.coding.c
        if codings.has_coding(self._connection, row["coding_id"]):
            return str(row["coding_id"])
        first = self._places.id_of(row["source"], row["segment"])
        last = self._places.id_of(row["source"], row["end_segment"])
        if first is None or last is None or not (row["start"].isdecimal() and row["end"].isdecimal()):
            return None
        alike = (
            (coding.code_id == row["code_id"])
            & (coding.segment_id == first)
            & (coding.start == int(row["start"]))
            & (coding.end_segment_id == last)
            & (coding.end == int(row["end"]))
        )
        query = select(coding.id).where(alike).order_by(coding.created, coding.id)
        return next(iter(self._connection.scalars(query)), None)
