"""What is built: three packages in one wheel, the mappings among them, and nothing at the top."""

from __future__ import annotations

import json
import subprocess
import sys
import tarfile
import zipfile
from email import message_from_string
from pathlib import Path

import pytest
from samples import ROOT, command, packages

from registry import __version__
from registry.authoring.projects import TEMPLATES

pytest.importorskip("hatchling", reason="there is no hatchling in this environment to build with")
MAPPINGS = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "mappings").rglob("*.yaml"))


def built(folder: Path, kind: str) -> Path:
    words = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(folder)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    (path,) = folder.iterdir()
    return path


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("wheel"), "wheel")


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("sdist"), "sdist")


def test_the_wheel_holds_its_packages_and_nothing_else_at_the_top(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    about = f"optim_registry-{__version__}.dist-info"
    assert {name.partition("/")[0] for name in names} == {
        "registry",
        "registry_mindspore",
        "registry_optax",
        "flake8_registry",
        about,
    }
    assert f"{about}/licenses/LICENSE" in names


def test_the_mappings_are_inside_the_plugin_that_contributes_them(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert MAPPINGS
    assert {f"registry_mindspore/{path}" for path in MAPPINGS} <= names
    assert "registry_mindspore/adapters/torch_adapter.py" in names
    assert "registry_mindspore/recipes/ftrl_for_torch.py" in names
    assert "flake8_registry/index.json" in names
    assert "registry/py.typed" in names
    assert not any("__pycache__" in name for name in names)


def test_the_templates_of_a_new_plugin_are_in_both(wheel: Path, sdist: Path) -> None:
    templates = [str(path.relative_to(ROOT)) for path in TEMPLATES.rglob("*.template")]
    assert "registry/authoring/templates/dot-gitignore.template" in templates
    assert set(templates) <= set(zipfile.ZipFile(wheel).namelist())
    with tarfile.open(sdist) as archive:
        assert set(templates) <= {name.partition("/")[2] for name in archive.getnames()}


def test_the_wheel_says_what_it_is_and_where_its_doors_are(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    about = f"optim_registry-{__version__}.dist-info"
    said = message_from_string(archive.read(f"{about}/METADATA").decode())
    assert (said["Name"], said["Version"]) == ("optim-registry", __version__)
    assert said["License-Expression"] == "Apache-2.0"
    assert said["Requires-Python"] == ">=3.10"
    assert {"lint", "torch", "mindspore", "check"} <= set(said.get_all("Provides-Extra", []))
    required = {each.split(">")[0] for each in said.get_all("Requires-Dist", []) if ";" not in each}
    assert required == {
        "click",
        "execnet",
        "platformdirs",
        "pluggy",
        "pydantic<3,",
        "pyyaml",
        "rich",
    }
    doors = archive.read(f"{about}/entry_points.txt").decode()
    assert "registry = registry.__main__:main" in doors
    assert "[flake8.extension]\nOPR = flake8_registry:Plugin" in doors
    assert "[registry.plugins]\nmindspore = registry_mindspore" in doors


def test_what_is_in_the_wheel_answers(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    words = {"path": (tmp_path / "site", *packages()), "python": ("-S",), "cwd": tmp_path}
    done = command("lookup", "StepLR", "--json", **words)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["counterparts"]
    done = command("validate", **words)
    assert (done.returncode, done.stderr) == (0, "")
    of_optax = list((ROOT / "plugins/registry_optax/mappings").rglob("*.yaml"))
    assert done.stdout.startswith(f"{len(MAPPINGS) + len(of_optax)} files, ")


def test_the_sdist_holds_what_a_build_needs(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert set(MAPPINGS) <= names
    needed = ["pyproject.toml", "LICENSE", "README.md", "registry/__main__.py", "Makefile"]
    assert {*needed, "tests/test_packaging.py", "plugins/flake8_registry/__init__.py"} <= names
    assert not any("__pycache__" in name for name in names)


def test_the_wheel_of_the_sdist_is_that_of_the_checkout(
    wheel: Path, sdist: Path, tmp_path: Path
) -> None:
    with tarfile.open(sdist) as archive:
        safely = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
        archive.extractall(tmp_path, **safely)
    (source,) = tmp_path.iterdir()
    words = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", "out"]
    subprocess.run(words, cwd=source, check=True, capture_output=True, timeout=120)
    (again,) = (source / "out").iterdir()
    assert zipfile.ZipFile(again).namelist() == zipfile.ZipFile(wheel).namelist()
