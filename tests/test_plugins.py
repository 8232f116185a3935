"""Plugins as they are installed: each that is broken is named with its error, the rest goes on."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from samples import (
    ENTRY,
    SCHEDULE,
    Plugin,
    command,
    copy_of_the_core,
    distribution,
    registry_of,
    written,
)

HEAD = "from pathlib import Path\nfrom registry.hookspecs import hookimpl\n\n"


def hook(name: str, body: str) -> str:
    return f"{HEAD}@hookimpl\ndef registry_{name}():\n    {body}\n"


MAPPINGS = hook("mappings", "return [Path(__file__).parent / 'mappings']")
GOOD = {"mappings/here/optim/Plain.yaml": ENTRY}
BROKEN = {"mappings/here/optim/Halve.yaml": SCHEDULE.replace("fit: rewrite", "fit: whatever")}
# What is wrong with a plugin, and the end of the line on stderr that says so.
WRONG: dict[str, tuple[str, str]] = {
    "no-import": (
        "import a_module_that_is_not_there\n",
        "ModuleNotFoundError: No module named 'a_module_that_is_not_there' (__init__.py:1);"
        " upgrade or uninstall no-import",
    ),
    "no-syntax": ("def (:\n", "SyntaxError: invalid syntax (__init__.py, line 1)"),
    "leaves-at-once": ("import sys\nsys.exit('bye')\n", "SystemExit: bye (__init__.py:2)"),
    "raises-in-a-hook": (
        hook("mappings", "raise RuntimeError('no\\nsecond line')"),
        "RuntimeError: no (__init__.py:6); upgrade or uninstall raises-in-a-hook",
    ),
    "raises-while-it-answers": (
        hook("mappings", "yield Path(__file__); 1 / 0"),
        "ZeroDivisionError: division by zero (__init__.py:6)",
    ),
    "gives-text": (
        hook("mappings", "return ['mappings']"),
        "TypeError: registry_mappings must give pathlib.Path objects, not str",
    ),
    "gives-a-number": (hook("evidence", "return 3"), "TypeError: 'int' object is not iterable"),
    "gives-a-list-of-adapters": (
        hook("adapters", "return [Path(__file__)]"),
        "TypeError: registry_adapters must give a dictionary, not list",
    ),
    "gives-words-for-adapters": (
        hook("adapters", "return {'x': 'adapter.py'}"),
        "TypeError: registry_adapters must give Path objects, not 'adapter.py'",
    ),
    "gives-words-for-converters": (
        hook("converters", "return {'x': 'convert'}"),
        "TypeError: registry_converters must give Callable objects, not 'convert'",
    ),
    "gives-words-for-dialects": (
        hook("dialects", "return {'x': 'parameters'}"),
        "TypeError: registry_dialects must give Dialect objects, not 'parameters'",
    ),
    "names-no-mappings": (
        hook("mappings", "return [Path('/no/such/folder')]"),
        "FileNotFoundError: registry_mappings names /no/such/folder, which does not exist",
    ),
    "names-no-adapter": (
        hook("adapters", "return {'x': Path('/no/such/file.py')}"),
        "FileNotFoundError: registry_adapters names /no/such/file.py, which does not exist",
    ),
    "names-no-recipe": (
        hook("recipes", "return {'x': Path('/no/such/file.py')}"),
        "FileNotFoundError: registry_recipes names /no/such/file.py, which does not exist",
    ),
    "invents-a-hook": (
        hook("miracles", "return []"),
        "PluginValidationError: unknown hook 'registry_miracles'",
    ),
    "asks-for-more": (
        f"{HEAD}@hookimpl\ndef registry_mappings(more): ...\n",
        "PluginValidationError: Plugin 'asks-for-more' for hook 'registry_mappings'",
    ),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The core, every broken plugin, one with broken YAML, one that repeats, and a good one."""
    folder = copy_of_the_core(tmp_path_factory.mktemp("tree") / "site")
    for name, (code, _) in WRONG.items():
        distribution(folder, name, code)
    distribution(folder, "broken-yaml", MAPPINGS, BROKEN)
    distribution(folder, "good", MAPPINGS, GOOD)
    distribution(folder, "no-hooks", "")
    distribution(folder, "repeats", hook("adapters", "return {'torch': Path(__file__)}"))
    return folder


Done = subprocess.CompletedProcess[str]


@pytest.fixture(scope="module")
def listed(site: Path) -> Done:
    return command("plugins", path=(site,))


@pytest.fixture(scope="module")
def validated(site: Path) -> Done:
    return command("validate", path=(site,))


