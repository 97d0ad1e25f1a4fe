"""Every screen as it looked when somebody last looked at it, at 80×24 and 120×40.

The scenes are those of scripts/pictures.py. After a change that is meant: look at the pictures that the script
makes, then `uv run pytest tests/snapshots --snapshot-update`.
"""

from __future__ import annotations

import importlib.util
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from textual.pilot import Pilot

FOREIGN = re.compile(r"\b(?:segment|span|anchor|prevalence|regex|case id|uuid)(?:e?s|ed)?\b", re.IGNORECASE)
"""Words of ours that nobody should have to read on a screen."""


def _loaded(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("pictures", path)
    assert spec is not None and spec.loader is not None
    module = sys.modules["pictures"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


pictures = _loaded(Path(__file__).parents[2] / "scripts" / "pictures.py")


@pytest.fixture(scope="session")
def telling(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small study: one focus group and a survey of 31 people, coded with one codebook."""
    study = shutil.copytree(pictures.STUDY, tmp_path_factory.mktemp("telling") / "study")
    pictures.make_ready(study)
    return study


@pytest.mark.parametrize(
    ("name", "size"),
    [
        pytest.param(name, size, id=f"{name}-{size[0]}x{size[1]}")
        for name, scene in pictures.SCENES.items()
        for size in scene.sizes
    ],
)
def test_a_screen_looks_as_it_did_and_says_no_word_of_ours(
    name: str, size: tuple[int, int], telling: Path, tmp_path: Path, snap_compare: Callable[..., bool]
) -> None:
    scene = pictures.SCENES[name]
    study = shutil.copytree(telling, tmp_path / "study")
    words: list[str] = []

    async def play(pilot: Pilot[None]) -> None:
        await scene.play(pilot)
        words.extend(strip.text for strip in pilot.app.screen._compositor.render_strips())

    with pictures.fixed_moment(is_without_colour=scene.is_without_colour):
        app = pictures.scene_app(scene, study)
        is_alike = snap_compare(app, terminal_size=size, run_before=play)
        app.let_go()
    assert is_alike
    assert "".join(words).strip() and FOREIGN.findall(" ".join(words)) == []
