"""The rate of every group is halved after each third step."""

import numpy
import torch


def example():
    first = torch.nn.Parameter(torch.ones(3))
    second = torch.nn.Parameter(torch.ones(5))
    optimizer = torch.optim.SGD([{"params": [first]}, {"params": [second], "lr": 0.01}], lr=0.1)

    random = numpy.random.default_rng(0)
    for step in range(1, 11):
        for parameter in (first, second):
            gradient = random.standard_normal(parameter.shape, numpy.float32)
            parameter.grad = torch.from_numpy(gradient)
        optimizer.step()
        if step % 3 == 0:
            for group in optimizer.param_groups:
                group["lr"] *= 0.5
        rates = [group["lr"] for group in optimizer.param_groups]
        yield [first.detach().clone(), second.detach().clone(), *rates]
