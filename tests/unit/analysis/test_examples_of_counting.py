"""The examples in the docstrings of the modules that count closed answers."""

import doctest
import importlib

import pytest


@pytest.mark.parametrize(
    "name", ["boxes", "phrases", "rank_tests", "stats", "tabulate_rows", "ticks", "values", "weights"]
)
def test_the_examples_run(name):
    result = doctest.testmod(importlib.import_module(f"qualkit.analysis.{name}"))
    assert result.attempted > 0
    assert result.failed == 0
