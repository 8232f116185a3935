"""A second group of parameters joins after the fifth step."""

import numpy
import torch


def example():
    first = torch.nn.Parameter(torch.ones(3))
    second = torch.nn.Parameter(torch.ones(5))
    optimizer = torch.optim.SGD([first], lr=0.1, momentum=0.9)

    random = numpy.random.default_rng(0)
    for step in range(1, 11):
        for parameter in (first, second):
            gradient = random.standard_normal(parameter.shape, numpy.float32)
            parameter.grad = torch.from_numpy(gradient)
        optimizer.step()
        if step == 5:
            optimizer.add_param_group({"params": [second], "lr": 0.01})
        yield torch.cat([first, second]).detach()
