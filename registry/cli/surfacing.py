"""The command that reads what a release of a framework offers."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from registry.cli import common, sourcing
from registry.cli.interrupting import Interrupted, interruptible
from registry.problems import UserError

if TYPE_CHECKING:
    from registry.authoring.sources import Sources

_RELEASE = re.compile(r"([A-Za-z_]\w*)==(\d[\w.+!]*)")


@click.command()
@click.argument("release", metavar="FRAMEWORK==VERSION")
@click.option(
    "--from",
    "place",
    type=click.Path(path_type=Path),
    help="A wheel of that release, or the folder that holds its package.",
)
@click.option(
    "--module",
    "modules",
    multiple=True,
    metavar="NAME",
    help="Look for every public name of this module, in place of what the map has.",
)
@click.option(
    "--name",
    "names",
    multiple=True,
    metavar="NAME",
    help="Look for this name, in place of what the map has.",
)
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write it to this file."
)
def surface(
    release: str,
    place: Path | None,
    modules: tuple[str, ...],
    names: tuple[str, ...],
    output: Path | None,
) -> int:
    """Print what a release of a framework offers, as JSON: names, signatures, stated platforms.

    It is read from the sources of the release, and nothing of them is run: those that are installed
    here if they are of that release, those that --from names, or those of a wheel that pip fetches
    and that is deleted afterwards. What is looked for is what the map speaks of: all names of the
    modules that it claims to know, and every API of the framework.
    """
    found = _RELEASE.fullmatch(release)
    if found is None:
        raise UserError.at(release, "is no release; write FRAMEWORK==VERSION, as torch==2.13.0")
    framework, version = found.groups()
    sourcing.needs_griffe()
    asked = _asked(framework, modules, names)
    try:
        with interruptible(), _sources(framework, version, place) as sources:
            text = _text(sources, framework, version, *asked)
    except Interrupted as signal:
        click.echo("registry: interrupted", err=True)
        return signal.code
    if output:
        _write(output, text)
    else:
        click.echo(text, nl=False)
    return 0


def _asked(
    framework: str, modules: tuple[str, ...], names: tuple[str, ...]
) -> tuple[set[str], set[str]]:
    """The modules and the names to look for: those given, or those of the map."""
    from registry.authoring.surfacing import wanted
    from registry.discovery import discover

    for option, each in [
        *(("--module", each) for each in modules),
        *(("--name", each) for each in names),
    ]:
        if each.partition(".")[0] != framework or not all(map(str.isidentifier, each.split("."))):
            text = f"{each} is no name of {framework}; write it in full, as {framework}.optim"
            raise UserError.at(option, text)
    if modules or names:
        return set(modules), set(names)
    of_the_map = wanted(discover(), framework)
    if not any(of_the_map):
        text = "is no framework of the map; say what to look for with --module or --name"
        raise UserError.at(framework, text)
    return of_the_map


@contextmanager
def _sources(framework: str, version: str, place: Path | None) -> Iterator[Sources]:
    """The sources of the release: those of a place, those that are installed, or fetched ones."""
    from registry.authoring import places, wheels

    here = places.of_this_environment()
    if place is not None:
        sources = places.of_sources(place, framework, f"--from {place}")
        there = places.release(sources, framework)
        if there is not None and not _is(there, version):
            text = f"has {framework} {there}, not {version}; correct one of them"
            raise UserError.at(f"--from {place}", text)
        yield sources
    elif here.has(framework) and _is(places.release(here, framework) or "", version):
        yield here
    else:
        wanted = f"{framework}=={version}"
        with _telling(wanted) as told, wheels.fetched(framework, version, told) as wheel:
            yield places.of_sources(wheel, framework, wanted)


def _is(there: str, version: str) -> bool:
    """Is it the release, in whichever build?"""
    return version in (there, there.partition("+")[0])


@contextmanager
def _telling(release: str) -> Iterator[Callable[[int], None]]:
    """Somebody at a terminal sees how much of a release has come."""
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _: None
        return
    with console.status(f"{release}: asking pip for a wheel") as status:
        yield lambda size: status.update(f"{release}: {size / 1e6:.0f} MB have come")


def _text(
    sources: Sources, framework: str, version: str, modules: set[str], names: set[str]
) -> str:
    from registry.authoring import surfacing
    from registry.mapping.surfaces import write

    try:
        found = surfacing.surface(sources, framework, version, modules, names)
    except (zipfile.BadZipFile, zlib.error, EOFError):
        wheel = str(sources.places[0]).rstrip("/")
        raise UserError.at(wheel, "is a broken wheel; get it anew") from None
    if not found.names:
        common.complain([f"{framework} {version} has none of the names that were looked for"])
    return write(found)


def _write(output: Path, text: str) -> None:
    from registry.checking.evidence import replace

    try:
        replace(output, text)
    except OSError as error:
        raise UserError.at("--output", f"{output} cannot be written: {error.strerror}") from None
    click.echo(f"registry: wrote {output}", err=True)
