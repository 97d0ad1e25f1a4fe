"""What a command does not import, so that it answers at once."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {
    "alembic", "docx", "jinja2", "matplotlib", "nltk", "numpy", "openpyxl", "pandas", "pypdfium2",
    "pyreadstat", "rapidfuzz", "rich", "ruamel", "sklearn", "textual", "tomlkit", "torch",
}  # fmt: skip
STORE = {"sqlalchemy", "pydantic"}


def imported(folder, *arguments):
    """The outermost names of all modules that a command had imported when it ended well."""
    script = (
        "import sys\nfrom qualkit.cli.main import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code\n"
        "print(*sorted({name.split('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        cwd=folder, capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("arguments", [("--help",), ("--version",)])
def test_help_needs_click_alone(tmp_path, arguments):
    assert not imported(tmp_path, *arguments) & (HEAVY | STORE)


def test_the_status_of_a_study_needs_no_heavy_library(tmp_path):
    imported(tmp_path, "sample", "study")
    imported(tmp_path, "-C", "study", "status")  # makes the database
    seen = imported(tmp_path, "-C", "study", "status")
    assert not seen & HEAVY
    assert seen >= STORE
