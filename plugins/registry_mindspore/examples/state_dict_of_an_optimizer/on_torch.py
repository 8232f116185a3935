"""The momentum and the rate are read from the state of the optimizer after each step."""

import numpy
import torch


def example():
    weight = torch.nn.Parameter(torch.ones(5))
    optimizer = torch.optim.SGD([weight], lr=0.5, momentum=0.5)

    random = numpy.random.default_rng(0)
    for _ in range(10):
        weight.grad = torch.from_numpy(random.standard_normal(5, numpy.float32))
        optimizer.step()
        optimizer.param_groups[0]["lr"] *= 0.5
        known = optimizer.state_dict()
        yield [known["state"][0]["momentum_buffer"].clone(), known["param_groups"][0]["lr"]]
