"""Every second step leaves out the second parameter, which has no gradient then."""

import numpy
import torch


def example():
    first = torch.nn.Parameter(torch.ones(3))
    second = torch.nn.Parameter(torch.ones(5))
    optimizer = torch.optim.SGD([first, second], lr=0.1, momentum=0.9)

    random = numpy.random.default_rng(0)
    for step in range(10):
        first.grad = torch.from_numpy(random.standard_normal(3, numpy.float32))
        second.grad = torch.from_numpy(random.standard_normal(5, numpy.float32))
        if step % 2:
            second.grad = None
        optimizer.step()
        yield [first.detach().clone(), second.detach().clone()]
