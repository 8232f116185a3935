"""Where the sources of a framework are: in an environment, in a wheel or in a folder."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path

from registry.authoring.locating import Place
from registry.authoring.sources import Sources
from registry.problems import UserError

_SECONDS = 60


def of_this_environment() -> Sources:
    """The packages of the interpreter that runs this."""
    return _existing(sys.path)


def of_an_interpreter(python: str) -> Sources:
    """The packages of another interpreter, which is asked where it looks for them."""
    option = f"--python {python}"
    try:
        done = subprocess.run(
            [python, "-c", "import json, sys; print(json.dumps(sys.path))"],
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=True,
        )
        return _existing(json.loads(done.stdout))
    except (OSError, ValueError, subprocess.SubprocessError):
        raise UserError.at(option, "is no Python interpreter that runs; correct the path") from None


def of_sources(path: Path, package: str, option: str | None = None) -> Sources:
    """The packages of a wheel, or of a folder that has the package or is it.

    ``option`` is what an error calls the place; that of the option ``--sources`` by default.
    """
    option = option or f"--sources {package}={path}"
    places: list[Place] = [path, path / "src", path.absolute().parent]
    if path.is_file():
        if not zipfile.is_zipfile(path):
            raise UserError.at(option, "is neither a folder nor a wheel; correct the path")
        places = [zipfile.Path(path)]
    for place in places:
        sources = Sources((place,))
        is_around = place != path.absolute().parent or path.absolute().name == package
        if is_around and sources.has(package):
            return sources
    raise UserError.at(option, f"has no package {package}; name the folder that holds it")


def release(sources: Sources, package: str) -> str | None:
    """The version that the installer or the wheel wrote down, if there is one."""
    for place in sources.places:
        for each in place.iterdir():
            found = re.fullmatch(rf"{re.escape(package)}-([^-]+)\.dist-info", each.name)
            if found:
                return found[1]
    return None


def _existing(places: Iterable[str]) -> Sources:
    return Sources(tuple(Path(each) for each in places if each and Path(each).is_dir()))
