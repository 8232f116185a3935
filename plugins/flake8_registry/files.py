"""Which files to lint, and their text."""

from __future__ import annotations

import fnmatch
import io
import os
import sys
import tokenize
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

STDIN = "-"
_SKIPPED = frozenset({"__pycache__", "node_modules", "CVS"})


class Unreadable(ValueError):
    """A file cannot be read as Python; the text says why, in one line."""


def python_files(paths: Iterable[str], exclude: Sequence[str] = ()) -> Iterator[str]:
    """The files themselves, and what folders hold of Python, sorted.

    Hidden folders, virtual environments and what fits a pattern of ``exclude`` (a name, or a path
    with ``/``) are left out; a file that is named itself is not, whatever it is called.
    FileNotFoundError for a path that is not there.
    """
    for path in paths:
        if path == STDIN or os.path.isfile(path):
            yield path
        elif not os.path.isdir(path):
            raise FileNotFoundError(path)
        else:
            yield from _inside(path, exclude)


def read_source(path: str) -> str:
    """The text of a Python file in the encoding that it declares; Unreadable says what is wrong."""
    try:
        content = sys.stdin.buffer.read() if path == STDIN else Path(path).read_bytes()
        encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
        return io.TextIOWrapper(io.BytesIO(content), encoding).read()
    except OSError as error:
        raise Unreadable(f"cannot be read: {error.strerror}") from error
    except (SyntaxError, UnicodeError) as error:
        raise Unreadable(f"cannot be decoded: {str(error).splitlines()[0]}") from error


def _inside(folder: str, exclude: Sequence[str]) -> Iterator[str]:
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(
            one
            for one in folders
            if not one.startswith(".")
            and one not in _SKIPPED
            and not _fits(os.path.join(root, one), exclude)
            and not os.path.exists(os.path.join(root, one, "pyvenv.cfg"))
        )
        for name in sorted(files):
            path = os.path.join(root, name)
            if name.endswith(".py") and not _fits(path, exclude):
                yield path.removeprefix(f".{os.sep}")


def _fits(path: str, patterns: Sequence[str]) -> bool:
    name = os.path.basename(path)
    slashed = path.replace(os.sep, "/").removeprefix("./")
    return any(
        fnmatch.fnmatch(slashed if "/" in one else name, one.removeprefix("./").rstrip("/"))
        for one in patterns
    )
