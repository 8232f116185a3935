"""Reads a compiled index: one answer at a time, with the standard library only."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

FORMAT = 5


class Store:
    """A compiled index, kept at ``path`` if anywhere.

    Raises ``ValueError`` for one that this release cannot read.
    """

    def __init__(self, content: bytes, path: str = "") -> None:
        self.path = path
        self._content = content
        self._start = content.find(b"\n") + 1
        header = json.loads(content[: self._start])
        if header["format"] != FORMAT:
            raise ValueError(f"format {header['format']}")
        self.names: dict[str, list[Any]] = header["names"]
        self.aliases: dict[str, str] = header["aliases"]
        self.targets: list[str] = header["targets"]
        self.releases: dict[str, list[str]] = header["releases"]
        """Of each framework the releases that were read, oldest first."""
        self.checked: dict[str, list[str]] = header["checked"]
        """Of each framework the releases at which cases were run, oldest first."""
        self.problems: list[str] = header["problems"]
        self.made_from: list[Any] = header["made_from"]

    def answer(self, api: str) -> dict[str, Any]:
        """The answer for a name of :attr:`names`."""
        start, length, *_ = self.names[api]
        start += self._start
        found: dict[str, Any] = json.loads(self._content[start : start + length])
        return found


def state(paths: list[str]) -> list[list[Any]]:
    """The modification time and size of each path; ``[path, 0, 0]`` for one that is gone."""
    found: list[list[Any]] = []
    for path in paths:
        try:
            about = os.stat(path)
            found.append([path, about.st_mtime_ns, about.st_size])
        except OSError:
            found.append([path, 0, 0])
    return found


def is_fresh(store: Store) -> bool:
    """Was the index made from the files and folders as they are now?"""
    return store.made_from == state([each[0] for each in store.made_from])


def environment() -> list[str]:
    """The folders in which an installed plugin would appear."""
    return [path for path in sys.path if path and os.path.isdir(path)]
