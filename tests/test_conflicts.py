"""Plugins that contribute the same, that cannot be used, or that are newer than the registry.

Each is a distribution that pip has built and installed.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from samples import ENTRY, ROOT, command
from toys import ADAPTER

HOOKS = """\
from pathlib import Path
from registry.hookspecs import hookimpl

HERE = Path(__file__).parent

@hookimpl
def registry_mappings():
    return [HERE / "mappings"]
"""
ADAPTERS = """
@hookimpl
def registry_adapters():
    return {each.stem: each for each in (HERE / "adapters").glob("*.py")}
"""
FOLLOWS = """
@hookimpl
def registry_schema_version():
    return {version}
"""
PLAIN = "mappings/here/optim/Plain.yaml"
OTHER = ENTRY.replace("fit: adapt", "fit: rewrite").replace("aliases: [here.Plain]", "aliases: []")


def project(folder: Path, name: str, code: str, files: Mapping[str, str], entry: str = "") -> Path:
    """The sources of a plugin."""
    package = folder / name / name
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(code, encoding="utf-8")
    for path, text in files.items():
        (package / path).parent.mkdir(parents=True, exist_ok=True)
        (package / path).write_text(text, encoding="utf-8")
    (folder / name / "pyproject.toml").write_text(
        "[build-system]\nrequires = ['hatchling']\nbuild-backend = 'hatchling.build'\n"
        f"[project]\nname = '{name}'\nversion = '2.0'\n"
        f"[project.entry-points.'registry.plugins']\n{name} = '{entry or name}'\n",
        encoding="utf-8",
    )
    return folder / name


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that pip has installed the plugins into."""
    pytest.importorskip("pip", reason="there is no pip in this environment")
    pytest.importorskip("hatchling", reason="there is no hatchling in this environment")
    sources = tmp_path_factory.mktemp("sources")
    broken = {"adapters/here.py": "import a_framework_that_is_not_there\n"}
    gone = {"adapters/there.py": ADAPTER}
    projects = [
        project(sources, "acme", HOOKS, {PLAIN: ENTRY}),
        project(sources, "brisk", HOOKS, {PLAIN: OTHER}),
        project(sources, "cannot", HOOKS + ADAPTERS, {"mappings/x/y": "", **broken, **gone}),
        project(sources, "dangling", "", {}, entry="dangling.nowhere"),
        project(sources, "newer", HOOKS + FOLLOWS.format(version=99), {PLAIN: OTHER}),
        project(sources, "worded", HOOKS + FOLLOWS.format(version="'two'"), {PLAIN: OTHER}),
    ]
    target = tmp_path_factory.mktemp("site")
    words = "install --quiet --disable-pip-version-check --no-deps --no-index --no-build-isolation"
    every = [sys.executable, "-m", "pip", *words.split(), "--target", str(target)]
    subprocess.run([*every, *map(str, projects)], check=True, capture_output=True, timeout=300)
    return target


Done = subprocess.CompletedProcess[str]


def asked(installed: Path, *words: str, config: Path | None = None) -> Done:
    env = {} if config is None else {"REGISTRY_CONFIG": str(config)}
    return command(*words, path=(installed, ROOT, ROOT / "plugins"), env=env, cwd=installed)


def fit(done: Done) -> str:
    (only,) = json.loads(done.stdout)["counterparts"]
    return str(only["fit"])


@pytest.fixture(scope="module")
def listed(installed: Path) -> Done:
    return asked(installed, "plugins")


def test_two_plugins_that_map_the_same_pair_are_both_named(installed: Path) -> None:
    done = asked(installed, "lookup", "here.optim.Plain", "--json")
    assert fit(done) == "adapt"  # acme's, the first by name
    (said,) = [line for line in done.stderr.splitlines() if "is mapped to there" in line]
    first, second = (installed / each / PLAIN for each in ("acme", "brisk"))
    assert said.startswith(
        f"registry: {second}:1: here.optim.Plain: is mapped to there by the plugin brisk here, and"
        f" by acme at {first}:1; that of acme is used; say prefer = "
    )
    assert 'prefer = ["acme"] or ["brisk"] in ' in said


