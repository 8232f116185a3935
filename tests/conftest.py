"""What several test files share: the installed registry, and a copy of the core to play with."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest
from samples import copy_of_the_core, distribution
from toys import CODE, adapters, mappings

from registry.__main__ import main
from registry.checking import checks
from registry.checking.jobs import Job
from registry.checking.legs import Leg
from registry.checking.results import Result
from registry.discovery import discover
from registry.mapping.catalog import Registry

Asked = tuple[int, str, str]

# The same examples on every machine, however slow it is.
hypothesis.settings.register_profile("here", deadline=None, derandomize=True)
hypothesis.settings.load_profile("here")


@pytest.fixture(scope="session")
def installed() -> Registry:
    """What is installed, as every command sees it."""
    return discover()


@pytest.fixture
def ask(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Asked]:
    """The command in this process: its words give its exit code, stdout and stderr."""

    def asked(*words: str) -> Asked:
        monkeypatch.setattr(sys, "argv", ["registry", *words])
        code = main()
        said = capsys.readouterr()
        return code, said.out, said.err

    return asked


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder of packages with a copy of the core, which keeps its index beside itself."""
    return copy_of_the_core(tmp_path / "site")


@pytest.fixture(scope="session")
def run(installed: Registry) -> Iterator[Callable[[Job], Result]]:
    """Runs a job on legs that stay warm; each worker of pytest-xdist has legs of its own."""
    legs = {name: Leg(name, path, sys.executable) for name, path in installed.adapters.items()}

    def shown(job: Job) -> Result:
        (result,) = checks.run([job], legs, timeout=300.0)
        return result

    yield shown
    for leg in legs.values():
        leg.stop()


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The faulty frameworks as an installed plugin."""
    folder = tmp_path_factory.mktemp("site")
    package = distribution(folder, "toy-plugin", CODE)
    adapters(package)
    mappings(package / "mappings")
    return folder
