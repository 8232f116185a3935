"""A weight gets other values before the first step."""

import numpy
import torch


def example():
    weight = torch.nn.Parameter(torch.ones(5))
    optimizer = torch.optim.SGD([weight], lr=0.1)
    with torch.no_grad():
        weight.copy_(torch.arange(5.0))

    random = numpy.random.default_rng(0)
    for _ in range(10):
        weight.grad = torch.from_numpy(random.standard_normal(5, numpy.float32))
        optimizer.step()
        yield weight.detach().clone()
