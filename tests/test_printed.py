"""Printed code says what the checks run: for every case of every mapping, against the values."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from printed import called, completed, of_stairs, of_steps, ported, source

from registry.checking.jobs import comparison
from registry.discovery import discover
from registry.mapping.loading import Located
from registry.mapping.models import Case, Counterpart
from registry.mapping.predicting import Training
from registry.mapping.runs import Run
from registry.mapping.translate import complete, subject, translate

REGISTRY = discover()
PIECEWISE = "mindspore.nn.piecewise_constant_lr"
STAIRS = "optax.join_schedules"
# A function that asks for a type is no Python: it is a word of the language of conditions.
UNWRITABLE = {"asks-for-the-type"}


def planned(run: Run) -> Training:
    return Training(run.lr, run.epochs, run.steps_per_epoch)


def cases() -> Iterator[Any]:
    for located in REGISTRY.entries:
        for counterpart in located.entry.counterparts:
            for name, case in located.entry.cases_for(counterpart).items():
                if name not in UNWRITABLE:
                    label = f"{located.api} -> {counterpart.api} [{name}]"
                    yield pytest.param(located, counterpart, case, id=label)


@pytest.mark.parametrize(("located", "counterpart", "case"), list(cases()))
def test_the_code_of_a_case_is_what_its_check_runs(
    located: Located, counterpart: Counterpart, case: Case
) -> None:
    training = planned(case.run)
    text = source(located, case.arguments)
    port = ported(REGISTRY, text, counterpart.api, training)
    arguments = complete(located.entry, case.arguments)
    try:
        wanted = translate(counterpart, arguments, case.run, REGISTRY.converters)
    except ValueError as error:
        refusal = str(error)
        wanted = {}
    else:
        refusal = ""
    if refusal:
        assert port.code is None
        assert refusal in str(port.reason)
        return
    assert port.code is not None
    # Written out is a schedule that goes on where a training stopped, one that is made of others,
    # and one that goes on after its end.
    written_out = {"last_epoch", "schedulers"} & set(case.arguments)
    written_out |= (
        {"total_steps"} if case.arguments.get("total_steps", 1e9) < case.run.epochs else set()
    )
    assert len(port.code) < (50_000 if written_out else 500)
    api, positional, keywords = called(port.code)
    assert api == counterpart.api
    first = subject(located.entry)
    scheduled = wanted.pop("optimizer", None)
    told = counterpart.parameters[first].targets(first) if first else scheduled
    assert len(positional) == bool(told)
    if api == PIECEWISE:
        mine, theirs = of_steps(**keywords), of_steps(**wanted)
        assert all(type(each) is float for each in keywords["learning_rates"])
        top = max(map(abs, theirs))
        assert mine == pytest.approx(theirs, rel=1e-9, abs=1e-12 * top)
    elif api == STAIRS and "milestones" not in case.arguments:
        end = case.run.epochs * case.run.steps_per_epoch
        mine, theirs = of_stairs(**keywords, end=end), of_stairs(**wanted, end=end)
        top = max(map(abs, theirs))
        assert mine == pytest.approx(theirs, rel=1e-9, abs=1e-12 * top)
    else:
        assert completed(counterpart, keywords) == completed(counterpart, wanted)
        both = [each for each in keywords if each in wanted and not callable(keywords[each])]
        assert [type(keywords[each]) for each in both] == [type(wanted[each]) for each in both]


@pytest.mark.parametrize(("located", "counterpart", "case"), list(cases()))
def test_what_is_predicted_is_what_the_check_expects(
    located: Located, counterpart: Counterpart, case: Case
) -> None:
    training = planned(case.run)
    by_default = training.run() == case.run.model_copy(
        update={"steps": 100, "seed": 0, "shapes": "few"}
    )
    port = ported(REGISTRY, source(located, case.arguments), counterpart.api, training)
    job = comparison(REGISTRY, located, counterpart, "case", case)
    # Nobody who calls an optimizer says its shapes either, so that what hangs on them is announced.
    shaped = any("run.shapes" in counterpart.differences[each].when for each in job.because)
    if by_default and not shaped:
        assert {told.id for told in port.differences} == set(job.because)
        assert port.agrees is (job.expected == "agree")
    if case.run.dtype != "float32" or case.run.groups != "one":
        return  # nobody who calls an optimizer leaves these open: float32, and the call has groups
    # What applies in another run was announced.
    announced = {told.id for told in (*port.differences, *port.depends)}
    assert set(job.because) <= announced


def draw(random: random.Random, api: str, epochs: int) -> dict[str, Any]:
    """Arguments of a schedule whose list is written as a formula."""
    rate = random.choice([0.0, 0, 0.05, random.uniform(1e-4, 1.0)])
    length = random.choice([1, 2, 7, random.randint(1, 300)])
    function = random.choice(
        ["0.95 ** epoch", "1 / (1 + 0.1 * epoch)", "1 - 0.4 * (epoch % 7 == 2)"]
    )
    late = random.choice([-1, -1, random.randint(0, 40)])
    drawn: dict[str, dict[str, Any]] = {
        "StepLR": {
            "step_size": random.choice([1, 2, 3]),
            "gamma": random.choice([0.9, 1.5, -0.5, 0.99, random.uniform(0.5, 1)]),
            "last_epoch": late,
        },
        "LambdaLR": {"lr_lambda": {"lambda": function}, "last_epoch": late},
        "MultiplicativeLR": {"lr_lambda": {"lambda": function}, "last_epoch": late},
        "LinearLR": {
            "start_factor": random.choice([1, 1 / 3, random.uniform(0.01, 1)]),
            "end_factor": random.choice([0.01, 1.0, random.uniform(0.01, 1)]),
            "total_iters": random.choice([length, length + 0.5]),
        },
        "PolynomialLR": {
            "total_iters": random.choice([length, length + 0.5]),
            "power": random.choice([1, 2.0, 0.5, 0, random.uniform(0, 3)]),
        },
        "CosineAnnealingLR": {"T_max": length, "eta_min": rate, "last_epoch": -1},
        "CosineAnnealingWarmRestarts": {
            "T_0": length,
            "T_mult": random.randint(1, 3),
            "eta_min": rate,
            "last_epoch": random.choice([-1, -1, 3]),
        },
        "CyclicLR": {
            "base_lr": rate,
            "max_lr": random.uniform(0.5, 2),
            "step_size_up": length,
            "step_size_down": random.choice([None, 1, 9, 33]),
            "mode": random.choice(["triangular", "triangular2", "exp_range"]),
            "gamma": random.choice([1.0, 0.99]),
            "scale_fn": random.choice([None, {"lambda": function}]),
            "scale_mode": random.choice(["cycle", "iterations"]),
        },
        "OneCycleLR": {
            "max_lr": random.uniform(0.01, 2),
            "total_steps": epochs + random.choice([0, 0, 50]),
            "pct_start": random.choice([0.3, 0.1, random.uniform(0.05, 0.95)]),
            "anneal_strategy": random.choice(["cos", "linear"]),
            "three_phase": random.random() < 0.2,
        },
        "SWALR": {
            "swa_lr": random.choice([rate, [0.05]]),
            "anneal_epochs": length,
            "anneal_strategy": random.choice(["cos", "linear"]),
        },
    }
    return drawn.get(api.rpartition(".")[2], {})


LISTS = [e for e in REGISTRY.entries if any(c.api == PIECEWISE for c in e.entry.counterparts)]


@pytest.mark.parametrize("located", LISTS, ids=lambda each: each.api)
def test_a_short_form_gives_the_same_rates(located: Located) -> None:
    (counterpart,) = [each for each in located.entry.counterparts if each.api == PIECEWISE]
    for seed in range(60):
        numbers = random.Random(seed)
        training = Training(
            numbers.choice([1.0, 0.1, numbers.uniform(1e-4, 2)]),
            numbers.randint(30, 300),
            numbers.randint(1, 4),
        )
        run = training.run()
        arguments = draw(numbers, located.api, run.epochs)
        if not arguments:
            return
        port = ported(REGISTRY, source(located, arguments), PIECEWISE, training)
        try:
            wanted = translate(
                counterpart, complete(located.entry, arguments), run, REGISTRY.converters
            )
        except ValueError:
            assert port.code is None
            continue
        theirs = of_steps(**wanted)
        top = max(map(abs, theirs))
        if not 0 < top < 1e300:
            continue
        assert port.code is not None
        mine = of_steps(**called(port.code)[2])
        # The sums of a cosine that is computed from rate to rate lose digits at the bottom.
        assert mine == pytest.approx(theirs, rel=1e-9, abs=1e-9 * top), (arguments, training)


def of_each_entry() -> Iterator[tuple[str, str]]:
    """For every counterpart the code of a case in which it should work."""
    for located in REGISTRY.entries:
        for counterpart in located.entry.counterparts:
            for name, case in located.entry.cases_for(counterpart).items():
                job = comparison(REGISTRY, located, counterpart, name, case)
                if job.expected == "agree" and not job.refusal:
                    text = source(located, case.arguments)
                    port = ported(REGISTRY, text, counterpart.api, planned(case.run))
                    assert port.code is not None
                    yield f"{located.api} -> {counterpart.api}", port.code
                    break


RUNNERS = {
    "mindspore": """
