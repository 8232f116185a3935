"""Faults planted in a framework are found, each for what it is, and the run goes on after each."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import pytest
from samples import Plugin, command, registry_of
from toys import FAULTY, MAPPINGS, RIGHT, SCHEDULES, adapters, mappings

from registry.checking.checks import run
from registry.checking.jobs import jobs
from registry.checking.legs import Leg
from registry.checking.results import Result

TIMEOUT = 2.0
Key = tuple[str, str | None, str]


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[Key, Result]:
    """What every job of the faulty mappings showed, in one run."""
    folder = tmp_path_factory.mktemp("toys")
    registry = registry_of(Plugin(mappings=[mappings(folder / "m")], adapters=adapters(folder)))
    assert not registry.problems
    legs = {name: Leg(name, path, sys.executable) for name, path in registry.adapters.items()}
    started = time.monotonic()
    try:
        found = list(run(jobs(registry), legs, TIMEOUT))
    finally:
        for leg in legs.values():
            leg.stop()
    assert time.monotonic() - started < 60, "a leg that hangs holds up the run"
    return {(each.api, each.counterpart, each.case): each for each in found}


def of(results: dict[Key, Result], name: str, api: str = "here.optim.Right") -> Result:
    return results[api, f"there.optim.{name}", "usual"]


def test_every_job_has_a_result(results: dict[Key, Result]) -> None:
    assert (
        len([key for key in results if key[2] == "usual"])
        == len(FAULTY) + len(RIGHT) + len(SCHEDULES) + 3
    )
    assert {key[0].rpartition(".")[2] for key in results} == set(MAPPINGS)


@pytest.mark.parametrize("name", RIGHT)
def test_what_is_right_agrees_whatever_it_writes(results: dict[Key, Result], name: str) -> None:
    found = of(results, name)
    assert (found.outcome, found.reason) == ("agree", None)
    assert found.as_expected
    assert (found.max_abs, found.tolerances, found.first_step) == (0.0, 0.0, None)
    assert found.versions == {"here": "1.0", "there": "1.0"}
    assert found.device == {"here": "CPU", "there": "CPU"}


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Still", "liveness: there leaves layer0.weight, layer1.weight, "),
        ("StillOnce", "liveness: there leaves layer4.weight unchanged"),
        ("Crashes", "there: the interpreter ended without an answer (SIGABRT): the last words"),
        ("Exits", "there: the interpreter ended without an answer (exit code 0)"),
        ("Hangs", "there: no answer within 2 seconds"),
        ("Raises", "there: RuntimeError: no third step"),
        ("Refuses", "there: ValueError: lr must not be 0.1,"),
        ("Reshapes", "there: ValueError: the values have the shape (1"),
        ("Broadcasts", "there: ValueError: the values have the shape (1,) in place of ("),
        ("Segfaults", "there: the interpreter ended without an answer (SIGSEGV)"),
        (
            "Killed",
            "there: the interpreter ended without an answer (SIGKILL, which is how a system ends "
            "what takes too much memory)",
        ),
        ("Leaves", "there: SystemExit: I have had enough"),
        ("Interrupts", "there: KeyboardInterrupt: no message"),
        ("Closes", "there: the interpreter ended without an answer"),
        ("Garbles", "there: "),
        ("Absent", "there: AttributeError: module 'there.optim' has no attribute 'Absent'"),
    ],
)
def test_a_fault_that_ends_a_case_is_an_error_with_its_reason(
    results: dict[Key, Result], name: str, reason: str
) -> None:
    found = of(results, name)
    assert found.outcome == "error"
    assert found.reason is not None
    assert found.reason.startswith(reason)
    assert "\n" not in found.reason
    assert not found.as_expected
    assert found.fails(strict=False)


@pytest.mark.parametrize(
    ("name", "step", "tensor"),
    [
        ("NotANumber", 10, "layer6.weight"),
        ("Sixty", 60, "layer6.weight"),
        ("Ninth", 1, "layer6.weight"),
    ],
)
def test_a_fault_in_the_numbers_is_a_difference_with_its_place(
    results: dict[Key, Result], name: str, step: int, tensor: str
) -> None:
    found = of(results, name)
    assert (found.outcome, found.first_step, found.tensor) == ("differ", step, tensor)
    assert found.reason is not None
    assert found.reason.startswith("no difference in ")
    assert found.reason.endswith(" applies to this case, but the sides differ")
    assert not found.as_expected


def test_a_figure_that_is_no_number_is_null_in_json(results: dict[Key, Result]) -> None:
    said = of(results, "NotANumber").as_json()
    assert said["max_abs"] is None
    assert said["first_step"] == 10
    json.dumps(said, allow_nan=False)


def test_a_signature_that_is_not_the_declared_one_is_found(results: dict[Key, Result]) -> None:
    found = results["here.optim.Right", "there.optim.Renamed", "signature"]
    assert found.outcome == "differ"
    assert found.reason == (
        "the framework declares (params, rate=0.1), the data says (params, lr=0.1)"
    )
    assert results["here.optim.Right", "there.optim.Right", "signature"].outcome == "agree"
    assert results["here.optim.Right", None, "signature"].outcome == "agree"


def test_a_signature_that_is_none_is_no_answer(results: dict[Key, Result]) -> None:
    found = results["here.optim.Right", "there.optim.Mute", "signature"]
    assert found.outcome == "error"
    assert found.reason == "there: that is no answer: its signature has to be a text, and is None"


def test_a_rate_that_is_no_number_is_no_answer(results: dict[Key, Result]) -> None:
    found = of(results, "Spoken", "here.optim.Halves")
    assert found.outcome == "error"
    assert found.reason is not None
    assert found.reason.startswith("there: that is no answer: its rates has to be a list of num")


def test_a_counterpart_that_appears_is_found_in_any_spelling(results: dict[Key, Result]) -> None:
    found = results["here.optim.Odd", None, "still-absent"]
    assert (found.outcome, found.reason) == ("differ", "it has there.optim.Odd now")


def test_a_schedule_is_compared_at_every_step(results: dict[Key, Result]) -> None:
    api = "here.optim.Halves"
    assert of(results, "Halves", api).outcome == "agree"
    found = of(results, "Constant", api)
    assert (found.outcome, found.first_step) == ("differ", 61)


def test_a_schedule_that_raises_is_an_error_at_its_step(results: dict[Key, Result]) -> None:
    found = of(results, "RaisesLate", "here.optim.Halves")
    assert (found.outcome, found.reason) == ("error", "step 100: IndexError: the list is over")


def test_a_schedule_that_stops_early_does_not_agree(results: dict[Key, Result]) -> None:
    found = of(results, "Stops", "here.optim.Halves")
    assert (found.outcome, found.reason) == ("error", "the sides made 400 and 100 steps")


def test_a_rate_that_never_changes_proves_nothing(results: dict[Key, Result]) -> None:
    found = of(results, "Constant", "here.optim.Constant")
    assert found.outcome == "error"
    assert found.reason is not None
    assert found.reason.startswith("liveness: the rate never changes")


@pytest.mark.parametrize(
    ("api", "framework", "reason"),
    [
        ("here.optim.Gone", "away", "away cannot be used with "),
        ("here.optim.Unknown", "nowhere", "no plugin contributes an adapter for nowhere"),
    ],
)
def test_a_framework_that_cannot_be_had_is_skipped_with_its_reason(
    results: dict[Key, Result], api: str, framework: str, reason: str
) -> None:
    found = results[api, f"{framework}.optim.Right", "usual"]
    assert found.outcome == "skipped"
    assert found.reason is not None
    assert found.reason.startswith(reason)
    assert framework != "away" or "a_framework_that_is_not_there" in found.reason
    assert not found.fails(strict=False)
    assert found.fails(strict=True)


def test_a_skip_is_a_failure_only_in_strict_mode(faulty: Path) -> None:
    done = command("check", "here.optim.Gone", path=(faulty,))
    assert done.returncode == 0, done.stderr
    assert "skip here.optim.Gone -> away.optim.Right [usual] skipped" in done.stdout
    assert "4 cases: 2 as expected, 2 skipped, 0 failed; here 1.0 on CPU" in done.stdout
    done = command("check", "here.optim.Gone", "--strict", path=(faulty,))
    assert done.returncode == 1
    assert "2 failed" in done.stdout


def test_the_run_fails_when_one_case_is_not_as_expected(faulty: Path) -> None:
    done = command("check", "here.optim.Halves", "--case", "usual", "--json", path=(faulty,))
    assert done.returncode == 1
    rows = json.loads(done.stdout)
    assert [row["outcome"] for row in rows][-1] == "agree"
    promised = "api counterpart case expected outcome max_abs first_step versions device"
    assert all(set(promised.split()) <= set(row) for row in rows)
    assert {row["case"] for row in rows} == {"usual"}


def test_what_was_seen_is_written_down_and_believed(faulty: Path, tmp_path: Path) -> None:
    words = ["check", "here.optim.Halves", "--evidence", str(tmp_path / "seen")]
    done = command(*words, path=(faulty,))
    (path,) = (tmp_path / "seen").iterdir()
    assert f"registry: wrote {path}\n" in done.stderr
    assert path.name == "here-1.0-on-cpu-there-1.0-on-cpu.json"
    content = json.loads(path.read_text())
    column = content["columns"].index("outcome")
    tables = [cases for there in content["results"].values() for cases in there.values()]
    outcomes = {case[column] for cases in tables for case in cases}
    assert {"agree", "differ", "error"} <= outcomes


def test_an_interpreter_that_is_no_python_is_skipped(faulty: Path) -> None:
    done = command("check", "here.optim.Halves", "--python", "there=/bin/false", path=(faulty,))
    assert done.returncode == 0
    assert "there does not start with /bin/false" in done.stdout
    assert "Traceback" not in done.stderr
