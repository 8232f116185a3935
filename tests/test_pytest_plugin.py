"""The cases of the map as tests of pytest: what passes, what fails, and what it says."""

from __future__ import annotations

import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest
from samples import command, distribution
from toys import ADAPTER, CODE, MAPPINGS

FAULTS = ("Sixty", "Still", "Crashes", "Right")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Packages with a plugin of which two counterparts are right and three are not."""
    folder = tmp_path_factory.mktemp("pytest")
    files = {
        f"{framework}_adapter.py": ADAPTER.replace("FRAMEWORK", framework)
        for framework in ("here", "there")
    }
    # An adapter that cannot be imported is a framework that is not installed.
    files["away_adapter.py"] = "import a_framework_that_is_not_there"
    files |= {f"mappings/here/optim/{name}.yaml": text for name, text in MAPPINGS.items()}
    distribution(folder, "toys-for-pytest", CODE, files)
    return folder


def ran(site: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run pytest with this plugin alone, in a folder without any tests."""
    empty = site / "empty"
    empty.mkdir(exist_ok=True)
    options = ("-p", "registry.pytest_plugin", "-p", "no:cacheprovider", "-q", "-rA")
    return command(
        *options,
        "--registry-checks",
        *words,
        path=(site,),
        cwd=empty,
        module="pytest",
        env={"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
    )


def test_each_case_is_a_test_that_says_what_it_showed(site: Path) -> None:
    found = ran(site, "--registry-api", "here.optim.Right", "--registry-timeout", "2")
    assert found.returncode == 1
    name = "registry::here.optim.Right -> there.optim"
    assert f"PASSED {name}.Right [usual]" in found.stdout
    assert f"PASSED {name}.Floods [usual]" in found.stdout
    for fault in ("Sixty", "Still", "Crashes", "Hangs"):
        assert f"FAILED {name}.{fault} [usual]" in found.stdout
    assert "expected agree, the run showed error: liveness: there leaves" in found.stdout
    assert "expected agree, the run showed error: there: no answer within 2 seconds" in found.stdout
    assert "Traceback" not in found.stdout


def test_it_runs_side_by_side_and_reports_for_ci(site: Path, tmp_path: Path) -> None:
    report = tmp_path / "junit.xml"
    words = ("-p", "xdist.plugin", "-n", "2", "--junitxml", str(report))
    found = ran(site, "--registry-api", "here.optim.Halves", *words)
    assert found.returncode == 1
    cases = {each.get("name"): each for each in ElementTree.parse(report).iter("testcase")}
    assert len(cases["here.optim.Halves -> there.optim.Halves [usual]"]) == 0
    (failure,) = cases["here.optim.Halves -> there.optim.Spoken [usual]"]
    assert "that is no answer: its rates has to be a list of numbers" in str(failure.text)


def test_a_case_that_cannot_run_is_skipped_unless_strict(site: Path) -> None:
    found = ran(site, "--registry-api", "here.optim.Gone")
    assert found.returncode == 0
    assert "SKIPPED" in found.stdout
    assert ran(site, "--registry-api", "here.optim.Gone", "--registry-strict").returncode == 1


def test_names_choose_as_they_do_for_any_test(site: Path) -> None:
    found = ran(site, "--registry-api", "here.optim.*", "-k", "Odd and absent")
    # The toys have an Odd, so that the claim that there is none fails.
    assert found.stdout.count("FAILED registry::") == 1
    assert "1 failed" in found.stdout


def test_without_the_option_there_is_nothing_to_run(site: Path) -> None:
    empty = site / "empty"
    empty.mkdir(exist_ok=True)
    words = ("-p", "registry.pytest_plugin", "-q")
    found = command(
        *words,
        path=(site,),
        cwd=empty,
        module="pytest",
        env={"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
    )
    assert "no tests ran" in found.stdout
