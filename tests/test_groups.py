"""Groups of parameters: what is printed for them does on MindSpore what the call does on torch."""

from __future__ import annotations

import json
import subprocess
import sys

import numpy
import pytest
from printed import ported

from registry.mapping.catalog import Registry

pytestmark = pytest.mark.frameworks

A, B = "'params': net.a.parameters()", "'params': net.b.parameters()"
SGD = f"torch.optim.SGD([{{{A}, 'lr': 0.5, 'weight_decay': 0.1}}, {{{B}}}], lr=0.01, momentum=0.9)"
TRAINED = "'params': filter(lambda p: p.requires_grad, net.a.parameters())"
NAMED = "'params': [p for n, p in net.a.named_parameters() if 'weight' in n]"
CALLS = [
    (SGD, "mindspore.nn.SGD"),
    (SGD, "mindspore.nn.Momentum"),
    (SGD, "mindspore.experimental.optim.SGD"),
    (
        f"torch.optim.AdamW([{{{TRAINED}, 'lr': 0.5, 'betas': (0.5, 0.6)}}, {{{B}}}], lr=0.01)",
        "mindspore.experimental.optim.AdamW",
    ),
    (
        f"torch.optim.Adam([{{{A}, 'lr': 1, 'weight_decay': 1}}, {{{B}}}], lr=0.01, eps=1e-12)",
        "mindspore.nn.Adam",
    ),
    (
        f"torch.optim.Adam([{{{A}, 'lr': 1, 'eps': 1}}, {{{B}}}], lr=0.01, eps=1e-12)",
        "mindspore.experimental.optim.AdamW",
    ),
    (f"torch.optim.SGD([{{{NAMED}, 'lr': 0.2}}, {{{B}}}], lr=0.1)", "mindspore.nn.SGD"),
]

INPUTS = """
import json, sys, numpy
def arrays():
    random = numpy.random.RandomState(0)
    while True:
        yield from (random.randn(*s).astype("float32") for s in ((2, 3), (2, 2)))
"""
TORCH = (
    INPUTS
    + """
import torch
for call in json.load(sys.stdin):
    drawn, net = arrays(), torch.nn.Module()
    net.a, net.b = torch.nn.Linear(3, 2, bias=False), torch.nn.Linear(2, 2, bias=False)
    for p in net.parameters():
        p.data = torch.tensor(next(drawn))
    optimizer = eval(call)
    for _ in range(20):
        for p in net.parameters():
            p.grad = torch.tensor(next(drawn))
        optimizer.step()
    print(json.dumps([v for p in net.parameters() for v in p.detach().numpy().ravel().tolist()]))
"""
)
MINDSPORE = (
    INPUTS
    + """
import mindspore
from mindspore import nn
class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.a, self.b = nn.Dense(3, 2, has_bias=False), nn.Dense(2, 2, has_bias=False)
for call in json.load(sys.stdin):
    drawn, net = arrays(), Net()
    parameters = [net.a.weight, net.b.weight]
    for p in parameters:
        p.set_data(mindspore.Tensor(next(drawn)))
    optimizer = eval(call)
    for _ in range(20):
        optimizer(tuple(mindspore.Tensor(next(drawn)) for p in parameters))
    print(json.dumps([v for p in parameters for v in p.asnumpy().ravel().tolist()]))
"""
)


def trained(program: str, calls: list[str]) -> list[list[float]]:
    """All parameters after 20 steps of each optimizer."""
    done = subprocess.run(
        [sys.executable, "-c", program],
        input=json.dumps(calls),
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("[")]


def test_groups_train_alike_on_both_sides(installed: Registry) -> None:
    ports = [ported(installed, call, to) for call, to in CALLS]
    assert all(port.agrees for port in ports)
    here = trained(TORCH, [call for call, _ in CALLS])
    there = trained(MINDSPORE, [str(port.code) for port in ports])
    assert len(here) == len(there) == len(CALLS)
    for port, one, other in zip(ports, here, there, strict=True):
        apart = numpy.abs(numpy.subtract(one, other)).max()
        # 20 steps of about 16 roundings each, at the size of the largest parameter.
        assert apart <= 2**-23 * 20 * max(map(abs, one)), port.code
