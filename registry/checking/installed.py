"""Which release of a framework a leg runs, told beforehand: what is checked hangs on it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from importlib import metadata

from registry.checking.checks import Interpreter
from registry.checking.legs import Leg, Unavailable
from registry.checking.traces import Recorder

_ASK = "import sys\nfrom importlib import metadata\nprint(metadata.version(sys.argv[1]))"
_PATIENCE = 60.0


def versions(legs: Mapping[str, Interpreter]) -> dict[str, str]:
    """The release of each framework, of those that can be told.

    An interpreter here is asked for what is installed, which imports nothing; a leg elsewhere is
    started, and what is recorded is read.
    """
    told = {name: _version(name, leg) for name, leg in legs.items()}
    return {name: version for name, version in told.items() if version is not None}


def _version(framework: str, leg: Interpreter) -> str | None:
    inner = leg.leg if isinstance(leg, Recorder) else leg
    if isinstance(inner, Leg) and inner.host is None and inner.python is not None:
        return _installed(framework, inner.python)
    try:
        inner.start()
    except Unavailable:
        return None
    versions: dict[str, str] = inner.about["versions"]
    return versions.get(framework)


def _installed(framework: str, python: str) -> str | None:
    if python == sys.executable:
        try:
            return metadata.version(framework)
        except metadata.PackageNotFoundError:
            return None
    asked = [python, "-c", _ASK, framework]
    try:
        ran = subprocess.run(asked, capture_output=True, text=True, timeout=_PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None  # the leg will say why it does not start
    return ran.stdout.strip() or None
