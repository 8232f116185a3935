"""The optimizer is saved after the fifth step, and another one goes on from the file."""

import tempfile
from pathlib import Path

import numpy
import torch


def example():
    weight = torch.nn.Parameter(torch.ones(5))
    optimizer = torch.optim.SGD([weight], lr=0.1, momentum=0.9)

    random = numpy.random.default_rng(0)
    for step in range(1, 11):
        weight.grad = torch.from_numpy(random.standard_normal(5, numpy.float32))
        optimizer.step()
        if step == 5:
            with tempfile.TemporaryDirectory() as folder:
                file = Path(folder, "training.pt")
                torch.save({"weight": weight.detach(), "optimizer": optimizer.state_dict()}, file)
                saved = torch.load(file)
            weight = torch.nn.Parameter(saved["weight"])
            optimizer = torch.optim.SGD([weight], lr=0.1, momentum=0.9)
            optimizer.load_state_dict(saved["optimizer"])
        yield weight.detach().clone()
