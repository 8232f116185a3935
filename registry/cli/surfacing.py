"""The command that reads what a release offers."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from registry.cli import sourcing
from registry.problems import UserError

if TYPE_CHECKING:
    from registry.authoring.sources import Sources


@click.command()
@click.argument("release", metavar="FRAMEWORK==VERSION")
@click.option(
    "--from",
    "place",
    type=click.Path(exists=True, path_type=Path),
    help="Read this wheel, or the folder that holds the package, and fetch nothing.",
)
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write it to this file."
)
@click.option(
    "--module", "modules", multiple=True, help="Every public name of this module; repeatable."
)
@click.option("--name", "names", multiple=True, help="This name too; repeatable.")
def surface(
    release: str,
    place: Path | None,
    output: Path | None,
    modules: tuple[str, ...],
    names: tuple[str, ...],
) -> int:
    """Print what a release of a framework offers: names, signatures, defaults, stated platforms.

    It is read from the sources, and nothing is imported: those that are installed where the version
    is that one, or those of a wheel that pip fetches and that is removed again. Without --module
    and --name it is what the map speaks of.

    Exit code 0: it is printed or written. 2: bad input, or there is no such release.
    """
    from registry.authoring.surfacing import surface as read
    from registry.authoring.surfacing import wanted
    from registry.checking.evidence import replace
    from registry.discovery import discover
    from registry.mapping import surfaces

    framework, equals, version = release.partition("==")
    if not (equals and framework.isidentifier() and version[:1].isdigit()):
        raise UserError.at(release, "is not FRAMEWORK==VERSION, such as torch==2.13.0")
    asked = (set(modules), set(names))
    if not modules and not names:
        asked = wanted(discover(), framework)
    if not any(asked):
        text = f"the map does not speak of {framework}; say what to read with --module or --name"
        raise UserError.at(release, text)
    with _sources(framework, version, place) as sources:
        text = surfaces.write(read(sources, framework, version, *asked))
    if output:
        replace(output, text)
    else:
        click.echo(text, nl=False)
    return 0


@contextmanager
def _sources(framework: str, version: str, place: Path | None) -> Iterator[Sources]:
    """Those that were named, those that are installed, or those of a wheel."""
    here = sourcing.finder(sourcing.Said((), ()))(framework)
    from registry.authoring import places, wheels

    if place is not None:
        yield places.of_sources(place, framework)
    elif (places.release(here, framework) or "").partition("+")[0] == version:
        yield here
    else:
        with ExitStack() as kept:
            with _waiting(f"fetching {framework} {version}"):
                wheel = kept.enter_context(wheels.fetched(framework, version))
            yield places.of_sources(wheel, framework)


@contextmanager
def _waiting(text: str) -> Iterator[None]:
    """Something that moves on a terminal, and nothing in a pipe."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(text):
        yield
