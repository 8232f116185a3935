"""`registry new-plugin` writes a whole project or nothing. test_walk_through.py installs one."""

from __future__ import annotations

import ast
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

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
