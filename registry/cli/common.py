"""What the commands share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from registry.problems import UserError

if TYPE_CHECKING:
    from registry.mapping.catalog import Registry


SECONDS = click.FloatRange(0, 1_000_000, min_open=True)
PYTHON = click.option(
    "--python",
    "pythons",
    multiple=True,
    metavar="FRAMEWORK=PATH",
    help="The interpreter that has the framework; this one by default.",
)


def registry() -> Registry:
    """What is installed, with its problems on stderr; refuses data that breaks a rule."""
    from registry.checking.rules import broken
    from registry.discovery import discover

    found = discover()
    complain(str(each) for each in found.problems)
    wrong = list(broken(found))
    if wrong:
        raise UserError(*wrong)
    return found


def complain(problems: Iterable[str]) -> None:
    """Problems that do not end the command, each on a line of stderr."""
    for problem in problems:
        click.echo(f"registry: {problem}", err=True)
