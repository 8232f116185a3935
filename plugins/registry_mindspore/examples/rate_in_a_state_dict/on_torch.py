"""The rate of the first group is read from the state of the optimizer."""

import numpy
import torch


def example():
    weight = torch.nn.Parameter(torch.ones(5))
    optimizer = torch.optim.SGD([weight], lr=0.1)
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 3, gamma=0.5)

    random = numpy.random.default_rng(0)
    for _ in range(10):
        weight.grad = torch.from_numpy(random.standard_normal(5, numpy.float32))
        optimizer.step()
        scheduler.step()
        yield optimizer.state_dict()["param_groups"][0]["lr"]
