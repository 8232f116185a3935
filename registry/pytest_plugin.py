"""A pytest plugin: ``pytest --registry-checks`` runs the cases of the map, each as one test.

It is for the suites of plugins, and for ours. Every worker of pytest-xdist has legs of its own,
which stay warm. A case whose outcome is not the expected one is a failure, a case that cannot run
here is skipped, with ``--registry-strict`` it is a failure too.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from registry.checking.jobs import Job
    from registry.checking.legs import Leg
    from registry.checking.results import Result
    from registry.mapping.loading import Located

LEGS: pytest.StashKey[Mapping[str, Leg]] = pytest.StashKey()


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("registry", "checks of optim-registry")
    group.addoption(
        "--registry-checks",
        action="store_true",
        help="run the cases of the map on the real frameworks, each as one test",
    )
    group.addoption(
        "--registry-api",
        default="*",
        metavar="PATTERN",
        help="only the cases of APIs whose names PATTERN fits, such as torch.optim.*",
    )
    group.addoption(
        "--registry-target",
        metavar="FRAMEWORK",
        help="only what is mapped to this framework, such as optax",
    )
    group.addoption(
        "--registry-strict", action="store_true", help="a case that cannot run is a failure"
    )
    group.addoption(
        "--registry-timeout",
        type=float,
        default=120.0,
        metavar="SECONDS",
        help="for one case (default: 120)",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(
    session: pytest.Session, config: pytest.Config, items: list[pytest.Item]
) -> None:
    if config.getoption("--registry-checks"):
        items.extend(Map.from_parent(session, name="registry", nodeid="registry").collect())


def pytest_unconfigure(config: pytest.Config) -> None:
    for leg in config.stash.get(LEGS, {}).values():
        leg.stop()


class Map(pytest.Collector):
    """Every case that was asked for, in the order of the map."""

    def collect(self) -> Iterator[pytest.Item]:
        from fnmatch import fnmatch

        from registry.checking.installed import versions
        from registry.checking.jobs import jobs_of
        from registry.checking.legs import Leg
        from registry.discovery import discover
        from registry.mapping import releases

        registry = discover()
        legs = {name: Leg(name, path, sys.executable) for name, path in registry.adapters.items()}
        self.config.stash[LEGS] = legs
        registry = releases.at(registry, releases.of(versions(legs), registry.surfaces))
        pattern = self.config.getoption("--registry-api")
        target = self.config.getoption("--registry-target")
        for located in registry.entries:
            if not fnmatch(located.api, pattern) or target not in (None, located.entry.target):
                continue
            try:
                every = list(jobs_of(registry, located))
            except (ValueError, LookupError) as error:
                yield Misstated.from_parent(self, name=located.api, located=located, why=str(error))
            else:
                for job in every:
                    yield Case.from_parent(self, name=job.name, job=job)


class NotAsExpected(Exception):
    """A case showed something else than the data says; the text says what."""


class _Item(pytest.Item):
    located: Located
    case: str | None = None

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        if isinstance(excinfo.value, NotAsExpected):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        place = self.located.problem(("cases", self.case) if self.case else (), "")
        return self.located.path, place.line - 1, self.name


class Case(_Item):
    """One case against one counterpart."""

    def __init__(self, *, job: Job, **arguments: object) -> None:
        super().__init__(**arguments)  # type: ignore[arg-type]
        self.job, self.located, self.case = job, job.located, job.case

    def runtest(self) -> None:
        from registry.checking import checks

        legs, timeout = self.config.stash[LEGS], self.config.getoption("--registry-timeout")
        (result,) = checks.run([self.job], legs, timeout)
        if result.fails(self.config.getoption("--registry-strict")):
            raise NotAsExpected(_told(result))
        if result.outcome == "skipped":
            pytest.skip(str(result.reason))


class Misstated(_Item):
    """An entry with a case that cannot even be translated."""

    def __init__(self, *, located: Located, why: str, **arguments: object) -> None:
        super().__init__(**arguments)  # type: ignore[arg-type]
        self.located, self.why = located, why

    def runtest(self) -> None:
        raise NotAsExpected(f"{self.located.path}: a case cannot be run: {self.why}")


def _told(result: Result) -> str:
    return f"expected {result.expected}, the run showed {result.outcome}: {result.reason}"
