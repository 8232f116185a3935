"""A weight gets other values after the fifth step, and goes on from them."""

import numpy
import torch


def example():
    weight = torch.nn.Parameter(torch.ones(5))
    optimizer = torch.optim.SGD([weight], lr=0.1)

    random = numpy.random.default_rng(0)
    for step in range(1, 11):
        weight.grad = torch.from_numpy(random.standard_normal(5, numpy.float32))
        optimizer.step()
        if step == 5:
            with torch.no_grad():
                weight.copy_(torch.arange(5.0))
        yield weight.detach().clone()
