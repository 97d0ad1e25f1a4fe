"""Reading received files and codebooks again, as the study's own text files say."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

from qualkit.actions import bring_in, given_turns
from qualkit.actions.received import SOURCES_FILE, Recipes, parse_recipes, text_of
from qualkit.errors import FileRefused, QualkitError, Refused
from qualkit.model.codebook import Code, Codebook, CodeStatus
from qualkit.model.finding import errors_in
from qualkit.model.join import Clash, join_rows
from qualkit.model.source import Source, SourceKind, SpeakerRole, Voice
from qualkit.model.transcript import TranscriptRecipe
from qualkit.store import codebooks, codings, datasets, revising, sources
from qualkit.store.text_files import sha256_of
from qualkit.store.writer import Writer
from qualkit.study import Study

# ---- transcripts and data files


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """An entry of sources.toml whose file could not be read; it waits, and is not lost when it is saved."""

    file: str
    entry: Mapping[str, Any]
    error: QualkitError


def recipes(study: Study, writer: Writer, wanted: Recipes, read: set[str] | None = None) -> list[Unread]:
    """Read the received files of sources.toml that the store does not have as they are; gives what failed.

    Puts the questionnaires that were read with their data files into `read`.
    """
    known = {one.source.file: one for one in sources.sources(writer.connection) if one.question_id is None}
    stale = {
        file: recipe
        for file, recipe in wanted.transcripts.items()
        if file not in known or not _is_as_stored(known[file], recipe)
    }
    unread = _each(stale, lambda file: _transcript(study, writer, file, stale[file]))
    stored = {one.questionnaire.name: one.sha256 for one in datasets.datasets(writer.connection)}
    names = {file: str(entry.get("name") or Path(file).stem) for file, entry in wanted.data.items()}
    changed = {
        file: entry
        for file, entry in wanted.data.items()
        if names[file] not in stored or stored[names[file]] != entry.get("sha256")
    }
    paths = {file: f"survey/{names[file]}.toml" for file in changed}
    unread += _each(changed, lambda file: questionnaire(study, writer, paths[file]))
    failed = {one.file for one in unread}
    if read is not None:
        read.update(path for file, path in paths.items() if file not in failed)
    return unread


def _each(entries: Mapping[str, Mapping[str, Any]], read: Callable[[str], None]) -> list[Unread]:
    unread = []
    for file, entry in entries.items():
        try:
            read(file)
        except QualkitError as error:
            unread.append(Unread(file=file, entry=entry, error=error))
    return unread


def _is_as_stored(stored: sources.Stored, recipe: Mapping[str, Any]) -> bool:
    plain = {key: value for key, value in recipe.items() if key not in ("name", "sha256")}
    return _same_recipe(stored.recipe, plain) and stored.source.sha256 == recipe.get("sha256")


def _same_recipe(stored: Mapping[str, Any], given: Mapping[str, Any]) -> bool:
    def said(recipe: Mapping[str, Any]) -> dict[str, Any]:
        return {key: value for key, value in recipe.items() if value not in ("", {}, None)}

    return said(stored) == said(given)


def _transcript(study: Study, writer: Writer, file: str, recipe: Mapping[str, Any]) -> None:
    path = study.path(file)
    if not path.is_file():
        raise FileRefused(
            "This file of the study is missing; what was coded in it waits.", file, "Put it back."
        )
    settled = _settled(file, recipe)
    transcript = given_turns.read_received(path, settled)
    name = str(recipe.get("name") or path.stem)
    stored = next((one for one in sources.sources(writer.connection) if one.source.name == name), None)
    had = sources.segments(writer.connection, stored.id, with_gone=True) if stored else []
    last = bring_in.last_key(
        {**(stored.recipe if stored else {}), **recipe}, (segment.key for segment in had)
    )
    keys = _keys(recipe, len(transcript.turns))
    if keys is None:
        old = revising.received_segments(writer.connection, stored) if stored else []
        keys = bring_in.kept_keys(old, transcript, last)[0]
    transcript = given_turns.with_given(transcript, keys, settled)
    source = Source(
        name=name,
        title=str(recipe.get("title") or transcript.title or name),
        kind=SourceKind(recipe.get("kind", SourceKind.TRANSCRIPT)),
        voice=Voice(recipe.get("voice", Voice.OWN_WORDS)),
        file=file,
        sha256=sha256_of(path.read_bytes()),
        memo=transcript.memo,
    )
    sources.sync(writer, bring_in.transcript_intake(source, transcript, settled, keys=keys, last=last))


def _settled(file: str, recipe: Mapping[str, Any]) -> TranscriptRecipe:
    """The recipe of an entry that a person may have edited."""
    try:
        SourceKind(recipe.get("kind", SourceKind.TRANSCRIPT))
        Voice(recipe.get("voice", Voice.OWN_WORDS))
        bring_in.unpacked_keys(str(recipe.get("keys", "1")))
        return bring_in.recipe_from_plain(recipe)
    except ValueError as error:
        known = ", ".join((*SpeakerRole, *SourceKind, *Voice))
        raise FileRefused(
            f"The entry of {file} holds something that is not known ({str(error).split(' is not ')[0]}).",
            SOURCES_FILE,
            f"Known are: {known}.",
        ) from error


def _keys(recipe: Mapping[str, Any], count: int) -> list[str] | None:
    if "keys" not in recipe:
        return bring_in.first_keys(count)
    keys = bring_in.unpacked_keys(str(recipe["keys"]))
    return keys if len(keys) == count else None


def questionnaire(study: Study, writer: Writer, path: str) -> None:
    """Read a data file again by its questionnaire."""
    from qualkit.importers.surveys.data_file import read_data_file
    from qualkit.importers.surveys.questionnaire_file import read_questionnaire

    name = Path(path).stem
    file, entry = _data_entry(study, name)
    data_path = study.path(file)
    if not study.path(path).is_file():
        raise FileRefused("The questionnaire of this data file is missing.", path, "Put it back.")
    if not data_path.is_file():
        known = {one.questionnaire.name for one in datasets.datasets(writer.connection)}
        if not entry and name not in known:
            raise FileRefused("No data file has come for this questionnaire yet.", path, "qualkit add FILE")
        raise FileRefused(
            "This data file of the study is missing; what was coded in it waits.", file, "Put it back."
        )
    book = read_questionnaire(study.path(path))
    content = read_data_file(data_path, encoding=book.encoding, sheet=book.sheet)
    book = read_questionnaire(study.path(path), content)
    digest = sha256_of(data_path.read_bytes())
    received = (
        str(entry.get("received_name") or data_path.name),
        str(entry.get("received_sha256") or digest),
    )
    intake = bring_in.dataset_intake(book, content, file=file, sha256=digest, received=received)
    datasets.sync_dataset(writer, intake)


def _data_entry(study: Study, name: str) -> tuple[str, Mapping[str, Any]]:
    entries = parse_recipes(text_of(study.path(SOURCES_FILE))).data
    for file, entry in entries.items():
        if entry.get("name", Path(file).stem) == name:
            return file, entry
    beside = [f"survey/{name}{suffix}" for suffix in (".csv", ".tsv", ".xlsx")]
    return next((file for file in beside if study.path(file).is_file()), beside[0]), {}


# ---- codebooks


def codebook(study: Study, writer: Writer, path: str, base_text: str) -> tuple[Clash, ...]:
    """Take a codebook's file in, joined code by code where the store has unsaved changes of it."""
    from qualkit.exports.codebook import codebook_yaml
    from qualkit.importers.codebooks import read_codebook
    from qualkit.importers.codebooks.changes import merged
    from qualkit.importers.codebooks.yaml_file import yaml_codebook

    draft, findings = read_codebook(study.path(path))
    wrong = errors_in(findings)
    if wrong:
        raise FileRefused("\n".join(["This codebook can't be taken in:", *map(str, wrong)]), path)
    ours = next((book for book in codebooks.codebooks(writer.connection) if book.name == draft.name), None)
    theirs = merged(draft, ours, new_id=lambda: str(uuid4()), now=writer.at)
    if ours is None:
        codebooks.sync_codebook(writer, theirs)
        return ()
    base = (
        merged(yaml_codebook(base_text, file=Path(path).name)[0], None, new_id=lambda: str(uuid4()), now="")
        if base_text
        else None
    )
    removed = (
        {code.id for code in base.codes if code.id not in {d.id for d in draft.codes}} if base else set()
    )
    if base is not None and codebook_yaml(ours, base_text) == base_text:
        codebooks.sync_codebook(writer, _without(theirs, removed, writer))
        return ()
    joined = join_rows(_rows(base), _rows(ours), _rows(_without(theirs, removed, writer)))
    apply_codes(study, writer, path, joined.take)
    return joined.clashes


