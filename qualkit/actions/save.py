"""Writing the work as text, so that a team can share it and a lost database can be made again."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import quote, unquote

from qualkit.actions import versions
from qualkit.actions.drift import is_changed, text_paths
from qualkit.actions.received import (
    PARTICIPANTS_FILE,
    SOURCES_FILE,
    Recipes,
    recipes_text,
    text_of,
)
from qualkit.errors import Conflict, Refused
from qualkit.files import replace_file
from qualkit.model.codebook import Codebook
from qualkit.store import (
    bank_rows,
    codebooks,
    datasets,
    edit_rows,
    forgotten,
    journal,
    screening_rows,
    sources,
    text_files,
    topic_rows,
    work_rows,
)
from qualkit.store.database import Connection
from qualkit.study import Study


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """Which files were written, by their names; those that already said the same were left alone."""

    written: tuple[str, ...]


def save(study: Study, *, taken: versions.Taken = frozenset()) -> Saved:
    """Write everything that is not in a received file.

    Refused while conflicts wait for a decision, and where a file was changed that could not be taken in.
    `taken`: rows that a colleague's copy has just brought.
    """
    if not study.is_there:
        raise Refused(
            "The study's folder was moved or deleted while it was open; nothing was written.",
            str(study.folder),
            "Put it back where it was, or open it where it is now: what you did is in its study.db.",
        )
    with study.database.reading() as connection:
        clashes = text_files.conflicts(connection)
        if clashes:
            raise Conflict(
                f"{len(clashes)} pieces of work were changed both here and in the files; nothing was saved.",
                clashes[0][0],
                'Look at them with "qualkit status", then keep one side with "qualkit load --keep mine" '
                'or "qualkit load --keep theirs".',
            )
        _refuse_foreign(study, connection)
        texts = all_texts(study, connection)
        edits = versions.with_edits(connection, versions.read(study), texts, taken)
        last = journal.last_event(connection)
    written = _write(study, texts, owned=("survey/", "codebooks/"))
    versions.put(study, edits)
    with study.database.writing() as connection:
        journal.mark_saved(connection, last)
    return Saved(written=written)


def _refuse_foreign(study: Study, connection: Connection) -> None:
    known = text_files.known_files(connection)
    ours = (path for path in text_paths(study) if path != PARTICIPANTS_FILE)
    foreign = [path for path in ours if is_changed(study, path, known)]
    if foreign:
        raise Conflict(
            "This file was changed and could not be taken in; saving would lose the change.",
            ", ".join(foreign),
            'Mend it, or move it away, then save again. "qualkit load" says what is wrong with it.',
        )


def save_files(study: Study, paths: Collection[str], *, taken: versions.Taken = frozenset()) -> None:
    """Write some of the text files, as they would be saved: what a colleague's copy brought is handed on."""
    with study.database.reading() as connection:
        texts = {path: text for path, text in all_texts(study, connection).items() if path in paths}
        edits = versions.with_edits(connection, versions.read(study), texts, taken)
    _write(study, texts, owned=())
    versions.put(study, edits)


def save_received(study: Study) -> None:
    """Write how received files are read: part of bringing them in, since a researcher may correct it there.

    A file that was changed meanwhile is left alone: it is taken in when the study is opened next.
    """
    with study.database.reading() as connection:
        known = text_files.known_files(connection)
        texts = received_texts(study, connection)
    ours = {path: text for path, text in texts.items() if not _is_foreign(study, path, known)}
    _write(study, ours, owned=("survey/",))


def save_codebooks(study: Study, received: Mapping[str, str] | None = None) -> None:
    """Write the codebooks, as part of bringing one in, with the comments of the text it came in (by name)."""
    with study.database.reading() as connection:
        known = text_files.known_files(connection)
        books = codebooks.codebooks(connection)
    texts = dict(codebook_text(study, book, (received or {}).get(book.name, "")) for book in books)
    ours = {path: text for path, text in texts.items() if not _is_foreign(study, path, known)}
    _write(study, ours, owned=("codebooks/",))


def _is_foreign(study: Study, path: str, known: Mapping[str, text_files.KnownFile]) -> bool:
    return study.path(path).is_file() and is_changed(study, path, known)


def _write(study: Study, texts: Mapping[str, str], *, owned: tuple[str, ...]) -> tuple[str, ...]:
    """Write texts, and take away what the study no longer has: files below `owned` as they were last seen."""
    written = []
    with study.database.writing() as connection:
        known = text_files.known_files(connection)
        gone = [path for path in known if path.startswith(owned) and path not in texts]
        for path in gone:
            if study.path(path).is_file() and not is_changed(study, path, known):
                study.path(path).unlink()
                written.append(path)
        text_files.forget(connection, gone)
        for path, text in texts.items():
            data, on_disk = text.encode("utf-8", "surrogateescape"), study.path(path)
            same = on_disk.is_file() and on_disk.read_bytes() == data
            if not same:
                replace_file(on_disk, data, make_folders=True)
                written.append(path)
            if not same or path not in known or known[path].sha256 != text_files.sha256_of(data):
                text_files.remember(connection, path, data, on_disk.stat().st_mtime_ns)
    return tuple(sorted(written))


