"""The commands that answer without running anything: lookup, list, recipe, example."""

from __future__ import annotations

import fnmatch
import json

import click

from registry.answers import quick
from registry.cli.common import complain
from registry.problems import UserError


@click.command()
@click.argument("name")
@click.option("--target", help="What you port to, such as optax or mindspore>=2.3.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def lookup(name: str, target: str | None, as_json: bool) -> int:
    """Say what NAME corresponds to: a full name, an alias, the end of a name, in any case.

    Exit code 0: it has a counterpart. 1: it is known to have none. 2: the name is not known, or
    nobody has mapped it to the target.
    """
    return quick.lookup(name, as_json, target)


@click.command("list")
@click.argument("pattern", default="*")
@click.option(
    "--kind", type=click.Choice(["optimizer", "schedule", "usage"]), help="Only this kind."
)
@click.option("--framework", help="Only APIs of this framework, such as torch.")
@click.option("--target", help="Only what is mapped to this framework, such as optax.")
@click.option("--none", "only_none", is_flag=True, help="Only APIs that lack a counterpart.")
@click.option("--markdown", is_flag=True, help="Print a table of all counterparts in Markdown.")
@click.option("--json", "as_json", is_flag=True, help="Print a list of JSON objects.")
def list_(
    pattern: str,
    kind: str | None,
    framework: str | None,
    target: str | None,
    only_none: bool,
    markdown: bool,
    as_json: bool,
) -> int:
    """List the known APIs, each with its best counterpart in each framework that it is mapped to.

    PATTERN may have * and ?.

    Exit code 0, or 1 when nothing matches.
    """
    from registry.answers import cache, dated, render, targets

    store = cache.opened()
    complain(store.problems)
    only = targets.framework(target, store.targets)
    wanted = {
        name: (about[2], _toward(only, about[3]))
        for name, about in store.names.items()
        if _fits(name, pattern)
        and kind in (None, about[2])
        and (framework is None or name.startswith(f"{framework}."))
    }
    wanted = {
        name: about
        for name, about in wanted.items()
        if about[1] and not (only_none and all(about[1].values()))
    }
    if as_json:
        rows = [{"api": name, "kind": kind, "best": best} for name, (kind, best) in wanted.items()]
        click.echo(json.dumps(rows))
    elif markdown:
        from registry.answers import pages

        answers = (dated.at(store.answer(each), None, store.releases) for each in wanted)
        click.echo(pages.of_the_map(answers, only), nl=False)
    else:
        click.echo(render.overview((name, best) for name, (_, best) in wanted.items()), nl=False)
    return 0 if wanted else 1


def _toward(target: str | None, best: dict[str, str | None]) -> dict[str, str | None]:
    return {each: api for each, api in best.items() if target in (None, each)}


def _fits(name: str, pattern: str) -> bool:
    low = pattern.lower()
    return fnmatch.fnmatch(name.lower(), low if any(c in low for c in "*?[") else f"*{low}*")


@click.command()
@click.argument("name")
def recipe(name: str) -> int:
    """Print the worked example NAME, a class to copy where there is no counterpart."""
    from registry.discovery import discover

    recipes = discover().recipes
    if name not in recipes:
        known = ", ".join(sorted(recipes)) or "none"
        raise UserError.at("NAME", f"no recipe is called {name}; there are {known}")
    click.echo(recipes[name].read_text(encoding="utf-8"), nl=False)
    return 0


@click.command()
@click.argument("name")
@click.option("--framework", help="Only the program for this framework, such as mindspore.")
def example(name: str, framework: str | None) -> int:
    """Print the programs of the example NAME: one job, done in each framework."""
    from registry.discovery import discover

    examples = discover().examples
    if name not in examples:
        known = ", ".join(sorted(examples)) or "none"
        raise UserError.at("NAME", f"no example is called {name}; there are {known}")
    programs = {
        path.stem.removeprefix("on_"): path for path in sorted(examples[name].glob("on_*.py"))
    }
    if framework is not None and framework not in programs:
        text = f"the example has no program for {framework}; there are {', '.join(programs)}"
        raise UserError.at("--framework", text)
    for each in [framework] if framework else reversed(programs):
        if not framework:
            click.echo(f"# {each}")
        click.echo(programs[each].read_text(encoding="utf-8"), nl=not framework)
    return 0
