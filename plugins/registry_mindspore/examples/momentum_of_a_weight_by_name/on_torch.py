"""The momentum of a weight is read from the state of the optimizer after each step."""

import numpy
import torch


def example():
    weight = torch.nn.Parameter(torch.ones(5))
    optimizer = torch.optim.SGD([weight], lr=0.1, momentum=0.9)

    random = numpy.random.default_rng(0)
    for _ in range(10):
        weight.grad = torch.from_numpy(random.standard_normal(5, numpy.float32))
        optimizer.step()
        yield optimizer.state[weight]["momentum_buffer"].clone()
