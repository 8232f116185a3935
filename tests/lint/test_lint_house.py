"""The modules of the linter import downwards only, and each is small."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import flake8_registry

FOLDER = Path(flake8_registry.__file__).parent
MODULES = {path.stem: path for path in sorted(FOLDER.glob("*.py"))}


def imported(path: Path) -> Iterator[str]:
    """The modules of the linter that one of them imports, wherever and for whatever reason."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "flake8_registry":
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and str(node.module).startswith("flake8_registry."):
            yield str(node.module).partition(".")[2]


def test_no_modules_import_each_other_in_a_circle() -> None:
    left = {name: set(imported(path)) for name, path in MODULES.items()}
    while free := [name for name, needs in left.items() if not needs & left.keys()]:
        for name in free:
            del left[name]
    assert not left, f"in a circle: {sorted(left)}"


def test_no_module_passes_300_lines() -> None:
    sizes = {name: path.read_text("utf-8").count("\n") for name, path in MODULES.items()}
    assert not {name: size for name, size in sizes.items() if size > 300}
