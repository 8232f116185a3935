"""What the tests of the linter share: the sample index, and flake8 as its users run it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path

import flake8_registry
import pytest
from flake8_registry import Index, read_index

INDEX_FILE = Path(__file__).with_name("index.json")
Flake8 = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def index() -> Index:
    return read_index((str(INDEX_FILE),))


@pytest.fixture
def flake8(tmp_path: Path) -> Flake8:
    """Runs flake8 in ``tmp_path`` with the sample index; the arguments are those of flake8.

    Where the distribution is not installed, the plugin comes from the source tree.
    """
    pytest.importorskip(
        "flake8", reason="flake8 is not installed: pip install optim-registry[lint]"
    )
    config = ["[flake8]", f"registry_index = {INDEX_FILE}"]
    installed = any(one.name == "OPR" for one in entry_points(group="flake8.extension"))
    if not installed:
        config += ["[flake8:local-plugins]", "extension =", "  OPR = flake8_registry:Plugin"]
    (tmp_path / ".flake8").write_text("\n".join(config) + "\n", encoding="utf-8")
    source = str(Path(flake8_registry.__file__).parent.parent)
    path = os.pathsep.join(filter(None, (source, os.environ.get("PYTHONPATH"))))

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "flake8", *arguments],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": path, **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    return run
