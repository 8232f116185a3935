"""The command line: parse, call one function, print. The only package that knows click."""

from __future__ import annotations

import click

from registry import __version__
from registry.cli import (
    asking,
    authoring,
    checking,
    data,
    drifting,
    linting,
    surfacing,
    translating,
    validating,
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="optim-registry")
def main() -> None:
    """What a PyTorch optimizer or learning-rate schedule is in MindSpore, and back, with proof."""


for _command in (
    asking.lookup,
    asking.list_,
    asking.recipe,
    asking.example,
    translating.translate,
    checking.check,
    linting.lint,
    data.plugins,
    validating.schema,
    data.index,
    validating.validate,
    data.claims,
    surfacing.surface,
    drifting.drift,
    authoring.new_plugin,
    authoring.new_mapping,
):
    main.add_command(_command)


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