import json, sys
import mindspore
from mindspore import nn
found = {}
for name, code in json.load(sys.stdin):
    net = nn.Dense(3, 2)
    optimizer = mindspore.experimental.optim.SGD(net.trainable_params(), lr=0.1)
    made = eval(code)
    if isinstance(made, nn.Optimizer) or callable(made) and hasattr(made, "parameters"):
        made(tuple(mindspore.ops.ones_like(p) for p in net.trainable_params()))
    if isinstance(made, list):
        nn.SGD(net.trainable_params(), learning_rate=made)
    found[name] = made if isinstance(made, list) else type(made).__module__
print(json.dumps(found))
""",
    "torch": """
import json, sys
import torch
found = {}
for name, code in json.load(sys.stdin):
    net = torch.nn.Linear(3, 2)
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    optimizer.param_groups[0]["initial_lr"] = 0.1
    made = eval(code)
    if isinstance(made, torch.optim.Optimizer):
        net(torch.ones(3)).sum().backward()
        made.step()
    else:
        optimizer.step()
        made.step()
    found[name] = type(made).__module__
print(json.dumps(found))
""",
}


@pytest.mark.frameworks
@pytest.mark.parametrize("framework", RUNNERS)
def test_the_code_of_every_counterpart_runs(framework: str) -> None:
    codes = [each for each in of_each_entry() if each[1].startswith(f"{framework}.")]
    assert codes
    done = subprocess.run(
        [sys.executable, "-c", RUNNERS[framework]],
        input=json.dumps(codes),
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout.splitlines()[-1])
    assert list(found) == [name for name, _ in codes]
    for name, code in codes:
        api, _, keywords = called(code)
        if api == PIECEWISE:
            assert found[name] == pytest.approx(of_steps(**keywords))
        elif not isinstance(found[name], list):
            assert found[name].startswith(f"{framework}.")
