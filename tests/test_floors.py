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

# The house from the ground up: folders (and modules beside them), and in each its own floors. A
# module imports from what is below its own floor, never from it.
HOUSE: tuple[tuple[str, tuple[set[str], ...]], ...] = (
    ("", ({"registry", "problems"}, {"configuration"})),
    (
        "language",
        ({"signatures", "conditions", "dialects", "versions"}, {"calls", "printing", "defaults"}),
    ),
    (
        "mapping",
        (
            {"words", "algorithms", "surfaces"},
            {"runs"},
            {"models", "undecided"},
            {"loading", "translate"},
            {"catalog", "predicting"},
            {"releases"},
        ),
    ),
    ("porting", ({"parameters", "given"}, {"call"})),
    ("", ({"hookspecs"},)),
    (
        "checking",
        (
            {"compare", "harness", "inputs", "keeper", "hosts", "discrimination", "tasks"},
            {"jobs", "drawing", "processes"},
            {"connections", "replies", "evidence", "rules", "stated"},
            {"legs"},
            {"traces", "results", "verdicts"},
            {"judging", "junit", "oracle"},
            {"checks", "claims"},
            {"installed"},
            {"search", "explaining"},
        ),
    ),
    ("", ({"merging"}, {"discovery"})),
    (
        "authoring",
        (
            {"schema", "locating", "layout", "edits"},
            {"sources"},
            {"places", "wording", "projects", "exports", "wheels"},
            {"stubs", "moved", "ordering", "surfacing"},
            {"mending"},
        ),
    ),
    (
        "answers",
        (
            {"lookup", "store", "render", "lint_reports", "targets", "dated"},
            {"index", "lint_index"},
            {"cache", "pages"},
            {"quick"},
        ),
    ),
    ("", ({"cli", "pytest_plugin"}, {"__main__"})),
)
FOLDERS = {folder for folder, _ in HOUSE} - {""}
FLOORS = [
    {f"{folder}.{name}".strip(".") for name in names}
    for folder, floors in HOUSE
    for names in floors
]
FLOOR_OF = {module: floor for floor, modules in enumerate(FLOORS) for module in modules}


def is_front_page(path: Path) -> bool:
    """The front page of a folder says what is in it, and nothing else."""
    return path.name == "__init__.py" and path.parent.name in FOLDERS


# The command line is a package as well; its modules are one floor to the others.
COMMANDS = sorted((CORE / "cli").glob("*.py"))
MODULES = [path for path in sorted(CORE.rglob("*.py")) if not is_front_page(path)]

KNOWN_TO = {
    "yaml": {"mapping.loading", "authoring.layout"},
    "griffe": {"authoring.sources"},
    "pluggy": {"hookspecs", "discovery"},
    "click": {"cli"},
    "rich": {"cli"},
    "execnet": {"checking.processes", "checking.connections"},
    "pytest": {"pytest_plugin"},
    "hypothesis": {"checking.drawing", "checking.search"},
    "numpy": {
        f"checking.{each}"
        for each in ("compare", "harness", "inputs", "judging", "oracle", "traces")
    },
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
    """The modules of the core that a file imports; ``registry`` for what is in its front page."""
    found = set()
    for name in imported(path):
        first, *parts = name.split(".")
        if first == "registry":
            inside = ".".join(parts[: 2 if parts[0] in FOLDERS else 1])
            found.add(inside if (CORE / parts[0]).is_dir() or inside in FLOOR_OF else "registry")
    return found


def name_of(path: Path) -> str:
    """A module of the core as the floors call it."""
    if path in COMMANDS:
        return "cli"
    parts = path.relative_to(CORE).with_suffix("").parts
    return "registry" if parts == ("__init__",) else ".".join(parts)


def libraries(path: Path) -> set[str]:
    return {name.partition(".")[0] for name in imported(path)}


@pytest.mark.parametrize("folder", sorted(FOLDERS))
def test_a_front_page_imports_nothing(folder: str) -> None:
    assert not list(imported(CORE / folder / "__init__.py"))


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
    {CORE / "checking" / f"{each}.py": set[str]() for each in ("harness", "inputs", "keeper")}
    | {path: {path.stem.partition("_")[0]} for path in sorted((PLUGIN / "adapters").glob("*.py"))}
    | {path: {path.stem.partition("_")[2]} for path in sorted((PLUGIN / "examples").rglob("*.py"))}
)


@pytest.mark.parametrize("path", SENT, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_what_is_sent_to_a_leg_needs_only_numpy_and_its_framework(path: Path) -> None:
    assert libraries(path) <= {*sys.stdlib_module_names, "numpy", *SENT[path]}


def test_an_upward_import_would_be_seen(tmp_path: Path) -> None:
    path = tmp_path / "models.py"
    path.write_text(
        "def f():\n    from registry import cli\n    from registry.answers.quick import USAGE\n"
    )
    assert of_the_core(path) == {"cli", "answers.quick"}
    assert all(FLOOR_OF[each] > FLOOR_OF["mapping.models"] for each in of_the_core(path))
