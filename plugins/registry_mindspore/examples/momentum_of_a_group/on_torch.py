"""The second of two groups loses its momentum after the fifth step."""

import numpy
import torch


def example():
    first = torch.nn.Parameter(torch.ones(3))
    second = torch.nn.Parameter(torch.ones(5))
    optimizer = torch.optim.SGD([{"params": [first]}, {"params": [second]}], lr=0.1, momentum=0.9)

    random = numpy.random.default_rng(0)
    for step in range(1, 11):
        for parameter in (first, second):
            gradient = random.standard_normal(parameter.shape, numpy.float32)
            parameter.grad = torch.from_numpy(gradient)
        optimizer.step()
        if step == 5:
            optimizer.param_groups[1]["momentum"] = 0.0
        yield [first.detach().clone(), second.detach().clone()]
