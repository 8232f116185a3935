"""Where the source of a module is, among folders of packages."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

Place = Path | zipfile.Path
"""A folder of packages: one on disk, or a wheel as ``zipfile.Path``."""


def files(places: tuple[Place, ...], module: str) -> Iterator[Place]:
    """The files that may hold a module, those that Python would take first.

    A stub counts where there is no source, as of a module that is compiled.
    """
    *around, last = module.split(".")
    for ending in ("py", "pyi"):
        for place in places:
            for each in ((*around, last, f"__init__.{ending}"), (*around, f"{last}.{ending}")):
                path = place.joinpath(*each)
                if path.is_file():
                    yield path


def is_folder(places: tuple[Place, ...], package: str) -> bool:
    """Is it a package without a source of its own?"""
    return any(place.joinpath(*package.split(".")).is_dir() for place in places)
