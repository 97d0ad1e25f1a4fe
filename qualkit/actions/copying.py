"""Words and tables made ready for the clipboard: as plain text, and as HTML that Word and Excel take."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape

from qualkit.actions.quoting import (
    attributed,
    attributes_of,
    consent_to_quote,
    is_heard,
    spoken_part,
    time_at,
)
from qualkit.actions.redacting import redactor, shown_parts
from qualkit.actions.selection import People
from qualkit.actions.texts import SourceText
from qualkit.errors import NotFound
from qualkit.exports.render.format import NUMERIC, clock, on_paper, shown_columns
from qualkit.exports.wording import quote_text, without_moderators
from qualkit.model.bank import Part, Passage
from qualkit.model.display import display_safe
from qualkit.model.guard import guard
from qualkit.model.people import Consent
from qualkit.model.place import Place
from qualkit.model.redaction import Redactor
from qualkit.model.source import Voice
from qualkit.model.table import Table, Unit
from qualkit.store import sources
from qualkit.study import Study

_OPENING = re.compile(r'(^|[\s(\[–—‘-])"', re.MULTILINE)
_INNER = str.maketrans({"“": "‘", "”": "’", '"': "’"})


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteRow:
    """A passage as it is copied: its words without quotation marks, by whom, where, coded as what."""

    quote: str
    attribution: str
    place: str
    """`Focus group 1, turn 17, 00:07:41`."""
    code: str = ""
    consent: Consent = Consent.NOT_RECORDED
    """No, if anybody who speaks in it does not want to be quoted."""
    voice: Voice = Voice.OWN_WORDS
    """Worker's notes are evidence, never quotes: they get no quotation marks."""

    @property
    def line(self) -> str:
        """The quote as reports print it: “wording” – attribution."""
        if self.voice is Voice.WORKERS_NOTES:
            return f"{self.quote} – {self.attribution}"
        return quote_line(self.quote, self.attribution)


def quote_line(wording: str, attribution: str) -> str:
    """Somebody's words as reports print them; quotation marks in them become single ones.

    >>> quote_line('She said "no" to me.', "young person")
    '“She said ‘no’ to me.” – young person'
    """
    return f"{_quoted(wording)} – {attribution}" if attribution else _quoted(wording)


def _quoted(wording: str) -> str:
    inner = _OPENING.sub(r"\1‘", wording.strip()).translate(_INNER)
    return f"“{inner}”"


def quotes_at(
    study: Study, source: str, places: Sequence[Place], codes: Sequence[str] = ()
) -> tuple[QuoteRow, ...]:
    """The passages at places of a source as the quote bank prints them. Nothing is changed.

    `codes` are the names for the column Code, one for each place, or none. Raises NotFound for a place that
    is not in the source.
    """
    with study.database.reading() as connection:
        stored = sources.source(connection, source)
        text = SourceText.around(connection, stored, places)
        everybody, redact = People.load(connection), redactor(connection)
    if not all(text.holds(place) for place in places):
        raise NotFound(
            f'This passage is not in "{stored.source.title}" as it now is.',
            hint="The text was corrected meanwhile; open it again.",
        )
    named = codes or [""] * len(places)
    return tuple(
        _row(study, text, (everybody, redact), (place, code))
        for place, code in zip(places, named, strict=True)
    )


def _row(study: Study, text: SourceText, shown: tuple[People, Redactor], what: tuple[Place, str]) -> QuoteRow:
    (everybody, redact), (place, code) = shown, what
    source, parts = text.stored.source, shown_parts(redact, text, place)
    first, heard = parts[0][0], [segment for segment, _ in parts if is_heard(segment)]
    passage = Passage(
        code="",
        source=source.name,
        source_title=source.title,
        kind=source.kind.value,
        voice=source.voice,
        segment=place.segment,
        ordinal=first.ordinal,
        start=place.start,
        end_segment=place.end_segment,
        end=place.end,
        parts=tuple(_part(redact, spoken_part(everybody, segment, words)) for segment, words in parts),
        group=source.stem,
        record=first.record,
    )
    spot = [source.title, f"{source.kind.segment_noun} {first.record or first.ordinal}"]
    start_ms = time_at(first, place.start)
    spoken_by = redact.text(attributed(study.manifest, source, attributes_of(everybody, heard)))
    return QuoteRow(
        # a moderator's question by itself is copied as it is, and says whose it is
        quote=quote_text(without_moderators(passage) if heard else passage),
        attribution=spoken_by if heard else str(first.speaker_role),
        place=", ".join([*spot, *([clock(start_ms)] if start_ms is not None else [])]),
        code=code,
        consent=consent_to_quote(everybody, heard),
        voice=source.voice,
    )


def _part(redact: Redactor, part: Part) -> Part:
    return replace(part, speaker=redact.text(part.speaker)) if part.speaker else part


# ---- tables


def quotes_table(rows: Sequence[QuoteRow]) -> tuple[str, str]:
    """Quotes as (tab-separated text, HTML table), with columns Quote, By, Place and Code."""
    titles = ["Quote", "By", "Place", "Code"]
    cells = [
        [
            row.quote if row.voice is Voice.WORKERS_NOTES else _quoted(row.quote),
            row.attribution,
            row.place,
            row.code,
        ]
        for row in rows
    ]
    return _both(titles, cells, [Unit.TEXT] * len(titles))


def table_to_copy(table: Table) -> tuple[str, str]:
    """A table's columns on paper as (tab-separated text, HTML table), numbers as its files show them."""
    columns = shown_columns(table)
    cells = [[on_paper(row.get(one.key), one.unit) for one in columns] for row in table.rows]
    return _both([one.title for one in columns], cells, [one.unit for one in columns])


def _both(titles: Sequence[str], cells: Sequence[Sequence[str]], units: Sequence[Unit]) -> tuple[str, str]:
    guarded = [
        [text if unit in NUMERIC else guard(text) for text, unit in zip(row, units, strict=True)]
        for row in cells
    ]
    lines = ["\t".join(" ".join(display_safe(cell).split()) for cell in row) for row in [titles, *guarded]]
    return "\n".join(lines) + "\n", _html(titles, guarded, units)


def _html(titles: Sequence[str], cells: Sequence[Sequence[str]], units: Sequence[Unit]) -> str:
    """A table that Word and Excel paste as one: a number format for texts, so that none is calculated."""
    heads = "".join(
        f'<th style="{_side(unit)}">{_shown(title)}</th>' for title, unit in _pairs(titles, units)
    )
    rows = "".join(
        "<tr>"
        + "".join(
            f'<td style="{_side(unit)};{_format(unit)}">{_shown(cell)}</td>'
            for cell, unit in _pairs(row, units)
        )
        + "</tr>"
        for row in cells
    )
    return (
        '<table border="1" cellspacing="0" cellpadding="4" style="border-collapse:collapse">'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _pairs(cells: Sequence[str], units: Sequence[Unit]) -> list[tuple[str, Unit]]:
    return list(zip(cells, units, strict=True))


def _side(unit: Unit) -> str:
    return f"vertical-align:top;text-align:{'right' if unit in NUMERIC else 'left'}"


def _format(unit: Unit) -> str:
    return "" if unit in NUMERIC else r"mso-number-format:'\@'"


def _shown(text: str) -> str:
    # the style keeps the lines of a cell in one cell of Excel
    return escape(display_safe(text)).replace("\n", '<br style="mso-data-placement:same-cell">')
