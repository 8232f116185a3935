"""The index files that installed plugins of the registry bring along, found without an import.

A plugin is a package that an entry point in the group ``registry.plugins`` names. If there is a
``lint_index.json`` beside its ``__init__.py``, what it maps is linted.
"""

from __future__ import annotations

import importlib.machinery
import importlib.metadata
import importlib.util
import os
from collections.abc import Iterator

from flake8_registry.index import BrokenIndex
from flake8_registry.reading import load

GROUP = "registry.plugins"
NAME = "lint_index.json"


def installed_indexes() -> tuple[list[str], list[str]]:
    """The usable files in the order of their plugins' names, and a line for each that is not."""
    usable: list[str] = []
    problems: list[str] = []
    points = importlib.metadata.entry_points(group=GROUP)
    for point in sorted(points, key=lambda one: (one.name, one.value)):
        for path in _beside(point.module):
            if path in usable:
                continue
            try:
                load(path)
            except BrokenIndex as error:
                problems.append(f"plugin {point.name} is left out: {error}")
            else:
                usable.append(path)
    return usable, problems


def _beside(module: str) -> Iterator[str]:
    """Where the index file of a package is, if it has one; the package is found, not imported."""
    name, *parts = module.split(".")
    try:
        spec = importlib.util.find_spec(name)
    except (ImportError, ValueError):
        return
    for part in parts:
        name = f"{name}.{part}"
        if spec is not None:
            spec = importlib.machinery.PathFinder.find_spec(name, spec.submodule_search_locations)
    for folder in (spec and spec.submodule_search_locations) or ():
        path = os.path.join(folder, NAME)
        if os.path.isfile(path):
            yield path
