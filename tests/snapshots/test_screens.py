"""Every screen as it looked when somebody last looked at it, at 80×24 and 120×40.

The scenes are those of scripts/pictures.py. After a change that is meant: look at the pictures that the script
makes, then `uv run pytest tests/snapshots --snapshot-update`.
"""

from __future__ import annotations

import importlib.util
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest


def _loaded(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("pictures", path)
    assert spec is not None and spec.loader is not None
    module = sys.modules["pictures"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


pictures = _loaded(Path(__file__).parents[2] / "scripts" / "pictures.py")


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pictures.sample_study(tmp_path_factory.mktemp("sample") / "study")


@pytest.mark.parametrize("size", pictures.SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", pictures.SCENES)
def test_a_screen_looks_as_it_did(
    name: str, size: tuple[int, int], sample: Path, tmp_path: Path, snap_compare: Callable[..., bool]
) -> None:
    scene = pictures.SCENES[name]
    study = shutil.copytree(sample, tmp_path / "study")
    with pictures.fixed_moment(is_without_colour=scene.is_without_colour):
        app = pictures.scene_app(scene, study)
        is_alike = snap_compare(app, terminal_size=size, run_before=scene.play)
        app.let_go()
    assert is_alike
