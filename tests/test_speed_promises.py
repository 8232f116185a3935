"""What is quick stays quick because it imports little: seen in what is imported, not in seconds."""

from __future__ import annotations

import subprocess
import sys

import pytest
from samples import command

HEAVY = {
    "click",
    "execnet",
    "hypothesis",
    "importlib.metadata",
    "mindspore",
    "numpy",
    "platformdirs",
    "pluggy",
    "pydantic",
    "registry.cli",
    "registry.mapping.loading",
    "registry.mapping.models",
    "rich",
    "torch",
    "yaml",
}


def imported(report: str) -> set[str]:
    """The modules in a report of ``-X importtime``."""
    lines = [line for line in report.splitlines() if line.startswith("import time:")]
    assert lines
    return {line.rpartition("|")[2].strip() for line in lines}


def test_the_front_page_imports_nothing() -> None:
    words = [sys.executable, "-X", "importtime", "-c", "import registry"]
    done = subprocess.run(words, capture_output=True, text=True, check=True, timeout=60)
    found = imported(done.stderr)
    assert "registry" in found
    assert not found & HEAVY
    assert not {each for each in found if each.startswith("registry.")}


@pytest.mark.parametrize(
    "words",
    [
        ["StepLR"],
        ["StepLR", "--json"],
        ["--json", "torch.optim.Adam"],
        ["LBFGS"],
        ["mindspore.nn.piecewise_constant_lr"],
        ["zzzzz"],
    ],
)
def test_a_look_up_in_a_fresh_index_imports_the_standard_library_only(words: list[str]) -> None:
    command("lookup", *words)
    done = command("lookup", *words, python=("-X", "importtime"))
    found = imported(done.stderr)
    assert "registry.answers.quick" in found
    assert not found & HEAVY
    assert {each for each in found if each.startswith("registry.")} <= {
        "registry.answers",
        "registry.answers.cache",
        "registry.answers.dated",
        "registry.answers.lookup",
        "registry.answers.quick",
        "registry.answers.render",
        "registry.answers.store",
        "registry.language",
        "registry.language.versions",
    }


def test_a_list_does_not_read_the_mappings_either() -> None:
    command("list")
    found = imported(command("list", python=("-X", "importtime")).stderr)
    assert "click" in found
    assert not found & {"pydantic", "yaml", "pluggy", "rich", "execnet", "numpy", "torch"}
