"""Words that a study leaves out of its counts of words: kept in study.toml, and logged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from qualkit.files import replace_file
from qualkit.manifest import NAME, read_manifest
from qualkit.model.text import fold_line
from qualkit.store.writer import record_event, unrecorded
from qualkit.study import Study

VERB = "words"


def leave_out_words(study: Study, words: Sequence[str]) -> Study:
    """Leave words out of every count from now on; gives the study with this setting.

    What somebody wrote into study.toml stays as it is. Raises FileRefused for one that can't be read.
    """
    wanted = [fold_line(word) for word in words]
    said = f"left out of counts of words: {', '.join(wanted)}"
    return _changed(study, lambda stop: [*stop, *(one for one in wanted if one not in stop)], said)


def count_word_again(study: Study, word: str) -> Study:
    """Count a word again that the study left out; gives the study with this setting."""
    gone = fold_line(word)
    said = f"counted again: {gone}"
    return _changed(study, lambda stop: [one for one in stop if fold_line(one) != gone], said)


def _changed(study: Study, change: Callable[[Sequence[str]], Sequence[str]], said: str) -> Study:
    import tomlkit

    path = study.path(NAME)
    known = read_manifest(path)
    document = tomlkit.parse(path.read_text(encoding="utf-8-sig"))
    table = document.get("words")
    if table is None:
        table = document["words"] = tomlkit.table()
    table["stop"] = list(change(known.words.stop))
    replace_file(path, tomlkit.dumps(document).encode())
    with unrecorded(study.database, study.coder) as writer:
        writer.summary = f"study.toml: {said}"
        record_event(writer, VERB)
    return replace(study, manifest=read_manifest(path))
