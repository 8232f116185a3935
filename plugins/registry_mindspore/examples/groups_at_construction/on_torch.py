"""A second group of parameters joins an optimizer that was made with the first."""

import numpy
import torch


def example():
    first = torch.nn.Parameter(torch.ones(3))
    second = torch.nn.Parameter(torch.ones(5))
    optimizer = torch.optim.SGD([first], lr=0.1, momentum=0.9)
    optimizer.add_param_group({"params": [second], "lr": 0.01})

    random = numpy.random.default_rng(0)
    for _ in range(10):
        for parameter in (first, second):
            gradient = random.standard_normal(parameter.shape).astype(numpy.float32)
            parameter.grad = torch.from_numpy(gradient)
        optimizer.step()
        yield [first.detach().clone(), second.detach().clone()]
