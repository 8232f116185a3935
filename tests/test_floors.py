"""Imports point down the floors, and each library is known to the modules that need it only."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from samples import ROOT

CORE = ROOT / "registry"
PLUGIN = ROOT / "plugins" / "registry_mindspore"

# From the ground up. A module imports from the floors below its own, never from its own.
FLOORS: tuple[tuple[str, set[str]], ...] = (
    ("words", {"__init__", "problems", "signatures", "conditions", "dialects"}),
    ("text", {"lookup", "store", "render", "compare", "harness", "calls", "printing"}),
    ("what a mapping says", {"models"}),
    ("what it means for a call", {"loading", "translate"}),
    ("everything in one value", {"catalog", "hookspecs", "predicting", "discrimination"}),
    ("what to run", {"jobs", "drawing", "parameters", "given"}),
    ("running, believing, ruling", {"legs", "evidence", "rules", "porting"}),
    ("what was run elsewhere, what came out", {"traces", "results"}),
    ("what it shows", {"judging"}),
    ("answers", {"checks", "index", "lint_index", "discovery", "claims"}),
    ("looking for surprises", {"search"}),
    ("what is kept, what is printed", {"cache", "pages"}),
    ("the quick door", {"quick"}),
    ("the command line, the tests of others", {"cli", "pytest_plugin"}),
    ("the front door", {"__main__"}),
)
# The command line is a package; its modules are one floor to the others.
COMMANDS = sorted((CORE / "cli").glob("*.py"))
FLOOR_OF = {module: floor for floor, (_, modules) in enumerate(FLOORS) for module in modules}
MODULES = [*sorted(CORE.glob("*.py")), *COMMANDS]

KNOWN_TO = {
    "yaml": {"loading"},
    "pluggy": {"hookspecs", "discovery"},
    "click": {"cli"},
    "rich": {"cli"},
    "execnet": {"legs"},
    "pytest": {"pytest_plugin"},
    "hypothesis": {"drawing", "search"},
    "numpy": {"compare", "judging", "harness", "traces"},
    "torch": set[str](),
    "mindspore": set[str](),
}


def imported(path: Path) -> Iterator[str]:
    """The full name of every module that a file imports, at any depth and for any reason."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            for each in node.names:
                yield f"{node.module}.{each.name}"


def of_the_core(path: Path) -> set[str]:
    """The modules of the core that a file imports; ``__init__`` for what is in its front page."""
    found = set()
    for name in imported(path):
        first, _, rest = name.partition(".")
        module = rest.partition(".")[0]
        if first == "registry":
            known = (CORE / f"{module}.py").exists() or (CORE / module).is_dir()
            found.add(module if known else "__init__")
    return found


def name_of(path: Path) -> str:
    """A module of the core as the floors call it."""
    return "cli" if path in COMMANDS else path.stem


def libraries(path: Path) -> set[str]:
    return {name.partition(".")[0] for name in imported(path)}


def test_every_module_has_a_floor_and_every_floor_its_modules() -> None:
    assert {name_of(path) for path in MODULES} == set(FLOOR_OF)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: f"{name_of(path)}-{path.stem}")
def test_imports_point_down(path: Path) -> None:
    floor = FLOOR_OF.get(name_of(path), 0)
    upwards = {each for each in of_the_core(path) if FLOOR_OF.get(each, 99) >= floor}
    upwards -= {"cli"} if path in COMMANDS else set()
    assert not upwards, f"{path.stem} is on floor {floor} and imports {upwards}"


@pytest.mark.parametrize("library", KNOWN_TO)
def test_a_library_is_known_where_it_is_needed(library: str) -> None:
    assert {name_of(path) for path in MODULES if library in libraries(path)} == KNOWN_TO[library]


@pytest.mark.parametrize("framework", ["torch", "mindspore"])
def test_the_plugin_touches_frameworks_in_what_is_sent_to_them_only(framework: str) -> None:
    files = [path for path in PLUGIN.rglob("*.py") if framework in libraries(path)]
    touching = {path.relative_to(PLUGIN).parts[0] for path in files}
    assert touching == {"adapters", "recipes", "examples"}


SENT = (
    {CORE / "harness.py": set[str]()}
    | {path: {path.stem.partition("_")[0]} for path in sorted((PLUGIN / "adapters").glob("*.py"))}
    | {path: {path.stem.partition("_")[2]} for path in sorted((PLUGIN / "examples").rglob("*.py"))}
)


@pytest.mark.parametrize("path", SENT, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_what_is_sent_to_a_leg_needs_only_numpy_and_its_framework(path: Path) -> None:
    assert libraries(path) <= {*sys.stdlib_module_names, "numpy", *SENT[path]}


def test_an_upward_import_would_be_seen(tmp_path: Path) -> None:
    path = tmp_path / "models.py"
    path.write_text(
        "def f():\n    from registry import cli\n    from registry.quick import USAGE\n"
    )
    assert of_the_core(path) == {"cli", "quick"}
    assert all(FLOOR_OF[each] > FLOOR_OF["models"] for each in of_the_core(path))
