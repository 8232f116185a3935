"""The commands about what is installed and how it is written."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click

from registry.cli import common

MOST_NAMES = 8


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print a list of JSON objects.")
def plugins(as_json: bool) -> int:
    """List the plugins, their versions and what each contributes.

    Exit code 0, or 1 when a plugin is left out.
    """
    from registry.discovery import discover

    registry = discover()
    common.complain(str(each) for each in registry.problems)
    if as_json:
        click.echo(json.dumps([vars(each) for each in registry.plugins]))
    for each in [] if as_json else registry.plugins:
        click.echo(f"{each.name} ({each.distribution} {each.version})")
        if each.error:
            click.echo("  left out")
            continue
        click.echo(f"  {each.mappings} mappings, {each.evidence} evidence files")
        for kind in ("adapters", "converters", "oracles", "recipes", "examples"):
            click.echo(f"  {kind}: {_listed(getattr(each, kind))}")
    return int(any(each.error for each in registry.plugins))


def _listed(names: Sequence[str]) -> str:
    """The names, or how many there are of them where that would fill the screen."""
    if len(names) > MOST_NAMES:
        return f"{len(names)}; --json names them"
    return ", ".join(names) or "none"


@click.command()
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write it to this file."
)
@click.option("--plugin", metavar="NAME", help="Only what this plugin maps.")
def index(output: Path | None, plugin: str | None) -> int:
    """Compile the mappings of all plugins for the linter (flake8's option registry-index).

    A plugin that ships its own, as lint_index.json beside its __init__.py, is linted as soon as it
    is installed.
    """
    from registry.answers.lint_index import compile_lint_index
    from registry.checking.evidence import replace
    from registry.discovery import discover

    found = common.registry()
    text = compile_lint_index(found if plugin is None else discover(plugin))
    if output:
        replace(output, text)
    else:
        click.echo(text, nl=False)
    return 0


@click.command()
@click.argument("table", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print a list of JSON objects.")
def claims(table: Path, as_json: bool) -> int:
    """Hold somebody else's TABLE of correspondences against the evidence; prints Markdown.

    The format of the file is described in registry/checking/claims.py.
    """
    from registry.answers import pages
    from registry.checking import claims as judging
    from registry.checking import evidence
    from registry.mapping import releases
    from registry.mapping.models import framework_of

    registry = common.registry()
    results = evidence.read(registry.evidence)
    told = judging.read(table)
    judged = list(judging.judge(registry, results, told))
    if as_json:
        click.echo(json.dumps(judging.as_json(judged)))
    else:
        spoken_of = {
            framework_of(api) for each in told.claims for api in (each.source, each.target)
        }
        newest = releases.of({}, registry.surfaces).versions
        ran_on = evidence.environments(results, spoken_of, newest)
        click.echo(pages.of_claims(told, judged, ran_on), nl=False)
    return 0
