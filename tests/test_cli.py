"""The command line: exit codes, JSON, one line for bad input, and no trouble with its readers."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from samples import ENTRY, command, written

from registry import __version__
from registry.mapping.loading import load

Ask = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["lookup", "StepLR"], 0),
        (["lookup", "torch.optim.Adam", "--json"], 0),
        (["lookup", "--json", "Adam"], 0),
        (["lookup", "LBFGS", "--target", "mindspore"], 1),
        (["lookup", "mindspore.nn.FTRL", "--json"], 1),
        (["list"], 0),
        (["list", "--kind", "schedule"], 0),
        (["list", "--framework", "mindspore", "--none"], 0),
        (["list", "nothing-is-called-this"], 1),
        (["recipe", "ftrl-for-torch"], 0),
        (["plugins"], 0),
        (["validate"], 0),
        (["schema"], 0),
        (["--help"], 0),
        (["lookup", "--help"], 0),
        (["--version"], 0),
    ],
)
def test_what_goes_well_says_so_on_stdout_alone(ask: Ask, words: list[str], code: int) -> None:
    found, out, err = ask(*words)
    assert (found, err) == (code, "")
    assert bool(out) == (words != ["list", "nothing-is-called-this"])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["lookup", "zzzzz"], "nothing is called zzzzz"),
        (["lookup", "zzzzz", "--json"], "nothing is called zzzzz"),
        (["lookup", ""], "nothing is called"),
        (["lookup"], "Missing argument 'NAME'"),
        (["lookup", "a", "b"], "unexpected extra argument"),
        (["lookup", "StepLR", "--jsno"], "No such option"),
        (["nosuch"], "No such command 'nosuch'"),
        (["list", "--kind", "colour"], "Invalid value for '--kind'"),
        (["recipe", "nosuch"], "NAME: no recipe is called nosuch; there are asgd-for-optax"),
        (["recipe"], "Missing argument 'NAME'"),
        (["check", "zzzzz"], "PATTERN: nothing is called zzzzz"),
        (["check", "zzz*"], "PATTERN: no API fits zzz*; `registry list` shows every name"),
        (["check", "Optimizer.step", "--search"], "PATTERN: is a usage, whose examples take no"),
        (["check", "StepLR", "--case", "nosuch"], "--case: there is no case nosuch here"),
        (["check", "StepLR", "--python", "torch"], "--python: torch is not FRAMEWORK=VALUE"),
        (["check", "StepLR", "--python", "jax=x"], "--python: jax=x is not FRAMEWORK=VALUE"),
        (["check", "StepLR", "--python", "torch=/no/such"], "torch=/no/such is not a program"),
        (["check", "StepLR", "--device", "=cpu"], "--device: =cpu is not FRAMEWORK=VALUE"),
        (["check", "StepLR", "--timeout", "soon"], "Invalid value for '--timeout'"),
        (["validate", "/no/such/file.yaml"], "/no/such/file.yaml: cannot be read"),
    ],
)
def test_bad_input_is_one_line_on_stderr_and_two(ask: Ask, words: list[str], said: str) -> None:
    code, out, err = ask(*words)
    assert code == 2
    assert said in err
    assert err.count("\n") == 1
    assert words[0] == "validate" or (out == "" and err.startswith("registry: "))


def test_the_command_alone_says_how_it_is_used(ask: Ask) -> None:
    _, out, err = ask()
    assert all(word in out + err for word in ("Usage", "lookup", "list", "check", "validate"))


def test_the_version_is_that_of_the_package(ask: Ask) -> None:
    assert __version__ in ask("--version")[1]


def test_lookup_as_json_is_the_object_that_was_promised(ask: Ask) -> None:
    answer = json.loads(ask("lookup", "StepLR", "--json")[1])
    assert answer["api"] == "torch.optim.lr_scheduler.StepLR"
    assert answer["no_counterpart"] == []
    assert answer["counterparts"]
    for each in answer["counterparts"]:
        assert {"api", "fit", "parameters", "differences", "verdict"} <= set(each)
        assert each["verdict"]["state"] in ("verified", "refuted", "unverified")
    answer = json.loads(ask("lookup", "LBFGS", "--target", "mindspore", "--json")[1])
    assert answer["counterparts"] == []
    (nothing,) = answer["no_counterpart"]
    assert nothing["what"].endswith(".")
    assert nothing["instead"].endswith(".")


def test_list_filters_by_pattern_kind_framework_and_absence(ask: Ask) -> None:
    def names(*words: str) -> set[str]:
        return {row["api"] for row in json.loads(ask("list", "--json", *words)[1])}

    assert "torch.optim.SGD" in names()
    assert "torch.optim.SGD" in names("*.sgd")
    assert names("*sgd*") == names("sgd")
    assert names("torch.*") == names("--framework", "torch")
    schedules = names("torch.*", "--kind", "schedule")
    assert "torch.optim.lr_scheduler.StepLR" in schedules
    assert "torch.optim.SGD" not in schedules
    assert {"torch.optim.LBFGS", "mindspore.nn.FTRL"} <= names("--none")
    assert names("--none") < names()


def test_list_shows_each_api_with_its_best_counterpart(ask: Ask) -> None:
    listed = ask("list", "--target", "mindspore")[1]
    rows = dict(line.split(maxsplit=1) for line in listed.splitlines()[:-2])
    assert rows["torch.optim.LBFGS"] == "no counterpart in mindspore"
    assert rows["torch.optim.lr_scheduler.StepLR"].startswith("mindspore.")


def test_validate_names_every_problem_of_the_files_it_is_given(ask: Ask, tmp_path: Path) -> None:
    right = written(tmp_path / "right")
    assert ask("validate", str(right)) == (0, "1 files, 1 mappings, 0 problems\n", "")
    text = ENTRY.replace("[check: decayed]", "[check: gone]").replace("scale: Grad", "x: Grad")
    wrong = written(tmp_path / "wrong", text)
    code, out, err = ask("validate", str(wrong))
    assert (code, out) == (2, "1 files, 1 mappings, 3 problems\n")
    assert [line.split(": ")[0] for line in err.splitlines()] == [
        f"{wrong}:6",
        f"{wrong}:16",
        f"{wrong}:22",
    ]


def test_the_schema_is_one_that_describes_what_is_loaded(ask: Ask, tmp_path: Path) -> None:
    schema = json.loads(ask("schema")[1])
    assert schema["$schema"].startswith("https://json-schema.org/")
    described = set(schema["$defs"]["Counterpart"]["properties"])
    (located,) = load([written(tmp_path)]).entries
    assert set(located.entry.counterparts[0].model_dump()) == described
    assert schema["$defs"]["Counterpart"]["additionalProperties"] is False
    assert schema["$defs"]["Difference"]["properties"]["when"]["description"]


def test_a_recipe_is_printed_as_it_is(ask: Ask) -> None:
    code, out, _ = ask("recipe", "lbfgs-for-mindspore")
    assert code == 0
    compile(out, "recipe", "exec")
    assert "class LBFGS:" in out


def test_python_dash_m_is_the_command() -> None:
    done = command("lookup", "FTRL")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("mindspore.nn.FTRL\n")
    done = command("lookup", "zzzzz")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)


def test_bad_input_in_a_process_has_no_traceback(tmp_path: Path) -> None:
    path = tmp_path / "deep.yaml"
    path.write_text("[" * 1_000_000, encoding="utf-8")
    done = command("validate", str(path))
    assert (done.returncode, done.stdout) == (2, "1 files, 0 mappings, 1 problems\n")
    assert done.stderr == f"{path}:1: is nested deeper than 40; flatten it\n"


@pytest.mark.parametrize("words", [["lookup", "StepLR"], ["lookup", "LBFGS"], ["list"], ["schema"]])
def test_a_reader_that_goes_away_is_no_error(words: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "registry", *words],
            env={name: v for name, v in os.environ.items() if name != "PYTHONUNBUFFERED"},
            stdout=writing,
            stderr=subprocess.PIPE,
            timeout=60,
        )
    finally:
        os.close(writing)
    assert done.stderr == b""
    assert done.returncode in (141, 1)  # click has an answer of its own


def seen_on_a_terminal(*words: str, **env: str) -> str:
    """What the command writes when its stdout is a terminal."""
    reader, terminal = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "registry", *words],
        stdout=terminal,
        stderr=subprocess.PIPE,
        env={**os.environ, **env},
        timeout=60,
    )
    os.close(terminal)
    assert done.stderr == b""
    seen = b""
    try:
        while chunk := os.read(reader, 4096):
            seen += chunk
    except OSError:  # this is how Linux says that the other end of a terminal is closed
        pass
    os.close(reader)
    return seen.decode()


def test_colour_is_for_terminals_only() -> None:
    assert "\x1b[" in seen_on_a_terminal("lookup", "LBFGS")
    assert "\x1b[" not in command("lookup", "LBFGS").stdout
    assert "\x1b[" not in seen_on_a_terminal("lookup", "LBFGS", "--json")
