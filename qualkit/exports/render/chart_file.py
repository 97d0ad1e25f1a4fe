"""Charts as pictures in files: .svg, .png and .pdf. The same data gives the same bytes."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualkit.exports.render.output import suffix_of
from qualkit.files import replace_file
from qualkit.model.chart import Chart
from qualkit.model.display import display_safe

if TYPE_CHECKING:
    from matplotlib.figure import Figure

CHART_SUFFIXES = (".svg", ".png", ".pdf")
_DOTS = 200
"""An inch, in a .png."""
_MOST_ROWS = 150
"""Rows at most in one picture: more of them make a picture that hardly any program opens."""
_SETTINGS: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "qualkit",
    "pdf.fonttype": 42,
    "path.simplify": False,
}
"""Texts stay texts, which can be searched, read aloud and edited."""


def write_charts(charts: Sequence[Chart], path: Path, *, force: bool = False) -> tuple[Path, ...]:
    """Writes charts as the file's ending says, and gives the files.

    A .pdf has a page for each chart; of .svg and .png several make files that are numbered: `chart-1.svg`.
    Refused for an unknown ending or an existing file.
    """
    suffix = suffix_of(path, CHART_SUFFIXES, force=True)
    pages = [part for chart in charts for part in chart.parts(_MOST_ROWS)]
    paths = _paths(path, 1 if suffix == ".pdf" else len(pages))
    for one in paths:
        suffix_of(one, CHART_SUFFIXES, force=force)
    if suffix == ".pdf":
        replace_file(path, pdf(pages))
        return paths
    for one, page in zip(paths, pages, strict=True):
        replace_file(one, svg(page).encode() if suffix == ".svg" else png(page))
    return paths


def svg(chart: Chart) -> str:
    """The chart as .svg, with its title and its words for those who can't see it."""
    written = _saved(chart, "svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    text = written.decode("utf-8")
    start = text.index("<svg ")
    end = text.index(">", start)
    told = (
        f' role="img" aria-label="{_xml(chart.title)}">\n'
        f" <title>{_xml(chart.title)}</title>\n <desc>{_xml(chart.alt)}</desc"
    )
    text = '<?xml version="1.0" encoding="utf-8"?>\n' + text[start:end] + told + text[end:]
    return text.replace("'DejaVu Sans'", "'DejaVu Sans', Verdana, Arial, sans-serif")


def png(chart: Chart) -> bytes:
    """The chart as .png; its metadata hold the title and the words."""
    told = {"Title": display_safe(chart.title), "Description": display_safe(chart.alt), "Software": None}
    return _saved(chart, "png", dpi=_DOTS, metadata=told)


def pdf(charts: Sequence[Chart]) -> bytes:
    """Charts as .pdf, one on a page of its own size."""
    from matplotlib import rc_context
    from matplotlib.backends.backend_pdf import PdfPages

    told = {"Title": display_safe(charts[0].title), "Subject": display_safe(charts[0].alt)}
    content = io.BytesIO()
    with rc_context(_SETTINGS), _quietly():
        nobody = dict.fromkeys(("CreationDate", "Creator", "Producer"))
        with PdfPages(content, metadata={**told, **nobody}) as pages:
            for chart in charts:
                pages.savefig(_figure(chart))
    return content.getvalue()


def _saved(chart: Chart, format: str, **how: Any) -> bytes:
    from matplotlib import rc_context

    content = io.BytesIO()
    with rc_context(_SETTINGS), _quietly():
        _figure(chart).savefig(content, format=format, **how)
    return content.getvalue()


def _figure(chart: Chart) -> Figure:
    from qualkit.exports.render.chart_picture import picture

    return picture(chart)


@contextmanager
def _quietly() -> Iterator[None]:
    """Without warnings of signs that the font lacks: they are drawn as boxes."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        yield


def _paths(path: Path, count: int) -> tuple[Path, ...]:
    if count == 1:
        return (path,)
    return tuple(path.with_name(f"{path.stem}-{number}{path.suffix}") for number in range(1, count + 1))


def _xml(text: str) -> str:
    return escape(display_safe(text))
