"""The wheel of a release, fetched with pip, read, and gone again.

The sources of a release are the same in all of its wheels, so the small ones are asked for first.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from registry.problems import UserError

_PLATFORMS = (
    "macosx_15_0_arm64",
    "macosx_13_0_x86_64",
    "win_amd64",
    "manylinux_2_28_x86_64",
    "manylinux2014_x86_64",
)
_PYTHONS = ("3.12", "3.11", "3.10", "3.9", "3.8", "3.7")


@contextmanager
def fetched(framework: str, version: str) -> Iterator[Path]:
    """A wheel of a release, for any platform and Python; it is removed at the end.

    Raises :class:`~registry.problems.UserError` where pip finds none.
    """
    with tempfile.TemporaryDirectory(prefix="registry-wheel-") as folder:
        said = ""
        for python in _PYTHONS:
            said = _downloaded(f"{framework}=={version}", python, folder)
            wheels = sorted(Path(folder).glob("*.whl"))
            if wheels:
                yield wheels[0]
                return
        reason = said.strip().splitlines()[-1].removeprefix("ERROR: ") if said.strip() else "none"
        text = f"pip finds no wheel of it ({reason}); name another release, or a file with --from"
        raise UserError.at(f"{framework}=={version}", text)


def _downloaded(release: str, python: str, folder: str) -> str:
    """Fetches one, if there is one for that Python, and gives what pip says on stderr."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-cache-dir"]
    command += ["--disable-pip-version-check", "--only-binary", ":all:", "--dest", folder]
    command += ["--python-version", python]
    for platform in _PLATFORMS:
        command += ["--platform", platform]
    return subprocess.run([*command, release], capture_output=True, text=True, check=False).stderr
