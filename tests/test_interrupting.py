"""A run that is ended before its end leaves no process behind, and what finished is not lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from processes import Mark

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/environ").exists(), reason="it looks for processes in /proc"
)

Started = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def mark() -> Mark:
    return Mark()


@pytest.fixture
def started(faulty: Path, mark: Mark) -> Iterator[Started]:
    """Start the command in the background, with a leg that will hang."""
    begun: list[subprocess.Popen[str]] = []
    # Under nohup it is ignored, and what is ignored is inherited.
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)

    def start(*words: str, pattern: str = "here.optim.Right") -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "registry", "check", pattern, "--timeout", "300", *words]
        begun.append(
            subprocess.Popen(
                command,
                env={**os.environ, "PYTHONPATH": str(faulty), **mark.env},
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
        )
        return begun[-1]

    yield start
    signal.signal(signal.SIGHUP, before)
    for each in begun:
        each.kill()
        each.communicate()


def until(process: subprocess.Popen[str], text: str) -> str:
    """What the command prints up to a line with the text."""
    assert process.stdout
    seen = ""
    for line in process.stdout:
        seen += line
        if text in line:
            return seen
    raise AssertionError(seen)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_what_finished_is_summed_up_and_nothing_is_left_running(
    started: Started, mark: Mark, number: signal.Signals, code: int
) -> None:
    process = started("--case", "usual")
    until(process, "there.optim.StillOnce [usual]")
    assert len(mark.bearers()) >= 3, "the command and both of its legs"
    process.send_signal(number)
    out, err = process.communicate(timeout=20)
    assert process.returncode == code
    assert "2 cases: 0 as expected, 0 skipped, 2 failed; here 1.0 on CPU, there" in out
    assert "registry: interrupted after 2 of " in err
    assert "cases; the rest was not run" in err
    assert "Traceback" not in err
    assert mark.gone_within(2.0), mark.bearers()


def test_two_workers_are_ended_as_well(started: Started, mark: Mark) -> None:
    process = started("-j", "2", "--case", "usual", pattern="here.optim.*")
    until(process, "there.optim.StillOnce [usual]")
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "registry: interrupted after " in err
    assert mark.gone_within(2.0), mark.bearers()


def test_frameworks_that_are_starting_are_ended_as_well(
    faulty: Path, started: Started, mark: Mark
) -> None:
    slow = faulty / "toy_plugin" / "there_adapter.py"
    right = slow.read_text()
    slow.write_text("import time\ntime.sleep(300)\n")
    try:
        process = started()
        until(process, "here.optim.Right -> there [signature]")
        process.send_signal(signal.SIGHUP)
        process.communicate(timeout=20)
    finally:
        slow.write_text(right)
    assert process.returncode == 129
    assert mark.gone_within(2.0), mark.bearers()


def test_the_files_have_what_finished(started: Started, tmp_path: Path) -> None:
    junit, evidence = tmp_path / "junit.xml", tmp_path / "evidence"
    words = ("--junit", str(junit), "--evidence", str(evidence), "--json-lines")
    process = started("--case", "usual", *words)
    seen = until(process, "there.optim.StillOnce")
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=20)
    rows = [json.loads(line) for line in (seen + out).splitlines()]
    assert [row["counterpart"].rpartition(".")[2] for row in rows][-1] == "StillOnce"
    (path,) = evidence.iterdir()
    kept = json.loads(path.read_text())["results"]
    assert sum(len(cases) for there in kept.values() for cases in there.values()) == len(rows)
    left = ElementTree.parse(junit).findall(".//skipped")
    assert left
    assert {each.get("message") for each in left} == {"the run was interrupted"}
    (suite,) = ElementTree.parse(junit).findall("testsuite")
    assert suite.get("tests") == str(len(rows) + len(left))


def test_nothing_is_recorded_of_an_api_that_is_not_finished(
    started: Started, tmp_path: Path
) -> None:
    process = started("--record", str(tmp_path / "traces"))
    until(process, "there.optim.StillOnce [usual]")
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=20)
    assert process.returncode == 130
    assert not (tmp_path / "traces").exists()


def test_a_search_is_ended_as_well(started: Started, mark: Mark) -> None:
    process = started("--search", "--seconds", "200", "--to", "there.optim.Hangs")
    while len(mark.bearers()) < 3:
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "registry: the search was interrupted" in err
    assert "Traceback" not in err
    assert mark.gone_within(2.0), mark.bearers()


def test_legs_end_by_themselves_when_the_command_is_killed(started: Started, mark: Mark) -> None:
    process = started("--case", "usual")
    until(process, "there.optim.StillOnce [usual]")
    process.kill()
    process.communicate()
    # execnet gives a task five seconds to notice, and then interrupts it.
    assert mark.gone_within(20.0), mark.bearers()


def test_a_reader_that_goes_away_ends_the_run(started: Started, mark: Mark) -> None:
    process = started("--case", "usual", "--json-lines")
    assert process.stdout
    process.stdout.readline()
    process.stdout.close()
    assert process.wait(timeout=60) != 0
    assert mark.gone_within(2.0), mark.bearers()
