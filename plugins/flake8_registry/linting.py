"""Linting without flake8: many files, one after the other, and what it all comes to."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from flake8_registry import baseline, codes
from flake8_registry.engine import findings
from flake8_registry.files import Unreadable, read_source
from flake8_registry.finding import Finding
from flake8_registry.index import BrokenIndex, Index
from flake8_registry.noqa import loud
from flake8_registry.options import Settings
from flake8_registry.selection import Selection

PORTABLE = "portable"
CHANGE = "needs change"
NONE = "no counterpart"
UNDECIDED = "undecided"
_STANDING = {
    codes.PORTABLE: PORTABLE,
    codes.NO_COUNTERPART: NONE,
    codes.NOT_IN_TARGET: NONE,
    codes.DYNAMIC: UNDECIDED,
    codes.UNKNOWN_NAME: UNDECIDED,
}
_NO_USES = frozenset({"import", "string"})
_ABOUT_ARGUMENTS = frozenset({codes.ARGUMENT, codes.DIFFERENCE})


@dataclass(frozen=True, slots=True)
class Checked:
    """A file: its lines, everything found in it, and what of that is to be said.

    ``problem`` says why a file could not be read; nothing was found in it then.
    """

    path: str
    lines: tuple[str, ...] = ()
    found: tuple[Finding, ...] = ()
    said: tuple[Finding, ...] = ()
    problem: str = ""


def lint(
    paths: Iterable[str],
    index: Index,
    settings: Settings,
    selection: Selection | None = None,
    accepted: str = "",
) -> Iterator[Checked]:
    """Each file that says something the index knows, or that cannot be read, as it comes.

    ``accepted`` names a baseline file.
    """
    selection = selection or Selection()
    for path in paths:
        try:
            source = read_source(path)
            found = _findings(source, path, index, settings)
        except Unreadable as error:
            yield Checked(path, problem=str(error))
            continue
        if not found:
            continue
        lines = tuple(io.StringIO(source))
        kept = tuple(loud(found, lines))
        said: Iterable[Finding] = (one for one in kept if selection.wants(one.code))
        if accepted:
            said = baseline.new(said, lines, path, accepted)
        yield Checked(path, lines, found, tuple(said))


def summary(checked: Iterable[Checked]) -> Mapping[str, Mapping[str, int]]:
    """How many uses there are of each standing, by file, comments and selection aside.

    A use is a call, a reference, a subclass or an operation; an import is none, nor is a string. A
    call with an argument that needs a change is one use, which needs change.
    """
    counts: dict[str, dict[str, int]] = {one: {} for one in (PORTABLE, CHANGE, NONE, UNDECIDED)}
    for one in checked:
        for standing in _standings(one.found):
            counts[standing][one.path] = counts[standing].get(one.path, 0) + 1
    return counts


def _findings(source: str, path: str, index: Index, settings: Settings) -> tuple[Finding, ...]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of the parser, about code that is not ours
            return tuple(findings(source, path, index, settings))
    except SyntaxError as error:
        raise Unreadable(f"is no Python: line {error.lineno}: {error.msg}") from error
    except BrokenIndex:
        raise
    except (ValueError, RecursionError, MemoryError) as error:
        raise Unreadable(f"is no Python: {error}") from error


def _standings(found: Iterable[Finding]) -> Iterator[str]:
    """The standing of each use, in the order of the file."""
    last_call: dict[str, int] = {}
    standings: list[str] = []
    for one in found:
        if one.role in _NO_USES or one.code == codes.DEFAULT:
            continue
        if one.code in _ABOUT_ARGUMENTS and one.api in last_call:
            standings[last_call[one.api]] = CHANGE
            continue
        if one.code == codes.PORTABLE:
            last_call[one.api] = len(standings)
        standings.append(_STANDING.get(one.code, CHANGE))
    return iter(standings)
