"""The command line: parse, call one function, print. The only module that knows click."""

from __future__ import annotations

import datetime
import fnmatch
import json
import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from registry import __version__, quick
from registry.problems import UserError

if TYPE_CHECKING:
    from registry.catalog import Registry
    from registry.checks import Interpreter, Result
    from registry.jobs import Job
    from registry.legs import Leg


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="optim-registry")
def main() -> None:
    """What a PyTorch optimizer or learning-rate schedule is in MindSpore, and back, with proof."""


def run() -> int:
    """Run the command line; returns the exit code. Bad input is one line on stderr and 2."""
    try:
        code = main.main(standalone_mode=False, prog_name="registry")
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.ClickException as error:
        click.echo(f"registry: {error.format_message()}", err=True)
        return 2
    except (click.Abort, KeyboardInterrupt):
        click.echo("registry: interrupted", err=True)
        return 130
    return int(code or 0)


@main.command()
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def lookup(name: str, as_json: bool) -> int:
    """Say what NAME corresponds to: a full name, an alias, the end of a name, in any case.

    Exit code 0: it has a counterpart. 1: it is known to have none. 2: the name is not known.
    """
    return quick.lookup(name, as_json)


@main.command("list")
@click.argument("pattern", default="*")
@click.option("--kind", type=click.Choice(["optimizer", "schedule"]), help="Only this kind.")
@click.option("--framework", help="Only APIs of this framework, such as torch.")
@click.option("--none", "only_none", is_flag=True, help="Only APIs that have no counterpart.")
@click.option("--json", "as_json", is_flag=True, help="Print a list of JSON objects.")
def list_(
    pattern: str, kind: str | None, framework: str | None, only_none: bool, as_json: bool
) -> int:
    """List the known APIs, each with its best counterpart; PATTERN may have * and ?.

    Exit code 0, or 1 when nothing matches.
    """
    from registry import cache, render

    store = cache.opened()
    _complain(store.problems)
    wanted = {
        name: about
        for name, about in store.names.items()
        if _fits(name, pattern)
        and kind in (None, about[2])
        and (framework is None or name.startswith(f"{framework}."))
        and not (only_none and about[3])
    }
    if as_json:
        rows = [{"api": name, "kind": about[2], "best": about[3]} for name, about in wanted.items()]
        click.echo(json.dumps(rows))
    else:
        click.echo(render.overview(wanted.items()), nl=False)
    return 0 if wanted else 1


def _fits(name: str, pattern: str) -> bool:
    low = pattern.lower()
    return fnmatch.fnmatch(name.lower(), low if any(c in low for c in "*?[") else f"*{low}*")


@main.command()
@click.argument("pattern", default="*")
@click.option("--case", "cases", multiple=True, help="Only the case of this name; repeatable.")
@click.option(
    "--python",
    "pythons",
    multiple=True,
    metavar="FRAMEWORK=PATH",
    help="The interpreter that has the framework; this one by default.",
)
@click.option(
    "--device",
    "devices",
    multiple=True,
    metavar="FRAMEWORK=NAME",
    help="Where the framework runs, such as torch=cuda, torch=cuda+fused or mindspore=Ascend.",
)
@click.option("--timeout", default=120.0, show_default=True, help="Seconds for one case.")
@click.option("--strict", is_flag=True, help="A skipped case is a failure.")
@click.option(
    "--evidence",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write what was seen into a file in this folder.",
)
@click.option(
    "--record",
    type=click.Path(file_okay=False, path_type=Path),
    help="Keep the answers of both frameworks in this folder.",
)
@click.option(
    "--against",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    help="Take a framework that is not installed here from the answers kept in this folder.",
)
@click.option("--json", "as_json", is_flag=True, help="Print a list of JSON objects.")
def check(
    pattern: str,
    cases: tuple[str, ...],
    pythons: tuple[str, ...],
    devices: tuple[str, ...],
    timeout: float,
    strict: bool,
    evidence: Path | None,
    record: Path | None,
    against: Path | None,
    as_json: bool,
) -> int:
    """Run the cases of the APIs that PATTERN fits on the real frameworks.

    PATTERN is a name as in `registry lookup`, or has * and ?. Exit code 0: every outcome is the
    expected one. 1: one is not. 2: bad input.
    """
    from registry import checks

    registry = _registry()
    chosen = list(_chosen(registry, pattern, cases))
    legs = _with_traces(_legs(registry, pythons, devices), record, against)
    results: list[Result] = []
    try:
        for result in _with_progress(checks.run(chosen, legs, timeout), chosen, as_json):
            results.append(result)
    finally:
        for leg in legs.values():
            leg.stop()
    for leg in legs.values():
        for path in getattr(leg, "write", tuple)():
            click.echo(f"registry: wrote {path}", err=True)
    if evidence:
        from registry.evidence import write

        today = datetime.datetime.now(datetime.timezone.utc).date().isoformat()
        for path in write(evidence, [each.as_json() for each in results], today):
            click.echo(f"registry: wrote {path}", err=True)
    if as_json:
        click.echo(json.dumps([each.as_json() for each in results]))
    else:
        _summary(results, strict)
    return int(any(each.fails(strict) for each in results))


