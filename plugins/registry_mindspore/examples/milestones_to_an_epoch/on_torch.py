"""The schedule is told the epoch at each step."""

import numpy
import torch


def example():
    weight = torch.nn.Parameter(torch.ones(5))
    optimizer = torch.optim.SGD([weight], lr=0.1)
    scheduler = torch.optim.lr_scheduler.MultiStepLR(optimizer, [3, 6], gamma=0.1)

    random = numpy.random.default_rng(0)
    for epoch in range(10):
        scheduler.step(epoch)
        weight.grad = torch.from_numpy(random.standard_normal(5, numpy.float32))
        optimizer.step()
        yield weight.detach().clone()
