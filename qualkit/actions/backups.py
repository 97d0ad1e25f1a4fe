"""A backup a day: what belongs to the study but the received files, as one zip; seven are kept."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from difflib import get_close_matches
from pathlib import Path
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from qualkit.actions.drift import text_paths
from qualkit.actions.save import coder_of
from qualkit.errors import FileRefused, NotFound
from qualkit.files import replace_file
from qualkit.manifest import NAME
from qualkit.store import backup, bank_rows
from qualkit.store.writer import Writer, record_event
from qualkit.study import Study, attach

KEPT = 7
FOLDER = "backups"
_DATABASE = "study.db"
_STATE = "last-event.txt"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\.zip")
_BEFORE = "before-load-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was put back, and where the study as it was before now is."""

    name: str
    files: tuple[str, ...]
    before: Path


def folder_of(study: Study) -> Path:
    """Where backups are: beside the database, so never on a shared drive."""
    return study.database.path.parent / FOLDER


def backup_of_the_day(study: Study, today: date | None = None) -> Path | None:
    """Back up what was done until yesterday, unless that was done before; gives the file.

    Called when a study is opened: the backup of a day is what the study was before that day's work.
    """
    today = today or date.today()
    path = folder_of(study) / f"{today:%Y-%m-%d}.zip"
    if path.exists():
        return None
    midnight = datetime.combine(today, time()).astimezone(UTC)
    with study.database.reading() as connection:
        state = backup.last_event_before(connection, f"{midnight:%Y-%m-%dT%H:%M:%SZ}")
    days = _days(study)
    if not state or (days and _state_of(days[-1]) == state):
        return None
    _write(study, path, state)
    for old in _days(study)[:-KEPT]:
        old.unlink(missing_ok=True)
    return path


def backups(study: Study) -> tuple[str, ...]:
    """The names of what can be put back, the newest day first."""
    return tuple(path.stem for path in reversed([*_others(study), *_days(study)]))


def _days(study: Study) -> list[Path]:
    return sorted(path for path in folder_of(study).glob("*.zip") if _DAY.fullmatch(path.name))


def _others(study: Study) -> list[Path]:
    return sorted(folder_of(study).glob(f"{_BEFORE}*.zip"))


def _state_of(path: Path) -> str:
    try:
        with ZipFile(path) as packed:
            return packed.read(_STATE).decode()
    except (BadZipFile, KeyError, OSError):
        return ""


def _write(study: Study, path: Path, state: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent) as drafts:
        copy, draft = Path(drafts) / _DATABASE, Path(drafts) / "draft.zip"
        backup.copy_database(study.database.path, copy)
        with ZipFile(draft, "w", ZIP_DEFLATED, compresslevel=1) as packed:
            packed.write(copy, _DATABASE)
            for inside in [NAME, *text_paths(study)]:
                packed.writestr(f"files/{inside}", study.path(inside).read_bytes())
            packed.writestr(_STATE, state)
        draft.replace(path)


def restore(folder: Path, name: str, coder: str = "") -> Restored:
    """Put back the study of a day: the database, and the text files but those of other coders.

    What colleagues have saved in their own files since is theirs: it is taken in again when the study is
    opened next. The study as it was is backed up first, under a name of its own. Received files are left
    alone. Raises NotFound for a day without a backup.
    """
    with attach(folder.resolve(), coder) as study:
        path = _found(study, name)
        before = folder_of(study) / f"{_BEFORE}{datetime.now():%Y-%m-%d-%H%M%S-%f}.zip"
        _write(study, before, "")
        try:
            with tempfile.TemporaryDirectory(dir=path.parent) as drafts, ZipFile(path) as packed:
                copy = Path(drafts) / _DATABASE
                copy.write_bytes(packed.read(_DATABASE))
                backup.put_back(copy, study.database.path)
                files = _put_files(study, packed)
        except (BadZipFile, KeyError) as error:
            raise FileRefused("This backup is damaged.", path.name, "Take an older one.") from error
        with study.database.writing() as connection:
            writer = Writer(connection, study.coder)
            writer.summary = f"put back the backup of {path.stem}"
            writer.detail = {"backup": path.stem, "before": before.name}
            record_event(writer, "load")
    return Restored(name=path.stem, files=files, before=before)


def _put_files(study: Study, packed: ZipFile) -> tuple[str, ...]:
    had = {name.removeprefix("files/"): name for name in packed.namelist() if name.startswith("files/")}
    changed = []
    for inside in text_paths(study):
        if inside not in had and not _is_of_another(study, inside):
            study.path(inside).unlink()
            changed.append(inside)
    for inside, name in had.items():
        data, path = packed.read(name), study.path(inside)
        if ".." in Path(inside).parts or _is_of_another(study, inside) or inside == NAME:
            continue
        if not path.is_file() or path.read_bytes() != data:
            replace_file(path, data, make_folders=True)
            changed.append(inside)
    return tuple(changed)


def _is_of_another(study: Study, inside: str) -> bool:
    is_own_folder = inside.startswith("coding/") and inside.count("/") > 1
    return is_own_folder and inside != bank_rows.BANK and coder_of(inside) != study.coder


def _found(study: Study, name: str) -> Path:
    known = {path.stem: path for path in (*_days(study), *_others(study))}
    wanted = name.removesuffix(".zip")
    if wanted not in known:
        hint = "" if known else "The first one is made on the day after the first work."
        near = get_close_matches(wanted, known, n=3, cutoff=0.6) or list(known)[-3:]
        raise NotFound(f'There is no backup called "{name}".', hint=hint, candidates=near)
    return known[wanted]
