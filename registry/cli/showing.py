"""How the results of checks are shown: a line each over a bar, and one line at the end."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal

import click

from registry.problems import UserError

if TYPE_CHECKING:
    from registry.checking.results import Result


Shape = Literal["text", "json", "lines"]
"""For people; one list of JSON objects at the end; or each of them on a line, at once."""


def shape(as_json: bool, as_lines: bool) -> Shape:
    if as_json and as_lines:
        raise UserError.at("--json-lines", "cannot be used together with --json; leave one out")
    return "json" if as_json else "lines" if as_lines else "text"


def as_a_line(row: dict[str, Any]) -> None:
    """Print an object on a line of its own, at once, for a program that reads along."""
    click.echo(json.dumps(row))


def interruption(done: int, total: int) -> None:
    """Say on stderr that a run has ended before its end."""
    rest = "the rest was not run"
    click.echo(f"registry: interrupted after {done} of {total} cases; {rest}", err=True)


def with_progress(results: Iterator[Result], total: int, shape: Shape) -> Iterator[Result]:
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
        task = bar.add_task("starting the frameworks", total=total)
        for result in results:
            if shape == "text":
                click.echo(_line(result))
            elif shape == "lines":
                as_a_line(result.as_json())
            bar.update(task, advance=1, description=result.api)
            yield result


def _line(result: Result) -> str:
    mark = "ok  " if result.as_expected else "skip" if result.outcome == "skipped" else "FAIL"
    shade = {"ok  ": "green", "skip": "yellow"}.get(mark, "red")
    figures = ""
    if result.max_abs is not None:
        figures = f"  max abs {result.max_abs:.2g}, {result.tolerances:.2g} tolerances"
    if result.first_step is not None:
        figures += f", from step {result.first_step}"
    line = f"{click.style(mark, fg=shade)} {result.name} {result.outcome}{figures}"
    if result.as_expected and result.because:
        line += f"  ({', '.join(result.because)})"
    return line if result.as_expected else f"{line}\n     {result.reason}"


def summary(results: list[Result], strict: bool) -> None:
    """One line: how many cases, how many as expected, and on what they ran."""
    from registry.checking.evidence import environment

    expected = sum(each.as_expected for each in results)
    skipped = sum(each.outcome == "skipped" for each in results)
    versions = {name: v for each in results for name, v in each.versions.items()}
    device = {name: d for each in results for name, d in each.device.items()}
    failed = sum(each.fails(strict) for each in results)
    ran = environment(versions, device)
    click.echo(
        f"{len(results)} cases: {expected} as expected, {skipped} skipped, {failed} failed"
        + (f"; {ran}" if ran else "")
    )
