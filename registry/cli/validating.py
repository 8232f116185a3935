"""The commands that check mapping files, mend them and describe them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from registry.cli import common, sourcing
from registry.problems import Problem, UserError

if TYPE_CHECKING:
    from registry.authoring.mending import Mended
    from registry.language.signatures import Signature
    from registry.mapping.catalog import Registry


@click.command()
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write it to this file."
)
def schema(output: Path | None) -> int:
    """Print the JSON Schema of a mapping file, for editors.

    One that knows YAML's language server takes it from the first line of a file,
    `# yaml-language-server: $schema=PATH`.
    """
    from registry.authoring.schema import text
    from registry.checking.evidence import replace

    if output:
        replace(output, text())
    else:
        click.echo(text(), nl=False)
    return 0


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--fix", is_flag=True, help="Mend what needs no thinking, and write the files.")
@click.option("--diff", "--dry-run", is_flag=True, help="Show what --fix would do; write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object.")
@sourcing.options
def validate(
    paths: tuple[Path, ...], fix: bool, diff: bool, as_json: bool, said: sourcing.Said
) -> int:
    """Check mapping files and folders of them, or everything installed, against all rules, and what
    they say of releases against the surfaces of those that were read.

    --fix mends the order of the keys, releases that are no text, words in the wrong case, tuples,
    and signatures: their form, and what they are in the sources of the frameworks. A parameter that
    is new there gets a line that says TODO. Comments and layout stay as they are.

    Exit code 0: nothing is wrong. 2: something is, or --diff shows something; every problem is on a
    line of its own.
    """
    if (fix or diff) and not paths:
        raise UserError.at("--fix" if fix else "--diff", "needs files or folders; name them")
    mends = _mended(paths, said) if fix or diff else []
    for each in [] if diff else mends:
        _write(each)
    registry, problems = _checked(paths)
    done = [one for each in mends for one in each.done]
    if as_json:
        click.echo(json.dumps(_as_json(registry, problems, done, mends if diff else None)))
    else:
        _tell(registry, problems, done, mends, diff)
    return 2 if problems or (diff and mends) else 0


def _checked(paths: tuple[Path, ...]) -> tuple[Registry, list[Problem]]:
    """The registry with the entries of the paths in place of its own, and all that is wrong."""
    import dataclasses

    from registry.checking.rules import broken
    from registry.checking.stated import disagreeing
    from registry.discovery import discover
    from registry.mapping.loading import load

    registry = discover()
    if paths:
        loaded = load(paths, whole=False)
        registry = dataclasses.replace(
            registry, entries=loaded.entries, problems=loaded.problems, files=loaded.files
        )
    problems = {*registry.problems, *broken(registry), *disagreeing(registry)}
    return registry, sorted(problems)


def _mended(paths: Iterable[Path], said: sourcing.Said) -> list[Mended]:
    from registry.authoring.mending import mended
    from registry.mapping.loading import files

    declaring = _declaring(said)
    return [found for path in files(paths) if (found := mended(path, declaring)) is not None]


def _declaring(said: sourcing.Said) -> Callable[[str], Signature | None]:
    """What each API is declared as, where its framework is found; the others are told once."""
    try:
        found = sourcing.finder(said)
    except UserError as error:
        if said.pythons or said.folders:
            raise
        found, why = None, str(error)
    told: set[str] = set()

    def declared(api: str) -> Signature | None:
        framework = api.partition(".")[0]
        if found is not None and found(framework).has(framework):
            try:
                return found(framework).declared(api).signature
            except (LookupError, ValueError):
                return None
        if framework not in told:
            told.add(framework)
            here = f"it is not here; --sources {framework}=PATH names its sources"
            text = (
                f"signatures of {framework} are left as they are: {why if found is None else here}"
            )
            common.complain([text])
        return None

    return declared


def _write(mended: Mended) -> None:
    from registry.checking.evidence import replace

    replace(mended.path.resolve(), mended.after)


def _tell(
    registry: Registry,
    problems: list[Problem],
    done: list[Problem],
    mends: list[Mended],
    diff: bool,
) -> None:
    for each in mends if diff else ():
        click.echo(each.diff, nl=False)
    for one in () if diff else done:
        click.echo(str(one))
    for problem in problems:
        click.echo(str(problem), err=True)
    counts = f"{len(registry.files)} files, {len(registry.entries)} mappings"
    fixed = f", {len(done)} {'to mend' if diff else 'mended'}" if done else ""
    click.echo(f"{counts}{fixed}, {len(problems)} problems", err=diff)


def _as_json(
    registry: Registry,
    problems: list[Problem],
    done: list[Problem],
    shown: list[Mended] | None,
) -> dict[str, object]:
    said: dict[str, object] = {
        "files": len(registry.files),
        "mappings": len(registry.entries),
        "problems": [_row(each) for each in problems],
        "fixed": [_row(each) for each in done],
    }
    return said if shown is None else {**said, "diff": "".join(each.diff for each in shown)}


def _row(problem: Problem) -> dict[str, object]:
    return {
        "path": problem.place,
        "line": problem.line,
        "field": problem.field,
        "text": problem.text,
    }
