"""Where nobody says the target, it is what the project depends on."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest
from conftest import INDEX_FILE
from flake8_registry.project import target_of_project

FRAMEWORKS = ["mindspore", "torch"]
SCRIPT = "import torch\n\ntorch.optim.AdamW([])\n"

needs_toml = pytest.mark.skipif(
    not any(map(find_spec, ("tomllib", "tomli"))),
    reason="Python 3.10 reads TOML only where tomli is installed",
)


def inferred(folder: Path) -> str:
    found = target_of_project(folder, FRAMEWORKS)
    return found[0] if found else ""


@pytest.mark.parametrize(
    ("line", "target"),
    [
        ("mindspore", "mindspore"),
        ("mindspore>=2.3", "mindspore>=2.3"),
        ("MindSpore >= 2.3, < 3  # why", "mindspore>=2.3,<3"),
        ("mindspore==2.3.0", "mindspore==2.3.0"),
        ("mindspore===2.3", "mindspore==2.3"),
        ("mindspore==2.3.*", "mindspore==2.3"),
        ("mindspore~=2.3", "mindspore~=2.3"),
        ("mindspore>=2.3rc1", "mindspore>=2.3"),
        ("mindspore (>=2.3)", "mindspore>=2.3"),
        ("mindspore[extra]>=2.3; python_version < '3.13'", "mindspore>=2.3"),
        ("mindspore>=2.3,!=2.4.1", "mindspore>=2.3"),
        ("mindspore @ https://example.org/mindspore-2.3-py3-none-any.whl", "mindspore"),
        ("mindspore_gpu>=1.9", "mindspore>=1.9"),
        ("mindspore-lite>=2.3", ""),
        ("mindsponge", ""),
        ("torch>=2.3", ""),
        ("# mindspore>=2.3", ""),
        ("-r mindspore.txt", ""),
        ("--find-links mindspore", ""),
        ("", ""),
    ],
)
def test_a_requirement_is_a_target(tmp_path: Path, line: str, target: str) -> None:
    (tmp_path / "requirements.txt").write_text(f"numpy\n{line}\ntorch\n", encoding="utf-8")
    assert inferred(tmp_path) == target


@needs_toml
@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("[project]\ndependencies = ['torch', 'mindspore>=2.3']\n", "mindspore>=2.3"),
        ("[project.optional-dependencies]\nms = ['mindspore>=2.4']\n", "mindspore>=2.4"),
        (
            "[dependency-groups]\nother = []\nms = [{include-group = 'other'}, 'mindspore>=2.5']\n",
            "mindspore>=2.5",
        ),
        ("[tool.poetry.dependencies]\nmindspore = '^2.3'\n", "mindspore>=2.3,<3"),
        ("[tool.poetry.dependencies]\nmindspore = '~2.3.1'\n", "mindspore>=2.3.1,<2.4"),
        ("[tool.poetry.dependencies]\nmindspore = '*'\n", "mindspore"),
        ("[tool.poetry.dependencies]\nmindspore = '2.3'\n", "mindspore==2.3"),
        (
            "[tool.poetry.group.ms.dependencies.mindspore]\nversion = '>=2.6'\noptional = true\n",
            "mindspore>=2.6",
        ),
        ("[tool.poetry.dependencies]\nmindspore = [{version = '>=2.2'}]\n", "mindspore>=2.2"),
        (
            "[project]\ndependencies = ['mindspore>=2.5']\n"
            "[project.optional-dependencies]\nold = ['mindspore>=2.2']\n",
            "mindspore>=2.2",
        ),
        ("[project]\nname = 'mindspore-tools'\ndependencies = ['torch>=2']\n", ""),
        ("[project]\ndependencies = 'mindspore'\n", ""),
        ("mindspore = [broken\n", ""),
        ("project = 'mindspore'\ntool = 3\ndependency-groups = []\n", ""),
    ],
)
def test_a_pyproject_says_it_in_many_ways(tmp_path: Path, text: str, target: str) -> None:
    (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
    assert inferred(tmp_path) == target


@needs_toml
def test_the_nearest_project_upwards_counts_and_no_other(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("mindspore>=2.2\n", encoding="utf-8")
    inner = tmp_path / "inner" / "src" / "package"
    inner.mkdir(parents=True)
    assert inferred(inner) == "mindspore>=2.2"
    (tmp_path / "inner/pyproject.toml").write_text("[project]\nname = 'inner'\n", encoding="utf-8")
    assert inferred(inner) == ""
    (tmp_path / "inner/requirements-ms.txt").write_text("mindspore>=2.4\n", encoding="utf-8")
    assert inferred(inner) == "mindspore>=2.4"
    (tmp_path / "inner/requirements").mkdir()
    (tmp_path / "inner/requirements/ms.txt").write_text("mindspore>=2.1\n", encoding="utf-8")
    assert inferred(inner) == "mindspore>=2.4"
    assert inferred(inner / "train.py") == "mindspore>=2.4"


def test_a_file_that_is_no_text_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_bytes(b"\xff\xfemindspore>=2.3\n")
    assert inferred(tmp_path) == ""


@pytest.mark.parametrize("name", ["lint", "flake8"])
def test_both_take_it_and_what_is_said_goes_first(
    name: str,
    flake8: Callable[..., subprocess.CompletedProcess[str]],
    ask: Callable[..., tuple[int, str, str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "train.py").write_text(SCRIPT, encoding="utf-8")
    (tmp_path / "requirements.txt").write_text("mindspore>=2.0\n", encoding="utf-8")

    def out(*words: str) -> str:
        if name == "flake8":
            given = [f"--registry-{one.removeprefix('--')}" for one in words]
            return flake8("--select=OPR", *given, "train.py").stdout
        return ask("lint", "--index", str(INDEX_FILE), *words, "train.py")[1]

    assert "only since 2.1, and the target is mindspore>=2.0" in out()
    assert "OPR102" not in out("--target=mindspore")
    (tmp_path / "requirements.txt").write_text("torch\n", encoding="utf-8")
    assert "OPR102" not in out()


def test_the_command_says_where_it_has_its_target_from(
    ask: Callable[..., tuple[int, str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "train.py").write_text(SCRIPT, encoding="utf-8")
    (tmp_path / "requirements.txt").write_text("mindspore>=2.3\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    first, unchecked = ask("lint")[2].splitlines()
    assert first == "target mindspore>=2.3, from requirements.txt"
    assert unchecked.startswith("target mindspore>=2.3: nobody has run the cases in mindspore 2.3;")
    monkeypatch.chdir(tmp_path.parent)
    first, _ = ask("lint", f"{tmp_path.name}/train.py")[2].splitlines()
    assert first == f"target mindspore>=2.3, from {tmp_path.name}/requirements.txt"
    assert ask("lint", str(tmp_path), "--target", "mindspore>=2.7")[2] == ""


def test_of_several_frameworks_the_default_one_counts(tmp_path: Path) -> None:
    every = ("jax", "mindspore", "optax", "torch")
    file = tmp_path / "requirements.txt"
    file.write_text("optax>=0.2\nmindspore>=2.3\nmindspore>=2.1\n", encoding="utf-8")
    assert target_of_project(tmp_path, every) == ("mindspore>=2.1", file)
    file.write_text("optax>=0.2\njax>=0.1\n", encoding="utf-8")
    assert target_of_project(tmp_path, every) == ("optax>=0.2", file)