def code_rows_of_text(path: str, text: str) -> dict[str, dict[str, Any]]:
    """The codes in a codebook's text as rows by their ids, in its order; those without an id are left out."""
    from qualkit.importers.codebooks.changes import merged
    from qualkit.importers.codebooks.yaml_file import yaml_codebook

    draft = yaml_codebook(text, file=Path(path).name)[0]
    book = merged(draft, None, new_id=lambda: f"new {uuid4()}", now="")
    return {id_: row for id_, row in _rows(book).items() if not id_.startswith("new ")}


def _without(book: Codebook, ids: set[str], writer: Writer) -> Codebook:
    used = {coding.code for coding in codings.codings(writer.connection)}
    kept = {
        above.id
        for code in book.codes
        if code.id in used or code.id not in ids
        for above in book.lineage(code.id)
    }
    return replace(book, codes=tuple(code for code in book.codes if code.id in kept))


def _rows(book: Codebook | None) -> dict[str, dict[str, Any]]:
    if book is None:
        return {}
    return {
        code.id: {**asdict(code), "examples": list(code.examples), "status": code.status.value}
        for code in book.codes
    }


def apply_codes(
    study: Study,
    writer: Writer,
    path: str,
    changes: Mapping[str, Mapping[str, Any] | None],
    order: Sequence[str] = (),
) -> None:
    """Put codes given as rows into a codebook of the store; None removes one. `order`: ids of them all."""
    name = Path(path).stem
    book = next(
        (book for book in codebooks.codebooks(writer.connection) if book.name == name), Codebook(name=name)
    )
    codes = {code.id: code for code in book.codes}
    for code_id, row in changes.items():
        if row is None:
            codes.pop(code_id, None)
        else:
            fields = {**row, "examples": tuple(row["examples"]), "status": CodeStatus(row["status"])}
            codes[code_id] = Code(**fields)
    orphan = next((code for code in codes.values() if code.parent and code.parent not in codes), None)
    if orphan is not None:
        raise Refused(f'The code "{orphan.name}" has lost the code above it.', path)
    place = {id_: number for number, id_ in enumerate(order)}
    in_order = sorted(codes.values(), key=lambda code: place.get(code.id, len(place)))
    codebooks.sync_codebook(writer, replace(book, codes=tuple(in_order)))
