"""The schedule is told the epoch before each one, and multiplies at the first, too."""

import numpy
import torch


def example():
    weight = torch.nn.Parameter(torch.ones(5))
    optimizer = torch.optim.SGD([weight], lr=0.1)
    scheduler = torch.optim.lr_scheduler.MultiplicativeLR(optimizer, lambda _: 0.9)

    random = numpy.random.default_rng(0)
    for epoch in range(10):
        scheduler.step(epoch)
        weight.grad = torch.from_numpy(random.standard_normal(5, numpy.float32))
        optimizer.step()
        yield weight.detach().clone()
