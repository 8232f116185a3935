"""`registry new-plugin` writes a project that installs, and whose tests pass, as it is."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from samples import ROOT

from registry.authoring.projects import TEMPLATES, project, write
from registry.checking.rules import broken
from registry.discovery import discover
from registry.mapping.catalog import Registry
from registry.mapping.loading import load

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

Ask = Callable[..., tuple[int, str, str]]


def test_every_template_becomes_a_file_with_nothing_left_to_fill_in() -> None:
    files = project("acme-two")
    assert len(files) == 1 + len(list(TEMPLATES.rglob("*.template")))
    assert {"pyproject.toml", ".gitignore", "LICENSE", "README.md", "mapping.schema.json"} <= {
        *files
    }
    assert ".github/workflows/test.yml" in files
    for place, text in files.items():
        assert not {"NAME", "dot-"} & {*place.split("/"), *place.split("_")}
        assert not re.search(r"\$\{?(name|module|release|schema_version)", text), place
        if place.endswith(".py"):
            ast.parse(text)
    said = tomllib.loads(files["pyproject.toml"])
    assert said["project"]["name"] == "registry-acme-two"
    assert said["project"]["entry-points"]["registry.plugins"] == {"acme-two": "registry_acme_two"}
    assert yaml.safe_load(files[".github/workflows/test.yml"])["jobs"]


def test_its_mapping_keeps_every_rule_and_is_in_order(ask: Ask, tmp_path: Path) -> None:
    folder = tmp_path / "p"
    write(folder, project("acme"))
    loaded = load([folder / "registry_acme"])
    assert not loaded.problems
    (located,) = loaded.entries
    assert located.api == "acme_example.SGDW"
    assert not list(broken(Registry(entries=loaded.entries)))
    code, out, _ = ask("validate", "--diff", str(folder), "--sources", f"acme_example={folder}")
    assert (code, out) == (0, "")
    first = located.path.read_text().splitlines()[0]
    schema = located.path.parent / first.partition("=")[2]
    assert schema.resolve() == (tmp_path / "p/mapping.schema.json").resolve()


def test_the_command_says_what_to_do_next(
    ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = ask("new-plugin", "acme")
    assert (code, err) == (0, "")
    assert out.endswith("  cd registry-acme\n  pip install -e '.[test]'\n  pytest\n")
    assert os.listdir(tmp_path) == ["registry-acme"]
    assert (tmp_path / "registry-acme").stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize("name", ["Acme", "2acme", "acme.two", "a/b", "", "acme-", "_", "acme two"])
def test_what_is_no_name_is_refused(ask: Ask, tmp_path: Path, name: str) -> None:
    code, out, err = ask("new-plugin", name, "--output", str(tmp_path / "p"))
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "is no name for a plugin; write small letters and digits" in err
    assert not list(tmp_path.iterdir())


def test_the_name_of_an_installed_plugin_is_refused(ask: Ask, tmp_path: Path) -> None:
    taken = discover().plugins[0].name
    code, _, err = ask("new-plugin", taken, "--output", str(tmp_path / "p"))
    assert (code, err) == (
        2,
        f"registry: {taken}: is the name of an installed plugin; choose another one\n",
    )


def test_a_folder_that_is_there_is_left_alone(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    for place in (tmp_path, tmp_path / "file"):
        code, _, err = ask("new-plugin", "acme", "--output", str(place))
        assert (code, err) == (2, f"registry: {place}: is there already; name another --output\n")
    assert [each.name for each in tmp_path.iterdir()] == ["file"]
    code, _, err = ask("new-plugin", "acme", "--output", str(tmp_path / "file/p"))
    assert (code, err.count("\n")) == (2, 1)
    assert "cannot be written" in err


def test_nothing_is_left_of_a_project_that_could_not_be_written(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="file"):
        write(tmp_path / "p", {"one": "", "file": "", "file/inside": ""})
    assert not list(tmp_path.iterdir())


@pytest.mark.frameworks
def test_it_installs_and_its_tests_pass(tmp_path: Path) -> None:
    for needed in ("pip", "hatchling", "torch", "mindspore"):
        pytest.importorskip(needed, reason=f"{needed} is not installed")
    write(tmp_path / "p", project("acme"))
    venv.create(tmp_path / "venv")
    python = str(tmp_path / "venv/bin/python")
    # What is installed here is seen from there, so that nothing has to be downloaded.
    (site,) = (tmp_path / "venv/lib").glob("python*/site-packages")
    places = [str(ROOT), str(ROOT / "plugins"), *filter(os.path.isdir, sys.path)]
    (site / "shared.pth").write_text("\n".join(places), encoding="utf-8")
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}

    def ran(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            words, cwd=tmp_path / "p", env=environment, capture_output=True, text=True, timeout=300
        )

    options = "--quiet --disable-pip-version-check --no-deps --no-index --no-build-isolation -e ."
    install = ran(sys.executable, "-m", "pip", "--python", python, "install", *options.split())
    assert install.returncode == 0, install.stderr
    assert "acme (registry-acme 0.1.0)\n" in ran(python, "-m", "registry", "plugins").stdout
    tests = ran(python, "-m", "pytest", "-q", "-rA", "--registry-strict")
    assert tests.returncode == 0, tests.stdout
    case = "acme_example.SGDW -> mindspore.experimental.optim.SGD [decayed-with-momentum]"
    assert f"PASSED registry::{case}" in tests.stdout
    assert "PASSED tests/test_plugin.py::test_the_mapping_files_keep_every_rule" in tests.stdout
