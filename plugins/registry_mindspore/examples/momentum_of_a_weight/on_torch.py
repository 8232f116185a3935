"""The momentum of a weight is read from the state of the optimizer after each step."""

import numpy
import torch


def example():
    weight = torch.nn.Parameter(torch.ones(5))
    optimizer = torch.optim.Adam([weight], lr=0.1)

    random = numpy.random.default_rng(0)
    for step in range(11):
        if step > 0:
            weight.grad = torch.from_numpy(random.standard_normal(5, numpy.float32))
            optimizer.step()
        known = optimizer.state[weight]
        yield known["exp_avg"].clone() if known else torch.zeros(5)
