"""The commands that write what an author starts from."""

from __future__ import annotations

import os
from importlib import metadata
from pathlib import Path

import click

from registry.cli import sourcing
from registry.problems import UserError

SCHEMA = "mapping.schema.json"


@click.command("new-plugin")
@click.argument("name")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="The folder of the project, which must not be there yet; registry-NAME by default.",
)
def new_plugin(name: str, output: Path | None) -> int:
    """Write a plugin called NAME: a project that installs and passes its tests as it is.

    It has a mapping of an optimizer of its own, with a difference that a case shows.
    """
    from registry.authoring.projects import is_name, project, write
    from registry.discovery import GROUP

    folder = output or Path(f"registry-{name}")
    if not is_name(name):
        text = "is no name for a plugin; write small letters and digits, such as acme or acme-two"
        raise UserError.at(name or "NAME", text)
    if name in {each.name for each in metadata.entry_points(group=GROUP)}:
        raise UserError.at(name, "is the name of an installed plugin; choose another one")
    if folder.exists():
        raise UserError.at(str(folder), "is there already; name another --output")
    files = project(name)
    try:
        write(folder, files)
    except OSError as error:
        text = f"cannot be written ({error.strerror}); name another --output"
        raise UserError.at(str(folder), text) from None
    click.echo(f"{folder}: {len(files)} files. What to do next:")
    click.echo(f"  cd {folder}")
    click.echo("  pip install -e '.[test]'")
    click.echo("  pytest")
    return 0


@click.command("new-mapping")
@click.argument("api")
@click.argument("counterparts", nargs=-1, required=True)
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("mappings"),
    show_default=True,
    help="The folder of mappings. The file goes to the place below it that the name asks for.",
)
@sourcing.options
def new_mapping(api: str, counterparts: tuple[str, ...], output: Path, said: sourcing.Said) -> int:
    """Write the draft of a mapping file: what API is as one or more COUNTERPARTS, best first.

    Signatures are read from the sources of the frameworks, and nothing of them is run. What is left
    to decide is marked TODO, which `registry validate` refuses.
    """
    names = (api, *counterparts)
    _usable(names)
    path = output.joinpath(*api.split(".")).with_suffix(".yaml")
    if path.exists():
        raise UserError.at(str(path), "is there already; edit it, or name another --output")
    found = sourcing.finder(said)
    # They need griffe; whether it is there is known now.
    from registry.authoring.places import release
    from registry.authoring.stubs import stub
    from registry.checking.evidence import replace

    declared = []
    for name in names:
        try:
            declared.append(found(_framework(name)).declared(name))
        except (LookupError, ValueError) as error:
            raise UserError.at(name, f"{error.args[0]}; {_WAY_OUT}") from None
    frameworks = dict.fromkeys(map(_framework, names))
    releases = {each: release(found(each), each) for each in frameworks}
    text = stub(declared[0], declared[1:], releases, _schema(path))
    replace(path, text)
    left = text.count(": TODO")
    click.echo(f"{path}: {left} left to decide; `registry validate {path}` names them")
    return 0


_WAY_OUT = "correct the name, or say where the framework is with --python or --sources"


def _usable(names: tuple[str, ...]) -> None:
    for name in names:
        if "." not in name or not all(part.isidentifier() for part in name.split(".")):
            raise UserError.at(name, "is no qualified name, such as torch.optim.SGD; correct it")
    source, *others = map(_framework, names)
    if source in others or len(set(others)) > 1:
        text = "are of more than one framework, or of that of the API; write a file for each"
        raise UserError.at("COUNTERPARTS", text)


def _framework(name: str) -> str:
    from registry.mapping.models import framework_of

    return framework_of(name)


def _schema(path: Path) -> str | None:
    """The nearest schema in the folders around a file, as the file would name it."""
    for folder in path.absolute().parents:
        if (folder / SCHEMA).is_file():
            return Path(os.path.relpath(folder / SCHEMA, path.absolute().parent)).as_posix()
    return None
