"""SGD with momentum."""

import numpy
import torch


def example():
    first, second = torch.nn.Parameter(torch.ones(3)), torch.nn.Parameter(torch.ones(5))
    optimizer = torch.optim.SGD([first, second], lr=0.1, momentum=0.9)

    random = numpy.random.default_rng(0)
    for _ in range(11):
        yield [first.detach().clone(), second.detach().clone()]
        for parameter in (first, second):
            gradient = random.standard_normal(parameter.shape).astype(numpy.float32)
            parameter.grad = torch.from_numpy(gradient)
        optimizer.step()