def _chosen(registry: Registry, pattern: str, cases: tuple[str, ...]) -> Iterator[Job]:
    from registry import jobs
    from registry.lookup import Match, find

    apis = {each.api: None for each in registry.entries}
    if any(c in pattern for c in "*?["):
        wanted = {api for api in apis if fnmatch.fnmatch(api.lower(), pattern.lower())}
    else:
        aliases = {a: each.api for each in registry.entries for a in each.entry.aliases}
        names = {**apis, **{c.api: None for e in registry.entries for c in e.entry.counterparts}}
        found = find(pattern, names, aliases)
        if not isinstance(found, Match):
            raise UserError.at("PATTERN", quick.unknown(pattern, found))
        wanted = {found.api}
    every = [job for job in jobs.jobs(registry) if job.api in wanted or job.counterpart in wanted]
    if not every:
        raise UserError.at("PATTERN", f"no API fits {pattern}; `registry list` shows every name")
    unknown = sorted(set(cases) - {job.case for job in every})
    if unknown:
        known = ", ".join(dict.fromkeys(job.case for job in every))
        raise UserError.at("--case", f"there is no case {unknown[0]} here; there are {known}")
    yield from (job for job in every if not cases or job.case in cases)


def _legs(registry: Registry, pythons: Iterable[str], devices: Iterable[str]) -> dict[str, Leg]:
    from registry.legs import Leg

    python = _by_framework(registry, "--python", pythons)
    for framework, path in python.items():
        if shutil.which(path) is None:
            raise UserError.at("--python", f"{framework}={path} is not a program; give its path")
    device = _by_framework(registry, "--device", devices)
    return {
        framework: Leg(
            framework, adapter, python.get(framework, sys.executable), device.get(framework)
        )
        for framework, adapter in registry.adapters.items()
    }


def _with_traces(
    legs: dict[str, Leg], record: Path | None, against: Path | None
) -> dict[str, Interpreter]:
    """The legs, recorded if asked for; what the folder has answers of is not run."""
    from registry.traces import Recorded, Recorder

    if record and against:
        raise UserError.at("--record", "cannot be used together with --against; leave one out")
    chosen: dict[str, Interpreter] = {}
    for name, leg in legs.items():
        kept = against is not None and (against / name).is_dir()
        chosen[name] = Recorded(name, against) if against and kept else leg
        if record:
            chosen[name] = Recorder(leg, record)
    return chosen


