"""What the optax plugin says of optimizers: every one is known, and its code runs in JAX."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy
import pytest
from printed import ported
from registry_optax.converters import adafactor_to_optax, adagrad_to_optax, muon_to_optax
from samples import ENTRY, Plugin, registry_of, written

from registry.checking import inputs
from registry.checking.rules import broken
from registry.discovery import discover
from registry.mapping.runs import Run
from registry.mapping.translate import subject, varied

REGISTRY = discover()
OPTAX = """
import jax, json, optax
from jax import numpy as jnp
optimizer = CODE
weight = jnp.array([1.0, -2.0, 3.0])
state = optimizer.init(weight)
for step in range(40):
    gradient = jax.grad(lambda w: jnp.sum((w * (1 + 0.1 * step) - 1) ** 2))(weight)
    updates, state = optimizer.update(gradient, state, weight)
    AFTER
    weight = optax.apply_updates(weight, updates)
print(json.dumps(weight.tolist()))
"""
TORCH = """
import json, torch
weight = torch.nn.Parameter(torch.tensor([1.0, -2.0, 3.0]))
optimizer = CODE
for step in range(40):
    optimizer.zero_grad()
    ((weight * (1 + 0.1 * step) - 1) ** 2).sum().backward()
    optimizer.step()
print(json.dumps(weight.tolist()))
"""


def ran(program: str, code: str, after: str = "") -> list[float]:
    """The weight that a program has at its end, with the framework that it imports."""
    text = program.replace("CODE", code).replace("AFTER", after)
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True)
    found: list[float] = json.loads(done.stdout)
    return found


def optimizers(target: str) -> set[str]:
    return {
        each.api
        for each in REGISTRY.entries
        if each.entry.kind == "optimizer"
        and each.entry.target == target
        and each.api.startswith("torch.")
    }


def test_every_optimizer_of_torch_that_is_known_is_known_in_optax() -> None:
    assert len(optimizers("mindspore")) >= 15
    assert optimizers("optax") == optimizers("mindspore")


@pytest.mark.frameworks
@pytest.mark.parametrize(
    "arguments",
    [
        "SGD(PARAMS, lr=0.01, momentum=0.9, nesterov=True)",
        "AdamW(PARAMS, lr=0.1, betas=(0.8, 0.99))",
        "RMSprop(PARAMS, lr=0.01, alpha=0.9, momentum=0.5, centered=True)",
        "Adagrad(PARAMS, lr=0.5)",
        "Adafactor(PARAMS, lr=0.1, weight_decay=0.1)",
        "Adadelta(PARAMS, weight_decay=0.1)",
    ],
)
def test_what_is_printed_trains_in_jax_as_in_torch(arguments: str) -> None:
    call = f"torch.optim.{arguments.replace('PARAMS', 'net.parameters()')}"
    api = call.partition("(")[0]
    first = next(
        each.entry.counterparts[0].api
        for each in REGISTRY.entries
        if each.api == api and each.entry.target == "optax"
    )
    port = ported(REGISTRY, call, first)
    assert port.code is not None
    assert port.agrees is True
    here = ran(TORCH, call.replace("net.parameters()", "[weight]"))
    assert here != [1.0, -2.0, 3.0]
    assert ran(OPTAX, port.code) == pytest.approx(here, rel=2e-5)


@pytest.mark.frameworks
def test_rprop_is_that_of_torch_once_its_step_is_taken_from_the_state() -> None:
    here = ran(TORCH, "torch.optim.Rprop([weight], lr=0.1)")
    late = ran(OPTAX, "optax.rprop(0.1)")
    mended = "updates = jax.tree.map(jnp.negative, state[0].prev_updates)"
    assert late != pytest.approx(here, rel=1e-3)
    assert ran(OPTAX, "optax.rprop(0.1)", mended) == pytest.approx(here, rel=1e-5)


@pytest.mark.frameworks
def test_what_is_said_to_write_for_a_weight_decay_is_that_of_torch() -> None:
    here = ran(TORCH, "torch.optim.SGD([weight], lr=0.01, momentum=0.9, weight_decay=0.1)")
    chain = "optax.chain(optax.add_decayed_weights(0.1), optax.sgd(0.01, 0.9))"
    assert ran(OPTAX, chain) == pytest.approx(here, rel=2e-5)


@pytest.mark.frameworks
def test_adadelta_without_a_rate_climbs() -> None:
    start = numpy.array([1.0, -2.0, 3.0])
    goal = 1 / 4.9
    rated, unrated = (ran(OPTAX, f"optax.adadelta({rate})") for rate in ("1.0", ""))
    assert (abs(numpy.array(rated) - goal) < abs(start - goal)).all()
    assert (abs(numpy.array(unrated) - goal) > abs(start - goal)).all()


@pytest.mark.parametrize("eps", [1e-10, 1e-8, 1e-3])
def test_the_square_of_eps_is_eps_at_both_ends(eps: float) -> None:
    inside = adagrad_to_optax({"eps": eps}, Run())["eps"]
    assert math.sqrt(0.0 + inside) == pytest.approx(eps)
    assert math.sqrt(1.0 + inside) == pytest.approx(1.0 + eps, rel=1.01 * eps)


def test_adafactor_has_no_decay_where_torch_has_none() -> None:
    plain: dict[str, Any] = {"lr": 0.01, "beta2_decay": -0.8, "weight_decay": 0.0}
    assert adafactor_to_optax(plain, Run()) == {"decay_rate": 0.8, "weight_decay_rate": None}
    decayed = adafactor_to_optax({**plain, "weight_decay": 0.5}, Run())
    assert decayed["weight_decay_rate"] == pytest.approx(0.005)


def test_muon_refuses_a_way_to_scale_that_torch_refuses() -> None:
    assert muon_to_optax({"adjust_lr_fn": "match_rms_adamw"}, Run()) == {"consistent_rms": 0.2}
    with pytest.raises(ValueError, match="adjust_lr_fn is 'other'"):
        muon_to_optax({"adjust_lr_fn": "other"}, Run())


def test_an_optimizer_that_takes_no_parameters_has_no_subject() -> None:
    lion = next(each.entry for each in REGISTRY.entries if each.api == "optax.lion")
    assert subject(lion) is None
    assert varied(lion)[0].name == "learning_rate"


def test_a_counterpart_that_always_differs_needs_no_case_that_agrees(tmp_path: Path) -> None:
    never = ENTRY.replace("when: decay != 0", "when: always")
    found = registry_of(Plugin(mappings=[written(tmp_path, never)]))
    assert not found.problems
    assert found.entries[0].entry.counterparts[0].never_agrees
    assert list(broken(found)) == []


def test_runs_on_matrices_have_matrices_only_and_the_same_numbers() -> None:
    facts = {"seed": 0, "names": "plain", "dtype": "float32", "steps": 1, "gradients": "normal"}
    every = [array for _, array in inputs.parameters({**facts, "shapes": "every"})]
    matrices = [array for _, array in inputs.parameters({**facts, "shapes": "matrices"})]
    assert {array.ndim for array in matrices} == {2}
    for place, matrix in zip(inputs.MATRICES, matrices, strict=True):
        assert matrix.ravel().tolist() == every[place].ravel().tolist()
    (gradients,) = inputs.gradients({**facts, "shapes": "matrices"})
    assert [each.shape for each in gradients] == [each.shape for each in matrices]
