"""The command that compares the map with what is installed now."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from registry.cli import common, sourcing
from registry.problems import UserError

if TYPE_CHECKING:
    from registry.language.signatures import Signature
    from registry.mapping.catalog import Registry
    from registry.mapping.surfaces import Surface


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object.")
@sourcing.options
def drift(as_json: bool, said: sourcing.Said) -> int:
    """Say what the map states that is not so in the frameworks that are installed now.

    Names that are gone or new, parameters and defaults that changed, and platforms, as their
    sources say it; nothing is imported. What can be edited in the mapping files is printed as a
    diff; `registry validate --fix` makes these edits.

    Exit code 0: the map states what is installed. 1: something is different. 2: bad input, or no
    framework of the map is installed.
    """
    from registry.authoring.mending import mended
    from registry.checking.stated import drifted

    registry = common.registry()
    found = {each.framework: each for each in _surfaces(registry, said)}
    if not found:
        text = "is installed; install one, or name its sources with --sources FRAMEWORK=PATH"
        raise UserError.at("no framework of the map", text)
    problems = [each for surface in found.values() for each in drifted(registry, surface)]

    def declaring(api: str) -> Signature | None:
        from registry.language import signatures

        surface = found.get(api.partition(".")[0])
        offered = surface.names.get(api) if surface else None
        signature = offered.signature if offered else None
        return None if signature is None else signatures.parse(signature)

    changed = sorted({each.place for each in problems})
    mends = [mended(path, declaring) for path in registry.files if str(path) in changed]
    edits = "".join(each.diff for each in mends if each)
    releases = {each.framework: each.version for each in found.values()}
    if as_json:
        rows = [
            {"path": each.place, "line": each.line, "field": each.field, "text": each.text}
            for each in problems
        ]
        click.echo(json.dumps({"releases": releases, "drift": rows, "edits": edits}))
        return int(bool(problems))
    for problem in problems:
        click.echo(str(problem))
    click.echo(edits, nl=False)
    seen = ", ".join(f"{name} {version}" for name, version in sorted(releases.items()))
    click.echo(f"{len(problems)} differences between the map and {seen}")
    return int(bool(problems))


def _surfaces(registry: Registry, said: sourcing.Said) -> Iterator[Surface]:
    """What each framework of the map offers where it is found; the others are told."""
    sources_of = sourcing.finder(said)
    from registry.authoring import places
    from registry.authoring.surfacing import surface, wanted

    for framework in registry.frameworks():
        sources = sources_of(framework)
        version = places.release(sources, framework) if sources.has(framework) else None
        if version is None:
            common.complain([f"{framework} is not here; --sources {framework}=PATH names it"])
        else:
            number = version.partition("+")[0]
            yield surface(sources, framework, number, *wanted(registry, framework))
