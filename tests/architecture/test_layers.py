"""What imports what, proved at run time and by the linter's own contracts."""

from __future__ import annotations

import ast
import importlib.util
import json
import pkgutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

import qualkit
import qualkit.model

PACKAGE = Path(qualkit.__file__).parent
HEAVY = (
    "sqlalchemy", "alembic", "pandas", "numpy", "textual", "rich", "nltk", "pydantic", "openpyxl", "docx", "ruamel",
    "jinja2", "matplotlib", "tomlkit",
)  # fmt: skip


def imported_by(statement):
    """The modules that a fresh Python has loaded after a statement, and had not before."""
    script = f"import sys; before = set(sys.modules)\n{statement}\nimport json; print(json.dumps(sorted(set(sys.modules) - before)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def tops(modules):
    return {name.split(".")[0] for name in modules}


def test_the_model_needs_nothing_but_the_standard_library_and_the_errors():
    names = [f"qualkit.model.{found.name}" for found in pkgutil.iter_modules(qualkit.model.__path__)]
    loaded = imported_by("import " + ", ".join(names))
    foreign = tops(loaded) - set(sys.stdlib_module_names) - {"qualkit"}
    assert foreign == set()
    ours = {name for name in loaded if name.startswith("qualkit.")}
    assert {name for name in ours if not name.startswith("qualkit.model")} <= {
        "qualkit.errors",
        "qualkit.version",
    }


def test_help_needs_none_of_the_heavy_libraries():
    run = "import sys; sys.argv = ['qualkit', '--help']\nfrom qualkit.cli.main import cli\ncli(standalone_mode=False)"
    assert tops(imported_by(run)) & set(HEAVY) == set()


@pytest.mark.parametrize("command", ["status", "add", "code", "quotes", "log"])
def test_the_help_of_a_command_needs_no_database_and_no_data_frames(command):
    run = f"from qualkit.cli.main import cli\ncli(['{command}', '--help'], standalone_mode=False)"
    assert tops(imported_by(run)) & {"sqlalchemy", "pandas", "textual", "nltk", "openpyxl", "docx"} == set()


def test_looking_at_a_study_needs_no_office_files_and_no_data_frames():
    loaded = tops(
        imported_by("import qualkit.actions.status, qualkit.actions.opening, qualkit.actions.apply")
    )
    assert (
        loaded & {"pandas", "numpy", "openpyxl", "docx", "matplotlib", "alembic", "textual", "nltk"} == set()
    )


@cache
def nodes_of(path):
    """The imports and the constants of a module, parsed once."""
    tree = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return [node for node in tree if isinstance(node, (ast.Import, ast.ImportFrom, ast.Constant))]


def imports_of(path):
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def who_imports(*libraries):
    found = set()
    for path in PACKAGE.rglob("*.py"):
        if tops(imports_of(path)) & set(libraries):
            found.add(path.relative_to(PACKAGE).parts[0].removesuffix(".py"))
    return found


def test_only_the_store_speaks_sql():
    assert who_imports("sqlalchemy", "alembic") == {"store"}


def test_only_cli_and_tui_know_a_terminal():
    assert who_imports("click", "textual", "rich") <= {"cli", "tui"}


def test_nothing_of_ours_writes_sql_as_text_outside_the_store():
    words = ("SELECT ", "INSERT INTO", "UPDATE ", "DELETE FROM", "PRAGMA ")
    speaks = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if not path.is_relative_to(PACKAGE / "store")
        for node in nodes_of(path)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith(words)
    }
    assert speaks <= {"actions/doctor.py"}  # asks SQLite itself, in memory, what it was built with


def test_the_contracts_of_the_linter_hold():
    if importlib.util.find_spec("importlinter") is None:
        pytest.skip("import-linter is not installed")
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
        cwd=PACKAGE.parent, capture_output=True, text=True,
    )  # fmt: skip
    if not (PACKAGE.parent / "pyproject.toml").is_file():
        pytest.skip("this is an installed package, without pyproject.toml")
    assert done.returncode == 0, done.stdout


def test_no_module_has_a_name_that_says_nothing():
    banned = {"utils", "helpers", "common", "manager", "handler", "service", "base"}
    names = {path.stem for path in PACKAGE.rglob("*.py")} | {
        path.name for path in PACKAGE.rglob("*") if path.is_dir()
    }
    assert names & banned == set()
