"""The command that lints without flake8: the same findings, and what a repository comes to."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from registry.cli import common
from registry.problems import UserError

if TYPE_CHECKING:
    from flake8_registry import Index, Settings
    from flake8_registry.linting import Checked
    from flake8_registry.selection import Selection
    from flake8_registry.versions import Target

MANY = 100
"""So many files that a person who waits wants to see something move."""
FILE = click.Path(dir_okay=False)


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "sarif", "github"]),
    default="text",
    help="How to print the findings; text by default.",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option("--summary", "only_summary", is_flag=True, help="Only count, file by file.")
@click.option("--select", multiple=True, metavar="CODES", help="Only these, such as OPR1,OPR203.")
@click.option("--extend-select", multiple=True, metavar="CODES", help="These as well.")
@click.option("--ignore", multiple=True, metavar="CODES", help="Not these, such as OPR309.")
@click.option("--exclude", multiple=True, metavar="PATTERN", help="Not these files; repeatable.")
@click.option("--target", default="", help="What you port to, such as mindspore>=2.3.")
@click.option("--platform", default="", help="Where it will run: Ascend, GPU or CPU.")
@click.option("--prefer", default="", help="The family you port to; what others offer is missing.")
@click.option("--index", "indexes", multiple=True, type=FILE, help="More index files; repeatable.")
@click.option("--provided", multiple=True, metavar="NAMES", help="What your own shim provides.")
@click.option("--baseline", type=FILE, default="", help="A file of findings that are accepted.")
@click.option("--write-baseline", "kept", type=FILE, help="Accept what is found, in this file.")
def lint(
    paths: tuple[str, ...],
    style: str,
    as_json: bool,
    only_summary: bool,
    select: tuple[str, ...],
    extend_select: tuple[str, ...],
    ignore: tuple[str, ...],
    exclude: tuple[str, ...],
    target: str,
    platform: str,
    prefer: str,
    indexes: tuple[str, ...],
    provided: tuple[str, ...],
    baseline: str,
    kept: str | None,
) -> int:
    """Say what will not port in files and folders, without flake8.

    PATH is a file, a folder (this one by default) or - for standard input. Comments such as
    `# noqa: OPR101` silence a line. Without --target it is what the project depends on, where its
    pyproject.toml or requirements name a framework to port to. Exit code 0: nothing was found. 1:
    something was. 2: bad input.
    """
    import flake8_registry
    from flake8_registry import baseline as baselines
    from flake8_registry import files, selection
    from flake8_registry.installed import installed_indexes

    paths = paths or (".",)
    try:
        installed, problems = installed_indexes()
        common.complain(problems)
        index = flake8_registry.read_index(flake8_registry.index_files([*installed, *indexes]))
        inferred = None if target else _of_the_project(paths[0], index)
        settings = flake8_registry.settings(
            index,
            target=target or (inferred[0] if inferred else ""),
            platform=platform,
            prefer=prefer,
            provided=_listed(provided),
            named="--",
        )
        chosen = selection.Selection(
            selection.codes(select, "--select"),
            selection.codes(extend_select, "--extend-select"),
            selection.codes(ignore, "--ignore"),
        )
        if baseline:
            baselines.read_baseline(baseline)
        found = list(dict.fromkeys(files.python_files(paths, exclude)))
        checked = list(_checked(found, index, settings, chosen, baseline))
    except FileNotFoundError as error:
        raise UserError.at(str(error), "there is no such file or folder") from None
    except ValueError as error:
        raise click.ClickException(str(error)) from None
    if inferred:
        click.echo(f"target {inferred[0]}, from {inferred[1]}", err=True)
    if settings.target.asked is not None:
        _say_what_nobody_checked(settings.target)
    for one in checked:
        if one.problem:
            click.echo(f"{one.path}: {one.problem}", err=True)
    if kept is not None:
        return _keep(kept, checked)
    style = "json" if as_json else style
    _print(checked, style, only_summary, settings.target.text, inferred[1] if inferred else "")
    return int(any(one.said for one in checked))


def _say_what_nobody_checked(target: Target) -> None:
    from registry.answers import cache, targets

    text = targets.unchecked(target, cache.opened().checked)
    if text:
        click.echo(f"target {target.text}: {text}", err=True)


def _listed(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from text.replace(",", " ").split()


def _of_the_project(path: str, index: Index) -> tuple[str, str] | None:
    from flake8_registry.options import frameworks
    from flake8_registry.project import target_of_project

    found = target_of_project(Path("." if path == "-" else path), frameworks(index))
    return (found[0], os.path.relpath(found[1])) if found else None


def _checked(
    paths: list[str], index: Index, settings: Settings, selection: Selection, baseline: str
) -> Iterator[Checked]:
    """The files as they are done, under a bar where a person is watching and there are many."""
    from flake8_registry import linting

    if len(paths) < MANY or not sys.stderr.isatty():
        yield from linting.lint(paths, index, settings, selection, baseline)
        return
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    watched = track(paths, "linting", console=console, transient=True)
    yield from linting.lint(watched, index, settings, selection, baseline)


def _keep(path: str, checked: list[Checked]) -> int:
    from flake8_registry.baseline import write_baseline

    said = {one.path: (one.lines, one.said) for one in checked if one.said}
    try:
        Path(path).write_text(write_baseline(said, path), encoding="utf-8")
    except OSError as error:
        raise UserError.at(path, f"cannot be written: {error.strerror}") from error
    count = sum(len(one.said) for one in checked)
    click.echo(f"{path}: accepts {count} findings in {len(said)} files")
    return 0


def _print(
    checked: list[Checked], style: str, only_summary: bool, target: str, origin: str
) -> None:
    from flake8_registry.linting import summary

    from registry.answers import lint_reports

    counts = summary(checked)
    if style == "json":
        click.echo(lint_reports.as_json(checked, counts, target, origin))
        return
    if style == "sarif":
        click.echo(lint_reports.sarif(checked, target))
        return
    colour = style == "text" and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    for one in [] if only_summary else checked:
        if style == "github":
            click.echo("".join(f"{line}\n" for line in lint_reports.github(one)), nl=False)
            continue
        for place, code, message in lint_reports.text(one):
            shown = click.style(code, fg="red", bold=True) if colour else code
            click.echo(f"{place} {shown} {message}")
    # Whoever reads annotations reads nothing else on stdout.
    for line in lint_reports.overview(counts, files=only_summary):
        click.echo(line, err=style == "github")
