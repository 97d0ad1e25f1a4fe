"""Types and levels of questions: kept by the store, by undo, by adding again, and in the study's text."""

from __future__ import annotations

import numpy
import pytest

from qualkit.actions import add
from qualkit.actions.add_plans import with_confirmed_scales
from qualkit.errors import NotFound
from qualkit.model.questionnaire import Level, LevelKind, QuestionType
from qualkit.store import closed_answers, datasets

HEADER = "Timestamp,How safe is it?,Rate [Home],Rate [Town],Who helps?,Anything else?\n"
SAFE = ("Very unsafe", "Unsafe", "Safe", "Very safe", "Don't know", "")
RATE = ("Never", "Rarely", "Often", "Always")
HELP = ("Police;Friends, family", "Police", "", "Friends, family")


def survey(rows: int = 24, **changes: str) -> str:
    lines = [
        f"2026/03/01 9:00:{number:02} AM GMT,{SAFE[number % 6]},{RATE[number % 4]},{RATE[number % 3]},"
        f'"{HELP[number % 4]}","They listened to me for once, number {number}"'
        for number in range(rows)
    ]
    text = HEADER + "\n".join(lines) + "\n"
    for old, new in changes.items():
        text = text.replace(old, new)
    return text


@pytest.fixture
def added(folder, opened, write, tmp_path):
    write(tmp_path / "form.csv", survey())
    with opened(folder, "ana") as study:
        add.accept(
            study, [with_confirmed_scales(plan) for plan in add.plan_add(study, [tmp_path / "form.csv"])]
        )
    return folder


def questions(study):
    with study.database.reading() as connection:
        [dataset] = datasets.datasets(connection)
    return dataset.questionnaire


def by_column(study):
    return {question.column: question for question in questions(study).questions}


def test_the_store_keeps_types_levels_stems_and_the_platform(added, opened):
    with opened(added) as study:
        found = by_column(study)
        assert questions(study).platform == "Google Forms"
    safe = found["How safe is it?"]
    assert (safe.type, safe.is_confirmed, safe.is_guess) == (QuestionType.LIKERT, True, True)
    assert [level.label for level in safe.levels] == list(SAFE[:5])
    assert safe.levels[-1].kind is LevelKind.DONT_KNOW
    assert (found["Rate [Town]"].stem, found["Rate [Town]"].item) == ("Rate", "Town")
    assert (found["Who helps?"].type, found["Who helps?"].separator) == (QuestionType.MULTI, ";")


def test_a_study_made_anew_from_its_text_has_the_same_questionnaire(added, opened, run):
    with opened(added) as study:
        before = questions(study)
    run("-C", added, "save")
    for path in added.glob("study.db*"):
        path.unlink()
    with opened(added) as study:
        assert questions(study) == before


def test_undo_and_redo_take_types_with_them(added, opened, run):
    with opened(added) as study:
        before = questions(study)
    assert run("-C", added, "undo").code == 0
    with opened(added) as study, study.database.reading() as connection:
        assert datasets.datasets(connection) == []
    assert run("-C", added, "redo").code == 0
    with opened(added) as study:
        assert questions(study) == before


def test_adding_a_corrected_file_keeps_what_was_settled(added, opened, write, tmp_path):
    with opened(added, "ana") as study:
        before = questions(study)
        write(tmp_path / "form.csv", survey(30, **{"Always": "Always!"}))
        add.accept(study, add.plan_add(study, [tmp_path / "form.csv"]))
        assert questions(study) == before


def test_a_correction_in_the_file_holds_from_then_on(added, opened, run):
    run("-C", added, "save")
    path = added / "survey" / "form.toml"
    text = path.read_text(encoding="utf-8")
    assert 'platform = "Google Forms"' in text
    path.write_text(
        text.replace('    "Very unsafe",\n    "Unsafe",\n', '    "Unsafe",\n    "Very unsafe",\n'),
        encoding="utf-8",
    )
    with opened(added) as study:
        levels = by_column(study)["How safe is it?"].answers
    assert levels[:2] == (Level(label="Unsafe"), Level(label="Very unsafe"))


def test_an_spss_file_comes_in_with_its_labels_and_is_kept_as_csv(folder, opened, run, tmp_path):
    import pandas
    import pyreadstat

    frame = pandas.DataFrame(
        {"id": [1.0, 2.0, 3.0, 4.0], "safe": [1.0, 2.0, 3.0, 9.0], "wt": [1.0, 0.5, 2.5, 1.0]}
    )
    labels = {"safe": {1.0: "Unsafe", 2.0: "Safe", 3.0: "Very safe", 9.0: "Refused"}}
    pyreadstat.write_sav(
        frame, str(tmp_path / "panel.sav"), column_labels={"safe": "How safe?"}, variable_value_labels=labels,
        missing_ranges={"safe": [9.0]},
    )  # fmt: skip
    assert run("-C", folder, "add", "--yes", tmp_path / "panel.sav").code == 0
    assert (folder / "survey" / "panel.csv").read_text(encoding="utf-8").startswith("id,safe,wt\n1,1,1\n")
    with opened(folder) as study, study.database.reading() as connection:
        [dataset] = datasets.datasets(connection)
        [safe] = closed_answers.closed_answers(connection, "panel")
        weights = closed_answers.weights(connection, "panel")
    assert dataset.questionnaire.platform == "SPSS"
    assert [level.shown for level in safe.question.levels] == ["Unsafe", "Safe", "Very safe", "Refused"]
    assert safe.question.wording == "How safe?"
    assert [safe.labels[code] for code in safe.codes] == ["1", "2", "3", "9"]
    assert weights.tolist() == [1.0, 0.5, 2.5, 1.0]
    for path in folder.glob("study.db*"):
        path.unlink()
    with opened(folder) as study:
        assert questions(study) == dataset.questionnaire


# ---- answers as arrays


def test_answers_come_as_arrays_in_the_order_of_the_file(added, opened):
    with opened(added) as study, study.database.reading() as connection:
        found = closed_answers.closed_answers(connection, "form", ["How safe is it?", "Who helps?"])
        records = closed_answers.stored_records(connection, "form")
        assert closed_answers.weights(connection, "form") is None
    safe, helps = found
    assert [safe.labels[code] if code >= 0 else "" for code in safe.codes] == [SAFE[n % 6] for n in range(24)]
    assert [helps.labels[code] if code >= 0 else "" for code in helps.codes] == [
        HELP[n % 4] for n in range(24)
    ]
    assert safe.codes.dtype == numpy.int32
    assert len(records.keys) == len(records.cases) == 24
    assert records.cases[0] == f"form:{records.keys[0]}"


def test_a_data_file_that_is_not_there_is_named_with_those_that_are(added, opened):
    with (
        opened(added) as study,
        study.database.reading() as connection,
        pytest.raises(NotFound) as missing,
    ):
        closed_answers.closed_answers(connection, "forms")
    assert missing.value.candidates == ("form",)
