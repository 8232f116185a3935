"""A group gets another rate while a schedule goes on, which decays the new rate."""

import numpy
import torch


def example():
    weight = torch.nn.Parameter(torch.ones(5))
    optimizer = torch.optim.SGD([weight], lr=0.1)
    scheduler = torch.optim.lr_scheduler.ExponentialLR(optimizer, gamma=0.9)

    random = numpy.random.default_rng(0)
    for step in range(1, 11):
        weight.grad = torch.from_numpy(random.standard_normal(5, numpy.float32))
        optimizer.step()
        scheduler.step()
        if step == 3:
            optimizer.param_groups[0]["lr"] = 0.05
        yield weight.detach().clone()
