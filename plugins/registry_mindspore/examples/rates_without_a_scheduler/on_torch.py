"""The schedule makes a step after each epoch of two batches."""

import numpy
import torch


def example():
    weight = torch.nn.Parameter(torch.ones(5))
    optimizer = torch.optim.SGD([weight], lr=0.1)
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 2, gamma=0.5)

    random = numpy.random.default_rng(0)
    for _ in range(10):
        for _ in range(2):
            weight.grad = torch.from_numpy(random.standard_normal(5, numpy.float32))
            optimizer.step()
        scheduler.step()
        yield weight.detach().clone()
