"""Formats that other packages bring: found by their entry point, and never trusted to be without fault."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from qualkit.errors import FileRefused, QualkitError, Where
from qualkit.importers.transcripts.format import Format, Layout
from qualkit.importers.transcripts.material import Material
from qualkit.importers.transcripts.talk import Talk
from qualkit.model.finding import Finding, Severity

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "qualkit.transcripts"
"""The entry points' group. Each names a `Format`."""


class Installed(NamedTuple):
    """The formats of other packages, by name, and a note on each that can't be used."""

    formats: tuple[Format, ...]
    findings: tuple[Finding, ...]


class Fitting(NamedTuple):
    """The first installed format that fits a file, if one does."""

    format: Format | None
    findings: tuple[Finding, ...]


def installed_formats(own_names: frozenset[str] = frozenset()) -> Installed:
    """All of them, loaded. One that fails to load, or takes a name of qualkit's own, is passed over."""
    from importlib.metadata import entry_points

    formats: dict[str, Format] = {}
    findings: list[Finding] = []
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name):
        loaded = _loaded(entry)
        if isinstance(loaded, Finding):
            findings.append(loaded)
        elif loaded.name in own_names or loaded.name in formats:
            findings.append(_passed_over(entry, f'another format is called "{loaded.name}"'))
        else:
            formats[loaded.name] = loaded
    return Installed(tuple(formats.values()), tuple(findings))


def first_that_fits(material: Material, own_names: frozenset[str]) -> Fitting:
    """The first installed format that takes a file, asked by name in the order of the alphabet."""
    installed = installed_formats(own_names)
    findings = list(installed.findings)
    for each in installed.formats:
        if material.suffix not in each.suffixes:
            continue
        try:
            if each.layout.fits(material):
                return Fitting(each, tuple(findings))
        except QualkitError as error:
            findings.append(_failed(each, material.file, error.message))
    return Fitting(None, tuple(findings))


def installed_suffixes() -> frozenset[str]:
    """The endings of names that installed formats read."""
    return frozenset(_endings(installed_formats().formats))


def _endings(formats: tuple[Format, ...]) -> Iterator[str]:
    for each in formats:
        yield from each.suffixes


@dataclass(frozen=True, slots=True)
class _Guarded:
    """A layout from elsewhere whose faults become refusals."""

    layout: Layout
    origin: str

    def fits(self, material: Material, /) -> bool:
        """As the layout says; raises FileRefused where it fails."""
        try:
            return bool(self.layout.fits(material))
        except QualkitError:
            raise
        except Exception as error:
            raise self._fault(material, error) from error

    def read(self, material: Material, /) -> Talk:
        """As the layout reads it, less utterances without text; raises FileRefused where it fails."""
        try:
            talk = self.layout.read(material)
            kept = [each._replace(text=each.text.strip()) for each in talk.utterances if each.text.strip()]
            return replace(talk, utterances=kept)
        except QualkitError:
            raise
        except Exception as error:
            raise self._fault(material, error) from error

    def _fault(self, material: Material, error: Exception) -> FileRefused:
        return FileRefused(
            f"{self.origin}, which qualkit asked to read the file, failed: {type(error).__name__}: {error}.",
            Where(file=material.file),
            "Tell whoever made it, or uninstall it.",
        )


def _loaded(entry: EntryPoint) -> Format | Finding:
    origin = _origin(entry)
    try:
        loaded = entry.load()
    except Exception as error:
        return _passed_over(entry, f"it can't be loaded ({type(error).__name__}: {error})")
    if not isinstance(loaded, Format) or not all(map(callable, _functions(loaded.layout))):
        return _passed_over(entry, "it is no Format with a layout that has fits and read")
    suffixes = frozenset(suffix.casefold() for suffix in loaded.suffixes)
    return replace(loaded, suffixes=suffixes, layout=_Guarded(loaded.layout, origin), is_general=False)


def _functions(layout: object) -> tuple[object, object]:
    return getattr(layout, "fits", None), getattr(layout, "read", None)


def _origin(entry: EntryPoint) -> str:
    package = entry.dist.name if entry.dist else entry.value.partition(":")[0]
    return f'The format "{entry.name}" of the package {package}'


def _passed_over(entry: EntryPoint, why: str) -> Finding:
    return Finding(
        rule="installed-format",
        severity=Severity.WARNING,
        message=f"{_origin(entry)} was passed over: {why}.",
        hint="Tell whoever made it, or uninstall it.",
    )


def _failed(each: Format, file: str, message: str) -> Finding:
    return Finding(
        rule="installed-format",
        severity=Severity.WARNING,
        message=f'The format "{each.name}" was not asked further: {message}',
        where=Where(file=file),
    )
