"""Reads a compiled index: one answer at a time, with the standard library only."""

from __future__ import annotations

import io
import json
import os
import sys
from typing import Any, BinaryIO

FORMAT = 1


class Store:
    """A compiled index in a file, or in ``content`` where it could not be written.

    Raises ``ValueError`` for one that this release cannot read.
    """

    def __init__(self, path: str, content: bytes | None = None) -> None:
        self._path, self._content = path, content
        with self._opened() as stream:
            line = stream.readline()
        self._start = len(line)
        header = json.loads(line)
        if header["format"] != FORMAT:
            raise ValueError(f"format {header['format']}")
        self.names: dict[str, list[Any]] = header["names"]
        self.aliases: dict[str, str] = header["aliases"]
        self.problems: list[str] = header["problems"]
        self.made_from: list[Any] = header["made_from"]

    def _opened(self) -> BinaryIO:
        return open(self._path, "rb") if self._content is None else io.BytesIO(self._content)

    def answer(self, api: str) -> dict[str, Any]:
        """The answer for a name of :attr:`names`."""
        start, length, *_ = self.names[api]
        with self._opened() as stream:
            stream.seek(self._start + start)
            found: dict[str, Any] = json.loads(stream.read(length))
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
