"""The studies that a person opened lately."""

from __future__ import annotations

from pathlib import Path

from qualkit import settings


def _study(folder: Path) -> Path:
    folder.mkdir()
    (folder / "study.toml").write_text('title = "x"\n', encoding="utf-8")
    return folder


def test_the_study_opened_last_comes_first_and_each_once(tmp_path: Path) -> None:
    one, two = _study(tmp_path / "one"), _study(tmp_path / "two")
    for folder in (one, two, one):
        settings.remember_study(folder)
    assert settings.recent_studies() == (one, two)


def test_a_study_that_is_gone_is_left_out(tmp_path: Path) -> None:
    one = _study(tmp_path / "one")
    settings.remember_study(one)
    (one / "study.toml").unlink()
    assert settings.recent_studies() == ()


def test_no_more_than_nine_are_kept(tmp_path: Path) -> None:
    folders = [_study(tmp_path / f"s{number}") for number in range(12)]
    for folder in folders:
        settings.remember_study(folder)
    assert settings.recent_studies() == tuple(reversed(folders[3:]))


def test_a_spoilt_file_is_no_reason_to_stop(tmp_path: Path) -> None:
    settings.remember_study(_study(tmp_path / "one"))
    memory = settings.settings_file().with_name("recent.json")
    for text in ("{", "[1]", '{"studies": 7}', '{"studies": [null]}'):
        memory.write_text(text, encoding="utf-8")
        assert settings.recent_studies() == ()
    settings.remember_study(tmp_path / "one")
    assert len(settings.recent_studies()) == 1


def test_colours_and_studies_do_not_overwrite_each_other(tmp_path: Path) -> None:
    settings.remember_study(_study(tmp_path / "one"))
    settings.remember_theme("qualkit-light")
    assert settings.remembered_theme() == "qualkit-light"
    assert settings.recent_studies() == (tmp_path / "one",)
