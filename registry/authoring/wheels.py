"""The wheel of a release, fetched with pip into a folder that goes away.

The Python sources of a release are the same in all of its wheels. So any of them does, and those
that are usually small are asked for first.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from registry.language.versions import release
from registry.problems import UserError

_PLATFORMS = (
    ("macosx_15_0_arm64", "macosx_13_0_x86_64"),
    ("win_amd64", "manylinux_2_28_x86_64", "manylinux_2_27_x86_64", "manylinux2014_x86_64"),
)
_PYTHONS = ("3.11", "3.9", "3.13", "3.7")
"""A release has wheels for about four of them in a row."""
_SECONDS = 0.2


@contextmanager
def fetched(package: str, version: str, told: Callable[[int], None]) -> Iterator[Path]:
    """A wheel of a release; it is deleted at the end, however that comes.

    ``told`` gets the bytes that are there, now and then. Raises
    :class:`~registry.problems.UserError` when pip finds no wheel.
    """
    wanted = f"{package}=={version}"
    known: set[str] = set()
    with tempfile.TemporaryDirectory(prefix="registry-") as name:
        folder = Path(name)
        for platforms in _PLATFORMS:
            for python in _PYTHONS:
                failed = _pip(wanted, python, platforms, folder, told)
                if failed is None:
                    yield next((folder / "wheel").glob("*.whl"))
                    return
                known |= _releases(wanted, failed)
        raise UserError.at(wanted, _no_wheel(version, known))


def _pip(
    wanted: str,
    python: str,
    platforms: tuple[str, ...],
    folder: Path,
    told: Callable[[int], None],
) -> str | None:
    """Download a wheel for one Python and some platforms; what pip says when there is none."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet"]
    command += ["--no-input", "--no-cache-dir", "--no-deps", "--only-binary", ":all:"]
    command += ["--retries", "2", "--dest", str(folder / "wheel"), "--python-version", python]
    command += [word for each in platforms for word in ("--platform", each)]
    # Pip's own files go into the folder too, and with it.
    around = os.environ | dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder))
    with subprocess.Popen(
        [*command, wanted],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env=around,
    ) as pip:
        try:
            while True:
                try:
                    said = pip.communicate(timeout=_SECONDS)[1]
                    break
                except subprocess.TimeoutExpired:
                    told(_size(folder))
        except BaseException:
            pip.kill()
            raise
    return said if pip.returncode else None


def _size(folder: Path) -> int:
    total = 0
    for around, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.stat(os.path.join(around, name)).st_size
            except OSError:
                continue  # pip moved it meanwhile
    return total


def _releases(wanted: str, said: str) -> set[str]:
    """The releases that pip names when it has not the one that is wanted.

    Raises :class:`~registry.problems.UserError` when something else keeps pip from finding it.
    """
    way_out = "name a wheel or a folder with --from"
    if "No module named pip" in said:
        raise UserError.at("pip", f"is not installed for {sys.executable}; {way_out}")
    named = re.search(r"\(from versions: ([^)]*)\)", said)
    if named is None:
        last = (said.strip().splitlines() or ["it failed"])[-1].removeprefix("ERROR: ")
        raise UserError.at(wanted, f"pip cannot download it ({last}); {way_out}")
    found = {each.strip() for each in named[1].split(",")} - {"none", ""}
    if not found and "Retrying (" in said:
        raise UserError.at(wanted, f"pip does not reach its index; {way_out}")
    return found


def _no_wheel(version: str, known: set[str]) -> str:
    others = sorted((each for each in known if each[:1].isdigit()), key=release)
    if others and version not in others:
        return f"there is no wheel of that release; there are {', '.join(others)}"
    return "pip finds no wheel of that name and release; correct them, or name one with --from"
