"""A leg by itself: what it survives, how it says that it cannot start, what it leaves."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from toys import ADAPTER

from registry.checking import connections
from registry.checking.legs import Broken, Leg, Unavailable
from registry.checking.replies import malformed, misdescribed
from registry.mapping.runs import Run

linux = pytest.mark.skipif(sys.platform != "linux", reason="it looks into /proc")


def task(name: str, **more: Any) -> dict[str, Any]:
    facts = Run(steps=100).model_dump()
    return {"task": "optimizer", "api": f"there.optim.{name}", "arguments": {}, **facts, **more}


@pytest.fixture
def legs() -> Iterator[list[Leg]]:
    """Legs to be stopped at the end, whatever happens."""
    begun: list[Leg] = []
    yield begun
    for leg in begun:
        leg.stop()


@pytest.fixture
def made(tmp_path: Path, legs: list[Leg]) -> Any:
    """Makes a leg; ``first`` is what its adapter does before anything else."""

    def make(first: str = "", **options: Any) -> Leg:
        path = tmp_path / "there_adapter.py"
        path.write_text(first + ADAPTER.replace("FRAMEWORK", "there"), encoding="utf-8")
        python = options.pop("python", sys.executable)
        legs.append(Leg("there", path, python, **options))
        return legs[-1]

    return make


def asked(leg: Leg, name: str, timeout: float = 60.0) -> dict[str, Any]:
    leg.send(task(name))
    return leg.receive(timeout)


def test_one_that_dies_between_two_tasks_is_replaced_without_a_word(made: Any) -> None:
    leg = made()
    asked(leg, "Dies")
    time.sleep(1.5)
    assert asked(leg, "Right")["rows"] == 101


def test_one_that_takes_more_memory_than_it_may_fails_and_goes_on(made: Any) -> None:
    leg = made(memory=2.0)
    with pytest.raises(Broken, match=r"MemoryError: Unable to allocate 4\.00 GiB"):
        asked(leg, "Eats")
    assert asked(leg, "Right")["rows"] == 101


def test_what_the_child_of_a_fork_answers_is_not_heard(made: Any) -> None:
    leg = made()
    assert asked(leg, "Forks")["rows"] == 101
    assert asked(leg, "NotANumber")["trace"] != asked(leg, "Right")["trace"]


def test_an_answer_that_is_too_large_is_not_sent(made: Any) -> None:
    leg = made()
    huge = "\n\ndef signature(found):\n    return 'x' * (2**28 + 1)\n"
    leg.adapter.write_text(leg.adapter.read_text() + huge)
    leg.send({"task": "signature", "api": "there.optim.Right"})
    with pytest.raises(Broken, match="ValueError: an answer of 268435457 elements is too large"):
        leg.receive(60.0)
    assert asked(leg, "Right")["rows"] == 101


@pytest.mark.parametrize(
    ("first", "reason"),
    [
        ("raise ImportError('no licence')\n", "there cannot be used with .*: ImportError: no lic"),
        ("import sys\nsys.exit(7)\n", "there cannot be used with .*: SystemExit: 7"),
        ("raise KeyboardInterrupt\n", "there cannot be used with .*: KeyboardInterrupt"),
        ("import os\nos.abort()\n", "there does not start with .* without an answer .SIGABRT"),
        ("import os\nos._exit(3)\n", "there does not start with .* without an answer .exit code 3"),
        ("import time\ntime.sleep(600)\n", "there does not start with .*: no answer within 5 sec"),
        (
            "import os\nos.write(2, b'\\xff\\nlibfoo.so: not found\\n\\n')\nos._exit(1)\n",
            "without an answer .exit code 1.: libfoo.so: not found$",
        ),
    ],
)
def test_one_that_does_not_start_says_why_and_is_not_tried_again(
    made: Any, first: str, reason: str
) -> None:
    leg = made(first, patience=5.0)
    with pytest.raises(Unavailable, match=reason) as caught:
        leg.start()
    assert "\n" not in str(caught.value)
    started = time.monotonic()
    with pytest.raises(Unavailable, match=reason):
        leg.start()
    assert time.monotonic() - started < 0.5


def program(folder: Path, text: str) -> str:
    path = folder / "python"
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return str(path)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("exec sleep 600", "no answer within 2 seconds"),
        ("cat; exec sleep 600", "what answers is not a Python that listens"),
        ("read line; echo Welcome; exec sleep 600", "what answers is not a Python that listens"),
        ("echo no such image >&2; exit 1", "no such image"),
        ("exit 0", "it ended without an answer"),
    ],
)
def test_a_program_that_is_no_python_is_given_up(
    made: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, reason: str
) -> None:
    monkeypatch.setattr(connections, "CONNECT_TIMEOUT", 2.0)
    leg = made(python=program(tmp_path, text))
    with pytest.raises(Unavailable, match=f"^there does not start with .*/python: ({reason})$"):
        leg.start()


def test_a_python_without_numpy_is_named_with_what_is_missing(made: Any, tmp_path: Path) -> None:
    leg = made(python=program(tmp_path, f'exec "{sys.executable}" -S -E "$@"'))
    with pytest.raises(Unavailable, match=r"ModuleNotFoundError: No module named 'numpy'$"):
        leg.start()


def test_a_path_may_have_spaces(made: Any, tmp_path: Path) -> None:
    folder = tmp_path / "my pythons"
    folder.mkdir()
    leg = made(python=program(folder, f'exec "{sys.executable}" "$@"'))
    assert asked(leg, "Right")["rows"] == 101


@linux
def test_what_a_framework_has_started_ends_with_it(made: Any) -> None:
    start = "import subprocess\nchild = subprocess.Popen(['sleep', '600'])\n"
    start += "def describe(device):\n    return {'versions': {}, 'device': ''}\n"
    leg = made(start.replace("'versions': {}", "'versions': {'pid': str(child.pid)}"))
    # The toy's own description would come later in the file, and be taken.
    text = leg.adapter.read_text().replace(
        '{"versions": {"there": "1.0"}', '{"versions": {"there": str(child.pid)}'
    )
    leg.adapter.write_text(text)
    leg.start()
    child = Path("/proc", leg.about["versions"]["there"])
    assert child.exists()
    leg.stop()
    ends = time.monotonic() + 5.0
    while child.exists() and time.monotonic() < ends:
        time.sleep(0.05)
    assert not child.exists() or " Z " in child.joinpath("stat").read_text()


def test_one_that_was_stopped_does_not_start_again(made: Any) -> None:
    leg = made()
    leg.start()
    leg.stop()
    leg.stop()
    with pytest.raises(Unavailable, match="the run was stopped"):
        asked(leg, "Right")


@linux
def test_many_legs_leave_no_open_files(made: Any) -> None:
    def opened() -> int:
        return len(os.listdir("/proc/self/fd"))

    asked(made(), "Right")
    before = opened()
    for _ in range(3):
        leg = made()
        with pytest.raises(Broken):
            asked(leg, "Crashes")
        leg.start()
        leg.stop()
    ends = time.monotonic() + 5.0
    while opened() > before and time.monotonic() < ends:
        time.sleep(0.05)
    assert opened() <= before


TRACE = {
    "seconds": 0.1,
    "trace": bytes(4 * 3 * 2),
    "type": "float32",
    "rows": 3,
    "tensors": [("x", 2)],
    "inputs": 0,
}
OPTIMIZER, SCHEDULE = {"task": "optimizer", "steps": 2}, {"task": "schedule"}


@pytest.mark.parametrize(
    ("asked_for", "reply"),
    [
        (OPTIMIZER, TRACE),
        (OPTIMIZER, {"error": "ValueError: no"}),
        (OPTIMIZER, {**TRACE, "more": 1}),
        ({"task": "example"}, TRACE),
        (SCHEDULE, {"seconds": 1, "rates": [0.1, 1, float("nan")], "failure": None}),
        ({"task": "signature"}, {"signature": "(lr)"}),
        ({"task": "names"}, {"names": []}),
    ],
)
def test_an_answer_of_the_right_shape_can_be_judged(asked_for: Any, reply: Any) -> None:
    assert malformed(asked_for, reply) is None


@pytest.mark.parametrize(
    ("asked_for", "reply", "wrong"),
    [
        (OPTIMIZER, None, "it answered with a NoneType"),
        (OPTIMIZER, {"error": 3}, "its error is no text"),
        (OPTIMIZER, {}, "its seconds has to be a number, and is nothing"),
        (OPTIMIZER, {**TRACE, "trace": "x"}, "its trace has to be bytes, and is 'x'"),
        (OPTIMIZER, {**TRACE, "type": "int8"}, "its type has to be float32 or float64, and is 'in"),
        (OPTIMIZER, {**TRACE, "tensors": [("x",)]}, "its tensors has to be a list of names and si"),
        (OPTIMIZER, {**TRACE, "rows": 2}, "its trace has 2 rows for 2 steps and the start"),
        (OPTIMIZER, {**TRACE, "rows": 0}, "its trace has 0 rows of 2 elements, which shows nothi"),
        (OPTIMIZER, {**TRACE, "tensors": []}, "its trace has 3 rows of 0 elements, which shows n"),
        (OPTIMIZER, {**TRACE, "trace": b"1"}, "its trace has 1 bytes for 3 rows of 2 elements"),
        (SCHEDULE, {"seconds": 1, "rates": [True], "failure": None}, "its rates has to be a list"),
        (SCHEDULE, {"seconds": 1, "rates": [], "failure": 4}, "its failure has to be a text or n"),
        ({"task": "offered"}, {"names": [1]}, "its names has to be a list of texts, and is [1]"),
    ],
)
def test_an_answer_of_another_shape_is_told(asked_for: Any, reply: Any, wrong: str) -> None:
    assert str(malformed(asked_for, reply)).startswith(wrong)


@pytest.mark.parametrize(
    ("about", "wrong"),
    [
        ({"versions": {"there": "1.0"}, "device": "CPU"}, None),
        ({"error": "ImportError: no"}, None),
        (None, "it describes itself with a NoneType"),
        ({}, "its versions have to be a text for each framework"),
        ({"versions": {"there": 2}, "device": "CPU"}, "its versions have to be a text for each fr"),
        ({"versions": {"there": "2"}, "device": None}, "its device has to be a text"),
    ],
)
def test_a_framework_says_what_it_is(about: Any, wrong: str | None) -> None:
    said = misdescribed(about)
    assert said is None if wrong is None else str(said).startswith(wrong)
