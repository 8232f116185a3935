"""A new plugin: a whole project, with a mapping that is proven as it stands."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path
from string import Template

from registry import __version__
from registry.authoring import schema
from registry.mapping.models import SCHEMA_VERSION

TEMPLATES = Path(__file__).parent / "templates"
_NAME = re.compile(r"[a-z][a-z0-9]*([-_][a-z0-9]+)*")


def is_name(name: str) -> bool:
    """Can a plugin be called that? So that it is good for a distribution and for a package."""
    return _NAME.fullmatch(name) is not None


def project(name: str) -> dict[str, str]:
    """The files of a plugin of that name, each with its path in the project.

    A template has ``NAME`` in its path for the name, and ``dot-`` for the dot of a hidden file.
    """
    module = name.replace("-", "_")
    words = {
        "name": name,
        "module": module,
        "release": __version__,
        "schema_version": str(SCHEMA_VERSION),
    }
    files = {"mapping.schema.json": schema.text()}
    for path in sorted(TEMPLATES.rglob("*.template")):
        place = path.relative_to(TEMPLATES).as_posix().removesuffix(".template")
        place = place.replace("NAME", module).replace("dot-", ".")
        files[place] = Template(path.read_text(encoding="utf-8")).substitute(words)
    return files


def write(folder: Path, files: dict[str, str]) -> None:
    """Write a project into a folder that is not there yet, as a whole or not at all."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-"))
    try:
        for place, text in files.items():
            path = unfinished / place
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        unfinished.chmod(0o755)
        unfinished.rename(folder)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
