"""Handing the quote bank over, by the files that are in the study's exports afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from qualkit.actions.add import AddOptions, accept, plan_add
from qualkit.actions.apply import code_all, plan_code
from qualkit.actions.hand_over import hand_over
from qualkit.actions.history import next_undo
from qualkit.actions.quotes import BankOptions
from qualkit.actions.selection import Selection
from qualkit.errors import Refused
from qualkit.model.source import Voice
from qualkit.study import Study

NOW = datetime(2026, 11, 22, 14, 2)


@pytest.fixture
def study(coded: Path, opened: Callable[..., object]) -> object:
    with opened(coded, "ana") as study:  # type: ignore[attr-defined]
        yield study


def test_the_file_is_in_exports_with_date_and_time_in_its_name(study: Study) -> None:
    (path,) = hand_over(study, "html", now=NOW)
    assert path == study.folder / "exports" / "bank-2026-11-22-1402.html"
    assert "“scared”" in path.read_text(encoding="utf-8")


def test_the_moment_is_now_unless_it_is_given(study: Study) -> None:
    before = datetime.now().replace(second=0, microsecond=0)
    (path,) = hand_over(study, "csv")
    assert before <= datetime.strptime(path.stem, "bank-%Y-%m-%d-%H%M") <= datetime.now()


def test_a_second_one_within_the_minute_replaces_nothing(study: Study) -> None:
    (first,) = hand_over(study, "md", now=NOW)
    kept = first.read_text(encoding="utf-8")
    (second,) = hand_over(study, "md", now=NOW, options=BankOptions(codes=("Shame",)))
    (third,) = hand_over(study, "md", now=NOW)
    assert [path.name for path in (second, third)] == [
        "bank-2026-11-22-1402-2.md",
        "bank-2026-11-22-1402-3.md",
    ]
    assert first.read_text(encoding="utf-8") == kept != second.read_text(encoding="utf-8")


def test_other_formats_do_not_count_as_the_same_file(study: Study) -> None:
    hand_over(study, "html", now=NOW)
    (path,) = hand_over(study, "json", now=NOW)
    assert path.name == "bank-2026-11-22-1402.json"


def test_evidence_from_workers_notes_goes_beside_it_under_the_same_number(
    study: Study, tmp_path: Path
) -> None:
    notes = tmp_path / "notes.csv"
    notes.write_text("id,note\n1,She said that she was scared of him\n", encoding="utf-8")
    accept(study, plan_add(study, [notes], AddOptions(voice=Voice.WORKERS_NOTES)))
    code_all(study, plan_code(study, "Fear", "scared of him", selection=Selection()))
    hand_over(study, "md", now=NOW)[0].unlink()
    names = [path.name for path in hand_over(study, "md", now=NOW)]
    assert names == [
        "bank-2026-11-22-1402-2.md",
        "bank-2026-11-22-1402-2-evidence-not-for-quotation.md",
    ]


def test_handing_over_is_in_the_log_and_no_step_of_undo(study: Study) -> None:
    before = next_undo(study)
    hand_over(study, "md", now=NOW)
    assert next_undo(study) == before


def test_a_place_that_can_not_be_written_to_is_refused_by_its_name(study: Study) -> None:
    folder = study.folder / "exports"
    if folder.is_dir():
        folder.rmdir()
    folder.write_text("a file, not a folder", encoding="utf-8")
    with pytest.raises(Refused, match=r"bank-2026-11-22-1402\.docx"):
        hand_over(study, "docx", now=NOW)
