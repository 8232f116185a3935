"""Where the sources of each framework are, from the options that say so."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from registry.cli import common
from registry.problems import UserError

if TYPE_CHECKING:
    from registry.authoring.sources import Sources


@dataclass(frozen=True)
class Said:
    """What the options said, each item as ``FRAMEWORK=PATH``."""

    pythons: tuple[str, ...]
    folders: tuple[str, ...]


def options(command: Callable[..., int]) -> Callable[..., int]:
    """The options that say where sources are; the command gets them as ``said``."""

    @common.PYTHON
    @click.option(
        "--sources",
        "folders",
        multiple=True,
        metavar="FRAMEWORK=PATH",
        help="A wheel of the framework, or the folder that holds its package.",
    )
    @functools.wraps(command)
    def told(*, pythons: tuple[str, ...], folders: tuple[str, ...], **others: Any) -> int:
        return command(said=Said(pythons, folders), **others)

    return told


def finder(said: Said) -> Callable[[str], Sources]:
    """For the name of a framework its sources. Nothing of it is imported.

    Raises ``UserError`` for an option that is wrong, and where griffe is not installed.
    """
    needs_griffe()
    from registry.authoring import places

    pythons = _by_framework("--python", said.pythons)
    folders = _by_framework("--sources", said.folders)
    both = sorted(set(pythons) & set(folders))
    if both:
        text = f"cannot be used together with --python for {both[0]}; leave one out"
        raise UserError.at("--sources", text)
    here = places.of_this_environment()

    @functools.cache
    def found(framework: str) -> Sources:
        if framework in folders:
            return places.of_sources(Path(folders[framework]), framework)
        if framework in pythons:
            return places.of_an_interpreter(pythons[framework])
        return here

    return found


def needs_griffe() -> None:
    """Raises ``UserError`` where griffe is not installed, which reads sources."""
    try:
        import registry.authoring.sources  # noqa: F401
    except ModuleNotFoundError as error:
        if error.name != "griffe":
            raise
        text = "is needed to read sources; run `pip install 'optim-registry[author]'`"
        raise UserError.at("griffe", text) from None


def _by_framework(option: str, said: Iterable[str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for each in said:
        framework, equals, value = each.partition("=")
        if not (framework and equals and value):
            raise UserError.at(option, f"{each} is not FRAMEWORK=PATH, such as torch=build/torch")
        values[framework] = value
    return values
