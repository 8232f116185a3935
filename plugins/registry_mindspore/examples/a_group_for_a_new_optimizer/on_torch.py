"""A second group joins after the fifth step; the first keeps its momentum."""

import numpy
import torch


def example():
    first = torch.nn.Parameter(torch.ones(3))
    second = torch.nn.Parameter(torch.ones(5))
    optimizer = torch.optim.SGD([{"params": [first], "lr": 0.1}], lr=0.1, momentum=0.9)

    random = numpy.random.default_rng(0)
    for step in range(1, 11):
        parameters = [first] if step <= 5 else [first, second]
        for parameter in parameters:
            gradient = random.standard_normal(parameter.shape, numpy.float32)
            parameter.grad = torch.from_numpy(gradient)
        optimizer.step()
        if step == 5:
            optimizer.add_param_group({"params": [second], "lr": 0.01})
        yield [first.detach().clone(), second.detach().clone()]
