"""The schedule jumps from the third epoch to the eighth."""

import numpy
import torch


def example():
    weight = torch.nn.Parameter(torch.ones(5))
    optimizer = torch.optim.SGD([weight], lr=0.1)
    scheduler = torch.optim.lr_scheduler.ExponentialLR(optimizer, gamma=0.5)

    random = numpy.random.default_rng(0)
    for epoch in (0, 1, 2, 7, 8, 9):
        scheduler.step(epoch)
        for _ in range(2):
            weight.grad = torch.from_numpy(random.standard_normal(5, numpy.float32))
            optimizer.step()
        yield weight.detach().clone()