# ---- the texts


def all_texts(study: Study, connection: Connection) -> dict[str, str]:
    """path → text of every text file of the study that qualkit writes."""
    books = codebooks.codebooks(connection)
    return {
        **received_texts(study, connection),
        **{path: text for book in books for path, text in [codebook_text(study, book)]},
        **coding_texts(connection, books),
        **_forgotten_text(connection),
    }


def _forgotten_text(connection: Connection) -> dict[str, str]:
    known = forgotten.marks(connection)
    return {forgotten.FORGOTTEN: forgotten.text_of(known)} if known else {}


def codebook_text(study: Study, book: Codebook, received: str = "") -> tuple[str, str]:
    """(path, text) of a codebook's file. The comments in it stay, or those of the file it came from."""
    from qualkit.exports.codebook import codebook_yaml

    path = f"codebooks/{book.name}.yaml"
    return path, codebook_yaml(book, text_of(study.path(path)) or received)


def coding_texts(connection: Connection, books: list[Codebook]) -> dict[str, str]:
    """path → text of the files in coding/, with the rows that wait for their source or code."""
    work = work_rows.work_rows(connection, books)
    waiting: dict[str, list[dict[str, str]]] = {}
    for row in text_files.waiting(connection):
        if row.path != SOURCES_FILE:
            waiting.setdefault(row.path, []).append(json.loads(row.row))
    texts = {
        coding_path(coder, file): work_rows.rows_text(
            file, [*rows, *waiting.pop(coding_path(coder, file), [])]
        )
        for coder, files in work.items()
        for file, rows in files.items()
    }
    chosen = [*bank_rows.bank_rows(connection, books), *waiting.pop(bank_rows.BANK, [])]
    if chosen or bank_rows.BANK in text_files.known_files(connection):
        texts[bank_rows.BANK] = work_rows.rows_text("bank.csv", chosen)
    shared = screening_rows.shared_rows(connection) | topic_rows.shared_rows(connection)
    for path, decided in shared.items():
        texts[path] = work_rows.rows_text(path.rsplit("/", 1)[1], [*decided, *waiting.pop(path, [])])
    edits = [*edit_rows.edit_rows(connection), *waiting.pop(edit_rows.EDITS, [])]
    if edits or edit_rows.EDITS in text_files.known_files(connection):
        texts[edit_rows.EDITS] = work_rows.rows_text("edits.csv", edits)
    texts |= {path: work_rows.rows_text(path.rsplit("/", 1)[1], rows) for path, rows in waiting.items()}
    for path in text_files.known_files(connection):
        file = path.rsplit("/", 1)[-1]
        if (
            path.startswith("coding/")
            and path not in texts
            and (file in work_rows.FIELDS or path in (*screening_rows.PATHS, topic_rows.TOPICS))
        ):
            texts[path] = work_rows.rows_text(file, [])  # all its rows were taken back
    lines = work_rows.log_lines(connection)
    return texts | {coding_path(coder, work_rows.LOG): "\n".join(own) + "\n" for coder, own in lines.items()}


def received_texts(study: Study, connection: Connection) -> dict[str, str]:
    """path → text of sources.toml and of every questionnaire."""
    from qualkit.importers.surveys.questionnaire_file import questionnaire_text

    stored = [one for one in sources.sources(connection) if one.question_id is None]
    data = datasets.datasets(connection)
    recipes = Recipes(
        transcripts={
            one.source.file: {"name": one.source.name, "sha256": one.source.sha256, **one.recipe}
            for one in stored
        },
        data={
            one.file: {
                "name": one.questionnaire.name,
                "sha256": one.sha256,
                "received_name": one.received_name,
                "received_sha256": one.received_sha256,
            }
            for one in data
        },
    )
    waiting = _waiting_recipes(connection)
    is_needed = stored or data or study.path(SOURCES_FILE).is_file()
    texts = {SOURCES_FILE: recipes_text(recipes.joined(waiting))} if is_needed else {}
    for file, entry in waiting.data.items():
        path = f"survey/{entry.get('name') or PurePosixPath(file).stem}.toml"
        if study.path(path).is_file():
            texts[path] = study.path(path).read_bytes().decode("utf-8", "surrogateescape")
    for one in data:
        path = f"survey/{one.questionnaire.name}.toml"
        existing = study.path(path)
        texts[path] = questionnaire_text(one.questionnaire, text_of(existing), file=existing.name)
    return texts


def _waiting_recipes(connection: Connection) -> Recipes:
    rows = (row for row in text_files.waiting(connection) if row.path == SOURCES_FILE)
    return Recipes.of({row.row_id: json.loads(row.row) for row in rows})


def coding_path(coder: str, file: str) -> str:
    """`coding/CODER/FILE`, with what a file system does not take in a name escaped."""
    safe = quote(coder, safe=" ()+,;=@[]{}'!$&~àáâãäåæçèéêëìíîïñòóôõöøùúûüýÿß")
    return f"coding/{'%2E' + safe[1:] if safe.startswith('.') else safe}/{file}"


def coder_of(path: str) -> str:
    """The coder whose folder a file of coding/ is in."""
    return unquote(path.split("/")[1])