def _by_framework(registry: Registry, option: str, said: Iterable[str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for each in said:
        framework, equals, value = each.partition("=")
        if not equals or not value or framework not in registry.adapters:
            known = " or ".join(sorted(registry.adapters))
            raise UserError.at(option, f"{each} is not FRAMEWORK=VALUE with {known} before the =")
        values[framework] = value
    return values


def _with_progress(results: Iterator[Result], chosen: list[Job], quiet: bool) -> Iterator[Result]:
    """The results as they come, each on a line, over a bar where a person is watching."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task("starting the frameworks", total=len(chosen))
        for job, result in zip(chosen, results, strict=True):
            if not quiet:
                bar.console.file.flush()
                click.echo(_line(result))
            bar.update(task, advance=1, description=job.api)
            yield result


def _line(result: Result) -> str:
    mark = "ok  " if result.as_expected else "skip" if result.outcome == "skipped" else "FAIL"
    shade = {"ok  ": "green", "skip": "yellow"}.get(mark, "red")
    other = f" -> {result.counterpart}" if result.counterpart else ""
    figures = ""
    if result.max_abs is not None:
        figures = f"  max abs {result.max_abs:.2g}, {result.tolerances:.2g} tolerances"
    if result.first_step is not None:
        figures += f", from step {result.first_step}"
    head = f"{click.style(mark, fg=shade)} {result.api}{other}"
    line = f"{head} [{result.case}] {result.outcome}{figures}"
    if result.as_expected and result.because:
        line += f"  ({', '.join(result.because)})"
    return line if result.as_expected else f"{line}\n     {result.reason}"


def _summary(results: list[Result], strict: bool) -> None:
    expected = sum(each.as_expected for each in results)
    skipped = sum(each.outcome == "skipped" for each in results)
    versions = {name: v for each in results for name, v in each.versions.items()}
    device = {name: d for each in results for name, d in each.device.items()}
    failed = sum(each.fails(strict) for each in results)
    ran = ", ".join(
        f"{name} {v} on {device.get(name, '?')}" for name, v in sorted(versions.items())
    )
    click.echo(
        f"{len(results)} cases: {expected} as expected, {skipped} skipped, {failed} failed"
        + (f"; {ran}" if ran else "")
    )


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Print a list of JSON objects.")
def plugins(as_json: bool) -> int:
    """List the plugins, their versions and what each contributes.

    Exit code 0, or 1 when a plugin is left out.
    """
    from registry.discovery import discover

    registry = discover()
    _complain(str(each) for each in registry.problems)
    rows = [vars(each) for each in registry.plugins]
    if as_json:
        click.echo(json.dumps(rows))
    for each in [] if as_json else registry.plugins:
        click.echo(f"{each.name} ({each.distribution} {each.version})")
        if each.error:
            click.echo("  left out")
            continue
        click.echo(f"  {each.mappings} mappings, {each.evidence} evidence files")
        click.echo(f"  adapters: {', '.join(each.adapters) or 'none'}")
        click.echo(f"  converters: {', '.join(each.converters) or 'none'}")
        click.echo(f"  recipes: {', '.join(each.recipes) or 'none'}")
    return int(any(each.error for each in registry.plugins))


@main.command()
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


@main.command()
def schema() -> int:
    """Print the JSON Schema of a mapping file."""
    from pydantic import TypeAdapter

    from registry.models import Entry

    described: dict[str, Any] = TypeAdapter(dict[str, Entry]).json_schema()
    described["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    described["title"] = "optim-registry mapping file"
    click.echo(json.dumps(described, indent=2))
    return 0


@main.command()
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write it to this file."
)
def index(output: Path | None) -> int:
    """Compile the mappings of all plugins for the linter (flake8's option registry-index)."""
    from registry.evidence import replace
    from registry.lint_index import compile_lint_index

    text = compile_lint_index(_registry())
    if output:
        replace(output, text)
    else:
        click.echo(text, nl=False)
    return 0


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
def validate(paths: tuple[Path, ...]) -> int:
    """Check mapping files, or everything installed, against the schema and the rules.

    Exit code 0: nothing is wrong. 2: something is; every problem is on a line of its own.
    """
    import dataclasses

    from registry.discovery import discover
    from registry.loading import load
    from registry.rules import broken

    registry = discover()
    if paths:
        loaded = load(paths)
        registry = dataclasses.replace(
            registry, entries=loaded.entries, problems=loaded.problems, files=loaded.files
        )
    problems = sorted({*registry.problems, *broken(registry)})
    for problem in problems:
        click.echo(str(problem), err=True)
    entries = len(registry.entries)
    click.echo(f"{len(registry.files)} files, {entries} mappings, {len(problems)} problems")
    return 2 if problems else 0


def _registry() -> Registry:
    """What is installed, with its problems on stderr; refuses data that cannot be run."""
    from registry.discovery import discover
    from registry.rules import broken

    registry = discover()
    _complain(str(each) for each in registry.problems)
    wrong = list(broken(registry))
    if wrong:
        raise UserError(*wrong)
    return registry


def _complain(problems: Iterable[str]) -> None:
    for problem in problems:
        click.echo(f"registry: {problem}", err=True)