@pytest.mark.parametrize("name", WRONG)
def test_a_broken_plugin_is_named_with_its_error(listed: Done, name: str) -> None:
    (line,) = [each for each in listed.stderr.splitlines() if f"plugin {name}:" in each]
    assert line.startswith(f"registry: plugin {name}: is left out, because it fails with ")
    assert WRONG[name][1] in line
    assert f"{name} ({name} 1.0)\n  left out\n" in listed.stdout


def test_the_good_plugins_are_listed_with_what_they_contribute(listed: Done) -> None:
    assert listed.returncode == 1
    assert "good (good 1.0)\n  1 mappings, 0 evidence files\n  adapters: none\n" in listed.stdout
    assert "no-hooks (no-hooks 1.0)\n  0 mappings" in listed.stdout
    assert "mindspore (optim-registry " in listed.stdout
    assert "  adapters: mindspore, torch\n" in listed.stdout
    assert "Traceback" not in listed.stderr
    for name in ("good", "no-hooks", "mindspore"):
        assert f"plugin {name}:" not in listed.stderr


def test_broken_data_are_named_with_their_place(site: Path, listed: Done, validated: Done) -> None:
    path = site / "broken_yaml/mappings/here/optim/Halve.yaml"
    problem = f"{path}:6: here.optim.Halve.counterparts.0.fit: expected 'rename', 'adapt'"
    assert f"registry: {problem}" in listed.stderr
    assert problem in validated.stderr


def test_a_plugin_that_repeats_an_adapter_is_named_and_the_earlier_one_is_used(
    listed: Done,
) -> None:
    said = (
        "registry: plugin repeats: contributes the adapter torch, which mindspore contributes too;"
        ' that of mindspore is used; say prefer = ["mindspore"] or ["repeats"] in '
    )
    assert said in listed.stderr
    assert "repeats (repeats 1.0)\n" in listed.stdout


def test_validate_names_every_broken_plugin(validated: Done) -> None:
    assert validated.returncode == 2
    assert all(f"plugin {name}: is left out" in validated.stderr for name in WRONG)
    assert validated.stdout.endswith(f", {len(WRONG) + 2} problems\n")


def test_lookup_answers_beside_broken_plugins(site: Path) -> None:
    done = command("lookup", "here.Plain", "--json", path=(site,), cwd=site)
    assert done.returncode == 0
    assert json.loads(done.stdout)["api"] == "here.optim.Plain"
    assert done.stderr.count("\n") == len(WRONG) + 2
    assert json.loads(command("lookup", "StepLR", "--json", path=(site,), cwd=site).stdout)


def test_plugins_as_json(site: Path) -> None:
    done = command("plugins", "--json", path=(site,))
    rows = {row["name"]: row for row in json.loads(done.stdout)}
    assert rows["good"]["mappings"] == 1
    assert rows["good"]["version"] == "1.0"
    assert rows["good"]["error"] is None
    assert "ModuleNotFoundError" in rows["no-import"]["error"]
    assert set(WRONG) | {"mindspore", "good"} <= set(rows)


def test_a_plugin_that_pip_installs_is_found(tmp_path: Path) -> None:
    pytest.importorskip("pip", reason="there is no pip in this environment")
    pytest.importorskip("hatchling", reason="there is no hatchling in this environment")
    source, target = tmp_path / "source", tmp_path / "target"
    distribution(source, "outsider", MAPPINGS, GOOD)
    (source / "pyproject.toml").write_text(
        "[build-system]\nrequires = ['hatchling']\nbuild-backend = 'hatchling.build'\n"
        "[project]\nname = 'outsider'\nversion = '3.2.1'\n"
        "[project.entry-points.'registry.plugins']\noutsider = 'outsider'\n",
        encoding="utf-8",
    )
    words = "install --quiet --disable-pip-version-check --no-deps --no-index --no-build-isolation"
    install = [sys.executable, "-m", "pip", *words.split(), "--target", str(target), str(source)]
    subprocess.run(install, check=True, capture_output=True, timeout=120)
    done = command("plugins", path=(target,))
    assert (done.returncode, done.stderr) == (0, "")
    assert "outsider (outsider 3.2.1)\n  1 mappings" in done.stdout


def test_what_one_plugin_says_does_not_reach_another(tmp_path: Path) -> None:
    class Raises(Plugin):
        def __getattribute__(self, name: str) -> Any:
            if name == "contributes":
                raise LookupError("mine alone")
            return super().__getattribute__(name)

    good = Plugin(mappings=[written(tmp_path)])
    registry = registry_of(good, Raises.__new__(Raises), Plugin())
    assert [each.error is None for each in registry.plugins] == [True, False, True]
    assert [each.api for each in registry.entries] == ["here.optim.Plain"]
    (problem,) = registry.problems
    assert "LookupError: mine alone" in str(problem)
    assert registry.places == (tmp_path / "here/optim/Plain.yaml",)
