"""A parameter counts only where changing it alone moves the source's own trace."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from samples import Plugin, registry_of, written
from toys import adapters

from registry.checking.checks import run
from registry.checking.discrimination import changes, portable
from registry.checking.jobs import jobs
from registry.checking.legs import Leg
from registry.checking.results import Result
from registry.mapping.loading import load
from registry.mapping.models import Entry

ENTRY = """\
here.optim.Right:
  kind: optimizer
  signature: (params, lr=0.1, unused=1.0, speed=None, must=0.3)
  counterparts:
    - api: there.optim.Right
      fit: adapt
      signature: (params, lr=0.1, unused=1.0, must=0.3)
      platforms: [CPU]
      parameters:
        params: same
        lr: same
        unused: same
        speed: {dropped: It is about speed.}
        must: same
  idle:
    must: Nothing reads it.
  cases:
    usual: {arguments: {lr: 0.5}}
    slow: {arguments: {lr: 0.1000001}}
    other: {arguments: {unused: 2.0}}
    more: {arguments: {must: 0.5}}
"""


def entry(folder: Path, text: str = ENTRY) -> Entry:
    (located,) = load([written(folder, text)]).entries
    return located.entry


def shown(folder: Path, text: str = ENTRY) -> dict[str, Result]:
    """What the jobs about parameters showed, by their names."""
    registry = registry_of(Plugin(mappings=[written(folder, text)], adapters=adapters(folder)))
    assert not registry.problems
    legs = {name: Leg(name, path, sys.executable) for name, path in registry.adapters.items()}
    asking = [job for job in jobs(registry) if job.asks == "discrimination"]
    try:
        return {each.case: each for each in run(asking, legs, 10.0)}
    finally:
        for leg in legs.values():
            leg.stop()


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Result]:
    return shown(tmp_path_factory.mktemp("right"))


def test_what_no_counterpart_takes_over_is_not_asked_for(tmp_path: Path) -> None:
    assert portable(entry(tmp_path)) == ["lr", "unused", "must"]


def test_a_parameter_that_moves_the_trace_matters(results: dict[str, Result]) -> None:
    assert results["matters-lr"].as_expected


def test_a_parameter_that_moves_nothing_is_named(results: dict[str, Result]) -> None:
    found = results["matters-unused"]
    assert found.fails(strict=False)
    assert found.reason == (
        "changing it alone moves here.optim.Right by 0 tolerances at most in 2 cases; "
        "add a case in which it is 100, or call it idle"
    )


def test_a_parameter_that_is_called_idle_has_to_be(
    results: dict[str, Result], tmp_path: Path
) -> None:
    assert results["matters-must"].as_expected
    found = shown(tmp_path, ENTRY.replace("    must: Nothing", "    lr: Nothing"))["matters-lr"]
    assert found.fails(strict=False)
    assert str(found.reason).endswith("so that it is not idle")


def test_the_default_and_a_value_near_by_are_tried(tmp_path: Path) -> None:
    text = ENTRY.replace("    usual: {arguments: {lr: 0.5}}\n", "")
    changed = changes(entry(tmp_path, text), "lr")
    assert [arguments for _, arguments in changed] == [{}, {"lr": pytest.approx(0.05, rel=1e-4)}]


def test_a_parameter_without_a_default_is_given_as_another_case_gives_it(tmp_path: Path) -> None:
    text = ENTRY.replace("must=0.3)\n  counter", "*, must)\n  counter").replace(
        "    other:", "    third: {arguments: {must: 0.25}}\n    other:"
    )
    changed = changes(entry(tmp_path, text), "must")
    assert [arguments for _, arguments in changed] == [
        {"must": 0.5},
        {"must": 0.25},
        {"must": 0.125},
        {"must": 0.25},
    ]


def test_the_plainest_cases_come_first(tmp_path: Path) -> None:
    text = ENTRY.replace(
        "    usual:", "    long: {arguments: {lr: 0.9}, run: {steps: 300}}\n    usual:"
    )
    assert changes(entry(tmp_path, text), "lr")[0][0].arguments == {"lr": 0.5}
