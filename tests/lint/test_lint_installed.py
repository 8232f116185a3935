"""What a third party's plugin maps is linted once it is installed, without importing it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from samples import ENTRY, ROOT, command, distribution

Flake8 = Callable[..., "subprocess.CompletedProcess[str]"]

SOURCE = """\
import here
import torch

here.optim.Plain([], decay=0.5)
torch.optim.LBFGS([])
"""
# What must not happen at lint time.
LOUD = """\
from pathlib import Path
from registry.hookspecs import hookimpl

@hookimpl
def registry_mappings():
    return [Path(__file__).parent / "mappings"]
"""
LOUDER = "raise SystemExit('a plugin was imported')\n"
MAPPING = {"mappings/here/optim/Plain.yaml": ENTRY}
PATH = (ROOT, ROOT / "plugins")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which a plugin is installed that ships the index that the registry made."""
    folder = tmp_path_factory.mktemp("site")
    package = distribution(folder, "acme-registry", LOUD, MAPPING)
    output = package / "lint_index.json"
    words = ["index", "--plugin", "acme-registry", "--output", str(output)]
    done = command(*words, path=(folder, *PATH))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    (package / "__init__.py").write_text(LOUDER, encoding="utf-8")
    return folder


def lint(site: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    (folder / "train.py").write_text(SOURCE, encoding="utf-8")
    return command("lint", *words, "train.py", path=(site, *PATH), cwd=folder)


def codes(done: subprocess.CompletedProcess[str]) -> list[tuple[int, str]]:
    lines = [line for line in done.stdout.splitlines() if ".py:" in line]
    return [(int(line.split(":")[1]), line.split()[1]) for line in lines]


def test_the_index_of_a_plugin_has_what_it_maps_and_no_more(site: Path) -> None:
    kept = json.loads((site / "acme_registry/lint_index.json").read_text(encoding="utf-8"))
    assert [*kept["apis"]] == ["here.optim.Plain"]
    assert kept["roots"] == ["here"]


def test_its_apis_are_linted_for_its_target_and_ours_for_ours(site: Path, tmp_path: Path) -> None:
    done = lint(site, tmp_path, "--target", "there")
    assert (done.returncode, done.stderr) == (1, "")
    assert codes(done) == [(4, "OPR201")]
    assert "The parameters are not decayed. Decay them yourself." in done.stdout
    assert codes(lint(site, tmp_path)) == [(5, "OPR101")]


def test_flake8_has_it_too(site: Path, tmp_path: Path, flake8: Flake8) -> None:
    (tmp_path / "train.py").write_text(SOURCE, encoding="utf-8")
    path = os.pathsep.join(map(str, (site, *PATH)))
    done = flake8("--select=OPR", "--registry-target=there", "train.py", PYTHONPATH=path)
    assert done.stderr == ""
    assert [line.split()[1] for line in done.stdout.splitlines()] == ["OPR201"]


def test_a_broken_index_is_said_and_left_out(site: Path, tmp_path: Path) -> None:
    other = tmp_path / "site"
    distribution(other, "odd-registry", LOUDER, {"lint_index.json": '{"format": 0}'})
    distribution(other, "plain-registry", LOUDER)
    path = (other, site, *PATH)
    (tmp_path / "train.py").write_text(SOURCE, encoding="utf-8")
    done = command("lint", "--target", "there", "train.py", path=path, cwd=tmp_path)
    assert codes(done) == [(4, "OPR201")]
    assert done.stderr.startswith("registry: plugin odd-registry is left out: ")
    assert done.stderr.endswith("format 0, and this linter reads 1; write it again\n")
    assert done.stderr.count("\n") == 1


def test_a_package_within_a_package_is_found_without_an_import(tmp_path: Path) -> None:
    package = tmp_path / "acme/deep"
    package.mkdir(parents=True)
    for folder in (package, package.parent):
        (folder / "__init__.py").write_text(LOUDER, encoding="utf-8")
    (package / "lint_index.json").write_text('{"format": 1, "roots": ["acme"]}', encoding="utf-8")
    about = tmp_path / "acme-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: acme\nVersion: 1.0\n")
    points = "[registry.plugins]\nacme = acme.deep\nlost = acme.lost\nnone = not_there.at_all\n"
    (about / "entry_points.txt").write_text(points)
    program = "from flake8_registry.installed import installed_indexes as i; print(*i()[0])"
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (tmp_path, *PATH)))}
    words = [sys.executable, "-c", program]
    done = subprocess.run(words, env=env, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert str(package / "lint_index.json") in done.stdout.split()


def test_a_plugin_that_is_not_there_is_named(site: Path) -> None:
    done = command("index", "--plugin", "nosuch", path=(site, *PATH))
    assert done.returncode == 2
    said = "registry: nosuch: no plugin is called that; there are acme-registry, "
    assert said in done.stderr