@pytest.mark.parametrize(("name", "expected"), [("acme", "adapt"), ("brisk", "rewrite")])
def test_the_user_prefers_one_by_configuration(
    installed: Path, tmp_path: Path, name: str, expected: str
) -> None:
    config = tmp_path / "config.toml"
    config.write_text(f'prefer = ["{name}"]\n', encoding="utf-8")
    done = asked(installed, "lookup", "here.optim.Plain", "--json", config=config)
    assert fit(done) == expected
    assert "is mapped to there" not in done.stderr


def test_the_configuration_is_read_again_when_it_changes(installed: Path, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    seen = []
    for name in ("acme", "brisk", "acme"):
        config.write_text(f'prefer = ["{name}"]  # {len(seen)}\n', encoding="utf-8")
        seen.append(fit(asked(installed, "lookup", "here.optim.Plain", "--json", config=config)))
    assert seen == ["adapt", "rewrite", "adapt"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("prefer = acme\n", "is not TOML: "),
        ('prefer = "acme"\n', 'prefer is a list of plugins, such as prefer = ["acme"]'),
        ("target = 3\n", 'target is the name of a framework, as in target = "optax"'),
        ("prefers = []\n", "prefers is no setting; there are prefer, target"),
        ('target = "nowhere"\n', "nothing is mapped to the target nowhere; there are "),
    ],
)
def test_a_configuration_that_is_wrong_is_one_line(
    installed: Path, tmp_path: Path, text: str, said: str
) -> None:
    config = tmp_path / "config.toml"
    config.write_text(text, encoding="utf-8")
    done = asked(installed, "lookup", "here.optim.Plain", config=config)
    (line,) = [each for each in done.stderr.splitlines() if str(config) in each]
    assert line.startswith(f"registry: {config}: {said}")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr


def test_a_configuration_that_is_named_has_to_be_there(installed: Path, tmp_path: Path) -> None:
    done = asked(installed, "plugins", config=tmp_path / "gone.toml")
    assert done.returncode == 2
    gone = f"{tmp_path / 'gone.toml'}: there is no such file; write it, or unset REGISTRY_CONFIG"
    assert done.stderr == f"registry: {gone}\n"


def test_a_plugin_for_a_newer_schema_is_refused_with_what_to_upgrade(listed: Done) -> None:
    said = (
        "registry: plugin newer: is left out, because it is written for version 99 of the schema,"
        " and this optim-registry knows versions up to 1; upgrade optim-registry, or install an"
        " older newer\n"
    )
    assert said in listed.stderr
    assert "newer (newer 2.0)\n  left out\n" in listed.stdout


def test_a_schema_version_is_a_number(listed: Done) -> None:
    said = "TypeError: registry_schema_version must give an int, not 'two'"
    (line,) = [each for each in listed.stderr.splitlines() if "plugin worded:" in each]
    assert said in line


def test_an_entry_point_to_nothing_is_named(listed: Done) -> None:
    (line,) = [each for each in listed.stderr.splitlines() if "plugin dangling:" in each]
    assert "ModuleNotFoundError: No module named 'dangling.nowhere'" in line
    assert "upgrade or uninstall dangling" in line


def test_an_adapter_that_cannot_be_imported_costs_its_cases_alone(installed: Path) -> None:
    words = ("check", "here.optim.Plain", "--case", "defaults", "--json")
    done = asked(installed, *words)
    rows = json.loads(done.stdout)
    assert rows
    for row in rows:
        assert row["outcome"] == "skipped"
        assert "No module named 'a_framework_that_is_not_there'" in row["reason"]
    assert done.returncode == 0
    assert asked(installed, *words, "--strict").returncode == 1
