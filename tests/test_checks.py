"""One job of each kind on the real frameworks, and claims that are wrong, which fail by name."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from samples import ROOT, command

from registry.checking.jobs import Job, jobs, jobs_of
from registry.checking.results import Result
from registry.mapping.catalog import Registry
from registry.mapping.loading import load

pytestmark = pytest.mark.frameworks

SGD, ADAM = "torch.optim.SGD", "torch.optim.Adam"
STEP = "torch.optim.lr_scheduler.StepLR"
PIECEWISE = "mindspore.nn.piecewise_constant_lr"
JOIN = "torch.optim.Optimizer.add_param_group"
EXPERIMENTAL = "mindspore.experimental.optim.SGD"
Run = Callable[[Job], Result]


def shown(run: Run, registry: Registry, api: str, counterpart: str | None, case: str) -> Result:
    wanted = (api, counterpart, case)
    every = [e for e in jobs(registry) if (e.api, e.counterpart, e.case) == wanted]
    (job,) = [e for e in every if e.located.entry.target != "optax"]
    found = run(job)
    if found.outcome == "skipped":
        pytest.skip(str(found.reason))
    return found


@pytest.mark.parametrize(
    ("api", "counterpart", "case", "outcome"),
    [
        (SGD, None, "signature", "agree"),
        (SGD, None, "matters-lr", "agree"),
        ("torch.optim.Optimizer", None, "complete", "agree"),
        (JOIN, f"mindspore.experimental.{JOIN[6:]}", "groups-at-construction", "agree"),
        (JOIN, f"mindspore.experimental.{JOIN[6:]}", "add-param-group", "error"),
        (SGD, EXPERIMENTAL, "signature", "agree"),
        (SGD, EXPERIMENTAL, "heavy-ball", "agree"),
        (SGD, "mindspore.nn.SGD", "maximize", "differ"),
        (SGD, "mindspore.nn.SGD", "negative-dampening", "error"),
        (STEP, PIECEWISE, "usual", "agree"),
        (STEP, PIECEWISE, "goes-on-after-the-plan", "error"),
        ("torch.optim.LBFGS", None, "still-absent", "agree"),
        ("torch.optim.LBFGS", "recipe lbfgs-for-mindspore", "few-iterations", "agree"),
        ("mindspore.nn.FTRL", "recipe ftrl-for-torch", "usual", "agree"),
        ("mindspore.nn.FTRL", "recipe ftrl-for-torch", "l1", "differ"),
    ],
)
def test_a_job_of_each_kind_shows_what_is_expected(
    run: Run, installed: Registry, api: str, counterpart: str | None, case: str, outcome: str
) -> None:
    found = shown(run, installed, api, counterpart, case)
    assert (found.expected, found.outcome) == (outcome, outcome), found.reason
    assert found.versions
    assert set(found.device) == set(found.versions)


def test_a_trace_that_agrees_has_figures_below_the_tolerance(run: Run, installed: Registry) -> None:
    found = shown(run, installed, SGD, EXPERIMENTAL, "rate")
    assert found.max_abs is not None
    assert found.max_rel is not None
    assert 0.0 <= found.max_rel <= found.max_abs < 1e-3
    assert found.tolerances is not None
    assert found.tolerances <= 1.0


def test_a_trace_that_differs_says_where(run: Run, installed: Registry) -> None:
    found = shown(run, installed, SGD, "mindspore.nn.SGD", "maximize")
    assert found.because == ("only-minimises",)
    assert (found.first_step, found.tensor) == (1, "layer0.weight")


def changed(installed: Registry, folder: Path, file: str, *edits: tuple[str, str]) -> Registry:
    """The registry with one shipped file in which something is said otherwise."""
    text = (ROOT / "mappings" / file).read_text(encoding="utf-8")
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / Path(file).name
    path.write_text(text, encoding="utf-8")
    loaded = load([path])
    assert not loaded.problems
    return dataclasses.replace(installed, entries=loaded.entries)


SWAPPED = (
    ("        momentum: same\n", "        momentum: {to: dampening}\n"),
    ("        dampening: same\n", "        dampening: {to: momentum}\n"),
)


def test_two_parameters_that_are_swapped_fail(
    run: Run, installed: Registry, tmp_path: Path
) -> None:
    registry = changed(installed, tmp_path, "torch/optim/SGD.yaml", *SWAPPED)
    found = shown(run, registry, SGD, EXPERIMENTAL, "heavy-ball")
    assert not found.as_expected
    assert found.fails(strict=False)
    assert found.outcome == "differ"


def test_a_default_that_is_misstated_fails(run: Run, installed: Registry, tmp_path: Path) -> None:
    edit = ("(params, lr=0.001, momentum=0,", "(params, lr=0.01, momentum=0,")
    registry = changed(installed, tmp_path, "torch/optim/SGD.yaml", edit)
    found = shown(run, registry, SGD, None, "signature")
    assert found.outcome == "differ"
    assert "the framework declares (params, lr=0.001," in str(found.reason)


def test_a_difference_that_does_not_show_fails(
    run: Run, installed: Registry, tmp_path: Path
) -> None:
    edit = ("          when: maximize\n", "          when: maximize or momentum == 0.9\n")
    registry = changed(installed, tmp_path, "torch/optim/SGD.yaml", edit)
    found = shown(run, registry, SGD, "mindspore.nn.SGD", "heavy-ball")
    assert (found.expected, found.outcome) == ("differ", "agree")
    assert "only-minimises should show in this case" in str(found.reason)


def test_an_api_that_is_not_there_fails_by_its_name(
    run: Run, installed: Registry, tmp_path: Path
) -> None:
    edits = (("api: mindspore.experimental.optim.SGD", "api: mindspore.experimental.optim.SGDX"),)
    registry = changed(installed, tmp_path, "torch/optim/SGD.yaml", *edits)
    found = shown(run, registry, SGD, "mindspore.experimental.optim.SGDX", "rate")
    assert found.outcome == "error"
    assert "SGDX" in str(found.reason)


def test_a_name_that_is_said_to_be_absent_and_is_there_fails(
    run: Run, installed: Registry, tmp_path: Path
) -> None:
    edit = ("absent: [LBFGS,", "absent: [adamw, LBFGS,")
    registry = changed(installed, tmp_path, "torch/optim/LBFGS.yaml", edit)
    found = shown(run, registry, "torch.optim.LBFGS", None, "still-absent")
    assert found.outcome == "differ"
    assert "mindspore.experimental.optim.AdamW" in str(found.reason)


def test_the_command_runs_the_real_frameworks(tmp_path: Path) -> None:
    words = ["--case", "usual", "--case", "signature", "--json", "--evidence", str(tmp_path)]
    done = command("check", "StepLR", "--target", "mindspore", *words)
    assert done.returncode == 0, done.stdout + done.stderr
    rows = json.loads(done.stdout)
    assert {row["case"] for row in rows} == {"usual", "signature"}
    if any(row["outcome"] == "skipped" for row in rows):
        pytest.skip(str(next(row["reason"] for row in rows if row["outcome"] == "skipped")))
    assert all(row["outcome"] == row["expected"] for row in rows)
    assert {name for row in rows for name in row["versions"]} == {"torch", "mindspore"}
    (path,) = tmp_path.iterdir()
    assert "mindspore" in path.name
    assert "torch" in path.name


def test_every_kind_of_job_is_run_here(installed: Registry) -> None:
    kinds = {
        side.task["task"]
        for located in installed.entries
        for job in jobs_of(installed, located)
        for side in job.sides
    }
    assert kinds == {"optimizer", "schedule", "example", "signature", "names", "offered"}
